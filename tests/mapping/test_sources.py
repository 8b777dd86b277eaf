"""Sources and where they looked, said on a page: kept whole or not at all, and seen on the map."""

import csv
import datetime
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import City, Membership
from mapping.actions.sources import keep_source
from mapping.models import (
    CoveredDistrict,
    District,
    Observation,
    ObservationImport,
    PracticeChange,
    Source,
    SourceCoverage,
)
from records.history import history_of
from records.registries.record_types import history_by_model
from tests.factories import sign_in, today_in
from tests.mapping.makers import inside, with_districts, with_record
from tests.records.makers import make_observation

LIST = "/city/elverhavn/sources/"
NEW = f"{LIST}new/"


@pytest.fixture
def client(elverhavn: City, alice: Membership) -> Client:
    with_record(elverhavn)
    with_districts(elverhavn, "1", "2", "3", "4")
    return sign_in(Client(), alice)


def _stretch(**more: Any) -> dict[str, Any]:
    return {"where": "whole_city", "start": "2025-01-01", "end": "2025-12-31", "completeness": "full"} | more


def _send(client: Client, address: str, *rows: dict[str, Any], **more: Any) -> Any:
    writing = client.get(address).context["writing"]
    sent: dict[str, Any] = {
        "name": "Harbour patrol",
        "source_type": "police",
        "base_version": writing.now,
        "looked-TOTAL_FORMS": len(rows),
        "looked-INITIAL_FORMS": 0,
        "changed-TOTAL_FORMS": 0,
        "changed-INITIAL_FORMS": 0,
    } | more
    for number, row in enumerate(rows):
        sent |= {f"looked-{number}-{name}": value for name, value in row.items()}
    return client.post(address, sent)


def _district(city: City, code: str) -> int:
    with inside(city):
        return District.objects.get(code=code).pk


def test_a_source_is_kept_with_where_it_looked(client: Client, elverhavn: City) -> None:
    two = [_district(elverhavn, "1"), _district(elverhavn, "2")]
    answer = _send(
        client, NEW, _stretch(end="2025-06-30"), _stretch(where="districts", districts=two, start="2025-07-01"),
        _stretch(where="nowhere", completeness="sporadic"),
    )  # fmt: skip
    assert answer.status_code == 302
    with inside(elverhavn):
        source = Source.objects.get()
        assert re.fullmatch(r"harbour-patrol-[0-9a-f]{4}", source.key)
        assert source.name == "Harbour patrol"
        rows = list(SourceCoverage.objects.order_by("completeness", "start"))
        assert [(row.whole_city, row.online) for row in rows] == [(True, False), (False, False), (False, True)]
        assert set(CoveredDistrict.objects.values_list("coverage", "district")) == {(rows[1].pk, pk) for pk in two}
    page = client.get(LIST).content.decode()
    assert "District 1, District 2" in page
    assert "The whole city" in page


def test_a_stretch_is_widened_narrowed_and_taken_out(client: Client, elverhavn: City) -> None:
    two = [_district(elverhavn, "1"), _district(elverhavn, "2")]
    _send(client, NEW, _stretch(where="districts", districts=two), _stretch(start="2024-01-01", end="2024-12-31"))
    with inside(elverhavn):
        source = Source.objects.get()
        later, first = SourceCoverage.objects.order_by("-start").values_list("pk", flat=True)
    rows = (
        _stretch(number=later, where="districts", districts=two[:1], end="2026-01-31"),
        _stretch(number=first, start="2024-01-01", end="2024-12-31", DELETE="on"),
    )
    assert _send(client, f"{LIST}{source.pk}/", *rows).status_code == 302
    with inside(elverhavn):
        kept = SourceCoverage.objects.get()
        assert (kept.pk, kept.end) == (later, datetime.date(2026, 1, 31))
        assert list(CoveredDistrict.objects.values_list("district", flat=True)) == two[:1]
        history = history_of(history_by_model(Source), source.pk)
        told = [entry.what for entry in history]
        named = [change.after for entry in history for change in entry.changes if entry.what == "District: Made"]
    assert "Where it looked: Changed" in told
    assert "Where it looked: Deleted" in told
    assert sorted(named) == ["District 1", "District 2"]


def test_a_source_that_still_looks_has_looked_until_today_or_its_newest_file(client: Client, elverhavn: City) -> None:
    assert _send(client, NEW, _stretch(end="")).status_code == 302
    today = today_in(elverhavn)
    with inside(elverhavn):
        (row,) = SourceCoverage.objects.with_until()
        assert (row.end, row.until) == (None, today)
        _file_taken_out_on(row.source, datetime.date(2025, 3, 31))
        (row,) = SourceCoverage.objects.with_until()
        assert row.until == datetime.date(2025, 3, 31)
        # a file from before it began to look says nothing of that stretch
        row.start = datetime.date(2025, 6, 1)
        row.save(update_fields=["start"])
        assert SourceCoverage.objects.with_until().get().until == datetime.date(2025, 6, 1)
    assert "still looking" in client.get(LIST).content.decode()
    (line,) = csv.DictReader(client.get(f"{LIST}export/").getvalue().decode("utf-8-sig").splitlines())
    assert (line["Until"], line["Still looking"]) == ("2025-06-01", "TRUE")


def _file_taken_out_on(source: Source, day: datetime.date) -> None:
    ObservationImport.objects.create(
        city=source.city, source=source, file_name="a.csv", file_sha256="0" * 64, mapping={}, extracted_on=day,
        rows_read=1, added=0, already_there=0,
    )  # fmt: skip


def test_when_a_source_changed_its_recording_is_kept_with_why(client: Client, elverhavn: City) -> None:
    change = {"changed-TOTAL_FORMS": 1, "changed-0-changed_on": "2025-03-01", "changed-0-because": "A new form."}
    assert _send(client, NEW, _stretch(), **change).status_code == 302
    with inside(elverhavn):
        kept = PracticeChange.objects.get()
        assert (kept.source.name, kept.changed_on, kept.because) == (
            "Harbour patrol", datetime.date(2025, 3, 1), "A new form.",
        )  # fmt: skip
        told = [entry.what for entry in history_of(history_by_model(Source), kept.source_id)]
    assert "Recording changed: Made" in told
    taken_out = change | {"changed-0-number": kept.pk, "changed-0-DELETE": "on"}
    assert _send(client, f"{LIST}{kept.source_id}/", **taken_out).status_code == 302
    with inside(elverhavn):
        assert not PracticeChange.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"changed_on": "2099-01-01", "because": "A new form."}, "This day is still to come."),
        ({"changed_on": "2025-03-01", "because": ""}, "Say why."),
        ({"changed_on": "2025-03-01", "because": "Ask jane@example.org."}, "e-mail address"),
    ],
)
def test_a_change_of_recording_that_cannot_be_kept_is_refused(
    change: dict[str, str], said: str, client: Client, elverhavn: City
) -> None:
    sent = {"changed-TOTAL_FORMS": 1} | {f"changed-0-{name}": value for name, value in change.items()}
    page = _send(client, NEW, _stretch(), **sent).content.decode()
    assert said in page
    with inside(elverhavn):
        assert not PracticeChange.objects.exists()
        assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"where": "districts"}, "Choose the districts, or say that it looked at the whole city."),
        ({"end": "2024-12-31"}, "The last day lies before the first."),
        (
            {"end": f"{timezone.now() + datetime.timedelta(days=2):%Y-%m-%d}"},
            "This day is still to come. Say where it looked, not where it will.",
        ),
        (
            {"start": f"{timezone.now() + datetime.timedelta(days=2):%Y-%m-%d}", "end": ""},
            "This day is still to come. Say where it looked, not where it will.",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(
    row: dict[str, Any], said: str, client: Client, elverhavn: City
) -> None:
    page = _send(client, NEW, _stretch(**row)).content.decode()
    assert said in page
    assert 'value="Harbour patrol"' in page
    with inside(elverhavn):
        assert not Source.objects.exists()


OTHERWISE = "Another row says otherwise of the same places, {}. Change the days of one of the two, or take one out."


@pytest.mark.parametrize(("first", "second", "days"), [
    ({}, {"start": "2025-12-01", "end": "2026-01-31"}, "1 December 2025 – 31 December 2025"),
    ({"end": ""}, {"start": "2025-12-01", "end": ""}, "since 1 December 2025"),
    ({"where": "nowhere"}, {"where": "nowhere", "start": "2025-12-31", "end": ""}, "31 December 2025"),
    (
        {"where": "districts", "districts": (1, 2), "end": "2025-01-01"},
        {"where": "districts", "districts": (2, 3)},
        "1 January 2025",
    ),
    # the next day, other places, in a part of the city more completely, as completely
    ({}, {"start": "2026-01-01", "end": ""}, ""),
    ({"where": "districts", "districts": (1, 2)}, {"where": "districts", "districts": (3,)}, ""),
    ({}, {"where": "districts", "districts": (1,)}, ""),
    ({}, {"where": "nowhere"}, ""),
    ({}, {"completeness": "full"}, ""),
])  # fmt: skip
def test_of_the_same_places_and_days_it_is_said_once_how_completely(
    first: dict[str, Any], second: dict[str, Any], days: str, client: Client, elverhavn: City
) -> None:
    rows = [_stretch(**first), _stretch(**{"completeness": "sporadic"} | second)]
    for row in rows:
        row["districts"] = [_district(elverhavn, str(code)) for code in row.get("districts", ())]
    answer = _send(client, NEW, *rows)
    assert answer.status_code == (200 if days else 302)
    if days:
        assert OTHERWISE.format(days) in html.unescape(answer.content.decode())


def test_two_that_say_otherwise_already_may_stay_until_one_is_changed(client: Client, elverhavn: City) -> None:
    """As files brought them."""
    with inside(elverhavn):
        source = Source.objects.create(city=elverhavn, key="patrol", name="Patrol", source_type="police")
        day = datetime.date(2025, 1, 1)
        facts = {"city": elverhavn, "source": source, "whole_city": True, "start": day}
        made = [SourceCoverage.objects.create(**facts, completeness=each) for each in ("full", "partial")]
    rows = [_stretch(number=row.pk, end="", completeness=row.completeness) for row in made]
    assert _send(client, f"{LIST}{source.pk}/", *rows, name="Harbour patrol").status_code == 302
    rows[0]["end"] = "2025-06-30"
    assert "Another row says otherwise" in _send(client, f"{LIST}{source.pk}/", *rows).content.decode()


def test_a_name_that_could_lead_to_a_person_is_asked_about(client: Client, elverhavn: City) -> None:
    page = _send(client, NEW, _stretch(), name="Ahmed Yusuf").content.decode()
    assert "This could lead to a person" in page
    with inside(elverhavn):
        assert not Source.objects.exists()


def test_districts_of_another_city_are_no_choice(client: Client, elverhavn: City, other_city: City) -> None:
    with_record(other_city)
    with_districts(other_city, "9")
    page = _send(client, NEW, _stretch(where="districts", districts=[_district(other_city, "9")]))
    assert page.status_code == 200
    with inside(elverhavn):
        assert not Source.objects.exists()


def test_its_records_are_marked_no_lower_than_a_source(elverhavn: City, alice: Membership) -> None:
    made = {marking: make_observation(elverhavn, alice, marking=marking) for marking in ("green", "red")}
    with inside(elverhavn):
        source = Source.objects.select_related("city").get()
        for marking, expected in (("clear", "green"), ("amber", "amber"), ("green", "amber")):
            source.marking = marking
            keep_source(source=source, looked=[], by=alice.user)
            now = dict(Observation.objects.values_list("pk", "marking"))
            assert now == {made["green"].pk: expected, made["red"].pk: "red"}, marking


def test_an_officer_sees_where_sources_looked_and_changes_nothing(
    client: Client, elverhavn: City, bob: Membership
) -> None:
    _send(client, NEW, _stretch())
    page = sign_in(Client(), bob).get(LIST).content.decode()
    assert "Harbour patrol" in page
    assert NEW not in page


def test_the_list_is_a_file_too(client: Client) -> None:
    _send(client, NEW, _stretch(online="on"))
    (line,) = csv.DictReader(client.get(f"{LIST}export/").getvalue().decode("utf-8-sig").splitlines())
    told = {"Source": "Harbour patrol", "Type": "Police", "Where": "The whole city", "Online": "TRUE",
            "From": "2025-01-01", "Until": "2025-12-31", "How completely": "Complete"}  # fmt: skip
    assert {name: line[name] for name in told} == told


def test_of_rows_that_are_counted_and_did_not_come_one_is_made(client: Client) -> None:
    """It may have been asked for; two hundred would cost half a second."""
    sent = {"looked-TOTAL_FORMS": 200, "changed-TOTAL_FORMS": 200, "changed-1-because": "Why.", "name": ""}
    section = _send(client, NEW, _stretch(), **sent).context["writing"].section
    assert [len(rows.forms) for rows in section.rows] == [2, 3]
    sent = {"looked-TOTAL_FORMS": 201, f"looked-{'9' * 50}-start": "2025-01-01", "changed-1000-because": "Why."}
    section = _send(client, NEW, _stretch(), **sent).context["writing"].section
    assert [len(rows.forms) for rows in section.rows] == [2, 0]
    assert "At most 200 rows fit in one list. Take some out." in section.rows[0].non_form_errors()
