"""Section 6: the online landscape."""

from django.utils.translation import gettext as _

from analysis.landscape import Counted
from core.formats import decimal, number, percent
from output.document import Block, Column, Heading, KeySentence, Paragraph, SmallPrint, Table
from reports.sections.contents import JUDGEMENTS, ONLINE
from reports.sections.context import SectionContext, label


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
    # Counted without letter case, printed as the first record writes it.
    names = {event.platform.casefold(): event.platform for event in reversed(context.frozen.events)}
    return [
        KeySentence(
            _("%(count)s of %(total)s records (%(share)s) happened wholly or partly online, %(before)s before.")
            % {
                "count": number(online.now),
                "total": number(context.landscape.total),
                "share": percent(online.now, context.landscape.total),
                "before": number(online.before),
            }
        ),
        Heading(_("Platforms, currents and what was done")),
        *_table(_("Platforms"), [(names[row.key], row) for row in online.platforms]),
        *_table(_("Currents"), [(label("currents", row.key), row) for row in online.currents]),
        *_table(_("What was done"), [(label("manifestations", row.key), row) for row in online.manifestations]),
        Heading(_("Online and offline together")),
        Paragraph(_together(context)),
        SmallPrint(_("Platforms are named, never channels or profiles.")),
    ]


def _table(title: str, rows: list[tuple[str, Counted]]) -> list[Block]:
    shown = [row for row in rows if row[1].now or row[1].before]
    if not shown:
        return []
    columns = [
        Column(title, weight=4),
        Column(_("Before"), align="end", weight=1),
        Column(_("Now"), align="end", weight=1),
    ]
    return [Table(columns=columns, rows=[[name, number(row.before), number(row.now)] for name, row in shown])]


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
