"""What is left of an erased record: that there was one, who erased it, when and why."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.markings import Marking
from accounts.models import CityOwned, user_field
from core.lengths import REASON


@with_history()
class Tombstone(CityOwned):
    """Holds nothing of the record itself but how it was marked: why it was erased is for those who might have read it.
    `events_sha256` binds it to the events whose content went with it.

    `source_key` is a keyed digest of the key that a record had in its source (`records.source_keys`): the next file of
    the source that names it does not bring it back.
    """

    model = models.CharField(_("what it was"), max_length=100)
    record_id = models.BigIntegerField(_("number it had"))
    # Of those from before nobody knows it any more.
    marking = models.CharField(_("marking it had"), max_length=12, choices=Marking, default=Marking.RED, editable=False)
    reason = models.TextField(_("why it was erased"), max_length=REASON)
    erased_by = user_field()
    erased_at = models.DateTimeField(_("erased"), db_default=Now())
    erased_events = models.PositiveIntegerField(_("events erased"))
    events_sha256 = models.CharField(_("digest of these events"), max_length=64)
    source_key = models.CharField(_("keyed digest of its key in the source"), max_length=64, blank=True, db_default="")

    class Meta(CityOwned.Meta):
        verbose_name = _("tombstone")
        ordering = ["-erased_at"]
        indexes = [models.Index("city", "model", "record_id", name="records_tombstone_record")]
        constraints = [
            *CityOwned.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(reason=""), name="records_tombstone_why"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.record_id}"
