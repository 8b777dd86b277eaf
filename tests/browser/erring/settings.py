"""The settings of the site, an address for each way in which a page can go wrong, and every page in a mirror."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403
from config.settings import LOCALE_PATHS, MIDDLEWARE
from tests.browser.erring.mirror import PSEUDO

ROOT_URLCONF = "tests.browser.erring.urls"
MIDDLEWARE = [*MIDDLEWARE, "tests.browser.erring.mirror.MirrorMiddleware"]
LANGUAGES_BIDI = [PSEUDO]
LOCALE_PATHS = [*LOCALE_PATHS, Path(os.environ["MIRROR"])]
# Nobody changes a sheet or a script while the tests run: a browser that is there for a file asks for each once.
WHITENOISE_MAX_AGE = 3600
