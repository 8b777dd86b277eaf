"""The settings of the site, and an address for each way in which a page can go wrong."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.browser.erring.urls"
