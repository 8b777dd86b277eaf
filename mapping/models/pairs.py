"""Pairs of records of which somebody said whether they tell of the same event."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.city import CurrentCity
from accounts.history import with_history
from accounts.models import CityOwned
from mapping.models.observations import Observation
from records.models.review import cleared

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


# In the list of who saw what: the page on which they stand side by side.
SAME_EVENT = "mapping.same_event"


class PairQuerySet(models.QuerySet["Pair"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of whose two records this person may read both."""
        return self.filter(cleared(user, "first__marking"), cleared(user, "second__marking"), city=CurrentCity())

    def same(self) -> Self:
        return self.filter(same=True)

    def with_any_of(self, numbers: "Collection[int]") -> Self:
        return self.filter(Q(first__in=numbers) | Q(second__in=numbers))


@with_history()
class Pair(CityOwned):
    """Two records, the lower number first, and what a person said of them. Without a row nobody said anything yet."""

    first = models.ForeignKey(Observation, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    second = models.ForeignKey(Observation, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    same = models.BooleanField(_("the same event"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), auto_now=True)

    objects: ClassVar[models.Manager["Pair"]] = PairQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("pair of records")
        ordering = ["-decided_at", "-id"]
        indexes = [models.Index("city", "second", name="mapping_pair_second")]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "first", "second"],
                name="mapping_pair_once",
                violation_error_message=_("Of these two it is said already."),
            ),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="mapping_pair_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} – {self.second_id}"
