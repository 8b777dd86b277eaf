"""History as people read it, and who saw what."""

import csv
import datetime
import re

import pytest
from django.db import connection
from django.test import Client

from accounts.actions import change_membership
from accounts.city import city_context
from accounts.models import City, Membership, ProcessingRecord
from mapping.models import Observation, Source
from records.actions import erase, record_access, record_export, record_view, seal_city
from records.history import Happened
from records.models import Access, Verb
from records.models.accesses import HISTORY as HISTORY_OF
from records.registries.record_types import all_histories
from reports.models import Diagnosis
from tests.factories import make_member, sign_in, today_in
from tests.mapping.makers import with_record
from tests.records.makers import make_observation, make_observations

HISTORY = "/city/elverhavn/history/"
ACCESSES = "/city/elverhavn/accesses/"


def _words(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(address).content.decode()))


def _role_changed(alice: Membership, bob: Membership, reason: str = "") -> None:
    with city_context(alice.city_id, via="page", actor_id=alice.user_id, reason=reason):
        change_membership(membership=bob, role="reader", clearance="green")


def test_a_change_says_from_what_to_what_by_whom_and_why(client: Client, alice: Membership, bob: Membership) -> None:
    _role_changed(alice, bob, reason="Moved to another department")
    words = _words(sign_in(client, alice), f"{HISTORY}person/{bob.pk}/")
    assert "Role City officer became Network member" in words
    assert "Clearance TLP:AMBER became TLP:GREEN" in words
    assert "Alice" in words
    assert "Because: Moved to another department" in words


def test_the_newest_stands_first_and_the_first_says_what_it_began_with(
    client: Client, alice: Membership, bob: Membership
) -> None:
    _role_changed(alice, bob)
    entries = sign_in(client, alice).get(f"{HISTORY}person/{bob.pk}/").context["entries"]
    assert [entry.what for entry in entries] == ["Changed", "Made"]
    began = {change.label: (change.before, change.after) for change in entries[1].changes}
    assert began["Role"] == ("", "City officer")
    assert began["Person"] == ("", "Bob")


def test_a_source_marked_higher_since_is_not_named_in_what_was_of_it_once(client: Client, elverhavn: City) -> None:
    amber = make_observation(elverhavn, title="Amber", marking="amber")
    with city_context(elverhavn.pk, via="test"):
        secret = Source.objects.create(city=elverhavn, key="a", name="Quiet office", source_type="police")
        other = Source.objects.create(city=elverhavn, key="b", name="Open office", source_type="police")
        for source in (secret, other):
            Observation.objects.filter(pk=amber.pk).update(source=source)
    address = f"{HISTORY}observation/{amber.pk}/"
    for clearance, reads in (("amber", False), ("red", True)):
        member = make_member(elverhavn, f"{clearance}@elverhavn.example", "officer", clearance=clearance)
        sign_in(client, member)
        with city_context(elverhavn.pk, via="test"):
            Source.objects.filter(pk=secret.pk).update(marking="green")
        assert "Source Quiet office became Open office" in _words(client, address)
        with city_context(elverhavn.pk, via="test"):
            Source.objects.filter(pk=secret.pk).update(marking="red")
        words = _words(client, address)
        assert ("Quiet office" in words) is reads
        assert ("Source something above your clearance became Open office" in words) is not reads


def test_history_of_a_record_beyond_one_s_clearance_does_not_exist(client: Client, elverhavn: City) -> None:
    red = make_observation(elverhavn, title="Red", marking="red")
    amber = make_observation(elverhavn, title="Amber", marking="amber")
    officer = make_member(elverhavn, "officer@elverhavn.example", "officer", clearance="amber")
    sign_in(client, officer)
    assert client.get(f"{HISTORY}observation/{red.pk}/").status_code == 404
    assert "Amber" in _words(client, f"{HISTORY}observation/{amber.pk}/")


def test_what_was_deleted_is_for_admins_alone(client: Client, elverhavn: City, alice: Membership) -> None:
    gone = make_observation(elverhavn, title="Deleted by mistake")
    number = gone.pk
    with city_context(elverhavn.pk, via="page", actor_id=alice.user_id):
        Observation.objects.filter(pk=number).delete()
    words = _words(sign_in(client, alice), f"{HISTORY}observation/{number}/")
    assert "It was deleted." in words
    assert "Deleted by mistake" in words
    officer = make_member(elverhavn, "officer@elverhavn.example", "officer")
    assert sign_in(Client(), officer).get(f"{HISTORY}observation/{number}/").status_code == 404


def test_what_was_marked_higher_before_it_was_deleted_is_closed_with_all_it_said(
    client: Client, elverhavn: City
) -> None:
    gone = make_observation(elverhavn, title="Grevlinghvisken", marking="amber")
    number = gone.pk
    with city_context(elverhavn.pk, via="page"):
        Observation.objects.filter(pk=number).update(marking="red")
        Observation.objects.filter(pk=number).delete()
    for clearance, reads in (("amber", False), ("red", True)):
        sign_in(client, make_member(elverhavn, f"{clearance}@elverhavn.example", "admin", clearance=clearance))
        assert client.get(f"{HISTORY}observation/{number}/").status_code == (200 if reads else 404)
        assert ("Grevlinghvisken" in _words(client, HISTORY)) is reads


def test_what_was_erased_has_no_history_but_that_it_was(client: Client, elverhavn: City, alice: Membership) -> None:
    gone = make_observation(elverhavn, title="Grevlinghvisken")
    number = gone.pk
    with city_context(elverhavn.pk, via="page", actor_id=alice.user_id):
        seal_city(city_id=elverhavn.pk)
        erase(record=gone, reason="Asked for by somebody it is about", by=alice.user)
    sign_in(client, alice)
    assert client.get(f"{HISTORY}observation/{number}/").status_code == 404
    words = _words(client, f"{HISTORY}?kind=erasure")
    assert "Made: Erasure" in words
    assert "Grevlinghvisken" not in _words(client, HISTORY)


@pytest.mark.parametrize(("kind", "status"), [("nothing", 404), ("person", 404)])
def test_what_there_is_not_is_not_found(client: Client, alice: Membership, kind: str, status: int) -> None:
    assert sign_in(client, alice).get(f"{HISTORY}{kind}/999999/").status_code == status


def test_history_of_another_city_does_not_exist(client: Client, alice: Membership, charlie: Membership) -> None:
    foreign = make_observation(with_record(charlie.city), title="Secret of Sandvig")
    sign_in(client, alice)
    assert client.get(f"{HISTORY}observation/{foreign.pk}/").status_code == 404
    assert client.get(f"{HISTORY}person/{charlie.pk}/").status_code == 404
    told = [(entry.kind.name, entry.number) for entry in client.get(HISTORY).context["entries"]]
    assert told
    assert ("observation", foreign.pk) not in told


def test_the_city_s_history_is_filtered_by_kind_and_person(client: Client, alice: Membership, bob: Membership) -> None:
    with_record(alice.city)
    _role_changed(alice, bob)
    sign_in(client, alice)

    def found(query: str) -> set[tuple[str, str]]:
        return {(entry.kind.name, entry.who) for entry in client.get(f"{HISTORY}?{query}").context["entries"]}

    assert ("processing-record", "The installation itself") in found("")
    assert found("kind=person") == {("person", "The installation itself"), ("person", "Alice")}
    assert found(f"who={alice.user_id}") == {("person", "Alice")}
    assert found(f"who={bob.user_id}") == set()
    assert found("kind=nonsense&who=nobody&page=-1&from=soon") == found("")


def _told(client: Client, query: str) -> list[int]:
    return [entry.number for entry in client.get(f"{HISTORY}?{query}").context["entries"]]


def test_one_turns_the_pages_of_a_long_history_to_its_first_day(
    client: Client, elverhavn: City, alice: Membership
) -> None:
    made = make_observations(elverhavn, None, ({"title": f"Observation {number}"} for number in range(1_055)))
    numbers = [each.pk for each in reversed(made)]
    page = sign_in(client, alice).get(f"{HISTORY}?kind=observation").content.decode()
    assert "1–50 of 1,000+" in page
    assert "page=2" in page
    turned = [_told(client, f"kind=observation&page={number}") for number in range(1, 23)]
    assert [number for each in turned for number in each] == numbers
    assert len(turned[-1]) == 5


def test_what_happened_to_records_of_every_kind_stands_in_one_order(
    client: Client, elverhavn: City, alice: Membership, bob: Membership
) -> None:
    for title in ("First", "Second"):
        make_observation(elverhavn, title=title)
        _role_changed(alice, bob, reason=title)
        with city_context(elverhavn.pk, via="test"):
            Membership.objects.filter(pk=bob.pk).update(role="officer")
    entries = sign_in(client, alice).get(HISTORY).context["entries"]
    moments = [entry.at for entry in entries]
    assert moments == sorted(moments, reverse=True)
    called = [entry.title for entry in entries if entry.what == "Made" and entry.kind.name == "observation"]
    assert called == ["Second", "First"]
    assert {entry.title for entry in entries if entry.kind.name == "person"} == {"Alice", "Bob"}


def test_an_index_gives_the_newest_of_every_kind(elverhavn: City, alice: Membership) -> None:
    """However many there are: where none did, all would be sorted."""
    with city_context(elverhavn.pk, via="test"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        for kind in all_histories():
            (events,) = Happened([kind], alice)._of_each()
            plan = events[:51].explain()
            assert "Index Scan Backward" in plan, kind.name
            assert "Sort" not in plan, kind.name


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_history_is_narrowed_by_days_of_the_city(
    client: Client, elverhavn: City, alice: Membership, zone: str
) -> None:
    """25 hours apart: in one of the two it is another day than in UTC."""
    City.objects.update(time_zone=zone)
    elverhavn.refresh_from_db()
    made = make_observation(elverhavn)
    today = today_in(elverhavn)
    day_before, day_after = (today + datetime.timedelta(days=days) for days in (-1, 1))
    sign_in(client, alice)
    assert _told(client, f"kind=observation&from={today}&until={today}") == [made.pk]
    assert _told(client, f"kind=observation&until={day_before}") == []
    assert _told(client, f"kind=observation&from={day_after}") == []
    page = client.get(f"{HISTORY}?kind=observation&from={day_after}").content.decode()
    assert "Nothing fits this search" in page


def test_the_processing_record_leads_to_its_history(client: Client, alice: Membership) -> None:
    with_record(alice.city)
    page = sign_in(client, alice).get("/city/elverhavn/processing-record/").content.decode()
    with city_context(alice.city_id, via="test"):
        number = ProcessingRecord.objects.get().pk
    assert f'href="{HISTORY}processing-record/{number}/"' in page


def _diagnosis(city: City) -> Diagnosis:
    days = [datetime.date(year, month, day) for year in (2025, 2024) for month, day in ((1, 1), (12, 31))]
    return Diagnosis.objects.create(
        city=city, number=1, start=days[0], end=days[1], compare_start=days[2], compare_end=days[3], dated=days[1]
    )


def test_an_admin_sees_who_opened_and_downloaded_what(client: Client, alice: Membership, bob: Membership) -> None:
    with city_context(alice.city_id, via="test"):
        diagnosis = _diagnosis(alice.city)
        record_access(city=alice.city, user=bob.user, verb=Verb.DOWNLOADED, of=diagnosis)
        record_access(city=alice.city, user=alice.user, verb=Verb.OPENED, of=diagnosis)
    sign_in(client, alice)
    words = _words(client, ACCESSES)
    assert f"Bob bob@elverhavn.example Downloaded Diagnosis {diagnosis.number}" in words
    assert [each.user for each in client.get(f"{ACCESSES}?verb=downloaded").context["rows"]] == [bob.user]
    assert [each.user for each in client.get(f"{ACCESSES}?q=alice").context["rows"]] == [alice.user]
    lines = list(csv.DictReader(client.get(f"{ACCESSES}export/").getvalue().decode("utf-8-sig").splitlines()))
    assert [[line[name] for name in ("Name", "E-mail address", "Did what", "What")] for line in lines] == [
        ["Alice", "alice@elverhavn.example", "Exported", "records.access"],  # this very file
        ["Alice", "alice@elverhavn.example", "Opened", "Diagnosis"],
        ["Bob", "bob@elverhavn.example", "Downloaded", "Diagnosis"],
    ]


@pytest.mark.parametrize("opened", [False, True])
def test_what_to_choose_from_says_nothing_of_records_above_ones_clearance(
    client: Client, alice: Membership, opened: bool
) -> None:
    """What is marked stands there whether one was seen or not; of all else what was."""
    made = make_observation(alice.city, marking="red")
    cara = make_member(alice.city, "cara@elverhavn.example", "admin", clearance="amber", name="Cara")
    with city_context(alice.city_id, via="test"):
        if opened:
            record_access(city=alice.city, user=alice.user, verb=Verb.OPENED, of=made)
            record_view(city=alice.city, user=alice.user, what=HISTORY_OF, number=f"observation {made.pk}")
        record_access(city=alice.city, user=alice.user, verb=Verb.OPENED, of=alice)
    rows = sign_in(client, cara).get(ACCESSES).context["rows"]
    assert [each.model for each in rows] == ["accounts.membership"]
    (kinds,) = [each for each in rows.filters if each.name == "model"]
    words = [word for _code, word in kinds.choices]
    assert {"Observation", "Judgement", "Person"} <= set(words)
    assert "Job" not in words
    assert words == sorted(words, key=str.casefold)
    assert len(sign_in(client, alice).get(ACCESSES).context["rows"]) == 1 + 2 * opened


def test_how_many_records_somebody_took_along_is_told_to_whom_may_read_as_many(
    alice: Membership, bob: Membership
) -> None:
    """Else two exports would tell how many records there are above one's clearance."""
    cara = make_member(alice.city, "cara@elverhavn.example", "admin", clearance="amber", name="Cara")
    with city_context(alice.city_id, via="test"):
        for each, count in ((alice, 57), (bob, 40), (cara, 41)):
            record_export(city=alice.city, user=each.user, what="mapping.observation", records=count)

    def told(member: Membership) -> dict[str, str]:
        answer = sign_in(Client(), member).get(f"{ACCESSES}export/?model=mapping.observation")
        rows = csv.DictReader(answer.getvalue().decode("utf-8-sig").splitlines())
        return {row["Name"]: row["How many records"] for row in rows}

    assert told(alice) == {"Alice": "57", "Bob": "40", "Cara": "41"}
    # also who reads less by now
    with city_context(alice.city_id, via="test"):
        change_membership(membership=alice, role="admin", clearance="green")
    assert told(cara) == {"Alice": "", "Bob": "40", "Cara": "41"}


def test_numbers_of_records_are_looked_up_one_by_one_however_many_records_there_are(alice: Membership) -> None:
    """A join would read all records of a kind for each line: the policies let no index be asked for a made number."""
    with city_context(alice.city_id, via="test"):
        plan = Access.objects.visible_to(alice.user).explain()
    assert "Join" not in plan


def test_opening_a_diagnosis_is_noted_and_looking_again_by_itself_is_not(client: Client, alice: Membership) -> None:
    with city_context(alice.city_id, via="test"):
        _diagnosis(alice.city)
    sign_in(client, alice).get("/city/elverhavn/diagnoses/1/")
    client.get("/city/elverhavn/diagnoses/1/", headers={"HX-Request": "true"})
    with city_context(alice.city_id, via="test"):
        assert [each.verb for each in Access.objects.all()] == ["opened"]


def test_the_city_s_history_names_records_and_tells_what_was_done_in_a_row_once(
    client: Client, elverhavn: City, alice: Membership
) -> None:
    """“Changed: Consultation 37” dozens of times."""
    made = make_observation(elverhavn, title="Stickers at the library")
    other = make_observation(elverhavn, title="Threat by phone")
    for title in ("Stickers, many", "Stickers, few", "Stickers"):
        with city_context(elverhavn.pk, via="page", actor_id=alice.user_id):
            Observation.objects.filter(pk=made.pk).update(title=title)
    with city_context(elverhavn.pk, via="page", actor_id=alice.user_id):
        Observation.objects.filter(pk=other.pk).update(title="Threats by phone")
        Observation.objects.filter(pk=made.pk).update(title="Stickers again")
    entries = sign_in(client, alice).get(f"{HISTORY}?kind=observation&who={alice.user_id}").context["entries"]
    told = [(entry.title, entry.times) for entry in entries]
    assert told == [("Stickers again", 1), ("Threats by phone", 1), ("Stickers", 3)]
    words = _words(client, f"{HISTORY}?kind=observation")
    assert "Changed: Stickers again" in words
    assert f"Observation {made.pk}" in words
