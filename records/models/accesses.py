"""Who opened or downloaded what. No address of a computer is kept."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import CityOwned


class Verb(models.TextChoices):
    OPENED = "opened", _("Opened")
    DOWNLOADED = "downloaded", _("Downloaded")
    EXPORTED = "exported", _("Exported")


class AccessQuerySet(models.QuerySet["Access"]):
    def matching(self, *, query: str = "", verb: str = "", model: str = "") -> Self:
        """Filters of the list: part of a person's name or address, what was done, to what."""
        rows = self.filter(Q(user__name__icontains=query) | Q(user__email__icontains=query)) if query else self
        rows = rows.filter(verb=verb) if verb in Verb.values else rows
        return rows.filter(model=model) if model else rows


class Access(CityOwned):
    """One person saw one thing. The row names the thing by kind and number, never by what is in it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("who")
    )
    verb = models.CharField(_("did what"), max_length=10, choices=Verb)
    model = models.CharField(_("what"), max_length=100)
    object_id = models.CharField(_("number"), max_length=64, blank=True)
    at = models.DateTimeField(_("when"), db_default=Now())

    objects: ClassVar[models.Manager["Access"]] = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ["-at", "-id"]
        indexes = [models.Index("city", "at", name="records_access_when")]
        constraints = [models.CheckConstraint(condition=Q(verb__in=Verb.values), name="records_access_verb")]

    def __str__(self) -> str:
        return f"{self.user} {self.get_verb_display()} {self.model} {self.object_id}"
