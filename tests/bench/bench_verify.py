"""`verify` of an untouched city, everything compared: events with seals, rows with events, files with names.

A hundred thousand records against ten thousand: what the check does grows no faster than the city. Their history and
the list of who saw what are sealed before, as the sealer leaves them.
"""

import time

from accounts.city import city_context
from records.actions import seal_city
from records.verification import Verdict, verify_city
from tests.bench.bench_growth import MANY, SOME, Grown, city_of
from tests.bench.figures import Figure

ROUNDS = 2


def verify_growth() -> Figure:
    """Seconds of the larger city, its best of two rounds; both in turn, so that a busy machine slows both."""
    small, large = city_of("verify-10000", SOME), city_of("verify-100000", MANY)
    sealing = [_sealed(each) for each in (small, large)]
    best = dict.fromkeys((small.count, large.count), float("inf"))
    for _round in range(ROUNDS):
        for each in (small, large):
            best[each.count] = min(best[each.count], _verified(each))
    return Figure(
        name="verify_growth",
        value=best[large.count],
        unit="s",
        reference=f"the same at {small.count:,} records",
        ratio=best[large.count] / best[small.count],
        target="≤ 12",
        details={
            f"{small.count:,} records": f"{best[small.count]:.2f} s",
            f"{large.count:,} records": f"{best[large.count]:.2f} s (may take 180)",
            "sealing them": " and ".join(f"{each:.1f} s" for each in sealing),
        },
    )


def _sealed(grown: Grown) -> float:
    begin = time.perf_counter()
    with city_context(grown.city.pk, via="bench"):
        seal_city(city_id=grown.city.pk)
    return time.perf_counter() - begin


def _verified(grown: Grown) -> float:
    begin = time.perf_counter()
    with city_context(grown.city.pk, via="bench", consistent=True):
        verdict: Verdict = verify_city(city_id=grown.city.pk)
    taken = time.perf_counter() - begin
    if not verdict.holds or verdict.rows < grown.count:
        raise RuntimeError(f"An untouched city does not verify: {verdict.findings[:3]}")
    return taken
