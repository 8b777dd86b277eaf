"""The map of the landscape, and the same as a table. For those who work with records."""

import datetime
import itertools
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_safe

from accounts import limits
from accounts.access import role_required
from accounts.exports import TableFile, table_file
from accounts.models import STAFF, Marking
from accounts.requests import CityRequest
from analysis.coverage import Looked
from core import formats
from mapping.lists.districts import columns_of_map
from mapping.lists.on_map import GRADINGS, OFF, ON, SPACES, narrowed_by, records_address
from mapping.map.city_map import CityMap
from mapping.map.few_names import FewName, by_need_of_a_name, few_names
from mapping.map.figures import DistrictFigure, steps
from mapping.map.filters import TICKED, MapFilters
from mapping.map.months import code_of, years_below
from mapping.map.panel import PANEL, Panel, panel
from mapping.vocabulary import Current
from output.charts.classes import decimals_of
from records.actions import record_view

TITLES = {
    "smoothed": __("Recorded rate of all sources per 10,000 residents and year, smoothed"),
    "rate": __("Recorded rate of all sources per 10,000 residents and year"),
    "count": __("Recorded events"),
}
SHOWS = {"smoothed": __("Recorded rate, smoothed"), "rate": __("Recorded rate"), "count": __("Recorded events")}
# What a longer one takes grows with the records there are.
LONG_PERIOD = datetime.timedelta(days=3 * 366)
MOST_HAPPENED = 6
# The kind of swatch of what was looked at in part: it lies over the colour of a district.
PART = "part"


@require_safe
@role_required(*STAFF)
def map_page(request: CityRequest, city: str) -> HttpResponse:
    """Everything asked for stands in the address, so a view of the map can be sent to a colleague."""
    city_map = CityMap(request.city, request.user, request.GET, request.membership.reads_up_to)
    is_long = city_map.period.end - city_map.period.start > LONG_PERIOD
    if is_long and (wait := limits.refused_for_now(request, request.membership, limits.FILES)) is not None:
        return wait
    shown = panel(city_map)
    if shown is not None:
        record_view(city=request.city, user=request.user, what=PANEL, number=shown.row.district.pk)
    facts = {**_drawn(city_map), **_asked(city_map), "panel": shown, "leads": _leads(city_map, shown)}
    return render(request, "mapping/map.html", facts)


def _leads(city_map: CityMap, shown: Panel | None) -> dict[str, Any]:
    """From each number to the records that it counts."""
    everywhere = {"district": ""}
    found: dict[str, Any] = {
        "on_map": records_address(city_map, part=ON, **everywhere),
        "off_map": records_address(city_map, part=OFF, **everywhere),
    }
    if city_map.filters.as_table:
        found["rows"] = [(*area, _of_district(city_map, area[0])) for area in _areas(city_map)]
    if shown is not None:
        found["panel"] = _of_district(city_map, shown.row)
        is_whole = not city_map.filters.currents  # else a current stands for those of the records asked for alone
        code = shown.row.district.code
        found["currents"] = [
            (label, count, share, records_address(city_map, district=code, currents=(each,)) if is_whole else "")
            for each, label, count, share in shown.currents
        ]
    return found


def _of_district(city_map: CityMap, row: DistrictFigure) -> dict[str, str]:
    """Where a district's number leads, and that of the year before."""
    before = city_map.period.years_earlier(1)
    asked = {"district": row.district.code}
    return {
        "now": records_address(city_map, **asked) if row.count else "",
        "before": records_address(city_map, **asked, start=before.start, end=before.end)
        if row.before_looked and row.before
        else "",
    }


@require_safe
@role_required(*STAFF)
def map_export(request: CityRequest, city: str) -> HttpResponseBase:
    city_map = CityMap(request.city, request.user, request.GET, request.membership.reads_up_to)
    table = TableFile(
        "mapping.observation", "map", _("Map"), columns_of_map(), lambda: city_map.shown, narrowed_by(city_map)
    )
    return table_file(request, table)


def drawing_of(city_map: CityMap, *, here: str, outlined: DistrictFigure | None) -> dict[str, Any]:
    """What the drawing needs; `here` is the address the districts lead to, one of them is outlined."""
    return {
        "city_map": city_map,
        "outlined": outlined,
        "title": TITLES[city_map.filters.show],
        "areas": _areas(city_map, here),
        "few_names": _few_names(city_map, outlined),
    }


def _few_names(city_map: CityMap, outlined: DistrictFigure | None) -> list[FewName]:
    first = [outlined] if outlined else []
    others = (row for row in by_need_of_a_name(city_map.shown, city_map.shading) if row not in first)
    return few_names(city_map.drawing, itertools.chain(first, others))


def _areas(city_map: CityMap, here: str = "") -> list[tuple[DistrictFigure, str, str]]:
    here = here or reverse("map", args=[city_map.city.slug])
    return [(row, _told(city_map, row), _link(city_map, here, row)) for row in city_map.shown]


def _drawn(city_map: CityMap) -> dict[str, Any]:
    here, usual = reverse("map", args=[city_map.city.slug]), city_map.calendar.usual
    return {
        **drawing_of(city_map, here=here, outlined=city_map.chosen),
        "legend": list(_legend(city_map)),
        "query": urlencode(city_map.filters.query()),
        "as_map": f"{here}?{urlencode(city_map.filters.query(as_table=False))}",
        "as_table": f"{here}?{urlencode(city_map.filters.query(as_table=True))}",
        "bars": [
            (month, code_of(month.first), formats.short_month(month.first), city_map.happened[month.first])
            for month in city_map.months
        ],
        # the latest: more would push the choice of months off the page
        "happened": [each for events in city_map.happened.values() for each in events][-MOST_HAPPENED:],
        "years": years_below([month.first for month in city_map.months]),
        "asked": city_map.asked,
        "usual": urlencode(city_map.filters.query(start=usual.start, end=usual.end)),
        "most": max([month.count for month in city_map.months] + [1]),
        "ticked": TICKED,
        "markings": [(code, Marking(code).label) for code in city_map.markings],
    }


def _asked(city_map: CityMap) -> dict[str, Any]:
    """The choices of the form, and which of them are made."""
    filters = city_map.filters
    return {
        "shows": [(code, label, code == filters.show) for code, label in SHOWS.items()],
        "currents": [
            (code, label, city_map.currents.get(code, 0), _is_ticked(filters, code)) for code, label in Current.choices
        ],
        "spaces": [(code, label, code == filters.space) for code, label in SPACES.items()],
        "gradings": [(code, label, (code == "well") == filters.well_graded) for code, label in GRADINGS.items()],
        "chosen_marking": filters.marking or city_map.markings[-1],
    }


def _is_ticked(filters: MapFilters, current: str) -> bool:
    return not filters.no_current and (not filters.currents or current in filters.currents)


def _told(city_map: CityMap, row: DistrictFigure) -> str:
    """A district in words: its name and what the map shows of it."""
    if not row.was_looked_at:
        return _("%(district)s: not looked at") % {"district": row.district.name}
    value = city_map.shading.value(row)
    figure = _("no figure") if value is None else _figure(city_map, value)
    words = {"district": row.district.name, "figure": figure}
    if row.looked == Looked.PARTLY:
        return _("%(district)s: %(figure)s, looked at in part of the period") % words
    return _("%(district)s: %(figure)s") % words


def _figure(city_map: CityMap, value: float) -> str:
    return formats.number(value) if city_map.filters.show == "count" else formats.amount(value)


def _link(city_map: CityMap, here: str, row: DistrictFigure) -> str:
    return f"{here}?{urlencode(city_map.filters.query(district=row.district.code))}#district"


def _legend(city_map: CityMap) -> Iterator[tuple[str, str]]:
    """Kind of swatch and its words."""
    if city_map.shading.is_one_colour:
        yield str(steps(0)[0]), _("districts cannot be told apart")
    elif city_map.shading.breaks:
        digits = decimals_of(city_map.shading.breaks)
        bounds = [formats.decimal(bound, digits) for bound in city_map.shading.breaks]
        words = [
            _("under %(bound)s") % {"bound": bounds[0]},
            *(f"{low}–{high}" for low, high in itertools.pairwise(bounds)),
            _("%(bound)s +") % {"bound": bounds[-1]},
        ]
        yield from zip(map(str, steps(len(bounds))), words, strict=True)
    fills = {row.fill for row in city_map.shown}
    if "none" in fills:
        yield "none", _("no figure")
    if "hatched" in fills:
        yield "hatched", _("not looked at")
    if city_map.in_part:
        yield PART, _("looked at in part of the period")
