"""The list of observations, one of them, and the steps of its review, as people take them."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Membership
from mapping.models import Observation
from tests.factories import make_member, sign_in
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
    return make_observation(elverhavn, bob, state="submitted", title="Waits")


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
    today = timezone.localdate()
    old = _approved(alice, title="Old", review_by=today + YESTERDAY)
    _approved(alice, title="Good", review_by=today)
    make_observation(elverhavn, title="No day", review_by=None)
    client = sign_in(Client(), alice)
    assert _titles(client, "stale=yes") == {"Old"}
    assert _titles(client, "stale=no") == {"Good", "No day"}
    assert "Observations to look at again: 1" in client.get("/city/elverhavn/").content.decode()
    page = client.get(f"{LIST}{old.pk}/").content.decode()
    assert "It was to hold until" in page
    client.post(_step(old, "look-again"), {"day": (today + datetime.timedelta(days=90)).isoformat()})
    assert _titles(client, "stale=yes") == set()


def test_a_day_that_has_passed_does_not_do(alice: Membership) -> None:
    old = _approved(alice, review_by=timezone.localdate() + YESTERDAY)
    answer = sign_in(Client(), alice).post(_step(old, "look-again"), {"day": timezone.localdate().isoformat()})
    assert "Choose a day that is still to come." in answer.content.decode()


def test_an_admin_approves_what_an_officer_wrote(alice: Membership, bob: Membership, waiting: Observation) -> None:
    admin, officer = sign_in(Client(), alice), sign_in(Client(), bob)
    assert "Observations to review: 1" in admin.get("/city/elverhavn/").content.decode()
    assert _step(waiting, "approve") in admin.get(f"{LIST}{waiting.pk}/").content.decode()
    assert _step(waiting, "approve") not in officer.get(f"{LIST}{waiting.pk}/").content.decode()
    refused = officer.post(_step(waiting, "approve")).content.decode()
    assert "Only an admin reviews records" in refused
    assert admin.post(_step(waiting, "approve"), follow=True).redirect_chain == [(f"{LIST}{waiting.pk}/", 302)]
    with city_context(waiting.city_id, via="test"):
        waiting.refresh_from_db()
    assert (waiting.state, waiting.approved_by_id) == ("approved", alice.user_id)
    assert "It is approved already." in admin.post(_step(waiting, "approve")).content.decode()


def test_what_is_returned_says_why_and_waits_for_its_author(
    alice: Membership, bob: Membership, waiting: Observation
) -> None:
    admin, officer = sign_in(Client(), alice), sign_in(Client(), bob)
    assert "This field is required" in admin.post(_step(waiting, "return"), {}).content.decode()
    named = {"review_comment": "Call 22 33 44 55 and ask Mette Sørensen."}
    assert "This could lead to a person" in admin.post(_step(waiting, "return"), named).content.decode()
    admin.post(_step(waiting, "return"), {"review_comment": "Which door of the library?"})
    assert "Observations returned to you: 1" in officer.get("/city/elverhavn/").content.decode()
    assert "Which door of the library?" in officer.get(f"{LIST}{waiting.pk}/").content.decode()
    officer.post(_step(waiting, "submit"))
    assert _titles(admin, "state=submitted") == {"Waits"}


def test_what_is_withdrawn_says_why(alice: Membership, waiting: Observation) -> None:
    admin = sign_in(Client(), alice)
    admin.post(_step(waiting, "withdraw"), {"withdrawn_reason": "It was another city."})
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
    assert lines.splitlines()[0].startswith("When,Until,Title,")
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
