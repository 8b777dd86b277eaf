"""A conversation on one screen: with whom, about where, and a need, a concern or no concern.

Below it what else was said, and of which population group they were.
"""

from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from analysis.disclosure import RULES
from core.form_words import EMPTY
from core.lengths import SENTENCES
from core.sort_keys import Alphabetical
from mapping.vocabulary import labels
from records.forms import needed_if
from records.forms.in_sections import InSections
from stakeholders.actions import SectionChanges, Speaker, rule_is_fixed
from stakeholders.actions.attribution import BLOCK, ORGANISATION, SECTOR
from stakeholders.forms.fields import KINDS, day, districts_of, one_of, rule_field, several
from stakeholders.forms.sections import HeardSection, RowsOf, counted, row_set, told_in
from stakeholders.forms.session_rows import AlsoConcernRow, AlsoNeedRow, Offered
from stakeholders.forms.sessions import _named_admin, _OfConsultation
from stakeholders.models import Attendance, AttributedRow, Consultation, Finding, Need, Organisation, Outlook
from stakeholders.models.outcomes import ONE_TO_FIVE
from stakeholders.vocabulary import (
    Axis,
    ConsentBy,
    Direction,
    FindingKind,
    Held,
    NeedCategory,
    Sector,
    StakeholderBlock,
)

CONCERNS = (
    FindingKind.GRIEVANCE,
    FindingKind.HARM,
    FindingKind.THREAT,
    FindingKind.TARGETED_GROUP,
    FindingKind.SERVICE_GAP,
    FindingKind.CONCERN_ABOUT_RESPONSE,
)

IS_ONE = _("They had no concern, it says above, and this is one. Correct one of both.")
IS_NONE = _("They had a concern, it says here as well. Correct one of both.")


class What(TextChoices):
    """What somebody said, in one of three ways."""

    NEED = "need", _("A need")
    CONCERN = "concern", _("A concern")
    NO_CONCERN = "no_concern", _("No concern")


def _chosen(choices: Any) -> list[Any]:
    return [EMPTY, *choices]


class ConversationForm(InSections, _OfConsultation):
    """Under a minute for a usual talk; what was said is kept as a need, or as a finding with an outlook."""

    screened: ClassVar[tuple[str, ...]] = ("title", "statement")

    whom = forms.ChoiceField(
        label=_("Whom did you talk to?"),
        help_text=_("The organisation is kept on the record only. Under the other rules choose a block."),
    )
    held = one_of(_("About where?"), Held.choices, initial=Held.CITY_WIDE)
    districts = several(_("Districts"))
    what = one_of(_("What did they say?"), What.choices)
    statement = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=SENTENCES,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is needed or what worries them, not who they are: nobody must be recognisable."),
    )
    category = forms.ChoiceField(label=_("Kind of need"), choices=_chosen(NeedCategory.choices), required=False)
    priority = forms.TypedChoiceField(
        label=_("Priority, 5 the highest"), choices=_chosen(ONE_TO_FIVE), coerce=int, empty_value=None, required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind of concern"), choices=_chosen([(kind.value, kind.label) for kind in CONCERNS]), required=False
    )
    concern = forms.TypedChoiceField(
        label=_("How strong, 5 the strongest"),
        choices=_chosen(ONE_TO_FIVE),
        coerce=int,
        empty_value=None,
        required=False,
    )
    direction = forms.ChoiceField(
        label=_("Expected in the next year"), choices=_chosen(Direction.choices), required=False
    )
    confidentiality = rule_field()
    named_admin = _named_admin()
    consent_by = one_of(_("How did they agree?"), ConsentBy.choices)

    NEEDED: ClassVar[dict[str, tuple[str, ...]]] = {
        What.NEED: ("statement", "category", "priority"),
        What.CONCERN: ("statement", "kind", "concern"),
        What.NO_CONCERN: (),
    }
    SECTIONS = (
        (_("The talk"), ("title", "whom", "first_day", "held", "districts")),
        (_("What they said"), ("what", "statement", "category", "priority", "kind", "concern", "direction")),
        (_("What was agreed"), ("confidentiality", "named_admin", "consent_by")),
    )

    class Meta:
        model = Consultation
        fields = ["title", "first_day", "held", "districts", "confidentiality", "named_admin", "consent_by"]
        labels = {"title": _("What was it about?"), "first_day": _("When")}
        help_texts = {"title": _("A few words under which a colleague finds it again. No names.")}
        widgets = {"first_day": day()}

    def __init__(self, *args: Any, first: Need | Finding | None = None, **kwargs: Any) -> None:
        """`first` is the row that says what this form asks for itself (`first_of`), where there is one."""
        super().__init__(*args, **kwargs)
        self.first = first
        self.fields["districts"].choices = districts_of(self.instance)  # type: ignore[attr-defined]
        organisations = Organisation.objects.filter(city=self.city).current().order_by(Alphabetical("name"))
        named = [(f"{ORGANISATION}:{each.pk}", each.name) for each in organisations]
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            EMPTY,
            *([(str(_("An organisation of the directory")), named)] if named else []),
            (str(KINDS[SECTOR]), [(f"{SECTOR}:{code}", label) for code, label in Sector.choices]),
            (str(KINDS[BLOCK]), [(f"{BLOCK}:{code}", label) for code, label in StakeholderBlock.choices]),
        ]
        if self.instance.pk:
            self.initial.update(_as_told(self.instance, first))
        if rule_is_fixed(self.instance):
            self.fields["confidentiality"].disabled = True
        needed_if(self, _("needed for a need or a concern"), "statement")
        needed_if(self, _("needed for a need"), "category", "priority")
        needed_if(self, _("needed for a concern"), "kind", "concern")
        what = self.data.get(self.add_prefix("what"), "") if self.is_bound else ""
        for name in {each for names in self.NEEDED.values() for each in names}:
            # the page marks as optional only what may stay empty whatever was said
            self.fields[name].required = not self.is_bound or name in self.NEEDED.get(what, ())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        whom, rule = cleaned.get("whom"), cleaned.get("confidentiality")
        if whom and rule and not RULES[rule].names_organisations and Speaker.read(whom).kind != BLOCK:
            self.add_error("whom", ValidationError(_only_block(), code="rule"))
        return cleaned

    @property
    def who(self) -> Speaker:
        return Speaker.read(self.cleaned_data["whom"])

    def told(self) -> SectionChanges:
        """What was said first, as the rows it is kept in; a row that says it already is changed, another makes way."""
        said, rows = self.cleaned_data, self._rows_said()
        outlooks = list(Outlook.objects.filter(consultation=self.instance)) if self.instance.pk else []
        first = self.first
        removed = [*outlooks, *([first] if first and not any(row.pk == first.pk for row in rows) else [])]
        for row in rows:
            row.districts = said["districts"]
        if said["what"] == What.CONCERN:
            rows += [
                Outlook(district=district, concern=said["concern"], direction=said["direction"])
                for district in said["districts"] or [""]
            ]
        return SectionChanges(rows, removed, {id(row): self.who for row in rows})

    def _rows_said(self) -> list[Any]:
        said, first = self.cleaned_data, self.first
        if said["what"] == What.NEED:
            need = first if isinstance(first, Need) else Need()
            need.statement, need.category, need.priority = said["statement"], said["category"], said["priority"]
            return [need]
        finding = first if isinstance(first, Finding) else Finding()
        finding.kind, finding.statement = said["kind"], said["statement"]
        if said["what"] == What.NO_CONCERN:
            finding.kind = FindingKind.NO_CONCERN
            finding.statement = said["statement"] or str(FindingKind.NO_CONCERN.label)
        return [finding]


class ConversationSection(HeardSection):
    """A conversation with what else was said in it, and of which population group they were."""

    __slots__ = ()

    def is_valid(self) -> bool:
        return super().is_valid() and not self._contradicts_itself()

    def _contradicts_itself(self) -> bool:
        """That there is no concern, and a concern."""
        what, also = self.form.cleaned_data["what"], self._also(Finding)
        concerns = [row for row in also if row.instance.kind in CONCERNS]
        nones = [row for row in also if row.instance.kind == FindingKind.NO_CONCERN]
        wrong = concerns if what == What.NO_CONCERN else nones if what == What.CONCERN or concerns else []
        told = IS_ONE if what == What.NO_CONCERN else IS_NONE
        for row in wrong:
            row.add_error("kind", told)
        return bool(wrong)

    def _also(self, model: Any) -> list[Any]:
        return [row for rows in self.row_sets() for row in rows.kept if isinstance(row.instance, model)]

    def told(self) -> SectionChanges:
        """All that was said, by whom one talked to and about the same places, and who was heard."""
        form: Any = self.form
        first, also = form.told(), told_in(self)
        for row in also.kept:
            if isinstance(row, AttributedRow):
                row.districts = form.cleaned_data["districts"]  # type: ignore[attr-defined]
        raised_by = {id(row): form.who for row in also.kept if isinstance(row, AttributedRow)}
        return SectionChanges(
            [*first.kept, *also.kept], [*first.removed, *also.removed], {**first.raised_by, **raised_by}
        )


ALSO = (
    RowsOf("also_needs", Need, AlsoNeedRow, _("Need"), _("What else they need"), is_further=True),
    RowsOf("also_findings", Finding, AlsoConcernRow, _("Finding"), _("What else they told"), is_further=True),
    replace(counted(Axis.GROUP, _("Population groups they belong to, or spoke for")), is_further=True),
)


def conversation_section(row: Consultation, data: Any, *, by: User) -> ConversationSection:
    first, offered = first_of(row), Offered.below_a_conversation(row)
    sets = []
    for rows in ALSO:
        sent = data
        if data is not None and f"{rows.prefix}-TOTAL_FORMS" not in data:
            # sent by a page that had none of these: what there is of them stays
            sent = {f"{rows.prefix}-TOTAL_FORMS": "0", f"{rows.prefix}-INITIAL_FORMS": "0"}
        sets.append(row_set(rows, offered, sent, but=first if isinstance(first, rows.model) else None))
    return ConversationSection(ConversationForm(data, instance=row, by=by, first=first), sets)


def _only_block() -> str:
    return str(
        _("Under this rule it is not kept whom you talked to: choose %(blocks)s.")
        % {"blocks": " / ".join(labels(StakeholderBlock.values, StakeholderBlock))}
    )


def first_of(consultation: Consultation) -> Need | Finding | None:
    """The row that the form of a conversation asks for itself; all others stand below it. How strong a concern is
    belongs to a concern, where there is one."""
    if not consultation.pk:
        return None
    findings = list(Finding.objects.filter(consultation=consultation).order_by("pk"))
    concern: Finding | None = next((each for each in findings if each.kind in CONCERNS), None)
    if concern and Outlook.objects.filter(consultation=consultation).exists():
        return concern
    none: Finding | None = next((each for each in findings if each.kind == FindingKind.NO_CONCERN), None)
    if none:
        return none
    need: Need | None = Need.objects.filter(consultation=consultation).order_by("pk").first()
    return need or concern or next(iter(findings), None)


def _as_told(consultation: Consultation, row: Need | Finding | None) -> dict[str, Any]:
    """What the rows of a conversation say, as its form asks for it."""
    outlook = Outlook.objects.filter(consultation=consultation).first()
    attendance = Attendance.objects.filter(consultation=consultation).first()
    told: dict[str, Any] = {"whom": str(Speaker.of(row)) if row else ""}
    if attendance:
        told["whom"] = f"{ORGANISATION}:{attendance.organisation_id}"
    if isinstance(row, Need):
        return told | {"what": What.NEED, "statement": row.statement, "category": row.category,
                       "priority": row.priority}  # fmt: skip
    if row and row.kind == FindingKind.NO_CONCERN:
        return told | {"what": What.NO_CONCERN, "statement": row.statement}
    if row:
        told |= {"what": What.CONCERN, "statement": row.statement, "kind": row.kind}
    if outlook:
        told |= {"concern": outlook.concern, "direction": outlook.direction}
    return told
