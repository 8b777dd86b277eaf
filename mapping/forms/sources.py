"""A source, and the stretches of time in which it looked at places."""

from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.markings import Marking, up_to
from core import formats
from core.sort_keys import Alphabetical
from mapping.actions.sources import Stretch, days_said_otherwise
from mapping.models import CoveredDistrict, District, PracticeChange, Source, SourceCoverage
from mapping.vocabulary import Completeness
from records.editing import Section
from records.forms import RowForm, RowSet, Screened, needed_if

SAID_OTHERWISE = _(
    "Another row says otherwise of the same places, %(days)s. Change the days of one of the two, or take one out."
)


class Where(TextChoices):
    """What a source looks at."""

    WHOLE_CITY = "whole_city", _("The whole city")
    DISTRICTS = "districts", _("These districts")
    NOWHERE = "nowhere", _("No district: online only")


class SourceForm(Screened, forms.ModelForm[Source]):
    screened: ClassVar[tuple[str, ...]] = ("name",)

    class Meta:
        model = Source
        fields = ["name", "source_type", "marking"]
        labels = {"name": _("Name"), "source_type": _("Type"), "marking": _("Marking")}
        help_texts = {
            "name": _("A body or a service, not a person. Printed in the restricted edition only."),
            "marking": _(
                "Whoever is not cleared for it sees neither its name nor where it looked. Its records are marked "
                "no lower."
            ),
        }

    def __init__(self, *args: Any, clearance: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)
        cleared = up_to(clearance)
        self.fields["marking"].required = False
        self.fields["marking"].choices = [each for each in Marking.choices if each[0] in cleared]  # type: ignore[attr-defined]

    def clean_marking(self) -> str:
        """Left out, it stays as it is."""
        return str(self.cleaned_data["marking"] or self.instance.marking)


class StretchRow(RowForm):
    """Where a source looked, from the first to the last day, and how completely."""

    where = forms.ChoiceField(label=_("Where"), choices=Where.choices, initial=Where.WHOLE_CITY)
    districts = forms.MultipleChoiceField(label=_("Districts"), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = SourceCoverage
        fields = ["online", "start", "end", "completeness"]
        labels = {
            "online": _("Online as well"),
            "start": _("From"),
            "end": _("Until"),
            "completeness": _("How completely"),
        }
        help_texts = {
            "end": _("The last day it looked. Leave it empty while it still does."),
            "completeness": _("Of what there was to see there, not of what was written down."),
        }
        widgets = {
            "start": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "end": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    field_order = ["where", "districts", "online", "start", "end", "completeness"]

    def __init__(
        self, *args: Any, offered: list[tuple[str, str]], covered: dict[int, list[str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["districts"].choices = offered  # type: ignore[attr-defined]
        # the page marks as optional only what may stay empty whatever was chosen
        chosen = self.data.get(self.add_prefix("where"), "") if self.is_bound else Where.DISTRICTS
        self.fields["districts"].required = chosen == Where.DISTRICTS
        self.fields["districts"].error_messages["required"] = _(
            "Choose the districts, or say that it looked at the whole city."
        )
        needed_if(self, _("needed unless it looked at the whole city or online only"), "districts")
        own = covered.get(self.instance.pk, [])
        if self.instance.pk:
            of_districts = Where.DISTRICTS if own else Where.NOWHERE
            self.initial["where"] = Where.WHOLE_CITY if self.instance.whole_city else of_districts
        self.initial["districts"] = own

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        where, end = cleaned.get("where"), cleaned.get("end")
        self.instance.whole_city = where == Where.WHOLE_CITY
        if where == Where.NOWHERE:
            cleaned["online"] = True
        start = cleaned.get("start")
        if start and end and end < start:
            self.add_error("end", _("The last day lies before the first."))
        for name, day in (("start", start), ("end", end)):
            if day and day > timezone.localdate() and name not in self.errors:
                self.add_error(name, _("This day is still to come. Say where it looked, not where it will."))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.instance.online = bool(self.cleaned_data.get("online"))

    @property
    def stretch(self) -> Stretch:
        chosen = self.cleaned_data["districts"] if self.cleaned_data["where"] == Where.DISTRICTS else ()
        return Stretch(self.instance, tuple(map(int, chosen)))


class Stretches(RowSet):
    """The rows of where a source looked."""

    def clean(self) -> None:
        """Of the same places and days it is said once how completely; two that are there already may stay."""
        super().clean()
        rows: list[Any] = [row for row in self.kept if not row.errors]
        for place, row in enumerate(rows):
            for other in rows[:place]:
                days = days_said_otherwise(row.stretch, other.stretch)
                if days and (row.has_changed() or other.has_changed()):
                    row.add_error("completeness", SAID_OTHERWISE % {"days": formats.days_or_still(*days)})
                    break


class PracticeChangeRow(RowForm):
    """A day from which on the source records otherwise."""

    screened: ClassVar[tuple[str, ...]] = ("because",)

    class Meta:
        model = PracticeChange
        fields = ["changed_on", "because"]
        labels = {"changed_on": _("From this day on"), "because": _("Because")}
        help_texts = {
            "because": _("A new form, a new law, another system, more people who look. Name no person."),
        }
        widgets = {
            "changed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "because": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)

    def clean_changed_on(self) -> Any:
        day = self.cleaned_data["changed_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day is still to come."))
        return day


def source_section(source: Source, data: Any, clearance: str) -> Section:
    """The form of a source and the rows of where it looked."""
    rows = list(SourceCoverage.objects.filter(source=source).order_by("start", "pk")) if source.pk else []
    covered: dict[int, list[str]] = {}
    for coverage, district in (
        CoveredDistrict.objects.filter(coverage__in=rows)
        .order_by("coverage", "district")
        .values_list("coverage", "district")
    ):
        covered.setdefault(coverage, []).append(str(district))
    looked = Stretches(
        data,
        rows=rows,
        make=partial(StretchRow, offered=_offered(source, covered), covered=covered),
        new=lambda: SourceCoverage(city=source.city, completeness=Completeness.PARTIAL),
        prefix="looked",
        one=_("Stretch of time"),
        several=_("Where it looked"),
        hint=_("What no source looked at is unknown, never nothing: it is hatched on the map and has no rate."),
    )
    changes = list(PracticeChange.objects.filter(source=source)) if source.pk else []
    changed = RowSet(
        data,
        rows=changes,
        make=PracticeChangeRow,
        new=lambda: PracticeChange(city=source.city),
        prefix="changed",
        one=_("Change of recording"),
        several=_("When its recording changed"),
        hint=_(
            "What was recorded before such a day is not compared with what came after: records changed, not the city."
        ),
    )
    changed.extra = 0  # most sources never change; who needs a row asks for it
    return Section(SourceForm(data, instance=source, clearance=clearance), [looked, changed])


def _offered(source: Source, covered: dict[int, list[str]]) -> list[tuple[str, str]]:
    """Districts of today's boundaries, and those of older ones that a row names already."""
    today = District.objects.of_today(city_id=source.city_id)
    named = {number for numbers in covered.values() for number in numbers}
    found = today | District.objects.filter(city=source.city_id, pk__in=named)
    return [(str(pk), name) for pk, name in found.order_by(Alphabetical("name")).values_list("pk", "name")]


@dataclass(frozen=True, slots=True)
class Kept:
    """Of a valid section: the rows to keep, and those to take out."""

    looked: list[Stretch]
    changes: list[PracticeChange]
    removed: list[SourceCoverage | PracticeChange]


def kept_in(section: Section) -> Kept:
    looked, changed = section.rows
    return Kept(
        looked=[row.stretch for row in looked.kept],
        changes=[row.instance for row in changed.kept],
        removed=[row.instance for rows in section.rows for row in rows.removed if row.instance.pk],
    )
