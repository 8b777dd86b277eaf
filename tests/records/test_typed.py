"""Whatever was typed can be seen and copied until its author throws it away: text of a field that is gone, of a record
that a colleague handed in, of a form that was sent before; and what is sent twice is saved once."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.city import city_context
from accounts.middleware.by_script import HEADER, LEADS_TO, SOMEBODY_ELSE
from accounts.models import City, Membership
from accounts.page_owner import device_key, mark_of
from mapping.models import Observation
from records.actions import erase
from records.actions.sealing import seal_city
from records.models import Draft
from records.tasks import retain
from stakeholders.models import Organisation
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside, with_districts, with_record
from tests.mapping.test_observations import ENTRY
from tests.records.makers import make_observation
from tests.stakeholders.makers import make_organisation

HERE = "/city/elverhavn/"
NEW = f"{HERE}observations/new/"
KEEP = f"{HERE}drafts/mapping.observation/"
MINE = f"{HERE}drafts/"
GONE = {"former_title": ["Typed in a field that was renamed"]}


@pytest.fixture
def city(elverhavn: City) -> City:
    with_record(elverhavn)
    return with_districts(elverhavn, "1")


@pytest.fixture
def client(city: City, bob: Membership) -> Client:
    return sign_in(Client(), bob)


def _keep(client: Client, **sent: Any) -> Any:
    return client.post(KEEP, {"draft_version": 0, "draft_record": "", **sent})


def _left(owner: Membership) -> list[Draft]:
    with city_context(owner.city_id, via="test"):
        return list(Draft.objects.visible_to(owner.user).order_by("pk"))


def _draft(city: City, owner: Membership, **fields: Any) -> Draft:
    with city_context(city.pk, via="test"):
        return Draft.objects.create(city=city, owner=owner.user, **{"form": "mapping.observation", **fields})


# Which page kept it


@pytest.mark.parametrize(
    ("seen", "is_taken"),
    [
        ((1, "one", 2), True),  # all is as it was seen
        ((0, "one", 2), True),  # the answer to the first was lost
        ((0, "one", 1), False),  # late: what came after it is there already
        ((0, "other", 9), False),  # another tab
        ((1, "other", 1), True),  # another tab that has seen it
        ((0, "", 0), False),  # a page without a script
    ],
)
def test_a_lost_answer_is_no_other_tab_s_change(
    seen: tuple[int, str, int], is_taken: bool, client: Client, bob: Membership
) -> None:
    identity = str(uuid4())
    assert _keep(client, draft=identity, draft_writer="one", draft_turn=1, title="First").status_code == 200
    said = dict(zip(("draft_version", "draft_writer", "draft_turn"), seen, strict=True))
    answer = _keep(client, draft=identity, title="Second", **said)
    assert answer.status_code == (200 if is_taken else 409)
    assert [draft.data["title"] for draft in _left(bob)] == [["Second" if is_taken else "First"]]


# Sent, and refused


def test_what_was_sent_with_an_error_is_a_draft_at_once(client: Client, bob: Membership) -> None:
    identity = str(client.get(NEW).context["writing"].identity)
    answer = client.post(NEW, {"draft": identity, "draft_version": "0", "title": "Typed just before"})
    assert answer.context["writing"].version == 1
    assert "Kept as a draft at" in answer.content.decode()
    assert [draft.data for draft in _left(bob)] == [{"title": ["Typed just before"]}]
    again = client.post(NEW, {"draft": identity, "draft_version": "1", "title": "And after"})
    assert again.context["writing"].version == 2
    assert client.get(NEW).context["form"]["title"].value() == "And after"


def test_another_tab_s_draft_stays_when_a_form_comes_back(client: Client, bob: Membership) -> None:
    identity = str(uuid4())
    _keep(client, draft=identity, title="The other tab")
    answer = client.post(NEW, {"draft": identity, "draft_version": "0", "title": "This one"})
    assert answer.context["writing"].is_unkept
    assert "Kept as a draft at" not in answer.content.decode()
    assert [draft.data["title"] for draft in _left(bob)] == [["The other tab"]]


# Sent twice


def test_a_change_whose_answer_was_lost_is_made_once(client: Client, city: City) -> None:
    made = make_organisation(city)
    address = f"{HERE}organisations/{made.pk}/change/"
    sent = {"base_version": client.get(address).context["writing"].now, "name": "New", "sector": made.sector}
    for _twice in range(2):
        answer = client.post(address, sent)
        assert (answer.status_code, answer["Location"]) == (302, f"{HERE}organisations/{made.pk}/")
    with inside(city):
        assert Organisation.objects.get().events.count() == 2  # type: ignore[attr-defined]
    assert "This form was saved already" in client.get(answer["Location"]).content.decode()


def test_a_row_sent_twice_is_one_row(client: Client, city: City, alice: Membership) -> None:
    source = make_observation(city).source
    admin = sign_in(Client(), alice)
    address = f"{HERE}sources/{source.pk}/"
    sent = {
        "base_version": admin.get(address).context["writing"].now, "name": source.name, "source_type": "police",
        "looked-TOTAL_FORMS": "1", "looked-INITIAL_FORMS": "0", "looked-0-start": "2025-01-01",
        "looked-0-end": "2025-12-31", "looked-0-completeness": "full", "looked-0-where": "whole_city",
        "changed-TOTAL_FORMS": "1", "changed-INITIAL_FORMS": "0", "changed-0-changed_on": "2025-03-01",
        "changed-0-because": "A new form.",
    }  # fmt: skip
    answers = [admin.post(address, sent) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302], (
        answers[0].context["writing"].section.rows[0].errors
    )
    with inside(city):
        assert source.coverage.count() == 1


def test_a_step_whose_answer_was_lost_is_taken_once_and_says_no_word_of_a_conflict(
    city: City, alice: Membership, bob: Membership
) -> None:
    made = make_observation(city, bob, state="submitted")
    client, address = sign_in(Client(), alice), f"{HERE}review/observation/{made.pk}/return/"
    sent = {"base_version": client.get(address).context["writing"].now, "review_comment": "Which street?"}
    answers = [client.post(address, sent) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    made.refresh_from_db()
    assert (made.state, made.review_comment) == ("returned", "Which street?")


def test_what_was_changed_after_it_was_saved_is_kept_aside_once(client: Client, bob: Membership, city: City) -> None:
    identity = str(client.get(NEW).context["writing"].identity)
    client.post(NEW, {**ENTRY, "draft": identity})
    for _twice in range(2):
        answer = client.post(NEW, {**ENTRY, "draft": identity, "title": "Changed after Back"})
        assert "it is kept under “My drafts”" in answer.content.decode()
    (left,) = _left(bob)
    assert left.is_set_aside
    assert "Changed after Back" in client.get(f"{MINE}kept/{left.pk}/").content.decode()


# Fields that are gone


def test_text_of_a_field_that_is_gone_is_shown_survives_and_is_thrown_away_by_its_author_alone(
    client: Client, bob: Membership, city: City
) -> None:
    identity = uuid4()
    left = _draft(city, bob, identity=identity, data={"title": ["Half typed"], **GONE})
    address = f"{NEW}?draft={identity}"
    for title in ("Half typed", "Typed on"):
        page = client.get(address)
        assert page.context["form"]["title"].value() == title
        assert "Typed in a field that was renamed" in page.content.decode()
        assert "Former title" in page.content.decode()
        assert _keep(client, draft=str(identity), draft_version=left.version, title="Typed on").status_code == 200
        left.version += 1
    # saving the form takes in what it has; the rest stays, beside the record
    answer = client.post(NEW, {**ENTRY, "draft": str(identity)})
    assert answer.status_code == 302
    (aside,) = _left(bob)
    assert (aside.beside, aside.is_set_aside) == (GONE, True)
    assert f"{MINE}kept/{aside.pk}/" in client.get(answer["Location"]).content.decode()
    assert "Typed in a field that was renamed" in client.get(f"{MINE}kept/{aside.pk}/").content.decode()
    assert "Kept text" in client.get(HERE).content.decode()
    assert client.get(MINE).content.decode().count("kept/") == 2
    assert client.post(f"{MINE}kept/{aside.pk}/throw-away/").status_code == 302
    assert _left(bob) == []


def test_only_the_kept_text_is_thrown_away_where_only_that_is_asked(
    client: Client, bob: Membership, city: City
) -> None:
    left = _draft(city, bob, identity=uuid4(), data={"title": ["Half typed"]}, beside=GONE)
    client.post(f"{MINE}kept/{left.pk}/throw-away/?beside")
    left.refresh_from_db()
    assert (left.data, left.beside) == ({"title": ["Half typed"]}, {})
    assert "Kept text" not in client.get(f"{NEW}?draft={left.identity}").content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"hand_in": "on"},
        {"former_title": ""},
        {"and_next": "1", "screen_seen": "abc"},
        {"draft_writer": "page", "draft_turn": "3"},
    ],
)
def test_nothing_is_kept_aside_where_nothing_else_was_typed(
    sent: dict[str, str], client: Client, bob: Membership
) -> None:
    assert client.post(NEW, {**ENTRY, **sent}).status_code == 302
    assert _left(bob) == []


def test_a_page_older_than_the_program_loses_no_field(client: Client, bob: Membership) -> None:
    """Its form has a field that today's has not, and is saved from there."""
    assert client.post(NEW, {**ENTRY, "former_title": "Typed before the update"}).status_code == 302
    assert [draft.beside for draft in _left(bob)] == [{"former_title": ["Typed before the update"]}]


def test_a_field_left_behind_by_another_answer_is_kept(client: Client, bob: Membership) -> None:
    """The platform was named first, then the event was said to be offline."""
    answer = client.post(NEW, {**ENTRY, "space": "offline", "platform": "A forum"})
    assert answer.status_code == 302, answer.context["form"].errors
    assert [draft.beside for draft in _left(bob)] == [{"platform": ["A forum"]}]


# A record that moved on


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_what_was_typed_for_a_record_that_a_colleague_handed_in_is_found_at_the_record(
    state: str, city: City, alice: Membership, bob: Membership, client: Client
) -> None:
    made = make_observation(city, bob)
    address = f"{HERE}observations/{made.pk}/change/"
    began = client.get(address).context["writing"].now
    with city_context(city.pk, via="page", actor_id=alice.user_id):
        facts = {"approved_by": alice.user, "approved_at": timezone.now()} if state == "approved" else {}
        Observation.objects.filter(pk=made.pk).update(state=state, **facts)
    answer = client.post(address, {"base_version": began, "title": "What the author typed after that"})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "You typed something here that is not saved" in page
    (left,) = _left(bob)
    assert "What the author typed after that" in client.get(f"{MINE}kept/{left.pk}/").content.decode()
    # and nobody else finds it
    other = sign_in(Client(), alice)
    assert "that is not saved" not in other.get(f"{HERE}observations/{made.pk}/").content.decode()
    assert other.get(f"{MINE}kept/{left.pk}/").status_code == 404
    assert other.post(f"{MINE}kept/{left.pk}/throw-away/").status_code == 404
    assert len(_left(bob)) == 1


def test_a_draft_of_a_record_above_one_s_clearance_says_no_word_of_it(city: City, alice: Membership) -> None:
    """What others wrote in the record stands in it too; it may be thrown away all the same."""
    low = make_member(city, "low@elverhavn.example", "officer", clearance="green")
    made = make_observation(city, alice, marking="red", title="Above them")
    left = _draft(city, low, record=str(made.pk), data={"title": ["Above them"], "what_happened": ["Red words"]})
    client = sign_in(Client(), low)
    for address in (HERE, MINE, f"{MINE}kept/{left.pk}/", f"{MINE}kept/{left.pk}/throw-away/"):
        page = client.get(address).content.decode()
        assert "Above them" not in page
        assert "Red words" not in page
    assert "You may not read this record any more." in client.get(MINE).content.decode()
    assert client.post(f"{MINE}kept/{left.pk}/throw-away/").status_code == 302
    assert _left(low) == []


def test_what_was_saved_and_never_handed_in_waits_for_its_author(city: City, bob: Membership, client: Client) -> None:
    make_observation(city, bob, title="Saved only")
    make_observation(city, bob, title="Handed in", state="submitted")
    make_observation(city, title="Somebody else's")
    for address in (HERE, MINE):
        page = client.get(address).content.decode()
        assert "Saved only" in page
        assert "Somebody else&#x27;s" not in page
    assert "Handed in" not in client.get(MINE).content.decode()


@pytest.mark.parametrize("aside", [False, True])
def test_it_goes_with_its_record_and_after_its_time(
    aside: bool, city: City, bob: Membership, alice: Membership
) -> None:
    made = make_observation(city, bob)
    for record in (made, make_observation(city, bob)):
        _draft(city, bob, record=str(record.pk), identity=uuid4() if aside else None, beside=GONE)
    with city_context(city.pk, via="test"):
        seal_city(city_id=city.pk)
        erase(record=made, reason="Asked for", by=alice.user)
    assert len(_left(bob)) == 1
    with inside(city):
        Draft.objects.update(saved_at=timezone.now() - datetime.timedelta(days=91))
    retain()
    assert _left(bob) == []


# What a script is told


@pytest.fixture
def by_script(client: Client, bob: Membership) -> Callable[..., Any]:
    def post(address: str, sent: dict[str, Any], whose: str = mark_of(bob.user), by: Client = client) -> Any:
        return by.post(address, sent, headers={HEADER: whose})

    return post


def test_a_script_is_told_where_it_leads_what_is_wrong_and_who_has_to_sign_in(
    by_script: Callable[..., Any], city: City
) -> None:
    taken = by_script(NEW, ENTRY)
    assert taken.status_code == 204
    assert taken[LEADS_TO].startswith(f"{HERE}observations/")
    assert by_script(NEW, {"title": "Not enough"}).status_code == 200
    gone = by_script(NEW, ENTRY, by=Client())
    assert (gone.status_code, gone.content) == (401, b"")
    assert SOMEBODY_ELSE not in gone
    with inside(city):
        assert Observation.objects.count() == 1


@pytest.mark.parametrize("address", [NEW, KEEP, f"{HERE}screening/"])
def test_what_one_person_typed_is_not_taken_with_another_s_session(
    address: str, by_script: Callable[..., Any], city: City, alice: Membership
) -> None:
    other = sign_in(Client(), alice)
    answer = by_script(address, {**ENTRY, "draft": str(uuid4()), "text": "x"}, by=other)
    assert (answer.status_code, answer[SOMEBODY_ELSE]) == (401, "1")
    with inside(city):
        assert not Observation.objects.exists()
        assert not Draft.objects.exists()


def test_two_people_have_two_marks_and_two_keys(alice: Membership, bob: Membership) -> None:
    assert len({mark_of(alice.user), mark_of(bob.user)}) == 2
    assert len({device_key(alice.user), device_key(bob.user)}) == 2
    assert str(alice.user_id) not in mark_of(alice.user).split()


def test_the_state_of_a_session_says_whose_it_is(client: Client, bob: Membership) -> None:
    told = client.get("/account/session/").json()
    assert told["whose"] == mark_of(bob.user)
    assert len(told["token"]) == 64


ODD_NUMBERS = ["²", "٣", "9" * 19, "9" * 4400, "-1", "1e3", "0x1", "१२", "\0"]


@pytest.mark.parametrize("record", ODD_NUMBERS)
def test_a_draft_of_no_record_there_can_be_is_not_kept(client: Client, bob: Membership, record: str) -> None:
    """Else every page that lists drafts would fail for its owner."""
    assert _keep(client, draft_record=record, title="Typed").status_code == 404
    assert _left(bob) == []
    assert client.get(f"{MINE}mapping.observation/discard/", {"record": record}).status_code == 404
    for page in (MINE, HERE):
        assert client.get(page).status_code == 200


@pytest.mark.parametrize("place", ["9" * 4400, "²", "٣", "0" * 5000])
def test_a_row_of_no_place_there_can_be_is_shown_all_the_same(
    client: Client, city: City, bob: Membership, place: str
) -> None:
    left = _draft(city, bob, identity=uuid4(), data={f"looked-{place}-because": ["Typed in a row"]})
    page = client.get(f"{MINE}kept/{left.pk}/")
    assert page.status_code == 200
    assert "Typed in a row" in page.content.decode()


def test_fields_that_somebody_made_up_are_not_kept_without_end(client: Client, city: City, bob: Membership) -> None:
    """Beside a form that is saved, and beside a draft that is kept and opened again and again."""
    sent = {**ENTRY, "former_title": "Half a page", "made_up": "x" * 1_000_000}
    assert client.post(NEW, {"draft": str(uuid4()), **sent}).status_code == 302
    assert [draft.beside for draft in _left(bob)] == [{"former_title": ["Half a page"]}]
    mine = {"draft": str(uuid4()), "title": "Typed"}
    for number in range(5):
        _keep(client, draft_version=number, **mine, **{f"made_up_{number}": "x" * 90_000})
        assert client.get(NEW, {"draft": mine["draft"]}).status_code == 200
    kept = next(draft for draft in _left(bob) if str(draft.identity) == mine["draft"])
    assert list(kept.beside) == ["made_up_0", "made_up_1"]
    assert kept.data["title"] == ["Typed"]
