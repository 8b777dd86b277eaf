"""Drafts: kept as one types, nobody else's, and never overwritten unseen; nor is what others saved meanwhile."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.city import city_context
from accounts.models import Membership, ProcessingRecord
from records.actions.drafts import discard_draft, put_beside
from records.models import Draft
from tests.factories import make_member, sign_in
from tests.records.test_processing_record import PAGE, answers

FORM = "accounts.processingrecord"
KEEP = f"/city/elverhavn/drafts/{FORM}/"
DISCARD = f"{KEEP}discard/"


def _keep(client: Client, *, version: int = 0, base: str = "", **typed: str) -> Any:
    return client.post(KEEP, {"draft_version": version, "base_version": base, "draft_record": "", **typed})


def _field(page: Any, name: str) -> str:
    """What stands in a field of a page."""
    return str(page.context["form"][name].value())


def _hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, name
    return found[1]


def _save(client: Client, page: Any, **changes: str) -> Any:
    """Send the form as it was opened, with changes."""
    sent = answers(**changes) | {"base_version": _hidden(page, "base_version")}
    return client.post(PAGE, sent)


def _drafts(member: Membership) -> list[Draft]:
    with city_context(member.city_id, via="test"):
        return list(Draft.objects.filter(became=""))


def _record(member: Membership) -> ProcessingRecord:
    with city_context(member.city_id, via="test"):
        return ProcessingRecord.objects.get()


@pytest.fixture
def carol(alice: Membership) -> Membership:
    return make_member(alice.city, "carol@elverhavn.example", "admin", name="Carol")


def test_what_was_typed_stands_in_the_form_again(client: Client, alice: Membership) -> None:
    sign_in(client, alice)
    answer = _keep(client, purpose="Half a sen", months_observation="24", legal_basis="public_task").json()
    assert answer["version"] == 1
    assert answer["text"].startswith("Kept as a draft at ")
    page = client.get(PAGE)
    assert _field(page, "purpose") == "Half a sen"
    assert _field(page, "months_observation") == "24"
    assert _field(page, "legal_basis") == "public_task"
    assert "Your draft" in page.content.decode()
    assert not _drafts(alice)[0].data.keys() & {"csrfmiddlewaretoken", "draft_version", "base_version"}
    assert "Not finished: Processing record" in client.get("/city/elverhavn/").content.decode()


def test_a_draft_is_nobody_else_s_business(client: Client, alice: Membership, carol: Membership) -> None:
    _keep(sign_in(client, alice), purpose="Half a sen")
    page = sign_in(Client(), carol).get(PAGE)
    assert "Half a sen" not in page.content.decode()
    assert _keep(sign_in(Client(), carol), purpose="Mine").json()["version"] == 1
    assert len(_drafts(alice)) == 2


def test_two_tabs_never_overwrite_each_other_unseen(client: Client, alice: Membership) -> None:
    sign_in(client, alice)
    first = _keep(client, purpose="One tab").json()
    refused = _keep(client, purpose="The other tab, opened before")
    assert refused.status_code == 409
    assert "another tab" in refused.json()["text"]
    assert refused.json()["version"] == first["version"]
    assert _drafts(alice)[0].data["purpose"] == ["One tab"]
    # Told of it, somebody may keep theirs all the same.
    assert _keep(client, version=refused.json()["version"], purpose="The other tab").json()["version"] == 2
    assert _drafts(alice)[0].data["purpose"] == ["The other tab"]


def test_saving_lets_go_of_the_draft_and_a_tab_left_open_is_told(client: Client, alice: Membership) -> None:
    sign_in(client, alice)
    _keep(client, purpose="Half a sen")
    assert _save(client, client.get(PAGE)).status_code == 302
    assert _drafts(alice) == []
    late = _keep(client, version=1, purpose="Half a sentence")
    assert late.status_code == 409
    assert "saved or thrown away" in late.json()["text"]


def test_a_form_with_errors_keeps_its_draft(client: Client, alice: Membership) -> None:
    sign_in(client, alice)
    _keep(client, purpose="Half a sen")
    page = client.post(PAGE, answers(purpose="", controller="Town of Elverhavn"))
    assert page.status_code == 200
    assert _field(page, "controller") == "Town of Elverhavn"
    assert _hidden(page, "draft_version") == "1"
    assert len(_drafts(alice)) == 1


def test_thrown_away_it_is_gone_and_the_form_says_what_the_record_says(client: Client, alice: Membership) -> None:
    sign_in(client, alice)
    _save(client, client.get(PAGE))
    _keep(client, base=_hidden(client.get(PAGE), "base_version"), purpose="Half a sen")
    assert "Throw the draft away?" in client.get(DISCARD).content.decode()
    assert client.post(DISCARD)["Location"] == PAGE
    page = client.get(PAGE)
    assert _field(page, "purpose") == answers()["purpose"]
    assert "Your draft" not in page.content.decode()
    assert _drafts(alice) == []


def test_what_another_tab_kept_since_is_not_let_go_of_with_it(client: Client, alice: Membership) -> None:
    sign_in(client, alice)
    _keep(client, purposes="As it was looked at")
    (looked_at,) = _drafts(alice)
    _keep(client, version=1, purposes="Typed in another tab")
    with city_context(alice.city_id, via="test"):
        put_beside(draft=looked_at, names=["purposes"])
        discard_draft(draft=looked_at)
    (there,) = _drafts(alice)
    assert (there.data["purposes"], there.beside) == (["Typed in another tab"], {})
    with city_context(alice.city_id, via="test"):
        discard_draft(draft=there)
    assert _drafts(alice) == []


def test_what_another_person_saved_meanwhile_is_shown_and_not_taken_back(
    client: Client, alice: Membership, carol: Membership
) -> None:
    sign_in(client, alice)
    _save(client, client.get(PAGE))
    opened = client.get(PAGE)
    other = sign_in(Client(), carol)
    _save(other, other.get(PAGE), owner="Carol's unit", purpose="What the other admin wrote")

    page = _save(client, opened, contact="What Alice wrote", purpose="What Alice wrote too")

    assert page.status_code == 200
    assert _record(alice).purpose == "What the other admin wrote"
    words = page.content.decode()
    assert "Somebody else changed this while you were writing" in words
    assert "Carol" in words
    # Mine where I changed something, hers where only she did, and both named where both did.
    assert _field(page, "contact") == "What Alice wrote"
    assert _field(page, "owner") == "Carol's unit"
    assert _field(page, "purpose") == "What Alice wrote too"
    assert [field.name for field in page.context["writing"].both] == ["purpose"]

    mine = {"contact": "What Alice wrote", "owner": "Carol's unit", "purpose": "Agreed"}
    assert _save(client, page, **mine).status_code == 302
    kept = _record(alice)
    assert (kept.contact, kept.owner, kept.purpose) == ("What Alice wrote", "Carol's unit", "Agreed")


def test_the_first_record_of_a_city_is_not_written_over_by_a_second_first_one(
    client: Client, alice: Membership, carol: Membership
) -> None:
    opened = sign_in(client, alice).get(PAGE)
    other = sign_in(Client(), carol)
    assert _save(other, other.get(PAGE), purpose="What the other admin wrote").status_code == 302
    page = _save(client, opened, purpose="What Alice wrote")
    assert "Somebody else changed this" in page.content.decode()
    assert _record(alice).purpose == "What the other admin wrote"


def test_a_draft_older_than_the_record_goes_on_with_the_newest_of_the_rest(
    client: Client, alice: Membership, carol: Membership
) -> None:
    sign_in(client, alice)
    _save(client, client.get(PAGE))
    base = _hidden(client.get(PAGE), "base_version")
    client.post(KEEP, answers(contact="What Alice wrote") | {"base_version": base})
    other = sign_in(Client(), carol)
    _save(other, other.get(PAGE), owner="Carol's unit")
    page = client.get(PAGE)
    assert "Somebody else changed this" in page.content.decode()
    assert (_field(page, "contact"), _field(page, "owner")) == ("What Alice wrote", "Carol's unit")


@pytest.mark.parametrize(("form", "status"), [("nothing.atall", 404), ("mapping.district", 404)])
def test_only_known_forms_are_kept(client: Client, alice: Membership, form: str, status: int) -> None:
    assert sign_in(client, alice).post(f"/city/elverhavn/drafts/{form}/").status_code == status


def test_a_draft_too_long_to_keep_is_refused_in_words(client: Client, alice: Membership) -> None:
    answer = _keep(sign_in(client, alice), purpose="x" * 200_001)
    assert answer.status_code == 400
    assert "too long" in answer.json()["text"]
    assert _drafts(alice) == []


@pytest.mark.parametrize("version", ["", "-1", "one", "9" * 30])
def test_a_version_that_is_none_counts_as_none(client: Client, alice: Membership, version: str) -> None:
    sign_in(client, alice)
    assert client.post(KEEP, {"draft_version": version, "base_version": version, "purpose": "A"}).status_code == 200
    assert _field(client.get(PAGE), "purpose") == "A"
