"""What every section reads from: the frozen records, the analysis of them, and the judgements made of it."""

from collections import Counter
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from analysis.landscape import Counted, District, Landscape
from analysis.perceived import Placement, placements
from analysis.priorities import Priority, Served, priorities
from analysis.rates import Rate
from analysis.records import Event, Period
from analysis.voices import Voices, voices
from reports.models.diagnoses import USUAL_TITLE
from reports.sections.decisions import Decided, Release, Weighed
from reports.sections.wording import label
from reports.snapshot import SnapshotData

# Of fewer records in the period the diagnosis is the short one.
FEWEST_FOR_THE_LONG_ONE = 50


@dataclass(frozen=True)
class SectionContext:
    """Everything an edition is made of."""

    frozen: SnapshotData
    landscape: Landscape
    judgements: tuple[Decided, ...] = ()
    release: "Release | None" = None
    weighed: Weighed = field(default_factory=Weighed)
    # By the key of a judgement, its texts that lead somewhere: as they are kept → with where they lead.
    led: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # Whether proposals are made for their words alone, without their confidence, which takes most of the time.
    words_alone: bool = False
    # Whether few records count in the period, for an edition that may not read how many; None asks the landscape.
    few_records: bool | None = None
    # Whether the edition tells exact counts of records; where it does not, what they would add is not known in it.
    tells_records: bool = True
    # What was said in words, put in order once for each kind of row and language.
    statements: dict[tuple[str, str], tuple[Any, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def leading_to(self, led: Mapping[str, Mapping[str, str]]) -> "SectionContext":
        return self._as(led=led)

    def in_words_alone(self) -> "SectionContext":
        return self._as(words_alone=True)

    def _as(self, **told: Any) -> "SectionContext":
        """The same but for this, with whatever was worked out of it already."""
        made = copy(self)
        for name, value in told.items():
            object.__setattr__(made, name, value)
        return made

    @cached_property
    def _is_of_few(self) -> bool:
        """Diagnoses from before there was a short one are the long one."""
        if "sections" not in self.frozen.diagnosis:
            return False
        return self.landscape.total < FEWEST_FOR_THE_LONG_ONE if self.few_records is None else self.few_records

    @property
    def is_short(self) -> bool:
        return self._is_of_few and not self.frozen.diagnosis["long_because"]

    @property
    def is_long_on_purpose(self) -> bool:
        return self._is_of_few and bool(self.frozen.diagnosis["long_because"])

    @property
    def city(self) -> str:
        return str(self.frozen.city["name"])

    @property
    def title(self) -> str:
        """What the report is called; snapshots of before hold none."""
        return str(self.frozen.diagnosis.get("title") or USUAL_TITLE)

    @property
    def number(self) -> int:
        return int(self.frozen.diagnosis["number"])

    def recorded_in(self, period: Period) -> tuple[Event, ...]:
        """What happened in a period, the order kept: nearly every judgement and drawing asks, of one of two periods."""
        if period not in self._recorded:
            start, end = period.start, period.end
            self._recorded[period] = tuple(e for e in self.frozen.events if start <= e.first_day and e.last_day <= end)
        return self._recorded[period]

    @cached_property
    def _recorded(self) -> dict[Period, tuple[Event, ...]]:
        return {}

    @cached_property
    def voices(self) -> Voices:
        return voices(self.frozen.sessions, groups=[group["code"] for group in self.frozen.groups])

    @cached_property
    def group_names(self) -> dict[str, str]:
        return {group["code"]: group["name"] for group in self.frozen.groups}

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        """Every district: what was recorded there beside the concern told of it."""
        rated = self.landscape.rated
        phi = self.landscape.families["districts"].spread.phi
        codes = [area.code for area in self.frozen.areas]
        return placements(codes, rated.counts, rated.exposure, self.frozen.sessions, phi)

    @cached_property
    def served(self) -> Served | None:
        """How many services meet a category of need in a district; None where none is recorded at all, for there may be
        some all the same."""
        if not self.frozen.services:
            return None
        everywhere = [area.code for area in self.frozen.areas]
        return Counter(
            (need, code)
            for row in self.frozen.services
            for need in row["needs"]
            for code in row["districts"] or everywhere
        )

    @cached_property
    def priorities(self) -> tuple[Priority, ...]:
        """Every need that was raised, in the city and in each district named with it, the first one first."""
        return priorities(
            self.frozen.sessions,
            districts=[area.code for area in self.frozen.areas],
            recorded=lambda: (
                {}
                if not self.tells_records
                else {each.district: each.more for each in self.placements if each.more is not None}
            ),
            served=self.served,
        )

    @cached_property
    def rates(self) -> dict[str, Rate]:
        """Of the districts that have one."""
        return {d.area.code: d.rate for d in self.landscape.districts if d.rate is not None}

    @cached_property
    def names(self) -> dict[str, str]:
        return {area.code: area.name for area in self.frozen.areas}

    @cached_property
    def looked_at(self) -> tuple[District, ...]:
        return tuple(d for d in self.landscape.districts if d.share_looked > 0)

    @cached_property
    def not_looked_at(self) -> tuple[District, ...]:
        return tuple(d for d in self.landscape.districts if d.share_looked == 0)

    @cached_property
    def in_part(self) -> tuple[District, ...]:
        """Looked at, but not on every day, or only sporadically."""
        return tuple(d for d in self.landscape.districts if d.in_part)

    @cached_property
    def named_targets(self) -> list[Counted]:
        """The groups that records of the period name as targeted, the most often named first."""
        return [row for row in self.landscape.counts["targets"] if row.now and row.key != "none"]

    def name_of(self, family: str, key: str) -> str:
        """What a thing of a family that is compared is called."""
        return self.names[key] if family == "districts" else label(family, key)

    @cached_property
    def unread(self) -> int:
        return sum(judgement.accepted_unread for judgement in self.judgements)

    @cached_property
    def undecided(self) -> int:
        return sum(judgement.state == "proposed" for judgement in self.judgements)
