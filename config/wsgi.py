"""Entry point of the web server."""

import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# A warning may quote what somebody sent: it goes the way of every other line.
logging.captureWarnings(True)
