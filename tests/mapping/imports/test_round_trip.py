"""What a city takes along of its observations, our own import reads: nothing of the coded fields and days is lost."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import City, Membership
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.models import District, Observation
from tests.factories import sign_in
from tests.mapping.makers import inside, table, with_districts, with_record
from tests.records.makers import make_observation
from tests.services import PROJECT

KEPT = (
    "first_day", "last_day", "precision", "hour", "reported_on", "place", "district__code", "space", "platform",
    "scope", "manifestations", "targets", "currents", "setting", "severity", "basis", "how_known", "reliability",
    "credibility", "marking",
)  # fmt: skip
RECORDS: list[dict[str, Any]] = [
    {},
    {"precision": "month", "first_day": "2025-02-01", "last_day": "2025-02-28"},
    {"precision": "year", "first_day": "2025-01-01", "last_day": "2025-12-31"},
    {"precision": "period", "first_day": "2025-03-01", "last_day": "2025-03-31"},
    {"precision": "period", "first_day": "2025-03-05", "last_day": "2025-03-05"},
    {"reported_on": "2025-05-04", "first_day": "2025-05-02", "last_day": "2025-05-02"},
    {"place": "district"},
    {"hour": 0},
    {"hour": 23},
    {"place": "online", "space": "online", "platform": "Telegram"},
    {"place": "outside", "space": "hybrid", "platform": 'Chat; "board", Ærø'},
    {"manifestations": ["threat", "hate_speech", "propaganda"], "targets": ["antisemitic", "anti_muslim"]},
    {"currents": ["jihadist", "right_wing"], "targets": ["none"], "setting": "school", "severity": 5},
    {"basis": "potential", "how_known": "second_hand", "reliability": "F", "credibility": "6", "marking": "red"},
]


def _mapping() -> dict[str, Any]:
    """The example as it is shipped, for a source whose platforms are named."""
    mapping: dict[str, Any] = json.loads((PROJECT / "examples" / "own-observations.json").read_text(encoding="utf-8"))
    names = {each["platform"]: each["platform"] for each in RECORDS if "platform" in each}
    mapping["fields"]["platform"]["columns"][0]["values"] = names
    return mapping


def test_what_is_taken_along_comes_in_again(elverhavn: City, alice: Membership, tmp_path: Path) -> None:
    with_districts(with_record(elverhavn), "1", "02")
    for number, fields in enumerate(RECORDS):
        _made(elverhavn, alice, number, fields)
    file = sign_in(Client(), alice).get("/city/elverhavn/observations/export/?state=approved&sort=when").getvalue()
    path = tmp_path / "own.csv"
    path.write_bytes(file)
    with inside(elverhavn):
        were = {str(row["pk"]): row for row in Observation.objects.values("pk", *KEPT)}
        Observation.objects.all().delete()
        taken = import_observations(city=elverhavn, path=path, mapping=read_mapping(_mapping()))
        assert taken.imported.added == len(RECORDS) == len(were)
        for now in Observation.objects.values("external_key", *KEPT):
            was = were[now["external_key"]]
            assert {name: _plain(now[name]) for name in KEPT} == {name: _plain(was[name]) for name in KEPT}


def _made(city: City, alice: Membership, number: int, fields: dict[str, Any]) -> None:
    facts: dict[str, Any] = {
        "title": f"Record {number}", "state": "approved", "approved_by": alice.user, "approved_at": "2026-01-15T00:00Z",
        "first_day": "2025-04-01", "last_day": "2025-04-01", "place": "city_wide", "space": "offline",
        "currents": ["none_known"], **fields,
    }  # fmt: skip
    with inside(city):
        if facts["place"] == "district":
            facts["district"] = District.objects.get(code="02")
    make_observation(city, **facts)


def _plain(value: object) -> object:
    return (
        sorted(value) if isinstance(value, list) else value.isoformat() if isinstance(value, datetime.date) else value
    )


@pytest.mark.parametrize(
    ("exactly", "where", "said"),
    [
        ("weekly", "district", "column exactly: “weekly” is none of: day, month, year, period"),
        ("month", "district", "column exactly: “month” does not fit the days from 2025-02-01 to 2025-02-27"),
        ("period", "somewhere", "column where: “somewhere” is none of: district, city_wide, online, outside"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_column(
    elverhavn: City, tmp_path: Path, exactly: str, where: str, said: str
) -> None:
    with_districts(with_record(elverhavn), "02")
    mapping = _mapping() | {
        "external_key": "id",
        "when": {"column": "from", "until": "to", "precision": {"column": "exactly"}},
        "place": {"column": "district", "where": "where"},
        "fields": {"scope": "threat", "manifestations": "threat", "reliability": "A", "credibility": "2"},
    }
    del mapping["reported_on"]
    path = table(tmp_path / "a.csv", f"1,2025-02-01,2025-02-27,{exactly},02,{where}",
                 header="id,from,to,exactly,district,where")  # fmt: skip
    with inside(elverhavn), pytest.raises(ValidationError) as refusal:
        import_observations(city=elverhavn, path=path, mapping=read_mapping(mapping))
    assert f"Row 2, {said}" in " ".join(refusal.value.messages)
