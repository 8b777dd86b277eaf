"""Which rows of what was said, and of who was heard, count for somebody: the rule of confidentiality as one filter."""

import datetime
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from accounts.composed import ANYBODY, Composed
from accounts.models import User
from analysis.disclosure import CONFIDENTIAL, RULES, windows_in
from analysis.records import Period
from stakeholders.models.consultations import Consultation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


@cache
def _told_alone() -> Composed:
    """The question which sessions somebody may read one by one. A page of a session asks it of each of its parts."""
    return Composed(Consultation.objects.told_alone_to(User(pk=ANYBODY)).values("pk"))


class PartQuerySet(models.QuerySet[Any]):
    """Rows with a `consultation`."""

    def readable_outcomes(
        self, user: "User | AnonymousUser", within: Period | None = None, *, alike: Sequence[str] = ()
    ) -> Self:
        """Rows of what was said that this person may be shown.

        Without a period: to be read session by session. All of those they may read as a whole; of other approved ones
        where the rule lets what was said be told alone; of those in confidence nothing.

        With a period: rows that count in figures. Of confidential sessions only what enough of them tell alike, in the
        columns `alike`, in a fixed window that lies whole in the period (`disclosure.windows_in`): whoever asks, for a
        figure is passed on. Without columns nothing of theirs counts: so it must be wherever people choose a filter
        themselves, for what four sessions tell less what three of them tell is what one told.
        """
        if within is None:
            return self.filter(consultation__in=_told_alone().part(user.pk, models.BigIntegerField()))
        sessions = Consultation.objects.outcomes_visible_to(user).approved()
        openly = sessions.exclude(confidentiality=CONFIDENTIAL)
        counts = Q(consultation__in=openly.filter(first_day__range=(within.start, within.end)).values("pk"))
        for window in windows_in(within.start, within.end) if alike else ():
            counts |= self._told_in_confidence(sessions, window, alike)
        return self.filter(counts)

    def _told_in_confidence(self, sessions: Any, window: int, alike: Sequence[str]) -> Q:
        """What enough confidential sessions of a window tell alike."""
        days = datetime.date(window, 1, 1), datetime.date(window, 12, 31)
        these = sessions.filter(confidentiality=CONFIDENTIAL, first_day__range=days).values("pk")
        rows = self.filter(consultation__in=these).order_by()
        told = rows.filter(**{column: OuterRef(column) for column in alike}).values(*alike)
        counted = told.annotate(told_by=Count("consultation", distinct=True))
        enough = counted.filter(told_by__gte=RULES[CONFIDENTIAL].fewest_sessions)
        return Q(consultation__in=these) & Q(Exists(enough))
