"""How sure a proposed judgement is, by the stated rule, with the rows that show how it came about."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from analysis.confidence import Footing, Part, confidence, footing, met
from core.formats import number, percent
from reports.sections.context import SectionContext
from reports.sections.periods import in_period
from reports.sections.wording import FEWEST_FOR_A_SHARE, REASONS
from reports.selection import BEFORE, NOW, Selection


class Ruled(NamedTuple):
    """What the rule says, and the rows that show how it came about."""

    level: str
    reasons: tuple[str, ...]
    behind: tuple[dict[str, Any], ...]


def of_records(
    context: SectionContext,
    chosen: Selection,
    *,
    too_few: bool = False,
    consultation_agrees: bool | None = None,
) -> Ruled:
    """The stated rule on the records of the period that a judgement stands on."""
    if context.words_alone:
        return Ruled("", (), ())
    land = context.landscape
    windows = {NOW: land.period, BEFORE: land.comparison}
    events = {window: chosen.of(context.recorded_in(period)) for window, period in windows.items()}
    level, reasons, parts = ruled(footing(events[NOW], too_few=too_few, consultation_agrees=consultation_agrees))
    leads = (
        {
            "what": _("Recorded %(in_period)s") % {"in_period": in_period(period)},
            "value": number(len(events[window])),
            "records": {"window": window, "of": str(chosen)},
        }
        for window, period in windows.items()
    )
    return Ruled(level, reasons, (*leads, *parts))


def ruled(stands_on: Footing) -> Ruled:
    """The rule on what something stands on, with its parts."""
    level, reasons = confidence(stands_on)
    return Ruled(str(level), tuple(str(REASONS[reason]) for reason in reasons), tuple(_parts(stands_on)))


def _parts(stands_on: Footing) -> Iterator[dict[str, Any]]:
    """What the highest confidence asks, what is there, and whether it is enough."""
    agrees = {True: _("agree"), False: _("disagree"), None: _("none, or too few")}[stands_on.consultation_agrees]
    told = {
        Part.SOURCE_TYPES: (_("Independent types of source"), number(stands_on.independent_types), number(3)),
        Part.WELL_GRADED: (_("Well founded"), _share(stands_on, stands_on.well_graded), percent(70, 100)),
        Part.CONSULTATION: (_("Consultations"), agrees, _("agree")),
        Part.STALE: (_("Stale"), _share(stands_on, stands_on.stale), _("at most 10 %")),
        Part.RECORDS: (_("Records"), number(stands_on.records), number(FEWEST_FOR_A_SHARE)),
    }
    enough = met(stands_on)
    for part, (what, value, needed) in told.items():
        yield {"what": what, "value": value, "needed": needed, "met": enough[part]}


def _share(stands_on: Footing, part: float) -> str:
    return percent(part, 1) if stands_on.records else "–"
