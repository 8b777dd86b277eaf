"""Section 7: who is targeted and affected."""

from django.utils.translation import gettext as _

from output.document import Block, Heading, KeySentence, Paragraph, SmallPrint
from reports.sections.context import SectionContext, label, listed, short_period
from reports.sections.counted import of_family
from reports.sections.landscape import category_figure
from reports.sections.readings import category_table

MOST_BARS = 12


def blocks(context: SectionContext) -> list[Block]:
    rows = context.named_targets
    recorded: Block = Paragraph(_("No targeted group is named in the records of the period."))
    if rows:
        recorded = category_figure("targets", rows[:MOST_BARS], context.landscape.total)
    return [
        KeySentence(_key(context)),
        Heading(_("Recorded as targeted")),
        recorded,
        # in the short diagnosis table A5 of the annex tells it alone
        *([] if context.is_short else [Heading(_("Change by targeted group")), *_changes(context)]),
        SmallPrint(
            _(
                "Grounds as in OSCE/ODIHR hate crime reporting. They say against whom an act was directed as "
                "recorded; many acts are never reported, and some groups report less than others."
            )
        ),
    ]


def _key(context: SectionContext) -> str:
    land = context.landscape
    named = context.named_targets[:3]
    if not named:
        return _("The records of the period name no targeted group.")
    groups = listed(
        [f"{label('targets', row.key)} ({of_family(row.now, 'targets', row.key)})" for row in named], most=3
    )
    return _("Most often recorded as targeted in %(period)s: %(groups)s.") % {
        "period": short_period(land.period),
        "groups": groups,
    }


def _changes(context: SectionContext) -> list[Block]:
    changes = [c for c in context.landscape.families["targets"].changes if c.now or c.before]
    if not changes:
        return [Paragraph(_("There is nothing to compare."))]
    rows = [(label("targets", c.key), c) for c in sorted(changes, key=lambda c: (-c.now, c.key))]
    note = _(
        "Comparable records only; a record may count for several groups. Ratio: now to before. Rank 1 is the highest. "
        "Expected: what earlier years lead one to expect, and what would not surprise. For each question, over many "
        "reports, at most one in ten of the changes told is chance."
    )
    return [category_table(context, _("Group"), rows, note=note, families=["targets"] * len(rows))]
