"""The audit chain of a city: seals over batches of its history, and the digest of every sealed event."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import City, CityOwned
from records.models.erasure import Tombstone


class SealQuerySet(models.QuerySet["Seal"]):
    def newest(self) -> "Seal | None":
        return self.order_by("-sequence").first()


class Seal(CityOwned):
    """One link of the chain: some committed rows of one event table.

    `digest` covers the digests of its events, `head` this row and the head before it. `columns` says which columns
    the event table had, so that a column added later does not make old rows look altered.
    """

    sequence = models.PositiveIntegerField(_("number"))
    event_table = models.CharField(_("event table"), max_length=63)
    columns = ArrayField(models.CharField(max_length=63), verbose_name=_("columns"))
    first_event = models.BigIntegerField(_("first event"))
    last_event = models.BigIntegerField(_("last event"))
    count = models.PositiveIntegerField(_("events"))
    digest = models.CharField(_("digest of the events"), max_length=64)
    previous = models.CharField(_("head before"), max_length=64)
    head = models.CharField(_("head"), max_length=64)
    sealed_at = models.DateTimeField(_("sealed"))

    objects: ClassVar[models.Manager["Seal"]] = SealQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("seal")
        ordering = ["sequence"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "sequence"], name="records_seal_sequence"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.head[:16]}"


class SealedEvent(CityOwned):
    """The salted digest of one event. Erasing the event takes its salt too: the digest then says nothing."""

    # Held by its seal's constraint, which leads to a city.
    city = models.ForeignKey(City, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    seal = models.ForeignKey(Seal, models.CASCADE, related_name="+", db_constraint=False)
    event_id = models.BigIntegerField(_("event"))
    salt = models.UUIDField(_("salt"), null=True)
    digest = models.BinaryField(_("digest"), max_length=32)
    tombstone = models.ForeignKey(
        Tombstone, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        verbose_name = _("sealed event")
        constraints = [
            models.UniqueConstraint(fields=["city", "seal", "event_id"], name="records_sealedevent_once"),
            models.CheckConstraint(
                condition=models.Q(salt__isnull=False, tombstone__isnull=True)
                | models.Q(salt__isnull=True, tombstone__isnull=False),
                name="records_sealedevent_erased",
            ),
        ]
        indexes = [models.Index("city", "event_id", name="records_sealedevent_event")]

    def __str__(self) -> str:
        return f"{self.seal_id}: {self.event_id}"


class SealMark(CityOwned):
    """How far an event table is settled: no transaction can still commit an event numbered up to `settled`.

    `pending` will be settled once every transaction below `pending_until` has ended.
    """

    event_table = models.CharField(max_length=63)
    settled = models.BigIntegerField(default=0)
    pending = models.BigIntegerField(default=0)
    pending_until = models.BigIntegerField(default=0)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("mark of the sealer")
        constraints = [models.UniqueConstraint(fields=["city", "event_table"], name="records_sealmark_once")]

    def __str__(self) -> str:
        return f"{self.event_table}: {self.settled}"
