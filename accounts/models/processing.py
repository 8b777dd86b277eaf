"""The processing record: why a city may hold what it holds (GDPR Art. 30, 35, 9 and 10)."""

import datetime
import json
from collections.abc import Mapping
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.history import with_history
from accounts.models.cities import CityOwned
from accounts.prepared import Prepared
from core import formats
from core.lengths import PARAGRAPHS

# Months a kind is kept where a city says nothing else.
DEFAULT_RETENTION = {"observation": 36, "consultation": 36, "diagnosis": 120, "history": 120, "import": 36}
KINDS = {
    "observation": _("Observations"),
    "consultation": _("Consultations"),
    "diagnosis": _("Diagnoses"),
    "history": _("History"),
    "import": _("Imported files"),
}


def default_retention() -> dict[str, int]:
    return dict(DEFAULT_RETENTION)


def validate_retention(value: object) -> None:
    if not isinstance(value, dict) or not set(value) <= set(DEFAULT_RETENTION):
        raise ValidationError(
            _("Retention names kinds (%(kinds)s) and a number of months for each."),
            params={"kinds": ", ".join(DEFAULT_RETENTION)},
        )
    for kind, months in value.items():
        if not isinstance(months, int) or isinstance(months, bool) or not 1 <= months <= 600:
            raise ValidationError(
                _("Retention of %(kind)s must be a whole number of months from 1 to 600."),
                params={"kind": kind},
            )
    if too_short := end_before_records(value):
        raise ValidationError([OUTLIVES_RECORDS[kind] for kind in too_short])


def end_before_records(retention: Mapping[str, int]) -> list[str]:
    """Which kinds would go before the observations they tell of, and must not."""
    kept = {**DEFAULT_RETENTION, **retention}
    return [kind for kind in OUTLIVES_RECORDS if kept[kind] < kept["observation"]]


OUTLIVES_RECORDS = {
    "history": _(
        "History is kept at least as long as observations: it says which of them a person had in hand, and imports "
        "leave those to people."
    ),
    "diagnosis": _(
        "Diagnoses are kept at least as long as observations: a later one prints the protected figures of an earlier "
        "one again, since the difference of two could tell of single records."
    ),
}


# What is left of observations when the time a city keeps them is over (`mapping.actions.totals`).
TOTALS_REMAIN = _(
    "Of approved observations totals of their years remain, without text or key: by place and district, current, kind "
    "and group, each by source and marking. Nothing remains of what is erased because somebody asked for it."
)


def kept_for(kind: str, months: int) -> str:
    """How long records of a kind are kept, in words."""
    length = ngettext("%(months)d month", "%(months)d months", months) % {"months": months}
    return f"{KINDS[kind]}: {length}"


def retention_in_words(retention: Mapping[str, int]) -> str:
    """How long records of every kind are kept."""
    return "; ".join(kept_for(kind, months) for kind, months in sorted(retention.items()))


class ProcessingRecordQuerySet(models.QuerySet["ProcessingRecord"]):
    def of_city(self, city_id: int) -> "ProcessingRecord | None":
        """For its page, which every member may look at: written down instead of composed."""
        row = OF_CITY.one(city_id)
        if row is None:
            return None
        record = ProcessingRecord.from_db(connection.alias, COLUMNS, row)
        record.retention = json.loads(record.retention)
        return record


@with_history()
class ProcessingRecord(CityOwned):
    """What must be written down before a city's first observation is saved; printed in the annex."""

    class LegalBasis(models.TextChoices):
        # Consent (Art. 6(1)(a)) is left out on purpose: alone it will not do for a public body here.
        LEGAL_OBLIGATION = "legal_obligation", _("Legal obligation (Art. 6(1)(c))")
        PUBLIC_TASK = "public_task", _("Task in the public interest (Art. 6(1)(e))")

    class ImpactAssessment(models.TextChoices):
        DONE = "done", _("Carried out")
        PLANNED = "planned", _("Decided, not finished")
        NOT_REQUIRED = "not_required", _("Not required, with the reason")

    controller = models.CharField(_("controller"), max_length=200)
    contact = models.CharField(_("contact of the controller"), max_length=200)
    purpose = models.TextField(_("purpose"), max_length=PARAGRAPHS)
    legal_basis = models.CharField(_("legal basis"), max_length=20, choices=LegalBasis)
    legal_basis_law = models.TextField(_("the law it rests on"), max_length=PARAGRAPHS)
    special_categories = models.TextField(
        _("ground for special categories (Art. 9) and offences (Art. 10)"), max_length=PARAGRAPHS
    )
    impact_assessment = models.CharField(_("impact assessment (DPIA)"), max_length=12, choices=ImpactAssessment)
    impact_assessment_note = models.TextField(
        _("date and outcome of the assessment, or why none is required"), max_length=PARAGRAPHS
    )
    officer_opinion = models.TextField(_("opinion of the data-protection officer"), max_length=PARAGRAPHS)
    retention = models.JSONField(
        _("retention, months per kind"), default=default_retention, validators=[validate_retention]
    )
    officer_opinion_on = models.DateField(_("day of that opinion"), null=True, blank=True)
    archive_rule = models.TextField(_("archive rule"), max_length=PARAGRAPHS)
    secrecy_ground = models.TextField(_("secrecy ground under the law on access to documents"), max_length=PARAGRAPHS)
    owner = models.CharField(_("unit that owns the diagnosis"), max_length=200)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager["ProcessingRecord"]] = ProcessingRecordQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("processing record")
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city"], name="accounts_processingrecord_once"),
        ]

    def __str__(self) -> str:
        return f"{self.controller}: {self.get_legal_basis_display()}"

    def facts(self) -> list[tuple[str, str]]:
        """What it says, field by field, for a page."""
        fields = self._meta.concrete_fields[2:-1]
        return [(capfirst(str(field.verbose_name)), str(self._shown(field.name))) for field in fields]

    def _shown(self, name: str) -> object:
        if name == "retention":
            return f"{retention_in_words(self.retention)}. {TOTALS_REMAIN}"
        show = getattr(self, f"get_{name}_display", None)
        value = show() if show else getattr(self, name)
        return formats.day(value) if isinstance(value, datetime.date) else value or ""


COLUMNS = [field.attname for field in ProcessingRecord._meta.concrete_fields]
OF_CITY = Prepared(
    "processing_record_of_city",
    f"SELECT {', '.join(COLUMNS)} FROM accounts_processingrecord WHERE city_id = $1",  # noqa: S608  (names of columns)
)
