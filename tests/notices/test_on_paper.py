"""Members on paper: a letter that opens, an answer that is noted, and what is not told so."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import City, Membership
from core.errors import Refused
from core.formats import day
from notices.actions import notify_members
from notices.actions.asking import note_answer, remind_by_rule, unanswered
from notices.models import Answer, Asked, ChangeNotice, Letter, NetworkBody, Wait
from notices.who_has_it import WhoHasIt
from tests.factories import make_member, send, sign_in, today_in
from tests.mapping.makers import inside
from tests.notices.makers import HERE, QUESTION


def test_what_a_member_on_paper_answered_is_noted_by_an_admin_and_none_is_reminded_that_has_no_account(
    asked: ChangeNotice, elverhavn: City, alice: Membership, bob: Membership, rita: Membership
) -> None:
    with inside(elverhavn):
        traders, residents = (NetworkBody.objects.get(name__startswith=name) for name in ("Traders", "Residents"))
        rows = [Asked.objects.create(city=elverhavn, notice=asked, body=each) for each in (traders, residents)]
        mine = Asked.objects.create(city=elverhavn, notice=asked, user=alice.user)
        assert asked.answer_by is not None
        assert remind_by_rule(city=elverhavn, today=asked.answer_by) == 3
        assert set(Wait.objects.filter(kind="answer").values_list("user__name", flat=True)) == {"Rita", "Sara", "Alice"}
    admin = sign_in(Client(), alice)
    said = admin.post(f"{HERE}{asked.pk}/remind/{rows[0].pk}/", follow=True).content.decode()
    assert "It has no account that could be reminded." in said
    assert "They are reminded." not in said
    address = f"{HERE}{asked.pk}/asked/{rows[0].pk}/answer/"
    assert address in admin.get(f"{HERE}{asked.pk}/").content.decode()
    assert sign_in(Client(), bob).get(address).status_code == 403
    sent = {"text": "Fridays, says the chair.", "is_shared": "on"}
    begun = admin.get(address).context["writing"].now
    for _twice in range(2):
        assert admin.post(address, {**sent, "base_version": begun})["Location"] == f"{HERE}{asked.pk}/"
    other = f"{HERE}{asked.pk}/asked/{rows[1].pk}/answer/"
    assert send(admin, other, {"text": "Never in winter."}).status_code == 302
    with inside(elverhavn):
        assert {str(each) for each in unanswered(Asked.objects.all())} == {"Højvang School", "Rita", "Alice"}
        assert mine.pk in {each.pk for each in unanswered(Asked.objects.all())}
        assert Answer.objects.count() == 2
    page = sign_in(Client(), rita).get(f"{HERE}{asked.pk}/").content.decode()
    assert "Fridays, says the chair." in page
    assert "on paper, noted by" in page
    assert "Never in winter." not in page
    told = admin.get(f"{HERE}{asked.pk}/")
    # who has answered was reached, whatever became of its letter
    assert told.context["who_has_it"].not_reached == []
    assert len(told.context["threads"]) == 2
    assert f"/answer/{alice.user_id}/" not in told.content.decode()
    # what is for the city only stays so, also for whoever noted it and works for the city no more
    make_member(elverhavn, "anna@elverhavn.example", "admin")
    with inside(elverhavn):
        Membership.objects.filter(pk=alice.pk).update(role="reader", clearance="green")
    assert "Never in winter." not in admin.get(f"{HERE}{asked.pk}/").content.decode()
    with inside(elverhavn):
        Membership.objects.filter(pk=alice.pk).update(role="admin")
    # whoever has an account answers themselves
    with inside(elverhavn):
        theirs = Asked.objects.get(user=rita.user)
        row = Answer(city=elverhavn, notice=asked, text="In her name.", thread=alice.user, by=alice.user)
        with pytest.raises(Refused, match="answer themselves"):
            note_answer(answer=row, asked=theirs, by=alice.user)
    refused = admin.get(f"{HERE}{asked.pk}/asked/{theirs.pk}/answer/", follow=True).content.decode()
    assert "They have an account here" in refused


def test_an_answer_on_paper_is_noted_once_while_it_is_asked_of_who_belongs_to_the_network(
    asked: ChangeNotice, elverhavn: City, alice: Membership
) -> None:
    anna = make_member(elverhavn, "anna@elverhavn.example", "admin", name="Anna")
    with inside(elverhavn):
        traders = NetworkBody.objects.get(name__startswith="Traders")
        row = Asked.objects.create(city=elverhavn, notice=asked, body=traders)
        letter = Letter.objects.get(body=traders)
    first, second = sign_in(Client(), alice), sign_in(Client(), anna)
    page, address = f"{HERE}{asked.pk}/", f"{HERE}{asked.pk}/asked/{row.pk}/answer/"
    noted = {each: {"base_version": each.get(address).context["writing"].now} for each in (first, second)}
    assert first.post(address, {"text": "Fridays.", **noted[first]}).status_code == 302
    late = second.post(address, {"text": "Fridays, it says.", **noted[second]})
    assert "Its answer was noted already." in late.content.decode()
    assert "Fridays, it says." in second.get(address).content.decode()
    with inside(elverhavn):
        Answer.objects.all().delete()
        NetworkBody.objects.filter(pk=traders.pk).update(person=alice.user)
    answers_itself = send(first, address, {"text": "Mondays, it wrote."}).content.decode()
    assert "They have an account here, so they answer themselves." in answers_itself
    assert "Mondays, it wrote." in first.get(address).content.decode()
    with inside(elverhavn):
        NetworkBody.objects.filter(pk=traders.pk).update(person=None)
    assert "On paper: not yet told" in first.get(page).content.decode()
    with inside(elverhavn):
        NetworkBody.objects.filter(pk=traders.pk).update(is_current=False)
    left = first.get(page).content.decode()
    assert address not in left
    # who left need not be told any more
    assert "On paper: not yet told" not in left
    assert "Only who was told of it answers." in send(first, address, {"text": "We left."}).content.decode()
    with inside(elverhavn):
        NetworkBody.objects.filter(pk=traders.pk).update(is_current=True)
        Asked.objects.filter(pk=row.pk).update(settled_at=timezone.now(), closed_as="replaced")
    no_more = "It is asked no more: another version took its place."
    assert no_more in send(first, address, {"text": "Too late."}).content.decode()
    assert no_more in first.get(f"{HERE}{asked.pk}/letters/{letter.pk}/").content.decode()
    with inside(elverhavn):
        assert not Answer.objects.exists()


def test_a_member_whose_account_is_gone_is_heard_on_paper_and_not_said_to_be_reminded(
    asked: ChangeNotice, elverhavn: City, alice: Membership, sara: Membership
) -> None:
    admin = sign_in(Client(), alice)
    with inside(elverhavn):
        row = Asked.objects.get(body__name="Højvang School")
        Membership.objects.filter(pk=sara.pk).delete()
    assert f"/asked/{row.pk}/answer/" in admin.get(f"{HERE}{asked.pk}/").content.decode()
    said = admin.post(f"{HERE}{asked.pk}/remind/{row.pk}/", follow=True).content.decode()
    assert "It has no account that could be reminded." in said
    assert send(admin, f"{HERE}{asked.pk}/asked/{row.pk}/answer/", {"text": "Tuesdays."}).status_code == 302
    with inside(elverhavn):
        assert row.pk not in {each.pk for each in unanswered(Asked.objects.all())}
        # what its person answered while there was one stays the answer of the member
        Answer.objects.update(is_on_paper=False, by=sara.user, thread=sara.user)
        NetworkBody.objects.filter(name="Højvang School").update(person=None)
        assert row.pk not in {each.pk for each in unanswered(Asked.objects.all())}


def test_a_letter_says_from_whom_to_whom_when_and_what_is_asked_of_its_reader(
    asked: ChangeNotice, elverhavn: City, alice: Membership
) -> None:
    admin = sign_in(Client(), alice)
    with inside(elverhavn):
        letter = Letter.objects.get()
        NetworkBody.objects.filter(pk=letter.body_id).update(address="Traders of Torvet\nTorvet 1")
    address = f"{HERE}{asked.pk}/letters/{letter.pk}/"
    page = admin.get(address).content.decode()
    assert asked.answer_by is not None
    for said in (
        "<strong>Elverhavn</strong>",
        day(today_in(elverhavn)),
        "TLP:GREEN",
        QUESTION,
        day(asked.answer_by),
    ):
        assert said in page, said
    assert page.count("Traders of Torvet") == 1
    # it is asked of others, who are named
    assert "What is asked, and of whom" in page
    assert "Højvang School" in page
    assert "What is asked of you" not in page
    with inside(elverhavn):
        Asked.objects.create(city=elverhavn, notice=asked, body=letter.body)
    page = admin.get(address).content.decode()
    assert "What is asked of you" in page
    assert "Højvang School" not in page


@pytest.mark.parametrize(
    ("marking", "is_written"), [("clear", True), ("green", True), ("amber", False), ("red", False)]
)
def test_nothing_above_green_goes_by_letter_and_admins_read_who_is_to_be_told_otherwise(
    marking: str, is_written: bool, elverhavn: City, alice: Membership, bob: Membership
) -> None:
    why = "Nothing above TLP:GREEN goes by letter."
    with inside(elverhavn):
        traders = NetworkBody.objects.create(city=elverhavn, name="Traders", address="Torvet 1")
        # also what is told without being written first
        notice = notify_members(
            city=elverhavn, what=ChangeNotice.What.CHANGE, say=lambda: {"title": "The hall moves", "after": "Højvang"},
            link="", by=alice.user, marking=marking,
        )  # fmt: skip
        assert Letter.objects.filter(notice=notice, body=traders).exists() == is_written
        found = WhoHasIt.of(notice).not_reached
        assert [(each.name, each.why.startswith(why)) for each in found] == [("Traders", not is_written)]
        # one that was written before it was marked higher is not printed
        made = Letter.objects.filter(notice=notice).first() or Letter.objects.create(
            city=elverhavn, notice=notice, body=traders
        )
        waits = ChangeNotice.objects.create(
            city=elverhavn, what="change", state="pending", after="Højvang", marking=marking, model="x", record=1
        )
    answer = sign_in(Client(), alice).get(f"{HERE}{notice.pk}/letters/{made.pk}/")
    assert answer.status_code == (200 if is_written else 302)
    sent = {"title": "It moves", "after": "Højvang", "notice_class": "must", "question": "When?",
            "asked": [f"b{traders.pk}"]}  # fmt: skip
    asked = send(sign_in(Client(), alice), f"{HERE}{waits.pk}/edit/", sent)
    assert asked.status_code == (302 if is_written else 200)
    assert is_written or "nothing above TLP:GREEN goes by letter" in asked.content.decode()


def test_who_has_no_deputy_is_told_apart_from_who_has(elverhavn: City, alice: Membership, rita: Membership) -> None:
    with inside(elverhavn):
        NetworkBody.objects.create(city=elverhavn, name="School", person=rita.user)
        NetworkBody.objects.create(city=elverhavn, name="Club", person=rita.user, deputy=alice.user)
    page = sign_in(Client(), alice).get("/city/elverhavn/network-members/").content.decode()
    assert "through Rita; nobody else is named" in page
    assert "through Rita, deputy: Alice" in page
    assert "deputy: –" not in page


def test_a_member_is_told_through_those_alone_who_have_an_account_here(
    elverhavn: City, alice: Membership, rita: Membership
) -> None:
    """The list named who had left as whoever tells a member, and whom a deputy tells it called unreachable."""
    with inside(elverhavn):
        NetworkBody.objects.create(city=elverhavn, name="Club", person=rita.user, deputy=alice.user)
        NetworkBody.objects.create(city=elverhavn, name="School", person=rita.user, address="Torvet 1")
        NetworkBody.objects.create(city=elverhavn, name="Choir", deputy=alice.user)
        Membership.objects.filter(pk=rita.pk).delete()
    page = " ".join(sign_in(Client(), alice).get("/city/elverhavn/network-members/").content.decode().split())
    assert "through Alice alone: the other who is named has no account here now" in page
    assert "cannot be reached: nobody who is named has an account here now" in page
    assert "through Alice; nobody else is named" in page
    assert "Rita" not in page.partition("<main")[2]
    assert "by letter" not in page.partition('<ul class="rows"')[2]


def test_nobody_is_kept_in_the_network_whom_nobody_tells(elverhavn: City, alice: Membership) -> None:
    """Told through nobody and by no letter, a member of the network learnt of nothing, and the form said nothing."""
    admin, sent = sign_in(Client(), alice), {"name": "Traders", "address": " ", "is_current": "on"}
    refused = send(admin, "/city/elverhavn/network-members/new/", sent)
    assert list(refused.context["writing"].form.errors) == ["person"]
    # beside both it said “(optional)”
    words = refused.content.decode()
    assert words.count("(needed unless it is told by letter)") == words.count("(needed if it is told by letter)") == 1
    for number, said in enumerate(({"person": str(alice.user_id)}, {"address": "Torvet 1"}, {"is_current": ""})):
        kept = send(admin, "/city/elverhavn/network-members/new/", {**sent, "name": f"Traders {number}", **said})
        assert kept.status_code == 302, said


def test_a_long_list_of_members_goes_on_on_the_next_page(
    elverhavn: City, alice: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ended at 500 and did not say so."""
    with inside(elverhavn):
        for name in ("Club", "School", "Traders"):
            NetworkBody.objects.create(city=elverhavn, name=name, address="Torvet 1")
    client, address = sign_in(Client(), alice), "/city/elverhavn/network-members/"
    assert "Pages of the list" not in client.get(address).content.decode()
    monkeypatch.setattr("notices.views.asking.BODIES_ON_A_PAGE", 2)
    first, second = (client.get(address, {"page": page}).content.decode() for page in (1, 2))
    assert "1–2 of 3" in first
    assert [("Traders" in page, "Club" in page) for page in (first, second)] == [(False, True), (True, False)]
