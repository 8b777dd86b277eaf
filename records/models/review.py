"""Review: draft → submitted → approved, with returned and withdrawn. Only approved records count."""

import datetime
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Func, Q, Value
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.city import CurrentCity
from accounts.composed import ANYBODY, Composed, IsAmong
from accounts.four_eyes import alone_because
from accounts.models import City, CityOwned, Marking, Membership, User, user_field
from accounts.models.memberships import read_up_to
from core.lengths import REASON
from records.changes import in_hand_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class ReviewState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    WITHDRAWN = "withdrawn", _("Withdrawn")


ORDER = f"ARRAY{Marking.values}::varchar[]"
MARKINGS: ArrayField[list[str], list[str]] = ArrayField(models.CharField())


class UpTo(Func):
    """The markings up to one's clearance, as one array."""

    template = f"({ORDER})[1:array_position({ORDER}, %(expressions)s)]"
    output_field = MARKINGS


@cache
def _clearance(*, of_staff: bool) -> Composed:
    """The question what somebody is cleared for. Every page of records asks it, most several times."""
    theirs = Membership.objects.of(User(pk=ANYBODY)).filter(city=CurrentCity())
    theirs = theirs.staff() if of_staff else theirs
    return Composed(theirs.values_list(UpTo(read_up_to()))[:1])


def cleared(user: "User | AnonymousUser", marking: "str | Value" = "marking") -> IsAmong:
    """Whether an officer or admin reads what is marked as this column says. Also of what is derived of records."""
    return IsAmong(marking, _clearance(of_staff=True).part(user.pk, MARKINGS))


def open_to_member(user: "User | AnonymousUser", marking: "str | Value" = "marking") -> IsAmong:
    """Whether a member of whatever role reads what is marked as this column says."""
    return IsAmong(marking, _clearance(of_staff=False).part(user.pk, MARKINGS))


@cache
def _has_role(roles: tuple[str, ...]) -> Composed:
    """The question whether somebody has one of these roles here; a city is there, so it is never left open."""
    theirs = Membership.objects.of(User(pk=ANYBODY)).filter(city=CurrentCity(), role__in=roles)
    return Composed(City.objects.order_by().filter(pk=CurrentCity()).values_list(Exists(theirs)))


def has_role(user: "User | AnonymousUser", roles: Sequence[str]) -> RawSQL:
    """Whether somebody has one of these roles in the city whose transaction is open."""
    return _has_role(tuple(roles)).part(user.pk, models.BooleanField())


class RecordQuerySet(models.QuerySet[Any]):
    def approved(self) -> Self:
        return self.filter(state=ReviewState.APPROVED)

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What officers and admins may read now, up to their clearance. Readers get editions, never raw records."""
        # What the person is cleared for is looked up once for the city, not again for every row.
        return self.filter(cleared(user), city=CurrentCity())

    def waiting(self) -> Self:
        return self.filter(state=ReviewState.SUBMITTED)

    def to_approve_by(self, user: User) -> Self:
        """What waits for review, is not their own, and was not changed by them since it was handed in: what an admin
        may approve (`records.permissions`); where one person decides alone, those too. Asks history at once.
        """
        return self.filter(pk__in=self.numbers_to_approve_by(user))

    def numbers_to_approve_by(self, user: User) -> set[int]:
        return self._to_approve(dict(self._who_wrote_what_waits()), user)

    def count_to_approve_by(self, user: User, most: int) -> tuple[int, bool]:
        """How many an admin may approve, and whether that is of the first `most` alone: whoever imports may leave a
        hundred thousand that wait. Of all, where none of the first is theirs."""
        first = dict(self._who_wrote_what_waits()[: most + 1])
        count, goes_on = len(self._to_approve(first, user)), len(first) > most
        if goes_on and not count:
            return len(self.numbers_to_approve_by(user)), False
        return min(count, most), goes_on

    def _who_wrote_what_waits(self) -> "models.QuerySet[Any, tuple[int, int | None]]":
        return self.waiting().order_by().values_list("pk", "created_by")

    def _to_approve(self, waiting: dict[int, int | None], user: User) -> set[int]:
        number = user.pk  # of a request it is looked up anew each time
        theirs = {pk for pk, author in waiting.items() if author == number}
        theirs |= in_hand_of(number, self.model, waiting.keys() - theirs)
        if theirs and self._one_decides():
            theirs = set()
        return waiting.keys() - theirs

    def _one_decides(self) -> bool:
        """Inside a city."""
        city_id = self.values_list("city", flat=True).first()
        return city_id is not None and bool(alone_because(city_id))

    def stale(self, *, on: datetime.date) -> Self:
        """Records whose review-by date has passed on that day."""
        return self.filter(review_by__lt=on)


def latest_review(day: datetime.date) -> datetime.date:
    """The last day until which a record may be said to hold without being looked at again."""
    return a_year_after(a_year_after(a_year_after(day)))


def a_year_after(day: datetime.date) -> datetime.date:
    """The same day of the next year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


class Record(CityOwned):
    """What every substantive record shares: its review, its marking and the date it must be looked at again."""

    # What the review itself writes, and what whoever reviews fills in: it changes nothing of what was handed in.
    of_the_review: ClassVar[frozenset[str]] = frozenset(
        {"state", "marking", "review_by", "approved_by", "approved_at", "alone_because", "review_comment"}
        | {"withdrawn_reason"}
    )

    state = models.CharField(_("review"), max_length=10, choices=ReviewState, default=ReviewState.DRAFT)
    marking = models.CharField(_("marking"), max_length=12, choices=Marking, default=Marking.AMBER)
    review_by = models.DateField(_("review by"), null=True, blank=True)
    created_by = user_field()
    approved_by = user_field()
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    # Why whoever approved it is no second person; empty where they are (`accounts.four_eyes`).
    alone_because = models.TextField(
        _("approved by one person, because"), max_length=REASON, blank=True, default="", db_default=""
    )
    review_comment = models.TextField(_("comment of the reviewer"), max_length=REASON, blank=True)
    withdrawn_reason = models.TextField(_("reason for withdrawing"), max_length=REASON, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(CityOwned.Meta):
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *CityOwned.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=ReviewState.values), name="%(app_label)s_%(class)s_state"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(created_by__isnull=True)
                | ~Q(approved_by=F("created_by"))
                | ~Q(alone_because=""),
                name="%(app_label)s_%(class)s_four_eyes",
                violation_error_message=_("Nobody approves their own record. Ask a colleague to review it."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.APPROVED) | Q(approved_at__isnull=False),
                name="%(app_label)s_%(class)s_approved_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.RETURNED) | ~Q(review_comment=""),
                name="%(app_label)s_%(class)s_returned_why",
                violation_error_message=_("Say what is missing when you return a record."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="%(app_label)s_%(class)s_withdrawn_why",
                violation_error_message=_("Give the reason for withdrawing the record."),
            ),
        ]

    def missing(self) -> list[str]:
        """What must be filled before it is handed in, as sentences; each kind of record says so."""
        return []

    def unsaid(self) -> list[str]:
        """What a reviewer may say of it and nobody did, as sentences with what then is not known; each kind of record
        says so."""
        return []

    @classmethod
    def proposals(cls, records: "Sequence[Any]") -> dict[int, list[str]]:
        """Of those that are not decided, by their number: what of the reviewer's part somebody has said already, as
        sentences with by whom; each kind of record says so. Asks at once."""
        return {}

    def proposed(self) -> list[str]:
        return self.proposals([self]).get(self.pk, [])

    def least_marking(self) -> str:
        """The lowest it may be marked: that of what it was made of; each kind of record says so."""
        return Marking.CLEAR

    @property
    def is_stale(self) -> bool:
        """Whether it must be looked at again: its review-by date has passed."""
        return self.review_by is not None and self.review_by < timezone.localdate()
