"""Asking for a diagnosis."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import City
from analysis.records import Period
from core.lengths import TITLE
from output.fonts import unprintable
from records.forms import Screened
from reports.models import Diagnosis
from reports.snapshot import MOST_HISTORY


def _years_earlier() -> list[tuple[int, str]]:
    return [
        (years, ngettext("%(years)d year earlier", "%(years)d years earlier", years) % {"years": years})
        for years in range(1, MOST_HISTORY + 1)
    ]


class DiagnosisForm(Screened, forms.Form):
    """The period, what it is compared with, and the language and title of the reports."""

    screened: ClassVar[tuple[str, ...]] = ("title",)
    writes = Diagnosis

    start = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    end = forms.DateField(
        label=_("Last day"),
        help_text=_("Included. A whole year reads best: seasons are then no change."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    years_earlier = forms.TypedChoiceField(
        label=_("Compared with the same dates"),
        coerce=int,
        choices=_years_earlier,
        help_text=_("Another stretch of the year would make its season look like a change."),
    )
    language = forms.ChoiceField(label=_("Language of the reports"))
    title = forms.CharField(
        label=_("Title of the reports"),
        max_length=TITLE,
        required=False,
        help_text=_("On the cover and in the name of the file. Empty: “Local picture and needs”."),
    )
    accept_proposed = forms.BooleanField(
        label=_("Take over the proposed judgements unread"),
        required=False,
        help_text=_("The cover then says so. Without it the reports hold figures and no judgement of yours."),
    )

    def __init__(self, *args: Any, city: City, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(city)
        written = dict(settings.LANGUAGES)
        languages = [code for code in city.languages if code in written] or ["en"]
        choices = [(code, written[code]) for code in languages]
        language = self.fields["language"]
        if isinstance(language, forms.ChoiceField):
            language.choices = choices
        year = timezone.localdate().year - 1
        self.initial = {
            "start": datetime.date(year, 1, 1),
            "end": datetime.date(year, 12, 31),
            "years_earlier": 1,
            "language": languages[0],
            "title": Diagnosis.objects.filter(city=city).values_list("title", flat=True).first() or "",
            **self.initial,
        }

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"])
        if found := unprintable(title):
            raise ValidationError(
                _("The reports cannot print %(characters)s: no typeface has it."),
                params={"characters": " ".join(found)},
            )
        return title

    def clean_end(self) -> datetime.date:
        end: datetime.date = self.cleaned_data["end"]
        if end > timezone.localdate():
            raise ValidationError(_("This day has not come yet. A diagnosis is about what was."))
        start = self.cleaned_data.get("start")
        if start is not None and start > end:
            raise ValidationError(_("The last day lies before the first."))
        return end

    def period(self) -> Period:
        return Period(self.cleaned_data["start"], self.cleaned_data["end"])

    def comparison(self) -> Period:
        return self.period().years_earlier(self.cleaned_data["years_earlier"])
