"""What moved between two diagnoses beyond noise."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.change import Change, Counted, city_change, members_changes
from analysis.comparison import CATEGORIES, FAMILIES, Family
from analysis.pair.counted import Figures
from analysis.pair.ground import Ground, Unlike
from analysis.questions.against_city import FEWEST_MEMBERS, against_one_window
from analysis.questions.dispersion import Dispersion
from analysis.questions.expectation import LEAST_ALPHA
from analysis.questions.family import FEWEST
from analysis.questions.new_in_records import appearances_since
from analysis.words import Word


@dataclass(frozen=True, slots=True)
class Variation:
    """How much counts vary as usual, learnt from the earlier windows of the later diagnosis."""

    spread: Dispersion = field(default_factory=Dispersion)
    alphas: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, families: Mapping[str, Family]) -> "Variation":
        return cls(families["districts"].spread, {name: families[name].alpha for name in CATEGORIES})


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure that differs: of "city" or of a family, and how many there were in each.

    `word` says what may be said of the way from the earlier to the later, None of one and the same period; and whether
    it is so because `of_one_day`.
    """

    family: str
    key: str
    first: int
    second: int
    word: Word | None = None
    of_one_day: bool = False


@dataclass(frozen=True, slots=True)
class Moves:
    """What moved beyond noise, of so many that were asked; and what could not be asked."""

    found: tuple[Moved, ...] = ()
    asked: int = 0
    unlike: tuple[Unlike, ...] = ()


def moves(first: Figures, second: Figures, ground: Ground, districts: Sequence[str], variation: Variation) -> Moves:
    """The figures that moved between two diagnoses, the earlier first.

    By the tests of one window against one before (`analysis.change`): the city at 0.05, each family at a rate of false
    discoveries of 10 %; a category that was in neither by the test of what is new, with one window and so without that
    word. Districts are read against the city, at least 8 of them with a variation that two earlier windows told. Of one
    and the same period every difference is told, and no word.
    """
    if ground.windows is None:
        return Moves()
    if ground.is_same_period:
        found = tuple(each for family in ("city", *FAMILIES) for each in _differing(family, first, second))
        return Moves(found, asked=len(found))
    city = _of_city(first, second, ground)
    told, unlike = _of_districts(first, second, districts, variation) if ground.by_district else ([], False)
    members = [each for name in CATEGORIES for each in _of_members(name, first, second, ground, variation)]
    every = [*city, *told, *members]
    return Moves(
        found=tuple(moved for moved in every if moved.word is not None and moved.word.is_finding),
        asked=len(every),
        unlike=(Unlike.DISTRICTS,) if unlike else (),
    )


def _differing(family: str, first: Figures, second: Figures) -> Iterator[Moved]:
    one, other = first.families.get(family, {}), second.families.get(family, {})
    for key in sorted({*one, *other}):
        if one.get(key, 0) != other.get(key, 0):
            yield Moved(family, key, one.get(key, 0), other.get(key, 0))


def _of_city(first: Figures, second: Figures, ground: Ground) -> list[Moved]:
    if not first.compared or first.compared + second.compared < FEWEST:
        return []
    return [_moved("city", city_change(_counted("city", ("city",), first, second, ground)), second)]


def _moved(family: str, change: Change, second: Figures) -> Moved:
    if found := second.fullest.get(family, {}).get(change.key):
        change = change.resting_on(*found[:2], next_most=found[2])
    return Moved(family, change.key, change.before, change.now, change.word, of_one_day=change.day is not None)


def _of_members(family: str, first: Figures, second: Figures, ground: Ground, variation: Variation) -> Iterator[Moved]:
    keys = tuple(sorted({*first.families.get(family, {}), *second.families.get(family, {})}))
    if not keys:
        return
    counted = _counted(family, keys, first, second, ground)
    alpha = variation.alphas.get(family, LEAST_ALPHA)
    there = appearances_since(counted.now, counted.earlier[:, 0], counted.dates, alpha)
    for n, change in enumerate(members_changes(counted, alpha)):
        if there.new[n] or there.gone[n]:
            yield Moved(family, change.key, change.before, change.now, Word.HIGHER if there.new[n] else Word.LOWER)
        elif change.expected is not None:
            yield _moved(family, change, second)


def _counted(family: str, keys: tuple[str, ...], first: Figures, second: Figures, ground: Ground) -> Counted:
    if ground.windows is None:
        raise ValueError("Nothing of the two may be compared.")
    earlier, now = ([of.families.get(family, {}).get(key, 0) for key in keys] for of in (first, second))
    dates = [
        (second if there else first).dates.get(family, {}).get(key, 0) if bool(there) != bool(before) else 0
        for key, there, before in zip(keys, now, earlier, strict=True)
    ]
    years = [window.start.year for window in reversed(ground.windows)]
    return Counted(
        keys=keys,
        now=np.array(now, dtype=np.int64),
        earlier=np.array(earlier, dtype=np.int64)[:, None],
        times=np.array(years, dtype=np.float64),
        dates=np.array(dates, dtype=np.int64),
    )


def _of_districts(
    first: Figures, second: Figures, districts: Sequence[str], variation: Variation
) -> tuple[list[Moved], bool]:
    """And whether they could not be asked: too few, or with a variation nobody knows."""
    if len(districts) < FEWEST_MEMBERS or not variation.spread.known:
        return [], True
    earlier, now = (
        np.array([of.families.get("districts", {}).get(code, 0) for code in districts], dtype=np.int64)
        for of in (first, second)
    )
    if not earlier.sum() or not now.sum():
        return [], False
    read = against_one_window(now, earlier, variation.spread)
    ratio = read.ratio
    told = []
    for n, code in enumerate(districts):
        if not np.isnan(read.p[n]):
            moved = (Word.ROSE if ratio[n] > 1 else Word.FELL) if read.found[n] else Word.CANNOT_TELL
            told.append(Moved("districts", code, int(earlier[n]), int(now[n]), moved))
    return told, False
