"""Keys that a spreadsheet damaged: what is one event there would be another, or one of several, here."""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from mapping.actions.key_likeness import FEWEST, Likeness
from mapping.imports.dates.month_names import months_called
from mapping.imports.doubts import (
    CHANGED_KEYS,
    KEYS_LIKE_DATES,
    KEYS_WITH_DECIMALS,
    REUSED_KEYS,
    ROUNDED_KEYS,
    Doubts,
)
from mapping.imports.totals import TOTAL

_MONTH = (
    r"(?:jan|feb|fév|fev|mar|mär|mrt|apr|avr|abr|may|maj|mai|mei|mag|jun|jui|giu|jul|lug|aug|aoû|ago|sep|set|oct|okt|ott"
    r"|nov|dec|dez|des|dic|déc|ene|gen)[a-zéû]{0,6}\.?"
)
KEY = re.compile(
    r"(?P<scientific>'?[+-]?\d{1,3}(?:[.,]\d+)?\s?e\s?\+\s?\d{1,3}|'?[+-]?\d{1,3}[.,]\d+\s?e\s?\d{1,3}"
    r"|[+-]?\d{1,3}(?:[.,]\d+)?\s?[x×*·]\s?10(?:(?:\^|\*\*)\+?\d{1,3}|[⁰¹²³⁴-⁹]{1,3}))"
    r"|(?P<exponent>\d{1,3}e\d{1,2})"
    r"|(?P<error>#+|#(?:ref|name|value|num|null|div/0|n/a)[!?]?)"
    rf"|(?P<total>{TOTAL})"
    r"|(?P<none>null|none|true|false|sand|falsk|wahr|falsch|nan|nil|n/?a|unknown|undefined|missing|\((?:null|blank|empty)\)|[-–?.]+)"
    rf"|(?P<month>\d{{1,2}}[-./ ]{{0,2}}{_MONTH}(?:[-./ ](?:19|20)?\d\d)?|{_MONTH}[-./ ](?:(?:19|20)?\d\d|\d))"
    r"|(?P<time>\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?)"
    r"|(?P<day>\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d(?: .*)?|(?:19|20)\d\d-\d\d-\d\d(?:[ t].*)?)"
    r"|(?P<parted>[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+|(?:['’]\d{3})+))"
    r"|(?P<decimal>\d+[.,]0+)"
    r"|(?P<fraction>[+-]?0[.,]\d+|\d+[.,]\d{5,}|\d+(?:[.,]\d+)? ?%)"
    r"|(?P<placeholder>-\d+|9{6,})"
    r"|(?P<long>\d{16,})",
    re.IGNORECASE | re.DOTALL,
)
# What most registers write, seen at a fraction of the cost.
PLAIN = re.compile(r"(?=.{1,15}\Z)(?:0*[1-8]\d*|0+|9{1,5}|9+[0-8]\d*)|[A-Za-z]{1,4}-?\d[\d-]{4,}")
LETTERS = re.compile(r"[^\W\d_]+")
ROUNDED = re.compile(r"\d{15}0+")
MOST_LIKE = 5
# What people are called, and a number of a Danish person without its dash: most keys of a column are seldom so.
NAME = re.compile(
    r"[^\W\d_a-z]\w*[^\W\d_A-Z](?:[ -][^\W\d_a-z][\w.]*){0,3},? [^\W\d_a-z]\w*[^\W\d_A-Z][\w-]*"
    r"|[^\W\d_a-z]{2,}(?:[ -][^\W\d_a-z]{2,}){0,3},? [^\W\d_a-z]{3,}(?:-[^\W\d_a-z]{3,})?"
)
NUMBERED = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{6}")
FEWEST_NAMED = 3
# A key that numbers nothing, where the others do: a note, a heading, a total by a name that is not known here.
WORD = re.compile(r"\D+")
SHARE_OF_WORDS = 0.1
# Text that was read in another encoding than it was written in, or a cell of several lines.
BROKEN = re.compile(
    "[\ufffd\x01-\x1f\x7f-\x9f\u2028\u2029]|[\u00c3\u00c2][\u0080-\u00bf]|\u00c3[\u0152-\u2122]|\u00e2\u20ac"
)
# An e-mail address, or a number that residents of the countries around us are known by.
PERSONAL = (
    re.compile(r"[^@\s]+@[^@\s]+\.\w{2,}"),
    re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?P<year>\d\d)[-+A]\d{3}[\dA-Z]"),
    re.compile(r"(?:19|20)?(?P<year>\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-+]\d{4}"),
)

# Cases are numbered by the day or the month they came in, and hardly anybody was born while the source looked.
OF_CASES = 0.95

OF_TEXTS = (
    ("broken", BROKEN.search),
    ("word", WORD.fullmatch),
    ("named", NAME.fullmatch),
)


@dataclass(slots=True)
class _Seen:
    """How many rows have keys of one kind, and the first of them."""

    count: int = 0
    row: int = 0
    key: str = ""

    def add(self, key: str, row: int) -> None:
        if not self.count:
            self.row, self.key = row, key
        self.count += 1


@dataclass(slots=True)
class KeyWatch:
    """Looks at every key of a column as it is read; `years` are the last two digits of those the source looked in."""

    column: str
    years: frozenset[str] = frozenset()
    rows: int = 0
    seen: dict[str, _Seen] = field(default_factory=dict)

    def look(self, key: str, row: int) -> str:
        """What is wrong with a key that can be none, or nothing."""
        self.rows += 1
        if len(key) == 10 and NUMBERED.fullmatch(key):
            self._add_person("named", key, row, key[:2], key[4:6])
        if PLAIN.fullmatch(key):
            return ""
        found = KEY.fullmatch(key)
        kind = (found.lastgroup or "") if found else ""
        # "Marktstr. 12" is a house
        if found is None or (kind == "month" and not any(map(months_called, LETTERS.findall(key)))):
            self._look_at_text(key, row)
            return ""
        if kind == "scientific":
            return _(
                "column %(column)s: “%(key)s” is written in scientific notation: the number is lost. Export the "
                "column as text from where it came."
            ) % {"column": self.column, "key": key}
        if kind == "total":
            return _(
                "column %(column)s: “%(key)s” is what a row is called that adds up others, and no event. Take such "
                "rows out of the file, or leave them out by a rule under not_counted in the mapping."
            ) % {"column": self.column, "key": key}
        if kind in {"error", "none"}:
            return _(
                "column %(column)s: “%(key)s” stands for no key; every record needs one of its own. Export the "
                "column as text from where it came, or leave the row out under not_counted."
            ) % {"column": self.column, "key": key}
        self.seen.setdefault(kind, _Seen()).add(key, row)
        if kind == "long" and ROUNDED.fullmatch(key):
            self.seen.setdefault("rounded", _Seen()).add(key, row)
        return ""

    def _look_at_text(self, key: str, row: int) -> None:
        for kind, is_of in OF_TEXTS:
            if is_of(key):
                self.seen.setdefault(kind, _Seen()).add(key, row)
        if found := [each for each in (pattern.fullmatch(key) for pattern in PERSONAL) if each]:
            self._add_person("personal", key, row, *(each.groupdict().get("year", "") for each in found))

    def _add_person(self, kind: str, key: str, row: int, *years: str) -> None:
        self.seen.setdefault(kind, _Seen()).add(key, row)
        if self.years.intersection(years):
            self.seen.setdefault(f"{kind} case", _Seen()).add(key, row)

    def _persons(self, kind: str) -> _Seen | None:
        """Of keys that look like persons; nothing where nearly all have a year in which the source looked."""
        seen, cases = self.seen.get(kind), self.seen.get(f"{kind} case", _Seen())
        return None if seen is None or cases.count >= OF_CASES * seen.count else seen

    def tell(self, doubts: Doubts) -> None:
        """What the keys say together."""
        self._dates(doubts)
        self._numbers(doubts)
        self._texts(doubts)
        if seen := self.seen.get("decimal"):
            text = _(
                "Column %(column)s: keys that end in .0: %(count)d (row %(row)d, “%(key)s”). They became numbers on "
                "the way, and a file that has them as text would count every event again. Export the column as text."
            ) % self._facts(seen)
            (doubts.ask(KEYS_WITH_DECIMALS, text) if seen.count * 2 >= self.rows else doubts.tell(text))
        if seen := self.seen.get("rounded"):
            long = self.seen["long"].count
            text = _(
                "Column %(column)s: keys of more than 15 digits that end in noughts: %(count)d (row %(row)d, "
                "“%(key)s”). A spreadsheet keeps 15 digits and rounds the rest, so different events share a key. "
                "Export the column as text."
            ) % self._facts(seen)
            if seen.count * 2 > long and seen.count >= 3:
                doubts.ask(ROUNDED_KEYS, text)
            elif seen.count == long:
                doubts.tell(text)

    def _numbers(self, doubts: Doubts) -> None:
        """Numbers that count something else than events, or are written as none is the next time."""
        said = {
            "parted": _(
                "Column %(column)s: %(count)d of %(total)d keys have a mark after each three digits (row %(row)d, "
                "“%(key)s”). A file without these marks would count every event again. Export the column as text."
            ),
            "exponent": _(
                "Column %(column)s: %(count)d of %(total)d keys could be numbers in scientific notation (row %(row)d, "
                "“%(key)s”), of which different ones are written alike. Compare with the source, and export the column "
                "as text."
            ),
            "fraction": _(
                "Column %(column)s: %(count)d of %(total)d keys are fractions or shares (row %(row)d, “%(key)s”): they "
                "number no events. Name a column that does."
            ),
            "time": _(
                "Column %(column)s: %(count)d of %(total)d keys look like times of day (row %(row)d, “%(key)s”): a "
                "spreadsheet seems to have made them of other texts. Export the column as text."
            ),
            "placeholder": _(
                "Column %(column)s: %(count)d of %(total)d keys are numbers that often stand for none (row %(row)d, "
                "“%(key)s”). Name a column that numbers events, or leave such rows out under not_counted."
            ),
        }
        for kind, text in said.items():
            seen = self.seen.get(kind)
            least = {"exponent": self.rows, "placeholder": 1}.get(kind, self.rows / 2)
            if seen and seen.count >= least:
                doubts.tell(text % self._facts(seen))

    def _dates(self, doubts: Doubts) -> None:
        if seen := self.seen.get("month"):
            doubts.ask(KEYS_LIKE_DATES, self._like_dates(seen))
        elif seen := self.seen.get("day"):
            # where every key is a day, days are what the source counts by
            text = self._like_dates(seen)
            (doubts.ask(KEYS_LIKE_DATES, text) if seen.count < 0.9 * self.rows else doubts.tell(text))

    def _texts(self, doubts: Doubts) -> None:
        if seen := self.seen.get("broken"):
            doubts.tell(
                _(
                    "Column %(column)s: keys with damaged letters or several lines: %(count)d (row %(row)d, “%(key)s”)."
                    " The next file that has them right would count every event again. State the encoding in the "
                    "mapping, or export the column anew."
                )
                % self._facts(seen)
            )
        seen = self.seen.get("word")
        if seen and self.rows > 1 and seen.count <= max(1, SHARE_OF_WORDS * self.rows):
            doubts.tell(
                _(
                    "Column %(column)s: %(count)d of %(total)d keys have no digit, as all others do (row %(row)d, "
                    "“%(key)s”). It may be a note, a heading or a row that adds up others; if so, leave it out by a "
                    "rule under not_counted in the mapping."
                )
                % self._facts(seen)
            )
        seen = self._persons("named")
        if seen and seen.count >= max(FEWEST_NAMED, self.rows / 2):
            doubts.tell(
                _(
                    "Column %(column)s: %(count)d of %(total)d keys could be names or numbers of persons (first in row "
                    "%(row)d). If they are, name a column that numbers events: Groundwork keeps no persons."
                )
                % self._facts(seen)
            )
        if seen := self._persons("personal"):
            text = _(
                "Column %(column)s: %(count)d of %(total)d keys look like e-mail addresses or numbers of persons "
                "(first in row %(row)d). Groundwork keeps no persons: name a column that numbers events."
            ) % self._facts(seen)
            (doubts.must_not(text) if seen.count * 2 >= self.rows else doubts.tell(text))

    def _like_dates(self, seen: _Seen) -> str:
        return _(
            "Column %(column)s: %(count)d of %(total)d keys look like dates (row %(row)d, “%(key)s”): a spreadsheet "
            "seems to have made them of numbers such as 3-12. Export the column as text."
        ) % self._facts(seen)

    def _facts(self, seen: _Seen) -> dict[str, object]:
        return {"column": self.column, "count": seen.count, "total": self.rows, "row": seen.row, "key": seen.key}


def check_likeness(column: str, like: Likeness, doubts: Doubts) -> None:
    """Keys that differ by what programs change of their own accord, in the file and from an earlier one."""
    if like.within:
        pairs = "; ".join(
            _("“%(keys)s” (rows %(rows)s)") % {"keys": "”, “".join(keys), "rows": ", ".join(map(str, rows))}
            for keys, rows in like.within[:MOST_LIKE]
        )
        doubts.tell(
            _(
                "Column %(column)s: keys differ by letter case, spaces, dashes, leading noughts, .0 or letters that "
                "look alike only: %(pairs)s. They count as different events; if they are one, correct the file."
            )
            % {"column": column, "pairs": pairs}
        )
    if like.changed:
        row, key, there = like.changed[0]
        doubts.ask(
            CHANGED_KEYS,
            _(
                "Column %(column)s: keys of records there already but for letter case, spaces, dashes, leading "
                "noughts, .0 or letters that look alike: %(count)d (row %(row)d, “%(key)s”; there “%(there)s”). The "
                "events would count twice. Export the column as text, as before."
            )
            % {"column": column, "count": len(like.changed), "row": row, "key": key, "there": there},
        )
    elif like.coinciding:
        doubts.ask(
            CHANGED_KEYS,
            _(
                "Column %(column)s: %(count)d of %(total)d rows whose keys the source does not have are of the same "
                "day, place and kind as a record there that the file lacks: the keys seem to be others than before, "
                "and the events would count twice. Name the column that stays the same between exports."
            )
            % {"column": column, "count": like.coinciding, "total": like.total},
        )
    if like.reused:
        _tell_reused(column, like, doubts)


def _tell_reused(column: str, like: Likeness, doubts: Doubts) -> None:
    first = like.reused[0]
    text = _(
        "Column %(column)s: %(count)d of %(total)d rows whose key the source has already are of days far from those of "
        "that record (row %(row)d, “%(key)s”: %(day)s, there %(there)s). The numbers seem to begin anew, as each year, "
        "or to be those of another source: the events would be taken for others and not be added. Name a column "
        "that numbers events once and for all, or put the year into the key."
    ) % {
        "column": column,
        "count": len(like.reused),
        "total": like.there,
        "row": first.row,
        "key": first.key,
        "day": first.day.isoformat(),
        "there": first.day_there.isoformat(),
    }
    if len(like.reused) >= FEWEST:
        doubts.ask(REUSED_KEYS, text)
    else:
        doubts.tell(text)
