"""What a city says about itself."""

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.translation import gettext_lazy as _

from accounts.models import City
from core.countries import countries, is_language, time_zones


class SettingsForm(forms.ModelForm[City]):
    country = forms.ChoiceField(label=_("Country"), choices=countries)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zones, help_text=_("Days and months of the map are counted in it.")
    )
    languages = SimpleArrayField(
        forms.CharField(max_length=12),
        max_length=20,
        label=_("Languages"),
        help_text=_("Codes separated by commas; the first is the language of the reports: da, en"),
    )

    class Meta:
        model = City
        fields = [
            *("name", "country", "time_zone", "languages", "emergency_number", "worry_channel"),
            *("mission", "common_goal"),
        ]
        widgets = {
            "mission": forms.Textarea(attrs={"rows": 3}),
            "common_goal": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "emergency_number": _("Stands at the head of every entry form: who is in danger now calls this number."),
            "worry_channel": _(
                "Stands there too: where to turn with a worry about a person, which never belongs in Groundwork."
            ),
            "mission": _("In the network's own words; printed in every diagnosis."),
            "common_goal": _("What its members have agreed to reach together; printed in every diagnosis."),
        }

    def clean_languages(self) -> list[str]:
        languages = [code.strip() for code in self.cleaned_data["languages"]]
        for code in languages:
            if not is_language(code):
                raise forms.ValidationError(
                    _("“%(code)s” is not the code of a language. Use codes such as da, en or ar."),
                    params={"code": code},
                )
        return list(dict.fromkeys(languages))
