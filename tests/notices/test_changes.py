"""A notice is read through, released once, and read by whom it may be read."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import City, Membership
from core.errors import Refused
from mapping.models import Factor
from notices.actions import edit_notice, release_notice, standing
from notices.actions.asking import asked_and_not_told
from notices.composing import events_of
from notices.difference import text_difference
from notices.forms import NoticeForm
from notices.models import Answer, Asked, ChangeNotice, Delivery, NetworkBody
from records.actions import erase
from records.verification import verify_city
from tests.factories import make_member, send, sign_in, today_in
from tests.mapping.makers import inside
from tests.notices.conftest import collected
from tests.planning.makers import make_project
from tests.records.makers import make_factor

HERE = "/city/elverhavn/what-changed/"


@pytest.fixture
def waiting(elverhavn: City) -> ChangeNotice:
    with inside(elverhavn):
        return ChangeNotice.objects.create(
            city=elverhavn, what="change", state="pending", title="Two hall evenings move", marking="green",
            before="Four evenings in Gammelgård.", after="Two evenings in Gammelgård, two in Højvang.",
        )  # fmt: skip


def _released(waiting: ChangeNotice, by: Membership) -> None:
    with inside(waiting.city):
        assert release_notice(notice=waiting, by=by.user, as_read=standing(waiting))


def test_it_is_edited_and_released_once_and_every_member_has_it(
    waiting: ChangeNotice, elverhavn: City, alice: Membership, bob: Membership, rita: Membership
) -> None:
    officer, admin, reader = (sign_in(Client(), each) for each in (bob, alice, rita))
    assert reader.get(f"{HERE}{waiting.pk}/").status_code == 404
    sent = {"title": "Half of the hall evenings move", "after": waiting.after, "notice_class": "must", "why": "Asked."}
    assert send(officer, f"{HERE}{waiting.pk}/edit/", sent).status_code == 302
    assert officer.post(f"{HERE}{waiting.pk}/release/").status_code == 403
    page = admin.get(f"{HERE}{waiting.pk}/")
    as_read = page.context["standing"]
    for said in ("Released: every member has it.", "It was released already."):
        answer = admin.post(f"{HERE}{waiting.pk}/release/", {"as_read": as_read}, follow=True)
        assert said in answer.content.decode()
    with inside(elverhavn):
        assert sorted(Delivery.objects.values_list("user__name", flat=True)) == ["Alice", "Bob", "Rita"]
    assert "Half of the hall evenings move" in reader.get(f"{HERE}{waiting.pk}/").content.decode()
    with inside(elverhavn):
        assert Delivery.objects.get(user=rita.user).read_at is not None
        # what was told stays
        notice = ChangeNotice.objects.get()
        with pytest.raises(Refused, match="stays as it was told"):
            edit_notice(notice=notice, by=bob.user)
    assert "Half of the hall evenings move" in reader.get(f"{HERE}?q=hall+evenings").content.decode()
    assert "Nothing fits this search" in reader.get(f"{HERE}?q=nobody").content.decode()


def test_what_changed_since_it_was_read_is_not_released(
    waiting: ChangeNotice, elverhavn: City, alice: Membership
) -> None:
    with inside(elverhavn):
        as_read = standing(waiting)
        ChangeNotice.objects.filter(pk=waiting.pk).update(after="Three in Højvang.")
        with pytest.raises(Refused, match="changed since you read it"):
            release_notice(notice=waiting, by=alice.user, as_read=as_read)
        assert not Delivery.objects.exists()


def test_nobody_is_told_what_is_kept_to_be_looked_up(waiting: ChangeNotice, elverhavn: City, alice: Membership) -> None:
    with inside(elverhavn):
        ChangeNotice.objects.filter(pk=waiting.pk).update(notice_class="silent")
    _released(waiting, alice)
    with inside(elverhavn):
        assert not Delivery.objects.exists()
        assert ChangeNotice.objects.released().count() == 1


@pytest.mark.parametrize("marking", ["amber", "amber_strict", "red"])
def test_who_is_not_cleared_learns_that_something_changed_and_nothing_of_it(
    marking: str, waiting: ChangeNotice, elverhavn: City, alice: Membership, rita: Membership
) -> None:
    """Rita reads up to green: on every page of hers, in her files, on the first page and in a search."""
    with inside(elverhavn):
        ChangeNotice.objects.filter(pk=waiting.pk).update(marking=marking, why="Hemmelig grund")
    _released(waiting, alice)
    reader, staff = sign_in(Client(), rita), sign_in(Client(), alice)
    with inside(elverhavn):
        delivery = Delivery.objects.get(user=rita.user)
    pages = [HERE, f"{HERE}?q=evenings", f"{HERE}export/", "/city/elverhavn/notices/", "/city/elverhavn/",
             "/city/elverhavn/notices/export/", f"/city/elverhavn/notices/{delivery.pk}/"]  # fmt: skip
    for address in pages:
        answer = reader.get(address)
        assert answer.status_code == 200
        assert not re.search("evenings in|Hemmelig|hall evenings", answer.getvalue().decode()), address
    assert "A change above your clearance" in reader.get("/city/elverhavn/notices/").content.decode()
    assert reader.get(f"{HERE}{waiting.pk}/").status_code == 404
    assert "Hemmelig grund" in staff.get(f"{HERE}{waiting.pk}/").content.decode()


def test_a_city_s_notices_are_no_other_city_s(waiting: ChangeNotice, elverhavn: City, other_city: City) -> None:
    charlie = sign_in(Client(), make_member(other_city, "charlie@sandvig.example", "admin"))
    assert charlie.get(f"{HERE}{waiting.pk}/").status_code == 404
    assert charlie.get(f"/city/sandvig/what-changed/{waiting.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("before", "after", "gone", "new"),
    [
        ("Four evenings.", "Two evenings.", ["Four"], ["Two"]),
        ("", "Two evenings.", [], []),
        ("Two evenings.", "", [], []),
        ("a b c", "a b c", [], []),
        ("Mål 1", "Mål 2", ["1"], ["2"]),
        ("الأول", "الثاني", ["الأول"], ["الثاني"]),
        ("one two", "one two three", [], [" three"]),
    ],
)
def test_only_what_is_otherwise_is_marked_and_nothing_is_lost(
    before: str, after: str, gone: list[str], new: list[str]
) -> None:
    found = text_difference(before, after)
    assert [piece.text for piece in found.before if piece.is_changed] == gone
    assert [piece.text for piece in found.after if piece.is_changed] == new
    assert "".join(piece.text for piece in found.before) == before
    assert "".join(piece.text for piece in found.after) == after


@pytest.mark.usefixtures("factors_are_told")
def test_what_is_erased_takes_along_what_was_told_of_it_and_its_history(elverhavn: City, alice: Membership) -> None:
    """Nothing of it is left in any row of notices, nor in their history, and the chain holds."""
    carla = make_member(elverhavn, "carla@elverhavn.example", "admin")
    row = make_factor(elverhavn, alice, state="approved", approved_by=carla.user, approved_at="2026-03-02T00:00Z",
                      statement="Meet Mads Eriksen behind the hall.")  # fmt: skip
    collected(elverhavn)
    with inside(elverhavn):
        notice = ChangeNotice.objects.get()
        assert "Mads Eriksen" in notice.after
        release_notice(notice=notice, by=alice.user, as_read=standing(notice))
        Answer.objects.create(city=elverhavn, notice=notice, thread=alice.user, by=alice.user, text="Mads Eriksen?")
        Factor.objects.filter(pk=row.pk).update(confidence="high")
    collected(elverhavn)
    with inside(elverhavn):
        assert ChangeNotice.objects.pending().count() == 1
        erase(record=Factor.objects.get(), reason="Asked for.", by=alice.user)
        assert not ChangeNotice.objects.exists()
        assert not Delivery.objects.exists()
        for model in (ChangeNotice, Answer):
            assert not events_of(model).exists()
        assert verify_city(city_id=elverhavn.pk).holds
    collected(elverhavn)
    with inside(elverhavn):
        assert not ChangeNotice.objects.exists()


def test_the_memory_is_narrowed_to_one_thing_and_to_one_member(
    elverhavn: City, alice: Membership, bob: Membership, rita: Membership
) -> None:
    """What somebody answered the city alone leads nobody to the notice; what is above one's clearance is no choice."""
    hall, exits = make_project(elverhavn, bob), make_project(elverhavn, bob, title="Exit", marking="red")
    with inside(elverhavn):
        here: dict[str, Any] = {"city": elverhavn, "what": "change", "model": "planning.project"}
        told, closed = (
            ChangeNotice.objects.create(title=title, after="So.", record=row.pk, marking=row.marking, **here)
            for title, row in (("The hall moves", hall), ("Exit moves", exits))
        )
        plain = ChangeNotice.objects.create(
            title="The aim changes", after="So.", marking="clear", **(here | {"model": ""})
        )
        school = NetworkBody.objects.create(city=elverhavn, name="School", person=bob.user)
        Asked.objects.create(city=elverhavn, notice=told, body=school)
        Asked.objects.create(city=elverhavn, notice=closed, user=alice.user)
        for is_shared, notice in ((True, told), (False, plain)):
            Answer.objects.create(city=elverhavn, notice=notice, thread=rita.user, by=rita.user, text="Yes.",
                                  is_shared=is_shared)  # fmt: skip
        Asked.objects.create(city=elverhavn, notice=plain, user=rita.user)
    reader, admin = sign_in(Client(), rita), sign_in(Client(), alice)

    def titles(client: Client, query: str) -> list[str]:
        return sorted(str(row) for row in client.get(f"{HERE}?{query}").context["rows"].page)

    things = [f"thing=planning.project:{row.pk}" for row in (hall, exits)]
    assert titles(admin, things[0]) == ["The hall moves"]
    assert titles(admin, things[1]) == ["Exit moves"]
    assert titles(reader, things[0]) == ["The hall moves"]
    page = reader.get(HERE).content.decode()
    assert "Project: Open hall evenings" in page
    assert "Exit" not in page
    assert titles(reader, f"member=b{school.pk}") == ["The hall moves"]
    assert titles(reader, f"member=u{rita.user_id}") == ["The aim changes", "The hall moves"]
    assert titles(admin, f"member=u{alice.user_id}") == ["Exit moves"]
    with inside(elverhavn):
        Asked.objects.filter(user=rita.user).delete()
        Asked.objects.create(city=elverhavn, notice=told, user=rita.user)
    # asked once more, of another: what she answered the city alone is not told of by that
    assert titles(admin, f"member=u{rita.user_id}") == ["The hall moves"]


def test_nobody_is_asked_who_is_not_told_of_it_or_by_a_day_that_has_passed(
    waiting: ChangeNotice, elverhavn: City, alice: Membership, rita: Membership
) -> None:
    """What was asked stood in no list of whom it was asked of, and counted as unanswered for good."""
    client, address = sign_in(Client(), alice), f"{HERE}{waiting.pk}/edit/"
    with inside(elverhavn):
        body = NetworkBody.objects.create(city=elverhavn, name="Højvang School", person=rita.user)
    sent = {
        "title": "Half of them move", "after": waiting.after, "question": "Which two suit you?",
        "asked": [f"u{rita.user_id}", f"b{body.pk}"], "notice_class": "silent",
    }  # fmt: skip
    assert list(send(client, address, sent).context["writing"].form.errors) == ["notice_class"]
    sent |= {"notice_class": "must", "answer_by": "2100-01-01"}
    with inside(elverhavn):
        ChangeNotice.objects.update(marking="amber")
    errors = send(client, address, sent).context["writing"].form.errors
    assert "Not cleared to read it, so nothing can be asked of them: Rita, Højvang School." in str(errors["asked"])
    with inside(elverhavn):
        ChangeNotice.objects.update(marking="green")
    assert send(client, address, sent).status_code == 302
    # what it was when it was written need not be so when it is released
    for later, refused in (
        ({"answer_by": "2026-01-01"}, "has passed"),
        ({"answer_by": None, "marking": "amber"}, "Rita, Højvang School"),
        ({"marking": "green", "notice_class": "silent"}, "Something is asked in it"),
    ):
        with inside(elverhavn):
            ChangeNotice.objects.update(**later)
            notice = ChangeNotice.objects.get()
            with pytest.raises(Refused, match=refused):
                release_notice(notice=notice, by=alice.user, as_read=standing(notice))
    with inside(elverhavn):
        # today it can still be answered
        ChangeNotice.objects.update(notice_class="must", answer_by=today_in(elverhavn))
    _released(waiting, alice)


def test_nobody_is_asked_who_has_left_since(
    waiting: ChangeNotice, elverhavn: City, alice: Membership, rita: Membership, sara: Membership
) -> None:
    """They would be waited for in vain, and counted among those who do not answer."""

    def release() -> bool:
        return release_notice(notice=waiting, by=alice.user, as_read=standing(waiting))

    with inside(elverhavn):
        school = NetworkBody.objects.create(city=elverhavn, name="Højvang School", person=sara.user)
        ChangeNotice.objects.update(question="Which two suit you?")
        Asked.objects.create(city=elverhavn, notice=waiting, user=rita.user)
        Asked.objects.create(city=elverhavn, notice=waiting, body=school)
        rita.suspended_at = timezone.now()
        rita.save()
        with pytest.raises(Refused, match=r"nothing can be asked of them: Rita\.$"):
            release()
        rita.delete()
        with pytest.raises(Refused, match=r"nothing can be asked of them: Rita\.$"):
            release()
        Asked.objects.filter(user=rita.user).delete()
        NetworkBody.objects.update(is_current=False)
        with pytest.raises(Refused, match=r"nothing can be asked of them: Højvang School\.$"):
            release()
        # of who has no account there any more an admin can note what they say
        NetworkBody.objects.update(is_current=True)
        # nobody is offered who would be refused: her account is closed for now
        sara.user.is_active = False
        sara.user.save()
        choices: Any = NoticeForm(instance=waiting).fields["asked"]
        assert [name for _key, name in choices.choices] == ["Alice", "Højvang School"]
        sara.delete()
        assert release()


def test_of_a_body_it_is_enough_that_one_may_read_it_and_of_one_on_paper_nobody_has_to(
    waiting: ChangeNotice, elverhavn: City, alice: Membership, rita: Membership
) -> None:
    school, club, traders, unsigned = (NetworkBody(name=each) for each in ("School", "Club", "Traders", "Unsigned"))
    school.person_id, school.deputy_id = rita.user_id, alice.user_id
    club.person_id = unsigned.person_id = rita.user_id
    unsigned.unsigned_from = timezone.now()
    with inside(elverhavn):
        waiting.marking = "amber"
        told = list(asked_and_not_told(waiting, [alice.user_id], [school, club, traders, unsigned]))
    assert told == [
        "Not cleared to read it, so nothing can be asked of them: Club.",
        "Not signed a memorandum that holds, so nothing above clear is shared with them: Unsigned.",
        "Told on paper, and nothing above TLP:GREEN goes by letter: Traders.",
    ]


def test_what_nobody_is_mailed_is_said_to_stand_where_it_is_looked_up(
    waiting: ChangeNotice, elverhavn: City, alice: Membership
) -> None:
    with inside(elverhavn):
        ChangeNotice.objects.update(notice_class="silent")
    client = sign_in(Client(), alice)
    as_read = client.get(f"{HERE}{waiting.pk}/").context["standing"]
    page = client.post(f"{HERE}{waiting.pk}/release/", {"as_read": as_read}, follow=True).content.decode()
    assert "nobody is told by it" in page
    assert "every member has it" not in page


@pytest.mark.parametrize(("role", "said"), [("admin", "and what admins alone are."), ("reader", "and you may read.")])
def test_the_list_of_notices_says_whose_they_are(elverhavn: City, role: str, said: str) -> None:
    client = sign_in(Client(), make_member(elverhavn, "nina@elverhavn.example", role))
    page = client.get("/city/elverhavn/notices/").content.decode()
    assert said in page
    assert page.index("<h1>Notices</h1>") < page.index("My notices: how often")
