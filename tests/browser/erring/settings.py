"""The settings of the site, an address for each way in which a page can go wrong, and every page in a mirror."""

from config.settings import *  # noqa: F403
from config.settings import GROUNDWORK_HOME, LOCALE_PATHS, MIDDLEWARE
from tests.browser.erring.mirror import PSEUDO

ROOT_URLCONF = "tests.browser.erring.urls"
MIDDLEWARE = [*MIDDLEWARE, "tests.browser.erring.mirror.MirrorMiddleware"]
LANGUAGES_BIDI = [PSEUDO]
LOCALE_PATHS = [*LOCALE_PATHS, GROUNDWORK_HOME / "locale"]
