"""Dates by a stated pattern. A date that could be two days is never guessed."""

import calendar
import datetime
import re
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.form_words import FIRST_DAY
from mapping.imports.dates.likeness import MILLISECONDS, NUMBERS, SECONDS, either_first, likeness, moment_of, stretch
from mapping.imports.dates.month_names import months_called
from mapping.imports.dates.words import bare, tight
from mapping.vocabulary import Precision

# Longer ones first: MMM is the name of a month, YY a year of two digits.
PARTS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MMM": r"(?P<name>[^\W\d_]+)\.?",
    "MM": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{1,2})",
}
# A year of two digits is one of the hundred years that end so many after the day the data was taken out: a day that is
# still to come must not become one of a century ago.
YEARS_AFTER = 20
ISO = "YYYY-MM-DD"

# From the finest on.
COARSER = (Precision.DAY, Precision.MONTH, Precision.YEAR)
# A time that says how far it is from UTC, at the end of a cell; programs add the zone's name in brackets.
OFFSET = r"(?P<offset>Z|((UTC|GMT) ?)?[+\u2212-]\d{1,2}(:?\d{2})?|UTC|GMT)( ?[\[(][^\])]{0,60}[\])])?"
MOMENT = re.compile(
    rf"(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(:\d{{2}}([.,]\d{{1,9}})?)? ?(?P<half>[AP]M)? ?{OFFSET}$",
    re.IGNORECASE,
)
# A zone by its name alone says how far from UTC a time is to those who know it: CET, MESZ, Europe/London, [EST].
NAMED_ZONE = re.compile(r"\d{1,2}[:.]\d{2}\S* ?[\[(]?([A-Z]{2,5}[TZ]|M[SE]+Z|[A-Z][A-Za-z]+/[A-Za-z_/]+)[\])]?$")
LONGEST_TIME = 80

# A time of day after a date, with or without how far it is from UTC, at the end of a cell; an hour alone where a word
# says that it is one.
TIME = re.compile(
    r"(?<=[T\s])(?:(?P<hour>\d{1,2})\s?[:.h]\s?(?P<minute>\d{2})([:.]\d{2}([.,]\d{1,9})?)?"
    r"|(?:(?<=kl )|(?<=kl\. ))(?P<sharp>\d{1,2})|(?P<only>\d{1,2})(?=\s?(?:uhr|h|[AP]\.?M\.?)\s*$))"
    rf"(\s?(?P<half>[AP]\.?M\.?)|\s?(?:uhr|hrs?|h)\.?)?( ?{OFFSET})?\s*$",
    re.IGNORECASE,
)

# As days of a workbook that are no texts come out of it.
OF_WORKBOOK = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:T\d\d:\d\d:\d\d)?", re.ASCII)

Span = tuple[datetime.date, datetime.date]


class NoDate(ValueError):
    """A text is no date; the message says why and what to do."""

    column = ""


class Unwritten(NoDate):
    """A text says that no day is known: one remedy for all such rows."""


class OtherForm(NoDate):
    """A text is not written as the column's dates are to be: one remedy for all such rows."""


def precision_of(pattern: str) -> Precision:
    if "DD" in pattern or pattern in NUMBERS:
        return Precision.DAY
    return Precision.MONTH if "MM" in pattern else Precision.YEAR


def problem_of(pattern: str) -> str:
    """What is wrong with a pattern, or nothing."""
    if pattern in NUMBERS:
        return ""
    parts = re.findall("|".join(PARTS), pattern)
    years, months = [sum(part.startswith(letter) for part in parts) for letter in "YM"]
    if years != 1 or months > 1 or parts.count("DD") > 1:
        return _("a pattern has YYYY or YY once, and MM or MMM and DD at most once")
    if "DD" in parts and not months:
        return _("a pattern with DD needs MM")
    rest = re.sub("|".join(PARTS) + r"|\*$", "", pattern)
    if re.search(r"[A-Za-z0-9*]", rest):
        return _(
            "a pattern is made of YYYY, MM, DD and the marks between them, such as DD/MM/YYYY; YY is a year of two "
            "digits, MMM the name of a month, * at its end stands for anything, such as a time that is not read. "
            "Numbers that stand for a day are %(numbers)s"
        ) % {"numbers": ", ".join(NUMBERS)}
    return ""


def has_short_year(pattern: str) -> bool:
    return "YY" in pattern and "YYYY" not in pattern


def counts_from_utc(pattern: str) -> bool:
    """Numbers of seconds: they are of another day in the city than in UTC."""
    return pattern in {SECONDS, MILLISECONDS}


def in_zone(text: str, day: datetime.date, zone: ZoneInfo) -> datetime.date:
    """The day in a zone of what is written, where its time says how far it is from UTC; else the day as it is."""
    moment = moment_in(text, day, zone)
    return moment.date() if moment else day


def moment_in(text: str, day: datetime.date, zone: ZoneInfo) -> datetime.datetime | None:
    """What is written, in a zone; None where its time does not say how far it is from UTC."""
    found = MOMENT.search(text[-LONGEST_TIME:])
    if found is None:
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].upper() == "PM" else 0)
    try:
        written = datetime.datetime.combine(day, datetime.time(hour, int(found["minute"])), _offset(found["offset"]))
        return written.astimezone(zone)
    except (ValueError, OverflowError):
        return None


def names_its_zone(text: str) -> bool:
    """Whether a time says by a name alone, which we do not read, how far it is from UTC."""
    end = text[-LONGEST_TIME:]
    return MOMENT.search(end) is None and NAMED_ZONE.search(end) is not None


def _offset(text: str) -> datetime.timezone:
    found = re.search(r"(\d{1,2}):?(\d{2})?$", text)
    minutes = int(found[1]) * 60 + int(found[2] or 0) if found else 0
    return datetime.timezone(datetime.timedelta(minutes=-minutes if re.search("[\u2212-]", text) else minutes))


class DateReader:
    """Reads the dates of one column."""

    def __init__(
        self,
        pattern: str,
        *,
        latest: datetime.date,
        precision: str = "",
        zone: ZoneInfo | None = None,
        century: int = 0,
        language: str = "",
        of_workbook: bool = False,
    ) -> None:
        """Without a pattern only dates that cannot be misread are taken: 2021-03-04, 2021/3/4, 20210304.

        A workbook has days that are no texts: they are read whatever form its texts have.

        With a `zone`, times that say how far they are from UTC become days of that zone. `century` is the first of
        the hundred years that years of two digits are of, `language` that of the months' names.
        """
        self.pattern = pattern
        self.precision = max(precision_of(pattern or ISO), Precision(precision or Precision.DAY), key=COARSER.index)
        self.latest = latest
        self.zone = zone
        self.century = century or latest.year + YEARS_AFTER - 99
        self.language = language
        self._of_workbook = of_workbook
        self._expression = _expression(pattern) if pattern else re.compile(_UNMISTAKABLE)
        self._tight = _expression(tight(pattern)) if pattern else re.compile(_UNPADDED)

    def read(self, text: str) -> Span:
        """First and last day. Raises NoDate."""
        text = text.strip()
        first = self.day(text)
        if self.zone is not None:
            first = self._in_zone(text, first, self.zone)
        if first < FIRST_DAY:
            raise NoDate(_("“%(text)s” lies before 1900") % {"text": text})
        if first > self.latest:
            raise NoDate(
                _("“%(text)s” lies after %(latest)s, the day the data was taken out (extracted_on)")
                % {"text": text, "latest": self.latest.isoformat()}
            )
        first = self._first(first)
        return first, self._last(first)

    def day(self, text: str) -> datetime.date:
        """The day as it is written. Raises NoDate."""
        if self._of_workbook and (found := OF_WORKBOOK.fullmatch(text)):
            return self._day(found, text)
        said: set[int] = set()
        found = self._expression.fullmatch(text)
        if found is None:
            plain, said = bare(text)
            found = self._expression.fullmatch(plain) or self._tight.fullmatch(tight(plain))
        if found is None:
            raise self._not_matched(text)
        day = self._day(found, text)
        if said and day.weekday() not in said:
            raise NoDate(
                _("“%(text)s” names another day of the week than %(day)s is; correct one of both")
                % {"text": text, "day": day.isoformat()}
            )
        return day

    def behind(self, text: str) -> str:
        """What of a cell is not read as its date."""
        head = _expression(self.pattern.removesuffix("*"))
        found = head.match(text) or head.match(bare(text)[0])
        return found.string[found.end() :] if found else ""

    def _day(self, found: re.Match[str], text: str) -> datetime.date:
        parts = {name: value for name, value in found.groupdict().items() if value is not None}
        try:
            if not parts:
                return moment_of(text, self.pattern).date()
            month = self._month_called(parts["name"]) if "name" in parts else int(parts.get("month", 1))
            return datetime.date(self._year(parts), month, int(parts.get("day", 1)))
        except (ValueError, OverflowError) as problem:
            if isinstance(problem, NoDate):
                raise
            if not self.pattern and int(parts["year"]) < FIRST_DAY.year:  # 01032024 is no day of the year 103
                raise self._not_matched(text) from None
            facts = {"text": text, "like": stretch(text)}
            facts["like"] = facts["like"] or _not_there(parts)
            if facts["like"]:
                raise NoDate(_("“%(text)s” is no day; %(like)s") % facts) from None
            raise NoDate(_("“%(text)s” is a day that does not exist") % facts) from None

    def _year(self, parts: dict[str, str]) -> int:
        return int(parts["year"]) if "year" in parts else self.century + (int(parts["short"]) - self.century) % 100

    def _month_called(self, name: str) -> int:
        months = months_called(name, self.language)
        if not months:
            raise NoDate(_("“%(name)s” is no name of a month that is known here") % {"name": name})
        if len(months) > 1:
            raise NoDate(
                _(
                    "“%(name)s” is a month in several languages and not the same in all. State the language beside "
                    'the format, for example "language": "pl"'
                )
                % {"name": name}
            )
        return min(months)

    def _in_zone(self, text: str, day: datetime.date, zone: ZoneInfo) -> datetime.date:
        if counts_from_utc(self.pattern):
            return moment_of(text, self.pattern).astimezone(zone).date()
        if names_its_zone(text):
            raise NoDate(
                _("“%(text)s” names a zone that is not read; export times with their distance from UTC, such as +02:00")
                % {"text": text}
            )
        return in_zone(text, day, zone)

    def _first(self, day: datetime.date) -> datetime.date:
        if self.precision == Precision.YEAR:
            return day.replace(month=1, day=1)
        return day.replace(day=1) if self.precision == Precision.MONTH else day

    def _last(self, first: datetime.date) -> datetime.date:
        if self.precision == Precision.YEAR:
            return first.replace(month=12, day=31)
        if self.precision == Precision.MONTH:
            return first.replace(day=calendar.monthrange(first.year, first.month)[1])
        return first

    def _not_matched(self, text: str) -> NoDate:
        if not text:
            return NoDate(
                _(
                    "the date is empty. If such rows are no events, leave them out by a rule under not_counted in the "
                    "mapping"
                )
            )
        # #DIV/0! has a digit
        if text.startswith("#") or (
            not re.search(r"\d", text) and not any(map(months_called, re.findall(r"[^\W\d_]+", text[:80])))
        ):
            return Unwritten(
                _(
                    "“%(text)s” names no day. If such rows are no events, or of days that nobody knows, leave them out "
                    "by a rule under not_counted in the mapping"
                )
                % {"text": text}
            )
        either = None if stretch(text) else either_first(bare(text)[0])
        if either and not self.pattern:
            return OtherForm(
                _(
                    "“%(text)s” could be read day first or month first; it is not guessed. State the format in the "
                    "mapping, for example %(day)s or %(month)s"
                )
                % {"text": text, "day": either[0], "month": either[1]}
            )
        facts = {"text": text, "pattern": self.pattern or ISO, "like": likeness(text, self.pattern)}
        if facts["like"]:
            return OtherForm(_("“%(text)s” is not a date of the form %(pattern)s; %(like)s") % facts)
        if self.pattern:
            return OtherForm(_("“%(text)s” is not a date of the form %(pattern)s") % facts)
        return OtherForm(
            _("“%(text)s” is not a date of the form %(pattern)s. State the column's format in the mapping") % facts
        )


def _not_there(parts: dict[str, str]) -> str:
    """What may be meant by a month or a day that there is none of."""
    month, day = int(parts.get("month", 1)), int(parts.get("day", 1))
    if not month or not day:
        return _(
            "00 seems to stand for a day or a month that is not known. Give such rows in a file of their own, with a "
            "format that reads no more than is known, such as YYYY-MM*"
        )
    if day <= 12 < month <= 31:
        return _(
            "day and month seem to be exchanged, in this row or in the format of the mapping. Export the dates in one "
            "form, such as YYYY-MM-DD"
        )
    return ""


_UNMISTAKABLE = r"(?P<year>\d{4})([-/.]?)(?P<month>\d{2})\2(?P<day>\d{2})"
_UNPADDED = r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})"


def _expression(pattern: str) -> re.Pattern[str]:
    if pattern in NUMBERS:
        return re.compile(NUMBERS[pattern])
    pieces = re.findall("|".join(PARTS) + "|.", pattern.removesuffix("*"), re.DOTALL)
    whole = ""
    for before, piece, behind in zip(["", *pieces], pieces, [*pieces[1:], ""], strict=False):
        # 10324 is no day of the form DDMMYY: which of its digits is alone nobody can say
        touches = {before, behind} & set(PARTS) - {"MMM"}
        part = PARTS.get(piece, re.escape(piece))
        whole += part.replace("{1,2}", "{2}") if touches else part
    return re.compile(whole + (_behind(pattern) if pattern.endswith("*") else ""), re.DOTALL)


def _behind(pattern: str) -> str:
    """What is not read: no digit goes on where the day ended, or DD/MM/YY* would take 2021 for 2020. Where no mark
    stands between the parts, digits of a time may follow; and what stands for a month or a year leaves out days."""
    has_marks = re.search(r"[^A-Z]", pattern.removesuffix("*"))
    return r"(?!\d).*" if "DD" in pattern and has_marks else ".*"
