"""Beside the map of section 5: rate against residents, which ends ranking."""

from collections.abc import Iterator, Sequence

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.landscape import District
from analysis.questions.funnel import Limits, funnel
from core.formats import amount, decimal, number, number_marks
from output.charts.canvas import WIDTH
from output.charts.funnel import FunnelLabels, FunnelLimits, FunnelPoint, Place
from output.charts.funnel import funnel as drawn_funnel
from output.document import Block, Figure
from reports.sections.context import SectionContext
from reports.sections.wording import listed

FEWEST_DISTRICTS = 3
STEPS = 80
# Of the width of the text; drawn as wide, so that its letters are no smaller than those of other pictures.
SHARE = 0.75


def funnel_blocks(context: SectionContext) -> Iterator[Block]:
    """Nothing from fewer than three districts with a rate, or where nothing was recorded in them."""
    rated = [d for d in context.looked_at if d.rate is not None and d.area.population]
    if len(rated) < FEWEST_DISTRICTS or not any(context.landscape.rated.counts[d.area.code] for d in rated):
        return
    base, phi = context.landscape.rated, context.landscape.families["districts"].spread.phi
    codes = [d.area.code for d in rated]
    mean = sum(base.counts[code] for code in codes) / sum(base.exposure[code] for code in codes)
    points = list(_points(rated, funnel(mean, np.array([base.exposure[code] for code in codes]), phi)))
    middle = mean * 10_000
    yield Figure(
        svg=drawn_funnel(
            points,
            _curves(context, rated, mean, phi),
            middle=middle,
            labels=FunnelLabels(
                residents=_("residents"),
                within_95=_("where 95 of 100 districts would lie at one rate"),
                within_998=_("where 998 of 1,000 would"),
                middle=_("all: %(rate)s") % {"rate": amount(middle)},
            ),
            marks=number_marks(),
            width=WIDTH * SHARE,
        ),
        title=_title(points),
        width=SHARE,
        alt=_alt(points, middle),
        caption=_(
            "Rate per 10,000 residents and year of sources that looked at all districts alike, against residents, not "
            "smoothed; each circle is a district. Inside the bands districts cannot be ranked. The bands allow for φ = "
            "%(phi)s, how much more counts vary here than by chance alone."
        )
        % {"phi": decimal(phi, 2)},
    )


def _curves(context: SectionContext, rated: Sequence[District], mean: float, phi: float) -> FunnelLimits:
    """The limits over the whole width, in steps that are finer where they bend."""
    residents = np.array([d.area.population or 0 for d in rated], dtype=float)
    code = rated[0].area.code
    years = context.landscape.rated.exposure[code] / residents[0]
    grid = np.geomspace(residents.min() * 0.7, residents.max() * 1.04, STEPS)
    inner, outer = funnel(mean, grid * years, phi)
    return FunnelLimits(
        residents=grid.tolist(),
        low_95=inner.low.tolist(),
        high_95=inner.high.tolist(),
        low_998=outer.low.tolist(),
        high_998=outer.high.tolist(),
    )


def _points(rated: Sequence[District], limits: Sequence[Limits]) -> Iterator[FunnelPoint]:
    inner, outer = limits
    for at, district in enumerate(rated):
        if district.rate is None or not district.area.population:
            continue
        rate = district.rate.value
        place: Place = "inside"
        if not outer.low[at] <= rate <= outer.high[at]:
            place = "beyond_998"
        elif not inner.low[at] <= rate <= inner.high[at]:
            place = "beyond_95"
        yield FunnelPoint(name=district.area.name, residents=district.area.population, rate=rate, place=place)


def _named(points: Sequence[FunnelPoint], place: Place) -> list[str]:
    chosen = sorted((p for p in points if p.place == place), key=lambda p: (-p.rate, p.name))
    return [f"{p.name} ({amount(p.rate)})" for p in chosen]


def _title(points: Sequence[FunnelPoint]) -> str:
    far = [point.name for point in sorted(points, key=lambda p: (-p.rate, p.name)) if point.place == "beyond_998"]
    if not far:
        return _("No district lies outside what its size and chance explain")
    return _("Outside the bands: %(names)s") % {"names": listed(far, most=4)}


def _alt(points: Sequence[FunnelPoint], middle: float) -> str:
    told = [
        ngettext(
            "Funnel of %(count)s district: rate against residents; all together %(rate)s per 10,000 and year.",
            "Funnel of %(count)s districts: rate against residents; all together %(rate)s per 10,000 and year.",
            len(points),
        )
        % {"count": number(len(points)), "rate": amount(middle)}
    ]
    if far := _named(points, "beyond_998"):
        told.append(_("Beyond the 99.8 %% limits: %(names)s.") % {"names": listed(far, most=12)})
    if near := _named(points, "beyond_95"):
        told.append(_("Between the 95 and 99.8 %% limits: %(names)s.") % {"names": listed(near, most=12)})
    inside = sum(p.place == "inside" for p in points)
    told.append(ngettext("%(count)s lies inside.", "%(count)s lie inside.", inside) % {"count": number(inside)})
    return " ".join(told)
