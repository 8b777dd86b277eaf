"""What differs between two diagnoses: judgements, figures, voices, sources, gaps, and what cannot be compared.

Of the same two in the other order everything is mirrored; of one with itself there is nothing.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from analysis import METHOD_VERSION
from analysis.disclosure import FEWEST_RATERS
from analysis.pair import Ground, Moved, Unlike, Variation, moves
from analysis.records import Period
from reports.sections.context import SectionContext
from reports.sections.decisions import Decided
from reports.snapshot import SnapshotData
from reports.snapshot.compared import (
    DISTRICTS,
    GAPS,
    NEEDS,
    OF_DISTRICTS,
    SOURCES,
    VOICES,
    ComparedDiagnosis,
    compared,
    ground_of,
    ground_of_plain,
)
from reports.snapshot.last import is_first
from reports.snapshot.ranked import Ranked, Reranked, reranked

PRINTED = ("confirmed", "rewritten")


@dataclass(frozen=True, slots=True)
class Printed:
    """A judgement as an edition prints it; `place` is which of its judgements, from 1."""

    key: str
    statement: str
    confidence: str
    place: int


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgements of two diagnoses: `changed` and `carried` are pairs; `other_language` those of the same kind whose
    words are in two languages."""

    new: tuple[Printed, ...] = ()
    dropped: tuple[Printed, ...] = ()
    changed: tuple[tuple[Printed, Printed], ...] = ()
    carried: tuple[tuple[Printed, Printed], ...] = ()
    other_language: tuple[tuple[Printed, Printed], ...] = ()

    def mirrored(self) -> Self:
        return replace(
            self,
            new=self.dropped,
            dropped=self.new,
            **{
                name: tuple(sorted(((b, a) for a, b in getattr(self, name)), key=lambda pair: pair[1].place))
                for name in ("changed", "carried", "other_language")
            },
        )


def printed(rows: Sequence[Decided]) -> tuple[Printed, ...]:
    """Those that are printed, in their order."""
    kept = [row for row in rows if row.state in PRINTED]
    return tuple(Printed(row.key, row.statement, row.confidence, place) for place, row in enumerate(kept, start=1))


def judged(before: Sequence[Printed], now: Sequence[Printed], *, one_language: bool = True) -> Judged:
    """Matched by the key of their proposal, what is left by the same words; the order is that of the later ones."""
    pairs = list(_pairs(before, now))
    matched = ({a.place for a, _b in pairs}, {b.place for _a, b in pairs})
    alike = [(a, b) for a, b in pairs if (a.statement, a.confidence) == (b.statement, b.confidence)]
    differing = tuple(pair for pair in pairs if pair not in alike)
    return Judged(
        new=tuple(each for each in now if each.place not in matched[1]),
        dropped=tuple(each for each in before if each.place not in matched[0]),
        changed=differing if one_language else (),
        carried=tuple(alike),
        other_language=() if one_language else differing,
    )


def _pairs(before: Sequence[Printed], now: Sequence[Printed]) -> Iterator[tuple[Printed, Printed]]:
    by_key = {each.key: each for each in before if each.key}
    keys = by_key.keys() & {each.key for each in now}
    by_words = {each.statement: each for each in before if each.key not in keys}
    found = []
    for each in now:
        other = by_key.get(each.key) if each.key in keys else by_words.pop(each.statement, None)
        if other is not None:
            found.append((other, each))
    yield from sorted(found, key=lambda pair: pair[1].place)


@dataclass(frozen=True, slots=True)
class Shift:
    """What of a kind one has and the other has not, as (code, name)."""

    gained: tuple[tuple[str, str], ...] = ()
    lost: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost)


@dataclass(frozen=True, slots=True)
class Blocked:
    """Organisations on the record of a block, before and now; 1 stands for fewer than three."""

    block: str
    before: int
    now: int


# Of the one and of the other.
Priorities = tuple[Sequence[Ranked], Sequence[Ranked]]
NONE_WEIGHED: Priorities = (), ()


@dataclass(frozen=True)
class Differences:
    """From one diagnosis (`before`) to another (`now`), by number.

    `moved` goes from `before` to `now`; where `is_backwards` the period of `now` is the earlier of the two, and a word
    of change is of the other direction. `windows` are the days compared, of `before` and `now`; None where none are.
    """

    before: int
    now: int
    periods: tuple[Period, Period]
    judged: Judged | None = None
    # None where they cannot be compared
    priorities: Reranked | None = None
    moved: tuple[Moved, ...] = ()
    asked: int = 0
    recorded: tuple[int, int] = (0, 0)
    compared: tuple[int, int] = (0, 0)
    windows: tuple[Period, Period] | None = None
    is_backwards: bool = False
    shifts: Mapping[str, Shift] = field(default_factory=dict)
    organisations: tuple[Blocked, ...] = ()
    in_confidence: bool = False
    unlike: tuple[Unlike, ...] = ()
    left_out: tuple[str, ...] = ()
    methods: tuple[str, str] = ("", "")
    districts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_same_period(self) -> bool:
        return self.windows is not None and self.windows[0] == self.windows[1]

    @property
    def is_part(self) -> bool:
        """Whether only a part of each period is compared."""
        return self.windows is not None and self.windows != self.periods

    @property
    def is_empty(self) -> bool:
        """Nothing differs, of all that is compared."""
        of_judgements = self.judged is not None and (self.judged.new or self.judged.dropped or self.judged.changed)
        of_needs = self.priorities or any(self.shifts.values()) or self.organisations
        return not (of_judgements or self.moved or of_needs)

    def mirrored(self) -> "Differences":
        """The same two in the other order."""
        return replace(
            self,
            before=self.now,
            now=self.before,
            periods=self.periods[::-1],
            judged=self.judged and self.judged.mirrored(),
            priorities=self.priorities and self.priorities.mirrored(),
            moved=tuple(replace(each, first=each.second, second=each.first) for each in self.moved),
            recorded=self.recorded[::-1],
            compared=self.compared[::-1],
            methods=self.methods[::-1],
            windows=self.windows and self.windows[::-1],
            is_backwards=not self.is_backwards and not self.is_same_period,
            shifts={kind: Shift(each.lost, each.gained) for kind, each in self.shifts.items()},
            organisations=tuple(replace(each, before=each.now, now=each.before) for each in self.organisations),
        )


def differences(
    before: ComparedDiagnosis,
    now: ComparedDiagnosis,
    ground: Ground,
    variation: Variation,
    *,
    judgements: Judged | None,
    priorities: Priorities | None = NONE_WEIGHED,
    is_backwards: bool = False,
    methods: tuple[str, str] = ("", ""),
) -> Differences:
    """From the diagnosis with the lower number to the other; `judgements` are None where some are undecided still,
    `priorities` where one of the two was made before there were any."""
    first, second = (now, before) if is_backwards else (before, now)
    found = moves(first.figures, second.figures, ground, sorted(before.districts), variation)
    moved = tuple(_turned(each) if is_backwards else each for each in found.found)
    windows = ground.windows and (ground.windows[::-1] if is_backwards else ground.windows)
    voices = before.tells_voices and now.tells_voices
    of_boundaries = [] if before.division == now.division or Unlike.BOUNDARIES in ground.unlike else [Unlike.BOUNDARIES]
    unlike = [
        *ground.unlike,
        *of_boundaries,
        *found.unlike,
        *([] if voices else [Unlike.VOICES]),
        *([Unlike.PRIORITIES] if priorities is None else []),
        *([] if methods[0] == methods[1] else [Unlike.METHOD]),
        *([] if before.language == now.language else [Unlike.LANGUAGE]),
    ]
    names = {**before.there[SOURCES], **now.there[SOURCES]}
    return Differences(
        before=before.number,
        now=now.number,
        periods=(before.period, now.period),
        judged=judgements,
        # another version of the method may put the same into another band
        priorities=_reranked(before, now, priorities) if priorities is not None and methods[0] == methods[1] else None,
        moved=moved,
        asked=found.asked,
        recorded=(before.figures.recorded, now.figures.recorded),
        compared=(before.figures.compared, now.figures.compared),
        windows=windows,
        is_backwards=is_backwards and not ground.is_same_period,
        shifts=dict(_shifts(before, now, ground, voices=voices)),
        organisations=tuple(_blocks(before.organisations, now.organisations)) if voices else (),
        in_confidence=before.in_confidence or now.in_confidence,
        unlike=tuple(unlike),
        methods=methods,
        left_out=tuple(names.get(key, key) for key in ground.left_out),
        districts={**before.districts, **now.districts},
    )


def _reranked(before: ComparedDiagnosis, now: ComparedDiagnosis, priorities: Priorities) -> Reranked:
    """Without needs that were raised in confidence alone: of two that are told, the difference would be one session."""
    sides = list(zip((before, now), priorities, strict=True))
    raised = {row.category for side, rows in sides if side.in_confidence for row in rows} - {
        category for side, _rows in sides if side.in_confidence for category in side.there.get(NEEDS, {})
    }
    kept = [[row for row in rows if row.category not in raised] for _side, rows in sides]
    return reranked(*kept, by_district=before.division == now.division)


def _turned(moved: Moved) -> Moved:
    return replace(moved, first=moved.second, second=moved.first)


def _shifts(
    before: ComparedDiagnosis, now: ComparedDiagnosis, ground: Ground, *, voices: bool
) -> Iterator[tuple[str, Shift]]:
    kinds = [*(VOICES if voices else ()), *(() if Unlike.MARKINGS in ground.unlike else (SOURCES,)), GAPS]
    same_districts = before.division == now.division
    for kind in kinds:
        if kind != DISTRICTS or same_districts:
            one, other = ({**side.there.get(kind, {})} for side in (before, now))
            if kind == GAPS and not same_districts:
                one, other = _without_districts(one), _without_districts(other)
            yield kind, Shift(_only(other, one), _only(one, other))


def _without_districts(gaps: Mapping[str, str]) -> dict[str, str]:
    return {code: name for code, name in gaps.items() if code.partition(":")[0] not in OF_DISTRICTS}


def _only(there: Mapping[str, str], other: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, name) for code, name in there.items() if code not in other)


def _blocks(before: Mapping[str, int], now: Mapping[str, int]) -> Iterator[Blocked]:
    """Where three organisations or more came or went: of one or two each would be known by the difference."""
    for block in sorted({*before, *now}):
        one, other = before.get(block, 0), now.get(block, 0)
        if abs(one - other) >= FEWEST_RATERS:
            yield Blocked(block, *(1 if 0 < count < FEWEST_RATERS else count for count in (one, other)))


def between(
    before: SnapshotData,
    now: SnapshotData,
    variation: Variation,
    *,
    judgements: Judged | None,
    priorities: Priorities | None = NONE_WEIGHED,
    methods: tuple[str, str] = ("", ""),
) -> Differences:
    """Of two whole snapshots, the one with the lower number first; `variation` is that of the other."""
    is_backwards = is_first(now, before)
    ground = ground_of(now, before) if is_backwards else ground_of(before, now)
    return differences(
        compared(before, ground, 1 if is_backwards else 0),
        compared(now, ground, 0 if is_backwards else 1),
        ground,
        variation,
        judgements=judgements,
        priorities=priorities,
        is_backwards=is_backwards,
        methods=methods,
    )


def since_last(context: SectionContext) -> Differences | None:
    """From the last released diagnosis, as it was kept, to this one; None where nothing of it can be compared."""
    kept = context.frozen.compared or {}
    if "judgements" not in kept:
        return None
    judgements = None if context.undecided else _since(kept, context)
    if "told" not in kept:
        return only_judged(kept["number"], context.number, (period_of(kept), context.frozen.period), judgements)
    before, ground = ComparedDiagnosis.of_plain(kept["told"]), ground_of_plain(kept["ground"])
    is_backwards = _ends(before.period) > _ends(context.frozen.period)
    return differences(
        before,
        compared(context.frozen, ground, 0 if is_backwards else 1),
        ground,
        Variation.of(context.landscape.families),
        judgements=judgements,
        priorities=_priorities(kept, context),
        is_backwards=is_backwards,
        methods=(kept["method"], METHOD_VERSION),
    )


def _priorities(kept: Mapping[str, Any], context: SectionContext) -> Priorities | None:
    """Of the last one as it was kept, and of this one as it is printed; None of one from before they were kept."""
    if "priorities" not in kept:
        return None
    return [Ranked(**row) for row in kept["priorities"]], ranked_now(context)


def ranked_now(context: SectionContext) -> list[Ranked]:
    moved = context.weighed.moved
    return [
        Ranked(each.category, each.area, band, band, moved=True)
        if (band := moved.get((each.category, each.area), ("", ""))[0])
        else Ranked(each.category, each.area, each.lowest, each.highest, each.is_unsettled)
        for each in context.priorities
    ]


def period_of(kept: Mapping[str, Any]) -> Period:
    return Period(*(datetime.date.fromisoformat(str(kept[end])) for end in ("start", "end")))


def goes_backwards(kept: Mapping[str, Any], newer: Mapping[str, Any]) -> bool:
    """Whether the period of the last one, as it was kept, ends after that of the newer, as its snapshot says."""
    return _ends(period_of(kept)) > _ends(period_of(newer["diagnosis"]))


def only_judged(before: int, now: int, periods: tuple[Period, Period], judgements: Judged | None) -> Differences:
    """What is left to compare where the records of one of them are gone."""
    return Differences(before=before, now=now, periods=periods, judged=judgements, unlike=(Unlike.ERASED,))


def _ends(period: Period) -> tuple[Any, ...]:
    return period.end, period.start


def _since(kept: Mapping[str, Any], context: SectionContext) -> Judged:
    before = tuple(Printed(**row, place=place) for place, row in enumerate(kept["judgements"], start=1))
    one_language = kept["language"] == context.frozen.diagnosis["language"]
    return judged(before, printed(context.judgements), one_language=one_language)
