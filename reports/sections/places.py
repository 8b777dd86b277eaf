"""Section 4: the city and its districts. And the maps that sections share."""

import itertools
import statistics
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.landscape import District
from core.formats import amount, decimal, number
from output.charts.classes import class_breaks, decimals_of
from output.charts.maps import MapArea, MapLabels, district_map, outline_map
from output.document import Block, Facts, Figure, Heading, KeySentence, SideBySide, SmallPrint
from reports.sections.context import SectionContext
from reports.sections.scope import day_of
from reports.sections.wording import listed

# In pixels of the drawing: half as wide as a figure over the whole text, and no taller than what stands beside it.
SMALL_MAP, SMALL_TALL = 300.0, 200.0
# Of a map beside facts, and of the map of rates.
HALF, LARGE = 320.0, 400.0


def blocks(context: SectionContext) -> list[Block]:
    people = [area.population for area in context.frozen.areas if area.population is not None]
    return [
        KeySentence(_key(context, people)),
        Heading(_("Districts")),
        SideBySide(columns=[[_population_map(context)], [Facts(_facts(context, people))]], weights=(42, 58)),
        *_of_sources(context),
        SmallPrint(_("Table A1 in the annex lists every district with its residents.")),
    ]


def _of_sources(context: SectionContext) -> list[SmallPrint]:
    """That residents were counted by several, or on several days, which nobody sees in a rate."""
    rows = context.frozen.boundaries["districts"]
    if len({row["population_source"] for row in rows if row["population"] is not None}) < 2:
        return []
    told = _("Not all numbers of residents are of one source: what is told per resident may not be alike everywhere.")
    return [SmallPrint(told)]


def _key(context: SectionContext, people: Sequence[int]) -> str:
    count = len(context.frozen.areas)
    if not people:
        told = _("%(city)s has %(districts)s; how many live there is not known.")
    elif len(people) == count:
        told = _("%(city)s has %(people)s residents in %(districts)s.")
    else:
        told = _("%(city)s has %(districts)s; how many live there is known of %(known)s: %(people)s residents.")
    return told % {
        "city": context.city,
        "districts": ngettext("%(count)s district", "%(count)s districts", count) % {"count": number(count)},
        "people": number(sum(people)),
        "known": number(len(people)),
    }


def _facts(context: SectionContext, people: Sequence[int]) -> list[tuple[str, str]]:
    boundaries = context.frozen.boundaries
    areas = [district["area_km2"] for district in boundaries["districts"]]
    sources = {d["population_source"] for d in boundaries["districts"] if d["population_source"]}
    facts = [
        (
            _("Boundaries"),
            _("%(name)s, in force since %(since)s")
            % {"name": boundaries["name"], "since": day_of(boundaries["valid_from"])},
        ),
        (_("Area"), _("%(area)s km²") % {"area": amount(sum(areas))}),
    ]
    if people:
        facts.append((_("Residents per district"), _per_district(people, len(areas))))
        facts.append((_("Source of residents"), listed(sorted(sources)) or _("not stated")))
    return facts


def _per_district(people: Sequence[int], districts: int) -> str:
    """From how many to how many; what half of the districts have is told where it is known of all."""
    words = {
        "least": number(min(people)),
        "most": number(max(people)),
        "middle": number(statistics.median_high(people)),
    }
    if len(people) < districts:
        told = (
            _("from %(least)s to %(most)s, where it is known")
            if min(people) < max(people)
            else _("%(most)s in each, where it is known")
        )
    elif min(people) < max(people):
        told = _("from %(least)s to %(most)s; half of them have %(middle)s or more")
    else:
        told = _("%(most)s in each")
    return told % words


def _population_map(context: SectionContext) -> Figure:
    densities = {
        district["code"]: district["population"] / district["area_km2"]
        for district in context.frozen.boundaries["districts"]
        if district["population"] is not None and district["area_km2"]
    }
    breaks = class_breaks(list(densities.values()))
    most = max(densities, key=lambda code: densities[code], default="")
    least = min(densities, key=lambda code: densities[code], default="")
    alt = (
        (
            _(
                "Map of the districts by residents per square kilometre, from %(least)s in %(low)s to %(most)s in "
                "%(high)s."
            )
            if number(densities[least]) != number(densities[most])
            else _("Map of the districts by residents per square kilometre: %(most)s wherever that is known.")
        )
        % {
            "least": number(densities[least]),
            "low": context.names[least],
            "most": number(densities[most]),
            "high": context.names[most],
        }
        if densities
        else _("Map of the districts. The number of residents is not known.")
    )
    svg = district_map(
        [
            MapArea(code=d["code"], name=d["name"], geometry=d["geometry"], value=densities.get(d["code"]))
            for d in context.frozen.boundaries["districts"]
        ],
        breaks=breaks,
        class_labels=class_labels(breaks, number),
        labels=MapLabels(no_figure=_("residents not known")),
        width=HALF,
    )
    return Figure(svg=svg, alt=alt, caption=_("Residents per square kilometre."))


def cover_outline(context: SectionContext) -> str:
    """The borders only: a cover travels."""
    return outline_map(
        [
            MapArea(code=d["code"], name=d["name"], geometry=d["geometry"])
            for d in context.frozen.boundaries["districts"]
        ]
    )


def landscape_map(
    context: SectionContext, value: Callable[[District], float | None], *, one_colour: bool, outlined: str
) -> str:
    """Districts of the landscape by a value; not looked at is hatched, concentrations are outlined."""
    concentrated = {found.district for found in context.landscape.concentrations.found}
    breaks = [] if one_colour else class_breaks(_values(context, value))
    areas = _areas(context, value, outlined=concentrated)
    labels = MapLabels(
        not_looked_at=_("not looked at"),
        in_part=_("looked at in part"),
        no_figure=_("residents not known"),
        one_colour=_of_one_colour(context),
        outlined=outlined,
    )
    return district_map(
        areas,
        breaks=breaks,
        class_labels=class_labels(breaks, _plainest(breaks)),
        labels=labels,
        one_colour=one_colour,
        width=LARGE,
    )


def _of_one_colour(context: SectionContext) -> str:
    rated = context.landscape.rated
    if len(rated.exposure) < 2:
        return _("the one district with a rate")
    return _("districts cannot be told apart") if rated.placed else _("nothing recorded")


def small_map(context: SectionContext, outlined: Collection[str], named: Collection[str]) -> str:
    """Smoothed rates from few to many, without a number; only some districts have their names, and some a line."""
    breaks = class_breaks(_values(context, _smoothed))
    words = [_("few"), *[""] * (len(breaks) - 1), _("many")] if breaks else None
    areas = [
        replace(area, name=area.name if area.code in named else "")
        for area in _areas(context, _smoothed, outlined=outlined)
    ]
    labels = MapLabels(
        not_looked_at=_("not looked at"), in_part=_("looked at in part"), no_figure=_("residents not known")
    )
    return district_map(areas, breaks=breaks, class_labels=words, labels=labels, width=SMALL_MAP, tallest=SMALL_TALL)


def _smoothed(district: District) -> float | None:
    return district.smoothed


def _values(context: SectionContext, value: Callable[[District], float | None]) -> list[float]:
    return [found for d in context.looked_at if (found := value(d)) is not None]


def _areas(
    context: SectionContext, value: Callable[[District], float | None], outlined: Collection[str] = ()
) -> list[MapArea]:
    shapes = {d["code"]: d["geometry"] for d in context.frozen.boundaries["districts"]}
    return [
        MapArea(
            code=d.area.code,
            name=d.area.name,
            geometry=shapes[d.area.code],
            value=value(d),
            looked_at=d.share_looked > 0,
            in_part=d.in_part,
            outlined=d.area.code in outlined,
        )
        for d in context.landscape.districts
    ]


def _plainest(breaks: Sequence[float]) -> Callable[[float], str]:
    """With as many decimals as it takes to tell every bound as it is."""
    digits = decimals_of(breaks)
    return partial(decimal, places=digits) if digits else number


def class_labels(breaks: Sequence[float], written: Callable[[float], str]) -> list[str] | None:
    if not breaks:
        return None
    between = [f"{written(low)}–{written(high)}" for low, high in itertools.pairwise(breaks)]
    return [
        _("under %(bound)s") % {"bound": written(breaks[0])},
        *between,
        _("%(bound)s +") % {"bound": written(breaks[-1])},
    ]
