"""The snapshot: canonical, complete, and the only thing an edition is made of."""

import datetime
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from accounts.city import city_context
from accounts.models import City
from analysis.records import Coverage, Period
from mapping.models import BoundarySet, District, Observation, Series
from reports.actions import check_comparison, create_diagnosis
from reports.editions import partner_files, restricted_files
from reports.models import Diagnosis
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.snapshot import NothingToDiagnose, canonical, extracted_on, freeze, load, looked_in
from reports.snapshot.loading import _looked_by
from reports.snapshot.observations import OBSERVATION_COLUMNS
from tests.analysis.makers import coverage
from tests.reports.conftest import small_city
from tests.services import PROJECT
from tests.stakeholders.makers import make_consultation

YEAR = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))


def _diagnosis(city: City) -> Diagnosis:
    return create_diagnosis(city_id=city.pk, period=YEAR, dated=datetime.date(2026, 2, 1))


def test_canonical_json_has_one_form() -> None:
    assert canonical({"b": datetime.date(2025, 1, 2), "a": ["ø", 1.5]}) == '{"a":["ø",1.5],"b":"2025-01-02"}'.encode()


def test_the_same_records_freeze_to_the_same_bytes(elver: City) -> None:
    with city_context(elver.pk, via="test"):
        diagnosis = _diagnosis(elver)
        assert freeze(diagnosis) == freeze(diagnosis)


HOSTILE = "\"\\/\b\f\n\r\t\x01\x1f\x7f\u2028 'é漢😀 </script> %s {} null"


def test_the_database_writes_rows_as_python_would(elver: City) -> None:
    """Canonical JSON has one form, whoever writes it: the rows read back and written by Python are the same bytes."""
    with city_context(elver.pk, via="test"):
        diagnosis = _diagnosis(elver)
        older = BoundarySet.objects.create(city=elver, name="2010", valid_from="2010-01-01")
        elsewhere = District.objects.create(
            city=elver,
            boundary_set=older,
            code='"q\\é',
            name="Old",
            area_km2=1,
            geometry={"type": "Polygon", "coordinates": []},
        )
        numbers = list(Observation.objects.filter(first_day__year=2025).order_by("id").values_list("pk", flat=True))
        series = Series.objects.create(city=elver, name="A night")
        values: list[dict[str, Any]] = [
            {"platform": HOSTILE, "hour": 0, "severity": 5, "series": series, "manifestations": []},
            {"cell_longitude": 12.0, "cell_latitude": 0.0, "reported_on": "2025-12-24", "review_by": "2027-01-01"},
            {"cell_longitude": -179.99999999999997, "cell_latitude": 1e-7, "setting": "school"},
            {"cell_longitude": 0.1, "cell_latitude": 55.0001, "targets": ["antisemitic", "lgbti"], "currents": []},
            {"district": elsewhere, "basis": ""},
            {"place": "online", "district": None, "space": "online"},
        ]
        for number, changed in zip(numbers, values, strict=False):
            Observation.objects.filter(pk=number).update(**changed)
        data = freeze(diagnosis)
    rows = json.loads(data)["observations"]["rows"]
    assert canonical(json.loads(data)) == data
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    read = [dict(zip(OBSERVATION_COLUMNS, row, strict=True)) for row in rows if row[0] in numbers[: len(values)]]
    assert [read[0][name] for name in ("platform", "hour", "severity", "series")] == [HOSTILE, 0, 5, series.pk]
    assert [(row["cell_longitude"], row["cell_latitude"]) for row in read[1:4]] == [
        (12.0, 0.0),
        (-179.99999999999997, 1e-7),
        (0.1, 55.0001),
    ]
    assert b"12.0,0.0," in data
    assert (read[1]["reported_on"], read[1]["review_by"]) == ("2025-12-24", "2027-01-01")
    assert (read[2]["setting"], read[2]["severity"], read[2]["series"]) == ("school", None, None)
    assert (read[3]["targets"], read[3]["currents"]) == (["antisemitic", "lgbti"], [])
    assert read[4]["district"] == f'{older.pk}:"q\\é'
    assert (read[5]["place"], read[5]["district"]) == ("online", None)


def test_only_approved_records_are_frozen(elver: City) -> None:
    with city_context(elver.pk, via="test"):
        diagnosis = _diagnosis(elver)
        before = len(load(freeze(diagnosis)).events)
        Observation.objects.filter(first_day__year=2025, district__code="00").update(state="submitted")
        assert len(load(freeze(diagnosis)).events) == before - 6


def test_what_came_after_the_day_of_a_diagnosis_is_in_none_of_its_figures(elver: City) -> None:
    """Its own sentence says so where its period had not ended, and nobody counts as having looked after that day."""
    day = datetime.date(2025, 3, 31)
    with city_context(elver.pk, via="test"):
        for held in (day, day + datetime.timedelta(days=1)):
            make_consultation(elver, state="approved", approved_at="2026-01-15T00:00Z", first_day=held)
        made = create_diagnosis(city_id=elver.pk, period=YEAR, dated=day)
        frozen = load(freeze(made))
        there = Observation.objects.count()
        seen = Observation.objects.filter(first_day__lte=day).count()
    assert 0 < seen == len(frozen.events) < there
    assert [str(each["first_day"]) for each in frozen.consultations] == [day.isoformat()]
    # of a period that had not begun there is nothing
    with city_context(elver.pk, via="test"):
        made = create_diagnosis(city_id=elver.pk, period=YEAR, dated=datetime.date(2024, 12, 30))
        frozen = load(freeze(made))
    assert not [each for each in frozen.events if each.first_day.year == 2025]
    assert not frozen.consultations


def test_records_of_another_city_are_not_frozen(elver: City) -> None:
    other = small_city("sandvig", districts=2)
    with city_context(elver.pk, via="test"):
        frozen = load(freeze(_diagnosis(elver)))
    assert len(frozen.events) == 3 * 6 * 6
    assert frozen.city["slug"] != other.slug


def test_without_boundaries_there_is_nothing_to_diagnose(elver: City) -> None:
    with city_context(elver.pk, via="test"):
        BoundarySet.objects.update(valid_from="2026-06-01")
        with pytest.raises(NothingToDiagnose, match="--valid-from"):
            freeze(_diagnosis(elver))


def test_records_in_older_boundaries_count_for_the_city_alone(elver: City) -> None:
    with city_context(elver.pk, via="test"):
        BoundarySet.objects.create(city=elver, name="2025", valid_from="2025-01-01")
        frozen = load(freeze(_diagnosis(elver)))
    assert frozen.areas == ()
    assert frozen.of_older_boundaries == len(frozen.events)
    assert {event.place for event in frozen.events} == {"city_wide"}


@pytest.mark.parametrize(
    "comparison",
    [
        Period(datetime.date(2024, 7, 1), datetime.date(2024, 12, 31)),
        Period(datetime.date(2024, 2, 1), datetime.date(2025, 1, 31)),
    ],
)
def test_another_stretch_of_the_year_is_no_comparison(comparison: Period) -> None:
    with pytest.raises(ValidationError, match="2024-01-01 to 2024-12-31"):
        check_comparison(YEAR, comparison)


# Run by another process: the bytes of the editions of each snapshot, nothing but the files and the code at hand.
AGAIN = """
import hashlib, sys, pathlib, django
django.setup()
from django.utils.translation import override
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.editions import partner_files, restricted_files
from reports.snapshot import load
for file in sys.argv[1:]:
    frozen = load(pathlib.Path(file).read_bytes())
    with override(frozen.diagnosis["language"]):
        for made in (restricted_files(SectionContext(frozen, analysed(frozen))), partner_files(frozen)):
            print(hashlib.sha256(made.pdf).hexdigest(), hashlib.sha256(made.page).hexdigest())
"""


def test_every_edition_of_a_snapshot_has_the_same_bytes_in_another_process_and_folder(
    elver: City, tmp_path: Path
) -> None:
    """The restricted and the partner edition, as PDF and as page, in both languages, of the snapshots alone."""
    files, here = [], []
    with city_context(elver.pk, via="test"):
        made = _diagnosis(elver)
        for language in ("en", "da"):
            made.language = language
            data = freeze(made)
            files.append(tmp_path / f"{language}.json")
            files[-1].write_bytes(data)
            frozen = load(data)
            assert frozen.diagnosis["language"] == language
            with override(language):
                both = [restricted_files(SectionContext(frozen, analysed(frozen))), partner_files(frozen)]
            assert [f'"language":"{language}"'.encode() in each.page for each in both] == [True, True]
            here += both
    there = subprocess.run(
        [sys.executable, "-c", AGAIN, *map(str, files)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.splitlines() == [
        f"{hashlib.sha256(each.pdf).hexdigest()} {hashlib.sha256(each.page).hexdigest()}" for each in here
    ]
    assert len(set(there.stdout.split())) == 8


def test_a_snapshot_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="not a snapshot"):
        load(json.dumps({"format": "else"}).encode())


def test_reports_are_known_until_the_latest_export_of_the_slowest_source() -> None:
    """Two exports of one source count as the later one; a source that told earlier sets the day."""
    rows = [("police", "2024-01-01"), ("police", "2026-01-15"), ("school", "2026-01-10"), ("old", "2019-01-31")]
    imports = [{"source": source, "extracted_on": day} for source, day in rows]
    dated = datetime.date(2026, 2, 1)
    assert extracted_on(imports, dated, {"police", "school"}) == datetime.date(2026, 1, 10)
    assert extracted_on([], dated, {"police"}) == dated


def test_a_source_that_covers_no_part_of_the_period_has_no_say_in_how_far_it_is_known() -> None:
    """Rows of another source taken out in 2019 made 2023 as little known as 2019."""
    period = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    rows = [coverage("police", first=2018), coverage("old", first=2015, last=2018)]
    assert looked_in(rows, period) == {"police"}


@pytest.mark.parametrize(("declared_on", "asked"), [("2025-02-28", 1), ("2025-03-01", 0), ("2025-03-31", 0)])
def test_a_question_counts_where_it_was_asked_before_its_window_began(
    elver: City, declared_on: str, asked: int
) -> None:
    with city_context(elver.pk, via="test"):
        raw = json.loads(freeze(_diagnosis(elver)))
    raw["practice_changes"] = [{"source": "police", "on": "2023-01-01", "because": "A new form."}]
    raw["trigger_events"] = [
        {"title": "A day", "day": "2025-03-01", "group": "lgbti", "window_start": "2025-03-01",
         "window_end": "2025-03-31", "declared_on": declared_on},
        {"title": "No question", "day": "2025-03-02", "group": "", "window_start": None, "window_end": None,
         "declared_on": None},
    ]  # fmt: skip
    frozen = load(json.dumps(raw).encode())
    assert [(each.family, each.key, each.name) for each in frozen.declared] == [("targets", "lgbti", "A day")][:asked]
    assert [(each.source, each.because) for each in frozen.practice_changes] == [("police", "A new form.")]


def test_nobody_has_looked_after_the_day_of_the_diagnosis_whatever_a_source_said_of_itself() -> None:
    """Else the rate of a year of which six weeks are over would be that of a whole one."""
    day = datetime.date(2025, 5, 15)
    known, coming = coverage(), Coverage("school", None, False, datetime.date(2025, 8, 1), datetime.date(2025, 12, 31))
    assert list(_looked_by(day, [known, coming])) == [replace(known, end=day)]
    assert list(_looked_by(datetime.date(2026, 1, 1), [known, coming])) == [known, coming]
