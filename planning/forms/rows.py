"""Rows of a project: indicators, what was measured, who pays."""

from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from core.form_words import OwnWords
from planning.models import Funding, Indicator, Measurement, Project
from planning.models.money import MOST_MONEY
from planning.money import HUNDRED, shares
from records.editing import Section
from records.forms import RowForm, RowSet
from stakeholders.forms.fields import day


class NothingForm(OwnWords, forms.ModelForm[Project]):
    """These pages have rows only."""

    class Meta:
        model = Project
        fields: ClassVar[list[str]] = []


def as_typed(value: Decimal) -> Decimal:
    """Without the noughts that the table keeps behind the point: 40, where it says 40.00."""
    return Decimal(format(value.normalize(), "f"))


class OfProject(RowForm):
    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(project.city)
        for name, value in self.initial.items():
            if isinstance(value, Decimal):
                self.initial[name] = as_typed(value)


class IndicatorRow(OfProject):
    screened: ClassVar[tuple[str, ...]] = ("title",)

    class Meta:
        model = Indicator
        fields = ["kind", "title", "unit", "baseline", "aim", "target", "due"]
        labels = {
            "kind": __("Kind"),
            "title": __("What is measured"),
            "unit": __("Unit"),
            "baseline": __("Before"),
            "aim": __("The aim is"),
            "target": __("Aim"),
            "due": __("By"),
        }
        help_texts = {
            "unit": __("Such as “evenings”, or “of 100 asked”."),
            "baseline": __("Empty where nobody knows: then the page says so, and no change can be told."),
        }
        widgets = {"due": day()}


class MeasurementRow(OfProject):
    screened: ClassVar[tuple[str, ...]] = ("source", "note")
    further: ClassVar[tuple[str, ...]] = ("note",)

    class Meta:
        model = Measurement
        fields = ["indicator", "value", "of", "measured_on", "source", "note"]
        labels = {
            "indicator": __("Indicator"),
            "value": __("Value"),
            "of": __("Of how many asked"),
            "measured_on": __("Measured on"),
            "source": __("From where it is known"),
            "note": __("Note"),
        }
        help_texts = {
            "of": __("Where people were asked: how many answered. Before and aim are then in percent of those asked.")
        }
        widgets = {"measured_on": day(), "note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        self.fields["indicator"].queryset = project.indicators.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        on, value, asked = (cleaned.get(name) for name in ("measured_on", "value", "of"))
        if on and on > timezone.localdate():
            self.add_error("measured_on", _("This day is still to come."))
        if asked and value is not None and not 0 <= value <= asked:
            self.add_error("value", _("Of those asked it is at most all of them."))
        return cleaned


class FundingRow(OfProject):
    screened: ClassVar[tuple[str, ...]] = ("funder",)

    amount = forms.IntegerField(label=__("Amount a year"), required=False, min_value=1, max_value=MOST_MONEY)
    share = forms.IntegerField(
        label=__("Share, in percent"),
        required=False,
        min_value=1,
        max_value=HUNDRED,
        help_text=__("Where no amount is known."),
    )

    class Meta:
        model = Funding
        fields = ["funder", "amount", "share", "lost_on"]
        labels = {"funder": __("Funder"), "lost_on": __("Pays no more since")}
        help_texts = {"funder": __("A body, such as “the city” or a fund; no person.")}
        widgets = {"lost_on": day()}


class FundingRows(RowSet):
    def clean(self) -> None:
        super().clean()
        # who pays no more had a share of what was paid then
        paying = shares([row.instance for row in self.kept if not row.errors]).now
        if sum(each.row.share or 0 for each in paying) > HUNDRED:
            raise forms.ValidationError(_("Together the shares are more than a hundred percent."))


def indicators_section(project: Project, data: Any) -> Section:
    return _section(
        project, data, project.indicators, IndicatorRow, prefix="indicator", one=__("Indicator"),
        several=__("Indicators"),
        hint=__(
            "Outputs are what the project does, outcomes what becomes of it. Few that are measured tell more than many."
        ),
    )  # fmt: skip


def measured_section(project: Project, data: Any) -> Section:
    return _section(
        project, data, project.measurements, MeasurementRow, prefix="measured", one=__("Measured value"),
        several=__("Measured values"), hint=__("Each with its day and where it is known from."),
    )  # fmt: skip


def funding_section(project: Project, data: Any) -> Section:
    return _section(
        project, data, project.fundings, FundingRow, kind=FundingRows, prefix="funding", one=__("Funder"),
        several=__("Who pays"), hint=__("Who pays, and how much of it: a project that hangs on one funder is told so."),
    )  # fmt: skip


def _section(
    project: Project, data: Any, there: Any, row: type[OfProject], *, kind: type[RowSet] = RowSet, **words: Any
) -> Section:
    rows = kind(
        data,
        rows=list(there.all()),
        make=partial(row, project=project),
        new=lambda: there.model(city=project.city, project=project),
        **words,
    )
    return Section(NothingForm(data, instance=project), [rows])


def written_in(section: Section) -> tuple[list[Any], list[Any]]:
    """Rows to keep that somebody wrote in, and those taken out."""
    (rows,) = section.row_sets()
    kept = [row.instance for row in rows.kept if row.has_changed()]
    return kept, [row.instance for row in rows.removed if row.instance.pk]
