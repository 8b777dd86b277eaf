"""The list of observations, one of them, and the steps of its review, as people take them."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Membership
from mapping.models import District, Observation
from tests.factories import make_member, send, sign_in, today_in
from tests.mapping.makers import with_districts, with_record
from tests.records.makers import make_observation

LIST = "/city/elverhavn/observations/"
YESTERDAY = datetime.timedelta(days=-1)


def _titles(client: Client, narrowed: str) -> set[str]:
    return {row.title for row in client.get(f"{LIST}?{narrowed}").context["rows"]}


def _approved(by: Membership, **fields: Any) -> Observation:
    facts = {"state": "approved", "approved_by": by.user, "approved_at": timezone.now(), **fields}
    return make_observation(by.city, None, **facts)


def _step(observation: Observation, verb: str) -> str:
    return f"/city/elverhavn/review/observation/{observation.pk}/{verb}/"


@pytest.fixture
def waiting(elverhavn: City, bob: Membership) -> Observation:
    """Written by Bob, an officer, and handed in."""
    said = {"currents": ["none_known"], "severity": 1}
    return make_observation(elverhavn, bob, state="submitted", title="Waits", **said)


def test_the_list_is_narrowed_by_what_the_address_says(elverhavn: City, alice: Membership) -> None:
    make_observation(elverhavn, title="Stickers", what_happened="At the library door")
    make_observation(elverhavn, title="Rally", manifestations=["propaganda", "threat"], currents=["jihadist"])
    make_observation(elverhavn, title="Video", place="online", space="online", platform="Telegram")
    client = sign_in(Client(), alice)
    assert _titles(client, "") == {"Stickers", "Rally", "Video"}
    assert _titles(client, "q=library") == {"Stickers"}
    assert _titles(client, "q=telegram") == {"Video"}
    assert _titles(client, "manifestations=threat") == {"Rally"}
    assert _titles(client, "currents=jihadist") == {"Rally"}
    assert _titles(client, "place=online&space=online") == {"Video"}
    assert _titles(client, "state=approved") == set()
    assert _titles(client, "manifestations=nonsense&stale=nonsense") == {"Stickers", "Rally", "Video"}


def test_stale_ones_are_listed_marked_and_told_of_on_the_first_page(elverhavn: City, alice: Membership) -> None:
    today = today_in(elverhavn)
    old = _approved(alice, title="Old", review_by=today + YESTERDAY)
    _approved(alice, title="Good", review_by=today)
    make_observation(elverhavn, title="No day", review_by=None)
    client = sign_in(Client(), alice)
    assert _titles(client, "stale=yes") == {"Old"}
    assert _titles(client, "stale=no") == {"Good", "No day"}
    assert "Observations to look at again: 1" in client.get("/city/elverhavn/").content.decode()
    page = client.get(f"{LIST}{old.pk}/").content.decode()
    assert "It was to hold until" in page
    send(client, _step(old, "look-again"), {"day": (today + datetime.timedelta(days=90)).isoformat()})
    assert _titles(client, "stale=yes") == set()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (-1, "Choose a day that is still to come."),
        (0, "Choose a day that is still to come."),
        (1, ""),
        (365 * 3, ""),
        (365 * 3 + 2, "Choose a day within three years"),
        (365 * 7000, "Choose a day within three years"),
    ],
)
def test_only_a_day_of_the_next_three_years_does(alice: Membership, days: int, said: str) -> None:
    today = today_in(alice.city)
    old = _approved(alice, review_by=today + YESTERDAY)
    day = (today + datetime.timedelta(days=days)).isoformat()
    answer = send(sign_in(Client(), alice), _step(old, "look-again"), {"day": day})
    assert answer.status_code == (200 if said else 302)
    assert said in answer.content.decode()
    with city_context(alice.city_id, via="test"):
        assert Observation.objects.get().review_by == (today + YESTERDAY if said else datetime.date.fromisoformat(day))


def test_an_admin_approves_what_an_officer_wrote(alice: Membership, bob: Membership, waiting: Observation) -> None:
    admin, officer = sign_in(Client(), alice), sign_in(Client(), bob)
    assert "Observations to review: 1" in admin.get("/city/elverhavn/").content.decode()
    assert _step(waiting, "approve") in admin.get(f"{LIST}{waiting.pk}/").content.decode()
    assert _step(waiting, "approve") not in officer.get(f"{LIST}{waiting.pk}/").content.decode()
    refused = send(officer, _step(waiting, "approve")).content.decode()
    assert "Only an admin reviews records" in refused
    assert send(admin, _step(waiting, "approve"), follow=True).redirect_chain == [(f"{LIST}{waiting.pk}/", 302)]
    with city_context(waiting.city_id, via="test"):
        waiting.refresh_from_db()
    assert (waiting.state, waiting.approved_by_id) == ("approved", alice.user_id)
    assert "It is approved already." in send(admin, _step(waiting, "approve")).content.decode()


def test_what_is_returned_says_why_and_waits_for_its_author(
    alice: Membership, bob: Membership, waiting: Observation
) -> None:
    admin, officer = sign_in(Client(), alice), sign_in(Client(), bob)
    assert "Say what is missing." in send(admin, _step(waiting, "return"), {}).content.decode()
    named = {"review_comment": "Call 22 33 44 55 and ask Mette Sørensen."}
    assert "This could lead to a person" in send(admin, _step(waiting, "return"), named).content.decode()
    send(admin, _step(waiting, "return"), {"review_comment": "Which door of the library?"})
    assert "Which door of the library?" in officer.get("/city/elverhavn/").content.decode()
    assert "Which door of the library?" in officer.get(f"{LIST}{waiting.pk}/").content.decode()
    send(officer, _step(waiting, "submit"))
    assert _titles(admin, "state=submitted") == {"Waits"}


def test_what_is_withdrawn_says_why(alice: Membership, waiting: Observation) -> None:
    admin = sign_in(Client(), alice)
    send(admin, _step(waiting, "withdraw"), {"withdrawn_reason": "It was another city."})
    page = admin.get(f"{LIST}{waiting.pk}/").content.decode()
    assert "Withdrawn: it counts nowhere" in page
    assert "It was another city." in page
    assert _step(waiting, "reopen") in page


def test_beyond_one_s_clearance_it_does_not_exist(elverhavn: City) -> None:
    red = make_observation(elverhavn, title="Red", marking="red")
    client = sign_in(Client(), make_member(elverhavn, "green@elverhavn.example", "officer", clearance="green"))
    assert _titles(client, "") == set()
    assert client.get(f"{LIST}{red.pk}/").status_code == 404
    assert client.post(_step(red, "submit")).status_code == 404
    assert b"Red" not in client.get(f"{LIST}export/").getvalue()


def test_an_unknown_step_or_kind_does_not_exist(alice: Membership, waiting: Observation) -> None:
    client = sign_in(Client(), alice)
    assert client.get(_step(waiting, "explode")).status_code == 404
    assert client.get(f"/city/elverhavn/review/nonsense/{waiting.pk}/approve/").status_code == 404
    assert client.get(f"/city/elverhavn/review/source/{waiting.pk}/approve/").status_code == 404


def test_the_file_holds_what_the_list_shows(elverhavn: City, alice: Membership) -> None:
    make_observation(elverhavn, title="=Rally", manifestations=["threat"])
    make_observation(elverhavn, title="Stickers")
    lines = sign_in(Client(), alice).get(f"{LIST}export/?manifestations=threat").getvalue().decode("utf-8-sig")
    assert lines.splitlines()[0].startswith("Title,When,Until,")
    assert len(lines.splitlines()) == 2
    assert "'=Rally" in lines


def test_opening_one_is_noted(alice: Membership, waiting: Observation) -> None:
    client = sign_in(Client(), alice)
    client.get(f"{LIST}{waiting.pk}/")
    assert "Observation" in client.get("/city/elverhavn/accesses/").content.decode()


def test_a_page_of_one_has_the_five_steps_in_its_head(alice: Membership, waiting: Observation) -> None:
    """What a page calls its own things must not take the place of the shell's."""
    page = sign_in(Client(), alice).get(f"{LIST}{waiting.pk}/").content.decode()
    head = page[page.index("<header") : page.index("</header>")]
    assert [name for name in ("Map", "Consult", "Diagnose", "Plan", "Adapt") if name not in head] == []


NEW = f"{LIST}new/"
ENTRY = {
    "title": "Stickers at the tram stop",
    "what_happened": "Stickers that call for violence were put on the shelter. They were taken down the same day.",
    "scope": "incitement",
    "manifestations": ["propaganda"],
    "targets": ["migrants_refugees"],
    "precision": "day",
    "first_day": "2026-03-01",
    "place": "city_wide",
    "space": "offline",
    "how_known": "seen_by_staff",
}


def _errors(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


@pytest.fixture
def opened(elverhavn: City) -> City:
    return with_record(elverhavn)


def test_an_officer_records_and_hands_in_at_once(opened: City, bob: Membership) -> None:
    client = sign_in(Client(), bob)
    assert client.get(NEW).context["form"].initial["first_day"] == today_in(opened)
    answer = client.post(NEW, {**ENTRY, "hand_in": "on"})
    with city_context(opened.pk, via="test"):
        made = Observation.objects.select_related("source").get()
    assert answer["Location"] == f"{LIST}{made.pk}/"
    assert (made.state, made.created_by_id, made.source.key) == ("submitted", bob.user_id, "own-records")
    # Seen by our staff: the Admiralty code A2.
    assert (made.reliability, made.credibility) == ("A", "2")
    assert made.first_day == made.last_day == datetime.date(2026, 3, 1)


def test_it_can_be_kept_without_handing_it_in(opened: City, bob: Membership) -> None:
    sign_in(Client(), bob).post(NEW, ENTRY)
    with city_context(opened.pk, via="test"):
        assert Observation.objects.get().state == "draft"


def test_what_is_lawful_is_refused_with_the_reason_and_nothing_typed_is_lost(opened: City, bob: Membership) -> None:
    answer = sign_in(Client(), bob).post(NEW, {**ENTRY, "scope": "none"})
    assert "lawful" in _errors(answer)["scope"][0]
    assert "They were taken down the same day." in answer.content.decode()
    with city_context(opened.pk, via="test"):
        assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ({"precision": "month", "first_day": "2024-02-10"}, (2024, 2, 1), (2024, 2, 29)),
        ({"precision": "year", "first_day": "2024-02-10"}, (2024, 1, 1), (2024, 12, 31)),
        ({"precision": "period", "first_day": "2024-02-10", "last_day": "2024-03-01"}, (2024, 2, 10), (2024, 3, 1)),
        ({"precision": "day", "first_day": "2024-02-10", "last_day": "2025-03-01"}, (2024, 2, 10), (2024, 2, 10)),
    ],
)
def test_the_days_span_what_is_known_of_the_time(
    opened: City, bob: Membership, said: dict[str, str], first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    sign_in(Client(), bob).post(NEW, {**ENTRY, **said})
    with city_context(opened.pk, via="test"):
        made = Observation.objects.get()
    assert (made.first_day, made.last_day) == (datetime.date(*first), datetime.date(*last))


@pytest.mark.parametrize(
    ("said", "field", "text"),
    [
        ({"precision": "period"}, "last_day", "until when"),
        ({"precision": "period", "last_day": "2026-02-01"}, "last_day", "before the first"),
        ({"first_day": "2999-01-01"}, "first_day", "still to come"),
        ({"place": "district"}, "district", "Name the district"),
        ({"manifestations": []}, "manifestations", "Choose at least one"),
        ({"what_happened": "Ask Mette Sørensen, mette@elverhavn.example."}, "what_happened", "could lead to a person"),
        ({"title": "x" * 201}, "title", "At most 200"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    opened: City, bob: Membership, said: dict[str, Any], field: str, text: str
) -> None:
    answer = sign_in(Client(), bob).post(NEW, {**ENTRY, **said})
    assert list(_errors(answer)) == [field]
    assert text in str(_errors(answer)[field])


def test_what_belongs_to_another_answer_is_not_kept(opened: City, bob: Membership) -> None:
    """A district chosen and then hidden, a platform named and then offline."""
    with_districts(opened, "1")
    with city_context(opened.pk, via="test"):
        district = District.objects.get().pk
    sign_in(Client(), bob).post(NEW, {**ENTRY, "district": district, "platform": "Telegram"})
    with city_context(opened.pk, via="test"):
        made = Observation.objects.get()
    assert (made.district_id, made.platform) == (None, "")


def test_without_a_processing_record_nothing_is_kept_and_the_form_says_so(elverhavn: City, bob: Membership) -> None:
    answer = sign_in(Client(), bob).post(NEW, ENTRY)
    assert "Fill in the processing record" in str(_errors(answer)["__all__"])


def test_the_reviewer_completes_what_waits_and_its_author_no_more(
    alice: Membership, bob: Membership, waiting: Observation
) -> None:
    change = f"{LIST}{waiting.pk}/change/"
    assert sign_in(Client(), bob).get(change).status_code == 302
    admin = sign_in(Client(), alice)
    page = admin.get(change).context
    completed = {
        **ENTRY,
        "base_version": page["writing"].now,
        "currents": ["right_wing"],
        "severity": 3,
        "source": waiting.source_id,
        "reliability": "C",
        "credibility": "3",
        "marking": "green",
    }
    assert admin.post(change, completed)["Location"] == f"{LIST}{waiting.pk}/"
    with city_context(waiting.city_id, via="test"):
        waiting.refresh_from_db()
    assert (waiting.state, waiting.currents, waiting.severity) == ("submitted", ["right_wing"], 3)
    assert (waiting.reliability, waiting.credibility, waiting.marking) == ("C", "3", "green")


def test_a_record_changed_meanwhile_is_not_overwritten_unseen(
    alice: Membership, bob: Membership, elverhavn: City
) -> None:
    draft = make_observation(elverhavn, bob, title="As it was", what_happened="Before.", how_known="seen_by_staff")
    change = f"{LIST}{draft.pk}/change/"
    officer = sign_in(Client(), bob)
    began = officer.get(change).context["writing"].now
    with city_context(elverhavn.pk, via="test", actor_id=alice.user_id):
        draft.title = "As Alice has it"
        draft.save()
    answer = officer.post(change, {**ENTRY, "base_version": began})
    assert answer.status_code == 200
    assert answer.context["writing"].both
    with city_context(elverhavn.pk, via="test"):
        draft.refresh_from_db()
    assert draft.title == "As Alice has it"
