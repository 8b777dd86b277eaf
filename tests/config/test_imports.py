"""What a process loads before it does anything: nothing that only a few of them ever use."""

import json
import subprocess
import sys

from tests.services import PROJECT

# Of scipy whatever computes, and what it loads of numpy: more than a second of CPU and 70 MB in every process.
HEAVY = {"scipy.stats", "scipy.optimize", "scipy.integrate", "scipy.interpolate", "scipy.spatial"}
HEAVY |= {"scipy.special", "scipy.sparse", "numpy.f2py", "numpy.testing"}
# Readers of files; a boundary is read by the process of its import. The rest are for tests and benchmarks.
SELDOM = {"pyogrio", "faker", "statsmodels", "playwright", "weasyprint", "pandas", "matplotlib"}


def test_web_starts_without_what_it_does_not_use() -> None:
    program = """import json, sys, django
django.setup()
import config.urls, config.wsgi
print(json.dumps(sorted(sys.modules)))"""
    _has_its_figures_and_nothing_it_seldom_uses(set(json.loads(_said(program))))


def test_beat_starts_without_the_site_and_a_worker_that_knows_what_it_sends_without_what_it_does_not_use() -> None:
    program = """import json, sys
from config.beat import app
app.loader.init_worker()
app.finalize()
sent = [each["task"] for each in app.conf.beat_schedule.values()]
loaded = sorted(sys.modules)
from config.celery import app as worker
worker.loader.init_worker()
import jobs.tasks, records.tasks, reports.tasks
print(json.dumps([loaded, sent, sorted(worker.tasks), sorted(sys.modules)]))"""
    loaded, sent, known, of_worker = map(set, json.loads(_said(program)))
    of_the_site = {file.parent.name for file in PROJECT.glob("*/apps.py")}
    assert "accounts" in of_the_site
    assert {name.partition(".")[0] for name in loaded} & {*of_the_site, "analysis", "numpy"} == set()
    assert len(sent) > 10
    assert sent <= known
    # of beat it has what any worker has
    _has_its_figures_and_nothing_it_seldom_uses(of_worker)


def _said(program: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout


def _has_its_figures_and_nothing_it_seldom_uses(modules: set[str]) -> None:
    assert "analysis.change" in modules  # the figures of pages and of the diagnosis are at hand
    assert modules & (HEAVY | SELDOM) == set()
