"""Section 8: drivers and protective factors, of areas and settings; beside them what people told that protects."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import number
from core.sort_keys import alphabetical
from mapping.vocabulary import FactorConfidence, FactorKind, Setting
from output.document import Block, Column, Heading, KeySentence, Paragraph, SmallPrint, Table
from reports.sections.context import SectionContext
from reports.sections.counted import one_record
from reports.sections.statements import few_of, told_of
from reports.sections.wording import listed
from stakeholders.vocabulary import FindingKind

# So many of a kind stand in the section, the surest first; all of them in the annex where there are more.
MOST_SHOWN = 8
FACTORS_TABLE = "A15"
SUREST_FIRST = list(FactorConfidence.values)

Row = dict[str, Any]


def blocks(context: SectionContext) -> Iterator[Block]:
    rows, assets = context.frozen.factors, told_of(context, FindingKind.ASSET)
    yield KeySentence(_key(context))
    for kind, title in ((FactorKind.DRIVER, _("Drivers")), (FactorKind.PROTECTIVE, _("Protective factors"))):
        if found := _of(context, kind):
            yield Heading(title)
            yield _table(context, found[:MOST_SHOWN])
            if rest := len(found) - MOST_SHOWN if len(found) > MOST_SHOWN else 0:
                yield SmallPrint(_more(rest))
    if assets:
        yield Heading(_("What people told that protects"))
        yield from few_of(assets, "findings")
    elif rows and context.voices.sessions:
        yield Paragraph(_("In consultations nothing was told of that protects, or nothing that may be printed."))
    if rows:
        yield SmallPrint(_("How each is known: table %(table)s.") % {"table": FACTORS_TABLE})
        yield SmallPrint(
            _(
                "Drivers and protective factors are told of areas and settings. Groups of people are never among them: "
                "what is known of people alone has small effects wherever it was measured, and does harm where it is "
                "written down."
            )
        )


def _key(context: SectionContext) -> str:
    rows = context.frozen.factors
    if rows is None:
        return _("Drivers and protective factors were not kept yet when this diagnosis was computed.")
    if not rows and not context.tells_records:
        return _("No driver and no protective factor is told of here. That there is none is not said by that.")
    if not rows:
        return _("No driver and no protective factor is recorded. That there is none is not said by that.")
    counts = {kind: sum(row["kind"] == kind for row in rows) for kind in FactorKind}
    drivers = ngettext("%(count)s driver", "%(count)s drivers", counts[FactorKind.DRIVER])
    protective = ngettext("%(count)s protective factor", "%(count)s protective factors", counts[FactorKind.PROTECTIVE])
    told = [(drivers, counts[FactorKind.DRIVER]), (protective, counts[FactorKind.PROTECTIVE])]
    kinds = [words % {"count": number(count)} for words, count in told if count]
    return _("Recorded of areas and settings: %(kinds)s.") % {"kinds": listed(kinds)}


def _of(context: SectionContext, kind: FactorKind) -> list[Row]:
    rows = (row for row in context.frozen.factors or () if row["kind"] == kind)
    return sorted(rows, key=lambda row: (SUREST_FIRST.index(row["confidence"]), alphabetical(row["title"]), row["id"]))


def _more(rest: int) -> str:
    told = ngettext("Another one stands in table %(table)s.", "Another %(count)s stand in table %(table)s.", rest)
    return told % {"count": number(rest), "table": FACTORS_TABLE}


def _table(context: SectionContext, rows: list[Row]) -> Table:
    """Without how each is known, which the annex tells."""
    columns, cells = _columns(), [_cells(context, row) for row in rows]
    kept = [0, 1, 3]
    widest = [replace(columns[0], weight=9), *(columns[at] for at in kept[1:])]
    return Table(columns=widest, rows=[[row[at] for at in kept] for row in cells])


def _columns() -> list[Column]:
    return [
        Column(_("What"), weight=5),
        Column(_("Where"), weight=2.2),
        Column(_("How it is known"), weight=3.4),
        Column(_("Confidence"), weight=1.8),
    ]


def _cells(context: SectionContext, row: Row) -> list[str]:
    return [
        f"{one_record(row['title'].rstrip('. '), 'factor', row['id'])}. {row['statement']}",
        where(context, row),
        "; ".join(filter(None, [row["evidence"].rstrip(". "), _rests_on(row)])),
        _sure(context, row),
    ]


def where(context: SectionContext, row: Row) -> str:
    """The setting, where it is of one, and the districts, where it is not of the whole city."""
    places = listed([context.names.get(code, code) for code in row["districts"]], 12) or _("City-wide")
    return f"{Setting(row['setting']).label}, {places}" if row["setting"] else places


def _rests_on(row: Row) -> str:
    """How many records of the city it rests on, by what they are."""
    kinds = [reference.partition(":")[0] for reference in row["rests_on"]]
    seen, said = kinds.count("observation"), kinds.count("consultation")
    told = [
        ngettext("%(count)s observation", "%(count)s observations", seen) % {"count": number(seen)} if seen else "",
        ngettext("%(count)s consultation", "%(count)s consultations", said) % {"count": number(said)} if said else "",
    ]
    return listed([each for each in told if each])


def _sure(context: SectionContext, row: Row) -> str:
    label = str(FactorConfidence(row["confidence"]).label)
    until = row["review_by"]
    if until and datetime.date.fromisoformat(until) < context.frozen.diagnosis["dated"]:
        return _("%(confidence)s; to be looked at again") % {"confidence": label}
    return label


def tables(context: SectionContext) -> Iterator[Table]:
    """All of them, for the annex, where the section has not room for all."""
    found = [(kind, _of(context, kind)) for kind in FactorKind]
    if not any(rows for _kind, rows in found):
        return
    yield Table(
        columns=[Column(_("Kind"), weight=1.8), *_columns()],
        rows=[[str(kind.label), *_cells(context, row)] for kind, rows in found for row in rows],
        number=FACTORS_TABLE,
        title=_("Drivers and protective factors: all of them"),
    )
