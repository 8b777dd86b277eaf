"""Section 6: the online landscape."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.landscape import Counted
from analysis.months import Online
from analysis.tally import normalised
from core.formats import decimal, number, percent
from output.document import Block, Column, Heading, KeySentence, Paragraph, SmallPrint, Table
from reports.sections.contents import JUDGEMENTS, ONLINE
from reports.sections.context import SectionContext
from reports.sections.counted import Codes, made_of, records
from reports.sections.periods import in_period
from reports.sections.wording import FEWEST_FOR_A_SHARE, heads, label, listed
from reports.selection import BEFORE, NOW

ONLINE_SPACES = ("online", "hybrid")
ONLINE_TABLE = "A20"


def blocks(context: SectionContext) -> list[Block]:
    if not ONLINE.has_content(context):
        return [
            KeySentence(_("Nobody looked online: what happens there is unknown, not nothing.")),
            Paragraph(
                _("No source of this diagnosis covers online spaces. Section %(number)s lists this among the gaps.")
                % {"number": JUDGEMENTS.number}
            ),
        ]
    return [
        KeySentence(_key(context)),
        Heading(_("Platforms")),
        *([Paragraph(told)] if (told := _platforms(context)) else []),
        Heading(_("Online and offline together")),
        Paragraph(_together(context)),
        SmallPrint(_("Platforms are named, never channels or profiles.")),
    ]


def _platforms(context: SectionContext) -> str:
    """Those most often named; the annex has all, with currents and what was done."""
    rows = [f"{name} ({_records(context, 'platform', row, row.now)})" for name, row in _named(context) if row.now]
    if not rows:
        return _("No record names a platform.")
    told = _("Most often named: %(rows)s. Table %(table)s has all, with currents and what was done.")
    return told % {"rows": listed(rows), "table": ONLINE_TABLE}


def _named(context: SectionContext) -> list[tuple[str, Counted]]:
    """Counted without letter case, printed as the first record writes it."""
    names = {normalised(event.platform): event.platform for event in reversed(context.frozen.events)}
    return [(names[row.key], row) for row in context.landscape.online.platforms]


def tables(context: SectionContext) -> list[Block]:
    """Of the annex, where anybody looked online."""
    online = context.landscape.online
    if context.is_short or not ONLINE.has_content(context):
        return []
    both = is_compared(online)
    done = _("What was done")
    rows = [
        *(("platform", _("Platform"), name, row) for name, row in _named(context)),
        *(("currents", _("Current"), label("currents", row.key), row) for row in online.currents),
        *(("manifestations", done, label("manifestations", row.key), row) for row in online.manifestations),
    ]
    shown = [each for each in rows if each[3].now or (both and each[3].before)]
    if not shown:
        return []
    columns = [
        Column(_("Kind"), weight=2),
        Column(_("Recorded online"), weight=5),
        *([Column(heads(context.landscape)[0], align="end", weight=1)] if both else []),
        Column(heads(context.landscape)[1], align="end", weight=1),
    ]
    cells = [
        [
            kind,
            name,
            *([_records(context, by, row, row.before, BEFORE)] if both else []),
            _records(context, by, row, row.now),
        ]
        for by, kind, name, row in shown
    ]
    note = _("These are counts; no difference between them was tested.") if both else ""
    return [Table(columns=columns, rows=cells, number=ONLINE_TABLE, title=_("The online landscape"), note=note)]


def _key(context: SectionContext) -> str:
    """How many happened online; how many before, only where somebody looked online throughout both periods."""
    online = context.landscape.online
    if not context.landscape.total:
        return _("Nothing was recorded in the period, online or elsewhere.")
    told = how_many(context)
    if is_compared(online):
        told += " " + _("The same count %(in_then)s: %(before)s.") % {
            "in_then": in_period(context.landscape.comparison),
            "before": before(context, online.before),
        }
    return told


def how_many(context: SectionContext) -> str:
    """Of all records, with their share unless it is of too few."""
    online, total = context.landscape.online, context.landscape.total
    words = {"count": records(online.now, space=ONLINE_SPACES), "total": records(total)}
    if total >= FEWEST_FOR_A_SHARE:
        share = made_of(percent(online.now, total), online.now, space=ONLINE_SPACES)
        return _("%(count)s of %(total)s records (%(share)s) happened wholly or partly online.") % {
            **words,
            "share": share,
        }
    return (
        ngettext(
            "%(count)s of %(total)s record happened wholly or partly online.",
            "%(count)s of %(total)s records happened wholly or partly online.",
            total,
        )
        % words
    )


def is_compared(online: Online) -> bool:
    """Whether somebody looked online on every day of both periods."""
    return online.share_looked >= 1 and online.share_looked_before >= 1


def _records(context: SectionContext, by: str, row: Counted, count: int, window: str = NOW) -> str:
    """Under every spelling that counts as one."""
    spelt = [e.platform for e in context.frozen.events if normalised(e.platform) == row.key] if by == "platform" else []
    chosen: dict[str, Codes] = {"space": ONLINE_SPACES, by: sorted(set(spelt)) or row.key}
    if window == BEFORE:
        return before(context, count, **chosen)
    return records(count, NOW, **chosen)


def before(context: SectionContext, count: int, **by: Codes) -> str:
    """Of what is online where nothing else is said."""
    by = {"space": ONLINE_SPACES, **by}
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
