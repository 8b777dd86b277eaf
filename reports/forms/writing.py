"""A judgement of one's own: the sentence, how likely, how sure, and what it stands on, found by words."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from analysis.confidence import Confidence
from core.form_words import EMPTY
from core.lists import LONGEST_SEARCH
from records.editing.sent import ADD
from records.forms import Screened, needed_if
from reports.judgements.attached import FIGURE, MOST, OBSERVATION, cited_in, is_reference
from reports.judgements.pieces import ANY, PASSAGE, Found, Looking, Piece, Pieces
from reports.models import Judgement
from reports.proposals import Ruled
from reports.sections import contents
from reports.sections.wording import CONFIDENCE, LIKELIHOOD

KEPT, TAKEN_OUT = Judgement.State.CONFIRMED.value, Judgement.State.DISMISSED.value
CARRIED = (
    (KEPT, _("Carry it over, in the words below")),
    (TAKEN_OUT, _("Drop it: it is not made any more")),
)
SECTIONS = (
    *(contents.PLACES, contents.LANDSCAPE, contents.ONLINE, contents.TARGETS, contents.DRIVERS),
    *(contents.VOICES, contents.PERCEIVED, contents.ASSETS),
)
IN = (
    (ANY, _("Records, passages and figures")),
    (OBSERVATION, _("Records")),
    (PASSAGE, _("Passages of consultations")),
    (FIGURE, _("Figures of this diagnosis")),
)
LOOKS = {
    "look_for": "form-control",
    "look_in": "form-select",
    "look_where": "form-select",
    "look_ever": "form-check-input",
}
# What a button of the form says beside `add_row`: to search, or to put a piece further up.
SEARCH, UP = "search", "up:"


class ReferencesField(forms.MultipleChoiceField):
    """What is attached, in its order. Whether it is there, and may be attached, the form asks."""

    def valid_value(self, value: str) -> bool:
        return is_reference(value)

    def clean(self, value: Any) -> list[str]:
        found = list(dict.fromkeys(super().clean(value)))
        if len(found) > MOST:
            raise ValidationError(gettext("Attach at most %(most)d: those that carry it.") % {"most": MOST})
        return found


class WrittenForm(Screened, forms.ModelForm[Judgement]):
    screened: ClassVar[tuple[str, ...]] = ("statement", "reason")

    state = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[(KEPT, _("Keep it, as it stands below")), (TAKEN_OUT, _("Take it out: it is not printed"))],
        widget=forms.RadioSelect,
    )
    section = forms.TypedChoiceField(label=_("What is it about?"), coerce=int)
    likelihood = forms.ChoiceField(
        label=_("How likely is it?"),
        required=False,
        help_text=_("Of what was counted nothing need be said."),
    )
    confidence = forms.ChoiceField(label=_("Confidence"), required=False)
    rests_on = ReferencesField(label=_("What it stands on"), required=False)
    look_for = forms.CharField(
        label=_("Search"), max_length=LONGEST_SEARCH, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    look_in = forms.ChoiceField(label=_("Among"), choices=IN, required=False)
    look_where = forms.ChoiceField(label=_("District"), required=False)
    look_ever = forms.BooleanField(label=_("Also outside the period of the diagnosis"), required=False)

    class Meta:
        model = Judgement
        fields = ["state", "statement", "section", "likelihood", "confidence", "reason"]
        labels = {"statement": _("The judgement, in your words"), "reason": _("Reason")}
        help_texts = {
            "statement": _(
                "Say what was recorded, reported or said. No place and no group is dangerous, radical or extremist."
            ),
            "reason": _("Why you set another confidence than the rule, or take it out. The first is printed."),
        }
        widgets = {"statement": forms.Textarea(attrs={"rows": 4}), "reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pieces = Pieces(self.instance.diagnosis, user)
        self.set_city(self.instance.city)
        self._choose()
        self.fields["reason"].required = False
        self.fields["statement"].error_messages["required"] = gettext("Write what you judge, in a sentence or two.")
        self.fields["section"].error_messages["required"] = gettext("Say what it is about.")
        for name, kind in LOOKS.items():
            self.fields[name].widget.attrs["class"] = kind
        needed_if(self, _("needed if you take it out or set another confidence"), "reason")
        self._ask_to_carry()
        if self.instance._state.adding:
            del self.fields["state"]
        elif self.instance.is_undecided:
            self.initial["state"] = ""
        elif self.instance.state != TAKEN_OUT:
            self.initial["state"] = KEPT
        self.initial["rests_on"] = cited_in(self.instance)
        self.initial["confidence"] = self.instance.confidence if self.instance.has_other_confidence else ""

    def _ask_to_carry(self) -> None:
        if not self.instance.is_carried:
            return
        self.fields["state"].choices = CARRIED  # type: ignore[attr-defined]
        self.fields["reason"].help_text = gettext(
            "Why you set another confidence than the rule, which is printed; or why you drop it, which is told to "
            "those whose projects stand on it."
        )

    def _choose(self) -> None:
        choices = {
            "section": [EMPTY, *((each.number, str(each)) for each in SECTIONS)],
            "likelihood": [("", _("Nothing is said of it")), *LIKELIHOOD.items()],
            "confidence": [("", _("As the rule says")), *((str(each), CONFIDENCE[each]) for each in Confidence)],
            "look_where": [("", pgettext_lazy("districts", "All")), *self.pieces.districts.items()],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]

    # What the page shows

    @property
    def asked(self) -> Iterator[forms.BoundField]:
        """Fields above the evidence."""
        return (self[name] for name in ("state", "statement", "section", "likelihood") if name in self.fields)

    @property
    def of_confidence(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in ("confidence", "reason"))

    @property
    def looking_for(self) -> Iterator[forms.BoundField]:
        """But for the tick, which has its label behind it."""
        return (self[name] for name in ("look_for", "look_in", "look_where"))

    @property
    def references(self) -> list[str]:
        return [each for each in self["rests_on"].value() or [] if is_reference(each)][:MOST]

    @cached_property
    def attached(self) -> list[Piece]:
        return self.pieces.told(self.references)

    @cached_property
    def found(self) -> Found | None:
        """What the words find that is not attached yet; None where nothing was looked for."""
        asked = {name: self[name].value() for name in ("look_for", "look_in", "look_where", "look_ever")}
        if not self.is_bound or not (asked["look_for"] or asked["look_where"] or ADD in self.data):
            return None
        looking = Looking(
            words=str(asked["look_for"] or "")[:LONGEST_SEARCH],
            kind=asked["look_in"] if asked["look_in"] in dict(IN) else ANY,
            district=asked["look_where"] if asked["look_where"] in self.pieces.districts else "",
            ever=bool(asked["look_ever"]),
        )
        found = self.pieces.search(looking)
        there = set(self.references)
        return Found(tuple(each for each in found.pieces if each.reference not in there), found.has_more)

    @cached_property
    def rule(self) -> Ruled | None:
        """What the rule says of what is attached; None where nothing is."""
        return self.pieces.by_rule(self.references) if self.references else None

    @property
    def rule_level(self) -> str:
        return str(CONFIDENCE[Confidence(self.rule.level)]) if self.rule else ""

    # What is kept

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        references = cleaned.get("rests_on", [])
        if cleaned.get("state") == TAKEN_OUT:
            cleaned["confidence"] = self.instance.confidence
            self._ask_for_reason(cleaned, gettext("Say why it is taken out."))
            return cleaned
        if "rests_on" not in self.errors:
            self._clean_evidence(cleaned, references)
        return cleaned

    def _clean_evidence(self, cleaned: dict[str, Any], references: Sequence[str]) -> None:
        if not references:
            self.add_error("rests_on", gettext("Attach what it stands on: a record, a passage or a figure."))
            return
        for refused in self.pieces.why_not(references):
            self.add_error("rests_on", refused)
        rule = self.pieces.by_rule(references)
        other = cleaned.get("confidence") not in (None, "", rule.level)
        cleaned["confidence"] = cleaned.get("confidence") or rule.level
        if other:
            self._ask_for_reason(cleaned, gettext("Say why you set another confidence."))

    def _ask_for_reason(self, cleaned: dict[str, Any], why: str) -> None:
        if "reason" not in self.errors and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", why)


def turned(typed: QueryDict, button: str) -> None:
    """What a button of the form does with what was typed: put a piece one place further up."""
    attached = typed.getlist("rests_on")
    reference = button.removeprefix(UP)
    if button.startswith(UP) and reference in attached[1:]:
        at = attached.index(reference)
        attached[at - 1], attached[at] = attached[at], attached[at - 1]
        typed.setlist("rests_on", attached)
