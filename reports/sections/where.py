"""Where in section 5: the map of rates, what they stand on, and concentrations; counts where there are no rates."""

import statistics
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.concentration import FEW_RESIDENTS, Concentration
from analysis.landscape import District
from analysis.left_out import Step
from core.formats import amount, number
from core.sort_keys import alphabetical
from output.document import Block, Column, Figure, Paragraph, SideBySide, SmallPrint, Table
from reports.sections import readings
from reports.sections.context import SectionContext
from reports.sections.counted import left_out, of_family, records
from reports.sections.funnel import funnel_blocks
from reports.sections.periods import short_period
from reports.sections.places import landscape_map
from reports.sections.wording import listed

MOST_ROWS = 8


def where_blocks(context: SectionContext) -> list[Block]:
    land = context.landscape
    told = [SmallPrint(placed_in_districts(context))] if land.total else []
    if not land.rated.exposure:
        return [Paragraph(_no_rates(context)), *counts_by_district(context), *told]
    elsewhere = land.total - land.rated.placed
    caption = _("Approved records placed in a district, %(period)s. Table A1 has the numbers.")
    of_map = (
        _("On the map: what sources recorded that looked at all districts alike, small districts smoothed.")
        if land.smoothing.distinct
        else _("On the map: what sources recorded that looked at all districts alike.")
    )
    if elsewhere:
        of_map += " " + ngettext(
            "%(elsewhere)s record is not on the map: without a district or a rate, or of a source that rates leave "
            "out.",
            "%(elsewhere)s records are not on the map: without a district or a rate, or of sources that rates leave "
            "out.",
            elsewhere,
        ) % {"elsewhere": left_out(elsewhere, Step.OFF_MAP)}
    figure = Figure(
        svg=landscape_map(
            context,
            lambda d: d.smoothed,
            one_colour=not land.smoothing.distinct,
            outlined=_("far above the rest of the city"),
        ),
        alt=_map_alt(context),
        caption=caption % {"period": short_period(land.period)},
    )
    beside = SideBySide(columns=[[figure], [*told, SmallPrint(of_map), *_limits_of_rates(context)]], weights=(58, 42))
    return [beside, *_concentrations(context), *funnel_blocks(context)]


def placed_in_districts(context: SectionContext) -> str:
    """How many of the records the map and the table of districts can hold."""
    land = context.landscape
    placed = land.by_place.get("district", 0)
    if land.total == 1:
        told = _("%(placed)s of %(total)s event is placed in a district, %(where)s.")
    else:
        told = ngettext(
            "%(placed)s of %(total)s events is placed in a district, %(where)s.",
            "%(placed)s of %(total)s events are placed in a district, %(where)s.",
            placed,
        )
    words = {"districts": number(sum(1 for d in land.districts if d.count)), "all": number(len(land.districts))}
    where = ngettext("the one there is", "in %(districts)s of %(all)s districts", len(land.districts)) % words
    return told % {
        "placed": records(placed, place="district"),
        "total": records(land.total),
        "where": where,
    }


def _no_rates(context: SectionContext) -> str:
    """Why there is no rate at all, and so nothing is said about differences."""
    if not any(area.population for area in context.frozen.areas):
        return _(
            "The number of residents is not known, so no rate was computed and nothing is said about whether "
            "districts differ. What was recorded is given as counts."
        )
    if not context.looked_at:
        return _("Nobody looked at any district in the period, so no rate was computed.")
    if not context.landscape.rated.sources and any(not d.in_part for d in context.looked_at):
        return _(
            "No source looked at all districts alike, so no rate was computed: a district where more sources look "
            "would seem to have more. What was recorded is given as counts."
        )
    return _("Every district with known residents was looked at in part only, so no rate was computed.")


def counts_by_district(context: SectionContext) -> list[Block]:
    ranked = sorted((d for d in context.looked_at if d.count), key=lambda d: (-d.count, d.area.code))
    if not ranked:
        return []
    columns = [Column(_("District"), weight=4), Column(_("Records"), align="end", weight=2)]
    rows = [[d.area.name, of_family(d.count, "districts", d.area.code)] for d in ranked[:MOST_ROWS]]
    note = _("Counts, not rates: a larger district may have more for that alone. Table A1 lists all.")
    return [Table(columns=columns, rows=rows, note=note)]


def _limits_of_rates(context: SectionContext) -> list[Block]:
    """What the rates stand on, and what they do not tell."""
    land = context.landscape
    told = []
    if not land.smoothing.distinct and land.rated.placed and len(land.rated.exposure) > 1:
        told.append(
            _(
                "The rates do not tell districts apart: they differ no more than chance would make them, given how "
                "much counts vary here."
            )
        )
    told.append(
        _(
            "Rates stand on residents, not on those present by day: a centre or a station draws people who live "
            "elsewhere."
        )
    )
    if context.frozen.lies_in_older_districts(land.period):
        told.append(
            _(
                "Boundaries changed within the period: what lies in districts of older ones is in no count and no rate "
                "of a district here, and these may be too low."
            )
        )
    others = {row.source for row in context.frozen.coverage if row.start <= land.period.end} - land.rated.sources
    left = {e.source for e in context.recorded_in(land.period)} & others
    if left:
        names = {source["key"]: source["name"] for source in context.frozen.sources}
        told.append(
            _(
                "Rates and concentrations are computed from sources that looked at all districts alike; without the "
                "records of %(names)s, which did not."
            )
            % {"names": listed(sorted((names[key] for key in left), key=alphabetical))}
        )
    if context.in_part:
        told.append(
            _("Looked at in part, so without a rate: %(names)s.")
            % {"names": listed([d.area.name for d in context.in_part])}
        )
    return [SmallPrint(each) for each in told]


def _map_alt(context: SectionContext) -> str:
    ranked = sorted((d for d in context.looked_at if d.smoothed is not None), key=_smoothed, reverse=True)
    told = []
    if ranked:
        top = listed([f"{d.area.name} ({amount(_smoothed(d))})" for d in ranked[:3]], most=3)
        told.append(
            _("Map of the smoothed recorded rate per 10,000 residents and year. Highest: %(top)s.") % {"top": top}
        )
    else:
        told.append(_of_one_colour(context))
    if context.landscape.concentrations.found:
        names = [context.names[found.district] for found in context.landscape.concentrations.found]
        told.append(_("Outlined: %(names)s.") % {"names": listed(names)})
    if context.in_part:
        told.append(_("Looked at in part: %(names)s.") % {"names": listed([d.area.name for d in context.in_part])})
    if context.not_looked_at:
        names = [d.area.name for d in context.not_looked_at]
        told.append(_("Not looked at: %(names)s.") % {"names": listed(names)})
    return " ".join(told)


def _of_one_colour(context: SectionContext) -> str:
    rated = context.landscape.rated
    if len(rated.exposure) < 2:
        return _("Map of the districts in one colour: there is one rate, and no other to tell it from.")
    if not rated.placed:
        return _("Map of the districts in one colour: nothing that rates rest on was recorded in any of them.")
    return _("Map of the districts in one colour: their recorded rates cannot be told apart.")


def _smoothed(district: District) -> float:
    return district.smoothed or 0.0


def _concentrations(context: SectionContext) -> list[Block]:
    land = context.landscape
    found = land.concentrations.found
    blocks: list[Block] = []
    if found:
        blocks.append(_concentration_table(context, found))
    if land.concentrations.unplaced:
        names = listed([context.names[code] for code in land.concentrations.unplaced])
        blocks.append(
            Paragraph(
                _(
                    "Concentration is not assessed in %(names)s: far more was recorded there than in the rest of the "
                    "city, but the records do not name two places or kinds of place, so it may all have been one."
                )
                % {"names": names}
            )
        )
    if land.concentrations.undated:
        names = listed([context.names[code] for code in land.concentrations.undated])
        blocks.append(
            Paragraph(
                _(
                    "Concentration is not assessed in %(names)s: far more was recorded there than in the rest of the "
                    "city, but the records do not name three dates, so it may all have been one."
                )
                % {"names": names}
            )
        )
    if not blocks:
        blocks.append(Paragraph(_no_concentration(context)))
    if land.on_one_point:
        blocks.append(
            SmallPrint(
                _("%(count)s records on one identical point, such as a centroid, are left out of concentrations.")
                % {"count": left_out(land.on_one_point, Step.ONE_POINT)}
            )
        )
    return blocks


def why_not_assessed(context: SectionContext) -> str:
    """Why nothing can be said of concentrations where there are rates; empty where it can."""
    land = context.landscape
    if len(land.rated.exposure) < 2:
        return _("Concentrations are not assessed: a single district has a rate, so there is no rest to compare with.")
    placed = land.rated.placed
    if placed and land.without_setting == placed:
        return _("Concentrations are not assessed: the records name no kind of place.")
    if not placed and any(each.source in land.rated.sources for each in context.recorded_in(land.period)):
        return _("Concentrations are not assessed: no record that rates rest on is placed in a district.")
    return ""


def _no_concentration(context: SectionContext) -> str:
    return why_not_assessed(context) or _(
        "In no district can more than one and a half times the rate of the rest of the city be told with enough "
        "records, dates and places."
    )


def of_concentration(context: SectionContext, found: Concentration) -> str:
    """Its records, of the sources that rates rest on; plain where some on one identical point are left out."""
    if context.landscape.on_one_point:
        return number(found.events)
    return records(found.events, district=found.district, source=sorted(context.landscape.rated.sources))


def _concentration_table(context: SectionContext, found: Sequence[Concentration]) -> Table:
    people = {a.code: a.population for a in context.frozen.areas if a.population is not None}
    few = {code for code, count in people.items() if count < FEW_RESIDENTS}
    middle = statistics.median_high(people.values())
    rows = [
        [
            context.names[c.district] + (_(" (few residents)") if c.district in few else ""),
            number(people[c.district]),
            of_concentration(context, c),
            readings.ratio(c.ratio),
            number(c.dates),
            number(c.places),
        ]
        for c in found
    ]
    columns = [
        Column(_("District"), weight=4),
        Column(_("Residents"), align="end", weight=2),
        Column(_("Records"), align="end", weight=2),
        Column(_("Times the rest"), align="end", weight=2),
        Column(_("Dates"), align="end", weight=2),
        Column(_("Places"), align="end", weight=2),
    ]
    note = (
        _(
            "More was recorded per resident than one and a half times the rest of the city explains; over many "
            "reports at most 5 %% of those listed are so by chance. At least 10 records on 3 dates in 2 places or "
            "kinds of place."
        )
        % {}
    )
    if len(people) == len(context.frozen.areas) and any(people[c.district] < middle for c in found):
        told = _("Half of the districts have %(middle)s residents or more; on fewer, fewer records make a rate high.")
        note += " " + told % {"middle": number(middle)}
    if any(c.district in few for c in found):
        note += " " + _("Few residents, under %(most)s, make a rate high by few records.") % {
            "most": number(FEW_RESIDENTS)
        }
    return Table(columns=columns, rows=rows, title=_("Concentrations"), note=note)
