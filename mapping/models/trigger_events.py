"""What the world knows of that may have set something off: dates to draw in charts, and what was expected of them."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.models import CityOwned, Membership
from core.lengths import SENTENCES
from mapping.vocabulary import Target

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class TriggerEventQuerySet(models.QuerySet["TriggerEvent"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """For those who work here; everybody sees them in charts."""
        return self.filter(city__in=Membership.objects.of(user).staff().values("city"))


@with_history()
class TriggerEvent(CityOwned):
    """One public event. It may declare one group and one window to be asked about alone, beside all others.

    A question that is chosen after its answer is known finds something every time. So a declaration carries the day
    on which it was made, and counts only if that lies before its window. From then on it stays (`is_held_to`): who
    declared ten and took out the nine that did not come true would be right every time as well.
    """

    title = models.CharField(_("title"), max_length=120)
    day = models.DateField(_("day"))
    about = models.TextField(_("what happened"), max_length=SENTENCES, blank=True)
    group = models.CharField(_("group that may be targeted more"), max_length=40, choices=Target, blank=True)
    window_start = models.DateField(_("first day of the window"), null=True, blank=True)
    window_end = models.DateField(_("last day of the window"), null=True, blank=True)
    declared_on = models.DateField(_("declared"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["TriggerEvent"]] = TriggerEventQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("trigger event")
        ordering = ["-day", "title"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "day", "title"],
                name="mapping_triggerevent_once",
                violation_error_message=_("There is a trigger event of this title on this day already."),
            ),
            models.CheckConstraint(
                condition=Q(group="", window_start=None, window_end=None, declared_on=None)
                | (Q(group__in=Target.values, declared_on__isnull=False) & Q(window_start__lte=F("window_end"))),
                name="mapping_triggerevent_declared",
                violation_error_message=_("Name a group and both days of its window, or none of the three."),
            ),
            models.CheckConstraint(
                condition=Q(window_start=None) | Q(window_start__gte=F("day")),
                name="mapping_triggerevent_after",
                violation_error_message=_("The window begins before the event."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def declares(self) -> bool:
        return bool(self.group)

    @property
    def is_in_time(self) -> bool:
        """Declared before the window began."""
        return bool(self.declared_on and self.window_start and self.declared_on < self.window_start)

    @property
    def is_held_to(self) -> bool:
        """Declared in time, and the window has begun: neither changed nor taken out any more."""
        return bool(self.is_in_time and self.window_start and self.window_start <= timezone.localdate())
