"""How consultations, organisations and versions of the memorandum end."""

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model, ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.errors import Refused
from records.models import ReviewState
from records.registries.erasure import Eraser, Removed, remove_row, remove_with
from stakeholders.models import (
    Attendance,
    Consultation,
    Disagreement,
    Dissent,
    Finding,
    FollowUp,
    HeadCount,
    Information,
    Memorandum,
    MemorandumRole,
    Need,
    Organisation,
    Outlook,
    Quote,
    RevisionRequest,
    Service,
    Signature,
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
    return remove_with(record, PARTS, of="consultation")


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


# What a version of the memorandum is made of.
VERSION_PARTS: tuple[type[Model], ...] = (MemorandumRole, Signature, Dissent, RevisionRequest)


def _replaced_before(day: datetime.date) -> "QuerySet[Memorandum]":
    """Versions that do not hold any more, by the day on which another took their place."""
    return Memorandum.objects.replaced(before=day).order_by("number")


def _remove_version(version: Any) -> Removed:
    """Of what holds nothing is erased: members signed it, and without it there would be nothing to sign."""
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    if not Memorandum.objects.replaced(before=tomorrow).filter(pk=version.pk).exists():
        raise Refused(gettext("It holds, or is to hold. Put the next version in force first, then erase this one."))
    rows: dict[type[Model], list[int]] = {
        model: list(model._default_manager.filter(memorandum=version.pk).values_list("pk", flat=True))
        for model in VERSION_PARTS
    }
    # Its own row first: of a version that is there the database lets no part go.
    Memorandum.objects.filter(pk=version.pk)._raw_delete("default")
    for model in VERSION_PARTS:
        model._default_manager.filter(memorandum=version.pk).delete()
    return Removed({Memorandum: [version.pk], **rows})


MEMORANDA = Eraser(Memorandum, "diagnosis", _("Versions of the memorandum"), _replaced_before, _remove_version)
