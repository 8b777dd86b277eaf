"""What a city says about itself."""

import datetime
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import City
from core.choosing import SeveralOfMany
from core.countries import countries, languages, time_zones
from core.form_words import OwnWords


class SettingsForm(OwnWords, forms.ModelForm[City]):
    field_order = ("name", "country", "time_zone", "languages", "written_in")

    country = forms.ChoiceField(label=_("Country"), choices=countries)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Days and times are told in it, on pages, in files and in mails."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), help_text=_("Those that are spoken with the people of the city."), widget=SeveralOfMany
    )
    written_in = forms.ChoiceField(
        label=_("Language of notices"),
        choices=settings.LANGUAGES,
        required=False,
        help_text=_("Groundwork writes notices in it. The language of a report is chosen when one asks for it."),
    )

    class Meta:
        model = City
        fields = [
            *("name", "country", "time_zone", "languages", "emergency_number", "worry_channel"),
            *("mission", "common_goal"),
            *("threat_text", "threat_source", "threat_dated", "threat_link"),
        ]
        widgets = {
            "mission": forms.Textarea(attrs={"rows": 3}),
            "common_goal": forms.Textarea(attrs={"rows": 3}),
            "threat_text": forms.Textarea(attrs={"rows": 4}),
            "threat_dated": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "emergency_number": _("Stands at the head of every entry form: who is in danger now calls this number."),
            "worry_channel": _(
                "Stands there too: where to turn with a worry about a person, which never belongs in Groundwork."
            ),
            "mission": _("In the network's own words; printed in every diagnosis."),
            "common_goal": _("What its members have agreed to reach together; printed in every diagnosis."),
            "threat_text": _(
                "One paragraph, as it was published: printed in every diagnosis and edition beside the local picture, "
                "as the country's words and not the city's. Only what is public already. It stays until it is changed; "
                "after 12 months the reports say that it is old."
            ),
            "threat_source": _("The office that published it, as in its title."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = list(self.instance.languages)
        self.initial["written_in"] = self.instance.language
        zone, spoken = (cast("forms.ChoiceField", self.fields[name]) for name in ("time_zone", "languages"))
        zone.choices, spoken.choices = time_zones(self.instance.time_zone), languages(self._kept)

    def clean(self) -> dict[str, Any] | None:
        """A paragraph without its source and day says nothing that can be looked up."""
        cleaned = super().clean()
        if self.cleaned_data.get("threat_text"):
            for name in ("threat_source", "threat_dated"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed beside the paragraph of the threat assessment."))
        if languages := self.cleaned_data.get("languages"):
            self.cleaned_data["languages"] = self._in_order(languages, self.cleaned_data.get("written_in", ""))
        return cleaned

    def _in_order(self, chosen: list[str], written_in: str) -> list[str]:
        """As they stood, with what is new behind; that in which notices are written before others we write."""
        order = list(dict.fromkeys([*(each for each in self._kept if each in chosen), *chosen]))
        if written_in in ("", City(languages=order).language):
            return order
        return [written_in, *(each for each in order if each != written_in)]

    def clean_threat_dated(self) -> datetime.date | None:
        dated: datetime.date | None = self.cleaned_data["threat_dated"]
        if dated is not None and dated > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return dated
