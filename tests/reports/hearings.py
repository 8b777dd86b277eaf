"""Consultations of a small city as the sections read them, made without a database; each says only what it is about."""

import itertools
import json
from collections.abc import Sequence
from typing import Any

from reports.sections.context import SectionContext
from reports.snapshot import load
from reports.snapshot.canonical import FORMAT
from reports.snapshot.observations import OBSERVATION_COLUMNS
from stakeholders.vocabulary import BLOCKS
from tests.reports.analysing import analysed_once
from tests.reports.conftest import PROCESSING, square

Row = dict[str, Any]

# Nine organisations of three blocks.
BODIES = {
    "Police": "police",
    "Health Centre": "health",
    "School": "education",
    "Church": "faith",
    "Mosque": "faith",
    "Youth Club": "youth",
    "Quay Street": "residents_association",
    "Mill Street": "residents_association",
    "Elders' Council": "council_commission",
}
NUMBERS = {name: number for number, name in enumerate(BODIES, start=101)}
GROUPS = (
    {"code": "young", "name": "Young people", "marginalised": False, "size": None},
    {"code": "older", "name": "Older people", "marginalised": False, "size": None},
)
_KEYS = itertools.count(1)


def by(who: str) -> Row:
    """Said by an organisation on the record, "sector:faith" or "block:residents"."""
    kind, _colon, code = who.partition(":")
    if kind == "block":
        return {"organisation": None, "organisation__name": None, "sector": "", "block": code}
    if kind == "sector":
        return {"organisation": None, "organisation__name": None, "sector": code, "block": str(BLOCKS[code])}
    sector = BODIES[who]
    return {"organisation": NUMBERS[who], "organisation__name": who, "sector": sector, "block": str(BLOCKS[sector])}


def need(who: str, category: str = "training", priority: int = 4, statement: str = "", **fields: Any) -> Row:
    said = statement or f"{who} asks for {category}"
    return {"category": category, "priority": priority, "statement": said, "districts": [], **by(who), **fields}


def outlook(who: str, concern: int, direction: str = "", district: str = "") -> Row:
    return {"district": district, "concern": concern, "direction": direction, **by(who)}


def trust(who: str, level: int, body: str = "police") -> Row:
    return {"body": body, "level": level, **by(who)}


def finding(who: str, kind: str = "harm", statement: str = "People do not report", **fields: Any) -> Row:
    return {"kind": kind, "statement": statement, "districts": [], **by(who), **fields}


def quote(who: str, text: str = "Nobody asked us", attribution: str = "organisation") -> Row:
    return {"text": text, "attribution": attribution, **by(who)}


def group(code: str, people: int = 5, *, represented: bool = False) -> Row:
    return {"axis": "group", "code": code, "people": people, "represented": represented}


def factor(kind: str = "driver", title: str = "Nothing open in the evening", **fields: Any) -> Row:
    return {
        "id": next(_KEYS), "kind": kind, "title": title, "statement": "After six there is no place to be.",
        "about": "area", "districts": [], "setting": "", "evidence": "Seen by the street team.", "rests_on": [],
        "confidence": "moderate", "marking": "green", "review_by": None, **fields,
    }  # fmt: skip


def service(*needs: str, title: str = "Open evenings", **fields: Any) -> Row:
    return {
        "id": next(_KEYS), "title": title, "about": "The hall is open.", "needs": list(needs), "levels": ["primary"],
        "districts": [], "capacity": "", "contact_role": "", "marking": "green", "review_by": None,
        "provider": "Youth Club", "organisation": 106, **fields,
    }  # fmt: skip


def body(name: str, *brings: str, in_network: bool = True, may_share: bool = False) -> Row:
    return {
        "id": next(_KEYS), "name": name, "brings": list(brings),
        "in_network": in_network, "may_share": may_share,
    }  # fmt: skip


def session(*came: str, rule: str = "on_record", **fields: Any) -> Row:
    sectors: dict[str, int] = {}
    for name in came:
        sectors[BODIES[name]] = sectors.get(BODIES[name], 0) + 1
    named = [{"id": NUMBERS[name], "sector": BODIES[name]} for name in came] if rule == "on_record" else []
    return {
        "id": next(_KEYS),
        "instrument": "workshop",
        "confidentiality": rule,
        "marking": "green",
        "first_day": "2025-05-02",
        "districts": [],
        "people": 10,
        "review_by": None,
        "barriers": [],
        "invited": len(came),
        "came": len(came),
        "organisations": named,
        "sectors": sectors,
        **{name: [] for name in ("head_counts", "needs", "outlook", "trust", "findings", "disagreements", "quotes")},
        **fields,
    }


def city(
    *consultations: Row,
    groups: Sequence[Row] = GROUPS,
    records: Sequence[int] = (6, 6, 6, 6),
    residents: int = 10_000,
    **more: Any,
) -> SectionContext:
    """Of districts "00", "01" …, with so many records each in every year from 2022 to 2025, and `more` of what a
    snapshot may hold."""
    raw = {
        "format": FORMAT,
        "marked_up_to": "amber",
        "city": {"slug": "elverhavn", "name": "Elverhavn", "country": "DK", "time_zone": "", "languages": ["en"]},
        "diagnosis": {
            "number": 1,
            "start": "2025-01-01",
            "end": "2025-12-31",
            "compare_start": "2024-01-01",
            "compare_end": "2024-12-31",
            "dated": "2026-02-01",
            "language": "en",
            "title": "",
        },
        "boundaries": {
            "name": "2020",
            "valid_from": "2020-01-01",
            "file_sha256": "0" * 64,
            "districts": [
                {
                    "code": f"{n:02}",
                    "name": f"District {n}",
                    "population": residents,
                    "population_source": "",
                    "area_km2": 2.8,
                    "geometry": square(n % 5, n // 5),
                }
                for n in range(len(records))
            ],
        },
        "sources": [{"key": "police", "name": "Police", "source_type": "police", "marking": "green"}],
        "coverage": [
            {
                "source": "police",
                "districts": None,
                "online": False,
                "start": "2022-01-01",
                "end": "2025-12-31",
                "still_looking": False,
                "completeness": "full",
            }
        ],
        "practice_changes": [],
        "trigger_events": [],
        "imports": [],
        "processing_record": {**PROCESSING, "retention": {}},
        "groups": list(groups),
        "consultations": list(consultations),
        "observations": {"columns": list(OBSERVATION_COLUMNS), "rows": list(_records(records))},
        **more,
    }
    frozen = load(json.dumps(raw).encode())
    return SectionContext(frozen, analysed_once(frozen))


def _records(counts: Sequence[int]) -> Any:
    key = itertools.count(1)
    for year in range(2022, 2026):
        for district, count in enumerate(counts):
            for n in range(count):
                row = dict.fromkeys(OBSERVATION_COLUMNS)
                day = f"{year}-{1 + n % 12:02}-{1 + n % 28:02}"
                row |= {
                    "id": next(key), "first_day": day, "last_day": day, "precision": "day", "place": "district",
                    "district": f"{district:02}", "space": "offline", "platform": "", "manifestations": ["threat"],
                    "targets": ["none"], "currents": ["none_known"], "setting": ("street", "school")[n % 2],
                    "severity": 2, "basis": "evidenced", "reliability": "B", "credibility": "2", "source": "police",
                    "marking": "green",
                }  # fmt: skip
                yield [row[name] for name in OBSERVATION_COLUMNS]
