"""What a process loads before it does anything: nothing that only a few of them ever use."""

import json
import subprocess
import sys

import pytest

from tests.services import PROJECT

# Of scipy whatever computes, and what it loads of numpy: more than a second of CPU and 70 MB in every process.
HEAVY = {"scipy.stats", "scipy.optimize", "scipy.integrate", "scipy.interpolate", "scipy.spatial"}
HEAVY |= {"scipy.special", "scipy.sparse", "numpy.f2py", "numpy.testing"}
# Readers of files; a boundary is read by the process of its import. The rest are for tests and benchmarks.
SELDOM = {"pyogrio", "faker", "statsmodels", "hypothesis", "playwright", "weasyprint", "pandas", "matplotlib"}


@pytest.mark.parametrize(
    "loaded", ["config.urls, config.wsgi", "config.celery, jobs.tasks, records.tasks, reports.tasks"]
)
def test_web_and_worker_start_without_what_they_do_not_use(loaded: str) -> None:
    program = f"import json, sys, django; django.setup(); import {loaded}; print(json.dumps(sorted(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    modules = set(json.loads(said.stdout))
    assert "analysis.change" in modules  # the figures of pages and of the diagnosis are at hand
    assert modules & (HEAVY | SELDOM) == set()
