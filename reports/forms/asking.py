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
from core.lengths import REASON, TITLE
from output.fonts import unprintable
from records.forms import Screened
from records.forms.in_sections import InSections
from reports.models import Diagnosis
from reports.sections.contents import SECTIONS
from reports.sections.standing import MOVABLE, Numbered, with_fixed
from reports.snapshot import MOST_HISTORY

MOST_PLACES = 99
HINTS: dict[int, Any] = {
    Numbered.SUMMARY: _(
        "The smallest number comes first, an empty field leaves the section out. Sections keep their numbers; 3 and "
        "14 are always there, and section 3 says what was left out. The tables of the annex stay."
    ),
    Numbered.VOICES: _("Left out, it still says who was not yet reached by us and where people disagree."),
    Numbered.JUDGEMENTS: _("Left out, it still says what is not known."),
}


def _years_earlier() -> list[tuple[int, str]]:
    return [
        (years, ngettext("%(years)d year earlier", "%(years)d years earlier", years) % {"years": years})
        for years in range(1, MOST_HISTORY + 1)
    ]


def _printable(text: str) -> str:
    if found := unprintable(text):
        raise ValidationError(
            _("The reports cannot print %(characters)s: no typeface has it."),
            params={"characters": " ".join(found)},
        )
    return text


def _place(section: int) -> str:
    """The name of the field that says where a section stands."""
    return f"place_{section}"


class DiagnosisForm(Screened, InSections, forms.Form):
    """The period, what it is compared with, the language and title of the reports, and which sections they have."""

    SECTIONS = (
        (
            _("What it is of"),
            ("start", "end", "years_earlier", "language", "title", "accept_proposed", "long_because"),
        ),
        (_("Sections and their order"), tuple(map(_place, MOVABLE))),
    )

    screened: ClassVar[tuple[str, ...]] = ("title", "long_because")
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

    long_because = forms.CharField(
        label=_("Why the long one although there are few records"),
        max_length=REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Where fewer than 50 records of the period count, the diagnosis is short: no rates, no map of districts, "
            "needs first. A reason given here makes it long all the same, and is printed in section 3."
        ),
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
        self._add_places()
        year = timezone.localdate().year - 1
        self.initial = {
            "start": datetime.date(year, 1, 1),
            "end": datetime.date(year, 12, 31),
            "years_earlier": 1,
            "language": languages[0],
            **{_place(section): at for at, section in enumerate(MOVABLE, start=1)},
            "title": Diagnosis.objects.filter(city=city).values_list("title", flat=True).first() or "",
            **self.initial,
        }

    def _add_places(self) -> None:
        """One number for each section that may be left out or moved; some of it stands all the same where it must."""
        titles = {section.number: str(section) for section in SECTIONS}
        for section in MOVABLE:
            self.fields[_place(section)] = forms.IntegerField(
                label=titles[section],
                required=False,
                min_value=1,
                max_value=MOST_PLACES,
                help_text=HINTS.get(section, ""),
            )

    def chosen_sections(self) -> tuple[int, ...]:
        """By their numbers, in the order asked for; none where nothing was left out or moved, or nothing was asked."""
        if any(self.add_prefix(_place(section)) not in self.data for section in MOVABLE):
            return ()
        places = {section: self.cleaned_data[_place(section)] for section in MOVABLE}
        chosen = sorted((each for each in MOVABLE if places[each]), key=lambda each: (places[each], each))
        return () if chosen == list(MOVABLE) else with_fixed(chosen)

    def clean_title(self) -> str:
        return _printable(self.cleaned_data["title"])

    def clean_long_because(self) -> str:
        return _printable(self.cleaned_data["long_because"])

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
