"""What somebody is typing, kept on the server until they save or throw it away."""

import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import CityOwned, Membership, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

KEPT_DAYS = 90


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own: what is half written is nobody else's business, not even an admin's."""
        return self.filter(owner=user.pk)

    def of_form(self, form: str, record: str = "") -> Self:
        return self.filter(form=form, record=record)

    def forgotten(self) -> Self:
        """Drafts nobody has touched for so long that they are thrown away."""
        return self.filter(saved_at__lt=Now() - datetime.timedelta(days=KEPT_DAYS))

    def of_people_who_left(self) -> Self:
        """Drafts of people who no longer belong to the city."""
        return self.filter(~Exists(Membership.objects.in_force().filter(city=OuterRef("city"), user=OuterRef("owner"))))


class Draft(CityOwned):
    """The text of one form as its owner left it.

    `form` names the form, `record` the record it changes (empty for a new one). `version` counts the saves;
    `base_version` says which version of the record the text was begun on.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    form = models.CharField(_("form"), max_length=60)
    record = models.CharField(_("record"), max_length=64, blank=True)
    data = models.JSONField(_("what was typed"), default=dict)
    version = models.PositiveIntegerField(_("version"), default=1)
    base_version = models.CharField(_("version of the record it was begun on"), max_length=64, blank=True)
    saved_at = models.DateTimeField(_("saved"), db_default=Now())

    objects: ClassVar[models.Manager["Draft"]] = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["city", "owner", "form", "record"], name="records_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.record}".strip()
