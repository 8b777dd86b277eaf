"""The screen for personal data on ten times the text."""

import time

from tests.bench.figures import Figure
from tests.hostile.texts import HOSTILE, everything

SHORT, LONG = 10_000, 100_000
ROUNDS = 5


def screening_growth() -> Figure:
    """Seconds of the processor at their best, of all hostile families together; each part of the screen by itself."""
    everything("Ahmed Yusuf, 20 12 34 56, 010190-1235")  # lists are read once
    short = {name: _seconds(make(SHORT), ROUNDS) for name, make in HOSTILE.items()}
    long = {name: _seconds(make(LONG), 1) for name, make in HOSTILE.items()}
    slowest = max(long, key=lambda name: long[name])
    return Figure(
        name="screening_growth",
        value=1000 * sum(long.values()) / len(long),
        unit="ms / 100 kB",
        reference="the same families at 10 kB",
        ratio=sum(long.values()) / sum(short.values()),
        target="≤ 12",
        details={
            "families": str(len(HOSTILE)),
            f"slowest: {slowest}"[:32]: f"{1000 * long[slowest]:.0f} ms, {long[slowest] / short[slowest]:.1f} ×",
        },
    )


def _seconds(text: str, rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        everything(text)
        taken.append(time.process_time() - begun)
    return min(taken)
