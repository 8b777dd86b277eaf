"""A conversation on one screen: with whom, about where, and a need, a concern or no concern."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from analysis.disclosure import RULES
from core.lengths import SENTENCES
from core.sort_keys import Alphabetical
from mapping.vocabulary import labels
from records.forms import needed_if
from records.forms.in_sections import InSections
from stakeholders.actions import SectionChanges, Speaker, rule_is_fixed
from stakeholders.actions.attribution import BLOCK, ORGANISATION, SECTOR
from stakeholders.forms.fields import KINDS, day, districts_of, one_of, rule_field, several
from stakeholders.forms.sessions import _named_admin, _OfConsultation
from stakeholders.models import Attendance, AttributedRow, Consultation, Finding, Need, Organisation, Outlook
from stakeholders.models.outcomes import ONE_TO_FIVE
from stakeholders.vocabulary import (
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


class What(TextChoices):
    """What somebody said, in one of three ways."""

    NEED = "need", _("A need")
    CONCERN = "concern", _("A concern")
    NO_CONCERN = "no_concern", _("No concern")


def _chosen(choices: Any) -> list[Any]:
    return [("", "---------"), *choices]


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["districts"].choices = districts_of(self.instance)  # type: ignore[attr-defined]
        organisations = Organisation.objects.filter(city=self.city).current().order_by(Alphabetical("name"))
        named = [(f"{ORGANISATION}:{each.pk}", each.name) for each in organisations]
        self.fields["whom"].choices = [  # type: ignore[attr-defined]
            ("", "---------"),
            *([(str(_("An organisation of the directory")), named)] if named else []),
            (str(KINDS[SECTOR]), [(f"{SECTOR}:{code}", label) for code, label in Sector.choices]),
            (str(KINDS[BLOCK]), [(f"{BLOCK}:{code}", label) for code, label in StakeholderBlock.choices]),
        ]
        if self.instance.pk:
            self.initial.update(_as_told(self.instance))
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
        """What was said, as the rows it is kept in."""
        said = self.cleaned_data
        districts = said["districts"]
        rows: list[AttributedRow] = []
        if said["what"] == What.NEED:
            rows.append(
                Need(
                    statement=said["statement"],
                    category=said["category"],
                    priority=said["priority"],
                    districts=districts,
                )
            )
        elif said["what"] == What.CONCERN:
            rows.append(Finding(kind=said["kind"], statement=said["statement"], districts=districts))
            rows += [
                Outlook(district=district, concern=said["concern"], direction=said["direction"])
                for district in districts or [""]
            ]
        else:
            statement = said["statement"] or str(FindingKind.NO_CONCERN.label)
            rows.append(Finding(kind=FindingKind.NO_CONCERN, statement=statement, districts=districts))
        return SectionChanges(kept=rows, raised_by={id(row): self.who for row in rows})


def _only_block() -> str:
    return str(
        _("Under this rule it is not kept whom you talked to: choose %(blocks)s.")
        % {"blocks": " / ".join(labels(StakeholderBlock.values, StakeholderBlock))}
    )


def _as_told(consultation: Consultation) -> dict[str, Any]:
    """What the rows of a conversation say, as its form asks for it."""
    need = Need.objects.filter(consultation=consultation).first()
    finding = Finding.objects.filter(consultation=consultation).first()
    outlook = Outlook.objects.filter(consultation=consultation).first()
    attendance = Attendance.objects.filter(consultation=consultation).first()
    row: AttributedRow | None = need or finding
    told: dict[str, Any] = {"whom": str(Speaker.of(row)) if row else ""}
    if attendance:
        told["whom"] = f"{ORGANISATION}:{attendance.organisation_id}"
    if need:
        return told | {"what": What.NEED, "statement": need.statement, "category": need.category,
                       "priority": need.priority}  # fmt: skip
    if finding and finding.kind == FindingKind.NO_CONCERN:
        return told | {"what": What.NO_CONCERN, "statement": finding.statement}
    if finding:
        told |= {"what": What.CONCERN, "statement": finding.statement, "kind": finding.kind}
    if outlook:
        told |= {"concern": outlook.concern, "direction": outlook.direction}
    return told
