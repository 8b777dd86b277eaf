"""Two diagnoses side by side: what of their records may be compared, and what of it moved beyond noise.

Each diagnosis has its own records, as they were when it was made. Compared is like with like: the same calendar dates,
cells that the same source looked at alike in both, reports that came in as early. Of one and the same period nothing is
noise: what differs came into the records or left them, and is told as it is, without a word of change.
"""

from analysis.pair.beyond_noise import Moved, Moves, Variation, moves
from analysis.pair.counted import Figures, behind, figures
from analysis.pair.ground import Ground, Looking, Unlike, common_ground, windows_of

__all__ = [
    "Figures",
    "Ground",
    "Looking",
    "Moved",
    "Moves",
    "Unlike",
    "Variation",
    "behind",
    "common_ground",
    "figures",
    "moves",
    "windows_of",
]
