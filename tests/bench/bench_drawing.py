"""Names placed on a map, against the rule written out size by size, line by line, height by height."""

import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from shapely.geometry.base import BaseGeometry

from output.charts.placing import place
from tests.bench.figures import Figure
from tests.output.test_placing import blob, name, written_out

AREAS = 158  # as many as Toronto has districts
ROUNDS = 5


def drawing_vs_loops() -> Figure:
    """Milliseconds of the processor for all names of a map, at the best of five rounds each, in turn."""
    rng = random.Random(7)
    areas = [blob(rng, holed=number % 3 == 0) for number in range(AREAS)]
    labels = [name(rng) for _area in areas]
    rounds = [[_seconds(way, labels, areas) for way in (written_out, place)] for _number in range(ROUNDS)]
    loops, ours = (min(each) for each in zip(*rounds, strict=True))
    return Figure(
        name="drawing_vs_loops",
        value=1000 * ours,
        unit="ms",
        reference="the rule written out in loops (theirs / ours)",
        ratio=loops / ours,
        target="≥ 1",
        details={"in loops": f"{1000 * loops:.0f} ms", "all at once": f"{1000 * ours:.0f} ms"},
    )


def _seconds(way: Callable[[str, BaseGeometry], Any], labels: Sequence[str], areas: Sequence[BaseGeometry]) -> float:
    place.cache_clear()  # a name is placed once in a process
    began = time.process_time()
    for label, area in zip(labels, areas, strict=True):
        way(label, area)
    return time.process_time() - began
