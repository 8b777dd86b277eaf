"""Settings: one file, everything that differs between machines comes from the environment.

`docs/deploy.md` lists the variables. Nothing here starts a service: addresses of the built-in ones are
computed, and `config.services.ensure` starts them.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import django_stubs_ext
import pghistory
import pgtrigger

from config import mail, services
from config.embedded import programs

# Lets forms and admin classes name their model in their type, `ModelForm[Invitation]`.
django_stubs_ext.monkeypatch()

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


def _words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


SECRET_KEY = _secret_key()
# Keys used before: what was signed or encrypted with them is still understood (see docs/deploy.md).
SECRET_KEY_FALLBACKS = _words("GROUNDWORK_OLD_SECRET_KEYS")
# Keys used before that still recognise what was erased, and are good for nothing else.
ERASURE_KEYS = _words("GROUNDWORK_ERASURE_KEYS")
DEBUG = _flag("GROUNDWORK_DEBUG", default=False)
# Where this site is reached: links in mails begin with it.
SITE_URL = os.environ.get("GROUNDWORK_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = _words("GROUNDWORK_HOSTS") or ["localhost", "127.0.0.1", "[::1]", urlsplit(SITE_URL).hostname or ""]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.admin",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pgtrigger",
    "pghistory",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "accounts",
    "jobs",
    "records",
    "notices",
    "mapping",
    "stakeholders",
    "reports",
    "planning",
    "home",
    "operations",
    "demo",
]
MIDDLEWARE = [
    "accounts.middleware.log.LogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "accounts.middleware.headers.HeadersMiddleware",
    "operations.probes.ProbesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.by_script.ByScriptMiddleware",
    "accounts.middleware.sessions.SessionLimitsMiddleware",
    "accounts.middleware.signed_out.SignInMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.outage.OutageMiddleware",
    "accounts.middleware.language.LanguageMiddleware",
    "accounts.middleware.signed_out.ShownOrSentMiddleware",
    "accounts.middleware.second_factor.SecondFactorMiddleware",
    # Last, so that its transaction is around the view and nothing else (see docs/adr/0008).
    "accounts.middleware.city.CityMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
_LOADERS: list[Any] = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # Kept once read; or, while one works on them, read each time.
            "loaders": _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context.shell",
            ],
            "builtins": ["core.templatetags.formats", "core.templatetags.widgets"],
        },
    }
]
# Widgets may have templates of ours.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# PostgreSQL only. `default` is the role that owns nothing and is held by row-level security;
# `owner` migrates and is used by nothing else.
_addresses = services.addresses()
DATABASES = {
    "default": dj_database_url.parse(_addresses.database_url),
    "owner": dj_database_url.parse(_addresses.owner_url),
}
# What a backup reads through and a restore writes through, with which programs (asked for only then).
BACKUP_DATABASE_URL = _addresses.backup_url
OWNER_DATABASE_URL = _addresses.owner_url
POSTGRESQL_PROGRAMS = programs.newest
# Connections last; what belongs to a city is set for one transaction at a time (see docs/adr/0008).
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
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
# What costs much, at once (accounts/limits.py): for a city, and for all of them one less than there are processes, so
# that a page always finds one. The web server says how many it has (config/gunicorn.py).
COSTLY_OF_CITY = {"long forms": 2, "files and long maps": 2, "searches": 2}
COSTLY_OF_SITE = max(1, int(os.environ.get("GROUNDWORK_WEB_PROCESSES") or 3) - 1)
ARTEFACTS = Path(os.environ.get("GROUNDWORK_FILES", GROUNDWORK_HOME / "files"))

# More records than this, opened or taken along by one person within 24 hours, are told to a city's admins; 0: never.
READING_NOTICE = int(os.environ.get("GROUNDWORK_READING_NOTICE", "500"))
# The head of every city's history, written once a day: to a file, by mail, to neither.
HEADS_FILE = os.environ.get("GROUNDWORK_HEADS_FILE", "")
HEADS_MAIL = _words("GROUNDWORK_HEADS_MAIL")

# People. Sign-in, second factor and their rate limits are django-allauth's.
AUTHENTICATION_BACKENDS = ["accounts.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.NotAlike", "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.NotUsual"},
    {"NAME": "accounts.passwords.GuessableValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "reset_password": "20/m/ip,5/300s/key",
    # Wrong guesses are counted in accounts/guesses.py, right ones nowhere.
    "login_failed": "",
    "reauthenticate": "",
    "change_password": "20/300s/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Groundwork"
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.secrets.SecondFactorForm",
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.secrets.SignInForm",
    "add_email": "accounts.forms.secrets.AddressForm",
    "change_password": "accounts.forms.NewPasswordForm",
    "set_password": "accounts.forms.secrets.FirstPasswordForm",
    "reset_password": "accounts.forms.secrets.ForgottenForm",
    "reset_password_from_key": "accounts.forms.secrets.ForgottenPasswordForm",
    "reauthenticate": "accounts.forms.secrets.PasswordAgainForm",
}
# Roles that must have a second factor; host staff always must.
SECOND_FACTOR_ROLES = frozenset(
    role for role in os.environ.get("GROUNDWORK_SECOND_FACTOR_ROLES", "officer,admin").split(",") if role
)
SESSION_ENGINE = "accounts.sessions"
SESSION_IDLE_SECONDS = int(os.environ.get("GROUNDWORK_SESSION_IDLE", "1800"))
SESSION_LONGEST_SECONDS = 12 * 60 * 60
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# Rate limits count in Redis; without Redis nobody signs in (they fail closed), everything else works.
CACHES = {
    "default": {
        "BACKEND": "config.cache.Cache",
        "LOCATION": _addresses.cache_url,
        "KEY_PREFIX": "groundwork",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 3},
    }
}

# What a page asked of the database and of templates, beside it: for whoever works on the site, never elsewhere.
TOOLBAR = DEBUG and _flag("GROUNDWORK_TOOLBAR", default=False)
if TOOLBAR:
    INSTALLED_APPS.append("debug_toolbar")
    # Behind static files, which would drive out what it remembers of pages.
    MIDDLEWARE.insert(
        MIDDLEWARE.index("whitenoise.middleware.WhiteNoiseMiddleware") + 1,
        "debug_toolbar.middleware.DebugToolbarMiddleware",
    )
    INTERNAL_IPS = ["127.0.0.1"]
    DEBUG_TOOLBAR_CONFIG = {"SHOW_COLLAPSED": True}

# Pages load nothing from elsewhere and run no inline script or style.
NONE, SELF = ("'none'",), ("'self'",)
CONTENT_SECURITY_POLICY = {
    "default-src": NONE,
    "script-src": SELF,
    "style-src": SELF,
    "font-src": SELF,
    "img-src": (*SELF, "data:"),  # Bootstrap draws its marks so
    "connect-src": SELF,
    "manifest-src": SELF,
    "form-action": SELF,
    "frame-ancestors": NONE,
    "base-uri": NONE,
    "object-src": NONE,
}
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "home.errors.csrf_failure"

EMAIL_BACKEND = os.environ.get(
    "GROUNDWORK_EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("GROUNDWORK_SMTP")
    else "django.core.mail.backends.filebased.EmailBackend",
)
if _smtp := os.environ.get("GROUNDWORK_SMTP"):
    globals().update(mail.settings_of(_smtp))
EMAIL_FILE_PATH = GROUNDWORK_HOME / "mail"
EMAIL_TIMEOUT = 10
# For so long a mail is one worker's to send; how often is looked whether one is due; the first pause after the server
# did not take it.
MAIL_LEASE_SECONDS = int(os.environ.get("GROUNDWORK_MAIL_LEASE", "120"))
MAIL_SWEEP_SECONDS = int(os.environ.get("GROUNDWORK_MAIL_SWEEP", "60"))
MAIL_RETRY_SECONDS = int(os.environ.get("GROUNDWORK_MAIL_RETRY", "60"))
MAIL_BESIDE = _flag("GROUNDWORK_MAIL_BESIDE", default=True)
DEFAULT_FROM_EMAIL = os.environ.get("GROUNDWORK_FROM", "Groundwork <groundwork@localhost>")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("da", "Dansk")]
LOCALE_PATHS = [BASE_DIR / "locale"]
# A language made by rule, read from right to left, that shows developers what is not marked as text
# (`manage.py messages pseudo` writes it).
PSEUDO_LOCALE = "qps" if _flag("GROUNDWORK_PSEUDO", default=False) else ""
if PSEUDO_LOCALE:
    LANGUAGES.append((PSEUDO_LOCALE, "Pśéúđó"))
    LANGUAGES_BIDI = [PSEUDO_LOCALE]
    LOCALE_PATHS.append(GROUNDWORK_HOME / "locale")
TIME_ZONE = "UTC"
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("GROUNDWORK_STATIC", GROUNDWORK_HOME / "static"))
# Installed by npm; only the named files are served (`config.static`).
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.static.NodeModulesFinder",
]
STATICFILES_DIRS = [BASE_DIR / "static"]
# `collectstatic` first, then served under names that hold a digest; or, while one works on them, as they lie there.
STATIC_COLLECTED = _flag("GROUNDWORK_STATIC_COLLECTED", default=not DEBUG)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_COLLECTED
# Pages name files by their digest alone: no second copy is kept and packed. Source maps are for developers; pictures
# and typefaces are packed already. Without this, collecting took three times as long.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("map", "gif", "jpg", "png", "webp", "woff", "woff2")
# The page that shows every component with its states, for developers and the browser tests.
STYLE_PAGE = _flag("GROUNDWORK_STYLE_PAGE", default=DEBUG)

SECURE_SSL_REDIRECT = _flag("GROUNDWORK_TLS", default=True)
# Machines ask these on the inside, where there is no TLS.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
# How many proxies stand before the web server. Each adds to X-Forwarded-For whom it was asked by; the last one says in
# X-Forwarded-Proto whether that was over TLS. Without any, both headers are what a visitor made up, and are ignored.
PROXIES = int(os.environ.get("GROUNDWORK_PROXIES", "0"))
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
X_FRAME_OPTIONS = "DENY"

# One JSON object per line, without personal data (see core.logs); while one works on the site, all that is known.
_log_level = os.environ.get("GROUNDWORK_LOG_LEVEL", "WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "core.logs.Lines"},
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "filters": {"first_times": {"()": "core.logs.FirstTimes"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain" if DEBUG else "json"}},
    "root": {"handlers": ["stderr"], "level": _log_level},
    "loggers": {
        # Without Django's own handlers, one of which would mail what somebody sent.
        "django": {"handlers": [], "level": _log_level},
        # the line of the request tells the rest
        "django.request": {"level": "ERROR", "filters": ["first_times"]},
        # The web server of `make run` tells of requests with their addresses.
        "accounts.middleware.log": {"level": "WARNING" if DEBUG else "INFO"},
    },
}
