"""Entry point of the web server."""

import gc
import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# A warning may quote what somebody sent: it goes the way of every other line.
logging.captureWarnings(True)
# What was loaded by now stays until the end: the collector of garbage need not look through it at all.
gc.collect()
gc.freeze()
