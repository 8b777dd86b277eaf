"""Rows of a table as lines for COPY. What differs in a hundred thousand rows is key and date; the rest comes in a few
hundred combinations of cells, each worked out once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from mapping.actions.staging import NULL, Kind
from mapping.imports.counts import Counts
from mapping.imports.dates.days import DateReader, NoDate, OtherForm, Unwritten, has_short_year
from mapping.imports.dates.doubts import Written, check_coverage, check_days, check_spellings, check_unread, check_zone
from mapping.imports.dates.hours import HourReader, with_hour
from mapping.imports.dates.order import check_order
from mapping.imports.dates.row_days import Days, Forms, Reported
from mapping.imports.doubts import Doubts, among
from mapping.imports.fields import AllAlike, Codes, NoPlace, UnknownValue, folded
from mapping.imports.keys import KeyWatch
from mapping.imports.left_out import RulesMet
from mapping.imports.places import Found, Places
from mapping.imports.points import Points
from mapping.imports.rules import ColumnMapping, DateRule, NotCounted
from mapping.imports.several_rows import Line, SeveralRows, as_copied
from mapping.imports.tables.header import Table
from mapping.imports.tables.notes import about_note, alone_in
from mapping.imports.titles import title
from mapping.imports.totals import about_total, is_total
from mapping.vocabulary import Place, Precision, Space, contradictions

LONGEST_KEY = 120
# Combinations of cells remembered at once; forgetting them costs time, never correctness.
MOST_COMBINATIONS = 50_000

Cells = tuple[str, ...]
# Sheets of two generations, with and without their head; what exports and interfaces give at most.
CUT_AT = {65_535, 65_536, 1_048_575, 1_048_576, 10_000, 50_000}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row a rule of the mapping leaves out."""

    value: str
    rule: NotCounted


@dataclass(frozen=True, slots=True)
class Unread:
    """Why the cells of a row say no kind of event; `may_be_event` where its key and its days are to be read too. Of
    problems that are `alike` an example is enough."""

    problems: list[str]
    may_be_event: bool = True
    alike: frozenset[str] = frozenset()


class RowReader:
    """Turns rows into lines `row, key, first day, last day, precision, hour, reported on, kind`, gathering problems."""

    def __init__(self, mapping: ColumnMapping, table: Table, places: Places | Points, zone: ZoneInfo) -> None:
        self.mapping = mapping
        self.places = places
        self.problems = table.problems
        self.rows_read = 0
        self.not_counted: list[dict[str, Any]] = []
        self.kinds: dict[Kind, int] = {}
        self._table = table
        self._key = table.position(mapping.external_key)
        self._columns = self._categories()
        self._cells = _picker([table.position(column) for column in self._columns])
        self._points = places if isinstance(places, Points) else None
        self._known: dict[Cells, int | LeftOut | Unread] = {}
        self._zone = zone
        self._space_is_said = "space" in mapping.raw.get("fields", {})
        self._watch = KeyWatch(mapping.external_key, mapping.years)
        self._counts = Counts(table, mapping.columns)
        self._days, self._reported = self._of_days(), self._of_reports()
        self._hours = self._of_hours()
        self._forms = Forms()
        self._reported_before = [0, 0]
        self._left_out = RulesMet(mapping.not_counted)
        self._several = SeveralRows(mapping.when.column, mapping.hour.column if mapping.hour else "")

    def _categories(self) -> tuple[str, ...]:
        """The columns whose cells come again and again."""
        columns = [rule.column for each in self.mapping.fields for rule in each.columns]
        columns += [rule.column for rule in self.mapping.not_counted]
        columns += self.mapping.place.columns
        return tuple(dict.fromkeys(columns))

    def lines(self) -> Iterator[str]:
        """Lines of the rows that are in order; reading goes on after a problem, to find them all."""
        if self.mapping.has_several_rows:
            for line, _kind in self._read():
                self._several.add(line, self.problems)
            yield from self._lines_of_events()
        else:
            for line, kind in self._read():
                yield as_copied(line, kind)

    def _read(self) -> Iterator[tuple[Line, int]]:
        known, pick, key_at = self._known, self._cells, self._key
        for number, row in self._table.rows:
            self.rows_read += 1
            cells = pick(row)
            kind = known.get(cells)
            if kind is None:
                kind = self._remember(cells)
            key = row[key_at].strip()
            if not isinstance(kind, int) and not self._goes_on(kind, number, row):
                continue
            if wrong := self._wrong_with(key, number):
                self.problems.add(wrong, number)
                if not key or is_total(key):
                    continue
            line = self._line(number, row, key, cells)
            if line and isinstance(kind, int) and not wrong:
                if self._points:
                    self._points.count(row, number)
                if self._counts:
                    self._counts.look(row, number)
                yield line, kind
        self._forms.tell(self._days.rule.column, len(self._days.known), self.problems)

    def _line(self, number: int, row: list[str], key: str, cells: Cells) -> Line | None:
        """None where its days or its hour cannot be read."""
        try:
            day, report = self._days(number, row), self._reported(number, row)
            if report < day[:10]:  # days are written year first; what is not known begins with a backslash
                self._before(number)
            hour = with_hour(day, self._hours(number, row)) if self._hours else NULL
        except NoDate as problem:
            self._forms.look(problem)
            self.problems.add(f"{problem}.", number, is_one=isinstance(problem, OtherForm | Unwritten))
            return None
        return Line(number, key, day, hour, report, cells)

    def _lines_of_events(self) -> Iterator[str]:
        """One line for each event, with what all its rows say."""
        for line, rows, cells in self._several.events():
            kind = self._kind(*(dict(zip(self._columns, each, strict=True)) for each in cells))
            if isinstance(kind, int):
                yield as_copied(line, kind)
            elif isinstance(kind, Unread):
                for problem in kind.problems:
                    self.problems.add(
                        _("%(problem)s The event “%(key)s” stands on rows %(rows)s.")
                        % {"problem": problem, "key": line.key, "rows": among([str(row) for row in rows], 5)},
                        line.number,
                    )

    def _wrong_with(self, key: str, number: int) -> str:
        """What is wrong with a key, or nothing."""
        column = self.mapping.external_key
        if not key:
            return _(
                "column %(column)s: the key is empty; every record needs one. If such rows are no events, leave them "
                "out by a rule under not_counted in the mapping."
            ) % {"column": column}
        if "\0" in key:
            return _("column %(column)s: the key holds a NUL character; export the file again.") % {"column": column}
        if len(key) > LONGEST_KEY:
            facts = {"column": column, "most": LONGEST_KEY}
            return _("column %(column)s: the key has more than %(most)d characters.") % facts
        return self._watch.look(key, number)

    def _goes_on(self, kind: LeftOut | Unread, number: int, row: list[str]) -> bool:
        """Whether the rest of a row that is no event, or not understood, is to be read."""
        key = row[self._key].strip()
        if isinstance(kind, Unread):
            if (alone := alone_in(row)) and not is_total(alone):
                self.problems.add(about_note(alone), number, is_one=True)
                return False
            if is_total(key):
                self.problems.add(about_total(self.mapping.external_key, key, is_place=False), number)
                return False
            for problem in kind.problems:
                self.problems.add(problem, number, is_one=problem in kind.alike)
            return kind.may_be_event
        left_out = {"row": number, "key": key.replace("\0", ""), "column": kind.rule.column, "value": kind.value}
        self.not_counted.append({**left_out, "reason": kind.rule.reason})
        self._left_out.counts[kind.rule] += 1
        return False

    def _before(self, number: int) -> None:
        """A row reported before it happened: how many, and the first."""
        self._reported_before[0] += 1
        self._reported_before[1] = self._reported_before[1] or number

    def doubt(self, doubts: Doubts) -> None:
        """What looks wrong once all rows were read."""
        if self.rows_read in CUT_AT:
            doubts.tell(
                _(
                    "The file has exactly %(count)d rows, where spreadsheets and exports cut: the rest may be missing. "
                    "Compare with the source, or export it in parts."
                )
                % {"count": self.rows_read}
            )
        for text in self._table.told:
            doubts.tell(text)
        self._watch.tell(doubts)
        self._counts.tell(self.rows_read, doubts)
        self.places.tell(doubts)
        self._left_out.tell(doubts)
        if self.rows_read and len(self.not_counted) == self.rows_read:
            doubts.tell(_("Every row was left out by the rules under not_counted in the mapping: no event is in it."))
        self._tell_several(doubts)
        self._tell_short_years(doubts)
        if self._hours:
            self._hours.doubt(doubts)
        when, reported = self.mapping.when, self.mapping.reported_on
        for rule, column, dates in (
            (when, when.column, self._days.starts()),
            (when, when.until, self._days.ends()),
            (reported, reported.column if reported else "", self._reported.dates()),
        ):
            if rule and dates:
                self._doubt_spelling(rule, column, dates, doubts)
        starts = self._days.starts()
        if starts:
            check_coverage(when.column, starts, self.mapping.coverage, doubts)
        count, row = self._reported_before
        if count and reported:
            doubts.tell(
                _(
                    "Column %(reported)s: rows reported before the day in column %(when)s: %(count)d (first row "
                    "%(row)d). Day and month may be exchanged in one of them; check both formats in the mapping."
                )
                % {
                    "reported": reported.column,
                    "count": count,
                    "when": when.column,
                    "row": row,
                }
            )

    def _tell_several(self, doubts: Doubts) -> None:
        events, rows = self._several.counted()
        if events:
            doubts.note(
                _("Rows with one key were added up: %(rows)d rows, events made of them: %(events)d.")
                % {"rows": rows, "events": events}
            )

    def _tell_short_years(self, doubts: Doubts) -> None:
        for rule, reader in ((self.mapping.when, self._days.reader), (self.mapping.reported_on, self._reported.reader)):
            if rule and has_short_year(rule.pattern) and not rule.century:
                doubts.note(
                    _(
                        "Column %(column)s: years of two digits are read as those from %(first)d to %(last)d; state "
                        '"century" beside the format where others are meant.'
                    )
                    % {"column": rule.column, "first": reader.century, "last": reader.century + 99}
                )

    def _doubt_spelling(self, rule: DateRule, column: str, dates: list[Written], doubts: Doubts) -> None:
        if not rule.zone:
            check_zone(column, dates, self._zone, doubts)
        exchanged = check_spellings(column, dates, doubts)
        if not exchanged:
            check_order(column, dates, doubts)
        if rule.pattern.endswith("*"):
            check_unread(column, dates, rule.pattern, doubts)
        single = self._days.dates()
        by_day = column == self.mapping.when.column and self._days.reader.precision == Precision.DAY
        if by_day and single and not exchanged:
            check_days(column, single, doubts)

    def _of_days(self) -> Days:
        rule = self.mapping.when
        until = self._table.position(rule.until) if rule.until else None
        exactly = self._table.position(rule.precision_column) if rule.precision_column else None
        return Days(rule, self._table.position(rule.column), until, exactly, self._reader(rule))

    def _of_hours(self) -> HourReader | None:
        rule = self.mapping.hour
        if rule is None:
            return None
        when = self.mapping.when
        return HourReader(rule, self._table.position(rule.column), self._reader(when), self._zone, when.zone)

    def _of_reports(self) -> Reported:
        rule = self.mapping.reported_on
        if rule is None:
            return Reported("", -1, self._reader(self.mapping.when))
        return Reported(rule.column, self._table.position(rule.column), self._reader(rule))

    def _reader(self, rule: DateRule) -> DateReader:
        return DateReader(
            rule.pattern,
            latest=self.mapping.extracted_on,
            precision=rule.precision,
            zone=self._zone if rule.zone == "city" else None,
            century=rule.century,
            language=rule.language,
            of_workbook=self._table.is_of_workbook,
        )

    def _remember(self, cells: Cells) -> int | LeftOut | Unread:
        if len(self._known) >= MOST_COMBINATIONS:
            self._known.clear()
        kind = self._known[cells] = self._kind(dict(zip(self._columns, cells, strict=True)))
        return kind

    def _kind(self, *rows: dict[str, str]) -> int | LeftOut | Unread:
        """What the cells of a row say, or those of all rows of an event."""
        self._left_out.look(rows[0])
        for rule in self.mapping.not_counted:
            if folded(rows[0][rule.column]) in rule.values:
                return LeftOut(rows[0][rule.column].strip().replace("\0", ""), rule)
        problems: list[str] = []
        codes: dict[str, Codes] = {}
        for each in self.mapping.fields:
            try:
                codes[each.name] = each.codes(*rows)
            except UnknownValue as problem:
                problems.append(str(problem))
        is_placed, alike = False, frozenset[str]()
        try:
            place, district = self._one_place(rows)
            is_placed = True
        except NoPlace as problem:  # of a total, say, whose other cells nobody is to add to the values
            return Unread([self._about_total(rows[0]) or str(problem)], may_be_event=False)
        except UnknownValue as problem:
            problems.append(str(problem))
            alike = frozenset(problems[-1:] if isinstance(problem, AllAlike) else ())
        if problems:
            about = self._about_total(rows[0], is_placed=is_placed)
            return Unread([about], may_be_event=False) if about else Unread(problems, alike=alike)
        codes["place"] = (place,)
        if place == Place.ONLINE and not self._space_is_said:
            codes["space"] = (Space.ONLINE.value,)
        contradictions = self._contradictions(codes)
        return Unread(contradictions) if contradictions else self._number(codes, district)

    def _about_total(self, cells: dict[str, str], *, is_placed: bool = False) -> str:
        """What to do with a row that cannot be read and has the name of one that adds up others; nothing of another,
        nor where the mapping knows that name or a district has it."""
        for column, cell in cells.items():
            known = (is_placed and column in self.mapping.place.columns) or any(
                rule.knows(cell) for each in self.mapping.fields for rule in each.columns if rule.column == column
            )
            if is_total(cell) and not known:
                return about_total(column, cell, is_place=column in self.mapping.place.columns)
        return ""

    def _one_place(self, rows: Sequence[dict[str, str]]) -> Found:
        """The place of an event. Raises UnknownValue, also where its rows have several."""
        found = dict.fromkeys(self._placed(cells) for cells in rows)
        if len(found) > 1:
            columns = ", ".join(self.mapping.place.columns)
            raise UnknownValue(
                _("column %(columns)s: the rows of one event have different places. Correct them.")
                % {"columns": columns}
            )
        return next(iter(found))

    def _placed(self, cells: dict[str, str]) -> Found:
        """Raises UnknownValue."""
        rule = self.mapping.place
        where = folded(cells[rule.where]) if rule.where else Place.DISTRICT.value
        if where in {Place.CITY_WIDE, Place.ONLINE, Place.OUTSIDE}:
            return where, None
        if where != Place.DISTRICT:
            codes = ", ".join(Place.values)
            raise UnknownValue(
                _("column %(column)s: “%(value)s” is none of: %(codes)s.")
                % {"column": rule.where, "value": cells[rule.where].strip(), "codes": codes}
            )
        if isinstance(self.places, Points):
            return self.places.find((cells[rule.latitude].strip(), cells[rule.longitude].strip()))
        return self.places.find(cells.get(rule.column, ""))

    def _contradictions(self, codes: dict[str, Codes]) -> list[str]:
        """What a row says that cannot both be so, by the columns that say it."""
        single = {name: "".join(codes.get(name, ())) for name in ("place", "space", "setting", "platform")}
        named = {each.name: [rule.column for rule in each.columns] for each in self.mapping.fields}
        named["place"] = list(self.mapping.place.columns)
        said = [column for name in single for column in named.get(name, ()) if single[name]]
        where = _("column %(columns)s") % {"columns": ", ".join(dict.fromkeys(said))} if said else _("the mapping")
        return [f"{where}: {why}" for _name, why in contradictions(**single)]

    def _number(self, codes: dict[str, Codes], district: int | None) -> int:
        kind = Kind.of(codes, district_id=district, title=title(self.mapping.title, codes))
        return self.kinds.setdefault(kind, len(self.kinds))


def _picker(positions: list[int]) -> "Any":
    """Cells at some positions, as a tuple."""
    if len(positions) > 1:
        return itemgetter(*positions)
    return lambda row: tuple(row[position] for position in positions)
