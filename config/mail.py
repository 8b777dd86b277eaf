"""The mail server, from one address: `smtp+starttls://user:password@mail.example.org:587`."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Scheme → whether TLS is there from the beginning, whether it is switched on after greeting, the usual port.
SCHEMES = {"smtps": (True, False, 465), "smtp+starttls": (False, True, 587), "smtp": (False, False, 25)}


def settings_of(url: str) -> dict[str, Any]:
    """Django's settings for this mail server; the password never shows up in a message."""
    parts = urlsplit(url)
    try:
        at_once, later, usual_port = SCHEMES[parts.scheme]
        port = parts.port or usual_port
    except (KeyError, ValueError):
        raise _not_understood() from None
    if not parts.hostname or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise _not_understood()
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": at_once,
        "EMAIL_USE_TLS": later,
    }


def _not_understood() -> ImproperlyConfigured:
    return ImproperlyConfigured(
        "GROUNDWORK_SMTP must look like smtp+starttls://user:password@host:587 (or smtps://… for TLS from the "
        "beginning, smtp://host for a relay on this machine). Write signs such as @ : / # in the password as %40 and "
        "so on."
    )
