"""The composition root. The Celery application is loaded with Django, so that tasks find their broker."""

import gc

# Loading Django makes a quarter of a million objects and a page a few thousand, hardly any of them garbage: the
# collector need not look through them again and again, in no process of ours.
gc.set_threshold(20_000, 10, 10)

from config.celery import app as celery_app  # noqa: E402  (loading is what takes long)

__all__ = ["celery_app"]
