"""The catalogue of the pseudo-language: every text of the site is looked for, so once for all processes of a run."""

import fcntl
from pathlib import Path

import pytest

from operations.translations.catalogues import compile_catalogue
from operations.translations.pseudo import pseudo_catalogue
from tests.browser.erring.mirror import PSEUDO
from tests.run import folder_of_run

CATALOGUE = Path(PSEUDO) / "LC_MESSAGES" / "django.mo"


def pseudo_locale(factory: pytest.TempPathFactory) -> Path:
    """The folder it lies in, as `LOCALE_PATHS` names one."""
    folder = folder_of_run(factory) / "locale"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / CATALOGUE).exists():
            compile_catalogue(pseudo_catalogue(), folder / CATALOGUE)
    return folder
