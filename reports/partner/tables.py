"""Tables of protected figures. A row that tells nothing is named below its table; all that is hidden looks alike."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from analysis.disclosure import FEWEST_FOR_PARTNERS, Band
from analysis.protection.cells import Key, Printed
from analysis.protection.of_window import DISTRICTS, MONTHS, UNKNOWN, districts_of
from core import formats
from core.formats import number
from mapping.vocabulary import Current
from output.document import Block, Column, Paragraph, SmallPrint, Table
from reports.partner.figures import WORDS, WindowFigures, has_same_districts
from reports.partner.view import PartnerView
from reports.sections.periods import short_period
from reports.sections.wording import label, listed
from reports.snapshot import SnapshotData

HIDDEN = "×"
# By which names the map of members finds the table of districts and its columns (home/member_map.py).
BY_DISTRICT, CODE, NAME, LATEST = "districts", "code", "name", "latest"
NUMBERS = {"currents": "A3", "manifestations": "A4", "targets": "A5", "settings": "A6", "spaces": "A7", "places": "A8"}


def written(shown: Printed) -> str:
    if isinstance(shown, Band):
        return f"{number(shown.low)}–{number(shown.high)}"
    return HIDDEN if shown is None else number(shown)


def symbol() -> str:
    told = _(
        "%(symbol)s: fewer than %(least)s, none among them, or hidden so that such a count cannot be worked out; which "
        "of the two is not told."
    )
    return told % {"symbol": HIDDEN, "least": number(FEWEST_FOR_PARTNERS)}


def _of_hidden(rows: Sequence[Sequence[str]]) -> str:
    """What the symbol means, in a table that has it."""
    return symbol() if any(HIDDEN in row for row in rows) else ""


@dataclass(frozen=True)
class _Row:
    name: str
    shown: Sequence[Printed]

    @property
    def tells(self) -> bool:
        return any(each is not None for each in self.shown)


def family(view: PartnerView, name: str, title: str) -> Iterator[Block]:
    """Every code of a vocabulary, in its order, in each stretch of time that is told of."""
    told = view.figures.told
    codes = [*WORDS.codes[name], *([UNKNOWN] if name == "settings" else [])]
    rows = [_Row(_name(name, code), [each.of(name, code) for each in told]) for code in codes]
    yield from _table(told, rows, _("Category"), title, NUMBERS[name])


def _name(name: str, code: str) -> str:
    return label(name, code) if code else _("not stated")


def _table(
    told: Sequence[WindowFigures], rows: Sequence[_Row], head: str, title: str, table_number: str
) -> Iterator[Block]:
    telling = [row for row in rows if row.tells]
    silent = [row.name for row in rows if not row.tells]
    if telling:
        heads = [Column(short_period(each.window), align="end", weight=1.6) for each in told]
        cells = [[row.name, *map(written, row.shown)] for row in telling]
        columns = [Column(head, weight=4), *heads]
        yield Table(columns=columns, rows=cells, title=title, number=table_number, note=_of_hidden(cells))
    if silent:
        rest = _("Fewer than %(least)s records, none among them, or hidden, of: %(names)s.")
        names = listed(silent, len(silent))
        yield SmallPrint(rest % {"least": number(FEWEST_FOR_PARTNERS), "names": names})


def months(view: PartnerView) -> Iterator[Block]:
    """Each month of the period beside the same of the comparison, which are of the same calendar dates."""
    told = view.figures.told
    each_month = list(zip(*(_of_months(each) for each in told), strict=True))
    known = [_day(same[-1][0]).month for same in each_month if same[-1][0][1]]
    is_told = len(set(known)) == len(known)
    rows = [
        [_called([key for key, _shown in same], is_told=is_told), *(written(shown) for _key, shown in same)]
        for same in each_month
    ]
    if all(set(row[1:]) == {HIDDEN} for row in rows):
        none = _("Of no month may be told how many: each has fewer than %(least)s records, or hidden ones.")
        yield Paragraph(none % {"least": number(FEWEST_FOR_PARTNERS)})
        return
    columns = [Column(_("Month")), *(Column(short_period(each.window), align="end") for each in told)]
    yield Table(columns=columns, rows=rows, title=_("Records per month"), number="A2", note=_of_hidden(rows))


def _of_months(figures: WindowFigures) -> list[tuple[Key, Printed]]:
    return [(key, shown) for key, shown in figures.shown.items() if key[0] == MONTHS]


def _called(same: Sequence[Key], *, is_told: bool) -> str:
    """A month, or the same of several years: without a year where the columns tell it, as no month is there twice."""
    if not same[-1][1]:
        return _("month not known")
    days = [_day(key) for key in same]
    return formats.month_alone(days[-1]) if is_told else " / ".join(map(formats.month, days))


def _day(key: Key) -> datetime.date:
    return datetime.date.fromisoformat(f"{key[1]}-01")


def _by_district(view: PartnerView, frozen: SnapshotData) -> list[WindowFigures]:
    """What is told of districts."""
    same = [each for each in view.figures.told if has_same_districts(frozen, each)]
    return [each for each in same if each.window not in view.of_older_districts]


def why_no_districts(view: PartnerView, frozen: SnapshotData) -> str:
    """Why nothing is told of districts; empty where something is."""
    if _by_district(view, frozen):
        return ""
    if any(has_same_districts(frozen, each) for each in view.figures.told):
        return _("Counts of districts are not told of: records lie in districts of older boundaries.")
    return _("Counts of districts are not told of: they were printed before within other boundaries.")


def districts(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    """Bands in the order of the districts' codes."""
    if why := why_no_districts(view, frozen):
        yield Paragraph(why)
        return
    told = _by_district(view, frozen)
    looked = [each for each in told if each.window == frozen.period]
    rows = [
        [
            area.code,
            area.name,
            number(area.population) if area.population is not None else "–",
            *(
                _("not looked at")
                if each in looked and area.code in view.not_looked_at_codes
                else written(each.of(DISTRICTS, area.code))
                for each in told
            ),
        ]
        for area in frozen.areas
    ]
    columns = [
        Column(_("Code"), weight=1.3, key=CODE),
        Column(_("District"), weight=4, key=NAME),
        Column(_("Residents"), align="end", weight=2),
        *(
            Column(short_period(each.window), align="end", weight=2, key=LATEST if each is told[-1] else "")
            for each in told
        ),
    ]
    bands = _("How many records, as a band. In the order of the codes, and in no other.")
    note = f"{bands} {_of_hidden(rows)}".rstrip()
    yield Table(columns=columns, rows=rows, title=_("Records by district"), number="A1", note=note, key=BY_DISTRICT)


def currents_in_districts(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    """Of the period: the districts of each current whose band is not the lowest."""
    now = view.figures.now
    if now is None or not has_same_districts(frozen, now) or now.window in view.of_older_districts:
        return
    rows, gone = [], []
    for current in Current:
        bands = [(area.name, now.of(districts_of(current), area.code)) for area in frozen.areas]
        if all(shown is None for _name, shown in bands):
            gone.append(str(current.label))
        rows += [
            [str(current.label), name, written(shown)]
            for name, shown in bands
            if isinstance(shown, Band) and shown.low >= FEWEST_FOR_PARTNERS
        ]
    least = {"least": number(FEWEST_FOR_PARTNERS)}
    note = _("Of every other current and district: fewer than %(least)s records, or hidden.") % least
    if rows:
        columns = [Column(_("Current"), weight=3), Column(_("District"), weight=3), Column(_("Records"), align="end")]
        yield Table(columns=columns, rows=rows, title=_("Currents by district"), number="A9", note=note)
    else:
        none = _(
            "Of no current may be told where: each district has fewer than %(least)s records of it, or hidden ones."
        )
        yield Paragraph(none % least)
    if gone:
        told = _("Not told of by district, because small counts could be worked out: %(names)s.")
        yield SmallPrint(told % {"names": listed(gone, len(gone))})
