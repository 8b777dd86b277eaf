"""Two admins who decide in the same instant, of members, of one event told twice, of a conversation, of one who decides
alone: it is so once."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import City, Membership
from mapping.models import Observation, Pair
from records.models import Draft, PendingChange
from stakeholders.models import Consultation
from tests.factories import make_member, sign_in
from tests.home.as_sent import form_of
from tests.home.test_same_twice import Office, _said, office
from tests.mapping.makers import inside
from tests.stakeholders.makers import make_consultation

__all__ = ["office"]

BECAUSE = "The city has one officer for prevention, who is the admin."


def _sent(client: Client, address: str, asked: dict[str, Any]) -> dict[str, Any]:
    return {**asked, "base_version": client.get(address).context["writing"].now}


def test_a_member_changed_by_two_at_once_becomes_what_one_of_them_said(office: Office) -> None:
    member = make_member(office.city, "dora@elverhavn.example", "officer", clearance="amber")
    address = office.address("people_change", pk=member.pk)
    wishes = ({"role": "reader", "clearance": "green"}, {"role": "officer", "clearance": "green"})
    one, two = (_sent(client, address, wish) for client, wish in zip(office.clients, wishes, strict=True))
    before = office.rows("accounts.Membership")["accounts.Membership"]
    answers = office.at_once("people_change", address, (one, two), office.clients)
    assert not office.wrong, "\n".join(office.wrong)
    assert sorted(each.status_code for each in answers) == [200, 302]
    assert office.rows("accounts.Membership")["accounts.Membership"] - before == 1
    done = next(place for place in (0, 1) if answers[place].status_code == 302)
    with inside(office.city):
        there = Membership.objects.get(pk=member.pk)
        assert (there.role, there.clearance) == (wishes[done]["role"], wishes[done]["clearance"])
    # who was late is shown what the other made of it
    late = answers[1 - done]
    assert late.context["writing"].section.form.instance.role == wishes[done]["role"]


@pytest.mark.parametrize("answers", [("same", "same"), ("different", "different"), ("same", "different")])
def test_two_records_decided_on_by_two_at_once_are_one_event_or_two(office: Office, answers: tuple[str, str]) -> None:
    with inside(office.city):
        # of three records two are linked; the third may be the same event
        first = Pair.objects.get().first
        third = Observation.objects.get(source__key="museum", title=first.title)
    address = office.address("pair_decide")
    sent = [{"first": str(first.pk), "second": str(third.pk), "answer": answer} for answer in answers]
    before = office.rows("mapping.Pair")["mapping.Pair"]
    replied = office.at_once("pair_decide", address, (sent[0], sent[1]), office.clients)
    assert not office.wrong, "\n".join(office.wrong)
    assert [each.status_code for each in replied] == [302, 302]
    with inside(office.city):
        (kept,) = Pair.objects.filter(first_id=min(first.pk, third.pk), second_id=max(first.pk, third.pk))
        assert kept.same in {answer == "same" for answer in answers}
    # it is said by whoever was first; who says otherwise is told so
    assert office.rows("mapping.Pair")["mapping.Pair"] - before == 1


def test_that_one_decides_asked_for_twice_at_once_waits_once(office: Office) -> None:
    with inside(office.city):
        Membership.objects.filter(user__email="carla@elverhavn.example").delete()
        Membership.objects.filter(city=office.city).exclude(user__email="alice@elverhavn.example").update(role="reader")
    one = sign_in(Client(raise_request_exception=False), Membership.objects.get(user__email="alice@elverhavn.example"))
    address = office.address("alone")
    sent = _sent(one, address, {"alone_because": BECAUSE})
    answers = office.at_once("alone", address, (sent, sent), (one, one))
    assert not office.wrong, "\n".join(office.wrong)
    assert {each.status_code for each in answers} <= {200, 302}
    with inside(office.city):
        assert PendingChange.objects.waiting().filter(subject="alone").count() == 1
        assert City.objects.get(pk=office.city.pk).alone_because == ""


def test_a_conversation_changed_by_two_at_once_is_changed_once_and_the_other_text_is_kept(office: Office) -> None:
    author = make_member(office.city, "ada@elverhavn.example", "officer")
    made = make_consultation(office.city, author, instrument="conversation")
    address = office.address("consultation_change", pk=made.pk)
    both = []
    for number, client in enumerate(office.clients):
        sent, _texts = form_of(client, address)
        both.append({**sent, "title": f"As the {number + 1}. has it"})
    before = office.rows("stakeholders.Consultation")["stakeholders.Consultation"]
    answers = office.at_once("consultation_change", address, (both[0], both[1]), office.clients)
    assert not office.wrong, "\n".join(office.wrong)
    assert sorted(each.status_code for each in answers) == [200, 302], _said(answers)
    assert office.rows("stakeholders.Consultation")["stakeholders.Consultation"] - before == 1
    late = next(place for place in (0, 1) if answers[place].status_code == 200)
    with inside(office.city):
        assert Consultation.objects.get(pk=made.pk).title == both[1 - late]["title"]
        drafts = str(list(Draft.objects.values_list("data", flat=True)))
    assert both[late]["title"] in answers[late].content.decode()
    assert both[late]["title"] in drafts
