"""The city context of a connection: which city's rows a transaction may see, and who is acting.

Row-level security reads `app.city`, history reads `pghistory.context_metadata`. Both are set with
`set_config(…, is_local => true)`: they end with the transaction, so a pooled connection carries nothing over.
"""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connections, models, transaction
from django.db.models import Func
from django.utils import timezone

from accounts.models import Membership
from accounts.prepared import Prepared

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


log = logging.getLogger(__name__)

# Read from the address itself: Django resolves it later, and doing it twice costs every page.
PAGE_OF_A_CITY = re.compile(r"/city/(?P<slug>[-\w]+)/", re.ASCII)


class CurrentCity(Func):
    """The number of the city whose transaction is open. As row-level security, it raises where none is."""

    template = "current_setting('app.city')::bigint"
    arity = 0
    output_field = models.BigIntegerField()


class WrongCity(RuntimeError):
    """A transaction of one city was asked to become another's."""


@contextmanager
def city_context(
    city_id: int,
    *,
    via: str,
    actor_id: int | None = None,
    reason: str = "",
    consistent: bool = False,
    using: str = "default",
) -> Iterator[None]:
    """One transaction in which rows of `city_id`, and of no other city, are visible.

    `via` says through what the change comes (a command, a job, a page) and is kept in every history row
    beside `actor_id` and `reason`. Inside an open context of the same city this is a savepoint; of another
    city it raises WrongCity, because what was read so far would then be mixed with foreign rows. `consistent` makes
    every query of an outermost context see the same moment. Times are told in the city's zone while it is open.
    """
    history = _facts(via, actor_id, reason)
    nested = connections[using].in_atomic_block
    with transaction.atomic(using=using), timezone.override(None):
        if consistent and not nested:
            with connections[using].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        before, zone = _enter(using, city_id, history)
        if nested and before[0] not in {"", str(city_id)}:
            raise WrongCity(f"The open transaction belongs to city {before[0]}, not {city_id}.")
        timezone.activate(zone)
        yield
        # A savepoint that is undone takes the settings back with it; one that is as what is around it needs none back.
        if nested and before != (str(city_id), history) and not connections[using].needs_rollback:
            _set(using, *before)


@contextmanager
def turn_of(city_id: int) -> Iterator[None]:
    """A city's turn in what is done for one after the other: what fails in it is logged, and holds up no other."""
    try:
        yield
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        log.exception("What was to be done for a city failed", extra={"facts": {"city": city_id}})


@contextmanager
def without_city(*, via: str, actor_id: int | None = None) -> Iterator[None]:
    """For what is written before there is a city: the history knows through what it came."""
    with transaction.atomic():
        before = _settings("default")
        _set("default", before[0], _facts(via, actor_id, ""))
        yield
        if not connections["default"].needs_rollback:
            _set("default", *before)


@contextmanager
def page_context(user: "User | AnonymousUser", slug: str | None) -> Iterator["Membership | None"]:
    """One transaction for a page: of the city with this address, if the person belongs there.

    Times are told in its zone. Else it knows who is acting but belongs to no city: reading a city's rows in it raises.
    """
    history = _facts("page", user.pk, "")
    with transaction.atomic():
        membership = Membership.objects.enter(user, slug, history) if slug and user.is_authenticated else None
        if membership is None:
            _set("default", "", history)
        with timezone.override(membership.city.time_zone if membership else None):
            yield membership


def _facts(via: str, actor_id: int | None, reason: str) -> str:
    facts = {"via": via, "actor": actor_id, "reason": reason}
    return json.dumps({key: value for key, value in facts.items() if value})


_BEFORE = (
    "SELECT COALESCE(current_setting('app.city', true), '') AS city,"
    " COALESCE(current_setting('pghistory.context_metadata', true), '') AS history"
)
# What was set before is read before it is set anew: OFFSET keeps the two apart. Every change is made in a city, and
# planning this takes three times as long as doing it.
_ENTER = Prepared(
    "enter_context",
    f"""
    SELECT before.city, before.history, (SELECT time_zone FROM accounts_city WHERE id = $1),
        set_config('app.city', $1::text, true), set_config('pghistory.context_metadata', $2, true)
    FROM ({_BEFORE} OFFSET 0) before
    """,  # noqa: S608  (made of our own words only)
)


def _settings(using: str) -> tuple[str, str]:
    with connections[using].cursor() as cursor:
        cursor.execute(_BEFORE)
        city, history = cursor.fetchone()
    return city, history


def _enter(using: str, city_id: int, history: str) -> tuple[tuple[str, str], str]:
    """Make the transaction the city's; what it was before, and the city's time zone."""
    row = cast("tuple[Any, ...]", _ENTER.one(city_id, history, using=using))  # always one
    return (row[0], row[1]), row[2] or "UTC"


def _set(using: str, city: str, history: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.city', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [city, history],
        )
