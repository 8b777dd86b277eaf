"""Which rows of what was said, and of who was heard, count for somebody: the rule of confidentiality as one filter."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef

from analysis.disclosure import CONFIDENTIAL, RULES
from analysis.records import Period
from stakeholders.models.consultations import Consultation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class PartQuerySet(models.QuerySet[Any]):
    """Rows with a `consultation`."""

    def readable_outcomes(self, user: "User | AnonymousUser", within: Period, *, alike: Sequence[str] = ()) -> Self:
        """Rows of the approved sessions of a period that count in figures shown to this person.

        Of confidential sessions only what enough of them tell alike, in the columns `alike`. Without columns nothing
        of theirs counts: so it must be wherever people choose the period or a filter themselves, for what four
        sessions tell less what three of them tell is what one told.
        """
        sessions = Consultation.objects.outcomes_visible_to(user).approved()
        sessions = sessions.filter(first_day__range=(within.start, within.end))
        openly = sessions.exclude(confidentiality=CONFIDENTIAL).values("pk")
        rows = self.filter(consultation__in=openly)
        if not alike:
            return rows
        in_confidence = self.filter(consultation__in=sessions.filter(confidentiality=CONFIDENTIAL).values("pk"))
        told = in_confidence.order_by().filter(**{column: OuterRef(column) for column in alike}).values(*alike)
        told = told.annotate(told_by=Count("consultation", distinct=True))
        enough = Exists(told.filter(told_by__gte=RULES[CONFIDENTIAL].fewest_sessions))
        return rows | in_confidence.filter(enough)
