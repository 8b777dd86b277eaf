"""What every section reads from: the frozen records, the analysis of them, and the judgements made of it."""

import bisect
import datetime
import itertools
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.confidence import Confidence, Reason
from analysis.grading import WELL_GRADED
from analysis.landscape import Counted, District, Landscape, analyse, asked_against, comparable, variation
from analysis.pair import Variation
from analysis.perceived import Placement, placements
from analysis.priorities import Priority, Served, priorities
from analysis.rates import Rate
from analysis.records import Event, Period
from analysis.voices import Voices, voices
from core.formats import number, percent
from mapping.vocabulary import (
    Completeness,
    Current,
    Manifestation,
    Place,
    Setting,
    SourceType,
    Space,
    Target,
    Term,
)
from reports.models.diagnoses import USUAL_TITLE
from reports.sections.periods import short_period
from reports.snapshot import SnapshotData

# Nothing is proposed from fewer records than the first, and no share is told of fewer than the second.
FEWEST_FOR_A_JUDGEMENT, FEWEST_FOR_A_SHARE = 10, 20
# Of fewer records in the period the diagnosis is the short one.
FEWEST_FOR_THE_LONG_ONE = 50

VERY_LIKELY, ALMOST_CERTAIN = "very likely", "almost certain"

VOCABULARIES: dict[str, type[Term]] = {
    "currents": Current,
    "manifestations": Manifestation,
    "targets": Target,
    "settings": Setting,
    "spaces": Space,
    "source_types": SourceType,
    "places": Place,
    "completeness": Completeness,
}

CONFIDENCE = {
    Confidence.HIGH: gettext_lazy("high"),
    Confidence.MODERATE: gettext_lazy("moderate"),
    Confidence.LOW: gettext_lazy("low"),
}

# ICD 203, the upper row of its expressions of likelihood. A judgement keeps the English expression.
LIKELIHOOD = {
    "almost no chance": gettext_lazy("almost no chance"),
    "very unlikely": gettext_lazy("very unlikely"),
    "unlikely": gettext_lazy("unlikely"),
    "roughly even chance": gettext_lazy("roughly even chance"),
    "likely": gettext_lazy("likely"),
    VERY_LIKELY: gettext_lazy("very likely"),
    ALMOST_CERTAIN: gettext_lazy("almost certain"),
}

REASONS = {
    Reason.ONE_SOURCE_TYPE: gettext_lazy("all records come from one type of source"),
    Reason.FEW_SOURCE_TYPES: gettext_lazy("fewer than three independent types of source"),
    Reason.POORLY_GRADED: gettext_lazy("under 40 % of the records are well founded"),
    Reason.PARTLY_GRADED: gettext_lazy("under 70 % of the records are well founded"),
    Reason.MOSTLY_STALE: gettext_lazy("over 40 % of the records are stale"),
    Reason.PARTLY_STALE: gettext_lazy("over 10 % of the records are stale"),
    Reason.TOO_FEW: gettext_lazy("too few records to tell"),
    Reason.FEW_RECORDS: gettext_lazy("fewer than 20 records"),
    Reason.NO_CONSULTATION: gettext_lazy("no consultations, or too few of them, that could agree or disagree"),
    Reason.CONSULTATION_DISAGREES: gettext_lazy("what was told in consultations disagrees"),
}


WIDEST = frozenset("MW@—…")


@dataclass(frozen=True, slots=True)
class Decided:
    """A judgement as it will be printed. `state` is that of the model; `evidence` is (what, value)."""

    statement: str
    likelihood: str
    confidence: str
    reasons: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]
    state: str
    accepted_unread: bool
    # why a person set another confidence than the rule
    other_confidence: str = ""
    # which proposal it is, across diagnoses
    key: str = ""
    # written by a person for an earlier diagnosis
    is_carried: bool = False
    # where each line of its evidence leads, of one that a person wrote
    leads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """How it was let go: on which day, and the answers of the do-no-harm check as (question, answer, note)."""

    on: datetime.date
    answers: tuple[tuple[str, str, str], ...]
    # why whoever released it had also made the check or written what is printed; empty where a second person released
    alone_because: str = ""


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation as it is printed. `judgement` is the sentence it answers, where that is printed too; `status` is
    that of the model; `is_looked_at` whether a person saw it since it was brought over from another diagnosis."""

    text: str
    category: str
    area: str
    judgement: str
    owner: str
    due: datetime.date | None
    status: str
    outcome: str
    review_by: datetime.date | None
    carried_from: int | None = None
    for_partners: bool = False
    is_looked_at: bool = True


@dataclass(frozen=True, slots=True)
class Weighed:
    """What people made of the priorities: by category and area the band and the reason of those moved; and what they
    recommend."""

    moved: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    recommended: tuple[Recommended, ...] = ()


@dataclass(frozen=True)
class SectionContext:
    """Everything an edition is made of."""

    frozen: SnapshotData
    landscape: Landscape
    judgements: tuple[Decided, ...] = ()
    release: "Release | None" = None
    weighed: Weighed = Weighed()
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


def analysed(frozen: SnapshotData) -> Landscape:
    return analyse(
        frozen.events,
        frozen.areas,
        frozen.coverage,
        period=frozen.period,
        comparison=frozen.comparison,
        history=frozen.history,
        extracted_on=frozen.diagnosis["dated"],
        extracted=frozen.extracted,
        changes=frozen.practice_changes,
        declared=frozen.declared,
        totals=frozen.totals,
    )


def usual_variation(frozen: SnapshotData) -> Variation:
    """What `analysed` learns of how much counts vary, and nothing else of it."""
    return variation(
        frozen.events,
        frozen.areas,
        frozen.coverage,
        period=frozen.period,
        comparison=frozen.comparison,
        history=frozen.history,
        extracted_on=frozen.diagnosis["dated"],
        extracted=frozen.extracted,
        changes=frozen.practice_changes,
        totals=frozen.totals,
    )


def compared_events(frozen: SnapshotData, asked: Period | None = None) -> frozenset[str]:
    """The keys of the events that changes are told of, and nothing else of `analysed`; or those that the question of a
    trigger event is told of, asked of this window alone."""
    period, comparison, history = frozen.period, frozen.comparison, frozen.history
    if asked is not None:
        earlier = asked_against(asked, len(frozen.history))
        period, comparison, history = asked, earlier[0], tuple(earlier[1:])
    return comparable(
        frozen.events,
        frozen.areas,
        frozen.coverage,
        period=period,
        comparison=comparison,
        history=history,
        extracted_on=frozen.diagnosis["dated"],
        extracted=frozen.extracted,
        changes=frozen.practice_changes,
        totals=frozen.totals,
    )


def label(family: str, code: str) -> str:
    """The label of a code of a vocabulary."""
    return str(VOCABULARIES[family](code).label)


def share(part: int, whole: int) -> str:
    """A share in whole percent; a dash where it is of so few that one record more would be another share."""
    return percent(part, whole) if whole >= FEWEST_FOR_A_SHARE else "–"


def likelihood_words(kept: str) -> str:
    """An expression of likelihood in the language of the edition; nothing where a judgement has none."""
    return str(LIKELIHOOD.get(kept, kept))


def heads(context: "SectionContext") -> tuple[str, str]:
    """What stands over the columns of counts before and now: the years where they are whole, else that they are so."""
    both = [short_period(each) for each in (context.landscape.comparison, context.landscape.period)]
    return (both[0], both[1]) if all(text.isdecimal() for text in both) else (_("Before"), _("Now"))


def listed(items: Sequence[str], most: int = 6) -> str:
    """ "A, B and C"; "A, B and 7 others" where there are many."""
    if len(items) > most:
        return _("%(some)s and %(rest)s others") % {
            "some": ", ".join(items[: most - 1]),
            "rest": number(len(items) - most + 1),
        }
    if len(items) < 2:
        return "".join(items)
    return _("%(some)s and %(last)s") % {"some": ", ".join(items[:-1]), "last": items[-1]}


def shortened(text: str, most: int) -> str:
    """Whole words up to so many characters of usual width, where another page has all of it."""
    text = text.strip()
    ends = list(itertools.accumulate(map(_room, text)))
    if not ends or ends[-1] <= most:
        return text
    return text[: bisect.bisect_right(ends, most - 1)].rsplit(" ", 1)[0].rstrip(" ,;:.–") + "…"


def _room(letter: str) -> float:
    """Of a letter, in usual ones: words in capitals take half as much room again, and some twice."""
    return 2 if letter in WIDEST else 1.5 if letter.isupper() else 1


def read_again_on(read: Collection[str]) -> str:
    """On whose records headlines were read again, of all such readings together."""
    if WELL_GRADED not in read:
        return _("Without each type of source in turn")
    if len(read) > 1:
        return _("On well founded records alone, and without each type of source in turn")
    return sensitivity_name(WELL_GRADED)


def sensitivity_name(reading: str) -> str:
    """On whose records a headline was read again."""
    if reading == WELL_GRADED:
        return _("On well founded records alone")
    return _("Without records of the type “%(type)s”") % {
        "type": label("source_types", reading.removeprefix("without:"))
    }
