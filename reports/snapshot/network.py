"""Services and the directory in the snapshot: who offers what on the day of the diagnosis, and who could do what."""

import datetime
from typing import Any

from accounts.markings import readable, up_to
from stakeholders.models import Organisation, Service

FIELDS = ("id", "title", "about", "needs", "levels", "districts", "capacity", "marking", "review_by")
# Not whom they are of, nor where they work: with who came to a session that names nobody, that would name them.
OF_DIRECTORY = ("id", "name", "brings", "in_network", "may_share")


def freeze_services(most: str, day: datetime.date) -> list[dict[str, Any]]:
    """Those that count and are offered on that day, in the order of their numbers; whom to ask for only where contacts
    may be in it."""
    found = Service.objects.approved().offered_on(day).filter(marking__in=up_to(most)).order_by("id")
    asked = {"contact_role"} if readable(Service.CONTACTS, most) else set()
    rows = found.values(*FIELDS, *asked, "organisation", "organisation__name")
    return [
        {**{key: row[key] for key in (*FIELDS, *asked)}, "provider": row["organisation__name"],
         "organisation": row["organisation"]}
        for row in rows
    ]  # fmt: skip


def freeze_organisations() -> list[dict[str, Any]]:
    """The directory without its contacts: those that are still active."""
    return list(Organisation.objects.current().order_by("id").values(*OF_DIRECTORY))


def markings_of(raw: dict[str, Any]) -> set[str]:
    """Of the services of a snapshot; where one says whom to ask for, that of contacts."""
    rows = raw.get("services", [])
    contacts = {Service.CONTACTS.value} if any(row.get("contact_role") for row in rows) else set()
    return {row["marking"] for row in rows} | contacts
