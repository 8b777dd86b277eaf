"""What was read from files, so that a record can be traced to its row."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.models import CityOwned, user_field
from core.lengths import REASON
from mapping.models.sources import Source


def without_keys(rows: Sequence[Mapping[str, Any]], keys: Container[str]) -> list[dict[str, Any]]:
    """Rows that were not counted, without the keys of records that were erased."""
    return [{**row, "key": "" if row.get("key") in keys else row.get("key", "")} for row in rows]


@with_history()
class ObservationImport(CityOwned):
    """One file of observations, taken in whole or not at all, and approved as a batch.

    `not_counted` lists rows left out by a rule of the mapping:
    [{"row": 12, "key": …, "column": …, "value": …, "reason": …}].
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="imports", db_constraint=False)
    file_name = models.CharField(_("file"), max_length=255)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    mapping = models.JSONField(_("how columns were read"))
    extracted_on = models.DateField(_("day the data was taken out of the source"))
    rows_read = models.PositiveIntegerField(_("rows read"))
    added = models.PositiveIntegerField(_("records added"))
    already_there = models.PositiveIntegerField(_("records there already"))
    differing = models.PositiveIntegerField(_("records there already that differ from the file"), default=0)
    not_counted = models.JSONField(_("rows not counted"), default=list, blank=True)
    batch_note = models.TextField(_("who vouches for the batch"), max_length=REASON, blank=True)
    imported_by = user_field()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(CityOwned.Meta):
        verbose_name = _("import of observations")
        ordering = ["-created_at"]

    @property
    def marking(self) -> str:
        """That of its source: what the file is called may say what the source is."""
        return self.source.marking

    def __str__(self) -> str:
        return f"{self.file_name} ({self.added} added)"
