"""Smaller pictures of section 5: days of the week, hours of the day, severity, and what goes together."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.records import Event
from analysis.together import FEWEST as FEWEST_TOGETHER
from analysis.together import Together, together
from core.formats import amount, decimal, number, percent
from mapping.vocabulary import HOURS, SEVERITY
from output.charts.rows import BarRow, bars
from output.charts.time import DayBar, week
from output.document import Block, Column, Figure, Heading, SmallPrint, Table
from reports.sections.context import SectionContext
from reports.sections.counted import records
from reports.sections.wording import label, listed
from reports.selection import YES

# Below so many records neither a share nor a shape says anything.
FEWEST = 20
MOST_TOGETHER = 8


def week_blocks(context: SectionContext) -> Iterator[Block]:
    """Only where the day is known of enough records."""
    events = _of_period(context)
    exact = [event for event in events if event.first_day == event.last_day]
    if len(exact) < FEWEST:
        return
    counts = Counter(event.first_day.weekday() for event in exact)
    names = [str(WEEKDAYS[at]).capitalize() for at in range(7)]
    even = len(exact) / 7
    yield Heading(_("On which day of the week"), level=3)
    yield Figure(
        svg=week(
            [
                DayBar(label=name, value=counts[at], text=f"{number(counts[at])} · {percent(counts[at], len(exact))}")
                for at, name in enumerate(names)
            ],
            even=even,
            even_label=_("as many on each day: %(count)s") % {"count": amount(even)},
        ),
        alt=_("Columns of the records by day of the week: %(rows)s.")
        % {"rows": listed([f"{name} {number(counts[at])}" for at, name in enumerate(names)], most=7)},
        caption=ngettext(
            "%(known)s of %(all)s records names one day. It is the day that the record gives, which may be that of a "
            "report; no difference was tested.",
            "%(known)s of %(all)s records name one day. It is the day that the record gives, which may be that of a "
            "report; no difference was tested.",
            len(exact),
        )
        % {"known": records(len(exact), one_day=YES), "all": records(len(events))}
        + _few_hours(exact),
    )
    yield from _hour_blocks(exact)


def _few_hours(exact: Sequence[Event]) -> str:
    """Why no hours are drawn; nothing where they are."""
    known = sum(event.hour is not None for event in exact)
    if known >= FEWEST:
        return ""
    if not known:
        return " " + _("None of them says at which hour.")
    return " " + ngettext(
        "%(count)s of them says at which hour, too few to draw.",
        "%(count)s of them say at which hour, too few to draw.",
        known,
    ) % {"count": number(known)}


def _hour_blocks(exact: Sequence[Event]) -> Iterator[Block]:
    """Only where the hour is known of enough records; without one a record is in none of the columns."""
    counts = Counter(event.hour for event in exact if event.hour is not None)
    known = counts.total()
    if known < FEWEST:
        return
    even = known / len(HOURS)
    yield Heading(_("At which hour of the day"), level=3)
    yield Figure(
        svg=week(
            [DayBar(label=str(hour), value=counts[hour], text=number(counts[hour])) for hour, _words in HOURS],
            even=even,
            even_label=_("as many in each hour: %(count)s") % {"count": amount(even)},
        ),
        alt=_("Columns of the records by hour of the day: %(rows)s.")
        % {"rows": listed([f"{span} {number(counts[hour])}" for hour, span in HOURS if counts[hour]], most=len(HOURS))},
        caption=_(
            "%(known)s of the %(all)s records that name one day say the hour; 0 is from 00:00 to 00:59. Whole hours, "
            "midnight and noon are often written where the time is not known exactly; no difference was tested."
        )
        % {"known": number(known), "all": records(len(exact), one_day=YES)},
    )


def severity_blocks(context: SectionContext) -> Iterator[Block]:
    """Only where it was judged of enough records."""
    events = _of_period(context)
    judged = Counter(event.severity for event in events if event.severity is not None)
    if judged.total() < FEWEST:
        return
    rows = [(f"{level} {text}", judged[level]) for level, text in sorted(SEVERITY.items(), reverse=True)]
    yield Heading(_("How severe"), level=3)
    yield Figure(
        svg=bars(
            [
                BarRow(label=text, value=count, text=f"{number(count)} · {percent(count, judged.total())}")
                for text, count in rows
            ]
        ),
        alt=_("Bars of the records by severity, 5 the most severe: %(rows)s.")
        % {"rows": listed([f"{text} {number(count)}" for text, count in rows], most=5)},
        caption=ngettext(
            "Severity as judged by whoever recorded; it was judged of %(known)s of %(all)s record.",
            "Severity as judged by whoever recorded; it was judged of %(known)s of %(all)s records.",
            len(events),
        )
        % {
            "known": records(judged.total(), severity=map(str, sorted(SEVERITY))),
            "all": records(len(events)),
        },
    )


def together_blocks(context: SectionContext) -> Iterator[Block]:
    """Combinations of current, kind and target that stand out; nothing where none does."""
    events = _of_period(context)
    found = together(events)[:MOST_TOGETHER]
    yield Heading(_("What goes together"), level=3)
    if len(events) < FEWEST_TOGETHER:
        yield SmallPrint(_("There are too few records for a combination to stand out."))
        return
    if not found:
        yield SmallPrint(_("No combination of current, kind of event and targeted group stands out from its parts."))
        return
    columns = [
        Column(_("Recorded together"), weight=5),
        Column(_("Records"), align="end", weight=1.2),
        Column(_("Expected"), align="end", weight=1.3),
        Column(_("Ratio"), align="end", weight=1),
    ]
    yield Table(
        columns=columns,
        rows=[_together_row(each) for each in found],
        note=_(
            "Expected: as many as chance would put together, were the parts unconnected. Told are at least 10 records "
            "on 3 dates and one and a half times as many; over many reports at most 5 %% of those told are so by "
            "chance. Records alike in day, place and all codes count once; a series over several days stands out too."
        )
        % {},
    )


def _together_row(found: Together) -> list[str]:
    names = [label(family, code) for family, code in found.keys]
    return [" · ".join(names), number(found.events), amount(found.expected), decimal(found.ratio)]


def _of_period(context: SectionContext) -> Sequence[Event]:
    return context.recorded_in(context.landscape.period)
