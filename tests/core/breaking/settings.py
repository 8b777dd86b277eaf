"""The settings of the site, and addresses of pages that break with what they are sent."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.core.breaking.urls"
