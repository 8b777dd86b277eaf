"""What a city says about itself."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.postgres.forms import SimpleArrayField
from django.utils import timezone
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.models import City
from core.countries import countries, is_language, time_zones
from core.form_words import OwnWords


class SettingsForm(OwnWords, forms.ModelForm[City]):
    country = forms.ChoiceField(label=_("Country"), choices=countries)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        help_text=_("Days and times are told in it, on pages, in files and in mails."),
    )
    languages = SimpleArrayField(
        forms.CharField(max_length=12),
        max_length=20,
        label=_("Languages"),
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
        written = ", ".join(f"{code} ({name})" for code, name in settings.LANGUAGES)
        self.fields["languages"].help_text = __(
            "Codes separated by commas, such as da, en, ar. Groundwork writes %(languages)s: notices in the first of "
            "these that stands here, a report in the one that is chosen for it."
        ) % {"languages": written}

    def clean(self) -> dict[str, Any] | None:
        """A paragraph without its source and day says nothing that can be looked up."""
        cleaned = super().clean()
        if self.cleaned_data.get("threat_text"):
            for name in ("threat_source", "threat_dated"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed beside the paragraph of the threat assessment."))
        return cleaned

    def clean_threat_dated(self) -> datetime.date | None:
        dated: datetime.date | None = self.cleaned_data["threat_dated"]
        if dated is not None and dated > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return dated

    def clean_languages(self) -> list[str]:
        languages = [code.strip() for code in self.cleaned_data["languages"]]
        for code in languages:
            if not is_language(code):
                raise forms.ValidationError(
                    _("“%(code)s” is not the code of a language. Use codes such as da, en or ar."),
                    params={"code": code},
                )
        return list(dict.fromkeys(languages))
