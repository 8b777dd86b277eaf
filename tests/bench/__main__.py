"""`make bench`: each figure as a ratio against a named reference measured in the same run.

Prints a table and writes `GROUNDWORK_HOME/bench.json`: name → value, unit, reference, ratio, target.
A target that is missed is marked and ends the run with exit code 1. What cannot be measured here is named.
"""

import argparse
import json
import logging
import os
import sys
import traceback
from collections.abc import Iterator

from config import embedded

os.environ["PYTEST_XDIST_WORKER"] = "gw9"  # a database and a broker of its own, beside those of the tests
os.environ["GROUNDWORK_HOME"] = str(embedded.home())  # the figures lie where the city's state does
import django

import tests.services  # noqa: F401  (sets the environment before Django reads it)

django.setup()
logging.getLogger("weasyprint").setLevel(logging.ERROR)

from config import services  # noqa: E402
from tests.bench.database import scratch_database  # noqa: E402
from tests.bench.figures import Figure, LeftOut  # noqa: E402
from tests.bench.named import BENCHES, bench_of  # noqa: E402


def _measured(only: str, left_out: dict[str, str], broken: list[str]) -> Iterator[Figure]:
    """What can be measured here; `left_out` is told the names of the others, and why, `broken` which of them failed."""
    for name in BENCHES:
        if only in name:
            print(f"{name} …", file=sys.stderr, flush=True)  # noqa: T201
            try:
                yield bench_of(name)()
            except LeftOut as missing:
                left_out[name] = str(missing)
            except Exception as problem:  # noqa: BLE001 (one figure that breaks must not cost the others)
                traceback.print_exc()
                left_out[name] = f"it broke: {problem!r}"
                broken.append(name)


def _line(figure: Figure) -> str:
    verdict = {None: "", True: "met", False: "MISSED"}[figure.met]
    return (
        f"{figure.name:24} {figure.value:>12.2f} {figure.unit:14} {figure.ratio:>8.2f} × "
        f"{figure.reference:44} {figure.target:8} {verdict}"
    )


def _say(figure: Figure) -> None:
    """At once: the whole takes a quarter of an hour, and whoever stops it keeps what was measured."""
    print(_line(figure), flush=True)  # noqa: T201
    for step, text in figure.details.items():
        print(f"    {step:32} {text}", flush=True)  # noqa: T201


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", default="", help="part of a name")
    only = parser.parse_args().only
    if not any(only in name for name in BENCHES):
        parser.error(f"nothing is named like “{only}”; there are {', '.join(BENCHES)}")
    left_out: dict[str, str] = {}
    broken: list[str] = []
    figures: list[Figure] = []
    with scratch_database():
        for figure in _measured(only, left_out, broken):
            figures.append(figure)
            _say(figure)
    for name, why in left_out.items():
        print(f"{name:24} left out: {why}")  # noqa: T201
    kept = services.home() / "bench.json"
    kept.write_text(json.dumps({figure.name: figure.as_json() for figure in figures}, indent=2) + "\n")
    return 1 if broken or any(figure.met is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())
