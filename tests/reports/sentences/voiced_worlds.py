"""Cities in which everybody, few or nobody was consulted: every world that some sentence of section 9 is for."""

from typing import Any

from reports.sections.context import SectionContext
from stakeholders.vocabulary import BLOCKS, StakeholderBlock
from tests.reports.hearings import (
    BODIES,
    Row,
    city,
    finding,
    group,
    need,
    outlook,
    quote,
    service,
    session,
    trust,
)

ALL = tuple(BODIES)
EVERYWHERE = ["00", "01", "02", "03"]
IN_CONFIDENCE = {"rule": "confidential", "organisations": [], "sectors": {}, "first_day": "2025-03-01"}


def _full(*extra: Row) -> list[Row]:
    """Everybody is heard in three sessions, and says something of everything."""
    said: dict[str, Any] = {
        "needs": [need(name, "training", 2 + n % 4) for n, name in enumerate(ALL)]
        + [need("Police", "funding", 5), need("Church", "information", 3, districts=["01"], groups=["young"])]
        + [need("School", "media_literacy", 1, level="primary"), need("Quay Street", "safe_spaces", 5)],
        "outlook": [outlook(name, 3 + n % 3, "worse") for n, name in enumerate(ALL)],
        "trust": [trust(name, 2 + n % 2) for n, name in enumerate(ALL)],
        "findings": [finding("Police", "asset", "The harbour festival"), finding("Church", "harm", "Not reported")],
        "disagreements": [{"statement": "How early to call the police", "blocks": ["public_bodies", "residents"]}],
        "quotes": [quote("Church")],
        "head_counts": [group("young"), group("older")],
        "barriers": ["time"],
        "districts": EVERYWHERE,
    }
    again = [session(*ALL, districts=EVERYWHERE, head_counts=[group("young"), group("older")]) for _n in range(2)]
    return [session(*ALL, **said), *again, *extra]


def confidential(number: int = 3, **said: Any) -> list[Row]:
    heads = [{"axis": "sector", "code": "community", "people": 4, "represented": False}]
    return [
        session(
            **{**IN_CONFIDENCE, "needs": [need("block:civil_society", "victim_support")], "head_counts": heads, **said}
        )
        for _n in range(number)
    ]


def _district(code: str, *levels: int) -> list[Row]:
    names = [name for name in ALL if BLOCKS[BODIES[name]] == StakeholderBlock.CIVIL_SOCIETY]
    return [
        session(*names, districts=[code], outlook=[outlook(name, level, district=code) for name in names])
        for level in levels
    ]


def all_worlds() -> dict[str, SectionContext]:
    half = session("Police", "Church", needs=[need("Police", level="secondary")], people=None)
    trust_apart = [*(trust(name, 5) for name in ALL[:3]), *(trust(name, 1) for name in ALL[3:])]
    concern_apart = [
        outlook(name, 5 if n < 3 else 2, "worse" if n % 2 else "same", place)
        for place in ("", "01")
        for n, name in enumerate(ALL)
    ]
    chatham: dict[str, Any] = {
        "rule": "chatham_house",
        "needs": [need("sector:faith"), need("block:residents", "funding")],
    }
    return {
        "nobody": city(),
        "full": city(*_full()),
        "full and in confidence": city(*_full(*confidential())),
        "one session": city(half),
        "not all counted": city(half, session("Police")),
        "one invitation": city(session("Police", needs=[need("Police")]), groups=()),
        "nothing said": city(session(people=1, districts=["00"], head_counts=[group("young")], invited=None)),
        "in confidence, two": city(*confidential(2)),
        "in confidence, three": city(*confidential(3)),
        "in confidence, nothing said": city(*confidential(3, needs=[])),
        "chatham house": city(session("Church", "Mosque", **chatham), session("Church", "Mosque", **chatham)),
        "one of chatham house": city(session("Church", "Mosque", people=2, **chatham)),
        "no order of blocks": city(session(*ALL[:7], needs=[need("Police"), need("Church", "funding", 2)])),
        "apart": city(session(*ALL, outlook=concern_apart, trust=trust_apart)),
        "two rate": city(session(*ALL, outlook=[outlook("Police", 1)], trust=[trust("Police", 1), trust("School", 5)])),
        "thirty rate": city(*(session(outlook=[outlook("block:residents", 1 + n % 5)], trust=[]) for n in range(30))),
        "twenty-nine rate": city(*(session(outlook=[outlook("block:residents", 4)]) for _n in range(29))),
        "many findings": city(session("Police", findings=[finding("Police", statement=f"No. {n}") for n in range(5)])),
        "four findings": city(session("Police", findings=[finding("Police", statement=f"No. {n}") for n in range(4)])),
        "quotes": city(session("Police", quotes=[quote("Police", str(n), "nobody") for n in range(4)])),
        "a commitment": city(session("Police", needs=[need("Police")], findings=[finding("Police", "commitment")])),
        "no service": city(session("Police", needs=[need("Police")]), services=[]),
        "a service for one need": city(
            session("Police", needs=[need("Police"), need("Police", "funding")]), services=[service("training")]
        ),
        "a service for each need": city(session("Police", needs=[need("Police")]), services=[service("training")]),
        "stale": city(*(session(*ALL, needs=[need("Police")], review_by="2025-12-31") for _n in range(2))),
        "worry": city(*_district("00", 5, 5, 4), records=(1, 20, 20, 20)),
        "blind spot": city(*_district("00", 1, 2, 1), records=(60, 10, 10, 10)),
        "some worry": city(*_district("00", 4, 3, 4), records=(1, 20, 20, 20)),
        "few worries": city(*_district("00", 3, 2, 2), records=(60, 10, 10, 10)),
        "worry, in two sessions": city(*_district("00", 5, 5), records=(1, 20, 20, 20)),
        "worry where much is recorded": city(*_district("00", 5, 5, 4), records=(40, 10, 10, 10)),
        "worry without residents": city(*_district("00", 5, 5, 4), records=(1, 20, 20, 20), residents=0),
        "worry in a quiet city": city(*_district("00", 5, 5, 4), records=(0, 1, 1, 1)),
    }
