"""The same button pressed twice, one after the other: the second leads where the first led, and says it is done."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from accounts.models import City
from mapping.models import Observation
from notices.models import Delivery
from records.models import Draft
from tests.access.ground import furnish
from tests.factories import make_member, sign_in
from tests.home.test_same_twice import DECIDED, VERBS, Office
from tests.mapping.makers import inside
from tests.records.makers import make_observation

KWARGS = {"draft_discard": {"form": "accounts.processingrecord"}}


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Any) -> Office:
    settings.ARTEFACTS = tmp_path
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", languages=["en"])
    places = furnish(city)
    people = [make_member(city, f"{name}@elverhavn.example", "admin", name=name.title()) for name in ("alice", "carla")]
    one, two = (sign_in(Client(raise_request_exception=False), each) for each in people)
    return Office(city, places, (one, two))


def _said(answer: Any) -> list[str]:
    return [str(each) for each in get_messages(answer.wsgi_request)]


def _twice(client: Client, address: str, sent: dict[str, Any]) -> list[str]:
    """What the second answer says beyond the first, which leads on; the second leads to the same page."""
    first, second = (client.post(address, sent) for _time in range(2))
    assert (first.status_code, second.status_code) == (302, 302), (address, first.status_code, second.status_code)
    assert first.headers["Location"] == second.headers["Location"], address
    told = _said(second)
    assert client.get(second.headers["Location"]).status_code == 200
    return told[len(_said(first)) :] if told[: len(_said(first))] == _said(first) else told


# What is pressed once more: what whoever pressed it reads.
AGAIN = {
    "pending_change": "It was decided meanwhile: Confirmed.",
    "invitation_again": "A new link went to invited@elverhavn.example already; no other was sent.",
    "invitation_withdraw": "The invitation of invited@elverhavn.example was withdrawn.",
    "host_access_decide": "It was decided already: They may come in.",
    "job_cancel": "The job was over before it could be stopped.",
    "job_retry": "Only a job that failed can be tried again.",
    "series_link": "Nothing was changed: it was so already.",
    "observation_series": "Nothing was changed: it was so already.",
    "pair_undo": "It was taken back already.",
    "trigger_event_remove": "It was taken out already.",
    "draft_throw_away": "It was thrown away already.",
    "draft_discard": "It was thrown away already.",
    "notice_acknowledge": "Noted that you have read it.",
    "alone_end": "From now on two people look at everything.",
    "change_asked_remind": "They have answered already.",
    "memorandum_begin": "Another version is being written already.",
    "memorandum_drop": "It was thrown away already.",
    "notice_pace": "Saved.",
    # whose notice and draft stand in the city is the one who is removed
    "people_remove": "They were removed already.",
}
# In `test_same_twice` what is sent to these is refused, or answered with a page; whoever left a city finds it no more
# than anybody else who does not belong to it.
NOT_AGAIN = {"change_release", "change_letter", "memorandum_sign", "notice_follow", "city_leave"}


def test_every_button_that_decides_is_tried() -> None:
    assert {*AGAIN, *NOT_AGAIN} == {*DECIDED}


def test_a_button_pressed_twice_leads_where_it_led_and_says_that_it_is_done(office: Office) -> None:
    known = office.known()
    with inside(office.city):
        Observation.objects.filter(series=known["SERIES"]).update(series=None)
        owner = Delivery.objects.get(pk=office.places["notice_acknowledge"]["pk"]).user
        drafted = Draft.objects.select_related("owner").exclude(data={}).earliest("pk")
    told = {}
    for name in AGAIN:
        sent = {key: known.get(value, value) for key, value in DECIDED[name][0].items()}
        client, address = office.clients[0], office.address(name, **KWARGS.get(name, {}))
        if name == "notice_acknowledge":
            client = sign_in(Client(), owner)
        elif name.startswith("draft_"):
            client = sign_in(Client(), drafted.owner)
            with inside(office.city):
                Draft.objects.filter(owner=drafted.owner, form=drafted.form).delete()
                drafted.pk = None
                drafted.save()
            address = office.address(name, pk=drafted.pk) if name == "draft_throw_away" else address
        if name == "draft_discard":
            address = (
                f"{office.address(name, form=drafted.form)}?record={drafted.record or ''}&draft={drafted.identity}"
            )
        told[name] = _twice(client, address, sent)
    assert {name: said[-1:] for name, said in told.items()} == {name: [said] for name, said in AGAIN.items()}


def test_whoever_only_looks_at_what_is_gone_or_never_was_there_finds_nothing(office: Office) -> None:
    one, _two = office.clients
    address = office.address("trigger_event_remove")
    assert one.post(address).status_code == 302
    assert one.get(address).status_code == 404
    assert one.post(office.address("trigger_event_remove", pk=987_654)).status_code == 404


def test_what_was_erased_and_is_erased_once_more_is_told_to_be_gone(office: Office) -> None:
    one, _two = office.clients
    author = make_member(office.city, "ada@elverhavn.example", "officer")
    made = make_observation(office.city, author)
    address = office.address("record_erase", kind="observation", pk=made.pk)
    sent = {"reason": "Asked for", "base_version": one.get(address).context["writing"].now}
    assert _twice(one, address, sent)[-1] == "It was erased already, with its history and every copy of it."


def test_a_step_of_a_review_taken_twice_leads_to_the_record(office: Office) -> None:
    one, _two = office.clients
    author = make_member(office.city, "ada@elverhavn.example", "officer")
    for verb, (state, asked) in VERBS.items():
        more: dict[str, Any] = {"withdrawn_reason": "x"} if state == "withdrawn" else {}
        if state == "approved":
            more = {"approved_by": author.user, "approved_at": timezone.now(), "created_by": None}
        made = make_observation(office.city, None, **{"created_by": author.user, "state": state} | more)
        address = office.address("record_step", kind="observation", pk=made.pk, verb=verb)
        sent = {**asked, "base_version": one.get(address).context["writing"].now}
        assert _twice(one, address, sent), verb
