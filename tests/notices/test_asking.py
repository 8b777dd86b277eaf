"""An answer is asked of named members only; they answer the city and are reminded; who was not reached is seen."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import City, Membership
from core.errors import Refused
from core.formats import day
from notices import who_has_it
from notices.actions import acknowledge, edit_notice, release_notice, standing
from notices.actions.asking import MOST_ANSWERS, answer, remind, remind_by_rule, unanswered
from notices.actions.letters import note_told
from notices.models import Answer, Asked, ChangeNotice, Delivery, Letter, Mailing, NetworkBody, Wait
from notices.registered import NOTICE
from notices.who_has_it import WhoHasIt
from records.history import history_of
from records.registries.change_notices import NoticeClass
from tests.factories import make_member, send, sign_in, today_in
from tests.mapping.makers import inside
from tests.notices.makers import HERE, QUESTION


def test_only_who_is_asked_need_answer_and_answers_are_the_city_s_until_shared(
    asked: ChangeNotice, elverhavn: City, alice: Membership, rita: Membership, sara: Membership
) -> None:
    vera = make_member(elverhavn, "vera@elverhavn.example", "reader", clearance="green")
    clients = {each: sign_in(Client(), each) for each in (alice, rita, sara, vera)}
    pages = {each: client.get(f"{HERE}{asked.pk}/").content.decode() for each, client in clients.items()}
    assert [("I have taken note" in pages[each]) for each in (rita, sara, vera)] == [True, True, False]
    assert "Who has it" in pages[alice]
    assert "Who has it" not in pages[rita]
    assert send(clients[rita], f"{HERE}{asked.pk}/answer/", {"text": "Mondays, quietly."}).status_code == 302
    said = {"text": "Wednesdays, said aloud.", "is_shared": "on"}
    assert send(clients[sara], f"{HERE}{asked.pk}/answer/", said).status_code == 302
    pages = {each: client.get(f"{HERE}{asked.pk}/").content.decode() for each, client in clients.items()}
    assert [("Mondays, quietly." in pages[each]) for each in (alice, rita, sara, vera)] == [True, True, False, False]
    assert [("Wednesdays, said aloud." in pages[each]) for each in (alice, rita, sara, vera)] == [True] * 4
    assert "Højvang School" in pages[vera]
    with inside(elverhavn):
        assert unanswered(Asked.objects.all()) == []
        assert Delivery.objects.get(user=rita.user).acknowledged_at is not None


def test_the_city_answers_in_the_thread_and_nobody_else_reads_it(
    asked: ChangeNotice, elverhavn: City, bob: Membership, rita: Membership, sara: Membership
) -> None:
    officer, reader, other = (sign_in(Client(), each) for each in (bob, rita, sara))
    assert send(reader, f"{HERE}{asked.pk}/answer/", {"text": "Mondays."}).status_code == 302
    assert other.get(f"{HERE}{asked.pk}/answer/{rita.user_id}/").status_code == 403
    address = f"{HERE}{asked.pk}/answer/{rita.user_id}/"
    assert send(officer, address, {"text": "Monday, then."}).status_code == 302
    assert "Monday, then." in reader.get(f"{HERE}{asked.pk}/").content.decode()
    assert "Monday, then." not in other.get(f"{HERE}{asked.pk}/").content.decode()
    with inside(elverhavn):
        assert Wait.objects.get(kind="answered").user == rita.user


def test_what_a_member_types_is_screened_and_kept_as_they_type(
    asked: ChangeNotice, elverhavn: City, rita: Membership, sara: Membership
) -> None:
    """Also by a member: what could lead to a person is told beside the field, and a lost connection loses nothing."""
    client, address = sign_in(Client(), rita), f"{HERE}{asked.pk}/answer/"
    page = client.get(address).content.decode()
    screens, keeps = (re.search(f'{name}="([^"]+)"', page) for name in ("data-screen", "data-draft"))
    assert screens is not None
    assert keeps is not None
    assert "js/screening" in page
    told = client.post(screens[1], {"text": "Call me on 20 30 40 50."}).json()
    assert told["found"] == 1
    assert "phone number" in told["text"]
    typed = {"text": "Mondays, from five.", "is_shared": "on", "draft_record": str(asked.pk), "draft_version": "0"}
    assert client.post(keeps[1], typed).status_code == 200
    assert "Mondays, from five." in client.get(address).content.decode()
    assert "Mondays, from five." not in sign_in(Client(), sara).get(address).content.decode()
    # that another answered meanwhile holds nobody up, and tells nobody what was answered
    begun = client.get(address).context["writing"].now
    other = sign_in(Client(), sara)
    assert send(other, address, {"text": "Never on Fridays."}).status_code == 302
    sent = {"text": "Mondays, from five.", "base_version": begun}
    for _twice in range(2):
        answer = client.post(address, sent)
        assert answer.status_code == 302
        assert answer["Location"] == f"{HERE}{asked.pk}/"
    with inside(elverhavn):
        assert Answer.objects.filter(by=rita.user).count() == 1
        # nobody fills the page of all: what one says of a notice ends somewhere
        facts = {"city": elverhavn, "notice": asked, "thread": rita.user, "by": rita.user}
        Answer.objects.bulk_create(Answer(text=f"And {number}.", **facts) for number in range(MOST_ANSWERS - 1))
    assert "Mondays, from five." not in client.get(address).content.decode()
    assert "Talk to the city instead." in send(client, address, {"text": "And once more."}).content.decode()


def test_who_was_not_told_does_not_answer(asked: ChangeNotice, elverhavn: City, rita: Membership) -> None:
    with inside(elverhavn):
        ChangeNotice.objects.filter(pk=asked.pk).update(marking="amber")
        row = Answer(city=elverhavn, notice=ChangeNotice.objects.get(), text="Let me in.")
        with pytest.raises(Refused, match="Only who was told"):
            answer(answer=row, by=rita.user)
    assert sign_in(Client(), rita).get(f"{HERE}{asked.pk}/answer/").status_code == 404


def test_one_reminder_goes_by_rule_and_more_by_button(
    asked: ChangeNotice, elverhavn: City, alice: Membership, rita: Membership
) -> None:
    assert asked.answer_by is not None
    with inside(elverhavn):
        for days, reminded in ((4, 0), (3, 2), (2, 0), (-1, 0)):
            assert remind_by_rule(city=elverhavn, today=asked.answer_by - datetime.timedelta(days=days)) == reminded
        assert Wait.objects.filter(kind="answer").count() == 2
        row = Asked.objects.get(user=rita.user)
        assert remind(asked=row, by=alice.user)
        acknowledge(delivery=Delivery.objects.get(user=rita.user))
        assert not remind(asked=row, by=alice.user)
        with pytest.raises(Refused):
            remind(asked=row, by=rita.user)
    client = sign_in(Client(), alice)
    said = client.post(f"{HERE}{asked.pk}/remind/{row.pk}/", follow=True).content.decode()
    assert "They have answered already." in said


def test_an_admin_sees_who_was_not_reached_who_has_not_answered_and_who_has_not_opened(  # noqa: PLR0917
    asked: ChangeNotice, elverhavn: City, alice: Membership, rita: Membership, bob: Membership,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with inside(elverhavn):
        refused = Mailing.objects.create(city=elverhavn, user=bob.user, pace="at_once", slot="1",
                                         refused_at=timezone.now())  # fmt: skip
        Delivery.objects.filter(user=bob.user).update(mailing=refused)
        acknowledge(delivery=Delivery.objects.get(user=rita.user))
        found = WhoHasIt.of(asked)
        assert [each.name for each in found.not_reached] == ["Bob", "Residents of Kvarnby", "Traders of Torvet"]
        assert [(str(each), has) for each, has, _here in found.asked] == [("Højvang School", False), ("Rita", True)]
        assert (found.told, found.read, found.answered) == (4, 1, 1)
        assert found.not_opened == ["Alice", "Sara"]
        # of many some are named, and all are counted
        monkeypatch.setattr(who_has_it, "SHOWN", 1)
        assert (WhoHasIt.of(asked).unopened, WhoHasIt.of(asked).unopened_names) == (2, "Alice and 1 more")
        assert len(WhoHasIt.of(asked).not_reached) == 3
        # what nobody was to be told has missed nobody
        ChangeNotice.objects.filter(pk=asked.pk).update(notice_class=NoticeClass.SILENT)
        assert WhoHasIt.of(ChangeNotice.objects.get()).not_reached == []
        ChangeNotice.objects.filter(pk=asked.pk).update(notice_class=asked.notice_class)
        letter = Letter.objects.get()
        ChangeNotice.objects.filter(pk=asked.pk).update(made_at=timezone.now() - datetime.timedelta(days=1))
    client = sign_in(Client(), alice)
    # nobody tried to reach who is told on paper
    assert "Not reached yet: 3" in client.get(f"{HERE}{asked.pk}/").content.decode()
    address = f"{HERE}{asked.pk}/letters/{letter.pk}/"
    assert "Torvet 1, 9000 Elverhavn" in client.get(address).content.decode()
    today = today_in(elverhavn)
    assert send(client, address, {"told_on": (today + datetime.timedelta(days=2)).isoformat()}).status_code == 200
    no_year = send(client, address, {"told_on": "0001-01-01"}).content.decode()
    assert "The year is 0001. Write it with four digits" in no_year
    too_early = send(client, address, {"told_on": "1900-01-01"}).content.decode()
    assert f"It was released on {day(today - datetime.timedelta(days=1))}, and not told before." in too_early
    assert send(client, address, {"told_on": today.isoformat()}).status_code == 302
    with inside(elverhavn):
        assert Letter.objects.get().told_on == today
        assert [each.name for each in WhoHasIt.of(asked).not_reached] == ["Bob", "Residents of Kvarnby"]
        with pytest.raises(Refused):
            note_told(letter=letter, day=today, by=bob.user)
    # a day that is corrected stands in the history of the notice, with who corrected it
    yesterday = today - datetime.timedelta(days=1)
    assert send(client, address, {"told_on": yesterday.isoformat()}).status_code == 302
    with inside(elverhavn):
        told = [each for each in history_of(NOTICE, asked.pk) if "Letter" in each.what]
        days = [(change.before, change.after) for each in told for change in each.changes if "old on" in change.label]
        assert days == [(day(today), day(yesterday)), ("–", day(today))]
        assert {each.who for each in told if each.changes and "old on" in each.changes[0].label} == {"Alice"}


def test_of_a_notice_that_asks_nothing_nobody_need_take_note(elverhavn: City, rita: Membership) -> None:
    with inside(elverhavn):
        notice = ChangeNotice.objects.create(city=elverhavn, what="change", title="It moves", after="Højvang")
        mine = Delivery.objects.create(city=elverhavn, notice=notice, user=rita.user)
    client = sign_in(Client(), rita)
    assert "I have" not in client.get(f"/city/elverhavn/notices/{mine.pk}/").content.decode()
    said = client.post(f"/city/elverhavn/notices/{mine.pk}/acknowledge/", follow=True).content.decode()
    assert "Nothing is asked of you here." in said
    with inside(elverhavn):
        mine.refresh_from_db()
        assert mine.acknowledged_at is None
        assert not Delivery.objects.filter(user=rita.user).unread().exists()
        assert not Delivery.objects.to_acknowledge(rita.user.pk).exists()


def test_a_member_is_told_through_its_person_and_its_deputy_and_either_answers_for_it(
    elverhavn: City, alice: Membership, bob: Membership, rita: Membership, sara: Membership
) -> None:
    with inside(elverhavn):
        school = NetworkBody.objects.create(
            city=elverhavn, name="Højvang School", person=sara.user, deputy=rita.user, address="Skolevej 3"
        )
        notice = ChangeNotice.objects.create(
            city=elverhavn, what="change", state="pending", title="The hall moves", after="Højvang", marking="green",
            question=QUESTION, answer_by=timezone.localdate() + datetime.timedelta(days=3),
        )  # fmt: skip
        edit_notice(notice=notice, by=bob.user, asked=([], [school.pk]))
        assert release_notice(notice=ChangeNotice.objects.get(), by=alice.user, as_read=standing(notice))
        assert set(Delivery.objects.values_list("user", flat=True)) >= {sara.user_id, rita.user_id}
        # by account and not by letter, for there are accounts
        assert not Letter.objects.exists()
        remind_by_rule(city=elverhavn, today=notice.answer_by)
        assert set(Wait.objects.filter(kind="answer").values_list("user", flat=True)) == {sara.user_id, rita.user_id}
        # the person is not there any more: the deputy is, and the member is reached
        sara.user.is_active = False
        sara.user.save()
        assert WhoHasIt.of(notice).not_reached == []
        rita.user.is_active = False
        rita.user.save()
        assert [each.name for each in WhoHasIt.of(notice).not_reached] == ["Højvang School"]
        rita.user.is_active = True
        rita.user.save()
    deputy = sign_in(Client(), rita)
    assert "I have taken note" in deputy.get(f"{HERE}{notice.pk}/").content.decode()
    assert send(deputy, f"{HERE}{notice.pk}/answer/", {"text": "Mondays.", "is_shared": "on"}).status_code == 302
    with inside(elverhavn):
        assert unanswered(Asked.objects.all()) == []
    assert "Højvang School" in sign_in(Client(), bob).get(f"{HERE}{notice.pk}/").content.decode()


REMINDER = "One reminder goes by itself three days before"


def test_a_reminder_is_promised_only_where_one_will_go(asked: ChangeNotice, elverhavn: City, alice: Membership) -> None:
    client = sign_in(Client(), alice)

    def page() -> str:
        return client.get(f"{HERE}{asked.pk}/").content.decode()

    assert REMINDER in page()
    today = today_in(elverhavn)
    with inside(elverhavn):
        ChangeNotice.objects.filter(pk=asked.pk).update(answer_by=today - datetime.timedelta(days=1))
    assert REMINDER not in page()
    with inside(elverhavn):
        ChangeNotice.objects.filter(pk=asked.pk).update(answer_by=today)
        rows = list(Asked.objects.values_list("pk", flat=True))
        Asked.objects.update(reminded_by_rule_at=timezone.now())
    assert REMINDER not in page()
    with inside(elverhavn):
        Asked.objects.filter(pk=rows[0]).update(reminded_by_rule_at=None)
    assert REMINDER in page()
    with inside(elverhavn):
        Asked.objects.update(closed_as="replaced", settled_at=timezone.now())
    assert REMINDER not in page()


def test_the_day_of_an_answer_and_whom_it_is_asked_of_are_sentences_of_their_own(
    asked: ChangeNotice, elverhavn: City, alice: Membership
) -> None:
    with inside(elverhavn):
        ChangeNotice.objects.filter(pk=asked.pk).update(question="Read it. Say what you think.")
        letter = Letter.objects.get()
    assert asked.answer_by
    client, until = sign_in(Client(), alice), f"<strong>By {day(asked.answer_by)}.</strong>"
    page = client.get(f"{HERE}{asked.pk}/").content.decode()
    assert "<p>Read it. Say what you think.</p>" in page
    assert until in page
    assert "Asked of: Rita, Højvang School" in page
    assert until in client.get(f"{HERE}{asked.pk}/letters/{letter.pk}/").content.decode()


def test_an_answer_sent_twice_is_said_once_and_the_same_word_later_again(
    asked: ChangeNotice, elverhavn: City, rita: Membership, alice: Membership
) -> None:
    address = f"{HERE}{asked.pk}/answer/"
    member, city = sign_in(Client(), rita), sign_in(Client(), alice)

    def said() -> list[str]:
        with inside(elverhavn):
            return list(Answer.objects.filter(notice=asked).order_by("pk").values_list("text", flat=True))

    for _press in range(2):
        assert send(member, address, {"text": "Yes."}).status_code == 302
    assert said() == ["Yes."]
    for _press in range(2):
        assert send(city, f"{address}{rita.user_id}/", {"text": "On Mondays?"}).status_code == 302
    assert said() == ["Yes.", "On Mondays?"]
    assert send(member, address, {"text": "Yes."}).status_code == 302
    assert send(member, address, {"text": "Yes.", "is_shared": "on"}).status_code == 302
    assert said() == ["Yes.", "On Mondays?", "Yes.", "Yes."]
