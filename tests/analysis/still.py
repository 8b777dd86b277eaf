"""Whole still cities, drawn by chance and analysed from their events."""

import numpy as np

from analysis.landscape import Landscape, analyse
from analysis.records import Area
from tests.analysis.makers import EXTRACTED, YEAR, coverage, events

AREAS = [Area(f"D{number:02}", f"District {number}", 10_000) for number in range(24)]


def with_records_at_centroids(seed: int) -> Landscape:
    """Very unequal districts whose records all lie on their own district's centroid."""
    rng = np.random.default_rng(seed)
    counts = rng.negative_binomial(1, 1 / 31, len(AREAS))
    rows = [
        one
        for number, (area, count) in enumerate(zip(AREAS, counts.tolist(), strict=True))
        for kind in ("street", "school", "transit")
        for one in events(count, 2025, area.code, setting=kind, spot=(3.0 + number, 56.0))
    ]
    earlier = YEAR.years_earlier(1)
    return analyse(
        rows, AREAS, [coverage()], period=YEAR, comparison=earlier, history=[earlier], extracted_on=EXTRACTED
    )
