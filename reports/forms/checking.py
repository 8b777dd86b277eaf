"""The do-no-harm check as a form: one row for each question, and for each thing the screen found."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorList
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import City
from core.form_words import OwnWords
from core.formats import day
from core.lengths import REASON
from records.forms import Screened, needed_if
from reports.models import Diagnosis, ReleaseCheck
from reports.release.harm import QUESTIONS
from reports.release.hits import Hit, hits


class NothingForm(OwnWords, forms.ModelForm[Diagnosis]):
    """The check has rows only."""

    class Meta:
        model = Diagnosis
        fields: ClassVar[list[str]] = []


class CheckForm(Screened, forms.ModelForm[ReleaseCheck]):
    """One question, with the answer and what was done about it."""

    screened: ClassVar[tuple[str, ...]] = ("note",)
    answer = forms.ChoiceField(label=_("Answer"), choices=ReleaseCheck.Answer.choices, widget=forms.RadioSelect)

    class Meta:
        model = ReleaseCheck
        fields = ["answer", "note"]
        labels = {"note": _("What was done about it, or what is not solved")}
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, city: City, question: str, hint: str, hit: Hit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(city)
        self.question, self.hint, self.hit = question, hint, hit
        if hit is not None:
            self.fields["answer"].choices = OF_A_HIT  # type: ignore[attr-defined]
            self.fields["note"].label = _("Because")
        self.fields["note"].required = False
        needed_if(self, _("needed if the answer is yes"), "note")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        answer = cleaned.get("answer")
        needs_note = answer and answer != ReleaseCheck.Answer.NO_RISK
        if needs_note and not (cleaned.get("note") or "").strip() and "note" not in self.errors:
            self.add_error("note", _("Say what was done about it, or what is not solved."))
        return cleaned


OF_A_HIT = (
    (ReleaseCheck.Answer.ADDRESSED.value, _("It may stay: say why")),
    (
        ReleaseCheck.Answer.OPEN.value,
        _("It must go: it is changed where it stands, and computed anew"),
    ),
)


@dataclass
class Checks:
    """All rows of the check, as a section of a form takes them (`records.editing`)."""

    one: ClassVar[Any] = _("Question")
    several: ClassVar[Any] = _("Questions")
    forms: list[CheckForm]
    removed: list[CheckForm] = field(default_factory=list)

    @classmethod
    def of(cls, diagnosis: Diagnosis, data: Any) -> "Checks":
        there = {each.question: each for each in diagnosis.checks.all()}
        return cls(
            [
                CheckForm(
                    data,
                    prefix=code,
                    instance=there.get(code) or ReleaseCheck(city=diagnosis.city, question=code),
                    city=diagnosis.city,
                    question=question,
                    hint=hint,
                    hit=hit,
                )
                for code, question, hint, hit in _asked(diagnosis)
            ]
        )

    @property
    def kept(self) -> list[ReleaseCheck]:
        return [form.instance for form in self.forms]

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]

    def non_form_errors(self) -> ErrorList:
        return ErrorList()


def _asked(diagnosis: Diagnosis) -> Iterator[tuple[str, str, str, Hit | None]]:
    for question in QUESTIONS:
        yield question.code, str(question.text), str(question.hint), None
    for hit in hits(diagnosis):
        yield hit.code, gettext("The screen found %(what)s. Could it lead to a person?") % {"what": hit.found}, "", hit


class ReleaseForm(Screened, forms.Form):
    """What every member is told beside the number and the period."""

    screened: ClassVar[tuple[str, ...]] = ("release_note",)
    writes = Diagnosis

    release_note = forms.CharField(
        label=_("What is new, and why it is released now"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Every member reads this in the notice. Nothing of what the diagnosis says belongs here."),
    )

    still_holds = forms.BooleanField(error_messages={"required": _("Say that it still holds, or ask for a new one.")})

    def __init__(self, data: Any, *, diagnosis: Diagnosis) -> None:
        super().__init__(data)
        self.set_city(diagnosis.city)
        if diagnosis.is_past_review:
            self.fields["still_holds"].label = gettext(
                "It was to be reviewed by %(day)s, which has passed. I have looked again: it still holds."
            ) % {"day": day(diagnosis.review_by)}
        else:
            del self.fields["still_holds"]
