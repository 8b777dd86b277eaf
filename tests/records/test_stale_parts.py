"""Pages left open of which parts are true still: what was touched is changed, and nothing else."""

from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership
from records.models import Draft
from stakeholders.models import Organisation
from tests.factories import send, sign_in
from tests.records.stale_rows import _member
from tests.records.test_stale_pages import HERE
from tests.stakeholders.makers import make_organisation


def test_of_a_membership_only_what_was_touched_is_changed(
    elverhavn: City, alice: Membership, carol: Membership
) -> None:
    rita = _member(elverhavn, alice)
    address, client = f"{HERE}people/{rita.pk}/", sign_in(Client(), alice)
    began = client.get(address).context["writing"].now
    send(sign_in(Client(), carol), address, {"role": "reader", "clearance": "green"})
    answer = client.post(address, {"base_version": began, "role": "officer", "clearance": "amber"})
    form = answer.context["writing"].form
    assert (form["role"].value(), form["clearance"].value()) == ("reader", "amber")
    assert [each.name for each in answer.context["writing"].both] == ["clearance"]
    assert "TLP:GREEN" in answer.content.decode()
    rita.refresh_from_db()
    assert (rita.role, rita.clearance) == ("reader", "green")


def test_what_is_sent_twice_changes_it_once_and_says_nothing_of_a_conflict(elverhavn: City, alice: Membership) -> None:
    made = make_organisation(elverhavn)
    client, address = sign_in(Client(), alice), f"{HERE}organisations/{made.pk}/change/"
    sent = {"base_version": client.get(address).context["writing"].now, "name": "Quay Club", "sector": "youth",
            "is_current": "on"}  # fmt: skip
    assert [client.post(address, sent).status_code for _twice in range(2)] == [302, 302]
    with city_context(elverhavn.pk, via="test"):
        assert Organisation.objects.get().events.count() == 2  # type: ignore[attr-defined]


def test_what_a_form_was_begun_on_is_not_to_be_forged_or_taken_from_another(elverhavn: City, alice: Membership) -> None:
    one, other = make_organisation(elverhavn), make_organisation(elverhavn, name="Other")
    client = sign_in(Client(), alice)
    began = client.get(f"{HERE}organisations/{other.pk}/change/").context["writing"].now
    for said in (began, began[:-1], "", "12"):
        answer = client.post(f"{HERE}organisations/{one.pk}/change/", {"base_version": said, "name": "Mine"})
        assert answer.status_code == 200
        assert answer.context["writing"].has_moved
    with city_context(elverhavn.pk, via="test"):
        assert not Organisation.objects.filter(name="Mine").exists()
        # what was typed is nobody's but hers
        assert [draft.data["name"] for draft in Draft.objects.visible_to(alice.user)] == [["Mine"]]


def test_an_account_page_left_open_takes_no_choice_back(alice: Membership) -> None:
    client = sign_in(Client(), alice)
    form = client.get("/account/").context["form"]
    opened = {f"initial-{field.html_name}": field.value() or "" for field in form}
    client.post("/look/", {"language": "da"})
    typed = {"name": "Alice A.", "language": "", "appearance": form["appearance"].value()}
    assert client.post("/account/", {**opened, **typed}).status_code == 302
    alice.user.refresh_from_db()
    assert (alice.user.name, alice.user.language) == ("Alice A.", "da")
