"""Of section 11: services, what they meet, whom to call, and where nobody serves a need."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.services import Met, Offer, met, without
from core.formats import number
from core.sort_keys import alphabetical
from output.document import Block, Column, Heading, Paragraph, SmallPrint, Table
from reports.sections.context import SectionContext
from reports.sections.counted import one_record
from reports.sections.wording import listed
from stakeholders.vocabulary import NeedCategory, PreventionLevel

# So many services stand in the section; all of them in the annex where there are more.
MOST_SHOWN = 16
# So many districts without a service are named beside a need; in the annex where there are more.
MOST_PLACES = 3
SERVICES_TABLE, MISSING_TABLE = "A16", "A17"

Row = dict[str, Any]


def offers(context: SectionContext) -> list[Offer]:
    rows = context.frozen.services or ()
    return [
        Offer(str(row["id"]), tuple(row["needs"]), tuple(row["levels"]), tuple(row["districts"]))
        for row in sorted(rows, key=lambda row: (alphabetical(row["title"]), row["id"]))
    ]


def needs_met(context: SectionContext) -> tuple[Met, ...]:
    """The needs that were raised, in their order, then those that are served and nobody raised, by name."""
    found = offers(context)
    raised = [each.category for each in context.voices.needs]
    served = {need for offer in found for need in offer.needs} - set(raised)
    others = sorted(served, key=lambda code: alphabetical(NeedCategory(code).label))
    return met([*raised, *others], found, [area.code for area in context.frozen.areas])


def where(context: SectionContext, row: Row) -> str:
    return listed([context.names.get(code, code) for code in row["districts"]], 12) or _("City-wide")


def blocks(context: SectionContext) -> Iterator[Block]:
    rows = context.frozen.services
    if not rows:
        return
    yield Heading(_("Needs, what serves them, and where nobody does"))
    yield _needs_table(context)
    if missing := without(PreventionLevel.values, offers(context)):
        labels = listed([str(PreventionLevel(code).label) for code in missing])
        yield Paragraph(_("No service is recorded at these levels of prevention: %(levels)s.") % {"levels": labels})
    yield Heading(_("Who to call for what"))
    shown = _in_order(context)
    yield _services_table(context, shown[:MOST_SHOWN])
    if (rest := len(shown) - MOST_SHOWN) > 0:
        told = ngettext(
            "Another service stands in table %(table)s.", "Another %(count)s services stand in table %(table)s.", rest
        )
        yield SmallPrint(told % {"count": number(rest), "table": SERVICES_TABLE})


def _in_order(context: SectionContext) -> list[Row]:
    """By the first need each meets, in the order of the needs, then by name."""
    place = {each.need: at for at, each in enumerate(needs_met(context))}
    rows = context.frozen.services or []
    return sorted(
        rows, key=lambda row: (min(place[need] for need in row["needs"]), alphabetical(row["title"]), row["id"])
    )


def _needs_table(context: SectionContext) -> Table:
    """By name; whom to call and where they are is told below, and who raised each need in section 9."""
    titles = {str(row["id"]): row["title"] for row in context.frozen.services or ()}
    raised = {each.category for each in context.voices.needs}
    columns = [
        Column(_("Need"), weight=3, emphasis=True),
        Column(_("What serves it"), weight=6),
        Column(_("Where nobody does"), weight=2.6),
    ]
    rows = [
        [
            str(NeedCategory(each.need).label) + ("" if each.need in raised or not raised else _(" (not raised)")),
            "; ".join(titles[key] for key in each.offers) or _("nothing that is recorded"),
            _nobody(context, each),
        ]
        for each in needs_met(context)
    ]
    note = _(
        "Services as they are recorded and offered on the day of this diagnosis; what is not recorded may be there all "
        "the same."
    )
    if any(len(each.missing) > MOST_PLACES for each in needs_met(context) if each.offers):
        note += " " + _("Table %(table)s names the districts.") % {"table": MISSING_TABLE}
    return Table(columns=columns, rows=rows, note=note)


def _nobody(context: SectionContext, each: Met) -> str:
    if not each.offers:
        return _("everywhere")
    if len(each.missing) > MOST_PLACES:
        words = {"count": number(len(each.missing)), "all": number(len(context.frozen.areas))}
        return _("%(count)s of %(all)s districts") % words
    return _districts(context, each) or "–"


def _districts(context: SectionContext, each: Met) -> str:
    return listed([context.names[code] for code in each.missing], len(each.missing))


def _services_table(context: SectionContext, rows: list[Row]) -> Table:
    columns = [
        Column(_("For"), weight=2.6, emphasis=True),
        Column(_("Service"), weight=2.7),
        Column(_("Call"), weight=3),
        Column(_("Level"), weight=1.6),
        Column(_("Where"), weight=2.8),
        Column(_("How much"), weight=2.2),
    ]
    return Table(columns=columns, rows=[_cells(context, row) for row in rows])


def _cells(context: SectionContext, row: Row) -> list[str]:
    labels = [str(NeedCategory(code).label) for code in row["needs"]]
    levels = [str(PreventionLevel(code).label) for code in row["levels"]]
    call = f"{row['provider']}: {row['contact_role']}" if row.get("contact_role") else row["provider"]
    return [
        listed(labels, len(labels)),
        one_record(row["title"], "service", row["id"]) + _again(context, row),
        call,
        listed(levels, len(levels)),
        where(context, row),
        row["capacity"] or "–",
    ]


def _again(context: SectionContext, row: Row) -> str:
    until = row["review_by"]
    is_stale = until and datetime.date.fromisoformat(until) < context.frozen.diagnosis["dated"]
    return " " + _("(to be looked at again)") if is_stale else ""


def tables(context: SectionContext) -> Iterator[Table]:
    """For the annex, what the section has no room for."""
    rows = _in_order(context)
    if len(rows) > MOST_SHOWN:
        table = _services_table(context, rows)
        yield Table(columns=table.columns, rows=table.rows, number=SERVICES_TABLE, title=_("Services: all of them"))
    without_service = [each for each in needs_met(context) if each.offers and len(each.missing) > MOST_PLACES]
    if without_service:
        yield Table(
            columns=[Column(_("Need"), weight=2, emphasis=True), Column(_("Districts without a service"), weight=6)],
            rows=[[str(NeedCategory(each.need).label), _districts(context, each)] for each in without_service],
            number=MISSING_TABLE,
            title=_("Needs with a service in some districts alone"),
        )
