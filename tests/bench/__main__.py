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
from collections.abc import Callable, Iterator

from config import embedded

os.environ["PYTEST_XDIST_WORKER"] = "gw9"  # a database and a broker of its own, beside those of the tests
os.environ["GROUNDWORK_HOME"] = str(embedded.home())  # the figures lie where the city's state does
import django

import tests.services  # noqa: F401  (sets the environment before Django reads it)

django.setup()
logging.getLogger("weasyprint").setLevel(logging.ERROR)

from config import services  # noqa: E402
from tests.bench import (  # noqa: E402
    bench_attack,
    bench_diagnosis,
    bench_drawing,
    bench_editions,
    bench_figures,
    bench_forms,
    bench_growth,
    bench_imports,
    bench_jobs,
    bench_notices,
    bench_pages,
    bench_pdf,
    bench_plan,
    bench_screening,
    bench_users,
    bench_verify,
)
from tests.bench.database import scratch_database  # noqa: E402
from tests.bench.figures import Figure, LeftOut  # noqa: E402

BENCHES: dict[str, Callable[[], Figure]] = {
    "pdf_vs_weasyprint": bench_pdf.pdf_vs_weasyprint,
    "diagnosis_toronto": bench_diagnosis.diagnosis_toronto,
    "diagnosis_growth": bench_diagnosis.diagnosis_growth,
    "editions_growth": bench_editions.editions_growth,
    "import_vs_import_export": bench_imports.import_vs_import_export,
    "import_vs_copy": bench_imports.import_vs_copy,
    "notice_fanout": bench_notices.notice_fanout,
    "job_throughput": bench_jobs.job_throughput,
    "page_vs_bare_django": bench_pages.page_vs_bare_django,
    "section_save_vs_update": bench_forms.section_save_vs_update,
    "board_growth": bench_plan.board_growth,
    "home_with_plan": bench_plan.home_with_plan,
    "home_growth": bench_growth.home_growth,
    "list_growth": bench_growth.list_growth,
    "screening_growth": bench_screening.screening_growth,
    "page_under_attack": bench_attack.page_under_attack,
    "map_growth": bench_growth.map_growth,
    "districts_growth": bench_growth.districts_growth,
    "sources_growth": bench_growth.sources_growth,
    "verify_growth": bench_verify.verify_growth,
    "users_50": bench_users.users_50,
    "drawing_vs_loops": bench_drawing.drawing_vs_loops,
    "figure_cost": bench_figures.figure_cost,
}


def _measured(only: str, left_out: dict[str, str], broken: list[str]) -> Iterator[Figure]:
    """What can be measured here; `left_out` is told the names of the others, and why, `broken` which of them failed."""
    for name, bench in BENCHES.items():
        if only in name:
            print(f"{name} …", file=sys.stderr, flush=True)  # noqa: T201
            try:
                yield bench()
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
