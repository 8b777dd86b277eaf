"""What costs much: once at a time for a member, a few times for a city, and one process is left for everybody."""

import datetime
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from html import unescape
from typing import Any

import psycopg2
import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from accounts import limits, list_rows
from accounts.models import City, Membership
from config import services
from mapping.views import city_map
from tests.access.lists import EXPORTS, LISTS
from tests.databases import url_of_test_database
from tests.factories import make_member, sign_in
from tests.records.makers import make_observation

EXPORT = "/city/{}/organisations/export/"
NEW = "/city/{}/organisations/new/"
BY_SCRIPT = "/city/{}/screening/"


@pytest.fixture
def members(committed_db: None) -> list[Membership]:
    """Four of one city, and one of another."""
    here = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    there = City.objects.create(slug="granby", name="Granby", country="SE")
    some = [make_member(here, f"officer{number}@elverhavn.example", "officer") for number in range(4)]
    return [*some, make_member(there, "officer@granby.example", "officer")]


@contextmanager
def at_work(member: Membership, what: str = limits.FILES) -> Iterator[bool]:
    """Another process does something costly for this member."""
    connection = psycopg2.connect(url_of_test_database(services.addresses().database_url))
    try:
        with connection.cursor() as cursor:
            cursor.execute(limits._ENTER, limits.slots(member, what))
            found = cursor.fetchone()
            assert found
            yield found[0]
    finally:
        # a server lets go of what a closed line held a moment later, at the end of a transaction at once
        connection.rollback()
        connection.close()


def _asked(who: Membership, what: str, **sent: Any) -> Any:
    client, address = sign_in(Client(), who), what.format(who.city.slug)
    return client.post(address, sent) if sent else client.get(address)


def kind_of(what: str) -> str:
    return limits.FILES if what == EXPORT else limits.FORMS


LONG = {"name": "x", "notes": "-." * 10_000 + "<b>\r\n\"'&"}


@pytest.mark.parametrize(("what", "sent"), [(EXPORT, {}), (NEW, LONG), (BY_SCRIPT, {"text": "@abc " * 5_000})])
def test_a_member_has_one_costly_request_at_a_time_and_others_go_on(
    what: str, sent: dict[str, str], members: list[Membership], settings: LazySettings
) -> None:
    settings.COSTLY_OF_SITE = 4
    with at_work(members[0], kind_of(what)) as began:
        assert began
        answer = _asked(members[0], what, **sent)
        assert (answer.status_code, answer["Retry-After"]) == (429, "5")
        assert _asked(members[1], what, **sent).status_code != 429
        assert _asked(members[4], what, **sent).status_code != 429
        assert _asked(members[0], "/city/{}/").status_code == 200
        assert _asked(members[0], NEW, name="short").status_code == 200
    assert _asked(members[0], what, **sent).status_code != 429


def test_a_city_has_two_and_all_cities_leave_a_process_free(members: list[Membership], settings: LazySettings) -> None:
    settings.COSTLY_OF_SITE = 4
    with ExitStack() as stack:
        assert [stack.enter_context(at_work(member)) for member in members[:3]] == [True, True, False]
        assert _asked(members[2], EXPORT).status_code == 429
        settings.COSTLY_OF_SITE = 3
        assert _asked(members[4], EXPORT).status_code == 429
        settings.COSTLY_OF_SITE = 4
        assert _asked(members[4], EXPORT).status_code == 200


def test_no_member_keeps_a_city_from_sending_long_forms(members: list[Membership], settings: LazySettings) -> None:
    settings.COSTLY_OF_SITE = 4
    with at_work(members[0], limits.FORMS) as first:
        assert first
        assert _asked(members[0], NEW, **LONG).status_code == 429
        assert _asked(members[1], NEW, **LONG).status_code != 429
        with at_work(members[1], limits.FORMS) as second:
            assert second
            assert _asked(members[2], NEW, **LONG).status_code == 429
            assert _asked(members[2], EXPORT).status_code == 200
            assert _asked(members[4], NEW, **LONG).status_code != 429


OTHERS = [(limits.FILES,), (limits.SEARCHES,), (limits.FILES, limits.SEARCHES)]


@pytest.mark.parametrize("of_site", [2, 3, 4])
@pytest.mark.parametrize("kinds", OTHERS, ids=" and ".join)
def test_whatever_else_is_asked_for_forms_keep_a_slot_and_all_leave_a_process(
    members: list[Membership], settings: LazySettings, of_site: int, kinds: tuple[str, ...]
) -> None:
    """Each kind by itself did; all files but one and a search had every slot."""
    settings.COSTLY_OF_SITE = of_site
    settings.COSTLY_OF_CITY = {limits.FORMS: 9, limits.FILES: 9, limits.SEARCHES: 9}
    with ExitStack() as stack:
        others = [stack.enter_context(at_work(member, kind)) for kind in kinds for member in members]
        forms = [stack.enter_context(at_work(member, limits.FORMS)) for member in members]
    assert (sum(others), sum(forms)) == (of_site - 1, 1)


SEARCH = "/city/{}/search/?words=nowhere"


def test_searches_are_of_a_kind_of_their_own(members: list[Membership], settings: LazySettings) -> None:
    """Whoever searches keeps nobody from sending a long form, and the other way round."""
    settings.COSTLY_OF_SITE = 5
    with at_work(members[0], limits.FORMS) as form, at_work(members[0], limits.SEARCHES) as searching:
        assert form
        assert searching
        assert _asked(members[0], SEARCH).status_code == 429
        assert _asked(members[1], SEARCH).status_code == 200
        assert _asked(members[1], NEW, **LONG).status_code != 429
        with at_work(members[1], limits.SEARCHES) as second:
            assert second
            assert _asked(members[2], SEARCH).status_code == 429
            assert _asked(members[4], SEARCH).status_code == 200


# Every list, as of an admin, and its file where the words are looked for once more.
SEARCHED = [each for name in LISTS for each in (name, *(file for file, of in EXPORTS.items() if of == name))]


def test_words_of_a_list_are_looked_for_as_in_a_search(
    members: list[Membership], settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each took up to three seconds a statement, and nothing bounded how many a member asked for at once. Of few rows
    nobody waits."""
    settings.COSTLY_OF_SITE = 5
    admin = make_member(members[0].city, "admin@elverhavn.example", "admin")
    client = sign_in(Client(), admin)
    for address in (reverse(name, args=["elverhavn"]) for name in SEARCHED):
        with at_work(admin, limits.SEARCHES) as searching, monkeypatch.context() as patched:
            assert searching, address
            assert client.get(address, {"q": "nowhere"}).status_code == 200, address
            patched.setattr(list_rows, "_are_many", lambda _everything: True)
            refused = client.get(address, {"q": "nowhere"})
            assert (refused.status_code, refused["Retry-After"]) == (429, "5"), address
            assert "Please wait a few seconds" in refused.content.decode(), address
            for query in ({}, {"q": ""}, {"q": "  "}, {"sort": "nothing"}):
                assert client.get(address, query).status_code == 200, f"{address} {query}"
        assert client.get(address, {"q": "nowhere"}).status_code == 200, address


def test_rows_are_many_from_a_number_on(members: list[Membership], monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = Membership.objects.filter(pk__in=[each.pk for each in members])
    monkeypatch.setattr(list_rows, "FEW_ROWS", len(members) - 1)
    assert list_rows._are_many(everybody)
    monkeypatch.setattr(list_rows, "FEW_ROWS", len(members))
    assert not list_rows._are_many(everybody)


def test_two_in_a_city_look_for_words_at_once(
    members: list[Membership], settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COSTLY_OF_SITE = 5
    monkeypatch.setattr(list_rows, "_are_many", lambda _everything: True)
    words = "/city/{}/organisations/?q=nowhere"
    with at_work(members[0], limits.SEARCHES), at_work(members[1], limits.FORMS):
        assert _asked(members[0], words).status_code == 429
        assert _asked(members[1], words).status_code == 200
        with at_work(members[1], limits.SEARCHES) as second:
            assert second
            assert _asked(members[2], words).status_code == 429
            assert _asked(members[2], NEW, **LONG).status_code != 429
            assert _asked(members[4], words).status_code == 200


def test_records_are_shown_while_their_list_is_searched(
    members: list[Membership], settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several were opened at once from a list that was searched: the next one of it is looked for on each page."""
    settings.COSTLY_OF_SITE = 5
    monkeypatch.setattr(list_rows, "_are_many", lambda _everything: True)
    admin = make_member(members[0].city, "admin@elverhavn.example", "admin")
    one, _two = (make_observation(admin.city, members[0], title=f"No. {n}", state="submitted") for n in (1, 2))
    page = f"/city/elverhavn/observations/{one.pk}/"
    client = sign_in(Client(), admin)
    with at_work(admin, limits.SEARCHES):
        shown = client.get(page, {"list": "q=No."})
    assert shown.status_code == 200
    assert "No. 1" in shown.content.decode()
    assert "Next to review" not in shown.content.decode()
    assert "Next to review" in client.get(page, {"list": "q=No."}).content.decode()


def test_a_file_whose_slot_is_somebody_elses_by_now_is_not_sent(
    members: list[Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WAIT_SECONDS", 0.3)
    answer = _asked(members[0], EXPORT)
    with at_work(members[0]) as other:
        assert other
        with pytest.raises(limits.Busy):
            list(answer.streaming_content)
    assert list(_asked(members[0], EXPORT).streaming_content)


@pytest.mark.parametrize(("longest", "waits"), [(30, True), (3 * 366, False)])
def test_a_map_of_many_years_waits_its_turn(
    longest: int, waits: bool, members: list[Membership], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(city_map, "LONG_PERIOD", datetime.timedelta(days=longest))
    with at_work(members[0]):
        assert (_asked(members[0], "/city/{}/map/").status_code == 429) == waits
    assert _asked(members[0], "/city/{}/map/").status_code == 200


def test_what_was_typed_is_in_the_page_that_says_to_wait(members: list[Membership]) -> None:
    with at_work(members[0], limits.FORMS):
        page = _asked(members[0], NEW, **LONG).content.decode()
    form = page[page.index(f'<form method="post" action="{NEW.format("elverhavn")}">') :]
    sent = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form.partition("</form>")[0]))
    assert {name: unescape(value) for name, value in sent.items()} == LONG
    assert "Send it again" in page


def test_a_draft_that_a_page_keeps_by_itself_never_waits(members: list[Membership]) -> None:
    with at_work(members[0], limits.FORMS):
        answer = _asked(members[0], "/city/{}/drafts/organisation/", **LONG)
    assert answer.status_code != 429


def test_a_script_is_told_in_words(members: list[Membership]) -> None:
    client = sign_in(Client(), members[0])
    with at_work(members[0], limits.FORMS):
        answer = client.post(
            BY_SCRIPT.format("elverhavn"), {"text": "x" * 25_000}, headers={"accept": "application/json"}
        )
    assert (answer.status_code, answer.json()["text"]) == (429, "Too much at once. Wait a few seconds.")
