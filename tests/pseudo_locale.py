"""The catalogue of the pseudo-language: every text of the site is looked for, so once for all processes of a run."""

import fcntl
import os
from pathlib import Path

import pytest

from operations.translations.catalogues import compile_catalogue
from operations.translations.pseudo import pseudo_catalogue
from tests.browser.erring.mirror import PSEUDO

CATALOGUE = Path(PSEUDO) / "LC_MESSAGES" / "django.mo"


def pseudo_locale(factory: pytest.TempPathFactory) -> Path:
    """The folder it lies in, as `LOCALE_PATHS` names one."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_TESTRUNUID" in os.environ else base) / "locale"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / CATALOGUE).exists():
            compile_catalogue(pseudo_catalogue(), folder / CATALOGUE)
    return folder
