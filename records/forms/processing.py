"""The processing record: why a city may hold what it holds."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ProcessingRecord
from accounts.models.processing import (
    DEFAULT_RETENTION,
    HISTORY_TOO_SHORT,
    KINDS,
    default_retention,
    ends_before_records,
)
from records.forms.in_sections import InSections
from records.forms.screened import Screened

TEXTS = (
    "purpose",
    "legal_basis_law",
    "special_categories",
    "impact_assessment_note",
    "officer_opinion",
    "archive_rule",
    "secrecy_ground",
)


class ProcessingRecordForm(InSections, Screened, forms.ModelForm[ProcessingRecord]):
    """The record of processing (GDPR Art. 30), with one question's help beside each field."""

    # Controller and contact are bodies and their addresses; they are meant to be found.
    screened = TEXTS
    # The sections of the page, in the order in which a data-protection officer asks.
    SECTIONS = (
        (_("Who is responsible"), ("controller", "contact", "owner")),
        (_("Why, and on what ground"), ("purpose", "legal_basis", "legal_basis_law", "special_categories")),
        (
            _("What was weighed"),
            ("impact_assessment", "impact_assessment_note", "officer_opinion", "officer_opinion_on"),
        ),
        (_("What becomes of it, and who may ask"), ("archive_rule", "secrecy_ground")),
    )

    # Both must be answered: radio buttons without an empty one.
    legal_basis = forms.ChoiceField(
        label=_("Legal basis"),
        choices=ProcessingRecord.LegalBasis.choices,
        widget=forms.RadioSelect,
        help_text=_("Consent alone will not do for a public body here, so it is not offered."),
    )
    impact_assessment = forms.ChoiceField(
        label=_("Impact assessment (DPIA)"),
        choices=ProcessingRecord.ImpactAssessment.choices,
        widget=forms.RadioSelect,
        help_text=_("A systematic picture of an area on this subject usually requires one (Art. 35)."),
    )

    class Meta:
        model = ProcessingRecord
        fields = [
            "controller",
            "contact",
            "owner",
            "purpose",
            "legal_basis",
            "legal_basis_law",
            "special_categories",
            "impact_assessment",
            "impact_assessment_note",
            "officer_opinion",
            "officer_opinion_on",
            "archive_rule",
            "secrecy_ground",
        ]
        widgets = {
            **{name: forms.Textarea(attrs={"rows": 3}) for name in TEXTS},
            "officer_opinion_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "controller": _("The public body that answers for the data, by its legal name."),
            "contact": _("Where people and authorities reach it, and its data-protection officer."),
            "owner": _("The unit that asks for diagnoses and answers for them; printed on the cover."),
            "purpose": _(
                "In plain words: what the picture is for, and what it is not for. It describes events and needs, "
                "never persons."
            ),
            "legal_basis_law": _("The act and the section that give the city this task or duty."),
            "special_categories": _(
                "A targeted group can reveal religion, origin or orientation (Art. 9), and some events are offences "
                "(Art. 10). Name the ground in national law for both."
            ),
            "impact_assessment_note": _("When, with which outcome and measures; or why none is required."),
            "officer_opinion": _("What the data-protection officer said, and when."),
            "officer_opinion_on": _("A diagnosis that is dated before it is not released."),
            "archive_rule": _("What goes to the public archive, and what is erased when its time is over."),
            "secrecy_ground": _(
                "The sections of the law on access to documents that a refusal would rest on. A marking such as "
                "TLP:AMBER does not bind a court."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)
        kept = self.instance.retention or default_retention()
        for kind in DEFAULT_RETENTION:
            self.fields[f"months_{kind}"] = forms.IntegerField(
                label=KINDS[kind],
                min_value=1,
                max_value=600,
                initial=kept.get(kind, DEFAULT_RETENTION[kind]),
            )

    def clean_officer_opinion_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["officer_opinion_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come. Say when the opinion was given."))
        return day

    def retention(self) -> list[forms.BoundField]:
        """How many months each kind is kept."""
        return [self[f"months_{kind}"] for kind in DEFAULT_RETENTION]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.instance.retention = {
            kind: cleaned[f"months_{kind}"] for kind in DEFAULT_RETENTION if f"months_{kind}" in cleaned
        }
        if ends_before_records(self.instance.retention):
            self.add_error("months_history", HISTORY_TOO_SHORT)
        return cleaned
