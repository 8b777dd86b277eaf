"""The fixed list of tables of one stretch of time, and what every reader knows of how their cells hang together."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.protection.cells import Cell, Key, Sum, Tables
from analysis.records import Area, Event, Period, month_start

TOTAL: Key = ("total",)
# Several codes of these may be true of one record, so that no count of them is the difference of others.
FAMILIES = ("currents", "manifestations", "targets")
# What stands for a record that says nothing, in a table of which every record has one cell.
UNKNOWN = ""
MONTHS, DISTRICTS = "months", "districts"


def districts_of(current: str) -> str:
    """The table of one current in each district: where it cannot be kept, those of other currents may stand."""
    return f"districts_of:{current}"


@dataclass(frozen=True)
class Vocabulary:
    """The codes of every table, in the order they are printed in, whether or not anything is recorded under them.

    `none` are codes that say there is none of the others, by family; `online_settings` cannot have been offline.
    """

    codes: Mapping[str, tuple[str, ...]]
    none: Mapping[str, str]
    online_settings: frozenset[str]


def tables_of_window(
    events: Iterable[Event], areas: Sequence[Area], window: Period, words: Vocabulary, *, by_district: bool = True
) -> Tables:
    """All tables of the records that lie in a window: the city, its places and districts, months, kinds and groups.

    Cells stand in the order of their importance: totals, then places, districts, months, families by their vocabulary,
    what is not known last. Raises ValueError where an event is in a district that is not there.
    """
    inside = [event for event in events if window.holds(event.first_day, event.last_day)]
    builder = _Builder(Cell(TOTAL, len(inside)))
    builder.one_each("places", Counter(event.place for event in inside), words.codes["places"])
    builder.districts(Counter(e.district for e in inside if e.district is not None), [area.code for area in areas])
    for family in FAMILIES:
        builder.family(family, [getattr(event, family) for event in inside], words)
    builder.one_each("spaces", Counter(event.space for event in inside), words.codes["spaces"])
    settings = Counter(event.setting or UNKNOWN for event in inside)
    builder.one_each("settings", settings, (*words.codes["settings"], UNKNOWN))
    builder.one_each(MONTHS, Counter(map(_month, inside)), (*_months(window), UNKNOWN))
    if by_district:
        builder.by_district(inside, [area.code for area in areas], words.codes["currents"])
    builder.online(words.online_settings)
    return builder.tables()


def _month(event: Event) -> str:
    first = month_start(event.first_day)
    return f"{first:%Y-%m}" if first == month_start(event.last_day) else UNKNOWN


def _months(window: Period) -> Iterator[str]:
    month = month_start(window.start)
    while month <= window.end:
        yield f"{month:%Y-%m}"
        month = month_start(month, -1)


class _Builder:
    """Cells in the order they come, and the sums between them."""

    def __init__(self, total: Cell) -> None:
        self._cells = {total.key: total}
        self._sums: list[Sum] = []

    def tables(self) -> Tables:
        return Tables(tuple(self._cells.values()), tuple(self._sums))

    def _add(self, key: Key, count: int, *, is_banded: bool = False) -> Key:
        self._cells[key] = Cell(key, count, is_banded)
        return key

    def _rest(self, whole: Key, parts: Sequence[Key], *name: str) -> Key:
        """What a reader knows there is beside some parts of a whole, though no table prints it."""
        key = ("rest", *name)
        left = self._count(whole) - sum(map(self._count, parts))
        self._cells[key] = Cell(key, left, is_printed=False, is_protected=False)
        self._sums.append(Sum(whole, (*parts, key)))
        return key

    def _count(self, key: Key) -> int:
        return self._cells[key].count

    def one_each(self, table: str, counts: Mapping[str, int], codes: Sequence[str]) -> None:
        """A table of which every record has one cell."""
        if unknown := counts.keys() - set(codes):
            raise ValueError(f"Not in the vocabulary of {table}: {', '.join(sorted(unknown))}.")
        parts = tuple(self._add((table, code), counts.get(code, 0)) for code in codes)
        self._sums.append(Sum(TOTAL, parts))

    def districts(self, counts: Mapping[str, int], codes: Collection[str]) -> None:
        if unknown := counts.keys() - set(codes):
            raise ValueError(f"Districts that are not there: {', '.join(sorted(unknown))}.")
        parts = tuple(self._add((DISTRICTS, code), counts.get(code, 0), is_banded=True) for code in codes)
        if parts:
            self._sums.append(Sum(("places", "district"), parts))

    def family(self, family: str, carried: Sequence[tuple[str, ...]], words: Vocabulary) -> None:
        """Several codes may be true of one record, and at least one is of those that say anything."""
        none = words.none.get(family)
        of_code = Counter(code for own in carried for code in set(own))
        keys = {code: self._add((family, code), of_code.get(code, 0)) for code in words.codes[family]}
        if unknown := of_code.keys() - keys.keys():
            raise ValueError(f"Not in the vocabulary of {family}: {', '.join(sorted(unknown))}.")
        silent = sum(not own for own in carried)
        beside = [keys[none]] if none is not None else []
        if silent:
            beside.append(self._hidden((family, "silent"), silent))
        named = self._rest(TOTAL, beside, family, "named")
        named_codes = [key for code, key in keys.items() if code != none]
        for key in named_codes:
            self._rest(named, [key], *key)
        excess = sum(map(self._count, named_codes)) - self._count(named)
        # every record with a name has one, and may have several: named + what is said more than once = all codes
        said = self._hidden((family, "said"), self._count(named) + excess)
        self._sums.append(Sum(said, tuple(named_codes)))
        self._sums.append(Sum(said, (named, self._hidden((family, "more"), excess))))

    def _hidden(self, name: Key, count: int) -> Key:
        key = ("rest", *name)
        self._cells[key] = Cell(key, count, is_printed=False, is_protected=False)
        return key

    def by_district(self, events: Sequence[Event], districts: Sequence[str], currents: Sequence[str]) -> None:
        """Each current in each district; a record with several counts once under each."""
        pairs = Counter((code, e.district) for e in events if e.district is not None for code in set(e.currents))
        for current in currents:
            parts = []
            for district in districts:
                key = self._add((districts_of(current), district), pairs.get((current, district), 0), is_banded=True)
                self._rest((DISTRICTS, district), [key], *key)
                parts.append(key)
            self._rest(("currents", current), parts, districts_of(current))

    def online(self, settings: Collection[str]) -> None:
        """What was in an online place, or in an online setting, cannot have been offline."""
        not_offline = self._rest(TOTAL, [("spaces", "offline")], "not_offline")
        online = ("places", "online"), [("settings", code) for code in sorted(settings)]
        for name, keys in (("place", [online[0]]), ("setting", online[1])):
            if self._count(not_offline) >= sum(map(self._count, keys)):
                self._rest(not_offline, keys, "not_offline", name)
