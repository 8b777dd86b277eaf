"""The files as the importer understands them, read without the script that made them."""

import csv
import datetime
import json
from pathlib import Path
from typing import Any

from analysis.records import Area, Coverage, Event, Period

Row = dict[str, str]


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def mappings(files: Path) -> dict[str, dict[str, Any]]:
    return {path.stem.removeprefix("mapping-"): document(path) for path in sorted(files.glob("mapping-*.json"))}


def counted(files: Path) -> dict[str, list[Row]]:
    """The rows that count, by file."""
    found = {path.stem.removeprefix("observations-"): table(path) for path in sorted(files.glob("observations-*.csv"))}
    return {name: [row for row in rows if row["status"] != "withdrawn"] for name, rows in found.items()}


def areas(files: Path) -> list[Area]:
    return [Area(row["code"], row["name"], int(row["residents"])) for row in table(files / "population.csv")]


def coverage(files: Path) -> list[Coverage]:
    rows = {
        (mapping["source"]["key"], json.dumps(row, sort_keys=True)): row
        for mapping in mappings(files).values()
        for row in mapping["coverage"]
    }
    return [
        Coverage(
            source,
            None if row.get("whole_city") else frozenset(row.get("districts", ())),
            row.get("online", False),
            datetime.date.fromisoformat(row["from"]),
            datetime.date.fromisoformat(row["to"]),
            row["completeness"],
        )
        for (source, _), row in rows.items()
    ]


def events(files: Path) -> list[Event]:
    return [event(row, mapping) for name, mapping in mappings(files).items() for row in counted(files)[name]]


def event(row: Row, mapping: dict[str, Any]) -> Event:
    first, last = days(row)
    place = {"city-wide": "city_wide", "online": "online"}.get(row["district"], "district")
    return Event(
        key=row["key"],
        first_day=first,
        last_day=last,
        reported=datetime.date.fromisoformat(row["reported"]),
        place=place,  # type: ignore[arg-type]
        district=row["district"] if place == "district" else None,
        spot=None,
        currents=codes(row, mapping, "currents"),
        manifestations=codes(row, mapping, "manifestations"),
        targets=codes(row, mapping, "targets"),
        space=codes(row, mapping, "space")[0],
        setting=codes(row, mapping, "setting")[0],
        source=mapping["source"]["key"],
        source_type=mapping["source"]["type"],
        reliability=row["reliability"],
        credibility=int(row["credibility"]),
        stale=False,
    )


def days(row: Row) -> tuple[datetime.date, datetime.date]:
    if "month" in row:
        first = datetime.date.fromisoformat(row["month"] + "-01")
        return first, (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    first = datetime.date.fromisoformat(row["start"])
    return first, datetime.date.fromisoformat(row["end"]) if row["end"] else first


def codes(row: Row, mapping: dict[str, Any], field: str) -> tuple[str, ...]:
    """The codes of one field of a row; fails on a word the mapping does not know."""
    (rule,) = mapping["fields"][field]["columns"]
    words = row[rule["column"]].split("+") if "separator" in rule else [row[rule["column"]]]
    nothing = rule.get("nothing", [])
    return tuple(rule["values"][word.strip()] for word in words if word.strip() not in nothing)


def year(number: int) -> Period:
    return Period(datetime.date(number, 1, 1), datetime.date(number, 12, 31))
