"""Settings: one file, everything that differs between machines comes from the environment.

`docs/deploy.md` lists the variables. Nothing here starts a service: addresses of the built-in ones are
computed, and `config.services.ensure` starts them.
"""

import os
import secrets
from pathlib import Path

import dj_database_url
import pghistory
import pgtrigger

from config import services

BASE_DIR = Path(__file__).resolve().parent.parent
GROUNDWORK_HOME = services.home()


def _flag(name: str, *, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def _secret_key() -> str:
    """The key from the environment, else one made once and kept in the state folder."""
    if key := os.environ.get("GROUNDWORK_SECRET_KEY"):
        return key
    kept = GROUNDWORK_HOME / "secret-key"
    if not kept.exists():
        GROUNDWORK_HOME.mkdir(parents=True, exist_ok=True, mode=0o755)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    return kept.read_text()


SECRET_KEY = _secret_key()
DEBUG = _flag("GROUNDWORK_DEBUG", default=False)
ALLOWED_HOSTS = os.environ.get("GROUNDWORK_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "crispy_forms",
    "crispy_bootstrap5",
    "accounts",
    "jobs",
    "records",
    "mapping",
    "reports",
    "home",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# PostgreSQL only. `default` is the role that owns nothing and is held by row-level security;
# `owner` migrates and is used by nothing else.
_addresses = services.addresses()
DATABASES = {
    "default": dj_database_url.parse(_addresses.database_url),
    "owner": dj_database_url.parse(_addresses.owner_url),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

# History: one event table per model, append-only, the context inside the event row.
PGHISTORY_APPEND_ONLY = True
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
# An event is looked up by its record, never by what the record points at.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"

# Jobs. The row in PostgreSQL owns a job's state; Celery only wakes workers.
CELERY_BROKER_URL = _addresses.celery_url
JOB_LEASE_SECONDS = int(os.environ.get("GROUNDWORK_JOB_LEASE", "30"))
JOB_SWEEP_SECONDS = int(os.environ.get("GROUNDWORK_JOB_SWEEP", "10"))
JOB_ATTEMPTS = 3
JOB_SOFT_LIMIT_SECONDS = int(os.environ.get("GROUNDWORK_JOB_SOFT_LIMIT", "900"))
# How many jobs of one city may run at once: one less than the slots, so that a giant job of one city
# never keeps another city waiting.
WORKER_SLOTS = int(os.environ.get("GROUNDWORK_WORKER_SLOTS", "2"))
ARTEFACTS = Path(os.environ.get("GROUNDWORK_FILES", GROUNDWORK_HOME / "files"))

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = GROUNDWORK_HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

SECURE_SSL_REDIRECT = _flag("GROUNDWORK_TLS", default=True)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("GROUNDWORK_LOG_LEVEL", "WARNING")},
}
