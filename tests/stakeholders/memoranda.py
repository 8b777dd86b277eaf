"""Versions of a memorandum to do things with."""

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from accounts.city import city_context
from accounts.models import City, Membership
from notices.models import NetworkBody
from stakeholders.actions import begin_version, keep_version, sign, take_version_step
from stakeholders.models import Memorandum, MemorandumRole, Signature
from tests.factories import today_in
from tests.mapping.makers import ensure_record

DAY = datetime.timedelta(days=1)
TEXTS = {
    "common_goal": "Everybody in Elverhavn knows whom to call.",
    "mission": "We work together before violence, never on persons.",
    "principles": "What a member tells stays among the members.",
}


def make_version(
    city: City,
    writer: Membership,
    decider: Membership,
    *,
    since: int = 0,
    decided: bool = True,
    texts: Mapping[str, str] = MappingProxyType({}),
) -> Memorandum:
    """The next version, decided and in force since so many days (less than none: to come), by the actions of the
    pages."""
    today = today_in(city)
    with city_context(city.pk, via="test", actor_id=writer.user_id):
        ensure_record(city)
        version = begin_version(city=city, by=writer.user)
        for name, words in (TEXTS | dict(texts)).items():
            setattr(version, name, words)
        role = MemorandumRole(takes_on="Keeps the diagnosis, and calls the meetings.")
        there = version.roles.exists()
        keep_version(version=version, written=[] if there else [role], by=writer.user)
        if not decided:
            return version
        version = take_version_step(version=version, step="put", said={"comment_by": None}, by=writer.user)
    with city_context(city.pk, via="test", actor_id=decider.user_id):
        said = {
            "decided_by": "Steering group", "decided_on": min(today, today - since * DAY),
            "in_force_on": today - since * DAY, "review_on": today + 300 * DAY,
        }  # fmt: skip
        return take_version_step(version=version, step="decide", said=said, by=decider.user)


def make_body(city: City, name: str, person: Membership | None = None, **fields: Any) -> NetworkBody:
    with city_context(city.pk, via="test"):
        return NetworkBody.objects.create(city=city, name=name, person=person.user if person else None, **fields)


def signed(version: Memorandum, body: NetworkBody, by: Membership) -> Signature:
    with city_context(version.city_id, via="test", actor_id=by.user_id):
        return sign(version=version, body=body, by=by.user)


def make_agreed(city: City, number: int, *, state: str = "decided", days: int = 30, **texts: str) -> Memorandum:
    """A version as it stands in the database, with the city's own role and a member; one that is decided is to hold in
    so many days, so that nobody is bound yet. Inside the city."""
    ensure_record(city)
    NetworkBody.objects.get_or_create(city=city, name="Traders of Torvet")
    facts = {"state": "draft" if state == "draft" else "put", **TEXTS, **texts}
    made = Memorandum.objects.create(city=city, number=number, **facts)
    MemorandumRole.objects.create(city=city, memorandum=made, takes_on=f"Calls the meetings of {city.name}.")
    if state == "decided":
        today = today_in(city)
        made.state, made.decided_by, made.decided_on = "decided", "Steering group", today
        made.in_force_on, made.review_on = today + days * DAY, today + (days + 300) * DAY
        made.save()
    return made
