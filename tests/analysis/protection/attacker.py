"""A reader who wants to know a count that is kept: knows all that is printed and how the tables hang together, from the
vocabulary and not from the code under test, and asks a solver for the least and the most each count can be.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure import Band
from analysis.protection.cells import Key, Printed
from analysis.protection.of_window import Vocabulary
from tests.analysis.references import optimize

MOST = 10_000


class Attacker:
    """Reads what editions print of one stretch of time. Counts are whole numbers and not below zero."""

    def __init__(self, editions: Iterable[Mapping[Key, Printed]], words: Vocabulary, *, leaves_none_out: bool) -> None:
        self.place: dict[Key, int] = {}
        self.ends: list[tuple[int, int]] = []
        self.rows: list[tuple[dict[int, int], float, float]] = []
        for shown in editions:
            for key, printed in shown.items():
                self._read(key, printed)
        self._each_record_once(words)
        for family in ("currents", "manifestations", "targets"):
            self._several(family, words, leaves_none_out=leaves_none_out)
        self._in_districts(words)
        self._online(words)

    def _read(self, key: Key, printed: Printed) -> None:
        at = self._at(key)
        low, high = self.ends[at]
        if isinstance(printed, Band):
            self.ends[at] = max(low, printed.low), min(high, printed.high)
        elif printed is not None:
            self.ends[at] = printed, printed

    def _at(self, key: Key) -> int:
        if key not in self.place:
            self.place[key] = len(self.place)
            self.ends.append((0, MOST))
        return self.place[key]

    def _know(self, row: Mapping[Key, int], low: float, high: float) -> None:
        self.rows.append(({self._at(key): number for key, number in row.items()}, low, high))

    def _each_record_once(self, words: Vocabulary) -> None:
        for table in ("places", "spaces", "settings", "months"):
            self._know({("total",): -1, **{key: 1 for key in self.place if key[0] == table}}, 0, 0)
        self._know({("places", "district"): -1, **{key: 1 for key in self.place if key[0] == "districts"}}, 0, 0)

    def _several(self, family: str, words: Vocabulary, *, leaves_none_out: bool) -> None:
        """A code is at most what no "none" is said of; with none left out, all together are at least that."""
        none = words.none.get(family)
        beside: dict[Key, int] = {("total",): -1, **({(family, none): 1} if none else {})}
        named: list[Key] = [(family, code) for code in words.codes[family] if code != none]
        for key in named:
            self._know({**beside, key: 1}, -np.inf, 0)
        if leaves_none_out:
            self._know({**beside, **dict.fromkeys(named, 1)}, 0, np.inf)

    def _in_districts(self, words: Vocabulary) -> None:
        districts = [key[1] for key in self.place if key[0] == "districts"]
        for current in words.codes["currents"]:
            table = f"districts_of:{current}"
            self._know({("currents", current): -1, **{(table, code): 1 for code in districts}}, -np.inf, 0)
            for code in districts:
                self._know({("districts", code): -1, (table, code): 1}, -np.inf, 0)

    def _online(self, words: Vocabulary) -> None:
        not_offline: dict[Key, int] = {("spaces", "online"): -1, ("spaces", "hybrid"): -1}
        self._know({**not_offline, ("places", "online"): 1}, -np.inf, 0)
        self._know({**not_offline, **{("settings", code): 1 for code in words.online_settings}}, -np.inf, 0)

    def least_and_most(self, key: Key) -> tuple[int, int]:
        """Between which ends a count must lie."""
        weights = np.zeros(len(self.place))
        weights[self.place[key]] = 1
        return round(self._solved(weights)), -round(self._solved(-weights))

    def _solved(self, weights: NDArray[np.float64]) -> float:
        low, high = np.array(self.ends, dtype=float).T
        matrix = np.zeros((len(self.rows), len(self.place)))
        for number, (row, _low, _high) in enumerate(self.rows):
            for place, times in row.items():
                matrix[number, place] = times
        sums = optimize.LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows])
        found = optimize.milp(
            weights, integrality=np.ones(len(weights), dtype=int), bounds=optimize.Bounds(low, high), constraints=sums
        )
        return np.nan if found.x is None else float(found.fun)
