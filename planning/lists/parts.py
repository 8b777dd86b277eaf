"""What stands in rows of its own beside a project, for the file of projects: a cell for each kind of it."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from core.lists import Columns, fact
from core.lists.lines import in_lines, line, with_code
from core.sort_keys import alphabetical
from planning.models import Indicator, Project

SOME = 200


def with_parts(rows: Iterable[Project]) -> Iterator[Project]:
    """Each with what the columns read, some hundred at a time."""
    left = iter(rows)
    while some := list(islice(left, SOME)):
        prefetch_related_objects(some, "partnerships__organisation", "indicators__measurements", "fundings")
        yield from some


def columns_of_parts() -> Columns:
    return (
        fact("partners_label", _("Partners"), lambda row: [each.organisation.name for each in _partners(row)]),
        fact("partners", _("Partners (record no.)"), lambda row: [each.organisation_id for each in _partners(row)]),
        in_lines("indicators", _("Indicators"), _indicators),
        in_lines("measurements", _("Measured values"), _measurements),
        in_lines("fundings", _("Who pays"), _fundings),
    )


def _partners(project: Project) -> list[Any]:
    return sorted(project.partnerships.all(), key=lambda each: (alphabetical(each.organisation.name), each.pk))


def _indicators(project: Project) -> Iterator[str]:
    for each in project.indicators.all():
        aim = f"{with_code(each.get_aim_display(), each.aim)} {_figure(each.target)}" if each.target is not None else ""
        yield line(
            f"{each.title}: {with_code(each.get_kind_display(), each.kind)}",
            each.unit,
            _said(_("before"), _figure(each.baseline)),
            _said(_("aim"), aim),
            _said(_("by"), each.due.isoformat() if each.due else ""),
        )


def _measurements(project: Project) -> Iterator[str]:
    for indicator in project.indicators.all():
        yield from _measured(indicator)


def _measured(indicator: Indicator) -> Iterator[str]:
    for each in indicator.measurements.all():
        asked = "" if each.of is None else _("of %(asked)s asked") % {"asked": each.of}
        value = f"{indicator.title}: {_figure(each.value)}"
        yield line(value, asked, each.measured_on.isoformat(), each.source, each.note)


def _fundings(project: Project) -> Iterator[str]:
    for each in project.fundings.all():
        yield line(
            each.funder,
            "" if each.amount is None else _("%(amount)s a year") % {"amount": each.amount},
            "" if each.share is None else f"{each.share} %",
            _said(_("pays no more since"), each.lost_on.isoformat() if each.lost_on else ""),
        )


def _said(label: str, value: str) -> str:
    return f"{label} {value}" if value else ""


def _figure(value: Decimal | None) -> str:
    """With a point, whatever the language, as in every other column of figures; without decimals where it has none."""
    return "" if value is None else f"{value.normalize():f}"
