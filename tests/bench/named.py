"""Which figures there are, and where each is measured."""

import importlib
from collections.abc import Callable

from tests.bench.figures import Figure, LeftOut

# Each figure and its module, read only then: some need packages that only `make bench` installs.
BENCHES = {
    "pdf_vs_weasyprint": "bench_pdf",
    "diagnosis_toronto": "bench_diagnosis",
    "diagnosis_growth": "bench_diagnosis",
    "editions_growth": "bench_editions",
    "import_vs_import_export": "bench_import_export",
    "import_vs_copy": "bench_imports",
    "notice_fanout": "bench_notices",
    "job_throughput": "bench_jobs",
    "page_vs_bare_django": "bench_pages",
    "section_save_vs_update": "bench_forms",
    "board_growth": "bench_plan",
    "home_with_plan": "bench_plan",
    "home_growth": "bench_growth",
    "list_growth": "bench_growth",
    "screening_growth": "bench_screening",
    "page_under_attack": "bench_attack",
    "map_growth": "bench_growth",
    "districts_growth": "bench_growth",
    "sources_growth": "bench_growth",
    "verify_growth": "bench_verify",
    "users_50": "bench_users",
    "drawing_vs_loops": "bench_drawing",
    "figure_cost": "bench_figures",
}
# What references are made with, of the extra `bench`.
ONLY_HERE = {"import_export", "tablib", "vl_convert", "weasyprint"}


def bench_of(name: str) -> Callable[[], Figure]:
    """Raises LeftOut where a package is not installed that only a reference is made with."""
    try:
        found: Callable[[], Figure] = getattr(importlib.import_module(f"tests.bench.{BENCHES[name]}"), name)
    except ModuleNotFoundError as missing:
        if missing.name not in ONLY_HERE:
            raise
        raise LeftOut(f"{missing.name} is not installed") from None
    return found
