"""Nothing above clear is shared with a member of the network that has not signed the memorandum in force: the rule, and
each way by which something reaches a member."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Value
from django.test import Client
from django.utils import timezone

from accounts.actions import change_membership
from accounts.models import City, Marking, Membership
from core.errors import Refused
from notices.actions import edit_notice, notify_members, release_notice, standing
from notices.actions.asking import keep_body
from notices.actions.mailing import readers_of
from notices.models import ChangeNotice, Letter, NetworkBody
from planning.models import Project
from records.models.review import open_to_member
from reports.models import Edition
from stakeholders.actions import record_signature, withdraw_signature
from stakeholders.memorandum.steps import DECIDE, STEPS
from stakeholders.models import Memorandum
from stakeholders.vocabulary.memorandum import GRACE_DAYS
from tests.factories import make_member, send, sign_in, today_in
from tests.mapping.makers import inside
from tests.planning.makers import make_project, released
from tests.stakeholders.memoranda import DAY, make_body, make_version, signed


@pytest.fixture
def put(elverhavn: City, bob: Membership, carla: Membership) -> Callable[..., Memorandum]:
    return lambda **facts: make_version(elverhavn, bob, carla, **facts)


def reads(member: Membership) -> str:
    """Up to which marking, as Python and as a query say it."""
    member.refresh_from_db()
    with inside(member.city):
        me = Membership.objects.filter(pk=member.pk)
        asked = [each for each in Marking.values if me.filter(open_to_member(member.user, Value(each))).exists()]
    assert asked == [each for each in Marking.values if member.is_cleared_for(each)]
    return str(member.reads_up_to)


def test_what_people_read_of_the_days_is_what_the_database_counts() -> None:
    assert f" {GRACE_DAYS} more days." in str(STEPS[DECIDE].lead)


def test_without_a_memorandum_everybody_reads_as_cleared(elverhavn: City, rita: Membership) -> None:
    make_body(elverhavn, "School", rita)
    assert reads(rita) == "green"


def test_a_draft_and_one_before_the_members_bind_nobody(
    elverhavn: City, bob: Membership, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    put(decided=False)
    assert reads(rita) == "green"


def test_before_signing_after_it_and_when_it_is_withdrawn(
    elverhavn: City, bob: Membership, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    body = make_body(elverhavn, "School", rita)
    version = put()
    assert reads(rita) == "clear"
    signature = signed(version, body, rita)
    assert reads(rita) == "green"
    with inside(elverhavn):
        withdraw_signature(signature=signature, because="The board took it back.", by=rita.user)
    assert reads(rita) == "clear"
    signed(version, body, rita)
    assert reads(rita) == "green"


def test_before_the_day_on_which_it_holds_nobody_is_bound(
    elverhavn: City, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    make_body(elverhavn, "School", rita)
    put(since=-5)
    assert reads(rita) == "green"
    assert rita.unsigned_from is not None
    assert timezone.localtime(rita.unsigned_from, timezone=ZoneInfo(elverhavn.time_zone)).date() == (
        today_in(elverhavn) + 5 * DAY
    )


@pytest.mark.parametrize(("since", "expected"), [(GRACE_DAYS - 1, "green"), (GRACE_DAYS, "clear"), (0, "green")])
def test_a_signature_of_the_version_before_holds_for_thirty_days(
    since: int, expected: str, elverhavn: City, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    body = make_body(elverhavn, "School", rita)
    signed(put(since=100), body, rita)
    second = put(since=since)
    assert reads(rita) == expected
    signed(second, body, rita)
    assert reads(rita) == "green"


def test_of_three_versions_the_days_are_counted_from_the_one_that_replaced_what_was_signed(
    elverhavn: City, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    body = make_body(elverhavn, "School", rita)
    signed(put(since=200), body, rita)
    put(since=GRACE_DAYS + 1)
    put(since=1)
    assert reads(rita) == "clear"


def test_who_withdrew_the_newest_has_no_days_left_of_an_older_one(
    elverhavn: City, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    body = make_body(elverhavn, "School", rita)
    signed(put(since=100), body, rita)
    newest = signed(put(since=1), body, rita)
    with inside(elverhavn):
        withdraw_signature(signature=newest, because="No.", by=rita.user)
    assert reads(rita) == "clear"


def test_who_stands_for_nobody_who_signed(
    elverhavn: City, alice: Membership, bob: Membership, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    """No body, one that left, one that somebody else stands for; several, of which one signed; those of the city."""
    nina = make_member(elverhavn, "nina@elverhavn.example", "reader", clearance="amber", name="Nina")
    version = put()
    assert [reads(each) for each in (rita, nina, alice, bob)] == ["clear", "clear", "red", "red"]
    club, school = make_body(elverhavn, "Club", rita), make_body(elverhavn, "School", nina)
    signed(version, club, rita)
    assert [reads(each) for each in (rita, nina)] == ["green", "clear"]
    with inside(elverhavn):
        club.others = [nina.user_id]
        keep_body(body=club, by=alice.user)
    assert reads(nina) == "amber"
    with inside(elverhavn):
        club.is_current = False
        keep_body(body=club, by=alice.user)
    assert [reads(each) for each in (rita, nina)] == ["clear", "clear"]
    with inside(elverhavn):
        NetworkBody.objects.filter(pk=school.pk).update(deputy=rita.user)
        record_signature(version=version, body=school, signed_on=today_in(elverhavn), office="The head", by=alice.user)
    assert [reads(each) for each in (rita, nina)] == ["green", "amber"]


def test_it_is_so_whatever_way_a_membership_comes_and_changes(
    elverhavn: City, alice: Membership, bob: Membership, put: Callable[..., Memorandum]
) -> None:
    put()
    nina = make_member(elverhavn, "nina@elverhavn.example", "reader", clearance="amber")
    assert reads(nina) == "clear"
    with inside(elverhavn):
        change_membership(membership=nina, role="officer", clearance="amber")
    assert reads(nina) == "amber"
    with inside(elverhavn):
        change_membership(membership=nina, role="reader", clearance="amber")
    assert reads(nina) == "clear"
    # nobody writes it free: not by saving what they have in memory, nor in SQL
    Membership(**{each.attname: getattr(nina, each.attname) for each in Membership._meta.concrete_fields}).save()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_membership SET unsigned_from = NULL")
    assert reads(nina) == "clear"
    with inside(elverhavn):
        body = make_body(elverhavn, "School", nina)
        NetworkBody.objects.filter(pk=body.pk).update(unsigned_from=None)
        assert NetworkBody.objects.get().is_unsigned
    assert reads(nina) == "clear"


def test_another_city_s_memorandum_binds_nobody_here(
    elverhavn: City, other_city: City, rita: Membership, charlie: Membership
) -> None:
    olga = make_member(other_city, "olga@sandvig.example", "admin", name="Olga")
    make_version(other_city, charlie, olga)
    assert reads(rita) == "green"


# --- each way by which something reaches a member


@pytest.fixture
def network(elverhavn: City, alice: Membership, bob: Membership, rita: Membership) -> NetworkBody:
    """Something green on each way: a project, an edition, a notice."""
    make_project(elverhavn, bob, title="Open hall")
    with inside(elverhavn):
        Edition.objects.create(
            city=elverhavn, diagnosis=released(elverhavn, 1), audience="partner", language="en", marking="green",
            sha256="a" * 64,
        )  # fmt: skip
        notify_members(
            city=elverhavn, what=ChangeNotice.What.CHANGE, say=lambda: {"title": "The hall moves", "after": "Højvang"},
            link="", by=alice.user, marking="green",
        )  # fmt: skip
    return make_body(elverhavn, "School", rita)


def reached(city: City, member: Membership) -> dict[str, bool]:
    """What of it reaches somebody, by way."""
    reader = sign_in(Client(), member)
    pages = {
        "list of projects": ("projects/", "Open hall"),
        "plan": ("plan/", "Open hall"),
        "action plan": ("plan/partner/", "Open hall"),
        "PDF of the plan": ("plan/partner/pdf/", ""),
        "changes": ("what-changed/", "The hall moves"),
        "file of changes": ("what-changed/export/?format=csv", "The hall moves"),
        "told": ("notices/", "The hall moves"),
        "first page": ("", "The hall moves"),
    }
    found = {}
    for way, (address, words) in pages.items():
        answer = reader.get(f"/city/{city.slug}/{address}")
        if answer.status_code == 200 and not words:
            found[way] = True
        else:
            body = b"".join(answer) if answer.streaming else answer.content
            found[way] = bool(words) and answer.status_code == 200 and words in body.decode()
    with inside(city):
        notice = ChangeNotice.objects.get(title="The hall moves")
        found |= {
            "project": Project.objects.visible_to(member.user).exists(),
            "edition": Edition.objects.visible_to(member.user).exists(),
            "notice": ChangeNotice.objects.visible_to(member.user).filter(pk=notice.pk).exists(),
            "mail": readers_of(city)[member.user_id].is_told_of(notice),
        }
    return found


def test_each_way_is_closed_and_opened_by_the_signature(
    elverhavn: City, rita: Membership, network: NetworkBody, put: Callable[..., Memorandum]
) -> None:
    assert set(reached(elverhavn, rita).values()) == {True}, reached(elverhavn, rita)
    version = put()
    assert [way for way, is_open in reached(elverhavn, rita).items() if is_open] == []
    signed(version, network, rita)
    assert [way for way, is_open in reached(elverhavn, rita).items() if not is_open] == []


def test_who_has_not_signed_reads_the_memorandum_and_what_is_clear(
    elverhavn: City, bob: Membership, rita: Membership, network: NetworkBody, put: Callable[..., Memorandum]
) -> None:
    make_project(elverhavn, bob, title="For everybody", marking="clear")
    put()
    reader = sign_in(Client(), rita)
    assert "Everybody in Elverhavn knows whom to call." in reader.get("/city/elverhavn/memorandum/").content.decode()
    assert "For everybody" in reader.get("/city/elverhavn/projects/").content.decode()


@pytest.mark.parametrize("marking", Marking.values)
@pytest.mark.parametrize("has_signed", [True, False])
def test_a_letter_goes_to_a_member_on_paper_as_far_as_it_signed(
    marking: str, has_signed: bool, elverhavn: City, alice: Membership, put: Callable[..., Memorandum]
) -> None:
    traders = make_body(elverhavn, "Traders", address="Torvet 1")
    version = put()
    with inside(elverhavn):
        if has_signed:
            today = today_in(elverhavn)
            record_signature(version=version, body=traders, signed_on=today, office="The chair", by=alice.user)
        notice = ChangeNotice.objects.create(
            city=elverhavn, what="change", state="pending", title="News", after="News", marking=marking
        )
        edit_notice(notice=notice, by=alice.user)
        notice = ChangeNotice.objects.get(pk=notice.pk)
        release_notice(notice=notice, by=alice.user, as_read=standing(notice))
        is_written = marking == "clear" or (has_signed and marking == "green")
        assert Letter.objects.filter(notice=notice).exists() == is_written


def test_a_letter_that_was_made_before_is_not_printed_after_the_signature_is_gone(
    elverhavn: City, alice: Membership, bob: Membership, put: Callable[..., Memorandum]
) -> None:
    traders = make_body(elverhavn, "Traders", address="Torvet 1")
    with inside(elverhavn):
        notice = ChangeNotice.objects.create(city=elverhavn, what="change", title="N", after="Højvang", marking="green")
        letter = Letter.objects.create(city=elverhavn, notice=notice, body=traders)
    admin, address = sign_in(Client(), alice), f"/city/elverhavn/what-changed/{notice.pk}/letters/{letter.pk}/"
    assert "Højvang" in admin.get(address).content.decode()
    put()
    assert admin.get(address).status_code == 302


def test_of_a_member_that_has_not_signed_no_answer_is_asked_about_what_is_above_clear(
    elverhavn: City, alice: Membership, bob: Membership, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    """Nor where it signed when the notice was written, and has withdrawn that by the time it is released."""
    school = make_body(elverhavn, "School", rita)
    version = put()
    with inside(elverhavn):
        green, clear = (
            ChangeNotice.objects.create(
                city=elverhavn, what="change", state="pending", after="Højvang", marking=each, record=number
            )
            for number, each in enumerate(("green", "clear"), start=1)
        )
    sent = {"title": "The hall moves", "after": "Højvang", "notice_class": "must", "question": "Which evenings?",
            "asked": [f"b{school.pk}"]}  # fmt: skip
    officer = sign_in(Client(), bob)
    refused = send(officer, f"/city/elverhavn/what-changed/{green.pk}/edit/", sent)
    assert (
        "Not signed a memorandum that holds, so nothing above clear is shared with them: School."
        in refused.content.decode()
    )
    assert send(officer, f"/city/elverhavn/what-changed/{clear.pk}/edit/", sent).status_code == 302
    row = signed(version, school, rita)
    assert send(officer, f"/city/elverhavn/what-changed/{green.pk}/edit/", sent).status_code == 302
    with inside(elverhavn):
        withdraw_signature(signature=row, because="It is over.", by=rita.user)
        with pytest.raises(Refused, match="nothing above clear is shared with them: School"):
            release_notice(notice=green, by=alice.user, as_read=standing(green))
