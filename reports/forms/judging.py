"""Deciding a proposed judgement: confirm, rewrite or dismiss it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from records.forms import Screened, needed_if
from reports.models import Judgement

DECISIONS = (
    (Judgement.State.CONFIRMED.value, _("Confirm it as it is proposed")),
    (Judgement.State.REWRITTEN.value, _("Rewrite it")),
    (Judgement.State.DISMISSED.value, _("Dismiss it: it is not printed")),
)


class JudgementForm(Screened, forms.ModelForm[Judgement]):
    """What a person decides. Confidence is the rule's unless somebody sets another, with a printed reason."""

    screened: ClassVar[tuple[str, ...]] = ("statement", "reason")

    state = forms.ChoiceField(label=_("What do you decide?"), choices=DECISIONS, widget=forms.RadioSelect)

    class Meta:
        model = Judgement
        fields = ["state", "statement", "confidence", "reason"]
        labels = {
            "statement": _("In your words"),
            "confidence": _("Confidence"),
            "reason": _("Reason"),
        }
        help_texts = {
            "statement": _(
                "Say what was recorded, reported or said. No place and no group is dangerous, radical or extremist."
            ),
            "confidence": _("It follows from a stated rule. If you set another one, your reason is printed."),
            "reason": _(
                "Why you dismiss it, or set another confidence than the rule. What you write is kept in any case."
            ),
        }
        widgets = {"statement": forms.Textarea(attrs={"rows": 4}), "reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # typed, and saved nowhere (`records.editing` keeps it for its author)
        self.unsaved: dict[str, str] = {}
        self.set_city(self.instance.city)
        self.fields["statement"].required = False
        self.fields["reason"].required = False
        needed_if(self, _("needed if you rewrite it"), "statement")
        needed_if(self, _("needed if you dismiss it or set another confidence"), "reason")
        if self.instance.is_undecided:
            self.initial["state"] = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        state, statement = cleaned.get("state"), (cleaned.get("statement") or "").strip()
        if state == Judgement.State.REWRITTEN and not statement:
            self.add_error("statement", _("Write the sentence that is printed in its place."))
        elif state == Judgement.State.REWRITTEN and statement == self.instance.proposed:
            self.add_error("statement", _("It reads as proposed. Change it, or confirm it."))
        elif state and state != Judgement.State.REWRITTEN:
            self._take_back_words(cleaned)
        self._clean_reason(cleaned)
        return cleaned

    def _take_back_words(self, cleaned: dict[str, Any]) -> None:
        """The proposed sentence stands. Words of one's own that were typed before are not dropped without a word."""
        own = (cleaned.get("statement") or "").strip()
        if "statement" in self.changed_data and own not in ("", self.instance.proposed):
            self.unsaved = {"statement": own}
        cleaned["statement"] = self.instance.proposed

    def _clean_reason(self, cleaned: dict[str, Any]) -> None:
        is_dismissed = cleaned.get("state") == Judgement.State.DISMISSED
        other = cleaned.get("confidence") not in (None, self.instance.proposed_confidence)
        if "reason" in self.errors:
            return
        # written where none is asked for it is kept all the same, and not printed
        if (is_dismissed or other) and not (cleaned.get("reason") or "").strip():
            why = _("Say why it is dismissed.") if is_dismissed else _("Say why you set another confidence.")
            self.add_error("reason", why)
