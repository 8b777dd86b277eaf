"""Section 6: the online landscape."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from analysis.landscape import Counted
from analysis.months import Online
from analysis.tally import normalised
from core.formats import decimal, number, percent
from output.document import Block, Column, Heading, KeySentence, Paragraph, SmallPrint, Table
from reports.sections.contents import JUDGEMENTS, ONLINE
from reports.sections.context import FEWEST_FOR_A_SHARE, SectionContext, label
from reports.sections.counted import Codes, records
from reports.selection import BEFORE, NOW

ONLINE_SPACES = ("online", "hybrid")


def blocks(context: SectionContext) -> list[Block]:
    online = context.landscape.online
    if not ONLINE.has_content(context):
        return [
            KeySentence(_("Nobody looked online: what happens there is unknown, not nothing.")),
            Paragraph(
                _("No source of this diagnosis covers online spaces. Section %(number)s lists this among the gaps.")
                % {"number": JUDGEMENTS.number}
            ),
        ]
    both = is_compared(online)
    # Counted without letter case, printed as the first record writes it.
    names = {normalised(event.platform): event.platform for event in reversed(context.frozen.events)}
    return [
        KeySentence(_key(context)),
        Heading(_("Platforms, currents and what was done")),
        *_table(context, "platform", [(names[row.key], row) for row in online.platforms], compared=both),
        *_table(context, "currents", [(label("currents", row.key), row) for row in online.currents], compared=both),
        *_table(
            context,
            "manifestations",
            [(label("manifestations", row.key), row) for row in online.manifestations],
            compared=both,
        ),
        *([SmallPrint(_("Before and now are counts; no difference between them was tested."))] if both else []),
        Heading(_("Online and offline together")),
        Paragraph(_together(context)),
        SmallPrint(_("Platforms are named, never channels or profiles.")),
    ]


def _key(context: SectionContext) -> str:
    """How many happened online; how many before, only where somebody looked online throughout both periods."""
    online, total = context.landscape.online, context.landscape.total
    words = {
        "count": records(online.now, space=ONLINE_SPACES),
        "total": records(total),
        "share": percent(online.now, total),
        "before": _before(context, online.before, space=ONLINE_SPACES),
    }
    if not total:
        return _("Nothing was recorded in the period, online or elsewhere.")
    text = _("%(count)s of %(total)s records (%(share)s) happened wholly or partly online.")
    if total < FEWEST_FOR_A_SHARE:
        text = _("%(count)s of %(total)s records happened wholly or partly online.")
    if is_compared(online):
        text += " " + _("Before: %(before)s.")
    return text % words


def is_compared(online: Online) -> bool:
    """Whether somebody looked online on every day of both periods."""
    return online.share_looked >= 1 and online.share_looked_before >= 1


def _table(context: SectionContext, by: str, rows: list[tuple[str, Counted]], *, compared: bool) -> list[Block]:
    shown = [row for row in rows if row[1].now or (compared and row[1].before)]
    if not shown:
        return []
    title, now = TITLES[by](), Column(_("Now"), align="end", weight=1)
    if not compared:
        cells = [[name, _records(context, by, row, row.now)] for name, row in shown if row.now]
        return [Table(columns=[Column(title, weight=4), now], rows=cells)]
    columns = [Column(title, weight=4), Column(_("Before"), align="end", weight=1), now]
    cells = [
        [name, _records(context, by, row, row.before, BEFORE), _records(context, by, row, row.now)]
        for name, row in shown
    ]
    return [Table(columns=columns, rows=cells)]


TITLES: dict[str, Callable[[], str]] = {
    "platform": lambda: _("Platforms"),
    "currents": lambda: _("Currents"),
    "manifestations": lambda: _("What was done"),
}


def _records(context: SectionContext, by: str, row: Counted, count: int, window: str = NOW) -> str:
    """Under every spelling that counts as one."""
    spelt = [e.platform for e in context.frozen.events if normalised(e.platform) == row.key] if by == "platform" else []
    chosen: dict[str, Codes] = {"space": ONLINE_SPACES, by: sorted(set(spelt)) or row.key}
    if window == BEFORE:
        return _before(context, count, **chosen)
    return records(count, NOW, **chosen)


def _before(context: SectionContext, count: int, **by: Codes) -> str:
    return number(count) if context.landscape.before_is_gone else records(count, BEFORE, **by)


def _together(context: SectionContext) -> str:
    online = context.landscape.online
    if online.tau is None or online.tau_p is None:
        return _("There are too few months or records to say whether online and offline records move together.")
    if online.tau_p >= 0.05:
        return _("Over %(months)s months, no connection between online and offline records can be seen.") % {
            "months": number(online.months)
        }
    direction = _("together") if online.tau > 0 else _("in opposite directions")
    return _("Over %(months)s months, online and offline records moved %(direction)s (Kendall's tau-b %(tau)s).") % {
        "months": number(online.months),
        "direction": direction,
        "tau": decimal(online.tau, 2),
    }
