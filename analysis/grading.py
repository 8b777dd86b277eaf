"""How well the records are graded, and whether a headline survives without some of them."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from analysis.change import Change, Word
from analysis.comparison import Comparison, Family, Grounds
from analysis.tally import Mask, Tally

WELL_GRADED = "well_graded"
WITHOUT = "without:"


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """A headline read again: on well graded records only, or without one type of source.

    `reading` is "well_graded" or "without:" and the type; `word` is the headline's, `other` that of the reading.
    """

    family: str
    key: str
    word: Word
    reading: str
    other: Word

    @property
    def differs(self) -> bool:
        return self.other != self.word


def grading(table: Tally, now: Mask) -> dict[tuple[str, int], int]:
    """Events of the mask per cell of the Admiralty code (reliability A–F, credibility 1–6), empty cells left out."""
    cells = Counter((e.reliability, e.credibility) for e, kept in zip(table.events, now, strict=True) if kept)
    return dict(sorted(cells.items()))


def sensitivity(table: Tally, ground: Grounds, city: Change, families: dict[str, Family]) -> tuple[Sensitivity, ...]:
    """Every headline read again on well graded records (A–C and 1–3), and without each type of source, police first.

    Headlines are the city's word and every finding of a family. Each reading is judged as a whole, its usual
    variation learnt from its own records.
    """
    result = []
    for reading, mask in _readings(table):
        again = Comparison.of(table, ground, mask)
        result.append(Sensitivity("city", "city", city.word, reading, again.city()[0].word))
        for name, family in families.items():
            if family.findings:
                words = {change.key: change.word for change in again.family(name).changes}
                result += [Sensitivity(name, c.key, c.word, reading, words[c.key]) for c in family.findings]
    return tuple(result)


def _readings(table: Tally) -> list[tuple[str, Mask]]:
    types = sorted(table.source_types.names, key=lambda name: (name != "police", name))
    readings: list[tuple[str, Mask]] = [(WELL_GRADED, table.well_graded)]
    if len(types) > 1:
        readings += [(f"{WITHOUT}{name}", ~_of_type(table, name)) for name in types]
    return readings


def _of_type(table: Tally, source_type: str) -> Mask:
    labels = table.source_types
    mask = np.zeros(len(table.events), dtype=bool)
    mask[labels.event[labels.name == labels.names.index(source_type)]] = True
    return mask
