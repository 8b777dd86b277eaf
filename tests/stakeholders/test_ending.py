"""The network ends its memorandum: who may, what is read from that day on, who is told, and what is asked no more."""

from collections.abc import Callable
from copy import copy
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Membership
from core.errors import Refused
from core.formats import day
from notices.actions.asking import unanswered
from notices.models import Asked, ChangeNotice, Delivery, Letter, Wait
from stakeholders.actions import ask_to_sign, close_questions, record_signature, sign, take_version_step
from stakeholders.memorandum.page import belong_to_none
from stakeholders.models import Memorandum, Signature
from stakeholders.models.memorandum import aims_of
from stakeholders.tasks import look_at_memoranda, tell_day_of_review
from tests.factories import sign_in, today_in
from tests.mapping.makers import inside
from tests.once import undone
from tests.stakeholders.memoranda import DAY, make_body, make_version, signed

HERE = "/city/elverhavn/memorandum/"
ALONE = "You read what is marked TLP:CLEAR alone"


@pytest.fixture
def put(elverhavn: City, bob: Membership, carla: Membership) -> Callable[..., Memorandum]:
    return lambda **facts: make_version(elverhavn, bob, carla, **facts)


def end(version: Memorandum, by: Membership, *, days: Any = 1, **other: Any) -> Memorandum:
    said = {"ended_on": today_in(version.city) + days * DAY, "ending_decided_by": "Steering group",
            "ended_because": "The law makes another network.", **other}  # fmt: skip
    with city_context(version.city_id, via="test", actor_id=by.user_id):
        return take_version_step(version=version, step="end", said=said, by=by.user)


def ended(version: Memorandum, days: int) -> None:
    """So many days from today, as it stands in the database; also a day that has passed."""
    with inside(version.city):
        Memorandum.objects.filter(pk=version.pk).update(
            ended_on=today_in(version.city) + days * DAY, ended_because="x", ending_decided_by="x"
        )


# Versions as (days since it holds, days until it ends), the oldest first; which of them the member signed; what its
# person reads today, cleared up to green.
READ: list[tuple[list[tuple[int, int | None]], list[int], str]] = [
    # ends tomorrow, today, ended; whoever signed
    ([(100, 1)], [1], "green"),
    ([(100, 0)], [1], "clear"),
    ([(100, -1)], [1], "clear"),
    ([(100, 1)], [], "clear"),
    ([(100, 0)], [], "clear"),
    # another took its place by the day: it was replaced, and its signature has the days that such a one has
    ([(100, -1), (5, None)], [1], "green"),
    ([(100, -5), (5, None)], [1], "green"),
    ([(100, -1), (29, None)], [1], "green"),
    ([(100, -1), (30, None)], [1], "clear"),
    ([(100, -1), (31, None)], [1], "clear"),
    # another came later: what was over stays over
    ([(100, -10), (5, None)], [1], "clear"),
    ([(100, -10), (5, None)], [2], "green"),
    ([(100, -10), (-5, None)], [1], "clear"),
    ([(100, -10), (-5, None)], [1, 2], "green"),
    # the days between two versions end with the later of them
    ([(100, None), (5, -1)], [1], "clear"),
    ([(100, None), (5, 1)], [1], "green"),
    ([(100, None), (5, -1)], [1, 2], "clear"),
    ([(100, None), (5, -1), (0, None)], [1], "clear"),
    ([(100, None), (5, -1), (1, None)], [1], "green"),
    ([(100, None), (5, -1), (1, 0)], [1], "clear"),
]


def test_what_a_member_reads_once_it_is_ended(
    elverhavn: City, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    """Each case begins where the first version, the same in all of them, was put in force, and is undone after it."""
    school = make_body(elverhavn, "School", rita)
    (since,) = {versions[0][0] for versions, _signs, _expected in READ}
    first = put(since=since)
    for versions, signs, expected in READ:
        with undone():
            made = []
            for number, (since, _ends) in enumerate(versions, start=1):
                made.append(copy(first) if number == 1 else put(since=since))
                if number in signs:
                    signed(made[-1], school, rita)
            for version, (_since, ends) in zip(made, versions, strict=True):
                if ends is not None:
                    ended(version, ends)
            rita.refresh_from_db()
            assert str(rita.reads_up_to) == expected, (versions, signs)


def test_an_admin_notes_that_it_ends_once_and_every_member_is_told_before(  # noqa: PLR0917
    elverhavn: City, bob: Membership, alice: Membership, carla: Membership, rita: Membership,
    put: Callable[..., Memorandum],
) -> None:  # fmt: skip
    school = make_body(elverhavn, "School", rita)
    make_body(elverhavn, "Traders", address="Torvet 1")
    version = put(since=10)
    signed(version, school, rita)
    with inside(elverhavn):
        Delivery.objects.all().delete()
    with pytest.raises(Refused, match="Only an admin"):
        end(version, bob)
    for days, words in ((-1, "until now it held"), (-11, "until now it held"), (367, "within a year")):
        with pytest.raises(ValidationError, match=words):
            end(version, alice, days=days)
    for name in ("ending_decided_by", "ended_because"):
        with pytest.raises(ValidationError, match="who decided it, and why"):
            end(version, alice, days=1, **{name: " "})
    version = end(version, alice, days=20)
    with inside(elverhavn):
        notice = ChangeNotice.objects.order_by("-pk")[0]
        assert (notice.what, notice.notice_class, notice.state, notice.question) == (
            "memorandum",
            "must",
            "released",
            "",
        )
        assert notice.title.startswith("The memorandum ends: it holds no more from ")
        assert "nothing marked above TLP:CLEAR is shared with any of them" in notice.affects
        assert (notice.why, notice.decided.split(",")[0]) == ("The law makes another network.", "Steering group")
        assert {each.user for each in Delivery.objects.filter(notice=notice)} == {
            *(each.user for each in (alice, bob, carla, rita))
        }
        assert Letter.objects.filter(notice=notice).count() == 1
    with pytest.raises(Refused, match="said already"):
        end(version, carla, days=30)
    for text in (
        "ended_on = ended_on + 1",
        "ended_because = 'y'",
        "ended_on = NULL, ended_because = '', ending_decided_by = ''",
    ):
        with inside(elverhavn), pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            connection.cursor().execute(f"UPDATE stakeholders_memorandum SET {text}")


def test_what_another_version_takes_the_place_of_is_not_ended(
    alice: Membership, put: Callable[..., Memorandum]
) -> None:
    first = put(since=10)
    second = put(since=-5)
    with pytest.raises(Refused, match="Another version takes its place"):
        end(first, alice)
    # one that is to hold is ended after it did
    with pytest.raises(ValidationError, match="after it came in force"):
        end(second, alice, days=5)
    assert end(second, alice, days=6).ended_on is not None


def test_once_it_ended_none_holds_nobody_signs_and_the_next_may_be_agreed(
    elverhavn: City, alice: Membership, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    school = make_body(elverhavn, "School", rita)
    put(since=50)
    second = put(since=10)
    end(second, alice, days=0)
    with inside(elverhavn):
        # no older one takes the place of it, and the city speaks for itself again
        assert Memorandum.objects.in_force() is None
        assert Memorandum.objects.in_force(on=today_in(elverhavn) - DAY) == second
        assert aims_of(elverhavn)["common_goal"] == elverhavn.common_goal
        with pytest.raises(Refused, match="nobody signs it any more"):
            sign(version=second, body=school, by=rita.user)
        with pytest.raises(Refused, match="nobody signs it any more"):
            record_signature(
                version=second, body=school, signed_on=today_in(elverhavn), office="the chair", by=alice.user
            )
    third = put(since=-3)
    page = sign_in(Client(), rita).get(f"{HERE}2/").content.decode()
    assert "until it was ended on" in page
    assert "took its place" not in page[page.index("<h1") : page.index("</h1>") + 400]
    # nothing holds for three days, and what every member was told is that nothing is shared until then
    with pytest.raises(Refused, match="No memorandum holds before"):
        signed(third, school, rita)
    with inside(elverhavn):
        with pytest.raises(Refused, match="No memorandum holds before"):
            record_signature(
                version=third, body=school, signed_on=today_in(elverhavn), office="the chair", by=alice.user
            )
        rita.refresh_from_db()
        assert rita.reads_up_to == "clear"


@pytest.mark.parametrize(("ends", "holds", "opens"), [(2, 5, False), (2, 3, False), (5, 5, True), (5, 2, True)])
def test_nobody_signs_ahead_what_holds_only_after_days_without_a_memorandum(  # noqa: PLR0917
    ends: int, holds: int, opens: bool, elverhavn: City, alice: Membership, rita: Membership,
    put: Callable[..., Memorandum],
) -> None:  # fmt: skip
    school = make_body(elverhavn, "School", rita)
    end(put(since=10), alice, days=ends)
    second = put(since=-holds)
    if opens:
        signed(second, school, rita)
        return
    with pytest.raises(Refused, match="No memorandum holds before"):
        signed(second, school, rita)
    # whatever writes the row
    row = {"city": elverhavn, "memorandum": second, "body": school, "signed_on": today_in(elverhavn)}
    with inside(elverhavn), pytest.raises(IntegrityError, match="only after days without"), transaction.atomic():
        Signature.objects.create(how="screen", signed_by=rita.user, **row)


def test_nobody_is_asked_to_sign_before_it_holds_where_none_holds_until_then(
    elverhavn: City, alice: Membership, rita: Membership, put: Callable[..., Memorandum],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    make_body(elverhavn, "School", rita)
    end(put(since=10), alice, days=0)
    second = put(since=-20)
    today = today_in(elverhavn)
    reader = sign_in(Client(), rita)
    page, home = (reader.get(address).content.decode() for address in (HERE, "/city/elverhavn/"))
    assert "It is signed from that day on." in page
    assert "The memorandum was ended. Nothing above TLP:CLEAR is shared" in page
    for asks in ("Asked of you: sign it", "Sign for School", "signed the memorandum in force"):
        assert asks not in page
    assert "Sign the memorandum for" not in home
    with inside(elverhavn):
        notice = ChangeNotice.objects.get(record=second.pk)
        assert notice.answer_by == today + 34 * DAY  # a fortnight from the day on which it may be signed
        assert notice.question.startswith("Every member is asked to read the memorandum and, from ")
        assert not Asked.objects.filter(notice=notice).exists()
        assert not ask_to_sign(city=elverhavn)
        # on that morning
        monkeypatch.setattr(timezone, "localdate", lambda *_args, **_more: today + 20 * DAY)
        assert ask_to_sign(city=elverhavn)
        assert [str(each) for each in unanswered(Asked.objects.filter(notice=notice))] == ["School"]
        assert not ask_to_sign(city=elverhavn)


def test_accounts_of_no_member_are_told_to_admins_as_what_they_read_by_then(
    elverhavn: City, alice: Membership, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    admin = sign_in(Client(), alice)
    put(since=-5)
    soon = (
        f"From {day(today_in(elverhavn) + 5 * DAY)} on they read what is marked TLP:CLEAR alone, whoever signs: Rita."
    )
    page = admin.get(HERE).content.decode()
    assert soon in page
    assert "They read what is marked TLP:CLEAR alone" not in page
    with inside(elverhavn):
        rita.refresh_from_db()
        assert rita.reads_up_to == "green"
    put(since=-6)
    with inside(elverhavn):
        assert belong_to_none(elverhavn.pk) == [rita]
    make_body(elverhavn, "School", rita)
    assert "Accounts that stand for no member" not in admin.get(HERE).content.decode()


def test_accounts_of_no_member_read_clear_alone_once_it_holds(
    elverhavn: City, alice: Membership, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    put(since=5)
    page = sign_in(Client(), alice).get(HERE).content.decode()
    assert "They read what is marked TLP:CLEAR alone, whoever signs: Rita." in page
    page = sign_in(Client(), rita).get(HERE).content.decode()
    assert "an admin to name the member you belong to" in page


def test_who_was_asked_to_sign_is_asked_no_more_and_reads_why(
    elverhavn: City, alice: Membership, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    make_body(elverhavn, "School", rita)
    traders = make_body(elverhavn, "Traders")
    first = put(since=50)
    with inside(elverhavn):
        record_signature(version=first, body=traders, signed_on=today_in(elverhavn), office="the chair", by=alice.user)
        notice = ChangeNotice.objects.get()
    put(since=10)
    reader, admin = sign_in(Client(), rita), sign_in(Client(), alice)
    with inside(elverhavn):
        rows = {str(each): each.closed_as for each in Asked.objects.filter(notice=notice)}
        assert rows == {"School": "replaced", "Traders": ""}
        assert [str(each) for each in unanswered(Asked.objects.filter(notice=notice))] == []
        second = Memorandum.objects.get(number=2)
        newer = ChangeNotice.objects.get(record=second.pk)
        assert len(unanswered(Asked.objects.filter(notice=newer))) == 2
        number = Delivery.objects.get(user=rita.user, notice=notice).pk
    page = admin.get(f"/city/elverhavn/what-changed/{notice.pk}/").content.decode()
    assert "asked no more: another version took its place" in page
    assert "Asked to sign: 2, signed: 1" in page
    assert "has not signed yet" not in page
    assert "Remind" not in page
    assert (
        "It is asked no more: another version took its place."
        in reader.get(f"/city/elverhavn/notices/{number}/").content.decode()
    )
    end(second, alice, days=5)
    with inside(elverhavn):
        assert {each.closed_as for each in Asked.objects.filter(notice=newer)} == {"ended"}
        assert close_questions(city_id=elverhavn.pk) == 0
    home = reader.get("/city/elverhavn/").content.decode()
    assert "Sign the memorandum for" not in home
    page = reader.get(HERE).content.decode()
    assert "Asked of you: sign it" not in page


def test_the_page_and_the_document_say_how_it_stands(
    elverhavn: City, alice: Membership, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    version = put(since=10)
    reader, admin = sign_in(Client(), rita), sign_in(Client(), alice)
    assert f'href="{HERE}1/step/end/"' in admin.get(HERE).content.decode()
    ended(version, 3)
    page = reader.get(HERE).content.decode()
    assert "until it ends on" in page
    assert "It holds no more from" in page
    assert "No member that you stand for has signed the memorandum in force." in page
    assert "another one holds and is signed" not in page
    assert f'href="{HERE}1/step/end/"' not in admin.get(HERE).content.decode()


def test_after_its_end_nobody_reads_that_they_are_to_sign_it(
    elverhavn: City, alice: Membership, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    body = make_body(elverhavn, "School", rita)
    version = put(since=10)
    signed(version, body, rita)
    ended(version, 0)
    reader = sign_in(Client(), rita)
    page = reader.get(HERE).content.decode()
    assert "until it was ended on" in page
    assert "It holds no more since" in page
    assert ALONE in page
    assert "The memorandum was ended. Nothing above TLP:CLEAR is shared with any member" in page
    assert "has signed the memorandum in force" not in page
    home = reader.get("/city/elverhavn/").content.decode()
    assert "No member you stand for has signed a memorandum that holds." in home
    assert "Sign the memorandum for" not in home
    # and nobody is asked to look at it again
    with inside(elverhavn):
        assert tell_day_of_review(city=elverhavn, today=today_in(elverhavn) + 400 * DAY) == 0
    assert "To be looked at again on" not in sign_in(Client(), alice).get("/city/elverhavn/").content.decode()


def test_on_the_day_of_its_review_admins_are_mailed_once(
    elverhavn: City, alice: Membership, carla: Membership, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    version = put(since=10)
    assert version.review_on is not None
    with inside(elverhavn):
        assert tell_day_of_review(city=elverhavn, today=version.review_on - DAY) == 0
        assert tell_day_of_review(city=elverhavn, today=version.review_on) == 2
        assert {each.user for each in Wait.objects.filter(kind="flag")} == {alice.user, carla.user}
        assert {each.link for each in Wait.objects.filter(kind="flag")} == {f"{HERE}1/"}
        assert {str(each.get_kind_display()) for each in Wait.objects.filter(kind="flag")} == {
            "Something is to be looked at again"
        }
        # on a day before today those of now are not yet there
        Wait.objects.filter(kind="flag").update(since=f"{version.review_on}T09:00Z")
        assert tell_day_of_review(city=elverhavn, today=version.review_on + DAY) == 0


def test_beat_looks_at_every_city_and_closes_what_was_left_open(
    elverhavn: City, alice: Membership, rita: Membership, put: Callable[..., Memorandum]
) -> None:
    make_body(elverhavn, "School", rita)
    first = put(since=50)
    put(since=10)
    with inside(elverhavn):
        Asked.objects.filter(notice__record=first.pk).update(settled_at=None, closed_as="")
    look_at_memoranda()
    with inside(elverhavn):
        assert [each.closed_as for each in Asked.objects.filter(notice__record=first.pk)] == ["replaced"]


@pytest.mark.parametrize("done", [True, False])
def test_an_answer_stays_possible_where_all_that_was_asked_is_done(
    done: bool, elverhavn: City, rita: Membership, alice: Membership, put: Callable[..., Memorandum]
) -> None:
    """`is_asked_of` does not look at `settled_at`, on purpose: what waits for somebody does."""
    body = make_body(elverhavn, "School", rita)
    version = put(since=1)
    if done:
        signed(version, body, rita)
    with inside(elverhavn):
        notice = ChangeNotice.objects.get()
        assert notice.is_asked_of(rita.user_id)
        assert not notice.is_asked_of(alice.user_id)
        assert Delivery.objects.to_acknowledge(rita.user.pk).exists() is not done
