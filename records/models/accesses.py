"""Who opened or downloaded what. No address of a computer is kept."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import CityOwned
from records.record_types import all_histories, history_named

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What was done in the city, of whatever model: stands where else the label of a model does.
HISTORY = "records.history"
_views: "dict[str, StrOrPromise]" = {HISTORY: _("History")}


def register_view(what: str, name: "StrOrPromise") -> None:
    """Name a page that shows what is in records and is no record's own; `what` stands where else a label does."""
    _views[what] = name


class Verb(models.TextChoices):
    OPENED = "opened", _("Opened")
    DOWNLOADED = "downloaded", _("Downloaded")
    EXPORTED = "exported", _("Exported")


class Access(CityOwned):
    """One person saw one thing. The row names the thing by kind and number, never by what is in it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("who")
    )
    verb = models.CharField(_("did what"), max_length=10, choices=Verb)
    model = models.CharField(_("what"), max_length=100)
    object_id = models.CharField(_("number"), max_length=64, blank=True)
    at = models.DateTimeField(_("when"), db_default=Now())
    # Of a list that was taken along, so many rows of it.
    records = models.PositiveIntegerField(_("how many records"), db_default=1)

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ["-at", "-id"]
        indexes = [models.Index("city", "at", name="records_access_when")]
        constraints = [models.CheckConstraint(condition=Q(verb__in=Verb.values), name="records_access_verb")]

    def __str__(self) -> str:
        return f"{self.user} {self.get_verb_display()} {self.model} {self.object_id}"

    @property
    def what(self) -> str:
        """The thing somebody saw, with its number; of a history whose it is."""
        kind, _space, number = self.object_id.partition(" ")
        if self.model == HISTORY and number and (told := history_named(kind)):
            return f"{name_of(HISTORY)}: {told.label} {number}"
        return f"{name_of(self.model)} {self.object_id}".strip()


def name_of(label: str) -> str:
    """What people call the things of a model; the label itself where the model is gone."""
    if label in _views:
        return str(_views[label])
    registered = (each.label for each in all_histories() if each.model._meta.label_lower == label)
    try:
        name = str(next(registered, None) or apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label
    return name[:1].upper() + name[1:]
