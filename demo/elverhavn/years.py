"""How many records each source has of each district and year: what is built into the city, to be found again.

The counts are fixed here as far as something is to be found in them; the rest varies around steady means.
"""

import math
import random
from dataclasses import dataclass

from demo.elverhavn.streets import DISTRICTS

YEARS = (2020, 2021, 2022, 2023, 2024, 2025)
SEASONS = (0.85, 0.8, 0.95, 1.0, 1.12, 1.15, 1.05, 1.08, 1.1, 1.05, 0.95, 0.9)
# A district's years differ by more than chance: variance μ + 0.03 μ² over all sources together.
VARIATION = math.sqrt(0.03)

RISEN, HIGH, NOT_LOOKED_AT = "E17", "E04", "E06"
NOT_LOOKED_AT_IN = 2025
NETWORK_SINCE, ONLINE_SINCE = 2022, 2021

RESIDENTS = {
    "E01": 9_620, "E02": 8_340, "E03": 11_870, "E04": 12_460, "E05": 9_150, "E06": 8_710, "E07": 7_930,
    "E08": 10_280, "E09": 5_240, "E10": 5_870, "E11": 7_360, "E12": 4_980, "E13": 5_410, "E14": 6_150,
    "E15": 9_890, "E16": 9_230, "E17": 10_640, "E18": 6_020, "E19": 6_690, "E20": 8_450, "E21": 4_170,
    "E22": 11_320, "E23": 7_210, "E24": 3_060,
}  # fmt: skip

# Expected records a year of police and city services together; the partner network adds NETWORK_ADDS in the west.
USUAL = {
    "E01": 7.0, "E02": 6.5, "E03": 8.5, "E05": 6.5, "E06": 4.5, "E07": 9.5, "E08": 6.5, "E09": 2.6, "E10": 3.8,
    "E11": 5.5, "E12": 3.0, "E13": 2.6, "E14": 6.0, "E15": 10.5, "E16": 8.5, "E18": 3.0, "E19": 3.2, "E20": 5.2,
    "E21": 4.0, "E22": 8.0, "E23": 4.2, "E24": 1.8,
}  # fmt: skip
NETWORK_ADDS = 0.3
POLICE_SHARE = 0.6
CITY_WIDE, ONLINE = 6.0, 27.0

# By year: police, city services, partner network.
FIXED: dict[str, dict[int, tuple[int, int, int]]] = {
    RISEN: {
        2020: (7, 5, 0), 2021: (8, 7, 0), 2022: (7, 6, 0), 2023: (9, 7, 0), 2024: (7, 7, 0), 2025: (23, 22, 0),
    },
    HIGH: {
        2020: (17, 9, 0), 2021: (14, 10, 0), 2022: (16, 9, 7), 2023: (14, 9, 6), 2024: (15, 9, 7), 2025: (16, 10, 8),
    },
    NOT_LOOKED_AT: {2025: (0, 0, 0)},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batch:
    """So many records of one source, place and year. `place` is a district's code, `city-wide` or `online`."""

    source: str
    place: str
    year: int
    count: int


def batches(chance: random.Random) -> list[Batch]:
    found: list[Batch] = []
    for year in YEARS:
        for code, _name, _inside, west in DISTRICTS:
            counts = FIXED.get(code, {}).get(year) or _counts(USUAL[code], year, chance, west=west)
            sources = ("police", "city-services", "partner-network")
            found += [Batch(source, code, year, count) for source, count in zip(sources, counts, strict=True)]
        wide = counted(CITY_WIDE, chance)
        found.append(Batch("police", "city-wide", year, wide - wide // 3))
        found.append(Batch("city-services", "city-wide", year, wide // 3))
        if year >= ONLINE_SINCE:
            found.append(Batch("online-monitoring", "online", year, counted(ONLINE, chance)))
    return found


def _counts(usual: float, year: int, chance: random.Random, *, west: bool) -> tuple[int, int, int]:
    usual *= max(0.2, 1 + VARIATION * _around(chance))
    network = usual * NETWORK_ADDS if west and year >= NETWORK_SINCE else 0.0
    return counted(usual * POLICE_SHARE, chance), counted(usual * (1 - POLICE_SHARE), chance), counted(network, chance)


def counted(mean: float, chance: random.Random) -> int:
    """A Poisson count (Knuth 1969, The Art of Computer Programming, volume 2)."""
    bound = math.exp(-mean)
    count, product = 0, chance.random()
    while product > bound:
        count += 1
        product *= chance.random()
    return count


def _around(chance: random.Random) -> float:
    """About standard normal: twelve uniform numbers less six. Only `random()` is used: it never changes."""
    return sum(chance.random() for _ in range(12)) - 6
