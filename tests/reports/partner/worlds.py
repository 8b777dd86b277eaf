"""Partner editions for every sentence that they alone print: each world says only what it is about."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from analysis.disclosure import Band
from analysis.protection.cells import Printed
from analysis.records import Period
from mapping.vocabulary import Current, Target
from reports.models.diagnoses import SECTION_NUMBERS
from reports.partner.figures import Figures, WindowFigures
from reports.partner.view import PartnerView, partner_view
from reports.sections.decisions import Decided, Weighed
from reports.snapshot import SnapshotData
from tests.analysis.makers import YEAR, coverage
from tests.reports.hearings import BODIES, Row, need, service, session
from tests.reports.landscapes import AREAS, reading_of
from tests.reports.sentences.summary_worlds import recommended

BEFORE = YEAR.years_earlier(1)
LEAST, MORE = Band(0, 4), Band(20, 49)
BOUNDARIES = "2020"
Counts = Mapping[tuple[str, ...], Printed]
NAMED_TARGETS = [str(code) for code in Target if code != Target.NONE]
NAMED_CURRENTS = [str(code) for code in Current if code != Current.NONE_KNOWN]

DISTRICTS: Counts = {("districts", area.code): MORE if area.code == "D00" else LEAST for area in AREAS[:3]}
ONE_BY_DISTRICT: Counts = {("districts_of:right_wing", a.code): MORE if a.code == "D00" else LEAST for a in AREAS[:3]}
USUAL: Counts = {
    ("total",): 60, ("currents", "right_wing"): 40, ("targets", "antisemitic"): 45, ("manifestations", "threat"): 60,
    ("months", "2025-01"): 10, ("months", "2025-02"): None, **DISTRICTS, **ONE_BY_DISTRICT,
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """What was frozen, and the edition made of it."""

    frozen: SnapshotData
    view: PartnerView

    @property
    def sections(self) -> list[int]:
        return list(self.frozen.diagnosis.get("sections", ())) or list(SECTION_NUMBERS)

    @property
    def is_short(self) -> bool:
        """What is printed of the period is a count below fifty."""
        now = self.view.figures.now
        total = now.shown.get(("total",)) if now else None
        return "sections" in self.frozen.diagnosis and isinstance(total, int) and total < 50

    def stands(self, section: int) -> bool:
        return section in self.sections and not (self.is_short and section in {4, 6, 10})

    @property
    def heard(self) -> list[Row]:
        return [row for row in self.frozen.consultations if row["marking"] in {"clear", "green"}]

    @property
    def needs(self) -> list[Row]:
        return [row for each in self.heard for row in each["needs"]]


def window(period: Period = YEAR, counts: Counts = USUAL, *, boundaries: str = BOUNDARIES, number: int = 1) -> Any:
    return WindowFigures(period, dict(counts), boundaries, number)


NOW_AND_BEFORE = Figures(now=window(), before=window(BEFORE, {**USUAL, ("total",): 50}))


def world(
    figures: Figures = NOW_AND_BEFORE,
    *heard: Row,
    judgements: tuple[Decided, ...] = (),
    recommends: Any = (),
    diagnosis: Mapping[str, Any] | None = None,
    looked: Any = None,
    **fields: Any,
) -> World:
    frozen = reading_of([], looked, areas=AREAS[:3]).frozen
    frozen = replace(frozen, consultations=list(heard), diagnosis={**frozen.diagnosis, **(diagnosis or {})}, **fields)
    return World(frozen, partner_view(frozen, judgements, None, Weighed(recommended=tuple(recommends)), figures))


def only_now(counts: Counts = USUAL, **fields: Any) -> Figures:
    return Figures(now=window(YEAR, counts, **fields), before=None)


@cache
def worlds() -> dict[str, World]:
    short = {"sections": [], "long_because": ""}
    few = only_now({**USUAL, ("total",): 31})
    asks = session("Police", needs=[need("Police")])
    everybody = session(*BODIES, needs=[need(who) for who in BODIES])
    without_targets = {key: shown for key, shown in USUAL.items() if key[0] != "targets"}
    named = [("targets", code) for code in NAMED_TARGETS] + [("currents", code) for code in NAMED_CURRENTS]
    of_all: Counts = dict.fromkeys(named, 9)
    by_district: Counts = {(f"districts_of:{code}", area.code): LEAST for code in Current.values for area in AREAS[:3]}
    judged = Decided("They ask for it.", "", "low", (), (), "confirmed", False)
    return {
        "usual": world(),
        "of the period alone": world(only_now()),
        "how many is hidden": world(only_now({**USUAL, ("total",): None})),
        "how many there were is hidden": world(
            Figures(now=window(), before=window(BEFORE, {**USUAL, ("total",): None}))
        ),
        "nothing is told": world(Figures(now=None, before=None)),
        "nothing is told of the period": world(Figures(now=None, before=window(BEFORE))),
        "printed by another": world(only_now(), diagnosis={"number": 2}),
        "within other boundaries": world(only_now(boundaries="2010")),
        "districts of this summer": world(
            boundaries={**reading_of([], areas=AREAS[:3]).frozen.boundaries, "valid_from": "2025-07-01"},
            of_older_boundaries=40,
        ),
        "no month is told of": world(
            only_now({key: None if key[0] == "months" else shown for key, shown in USUAL.items()})
        ),
        "no group is told of": world(only_now(without_targets)),
        "no current is told of": world(only_now({("total",): 60, **DISTRICTS})),
        "every group and current is told of": world(only_now({**USUAL, **of_all})),
        "no current stands out in a district": world(only_now({**USUAL, **by_district})),
        "every current is told by district": world(only_now({**USUAL, **by_district, **ONE_BY_DISTRICT})),
        "few": world(few, diagnosis=short),
        "few, one asks": world(few, asks, diagnosis=short),
        "few, everybody asks": world(few, everybody, diagnosis=short),
        "one asks": world(NOW_AND_BEFORE, asks),
        "one asks, in an amber consultation": world(NOW_AND_BEFORE, {**asks, "marking": "amber"}),
        "everybody asks": world(NOW_AND_BEFORE, everybody, services=[service("training")]),
        "nobody asks for anything": world(NOW_AND_BEFORE, session("Police")),
        "promised": world(
            NOW_AND_BEFORE,
            asks,
            recommends=[recommended(for_partners=True, carried_from=1, due=datetime.date(2025, 6, 1))],
        ),
        "promised, not for members": world(NOW_AND_BEFORE, asks, recommends=[recommended(carried_from=1)]),
        "judged": world(judgements=(judged,)),
        "a gap": world(looked=[coverage(areas=frozenset({"D00", "D01"}))]),
        "in part": world(looked=[coverage(completeness="sporadic")]),
        "all of it left out": world(diagnosis={"sections": [3, 14], "long_because": ""}),
        "left out, and people heard": world(
            NOW_AND_BEFORE, everybody, diagnosis={"sections": [3, 14], "long_because": ""}, services=[]
        ),
        "the voices alone": world(
            NOW_AND_BEFORE, everybody, diagnosis={"sections": [3, 9, 14], "long_because": ""}, services=[]
        ),
    }
