"""Of section 9: what was said, in the officers' words. Nothing is cut by order of entry; the annex has all of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from analysis.disclosure import RULES, printed_as
from analysis.needs import Voiced
from core.formats import number
from core.sort_keys import alphabetical
from output.document import Block, Bullets, Column, Paragraph, Run, SmallPrint, Table
from reports.sections.context import SectionContext
from reports.sections.counted import said as words_said
from reports.sections.needs import by_name, need, nothing, raised_by
from reports.sections.standing import Numbered, told_in
from reports.sections.wording import listed
from stakeholders.vocabulary import Attribution, FindingKind, NeedCategory, PreventionLevel, Sector, StakeholderBlock

# So many of one kind stand in the section, of every block as many as there is room for; the others in the annex.
MOST_SAID = 3
# Of one need or kind of finding, in the line that names it.
MOST_IN_LINE = 1
NEEDS_TABLE, FINDINGS_TABLE, QUOTES_TABLE = "A12", "A13", "A14"
# What is told beside what else is known of it: in section 8 and in section 11.
ELSEWHERE = frozenset({FindingKind.ASSET, FindingKind.COMMITMENT})
TABLES = {"needs": NEEDS_TABLE, "findings": FINDINGS_TABLE, "quotes": QUOTES_TABLE}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its kind, how high it was put (5 to 1; 0: nobody was asked), its place, level, for whom; and the
    sessions it was said in, which are printed nowhere."""

    kind: str
    text: str
    by: str
    block: str
    high: int = 0
    where: tuple[str, ...] = ()
    level: str = ""
    whom: tuple[str, ...] = ()
    sessions: tuple[int, ...] = field(default=(), compare=False)

    @property
    def words(self) -> str:
        """Leading to where they were said."""
        return words_said(self.text, self.sessions)

    @property
    def details(self) -> str:
        whom = _("for %(groups)s") % {"groups": listed(self.whom, 12)} if self.whom else ""
        return "; ".join(filter(None, [listed(self.where, 12), self.level, whom]))

    def __str__(self) -> str:
        return f"{self.words} ({'; '.join(filter(None, [self.details, self.by]))})"


def said(context: SectionContext, rows: str) -> tuple[Statement, ...]:
    """All statements of a kind of row that may be told in words, each once, the highest priority first.

    Half of the sections ask; of thousands it is worked out once.
    """
    kept = rows, get_language() or ""
    if kept not in context.statements:
        context.statements[kept] = tuple(_in_order(context, rows))
    return context.statements[kept]


def _in_order(context: SectionContext, rows: str) -> list[Statement]:
    found: dict[Statement, set[int]] = {}
    for row in _open_rows(context, rows):
        one = Statement(
            kind=row.get("category") or row.get("kind") or "",
            text=row.get("statement") or row.get("text") or "",
            by=_attributed(row) if rows == "quotes" else _said_by(row),
            block=row["block"],
            high=row.get("priority", 0),
            where=tuple(context.names.get(code, code) for code in row.get("districts", ())),
            level=str(PreventionLevel(row["level"]).label) if row.get("level") else "",
            whom=tuple(context.group_names.get(code, code) for code in row.get("groups", ())),
        )
        there = found.setdefault(one, set())
        # quotes of other sessions stand on no page of theirs for whoever may not read them as a whole
        if rows != "quotes" or RULES[row["rule"]].names_organisations:
            there.add(row["session"])
    each_once = sorted(found, key=lambda each: (-each.high, each.text, each.by, each.block, each.details))
    return [replace(each, sessions=tuple(sorted(found[each]))) for each in each_once]


def _open_rows(context: SectionContext, rows: str) -> Iterator[dict[str, Any]]:
    for session in context.frozen.consultations:
        if RULES[session["confidentiality"]].prints_words:
            for row in session[rows]:
                yield {**row, "rule": session["confidentiality"], "session": session["id"]}


def _said_by(row: dict[str, Any]) -> str:
    """Each statement is of one who spoke."""
    if sector := printed_as(row["rule"], row["sector"]):
        return str(Sector(sector).label)
    return str(StakeholderBlock(row["block"]).label)


def _attributed(row: dict[str, Any]) -> str:
    """As far as was agreed with whoever said it."""
    match row["attribution"]:
        case Attribution.ORGANISATION if row["organisation__name"]:
            return str(row["organisation__name"])
        case Attribution.ORGANISATION | Attribution.SECTOR:
            return _said_by(row)
        case Attribution.BLOCK:
            return str(StakeholderBlock(row["block"]).label)
    return _("said in a consultation")


def chosen(rows: Sequence[Statement], most: int = MOST_SAID) -> list[Statement]:
    """The first of each block in turn: no block fills the room of the others."""
    of_block = [[row for row in rows if row.block == block] for block in StakeholderBlock]
    in_turn = [row for rank in zip_longest(*of_block) for row in rank if row is not None]
    return in_turn[:most]


def needs_in_words(context: SectionContext) -> Iterator[Block]:
    """Every category that was raised, with who raised it and what they said."""
    rows = said(context, "needs")
    all_needs = context.voices.needs if context.voices.is_ordered else by_name(context.voices.needs)
    if not all_needs:
        return
    yield Bullets([_need(context, each, [row for row in rows if row.kind == each.category]) for each in all_needs])
    if context.frozen.services:
        yield SmallPrint(told_in(context, _("What serves each need already"), Numbered.ASSETS))
    else:
        yield SmallPrint(_not_known(context))


def _need(context: SectionContext, each: Voiced, rows: Sequence[Statement]) -> list[Run]:
    """A need with who raised it, what was said of it by whoever put it highest, and where the others stand."""
    raised = _("raised by %(whom)s") % {"whom": raised_by(context, each)}
    told = [str(row) for row in rows[:MOST_IN_LINE]] or [_("Nothing was said of it that may be told in words.")]
    return [
        Run(need(each), strong=True),
        Run(f" · {raised}. ", look="back"),
        Run(" ".join(told)),
        *_rest(rows, NEEDS_TABLE),
    ]


def _rest(rows: Sequence[Statement], table: str) -> Iterator[Run]:
    """Where the others stand."""
    rest = len(rows) - MOST_IN_LINE
    if rest <= 0:
        return
    told = ngettext("Another one in table %(table)s.", "Another %(count)s in table %(table)s.", rest)
    yield Run(". " + told % {"count": number(rest), "table": table}, look="back")


def _not_known(context: SectionContext) -> str:
    if context.frozen.services is None:
        return _("Which services answer a need already was not kept yet when this diagnosis was computed.")
    return _("No service is recorded, so what answers these needs already is not known.")


def told_of(context: SectionContext, kind: FindingKind) -> list[Statement]:
    """The findings of a kind that may be told in words."""
    return [row for row in said(context, "findings") if row.kind == kind]


def few_of(rows: Sequence[Statement], kind: str) -> Iterator[Block]:
    """As many as the section has room for, and where the others stand."""
    if not rows:
        yield Paragraph(_("Nothing was said of it that may be told in words."))
        return
    shown = chosen(rows)
    yield Bullets([str(row) for row in shown])
    if rest := len(rows) - len(shown):
        told = ngettext(
            "Another statement stands in table %(table)s.",
            "Another %(count)s statements stand in table %(table)s.",
            rest,
        )
        yield SmallPrint(told % {"count": number(rest), "table": TABLES[kind]})


def findings(context: SectionContext) -> Iterator[Block]:
    """In the officers' words, by kind. What was said in confidence is counted above and told nowhere."""
    rows, under = said(context, "findings"), []
    for kind in FindingKind:
        if kind in ELSEWHERE:
            continue
        if found := [row for row in rows if row.kind == kind]:
            under.append(_under(str(kind.label), found, "findings"))
    if under:
        yield Bullets(under)
    if not rows:
        yield Paragraph(nothing(context, _("No finding is recorded."), _("No finding is recorded that may be told.")))
    if any(row.kind == FindingKind.ASSET for row in rows):
        yield SmallPrint(told_in(context, _("What they told that protects"), Numbered.DRIVERS))
    if any(row.kind == FindingKind.COMMITMENT for row in rows):
        yield SmallPrint(told_in(context, _("What they said they will do"), Numbered.ASSETS))
    if quotes := said(context, "quotes"):
        yield Bullets([_under(_("In their own words"), [quoted(row) for row in quotes], "quotes")])


def _under(title: str, rows: Sequence[Statement], kind: str) -> list[Run]:
    """A head in the line, the first of what was said, and where the rest of it stands."""
    told = " ".join(str(row) for row in rows[:MOST_IN_LINE])
    return [Run(f"{title}. ", strong=True), Run(told), *_rest(rows, TABLES[kind])]


def quoted(row: Statement) -> Statement:
    return Statement(kind="", text=f"“{row.text}”", by=row.by, block=row.block, sessions=row.sessions)


def disagreements(context: SectionContext) -> Iterator[Block]:
    """All of them, whatever else is left out, and each once, in however many sessions it was told."""
    told: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for session in context.frozen.consultations:
        if RULES[session["confidentiality"]].prints_words:
            for row in session["disagreements"]:
                told.setdefault((row["statement"], tuple(row["blocks"])), []).append(session["id"])
    rows = [
        words_said(statement, sessions) + (f" ({listed(_blocks(blocks))})" if blocks else "")
        for (statement, blocks), sessions in told.items()
    ]
    none = _("None is recorded. That nobody disagreed is not said by that.")
    yield Bullets(rows) if rows else Paragraph(nothing(context, none, _("None is recorded that may be told.")))


def _blocks(codes: Sequence[str]) -> list[str]:
    return [str(StakeholderBlock(code).label) for code in codes]


def tables(context: SectionContext) -> Iterator[Table]:
    """Everything that was said in words, for the annex."""
    titles = {
        "needs": _("Needs: all statements"),
        "findings": _("Findings: all statements"),
        "quotes": _("In their own words: all of them"),
    }
    for kind, title in titles.items():
        rows = said(context, kind)
        if rows:
            yield _table(rows, kind, title)


def _table(rows: Sequence[Statement], kind: str, title: str) -> Table:
    columns = [
        *([] if kind == "quotes" else [Column(_("Kind"), weight=2)]),
        Column(_("Statement"), weight=6),
        *([] if kind == "quotes" else [Column(_("Where and for whom"), weight=2.6)]),
        Column(_("Said by"), weight=2.2),
    ]
    labels = {**dict(NeedCategory.choices), **dict(FindingKind.choices), "": ""}
    if kind == "quotes":
        cells = [[quoted(row).words, row.by] for row in rows]
    else:
        ordered = sorted(rows, key=lambda row: alphabetical(labels[row.kind]))
        cells = [[str(labels[row.kind]), row.words, row.details or "–", row.by] for row in ordered]
    return Table(columns=columns, rows=cells, number=TABLES[kind], title=title)
