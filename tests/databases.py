"""The database of one test run: made by the owner's role, used through the application's."""

import os
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings
from django.db import connections

from config import services
from tests.services import DATABASE, PROJECT


def url_of_test_database(url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{DATABASE}"))


def _as_owner(*statements: str) -> None:
    connection = psycopg2.connect(services.addresses().owner_url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    connection.close()


def recreate_database() -> None:
    _as_owner(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)', f'CREATE DATABASE "{DATABASE}"')


def drop_database() -> None:
    _as_owner(f'DROP DATABASE IF EXISTS "{DATABASE}" WITH (FORCE)')


def use_test_database() -> None:
    """Point both of Django's connections at it."""
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = DATABASE
        settings.DATABASES[alias]["NAME"] = DATABASE


def environment_of_processes() -> dict[str, str]:
    """The environment in which another process sees the same database, broker and files."""
    addresses = services.addresses()
    return {
        **os.environ,
        "DATABASE_URL": url_of_test_database(addresses.database_url),
        "DATABASE_OWNER_URL": url_of_test_database(addresses.owner_url),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": os.pathsep.join([str(PROJECT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
    }
