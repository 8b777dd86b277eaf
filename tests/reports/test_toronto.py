"""The main job on real input: open data in, a diagnosis out, through a real worker.

Every expected figure is counted from the CSV by this test itself.
"""

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.city import city_context
from accounts.models import City
from jobs.artefacts import read
from mapping.models import Observation
from reports.models import Diagnosis, Judgement
from tests.output.reading import page_texts
from tests.output.test_layout import assert_tidy

Rows = list[dict[str, str]]


def _counted(file: Path) -> Rows:
    """Rows that count: all but those the source itself marks for removal."""
    with file.open(newline="") as handle:
        return [row for row in csv.DictReader(handle) if row["PRIMARY_OFFENCE"].strip() != "This should be removed"]


def _of(rows: Rows, year: int) -> Rows:
    return [row for row in rows if row["OCCURRENCE_DATE"].startswith(str(year))]


def _districts(rows: Rows) -> Counter[str]:
    return Counter(row["HOOD_158"] for row in rows if row["HOOD_158"] != "NSA")


def _targets(rows: Rows) -> Counter[str]:
    """Five of the groups, by the words of the file."""
    found: Counter[str] = Counter()
    for row in rows:
        found["antisemitic"] += "Jewish" in row["RELIGION_BIAS"]
        found["anti_muslim"] += "Muslim" in row["RELIGION_BIAS"]
        found["race_colour"] += row["RACE_BIAS"].strip() != "None"
        found["gender"] += "Woman" in row["GENDER_BIAS"].replace("Transgender Woman (Identifies As Woman)", "")
        found["lgbti"] += row["SEXUAL_ORIENTATION_BIAS"].strip() != "None" or bool(
            re.search("Trans|Non-Binary", row["GENDER_BIAS"])
        )
    return found


def test_the_diagnosis_of_2023_says_what_the_file_says(
    toronto: City, diagnosis_pdf: Path, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _counted(shared_data / "toronto" / "hate-crimes-2018-2024.csv")
    now, before = _of(rows, 2023), _of(rows, 2022)
    with city_context(toronto.pk, via="test"):
        diagnosis = Diagnosis.objects.get()
        snapshot = json.loads(read(toronto.pk, diagnosis.snapshot.sha256, "json"))
        judgements = list(diagnosis.judgements.values_list("state", "accepted_unread"))
    columns = snapshot["observations"]["columns"]
    frozen = [dict(zip(columns, values, strict=True)) for values in snapshot["observations"]["rows"]]
    frozen_now = [row for row in frozen if row["first_day"].startswith("2023")]

    assert diagnosis.state == Diagnosis.State.IN_REVIEW
    assert judgements
    assert set(judgements) == {(Judgement.State.CONFIRMED, True)}
    assert len(frozen_now) == len(now)
    assert Counter(row["district"] for row in frozen_now if row["district"]) == _districts(now)
    named = Counter(target for row in frozen_now for target in row["targets"])
    assert {key: named[key] for key in _targets(now)} == dict(_targets(now))
    assert {c for row in frozen for c in row["currents"]} == {"none_known"}

    text = _text(diagnosis_pdf)
    assert f"{len(now)} events were recorded in 2023, after {len(before)} in 2022" in text
    placed = sum(_districts(now).values())
    assert f"{placed} of {len(now)} events are placed in a district, in {len(_districts(now))} of 158 districts" in text
    assert f"Jews (antisemitic) ({_targets(now)['antisemitic']})" in text
    assert "accepted without review: no person has read them" in text
    for code in ("001", "170", "036"):
        district = next(d for d in snapshot["boundaries"]["districts"] if d["code"] == code)
        row = f"{code} {district['name']} {district['population']:,} {_districts(before)[code]} {_districts(now)[code]}"
        assert row in text

    _check_summary(_pages(diagnosis_pdf)[2], frozen, snapshot["boundaries"]["districts"])
    assert_tidy(diagnosis_pdf.read_bytes())

    with city_context(toronto.pk, via="test"):
        held = Observation.objects.count()
    call_command(
        "import_observations",
        "toronto",
        shared_data / "toronto" / "hate-crimes-2018-2023-earlier-snapshot.csv",
        mapping=Path(__file__).parents[2] / "examples" / "toronto-observations.json",
    )
    with city_context(toronto.pk, via="test"):
        assert Observation.objects.count() == held == len(rows)


def _check_summary(page: str, frozen: list[dict[str, Any]], districts: list[dict[str, Any]]) -> None:
    """Every number on the page of the summary is one that the snapshot gives, counted here once more."""
    now = [row for row in frozen if row["first_day"].startswith("2023")]
    before = [row for row in frozen if row["first_day"].startswith("2022")]
    covered = [row for row in frozen if row["first_day"] >= "2018"]  # the register is covered from then on
    years = Counter(row["first_day"][:4] for row in covered)
    expected = {len(now), len(before), len(years), len(districts), *years.values(), *map(int, years)}
    for family in ("currents", "targets"):
        expected |= set(Counter(code for row in now for code in row[family]).values())
    body = page.split("Summary", 1)[1]
    counted = re.sub(r"and \d+ others|Neighbourhood \d+", "", body.split("Decide")[0])
    printed = {int(found) for found in re.findall(r"(?<![\w.,–-])\d+(?![\w.,]\d)", counted)}
    # the last are those of the axis
    assert printed - expected <= {0, 100, 200, 400, 600}
    assert (
        f"{len(now)} events were recorded in 2023, after {len(before)} in 2022: the most of {len(years)} years" in body
    )
    assert f"It has risen over {len(years)} years, from {years['2018']} in 2018." in body
    assert "Nobody was consulted" in body


def _pages(file: Path) -> list[str]:
    """In a narrow column a name breaks after its hyphen, which is no other name."""
    return [re.sub(r"(?<=[^\W\d]-) (?=[^\W\d])", "", page) for page in page_texts(file.read_bytes())]


def _text(file: Path) -> str:
    """The words of all pages, line ends as spaces."""
    return " ".join(_pages(file))
