"""Of the annex: counts, rates and readings of every district, month and category."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.change import Change
from analysis.comparison import Family
from analysis.landscape import Counted, District
from analysis.months import Month
from analysis.rates import Rate
from core import formats
from core.formats import amount, number
from output.document import Block, Column, SmallPrint, Table
from reports.sections import against_city
from reports.sections.contents import CATEGORY_TABLES
from reports.sections.context import SectionContext
from reports.sections.counted import PROPERTY, compared, made_of, of_family, records, share_of
from reports.sections.periods import is_of_years
from reports.sections.readings import beside, expected, is_alike, named, rank, reading, times
from reports.sections.wording import heads, label
from reports.selection import BEFORE, NOW, UNSAID

# Of the other families no total remains of a year whose records are gone.
TOLD_BY_TOTALS = frozenset({"currents", "manifestations", "targets"})


def blocks(context: SectionContext) -> list[Block]:
    numbers = _("Each table has the same number in every diagnosis; one that would have nothing to show is left out.")
    return [SmallPrint(numbers), _districts(context), _months(context), *_categories(context)]


def _districts(context: SectionContext) -> Table:
    land = context.landscape
    rates = [
        Column(_("Rate, sources alike (95 %)"), align="end", weight=3.2),
        Column(_("Smoothed, sources alike"), align="end", weight=2.3),
    ]
    columns = [
        Column(_("Code"), weight=1.3),
        Column(_("District"), weight=4.2),
        Column(_("Residents"), align="end", weight=2.2),
        Column(heads(context.landscape)[0], align="end", weight=1.4),
        Column(heads(context.landscape)[1], align="end", weight=1.4),
        *([] if context.is_short else rates),
        Column(_("Reading"), weight=3.8),
    ]
    rows = [_district_row(context, district) for district in land.districts]
    title = _("Districts: records, rate per 10,000 residents and year, change")
    if context.is_short:
        rows = list(map(_without_rates, rows))
        title = _("Districts: records and change")
    note = " ".join([*_of_dashes(rows), *_of_rates(context), *_read_elsewhere(context)])
    return Table(columns=columns, rows=rows, number="A1", title=title, note=note)


def _of_dashes(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    if any("–" in row for row in rows):
        yield _("A dash: not looked at, not known, or not read.")


def _of_rates(context: SectionContext) -> Iterator[str]:
    if context.rates and not context.is_short:
        yield _(
            "Rates are of the sources that looked at all districts alike, and none is given where it was looked at in "
            "part. Smoothed rates are those of the map of this diagnosis. The map on screen has rates of all sources, "
            "which may differ."
        )


def _read_elsewhere(context: SectionContext) -> Iterator[str]:
    """The counts here are all there are; a reading is of those that can be compared, over all earlier periods."""
    if against_city.table(context):
        told = _("The reading is against the city, over all earlier periods: table %(table)s has the counts it is of.")
        yield told % {"table": against_city.TABLE}


def _without_rates(row: list[str]) -> list[str]:
    return [*row[:5], row[7]]


def _district_row(context: SectionContext, district: District) -> list[str]:
    area, rate = district.area, district.rate
    is_gone = context.landscape.before_is_gone
    before = number(district.before) if is_gone else of_family(district.before, "districts", area.code, BEFORE)
    looked = district.share_looked > 0
    return [
        area.code,
        area.name,
        number(area.population) if area.population is not None else "–",
        before if looked and _has_before(context, district) else "–",
        of_family(district.count, "districts", area.code) if looked else "–",
        _rate(context, district, rate) if rate else "–",
        amount(district.smoothed, 2) if district.smoothed is not None else "–",
        _district_word(context, district),
    ]


def _has_before(context: SectionContext, district: District) -> bool:
    """Whether as many looked there before, in the same district."""
    if context.frozen.lies_in_older_districts(context.landscape.comparison):
        return False
    return district.share_looked_before >= district.share_looked


def _rate(context: SectionContext, district: District, rate: Rate) -> str:
    """Leading to the records it is made of: those of the sources that looked at all districts alike."""
    rated, code = context.landscape.rated, district.area.code
    told = made_of(amount(rate.value), rated.counts[code], NOW, district=code, source=sorted(rated.sources))
    return f"{told} ({amount(rate.low)}–{amount(rate.high)})"


def _district_word(context: SectionContext, district: District) -> str:
    if district.change is None:
        return _("not looked at")
    told = [reading(district.change)] if _is_read(context, district.change) else []
    return "; ".join([*told, *([_("looked at in part")] if district.in_part else [])]) or "–"


def _is_read(context: SectionContext, change: Change) -> bool:
    """Whether a word says something of it: where no district is read against the city, that it cannot be told was not
    found out."""
    return context.landscape.families["districts"].growth is not None or not is_alike(change)


def _months(context: SectionContext) -> Table:
    """Each month of the period beside the same of the comparison, which are of the same calendar dates."""
    months = context.landscape.months
    pairs = zip(*([each for each in months if each.current is now] for now in (False, True)), strict=True)
    are_years = is_of_years(context.landscape.period)
    called = formats.month_alone if are_years else formats.month
    note = [] if are_years else [_("Before: the same month of the period it is compared with.")]
    if any(each.known is None for each in months):
        note.append(_("A dash: nobody looked in that month, or totals remain of its year alone."))
    return Table(
        columns=[Column(_("Month")), *(Column(head, align="end") for head in heads(context.landscape))],
        rows=[[called(now.start), _of_month(before), _of_month(now)] for before, now in pairs],
        number="A2",
        title=_("Records per month"),
        note=" ".join(note),
    )


def _of_month(month: Month) -> str:
    if month.known is None:
        return "–"
    return records(month.known, NOW if month.current else BEFORE, month=month.start.strftime("%Y-%m"))


def _categories(context: SectionContext) -> list[Table]:
    titles = {
        "currents": _("By current"),
        "manifestations": _("By what was done"),
        "targets": _("By targeted group"),
        "settings": _("By kind of place"),
        "spaces": _("Offline and online"),
        "source_types": _("By type of source"),
    }
    return [_category(context, family, title) for family, title in titles.items() if context.landscape.counts[family]]


def _category(context: SectionContext, family: str, title: str) -> Table:
    land = context.landscape
    judged = land.families.get(family)
    # where all that was recorded is compared, the counts of both stand there already
    tells_compared = judged is not None and not _is_all_compared(land.counts[family], judged)
    columns = [
        Column(_("Category"), weight=4),
        Column(heads(context.landscape)[0], align="end", weight=1.4),
        Column(heads(context.landscape)[1], align="end", weight=1.4),
        Column(_("Share"), align="end", weight=1.2),
    ]
    if judged:
        columns += [
            *([Column(_compared_head(context), align="end", weight=2.2)] if tells_compared else []),
            Column(_("Ratio"), align="end", weight=1.2),
            Column(_("Rank"), align="end", weight=1.2),
            Column(_("Expected"), align="end", weight=2.2),
            Column(_("Reading"), weight=3),
        ]
    rows = []
    for row in land.counts[family]:
        cells = [label(family, row.key), _before(context, family, row), of_family(row.now, family, row.key)]
        cells.append(share_of(row.now, land.total, **{PROPERTY[family]: row.key}))
        if judged:
            change = judged.of(row.key)
            cells[0] = named(context, cells[0], change, family) if change else cells[0]
            cells += (
                [
                    *([_compared(context, change, family)] if tells_compared else []),
                    times(change),
                    rank(change),
                    expected(change),
                    beside(context, change, family),
                ]
                if change
                else ["–"] * (5 if tells_compared else 4)
            )
        rows.append(cells)
    return Table(
        columns=columns,
        rows=rows,
        number=CATEGORY_TABLES[family],
        title=title,
        note=" ".join(
            [
                *(_all_compared(context) if judged and judged.changes and not tells_compared else []),
                *_fewer_compared(context, family),
                *_unstated(context, family),
            ]
        ),
    )


def _is_all_compared(rows: Iterable[Counted], judged: Family) -> bool:
    changes = ((row, judged.of(row.key)) for row in rows)
    return all(
        change is None or (is_alike(change) and (change.before, change.now) == (row.before, row.now))
        for row, change in changes
    )


def _before(context: SectionContext, family: str, row: Counted) -> str:
    if context.landscape.before_is_gone:
        return number(row.before) if family in TOLD_BY_TOTALS else "–"
    return of_family(row.before, family, row.key, BEFORE)


def _compared(context: SectionContext, change: Change, family: str) -> str:
    """The counts that the words rest on; those before them are of every record. Where recording changed none are
    compared."""
    if not is_alike(change):
        return "–"
    return " → ".join(compared(context, change, family))


def _compared_head(context: SectionContext) -> str:
    """Which two are compared, where they are called by their years: columns of all records stand beside it."""
    before, now = heads(context.landscape)
    return _("Compared, %(before)s → %(now)s") % {"before": before, "now": now} if now.isdecimal() else _("Compared")


def _all_compared(context: SectionContext) -> Iterator[str]:
    before, now = heads(context.landscape)
    told = _("All that was recorded is compared: ratios are of the counts under “%(now)s” to those under “%(before)s”.")
    yield told % {"now": now, "before": before}


def _fewer_compared(context: SectionContext, family: str) -> Iterator[str]:
    """Why what is compared is not what is recorded, where it is not in any row."""
    judged = context.landscape.families.get(family)
    rows = ((row, judged.of(row.key)) for row in context.landscape.counts[family]) if judged else ()
    if any(
        change and is_alike(change) and (change.before < row.before or change.now < row.now) for row, change in rows
    ):
        left_out = _("What is left out of the comparison")
        yield _("Compared are fewer than recorded: “%(left_out)s”, below, says which.") % {"left_out": left_out}


def _unstated(context: SectionContext, family: str) -> Iterator[str]:
    """How many records of the period say nothing here, where a record may."""
    field = {"settings": "setting"}.get(family, family)
    if field not in {"currents", "manifestations", "targets", "setting"}:
        return
    silent = sum(not getattr(e, field) for e in context.recorded_in(context.landscape.period))
    if not silent:
        return
    yield ngettext(
        "%(count)s record of the period says nothing here.", "%(count)s records of the period say nothing here.", silent
    ) % {"count": records(silent, **{field: UNSAID})}
