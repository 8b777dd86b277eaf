"""The sections of a consultation: which form each has, and which rows."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from analysis.attendance import Part as Counted
from analysis.attendance import Wrong, impossible
from analysis.disclosure import RULES
from core.sort_keys import Alphabetical
from records.editing import Section
from records.forms import RowForm, RowSet
from stakeholders.actions import SectionChanges, Speaker
from stakeholders.forms.fields import day, districts_of, groups_of, several, speaker_choices, text
from stakeholders.forms.sessions import ConsentForm, HeardForm, OnlyRowsForm, SessionForm
from stakeholders.models import (
    Attendance,
    AttributedRow,
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
    Part,
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
            organisations=[("", "---------"), *named.items()],
        )


def _groups_named(consultation: Consultation) -> list[str]:
    named = HeadCount.objects.filter(consultation=consultation, axis=Axis.GROUP).values_list("code", flat=True)
    needs = Need.objects.filter(consultation=consultation).values_list("groups", flat=True)
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
        self.fields["code"].choices = [("", "---------"), *choices]  # type: ignore[attr-defined, misc]
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


class OutlookRow(SaidForm):
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
            self.fields["attribution"].choices = [("", "---------"), *allowed]  # type: ignore[attr-defined]


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


@dataclass(frozen=True, slots=True)
class RowsOf:
    """One list of rows in a section: its model, the form of a row, and what one and several of them are called."""

    prefix: str
    model: type[Model]
    row: Callable[..., OfferedForm]
    one: Any
    several: Any
    hint: Any = ""
    axis: str = ""


def _counted(axis: Axis, several: Any, hint: Any = "") -> RowsOf:
    row = partial(HeadCountRow, axis=axis.value)
    return RowsOf(axis.value, HeadCount, row, _("Count"), several, hint, axis.value)


DIVIDES = frozenset({Axis.SECTOR.value, Axis.AGE.value})
IMPOSSIBLE = {
    Wrong.NOBODY: _("Nobody of these came? Then take the row out: a row says that they were heard."),
    Wrong.MORE_THAN_ALL: _("More than the %(all)s people who took part. Correct one of both."),
    Wrong.TOGETHER_MORE_THAN_ALL: _(
        "Together with the rows above more than the %(all)s people who took part. Correct one of them."
    ),
}
ROWS: dict[str, tuple[RowsOf, ...]] = {
    Part.HEARD: (
        RowsOf(
            "organisations", Attendance, AttendanceRow, _("Organisation"), _("Organisations that were invited"),
            _("Those that said no or did not answer as well: silence is information."),
        ),
        _counted(Axis.GROUP, _("People by population group"),
                 _("Totals by themselves, never crossed with sector or age.")),
        _counted(Axis.SECTOR, _("People by sector")),
        _counted(Axis.AGE, _("People by age")),
    ),
    Part.NEEDS: (RowsOf("needs", Need, NeedRow, _("Need"), _("Needs"),
                        _("One row for each who raised it; in your words, not theirs.")),),
    Part.OUTLOOK: (RowsOf("outlook", Outlook, OutlookRow, _("Outlook"), _("Outlook")),),
    Part.TRUST: (
        RowsOf("trust", TrustRating, TrustRow, _("Trust"), _("Whom they trust")),
        RowsOf("information", Information, InformationRow, _("Information"), _("Where they learn what is going on")),
    ),
    Part.FINDINGS: (RowsOf("findings", Finding, FindingRow, _("Finding"), _("Findings"),
                           _("That there is no concern is a finding too.")),),
    Part.DISAGREEMENTS: (RowsOf("disagreements", Disagreement, DisagreementRow, _("Disagreement"),
                                _("Disagreements"), _("They are printed as they are, never averaged away.")),),
    Part.QUOTES: (RowsOf("quotes", Quote, QuoteRow, _("Quote"), _("Quotes"),
                         _("Verbatim words stand here and nowhere else.")),),
    Part.FOLLOW_UP: (RowsOf("follow_up", FollowUp, FollowUpRow, _("Recommendation"), _("What comes of it")),),
}  # fmt: skip
FORMS: dict[str, Callable[..., Any]] = {
    Part.SESSION: SessionForm,
    Part.HEARD: HeardForm,
    Part.CONSENT: ConsentForm,
}


def section_of(consultation: Consultation, part: Part, data: Any, *, by: User) -> Section:
    """The form of a section and its rows, bound to what was sent or not."""
    form = FORMS.get(part, OnlyRowsForm)(data, instance=consultation, by=by)
    section = HeardSection if part == Part.HEARD else Section
    return section(form, [_row_set(rows, offered, data) for rows, offered in _rows(consultation, part)])


class HeardSection(Section):
    """Who was heard: no part of those who came is greater than all of them."""

    __slots__ = ()

    def is_valid(self) -> bool:
        # all lists are asked, so that everything that is wrong is said at once
        return super().is_valid() and not sum(self._say_impossible(rows) for rows in self.row_sets())

    def _say_impossible(self, rows: RowSet) -> bool:
        if rows.prefix not in Axis.values:
            return False
        counted = [Counted(row.instance.people, row.instance.represented) for row in rows.kept]
        total = self.form.cleaned_data.get("people")
        wrong = list(impossible(counted, total, is_divided=rows.prefix in DIVIDES))
        for place, why in wrong:
            rows.kept[place].add_error("people", IMPOSSIBLE[why] % {"all": total})
        return bool(wrong)


def _rows(consultation: Consultation, part: Part) -> Iterator[tuple[RowsOf, Offered]]:
    lists = ROWS.get(part, ())
    offered = Offered.to(consultation) if lists else None
    for rows in lists:
        if offered and (rows.model is not Attendance or consultation.keeps_organisations):
            yield rows, offered


def _row_set(rows: RowsOf, offered: Offered, data: Any) -> RowSet:
    found: QuerySet[Any] = rows.model._default_manager.filter(consultation=offered.consultation)
    if rows.axis:
        found = found.filter(axis=rows.axis)
    if issubclass(rows.model, AttributedRow):
        found = found.select_related("organisation")
    return RowSet(
        data,
        rows=list(found),
        make=partial(rows.row, offered=offered),
        new=lambda: rows.model(city=offered.consultation.city),
        prefix=rows.prefix,
        one=rows.one,
        several=rows.several,
        hint=rows.hint,
    )


def told_in(section: Section) -> SectionChanges:
    """What a valid section says of its rows."""
    kept = [row for rows in section.rows for row in rows.kept]
    removed = [row.instance for rows in section.rows for row in rows.removed if row.instance.pk]
    raised_by = {id(row.instance): row.speaker for row in kept if isinstance(row, SaidForm)}
    return SectionChanges([row.instance for row in kept], removed, raised_by)
