"""Make the files of Stenhavn: four districts, one source, 31 records of 2025 and 24 of the year before."""

import csv
import datetime
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

# Open North Sea, as far from land as Elverhavn, and a good way from it.
WEST, SOUTH, ACROSS, UP = 5.60, 56.60, 0.03, 0.018
DISTRICTS = (
    ("S1", "Gammelhavn", 4_300),
    ("S2", "Klokkergade", 3_100),
    ("S3", "Vandtårnet", 2_600),
    ("S4", "Fælleden", 1_900),
)
RECORDS = {2024: 24, 2025: 31}
EXTRACTED_ON = "2026-01-31"
NOTE = "Fictional data of the fictional city of Stenhavn."
COLUMNS = ("key", "day", "reported", "district", "scope", "kind", "targeted", "current", "setting", "space", "grade")
# What happened, against whom and of which current, as often as it is written here.
HAPPENED = (
    ("hate_offence", "property_damage", "none", "none_known", "street"),
    ("hate_offence", "property_damage", "migrants_refugees", "right_wing", "transit"),
    ("hate_offence", "hate_speech", "migrants_refugees", "right_wing", "street"),
    ("hate_offence", "hate_speech", "lgbti", "none_known", "school"),
    ("threat", "threat", "public_officials", "anti_institutional", "public_building"),
    ("threat", "harassment_of_officials", "public_officials", "anti_institutional", "public_building"),
    ("incitement", "propaganda", "none", "right_wing", "street"),
)


def make(folder: Path) -> None:
    """Write all files into a folder; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    _json(folder / "districts.geojson", {"type": "FeatureCollection", "features": list(_features())})
    _table(folder / "population.csv", ("code", "name", "residents"), DISTRICTS)
    _table(folder / "observations-city.csv", COLUMNS, _rows())
    _json(folder / "mapping-city.json", _mapping())


def _features() -> Iterator[dict[str, Any]]:
    """A strip of four, side by side."""
    for at, (code, name, _residents) in enumerate(DISTRICTS):
        west, east = round(WEST + at * ACROSS, 6), round(WEST + (at + 1) * ACROSS, 6)
        ring = [[west, SOUTH], [east, SOUTH], [east, SOUTH + UP], [west, SOUTH + UP], [west, SOUTH]]
        yield {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }


def _rows() -> Iterator[tuple[str, ...]]:
    chance = random.Random("Stenhavn")
    for year, count in RECORDS.items():
        days = sorted(chance.sample(range(350), count))
        for number, after in enumerate(days, start=1):
            day = datetime.date(year, 1, 1) + datetime.timedelta(after)
            reported = day + datetime.timedelta(chance.randint(0, 9))
            (code, _name, _residents) = chance.choices(DISTRICTS, weights=[residents for *_c, residents in DISTRICTS])[
                0
            ]
            happened = chance.choice(HAPPENED)
            grade = chance.choice(("B2", "B2", "C3", "D4"))
            yield f"SH-{year}-{number:02}", day.isoformat(), reported.isoformat(), code, *happened, "offline", grade


def _mapping() -> dict[str, Any]:
    kinds = {name: sorted({row[at] for row in HAPPENED}) for at, name in enumerate(COLUMNS[4:9])}
    return {
        "format": "groundwork-observations/1",
        "notes": [NOTE],
        "source": {"key": "city", "name": "City of Stenhavn (fictional)", "type": "municipal_service"},
        "coverage": [{"from": "2024-01-01", "to": "2025-12-31", "completeness": "full", "whole_city": True}],
        "extracted_on": EXTRACTED_ON,
        "external_key": "key",
        "when": {"column": "day", "format": "YYYY-MM-DD"},
        "reported_on": {"column": "reported", "format": "YYYY-MM-DD"},
        "place": {"column": "district", "by": "code"},
        "title": "{manifestations} – {setting}",
        "fields": {
            "scope": _column("scope", kinds["scope"]),
            "manifestations": _column("kind", kinds["kind"]),
            "targets": _column("targeted", kinds["targeted"]),
            "currents": _column("current", kinds["current"]),
            "setting": _column("setting", kinds["setting"]),
            "space": _column("space", ["offline"]),
            "reliability": _graded(0),
            "credibility": _graded(1),
            "marking": "amber",
        },
        "batch_note": NOTE,
    }


def _graded(at: int) -> dict[str, Any]:
    values = {grade: grade[at] for grade in ("B2", "C3", "D4")}
    return {"columns": [{"column": "grade", "values": values}]}


def _column(column: str, codes: Iterable[str]) -> dict[str, Any]:
    return {"columns": [{"column": column, "values": {code: code for code in codes}}]}


def _table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
