"""The rows of a session: one form for each kind of what was said, and for who was there."""

import datetime
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analysis.disclosure import RULES
from core.form_words import EMPTY
from core.sort_keys import Alphabetical
from records.forms import RowForm
from stakeholders.actions import Speaker
from stakeholders.actions.attribution import ORGANISATION
from stakeholders.forms.fields import day, districts_of, groups_of, several, speaker_choices, text
from stakeholders.models import (
    Attendance,
    Consultation,
    Disagreement,
    Finding,
    FollowUp,
    HeadCount,
    Information,
    Need,
    Organisation,
    Outlook,
    Quote,
    TrustRating,
)
from stakeholders.vocabulary import (
    AgeBand,
    Attribution,
    Axis,
    InformationSource,
    Sector,
    StakeholderBlock,
)


@dataclass(frozen=True, slots=True)
class Offered:
    """What there is to choose from in the rows of one section, looked up once for all of them."""

    consultation: Consultation
    speakers: list[Any]
    districts: list[tuple[str, str]]
    groups: list[tuple[str, str]]
    organisations: list[tuple[Any, Any]]

    @classmethod
    def to(cls, consultation: Consultation) -> "Offered":
        organisations = Organisation.objects.filter(city=consultation.city).current().order_by(Alphabetical("name"))
        invited = Organisation.objects.filter(
            pk__in=Attendance.objects.filter(consultation=consultation).values("organisation")
        )
        named = {each.pk: each.name for each in [*organisations, *invited]}
        return cls(
            consultation=consultation,
            speakers=speaker_choices(consultation),
            districts=districts_of(consultation),
            groups=groups_of(consultation.city, also=_groups_named(consultation)),
            organisations=[EMPTY, *named.items()],
        )

    @classmethod
    def below_a_conversation(cls, consultation: Consultation) -> "Offered":
        """Who said it, and where, is asked once for all of it; it may not be kept yet."""
        groups = groups_of(consultation.city, also=_groups_named(consultation))
        return cls(consultation, speakers=[], districts=[], groups=groups, organisations=[])


def _groups_named(consultation: Consultation) -> list[str]:
    if not consultation.pk:
        return []
    here = {"consultation": consultation.pk}
    named = HeadCount.objects.filter(axis=Axis.GROUP, **here).values_list("code", flat=True)
    needs = Need.objects.filter(**here).values_list("groups", flat=True)
    return [*named, *(code for groups in needs for code in groups)]


class OfferedForm(RowForm):
    """A row that chooses from what is offered in its session."""

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.set_city(offered.consultation.city)
        if "districts" in self.fields:
            self.fields["districts"].choices = offered.districts  # type: ignore[attr-defined]
        if "groups" in self.fields:
            self.fields["groups"].choices = offered.groups  # type: ignore[attr-defined]


class SaidForm(OfferedForm):
    raised_by = forms.ChoiceField(
        label=_("Said by"),
        error_messages={"invalid_choice": _("None of these took part. Say under “Who was heard” who did, or choose.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["raised_by"].choices = self.offered.speakers  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["raised_by"] = str(Speaker.of(self.instance))

    @property
    def speaker(self) -> Speaker:
        return Speaker.read(self.cleaned_data["raised_by"])

    def once(self) -> tuple[str, ...]:
        """An organisation rates a thing once in a session; of a sector or a block there may be several voices."""
        if not self.ONCE or self.speaker.kind != ORGANISATION:
            return ()
        return self.cleaned_data["raised_by"], self.cleaned_data[self.ONCE]


class AttendanceRow(OfferedForm):
    organisation = forms.ChoiceField(label=_("Organisation"))

    class Meta:
        model = Attendance
        fields = ["answer"]
        labels = {"answer": _("What came of it")}

    field_order = ["organisation", "answer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = self.offered.organisations  # type: ignore[attr-defined]
        self.initial["organisation"] = self.instance.organisation_id or ""

    def clean_organisation(self) -> str:
        self.instance.organisation_id = int(self.cleaned_data["organisation"])
        return str(self.cleaned_data["organisation"])


class HeadCountRow(OfferedForm):
    """How many of one sector, group or age; the axis is that of its rows."""

    code = forms.ChoiceField(label=_("Of"))

    class Meta:
        model = HeadCount
        fields = ["code", "people", "represented"]
        labels = {"people": _("People"), "represented": _("Through a representative")}
        help_texts = {"represented": _("One speaks for many: it is counted apart.")}

    def __init__(self, *args: Any, axis: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.axis = axis
        choices = {Axis.SECTOR: Sector.choices, Axis.AGE: AgeBand.choices, Axis.GROUP: self.offered.groups}[Axis(axis)]
        self.fields["code"].choices = [EMPTY, *choices]  # type: ignore[attr-defined, misc]
        self.fields["code"].label = str(Axis(axis).label)
        if axis != Axis.GROUP:
            del self.fields["represented"]


class NeedRow(SaidForm):
    screened: ClassVar[tuple[str, ...]] = ("statement",)
    further: ClassVar[tuple[str, ...]] = ("districts", "groups", "level")
    districts = several(_("Districts"), help_text=_("None: in the whole city."))
    groups = several(_("For whom"), help_text=_("None: for everybody."))

    class Meta:
        model = Need
        fields = ["statement", "category", "priority", "districts", "groups", "level"]
        labels = {
            "statement": _("What is needed"),
            "category": _("Kind of need"),
            "priority": _("Priority, 5 the highest"),
            "level": _("Prevention level"),
        }
        widgets = {"statement": text(2)}

    field_order = ["statement", "category", "priority", "raised_by", "districts", "groups", "level"]


class AlsoNeedRow(OfferedForm):
    """A further need of a conversation: whoever one talked to raised it, and it is about the same places."""

    screened: ClassVar[tuple[str, ...]] = ("statement",)

    class Meta:
        model = Need
        fields = ["statement", "category", "priority"]
        labels = {name: NeedRow.Meta.labels[name] for name in fields}
        widgets = {"statement": text(2)}


class AlsoConcernRow(OfferedForm):
    """A further concern, or anything else that was found."""

    screened: ClassVar[tuple[str, ...]] = ("statement",)

    class Meta:
        model = Finding
        fields = ["kind", "statement"]
        labels = {"kind": _("Kind of finding"), "statement": _("What was found")}
        widgets = {"statement": text(2)}


class OutlookRow(SaidForm):
    ONCE = "district"
    further: ClassVar[tuple[str, ...]] = ("safety", "cohesion")
    district = forms.ChoiceField(label=_("Where"), required=False)

    class Meta:
        model = Outlook
        fields = ["district", "concern", "direction", "safety", "cohesion"]
        labels = {
            "concern": _("Concern now, 5 the strongest"),
            "direction": _("Expected in the next year"),
            "safety": _("Feeling of safety, 5 the safest"),
            "cohesion": _("People get on with each other, 5 the best"),
        }

    field_order = ["district", "concern", "direction", "raised_by", "safety", "cohesion"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = [("", _("City-wide")), *self.offered.districts]  # type: ignore[attr-defined]


class TrustRow(SaidForm):
    ONCE = "body"

    class Meta:
        model = TrustRating
        fields = ["body", "level"]
        labels = {"body": _("Trust in"), "level": _("Trust, 5 the strongest")}


class InformationRow(OfferedForm):
    sources = several(_("Main sources"), InformationSource.choices)

    class Meta:
        model = Information
        fields = ["age_band", "sources", "media_literacy"]
        labels = {"age_band": _("Age"), "media_literacy": _("Telling true from false, 5 the surest")}


class FindingRow(SaidForm):
    screened: ClassVar[tuple[str, ...]] = ("statement",)
    further: ClassVar[tuple[str, ...]] = ("districts",)
    districts = several(_("Districts"), help_text=_("None: in the whole city."))

    class Meta:
        model = Finding
        fields = ["kind", "statement", "districts"]
        labels = {"kind": _("Kind of finding"), "statement": _("What was found")}
        widgets = {"statement": text(2)}

    field_order = ["kind", "statement", "raised_by", "districts"]


class DisagreementRow(OfferedForm):
    screened: ClassVar[tuple[str, ...]] = ("statement",)
    blocks = several(_("Between"), StakeholderBlock.choices)

    class Meta:
        model = Disagreement
        fields = ["statement", "blocks"]
        labels = {"statement": _("What they did not agree on")}
        help_texts = {"statement": _("Both sides, each as it would say it itself.")}
        widgets = {"statement": text(3)}


class QuoteRow(SaidForm):
    screened: ClassVar[tuple[str, ...]] = ("text",)

    class Meta:
        model = Quote
        fields = ["text", "attribution", "consented"]
        labels = {
            "text": _("Their own words"),
            "attribution": _("May be attributed"),
            "consented": _("They agreed that it is printed"),
        }
        widgets = {"text": text(2)}

    field_order = ["text", "raised_by", "attribution", "consented"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not RULES[self.offered.consultation.confidentiality].names_organisations:
            allowed = [choice for choice in Attribution.choices if choice[0] != Attribution.ORGANISATION]
            self.fields["attribution"].choices = [EMPTY, *allowed]  # type: ignore[attr-defined]


class FollowUpRow(OfferedForm):
    screened: ClassVar[tuple[str, ...]] = ("recommendation", "owner", "what_changed")
    further: ClassVar[tuple[str, ...]] = ("what_changed", "told_on")

    class Meta:
        model = FollowUp
        fields = ["recommendation", "owner", "status", "what_changed", "told_on"]
        labels = {
            "recommendation": _("What was recommended"),
            "owner": _("Who does something about it"),
            "status": _("Status"),
            "what_changed": _("What changed"),
            "told_on": _("They were told on"),
        }
        help_texts = {"owner": _("A unit or organisation, not a person.")}
        widgets = {"recommendation": text(2), "what_changed": text(2), "told_on": day()}

    def clean_told_on(self) -> datetime.date | None:
        told: datetime.date | None = self.cleaned_data["told_on"]
        if told and told > timezone.localdate():
            raise ValidationError(_("This day is still to come. Record what has happened."))
        if told and told < self.offered.consultation.first_day:
            raise ValidationError(_("This day lies before the consultation. Correct it, or leave it empty."))
        return told
