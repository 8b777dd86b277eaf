"""Series: events that belong together, as the same tag, the same target, the same night."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.city import CurrentCity
from accounts.history import with_history
from accounts.models import CityOwned, Marking
from records.models.review import cleared

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What officers and admins are cleared for: the name may say what stands in any of its records."""
        return self.filter(cleared(user), city=CurrentCity())


@with_history()
class Series(CityOwned):
    """A named series. Its records are counted each, and what is tested counts it once. Marked as its highest record."""

    name = models.CharField(_("name"), max_length=120)
    marking = models.CharField(_("marking"), max_length=12, choices=Marking, default=Marking.AMBER, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Series"]] = SeriesQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ["name", "id"]
        # A name stands once among those that one person reads (`keep_series`): a rule of the table tells of others.

    def __str__(self) -> str:
        return self.name
