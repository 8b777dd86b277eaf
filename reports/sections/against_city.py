"""Districts against the city in section 5."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.change import Change
from analysis.questions.against_city import FEWEST_MEMBERS, FEWEST_WINDOWS
from analysis.words import DOUBLED, Word
from core.formats import amount, decimal, number, number_marks
from output.charts.rows import ChangeRow, change_pairs
from output.document import Block, Column, Figure, Paragraph, SmallPrint, Table
from reports.sections import readings
from reports.sections.context import SectionContext
from reports.sections.counted import compared
from reports.sections.periods import short_period
from reports.sections.readings import is_alike, reading, why_unlike
from reports.sections.wording import FEWEST_FOR_A_JUDGEMENT, heads, listed

MOST_ROWS = 6
TABLE = "A10"
DIRECTIONS: dict[int, Literal["up", "down"]] = {1: "up", -1: "down"}


def against_city_blocks(context: SectionContext) -> list[Block]:
    land = context.landscape
    family = land.families["districts"]
    if family.growth is None:
        return [Paragraph(_not_against(context))]
    findings = list(family.findings)
    unseen = {district.area.code for district in context.not_looked_at}
    changed = [c for c in family.changes if not is_alike(c) and c.key not in unseen]
    largest = sorted((c for c in family.changes if c.against and not c.findings), key=lambda c: (-c.now, c.key))
    chosen = [*findings, *largest][: max(MOST_ROWS, len(findings))]
    otherwise = _recorded_otherwise(context, changed)
    if not chosen and otherwise:
        return otherwise
    if not chosen:
        return [Paragraph(_("No district has enough records in all periods together to be read against the city."))]
    few = sum(1 for c in family.changes if c.word == Word.TOO_FEW)
    blocks: list[Block] = []
    pairs = [_pair(context, c) for c in chosen]
    blocks.append(
        Figure(
            svg=change_pairs(
                pairs,
                before_label=short_period(land.comparison),
                now_label=short_period(land.period),
                marks=number_marks(),
            ),
            alt=_("Recorded events before and now of those that moved, and of the largest: %(rows)s.")
            % {"rows": listed([f"{p.label} {p.text}, {p.word}" for p in pairs], most=MOST_ROWS)},
            caption=_(
                "Comparable records per district. An arrow is drawn only where a change was found. Table %(table)s has "
                "the numbers of all."
            )
            % {"table": TABLE},
        )
    )
    if few:
        told = ngettext(
            "%(few)s district has fewer than ten records in all periods together and is not read; table A1 lists it.",
            "%(few)s districts have fewer than ten records in all periods together and are not read; table A1 lists "
            "them.",
            few,
        )
        blocks.append(SmallPrint(told % {"few": number(few)}))
    blocks += otherwise
    if unseen:
        names = listed([district.area.name for district in context.not_looked_at])
        blocks.append(SmallPrint(_("Not compared, because nobody looked in the period: %(names)s.") % {"names": names}))
    return blocks


def _recorded_otherwise(context: SectionContext, changed: Sequence[Change]) -> list[Block]:
    if not changed:
        return []
    names = listed([context.names[c.key] for c in changed])
    return [not_compared(changed[0], names)]


def not_compared(change: Change, names: str) -> SmallPrint:
    """Which are not, of which this is one: what keeps one of a period from it keeps all."""
    return SmallPrint(_("Not compared, because %(why)s: %(names)s.") % {"why": why_unlike(change), "names": names})


def table(context: SectionContext) -> list[Table]:
    """Of the annex: every district that is read against the city, the highest ratio first."""
    family = context.landscape.families["districts"]
    read = sorted(
        (change for change in family.changes if change.against),
        key=lambda change: (-change.against.ratio if change.against else 0, change.key),
    )
    if not read or family.growth is None or context.is_short:
        return []
    note = _(
        "With the city: what the district would have if it had gone as the districts in the middle did, %(growth)s "
        "times its earlier periods together, where %(same)s would be no change. The ratio is of now to that, its "
        "interval at %(level)s %% so that word and interval agree over all districts. Over many reports at most one in "
        "ten of the changes told is chance. Rank 1 is the highest."
    ) % {
        "growth": decimal(family.growth, 2),
        "same": decimal(1 / len(read[0].earlier), 2),
        "level": amount(100 * family.level),
    }
    made = district_table(context, read, note=note)
    return [replace(made, number=TABLE, title=_("Districts against the city"))]


def furthest(context: SectionContext) -> Change | None:
    """Of districts that went twice or half as the city, the one that went furthest; nothing where any is a finding."""
    family = context.landscape.families["districts"]
    if family.findings:
        return None
    asked = [
        (abs(math.log(change.against.ratio)), change)
        for change in family.changes
        if change.against and change.against.ratio > 0 and change.now + change.before >= FEWEST_FOR_A_JUDGEMENT
    ]
    far = max(asked, key=lambda pair: pair[0], default=None)
    return far[1] if far and far[0] >= math.log(DOUBLED) else None


def _not_against(context: SectionContext) -> str:
    """Why no district is read against the city."""
    if len(context.landscape.windows_used) < FEWEST_WINDOWS:
        return _(
            "Districts are read against the city from two earlier periods on that the same sources covered alike; "
            "until "
            "then they have counts and no words."
        )
    if len(context.landscape.districts) < FEWEST_MEMBERS:
        return _(
            "Districts are read against the city where there are eight of them; here they have counts and no words."
        )
    if context.frozen.lies_in_older_districts(context.landscape.comparison):
        return _(
            "What was recorded in the earlier periods lies in districts of older boundaries, so there is nothing to "
            "read those of today against."
        )
    return _("Nothing was recorded in a district in the earlier periods, so there is nothing to read it against.")


def _pair(context: SectionContext, change: Change) -> ChangeRow:
    return ChangeRow(
        label=context.names[change.key],
        before=change.before,
        now=change.now,
        word=readings.beside(context, change, "districts"),
        text=f"{number(change.before)} → {number(change.now)}",
        direction=DIRECTIONS.get(change.word.direction),
    )


def district_table(context: SectionContext, changes: Iterable[Change], *, note: str) -> Table:
    columns = [
        Column(_("District"), weight=3.6),
        Column(heads(context.landscape)[0], align="end", weight=1.4),
        Column(heads(context.landscape)[1], align="end", weight=1.4),
        Column(_("Rank"), align="end", weight=1.2),
        Column(_("With the city"), align="end", weight=1.5),
        Column(_("Ratio"), align="end", weight=3.2),
        Column(_("Reading"), weight=2.6, emphasis=True),
    ]
    rows = [
        [
            readings.named(context, context.names[c.key], c, "districts"),
            *compared(context, c, "districts"),
            readings.rank(c),
            readings.with_the_city(c),
            readings.against(c),
            reading(c),
        ]
        for c in changes
    ]
    return Table(columns=columns, rows=rows, note=note)
