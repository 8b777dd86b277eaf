"""What somebody is typing, kept on the server until they save or throw it away."""

import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, Func, OuterRef, Q, Value
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _

from accounts.models import CityOwned, Membership, User
from records.models.erasure import Tombstone

if TYPE_CHECKING:
    from uuid import UUID

    from django.contrib.auth.models import AnonymousUser

KEPT_DAYS = 90
STUB_DAYS = 30
# Of one person in one city at the same time; more are nobody's work.
MOST_DRAFTS = 100


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """One's own: what is half written is nobody else's business, not even an admin's."""
        return self.filter(owner=user.pk, became="")

    def of_form(self, form: str, record: str = "", identity: "UUID | None" = None) -> Self:
        """Of something new by its identity, of what is there by its record: the one draft each person has of it."""
        return self.filter(form=form, record=record, identity=identity)

    def of_record(self, model: type[models.Model], number: object) -> Self:
        """In any of its forms, and what was set aside when one of them was saved."""
        label = model._meta.label_lower
        return self.filter(Q(form=label) | Q(form__startswith=f"{label}:"), record=str(number))

    def set_aside(self) -> Self:
        """With both a record and an identity: text that no form goes on with."""
        return self.filter(identity__isnull=False).exclude(record="")

    def stubs(self) -> Self:
        """Of forms that were saved: only what they became."""
        return self.exclude(became="")

    def forgotten(self) -> Self:
        """Drafts nobody has touched for so long that they are thrown away, and stubs after their time."""
        is_stub = ~Q(became="")
        old, old_stub = (Now() - datetime.timedelta(days=days) for days in (KEPT_DAYS, STUB_DAYS))
        return self.filter(Q(saved_at__lt=old) | (is_stub & Q(saved_at__lt=old_stub)))

    def of_what_was_erased(self) -> Self:
        """Drafts of records of which a tombstone alone is left: whoever kept one in the instant of the erasure."""
        model = Func(OuterRef("form"), Value(":"), Value(1), function="split_part", output_field=models.TextField())
        stones = Tombstone.objects.alias(number=Cast("record_id", models.TextField())).filter(
            city=OuterRef("city"), model=model, number=OuterRef("record")
        )
        return self.exclude(record="").filter(Exists(stones))

    def of_people_who_left(self) -> Self:
        """Drafts of people who no longer belong to the city."""
        return self.filter(
            ~Exists(Membership.objects.belonging().filter(city=OuterRef("city"), user=OuterRef("owner")))
        )


class Draft(CityOwned):
    """The text of one form as its owner left it.

    `form` names the form, `record` the record it changes. The draft of something new has an `identity` instead, minted
    with its form: two tabs are two drafts. `version` counts the saves; `base_version` says, sealed, what the text was
    begun on (`records.editing`). `writer` is the opened page that kept it last, `turn` how often it did: an answer that
    got lost on its way is then no other tab's change. Text of fields that today's form does not have stands `beside`.

    Once a form is saved, a stub stays of its draft: the number of the record it `became` and a digest of what was
    sent, no text. Sent again, the same form then opens that record and is not saved twice. What was typed and is in no
    record when its form is saved is set aside: with both a record and an identity, it is read and thrown away, and no
    form goes on with it.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    form = models.CharField(_("form"), max_length=60)
    record = models.CharField(_("record"), max_length=64, blank=True)
    identity = models.UUIDField(_("identity of a draft of something new"), null=True, blank=True)
    data = models.JSONField(_("what was typed"), default=dict)
    version = models.PositiveIntegerField(_("version"), default=1)
    base_version = models.TextField(_("what it was begun on"), blank=True)
    beside = models.JSONField(_("what was typed in fields that are gone"), default=dict, blank=True)
    writer = models.CharField(_("opened page that kept it"), max_length=36, blank=True)
    turn = models.PositiveIntegerField(_("how often that page kept it"), default=0)
    became = models.CharField(_("record it became"), max_length=64, blank=True)
    sent_sha256 = models.CharField(_("digest of what was sent"), max_length=64, blank=True)
    saved_at = models.DateTimeField(_("saved"), db_default=Now())

    objects: ClassVar[models.Manager["Draft"]] = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "owner", "form", "record"],
                condition=Q(identity__isnull=True),
                name="records_draft_once",
            ),
            models.UniqueConstraint(fields=["city", "owner", "form", "identity"], name="records_draft_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.record}".strip()

    @property
    def is_set_aside(self) -> bool:
        return bool(self.record and self.identity)
