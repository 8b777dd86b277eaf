"""The Celery application. PostgreSQL owns the state of every job; messages only wake workers."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("groundwork")
app.config_from_object("config.celeryconfig")
app.autodiscover_tasks()
