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
SELDOM = {"pyogrio", "faker", "statsmodels", "playwright", "weasyprint", "pandas", "matplotlib"}


@pytest.mark.parametrize(
    "loaded", ["config.urls, config.wsgi", "config.celery, jobs.tasks, records.tasks, reports.tasks"]
)
def test_web_and_worker_start_without_what_they_do_not_use(loaded: str) -> None:
    program = f"import json, sys, django; django.setup(); import {loaded}; print(json.dumps(sorted(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    modules = set(json.loads(said.stdout))
    assert "analysis.change" in modules  # the figures of pages and of the diagnosis are at hand
    assert modules & (HEAVY | SELDOM) == set()


def test_beat_starts_without_the_site_and_what_it_sends_a_worker_knows() -> None:
    program = """import json, sys
from config.beat import app
app.loader.init_worker()
app.finalize()
sent = [each["task"] for each in app.conf.beat_schedule.values()]
loaded = sorted(sys.modules)
from config.celery import app as worker
worker.loader.init_worker()
print(json.dumps([loaded, sent, sorted(worker.tasks)]))"""
    said = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    loaded, sent, known = map(set, json.loads(said.stdout))
    of_the_site = {file.parent.name for file in PROJECT.glob("*/apps.py")}
    assert "accounts" in of_the_site
    assert {name.partition(".")[0] for name in loaded} & {*of_the_site, "numpy"} == set()
    assert len(sent) > 10
    assert sent <= known
