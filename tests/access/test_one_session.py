"""What one session told in confidence, and what fewer than three organisations rated, is told to nobody else.

The same city with one confidential session (and with three, which any period or filter would tell apart) is read twice:
its outcomes are others the second time. Whoever did not record it and is not the admin it names reads the same bytes
in everything they can reach; so does everything a diagnosis is made of.
"""

import datetime
import random
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import City
from analysis.records import Period
from reports.snapshot.consultations import disclosed
from tests.access.crawl import crawl, differing
from tests.access.marked import inside
from tests.access.test_marking_canary import frozen_bytes, who_works_here
from tests.access.told import DAYS, SAID, held_in_confidence, places_of_sessions, said_otherwise
from tests.factories import make_member, sign_in
from tests.reports.conftest import small_city
from tests.sizes import in_full_by_soak
from tests.stakeholders.makers import make_group

YEAR = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))


@pytest.fixture
def elver(db: None) -> City:
    city = small_city()
    make_group(city, name="Young people", code="young")
    make_group(city, name="Older people", code="older")
    make_group(city, name="Quiet people", code="quiet")
    return city


@pytest.mark.soak
@pytest.mark.parametrize("role", DAYS)
def test_nobody_else_reads_what_one_session_told(elver: City, settings: Any, tmp_path: Path, role: str) -> None:
    """Where nothing else differs; in `make test` the two looks of `test_marking_canary.py` are at such sessions too."""
    settings.ARTEFACTS = tmp_path
    author, _named = who_works_here(elver)
    who = make_member(elver, "reads@elverhavn.example", role)
    with inside(elver):
        held, *_others = [held_in_confidence(elver, day) for day in DAYS[role]]
        its_page = f"/city/elverhavn/consultations/{held.pk}/"
        its_author = sign_in(Client(), author).get(its_page).content.decode()
        before = crawl(who, elver, places_of_sessions())
        said_otherwise(held)
        assert differing(before, crawl(who, elver, places_of_sessions())) == {}
        assert not any(SAID in page for page in before.values())
        assert its_page in before or role == "reader"
        # whoever recorded it reads it
        assert SAID in its_author


@pytest.mark.parametrize(
    ("days", "period"),
    [
        (["2025-06-11"], YEAR),
        (["2025-03-11", "2025-06-11"], YEAR),
        # three in a year, of which a period that people chose holds a part
        (["2025-03-11", "2025-06-11", "2025-09-11"], Period(datetime.date(2025, 2, 1), datetime.date(2025, 12, 31))),
        # three in two years that the period holds whole
        (["2024-03-11", "2025-06-11", "2025-09-11"], Period(datetime.date(2024, 1, 1), datetime.date(2025, 12, 31))),
    ],
)
def test_no_diagnosis_is_made_of_it(elver: City, days: list[str], period: Period) -> None:
    who_works_here(elver)
    with inside(elver):
        held = [held_in_confidence(elver, day) for day in days][-1]
        before = frozen_bytes(elver, period)
        said_otherwise(held)
        assert frozen_bytes(elver, period) == before


def test_three_that_tell_the_same_in_a_year_are_told_together(elver: City) -> None:
    who_works_here(elver)
    with inside(elver):
        held = [held_in_confidence(elver, day) for day in ("2025-03-11", "2025-06-11", "2025-09-11")][-1]
        before = frozen_bytes(elver)
        said_otherwise(held)
        assert frozen_bytes(elver) != before


def _row(number: int, chance: random.Random) -> dict[str, Any]:
    """A confidential session as it is frozen, with anything in it."""
    block = chance.choice(["residents", "civil_society", "public_bodies"])
    by = {"organisation": None, "organisation__name": None, "sector": "", "block": block}
    axis, code = chance.choice([("group", "young"), ("group", "older"), ("age", "18_24"), ("sector", "faith")])
    return {
        "id": number,
        "confidentiality": "confidential",
        "first_day": f"202{chance.randrange(3, 6)}-{chance.randrange(1, 13):02}-11",
        "districts": ["01"],
        "people": chance.randrange(40),
        "invited": 3,
        "came": chance.randrange(3),
        "barriers": chance.choice([[], ["time"], ["language", "time"]]),
        "organisations": [],
        "sectors": {},
        "head_counts": [{"axis": axis, "code": code, "people": 4, "represented": False}],
        "needs": [{**by, "category": chance.choice(["training", "funding"]), "priority": 5, "statement": "x",
                   "districts": []}],
        "outlook": [{**by, "district": chance.choice(["", "01"]), "concern": 5, "direction": "worse"}],
        "trust": [{**by, "body": chance.choice(["police", "schools"]), "level": 1}],
        "findings": [{**by, "kind": "harm", "statement": "x", "districts": []}],
        "disagreements": [{"statement": "x", "blocks": []}],
        "quotes": [],
    }  # fmt: skip


@in_full_by_soak("rounds", 2000)
def test_of_any_sessions_and_periods_nothing_is_told_that_fewer_than_three_tell(rounds: int) -> None:
    """What is left of each session, counted by hand: in each year that lies whole in the period, three or none."""
    chance = random.Random(11)
    for _round in range(rounds):
        rows = [_row(number, chance) for number in range(chance.randrange(9))]
        start, end = sorted(datetime.date(2022, 6, 1) + datetime.timedelta(chance.randrange(1600)) for _ in range(2))
        if chance.random() < 0.5:
            start, end = datetime.date(start.year, 1, 1), datetime.date(end.year, 12, 31)
        cut = disclosed(deepcopy(rows), Period(start, end))
        for year in ("2023", "2024", "2025"):
            is_whole = start <= datetime.date(int(year), 1, 1) and datetime.date(int(year), 12, 31) <= end
            these = [row for row in cut if row["first_day"].startswith(year)]
            for told in (_needs, _concern, _trust, _groups, _barriers, _counted):
                left = [told(row) for row in these]
                for each in {item for items in left for item in items}:
                    assert is_whole
                    assert sum(each in items for items in left) >= 3
        assert "x" not in str([(row["needs"], row["findings"], row["disagreements"]) for row in cut])
        assert all(not row["districts"] for row in cut)
        # once more changes nothing: a snapshot is cut when it is frozen and when it is read
        assert disclosed(deepcopy(cut), Period(start, end)) == cut


def _needs(row: dict[str, Any]) -> set[Any]:
    return {(each["block"], each["category"]) for each in row["needs"]}


def _concern(row: dict[str, Any]) -> set[Any]:
    return {each["block"] for each in row["outlook"]}


def _trust(row: dict[str, Any]) -> set[Any]:
    return {(each["block"], each["body"]) for each in row["trust"]}


def _groups(row: dict[str, Any]) -> set[Any]:
    return {(each["axis"], each["code"]) for each in row["head_counts"] if each["axis"] != "sector"}


def _barriers(row: dict[str, Any]) -> set[Any]:
    return set(row["barriers"])


def _counted(row: dict[str, Any]) -> set[Any]:
    return {"counted"} - ({"counted"} if row["people"] is None else set())
