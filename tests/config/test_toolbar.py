"""The toolbar that shows what a page asked: for whoever works on the site, and nowhere else."""

import json
import os
import re
import sys
from functools import cache

import pytest

from tests.forking import run_forked
from tests.services import PROJECT

LOADED = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.urls import get_resolver
toolbar = [name for name in [*settings.INSTALLED_APPS, *settings.MIDDLEWARE, *sys.modules] if "debug_toolbar" in name]
pages = [str(pattern.pattern) for pattern in get_resolver().url_patterns if "debug" in str(pattern.pattern)]
print(json.dumps({"toolbar": bool(toolbar), "pages": pages, "policy": settings.CONTENT_SECURITY_POLICY}))
"""


@cache
def loaded(**given: str) -> dict[str, object]:
    kept = {name: value for name, value in os.environ.items() if name not in {"GROUNDWORK_DEBUG", "GROUNDWORK_TOOLBAR"}}
    variables = {**kept, **given, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = run_forked([sys.executable, "-c", LOADED], cwd=PROJECT, env=variables)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("given", [{}, {"GROUNDWORK_DEBUG": "1"}, {"GROUNDWORK_TOOLBAR": "1"}], ids=str)
def test_without_both_switches_nothing_of_it_is_there(given: dict[str, str]) -> None:
    found = loaded(**given)
    assert (found["toolbar"], found["pages"]) == (False, [])


def test_with_both_it_is_there_under_the_same_policy() -> None:
    found = loaded(GROUNDWORK_DEBUG="1", GROUNDWORK_TOOLBAR="1")
    assert (found["toolbar"], found["pages"]) == (True, ["__debug__/"])
    assert found["policy"] == loaded()["policy"]


def test_it_is_not_installed_on_a_server() -> None:
    names = re.findall(r"^([\w-]+)==", (PROJECT / "requirements.txt").read_text(), re.MULTILINE)
    assert "django" in names
    assert {"django-debug-toolbar", "watchfiles", "pre-commit"} & set(names) == set()
