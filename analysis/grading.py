"""How well the records are graded, and whether a headline survives without some of them."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from analysis.change import Change
from analysis.comparison import Comparison, Family, Grounds
from analysis.tally import Mask, Tally
from analysis.words import Word

WELL_GRADED = "well_graded"
WITHOUT = "without:"


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """A headline read again: on well graded records only, or without one type of source.

    `reading` is "well_graded" or "without:" and the type; `words` are what the headline finds, `others` what the
    reading finds: both empty where nothing is.
    """

    family: str
    key: str
    words: tuple[Word, ...]
    reading: str
    others: tuple[Word, ...]

    @property
    def differs(self) -> bool:
        return set(self.words) != set(self.others)


def grading(table: Tally, now: Mask) -> dict[tuple[str, int], int]:
    """Events of the mask per cell of the Admiralty code (reliability A–F, credibility 1–6), empty cells left out."""
    cells = Counter((event.reliability, event.credibility) for event in table.among(now))
    return dict(sorted(cells.items()))


def sensitivity(table: Tally, ground: Grounds, city: Change, families: dict[str, Family]) -> tuple[Sensitivity, ...]:
    """Every headline read again on well graded records (A–C and 1–3) where some are not, and without each type of
    source where there are several, police first.

    Headlines are the city's findings and those of every family; read again are the findings, not the claims that
    nothing changed. Each reading is judged as a whole, its usual variation learnt from its own records.
    """
    result = []
    for reading, mask in _readings(table):
        again = Comparison.of(table, ground, mask)
        of_city = again.city(intervals=False)
        result.append(Sensitivity("city", "city", city.findings, reading, of_city.findings))
        for name, family in families.items():
            if family.findings:
                found = {change.key: change.findings for change in again.family(name, intervals=False).changes}
                result += [Sensitivity(name, c.key, c.findings, reading, found[c.key]) for c in family.findings]
    return tuple(result)


def _readings(table: Tally) -> list[tuple[str, Mask]]:
    types = sorted(table.source_types.names, key=lambda name: (name != "police", name))
    readings: list[tuple[str, Mask]] = [] if table.well_graded.all() else [(WELL_GRADED, table.well_graded)]
    if len(types) > 1:
        readings += [(f"{WITHOUT}{name}", ~_of_type(table, name)) for name in types]
    return readings


def _of_type(table: Tally, source_type: str) -> Mask:
    labels = table.source_types
    mask = np.zeros(len(table.events), dtype=bool)
    mask[labels.event[labels.name == labels.names.index(source_type)]] = True
    return mask
