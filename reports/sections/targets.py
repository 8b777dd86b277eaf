"""Section 7: who is targeted and affected."""

from django.utils.translation import gettext as _

from output.document import Block, Heading, KeySentence, SideBySide, SmallPrint
from reports.sections.context import SectionContext
from reports.sections.counted import of_family
from reports.sections.landscape import HALF, category_figure, family_note
from reports.sections.periods import in_period
from reports.sections.wording import label, listed

MOST_BARS = 12


def blocks(context: SectionContext) -> list[Block]:
    rows = context.named_targets
    # table A5 tells of change
    if not context.landscape.total:
        return [KeySentence(_key(context))]
    beside = [*([] if context.is_short else family_note(context, "targets")), SmallPrint(_grounds())]
    if rows:
        drawn = category_figure("targets", rows[:MOST_BARS], context.landscape.total, HALF)
        beside = [SideBySide(columns=[[drawn], beside], weights=(58, 42))]
    return [KeySentence(_key(context)), Heading(_("Recorded as targeted")), *beside]


def _grounds() -> str:
    return _(
        "Grounds as in OSCE/ODIHR hate crime reporting. They say against whom an act was directed as recorded; many "
        "acts are never reported, and some groups report less than others."
    )


def _key(context: SectionContext) -> str:
    land = context.landscape
    named = context.named_targets[:3]
    if not land.total:
        return _("Nothing was recorded %(in_period)s.") % {"in_period": in_period(land.period)}
    if not named:
        return _("The records of the period name no targeted group.")
    groups = listed(
        [f"{label('targets', row.key)} ({of_family(row.now, 'targets', row.key)})" for row in named], most=3
    )
    return _("Most often recorded as targeted %(in_period)s: %(groups)s.") % {
        "in_period": in_period(land.period),
        "groups": groups,
    }
