"""A driver or a protective factor: of an area or a setting, and of nobody."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from mapping.models import Factor, named_today
from mapping.vocabulary import FactorAbout, FactorConfidence, FactorKind
from records.forms import EvidenceField, NoGroups, needed_if
from records.forms.in_sections import InSections

A_GROUP = "group"
NEVER_A_GROUP = _(
    "A group of people is never a driver, nor a protective factor: they are whom the city hears and whom it protects. "
    "What is known of an area or a setting can be acted on there. Say what is missing or at work in the place, "
    "whoever lives there."
)
NAMES_A_GROUP = _(
    "This names people: %(groups)s. A driver or protective factor is told of an area or a setting, never of a group. "
    "Say what is missing or at work in the place, whoever lives there."
)


class FactorForm(InSections, NoGroups, forms.ModelForm[Factor]):
    screened: ClassVar[tuple[str, ...]] = ("title", "statement", "evidence", "source_link")
    about_groups: ClassVar[Any] = NAMES_A_GROUP
    without_groups: ClassVar[tuple[str, ...]] = ("title", "statement")
    SECTIONS: ClassVar[tuple[Any, ...]] = (
        (_("What it is"), ("kind", "title", "statement")),
        (_("Of what it is told"), ("about", "setting", "districts")),
        (_("How we know"), ("evidence", "rests_on", "source_link", "confidence")),
    )

    kind = forms.ChoiceField(label=_("Kind"), choices=FactorKind.choices, widget=forms.RadioSelect)
    about = forms.ChoiceField(
        label=_("It is told of"),
        choices=[*FactorAbout.choices, (A_GROUP, _("A group of people"))],
        widget=forms.RadioSelect,
    )
    districts = forms.MultipleChoiceField(
        label=_("Districts"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: in the whole city."),
    )
    rests_on = EvidenceField(
        label=_("Observations and consultations it rests on"),
        help_text=_("The addresses of their pages, one on each line. It is marked no lower than they are."),
    )
    source_link = forms.URLField(label=_("Link to the source"), max_length=500, required=False, assume_scheme="https")
    confidence = forms.ChoiceField(label=_("Confidence"), choices=FactorConfidence.choices, widget=forms.RadioSelect)

    class Meta:
        model = Factor
        fields = [
            *("kind", "title", "statement", "about", "setting", "districts"),
            *("evidence", "rests_on", "source_link", "confidence"),
        ]
        labels = {
            "title": _("Title"),
            "statement": _("What it is and what it does, in two sentences"),
            "setting": _("Setting"),
            "evidence": _("How is it known?"),
        }
        help_texts = {
            "title": _("A few words under which a colleague finds it again."),
            "evidence": _("The source: figures, research, what was seen or said."),
        }
        widgets = {
            "statement": forms.Textarea(attrs={"rows": 3}),
            "evidence": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        city = self.instance.city
        self.set_city(city)
        self.fields["rests_on"].show_to(by, city, self.instance.rests_on)  # type: ignore[attr-defined]
        known = dict(named_today(city.pk))
        older = [(code, code) for code in self.instance.districts if code not in known]
        self.fields["districts"].choices = [*known.items(), *older]  # type: ignore[attr-defined]
        needed_if(self, _("needed if it is told of a setting"), "setting")

    def clean_about(self) -> str:
        if self.cleaned_data["about"] == A_GROUP:
            raise ValidationError(NEVER_A_GROUP, code="groups")
        return str(self.cleaned_data["about"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("about") == FactorAbout.AREA:
            cleaned["setting"] = ""
        elif cleaned.get("about") == FactorAbout.SETTING and "setting" not in self.errors and not cleaned["setting"]:
            self.add_error("setting", _("Name the setting, or say that it is told of an area."))
        return cleaned
