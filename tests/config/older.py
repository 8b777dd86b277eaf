"""A database as the last version before the folded migrations made it, with two cities whose history is sealed."""

import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from django.db import connections

from config import services
from tests.services import DATABASE

DUMP = Path(__file__).with_name("before_folding.sql.gz")
OLDER = f"{DATABASE}_older"
# The heads that `manage.py verify` of that version printed before the dump was made, for each city over 21 events in 17
# seals, of which 2 were erased.
VERIFIED = {
    "elverhavn": "b982845892844ecec6ab0ffcd5bd7c3921c61cba02d9dbbcb89119bc79980605",
    "sandvig": "eb29fb32d4ba41f2f27df3bae6c1e0796c67e925b8834de90200c68d25ea51ab",
}


@contextmanager
def restored() -> Iterator[str]:
    """The dump in a database of its own, for as long as it is looked at or copied."""
    with _own(OLDER, f'CREATE DATABASE "{OLDER}"'):
        with pointed_at(OLDER), connections["owner"].cursor() as cursor:
            cursor.execute(gzip.decompress(DUMP.read_bytes()).decode())
        yield OLDER


@contextmanager
def copied(name: str, *, to: str) -> Iterator[str]:
    """A database to do something to; nobody is connected to the one it is a copy of."""
    copy = f"{DATABASE}_{to}"
    with _own(copy, f'CREATE DATABASE "{copy}" TEMPLATE "{name}"'):
        yield copy


@contextmanager
def _own(name: str, statement: str) -> Iterator[None]:
    _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', statement)
    try:
        yield
    finally:
        _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Both of Django's connections at another database."""
    used = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "owner")}
    _point_at(dict.fromkeys(used, name))
    try:
        yield
    finally:
        _point_at(used)


def _point_at(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _on_server(*statements: str) -> None:
    server = psycopg2.connect(services.addresses().owner_url)
    server.autocommit = True
    with server.cursor() as cursor:
        for statement in statements:
            _sent(cursor, statement)
    server.close()


def _sent(cursor: Any, statement: str) -> None:
    """Once more where the server's own vacuum is at work in a database that is to go: nobody else may end it."""
    for _try in range(60):
        try:
            cursor.execute(statement)
        except psycopg2.errors.InsufficientPrivilege:
            time.sleep(0.5)
        else:
            return
    cursor.execute(statement)
