"""Whoever saw it may say what it was part of; it is a proposal by name until somebody else approves it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import City, Membership
from mapping.models import Observation
from mapping.views import observations
from mapping.vocabulary import Current
from tests.factories import make_member, send, sign_in
from tests.mapping.makers import inside, with_record
from tests.records.makers import make_observation

NEW = "/city/elverhavn/observations/new/"
SEEN: dict[str, Any] = {
    "title": "Stickers at the library", "what_happened": "A call to violence, with a slogan.", "scope": "incitement",
    "manifestations": ["propaganda"], "precision": "day", "first_day": "2026-03-01", "place": "city_wide",
    "space": "offline", "how_known": "seen_by_us", "hand_in": "on",
}  # fmt: skip


@pytest.fixture
def filed(elverhavn: City, bob: Membership) -> Observation:
    """By Bob, with a proposal."""
    with_record(elverhavn)
    bob.user.name = "Bob"
    bob.user.save(update_fields=["name"])
    how = _how_known(bob)
    sent = {**SEEN, "how_known": how, "currents": ["right_wing"], "severity": "3"}
    assert send(sign_in(Client(), bob), NEW, sent).status_code == 302
    with inside(elverhavn):
        return Observation.objects.get()


def _how_known(bob: Membership) -> str:
    form = sign_in(Client(), bob).get(NEW).context["form"]
    return str(form.fields["how_known"].choices[0][0])


def test_what_the_database_refuses_is_told_above_the_form(
    elverhavn: City, bob: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An observation broke off with an error there, unlike every other record."""

    def refuse(**_said: object) -> None:
        raise ValidationError("It stands there already.")

    monkeypatch.setattr(observations, "record_and_submit", refuse)
    with_record(elverhavn)
    answer = send(sign_in(Client(), bob), NEW, {**SEEN, "how_known": _how_known(bob)})
    assert answer.status_code == 200
    assert "It stands there already." in answer.content.decode()


def _page(who: Membership, address: str) -> str:
    return sign_in(Client(), who).get(address).content.decode()


def test_the_officer_proposes_and_nothing_counts_before_it_is_approved(
    elverhavn: City, filed: Observation, alice: Membership, bob: Membership
) -> None:
    here = f"/city/elverhavn/observations/{filed.pk}/"
    approval = f"/city/elverhavn/review/observation/{filed.pk}/approve/"
    said = f"Bob proposes as current: {Current.RIGHT_WING.label}. Bob proposes as severity: 3: "
    with inside(elverhavn):
        assert (filed.state, filed.currents, filed.severity) == ("submitted", ["right_wing"], 3)
        assert not Observation.objects.counted("red").exists()
    for address in (here, f"{here}change/", approval, "/city/elverhavn/review/observation/"):
        assert said in _page(alice, address), address
    assert send(sign_in(Client(), bob), approval).context["writing"].has_errors
    assert send(sign_in(Client(), alice), approval).status_code == 302
    with inside(elverhavn):
        assert Observation.objects.counted("red").get().currents == ["right_wing"]
    for address in (here,):
        assert "proposes as" not in _page(alice, address)


def test_the_reviewer_says_it_otherwise_and_may_still_approve(
    elverhavn: City, filed: Observation, alice: Membership
) -> None:
    """What is the reviewer's to say is no change of what was handed in; only by whom it is said changes."""
    here = f"/city/elverhavn/observations/{filed.pk}/"
    client = sign_in(Client(), alice)
    form = client.get(f"{here}change/").context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}
    sent |= {"currents": ["mixed_unclear"], "severity": "3", "source": filed.source_id}
    assert send(client, f"{here}change/", sent).status_code == 302
    page = _page(alice, here)
    assert f"proposes as current: {Current.MIXED_UNCLEAR.label}." in page
    assert "Bob proposes as current" not in page
    assert "Bob proposes as severity: 3" in page
    assert send(client, f"/city/elverhavn/review/observation/{filed.pk}/approve/").status_code == 302
    with inside(elverhavn):
        assert Observation.objects.get().currents == ["mixed_unclear"]


@pytest.mark.parametrize("state", ["approved", "withdrawn"])
def test_of_what_is_decided_nothing_is_proposed(
    elverhavn: City, alice: Membership, bob: Membership, state: str
) -> None:
    more: dict[str, Any] = (
        {"approved_by": alice.user, "approved_at": "2026-03-02T00:00Z"} if state == "approved" else {}
    )
    made = make_observation(
        elverhavn, bob, currents=["jihadist"], severity=2, state=state, withdrawn_reason="Twice", **more
    )
    with inside(elverhavn):
        assert made.proposed() == []


def test_nothing_is_proposed_where_nobody_said_anything(elverhavn: City, bob: Membership) -> None:
    made = make_observation(elverhavn, bob, state="submitted")
    taken_back = make_observation(elverhavn, bob, state="submitted", currents=["jihadist"])
    with inside(elverhavn):
        Observation.objects.filter(pk=taken_back.pk).update(currents=[])
        assert made.proposed() == Observation.objects.get(pk=taken_back.pk).proposed() == []


def test_those_of_a_page_are_asked_for_at_once(
    elverhavn: City, bob: Membership, django_assert_num_queries: Any
) -> None:
    other = make_member(elverhavn, "carol@elverhavn.example", "officer", name="Carol")
    made = [make_observation(elverhavn, by, state="submitted", severity=2) for by in (bob, other, bob)]
    with inside(elverhavn), django_assert_num_queries(2):
        assert len(Observation.proposals(made)) == 3
