"""How consultations and organisations end."""

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model, ProtectedError, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import Refused
from records.erasure import Eraser, Removed, remove_row
from records.models import ReviewState
from stakeholders.models import (
    Attendance,
    Consultation,
    Disagreement,
    Finding,
    FollowUp,
    HeadCount,
    Information,
    Need,
    Organisation,
    Outlook,
    Quote,
    Service,
    TrustRating,
)
from stakeholders.models.outcomes import AttributedRow

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What a consultation is made of: rows that go with it, and whose history is part of its own.
PARTS: tuple[type[Model], ...] = (
    *(Attendance, HeadCount, Need, Outlook, TrustRating, Information, Finding, Disagreement, Quote, FollowUp),
)


def _recorded_before(day: datetime.date) -> "QuerySet[Consultation]":
    return Consultation.objects.filter(created_at__date__lt=day).order_by("created_at")


def _remove(record: Any) -> Removed:
    """A session goes with every row of it."""
    rows: dict[type[Model], list[int]] = {}
    for model in PARTS:
        found = model._default_manager.filter(consultation=record)
        rows[model] = list(found.values_list("pk", flat=True))
        found.delete()
    number = record.pk
    record.delete()
    return Removed({Consultation: [number], **{model: numbers for model, numbers in rows.items() if numbers}})


def _remove_organisation(record: Any) -> Removed:
    """Refused while it is named in a session: what was said there would change without anybody reading it."""
    named = (Attendance, *AttributedRow.__subclasses__())
    if any(model._default_manager.filter(organisation=record).exists() for model in named):  # type: ignore[misc]
        raise Refused(
            gettext("%(name)s was heard in a consultation. Erase that first, or say that it is no longer active.")
            % {"name": record}
        )
    if Service.objects.filter(organisation=record).exists():
        raise Refused(gettext("%(name)s offers a service. Erase that first.") % {"name": record})
    try:
        return remove_row(record)
    except ProtectedError:
        told = gettext("%(name)s is named in something else that is kept, such as a project. Take it out there first.")
        raise Refused(told % {"name": record}) from None


def _never(day: datetime.date) -> "QuerySet[Organisation]":
    return Organisation.objects.none()


def _ended_before(day: datetime.date) -> "QuerySet[Service]":
    """A service is no event: its time begins when it ends, or when nobody has said for so long that it still holds."""
    over = Q(valid_until__lt=day) | Q(review_by__lt=day) | ~Q(state=ReviewState.APPROVED)
    return Service.objects.filter(over, created_at__date__lt=day).order_by("created_at")


SERVICES = Eraser(Service, "consultation", _("Services"), _ended_before)
CONSULTATIONS = Eraser(Consultation, "consultation", _("Consultations"), _recorded_before, _remove)
ORGANISATIONS = Eraser(Organisation, "consultation", _("Organisations"), _never, _remove_organisation)
