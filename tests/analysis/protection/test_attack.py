"""What an attacker with a solver can find out from what is printed of generated cities."""

import random
from collections import defaultdict
from collections.abc import Iterator

import pytest

from analysis.protection.cells import Cell, Key, Printed, Sum, Tables
from analysis.protection.of_window import tables_of_window
from analysis.protection.protect import protect
from tests.analysis.protection.attacker import Attacker
from tests.analysis.protection.cities import WINDOW, WORDS, events_of_city

PARTNERS, PUBLIC = 5, 10
# So many of the small counts of a city are attacked; in the soak all.
ASKED = 6


def tables_of_city(seed: int) -> Tables:
    events, areas = events_of_city(seed)
    return tables_of_window(events, areas, WINDOW, WORDS)


def leaves_none_out(tables: Tables) -> bool:
    """Whether every record says something under every heading: then an attacker may count on it."""
    return not any(key[-1] == "silent" for key in tables.of)


def recovered(tables: Tables, editions: list[dict[Key, Printed]], threshold: int, most: int, seed: int) -> list[Key]:
    """The small counts that cannot take every value below the threshold any more."""
    attacker = Attacker(editions, WORDS, leaves_none_out=leaves_none_out(tables))
    small = [cell.key for cell in tables.small(threshold) if cell.is_printed]
    asked = random.Random(seed).sample(small, min(most, len(small)))
    found = []
    for key in asked:
        least, greatest = attacker.least_and_most(key)
        if least > 0 or greatest < threshold - 1:
            found.append(key)
    return found


@pytest.mark.parametrize("cities", [12, pytest.param(500, marks=pytest.mark.soak)])
def test_an_attacker_recovers_no_small_count(cities: int) -> None:
    most = ASKED if cities < 500 else 10_000
    for seed in range(cities):
        tables = tables_of_city(seed)
        shown = dict(protect(tables, PARTNERS).shown)
        assert recovered(tables, [shown], PARTNERS, most, seed) == [], seed


@pytest.mark.parametrize("cities", [2, pytest.param(100, marks=pytest.mark.soak)])
def test_nor_does_one_who_reads_the_public_edition_too(cities: int) -> None:
    """Whatever is hidden from partners is hidden from the public; the public edition alone keeps counts up to nine."""
    for seed in range(1_000, 1_000 + cities):
        tables = tables_of_city(seed)
        partner = dict(protect(tables, PARTNERS).shown)
        hidden = {key for key, printed in partner.items() if printed is None}
        public = dict(protect(tables, PUBLIC, hidden).shown)
        assert all(public[key] is None for key in hidden)
        assert recovered(tables, [partner, public], PARTNERS, ASKED, seed) == [], seed
        assert recovered(tables, [public], PUBLIC, ASKED, seed) == [], seed


def test_the_attacker_finds_what_is_not_protected() -> None:
    """Else the tests above would say nothing: with small counts left out and nothing else, much is recovered."""
    found = 0
    for seed in range(20):
        tables = tables_of_city(seed)
        shown: dict[Key, Printed] = {
            cell.key: None if cell.count < PARTNERS else cell.count for cell in tables.cells if cell.is_printed
        }
        found += len(recovered(tables, [shown], PARTNERS, ASKED, seed))
    assert found > 5


def worlds(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for others in worlds(total - first, cells - 1):
            yield (first, *others)


def of_counts(counts: tuple[int, ...]) -> Tables:
    keys = [("table", str(place)) for place in range(len(counts))]
    cells = [Cell(("total",), sum(counts)), *(Cell(key, count) for key, count in zip(keys, counts, strict=True))]
    return Tables(tuple(cells), (Sum(("total",), tuple(keys)),))


@pytest.mark.parametrize("total", [4, 8, 13])
def test_who_replays_the_rule_on_every_table_there_could_be_learns_no_count(total: int) -> None:
    """All tables of three counts with this total, protected, and sorted by what is printed of them: no small count is
    the same in all that print alike, as it is with rules that hide the smallest (docs/adr/0046)."""
    alike: dict[tuple[Printed, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in worlds(total, 3):
        alike[tuple(protect(of_counts(counts), PARTNERS).shown.values())].append(counts)
    for could_be in alike.values():
        for place in range(3):
            values = {counts[place] for counts in could_be}
            assert len(values) > 1 or values.pop() >= PARTNERS
