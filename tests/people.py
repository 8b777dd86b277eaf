"""Somebody's rows written in one question: thousands of tests begin with three or four members.

Values are prepared as a model's own `save` prepares them; the database checks and notes them as ever.
"""

from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import connection, models

from accounts.city import _facts
from accounts.models import Membership, User

# As `city_context` does: the transaction is the city's for this one question, and then what it was before.
_ENTER = """
SELECT set_config('tests.city', coalesce(current_setting('app.city', true), ''), true),
    set_config('tests.history', coalesce(current_setting('pghistory.context_metadata', true), ''), true);
SELECT set_config('app.city', %s, true), set_config('pghistory.context_metadata', %s, true);
"""
_LEAVE = """
SELECT set_config('app.city', current_setting('tests.city'), true),
    set_config('pghistory.context_metadata', current_setting('tests.history'), true);
"""
_NUMBERS = "SELECT current_setting('tests.user')::bigint, current_setting('tests.member', true)"


def write_user(user: User, secret: str | None) -> None:
    """With an address that is confirmed, and a second factor where there is a secret of one."""
    sql, values = _of_user(user, secret)
    _write(user, None, sql, values)


def write_member(member: Membership, secret: str | None) -> None:
    """The membership of somebody who is written with it."""
    sql, values = _of_user(member.user, secret)
    insert = _insert(Membership, "tests.member")
    facts = [str(member.city_id), _facts("test", None, "")]
    _write(member.user, member, sql + _ENTER + insert + _LEAVE, [*values, *facts, *_values(member)])


def _of_user(user: User, secret: str | None) -> tuple[str, list[Any]]:
    address = EmailAddress(user=user, email=user.email, verified=True, primary=True)
    sql = _insert(User, "tests.user") + _insert(EmailAddress, "")
    values = [*_values(user), *_values(address)]
    if secret:
        factor = Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)})
        return sql + _insert(Authenticator, ""), [*values, *_values(factor)]
    return sql, values


@cache
def _insert(model: type[models.Model], kept_as: str) -> str:
    """A statement that writes a row, of the user written before it, and keeps its number under a name."""
    fields = _fields(model)
    places = ("current_setting('tests.user')::bigint" if field.name == "user" else "%s" for field in fields)
    names = ", ".join(f'"{field.column}"' for field in fields)
    insert = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({", ".join(places)})'
    if not kept_as:
        return f"{insert};\n"
    return f"WITH made AS ({insert} RETURNING id) SELECT set_config('{kept_as}', id::text, true) FROM made;\n"


def _fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.local_concrete_fields if not field.primary_key]


def _values(row: models.Model) -> list[Any]:
    fields = (field for field in _fields(type(row)) if field.name != "user")
    return [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]


def _write(user: User, member: Membership | None, sql: str, values: list[Any]) -> None:
    """In one question, and so all or nothing, whether a transaction is open or not."""
    with connection.cursor() as cursor:
        cursor.execute(sql + _NUMBERS, values)
        user.pk, number = cursor.fetchone()
    written: list[models.Model] = [user]
    if member:
        member.pk, member.user = int(number), user  # anew: the number it has is another now
        written.append(member)
    for row in written:
        row._state.adding, row._state.db = False, connection.alias
