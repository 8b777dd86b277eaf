"""Several records that wait are read one below the other and approved together: each by itself, and only those that
this person may approve.
"""

import datetime
import html
import re
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.city import city_context
from accounts.models import City, Membership
from mapping.actions.observations import change_observation
from mapping.models import Observation
from records.actions import approve_several, submit
from records.history import newest_events
from records.models import Access
from records.registries.record_types import history_by_model
from records.views import several
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside
from tests.records.makers import make_observation
from tests.records.reviewed import MAKERS
from tests.stakeholders.makers import make_consultation

ADDRESS = "/city/elverhavn/review/observation/?state=submitted"
SAID = {"state": "submitted", "currents": ["right_wing"], "severity": 2}
TICK = re.compile(r'name="record"\s+value="([^"]+)"\s+id="tick-(\d+)"\s*(checked)?')


@pytest.fixture
def author(elverhavn: City) -> Membership:
    return make_member(elverhavn, "ada@elverhavn.example", "officer")


@pytest.fixture
def admin(elverhavn: City) -> Membership:
    return make_member(elverhavn, "alice@elverhavn.example", "admin")


def acting(city: City, member: Membership) -> AbstractContextManager[None]:
    return city_context(city.pk, via="page", actor_id=member.user_id)


def page(client: Client, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def ticks(text: str) -> dict[int, str]:
    return {int(pk): value for value, pk, _ticked in TICK.findall(text)}


def states(city: City) -> dict[str, str]:
    with inside(city):
        return dict(Observation.objects.order_by("title").values_list("title", "state"))


def test_those_that_this_person_may_approve_stand_there_with_all_that_is_recorded(
    elverhavn: City, author: Membership, admin: Membership
) -> None:
    one = make_observation(elverhavn, author, title="One", what_happened="Seen on the door.", **SAID)
    make_observation(elverhavn, admin, title="Their own", **SAID)
    make_observation(elverhavn, author, title="A draft", **{**SAID, "state": "draft"})
    client = sign_in(Client(), admin)
    text = page(client)
    assert list(ticks(text)) == [one.pk]
    assert "Seen on the door." in text
    assert "Incitement" in text
    assert "Someone was targeted or something small was damaged." in text
    assert "1 more of this list waits, but not for you" in text
    assert "A draft" not in text
    with inside(elverhavn):
        assert list(Access.objects.values_list("verb", "model", "records")) == [("opened", "mapping.observation", 1)]
    officer = sign_in(Client(), author)
    assert officer.get(ADDRESS).status_code == 403
    assert client.get("/city/elverhavn/review/source/").status_code == 404


def test_what_is_ticked_counts_and_the_rest_stays(elverhavn: City, author: Membership, admin: Membership) -> None:
    for name in ("One", "Two", "Three"):
        make_observation(elverhavn, author, title=name, **SAID)
    client = sign_in(Client(), admin)
    text = page(client)
    assert "not for you" not in text
    found = list(ticks(text).values())
    answer = client.post(ADDRESS, {"record": found[:2]}, follow=True)
    assert answer.redirect_chain == [(ADDRESS, 302)]
    assert "2 approved. They count from now on." in answer.content.decode()
    assert sorted(states(elverhavn).values()) == ["approved", "approved", "submitted"]
    # sent twice: nothing happens a second time, and why is said of each
    again = client.post(ADDRESS, {"record": found[:2]}, follow=True).content.decode()
    assert again.count("Not approved: ") == 2
    with inside(elverhavn):
        assert Observation.pgh_event_model.objects.filter(state="approved").count() == 2  # type: ignore[attr-defined]


def test_one_that_is_refused_keeps_no_other_from_counting_and_is_named_with_why(
    elverhavn: City, author: Membership, admin: Membership
) -> None:
    rows = [make_observation(elverhavn, author, title=f"No. {n}", **SAID) for n in range(4)]
    own = make_observation(elverhavn, admin, title="Their own", **SAID)
    client = sign_in(Client(), admin)
    found = ticks(page(client))
    with acting(elverhavn, author):  # what was read of the second is not what stands there now
        Observation.objects.filter(pk=rows[1].pk).update(what_happened="Otherwise")
        Observation.objects.filter(pk=rows[2].pk).update(state="withdrawn", withdrawn_reason="Twice")
    with inside(elverhavn):
        newest = Observation.pgh_event_model.objects.filter(pgh_obj_id=own.pk).latest("pgh_id")  # type: ignore[attr-defined]
    sent = [*found.values(), f"{own.pk}.{newest.pgh_id}", "999999.1", "no number", "7.-", f"{rows[3].pk}.1"]
    text = html.unescape(client.post(ADDRESS, {"record": sent}, follow=True).content.decode())
    assert "1 approved. It counts from now on." in text
    assert "Not approved: “No. 1”. It was changed since you looked at it." in text
    assert "Not approved: “No. 2”. It was changed since you looked at it." in text
    assert "Not approved: “No. 3”. It was changed since you looked at it." in text
    assert "Not approved: “Their own”. Nobody approves their own record." in text
    assert states(elverhavn) == {
        "No. 0": "approved", "No. 1": "submitted", "No. 2": "withdrawn", "No. 3": "submitted", "Their own": "submitted"
    }  # fmt: skip


def test_nothing_ticked_approves_nothing(elverhavn: City, author: Membership, admin: Membership) -> None:
    make_observation(elverhavn, author, **SAID)
    text = sign_in(Client(), admin).post(ADDRESS, follow=True).content.decode()
    assert "Nothing was approved: tick what you looked at." in text
    assert list(states(elverhavn).values()) == ["submitted"]


@pytest.mark.parametrize(
    ("fields", "warned"),
    [
        ({}, ["No current is said", "No severity is said"]),
        ({"currents": ["none_known"]}, ["No severity is said"]),
        ({"severity": 1}, ["No current is said"]),
        ({"currents": ["left_wing_anarchist"], "severity": 1}, []),
    ],
)
def test_what_would_count_without_a_current_or_a_severity_is_said_before(
    elverhavn: City, author: Membership, admin: Membership, fields: dict[str, Any], warned: list[str]
) -> None:
    """Approval passes without a current or a severity and says nothing."""
    row = make_observation(elverhavn, author, state="submitted", **fields)
    client = sign_in(Client(), admin)
    step = f"/city/elverhavn/review/observation/{row.pk}/approve/"
    alone, several = page(client, step), page(client, f"{ADDRESS}&all=yes")
    for text in (alone, several):
        for each in ("No current is said", "No severity is said"):
            assert (each in text) == (each in warned)
    assert ("all the same" in alone) == bool(warned)
    # all of a page are ticked but those; they have a tick of their own
    assert (TICK.findall(several)[0][2] == "checked") == (not warned)
    assert ("is not said are ticked one by one" in several) == bool(warned)
    begun = dict(re.findall(r'name="(base_version|draft_record)" value="([^"]*)"', alone))
    answer = client.post(step, begun, follow=True).content.decode()
    assert ("Tick this if it is to count as it stands" in answer) == bool(warned)
    assert states(elverhavn)[row.title] == ("submitted" if warned else "approved")
    client.post(step, {**begun, "all_the_same": "on"})
    assert states(elverhavn)[row.title] == "approved"


def test_every_kind_that_is_reviewed_can_be_read_so(elverhavn: City, author: Membership, admin: Membership) -> None:
    client = sign_in(Client(), admin)
    for model, make in MAKERS.items():
        made = make(elverhavn, author, **(SAID if model is Observation else {"state": "submitted"}))
        address = f"/city/elverhavn/review/{history_by_model(model).name}/?state=submitted"
        found = ticks(page(client, address))
        assert len(found) == 1
        assert "1 approved." in client.post(address, {"record": list(found.values())}, follow=True).content.decode()
        assert "Nothing of this list waits for you." in page(client, address)
        with inside(elverhavn):
            made.refresh_from_db()
        assert made.approved_by_id == admin.user_id


def test_the_list_leads_there_where_it_shows_what_waits(elverhavn: City, author: Membership, admin: Membership) -> None:
    make_observation(elverhavn, author, **SAID)
    client = sign_in(Client(), admin)
    link = 'href="/city/elverhavn/review/observation/?state=submitted&place=city_wide"'
    assert link in page(client, "/city/elverhavn/observations/?state=submitted&place=city_wide")
    assert "/review/observation/" not in page(client, "/city/elverhavn/observations/")
    waiting = "/city/elverhavn/observations/?state=submitted"
    assert "/review/observation/" not in page(sign_in(Client(), author), waiting)


def test_the_way_back_and_the_next_one_keep_how_the_list_was_narrowed(
    elverhavn: City, author: Membership, admin: Membership
) -> None:
    """The way back drops the filter."""
    days = [datetime.date(2026, 3, day) for day in (1, 2, 3)]
    one, _other, three = (
        make_observation(elverhavn, author, title=f"No. {n}", first_day=day, last_day=day, place=place, **SAID)
        for n, day, place in zip((1, 2, 3), days, ("city_wide", "outside", "city_wide"), strict=True)
    )
    client = sign_in(Client(), admin)
    query, quoted = "state=submitted&place=city_wide", "state%3Dsubmitted%26place%3Dcity_wide"
    here = f"/city/elverhavn/observations/{one.pk}/"
    there = f"/city/elverhavn/observations/{three.pk}/?list={quoted}"
    assert f'href="{here}?list={quoted}"' in page(client, f"/city/elverhavn/observations/?{query}")
    record = page(client, f"{here}?list={quoted}")
    assert f'href="/city/elverhavn/observations/?{query}"' in record
    assert f'href="{there}"' in record  # and not the second, which is elsewhere
    assert f'href="{here}change/?list={quoted}"' in record
    step = f"/city/elverhavn/review/observation/{one.pk}/approve/?list={quoted}"
    assert f'href="{step}"' in record
    begun = dict(re.findall(r'name="(base_version|draft_record)" value="([^"]*)"', page(client, step)))
    answer = client.post(step, begun, follow=True)
    assert answer.redirect_chain == [(f"{here}?list={quoted}", 302)]
    assert f'href="{there}"' in html.unescape(answer.content.decode())
    client.post(ADDRESS, {"record": [ticks(page(client))[three.pk]]})
    # the second waits, but not in this list; without one it is the next
    assert "Nothing else of the list you came from waits for you." in page(client, f"{here}?list={quoted}")
    assert "Next to review: No. 2" in page(client, here)


@pytest.mark.parametrize("odd", ["%00", "a" * 5000, "%26%26", "state%3Dnonsense", "page%3D99", "%ff", "q%3D%00"])
def test_an_odd_list_is_no_error(elverhavn: City, author: Membership, admin: Membership, odd: str) -> None:
    row = make_observation(elverhavn, author, **SAID)
    make_observation(elverhavn, author, title="Another", **SAID)
    assert "Another" in page(sign_in(Client(), admin), f"/city/elverhavn/observations/{row.pk}/?list={odd}")


def test_who_handed_it_in_or_changed_it_since_finds_it_not_among_theirs(
    elverhavn: City, author: Membership, admin: Membership
) -> None:
    handed_in, completed = (
        make_observation(elverhavn, author, title=name, **{**SAID, "state": "draft"})
        for name in ("Handed in", "Changed")
    )
    with acting(elverhavn, admin):
        submit(record=handed_in, by=admin.user)
    with acting(elverhavn, author):
        submit(record=completed, by=author.user)
    with acting(elverhavn, admin):
        completed.refresh_from_db()
        completed.title = "Rewritten"
        change_observation(observation=completed, by=admin.user)
    text = page(sign_in(Client(), admin))
    assert not ticks(text)
    assert "2 more of this list wait, but not for you" in text


def test_twenty_take_as_many_queries_as_two(elverhavn: City, author: Membership, admin: Membership) -> None:
    client = sign_in(Client(), admin)
    page(client)
    taken = []
    for more in (2, 18):
        for number in range(more):
            make_observation(elverhavn, author, title=f"No. {number}", **SAID)
        with CaptureQueriesContext(connection) as asked:
            page(client)
        taken.append(len(asked))
    assert taken[0] == taken[1]


def test_one_that_is_erased_meanwhile_keeps_no_other_from_counting(
    elverhavn: City, author: Membership, admin: Membership
) -> None:
    gone, stays = (make_observation(elverhavn, author, title=name, **SAID) for name in ("Gone", "Stays"))

    class ReadBefore:
        """As a query that was answered before the other one was erased."""

        def filter(self, **_asked: Any) -> "ReadBefore":
            return self

        def order_by(self, *_by: str) -> list[Observation]:
            return [gone_then, stays]

    with inside(elverhavn):
        seen = {each.pk: newest_events(each) for each in (gone, stays)}
        gone_then = Observation.objects.get(pk=gone.pk)
        gone.delete()
    with acting(elverhavn, admin):
        done = approve_several(rows=ReadBefore(), seen=seen, by=admin.user)  # type: ignore[arg-type]
    assert (done.approved, done.refused) == ([stays], [])


def test_the_next_page_is_of_the_same_list_and_ticked_by_nobody(
    elverhavn: City, author: Membership, admin: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(several, "SOME", 1)
    numbers = {make_observation(elverhavn, author, title=name, **SAID).pk for name in ("One", "Two")}
    client = sign_in(Client(), admin)
    first = page(client, f"{ADDRESS}&all=yes")
    assert "checked" in first
    (following,) = re.findall(r'<a href="([^"]*)"\s+rel="next"', first)
    following = html.unescape(following)
    assert "page=2" in following
    assert "all=" not in following
    second = page(client, ADDRESS.partition("?")[0] + following)
    assert "checked" not in second
    assert {*ticks(first), *ticks(second)} == numbers


def test_what_is_there_for_files_alone_is_not_read_here(elverhavn: City, admin: Membership, author: Membership) -> None:
    make_consultation(elverhavn, author, state="submitted")
    text = page(sign_in(Client(), admin), "/city/elverhavn/review/consultation/?state=submitted")
    assert "<dt>When</dt>" in text
    assert "<dt>Month</dt>" not in text
    assert "<dt>Boundaries</dt>" not in text
