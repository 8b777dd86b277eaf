"""Dates by a stated pattern. A date that could be two days is never guessed."""

import calendar
import datetime
import re
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from mapping.vocabulary import Precision

PARTS = {"YYYY": r"(?P<year>\d{4})", "MM": r"(?P<month>\d{1,2})", "DD": r"(?P<day>\d{1,2})"}
ISO = "YYYY-MM-DD"
EARLIEST = datetime.date(1900, 1, 1)

# From the finest on.
COARSER = (Precision.DAY, Precision.MONTH, Precision.YEAR)
# A time that says how far it is from UTC, at the end of a cell.
MOMENT = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(:\d{2}([.,]\d{1,9})?)? ?(?P<half>[AP]M)? ?"
    r"(?P<offset>Z|UTC|GMT|[+-]\d{2}(:?\d{2})?)",
    re.IGNORECASE,
)

# A time of day after a date, with or without how far it is from UTC, at the end of a cell.
TIME = re.compile(
    r"(?<=[T\s])(?P<hour>\d{1,2})[:.](?P<minute>\d{2})([:.]\d{2}([.,]\d{1,9})?)?( ?(?P<half>[AP]M))?"
    r"( ?(?P<offset>Z|UTC|GMT|[+-]\d{2}(:?\d{2})?))?\s*$",
    re.IGNORECASE,
)

Span = tuple[datetime.date, datetime.date]


class NoDate(ValueError):
    """A text is no date; the message says why and what to do."""


def precision_of(pattern: str) -> Precision:
    if "DD" in pattern:
        return Precision.DAY
    return Precision.MONTH if "MM" in pattern else Precision.YEAR


def problem_of(pattern: str) -> str:
    """What is wrong with a pattern, or nothing."""
    if pattern.count("YYYY") != 1 or pattern.count("MM") > 1 or pattern.count("DD") > 1:
        return _("a pattern has YYYY once, and MM and DD at most once")
    if "DD" in pattern and "MM" not in pattern:
        return _("a pattern with DD needs MM")
    rest = re.sub(r"YYYY|MM|DD|\*$", "", pattern)
    if re.search(r"[A-Za-z0-9*]", rest):
        return _(
            "a pattern is made of YYYY, MM, DD and the marks between them, such as DD/MM/YYYY; "
            "* at its end stands for anything, such as a time that is not read"
        )
    return ""


def in_zone(text: str, day: datetime.date, zone: ZoneInfo) -> datetime.date:
    """The day in a zone of what is written, where its time says how far it is from UTC; else the day as it is."""
    moment = moment_in(text, day, zone)
    return moment.date() if moment else day


def moment_in(text: str, day: datetime.date, zone: ZoneInfo) -> datetime.datetime | None:
    """What is written, in a zone; None where its time does not say how far it is from UTC."""
    found = MOMENT.search(text[-40:])
    if found is None or found.end() != len(text[-40:]):
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].upper() == "PM" else 0)
    try:
        written = datetime.datetime.combine(day, datetime.time(hour, int(found["minute"])), _offset(found["offset"]))
        return written.astimezone(zone)
    except (ValueError, OverflowError):
        return None


def _offset(text: str) -> datetime.timezone:
    digits = re.sub(r"\D", "", text).ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return datetime.timezone(datetime.timedelta(minutes=-minutes if text.startswith("-") else minutes))


class DateReader:
    """Reads the dates of one column."""

    def __init__(
        self, pattern: str, *, latest: datetime.date, precision: str = "", zone: ZoneInfo | None = None
    ) -> None:
        """Without a pattern only dates that cannot be misread are taken: 2021-03-04, 2021/03/04, 20210304.

        With a `zone`, times that say how far they are from UTC become days of that zone.
        """
        self.pattern = pattern
        self.precision = max(precision_of(pattern or ISO), Precision(precision or Precision.DAY), key=COARSER.index)
        self.latest = latest
        self.zone = zone
        self._expression = _expression(pattern) if pattern else re.compile(_UNMISTAKABLE)

    def read(self, text: str) -> Span:
        """First and last day. Raises NoDate."""
        text = text.strip()
        first = self.day(text)
        if self.zone is not None:
            first = in_zone(text, first, self.zone)
        if first < EARLIEST:
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
        found = self._expression.fullmatch(text)
        if found is None:
            raise NoDate(self._not_matched(text))
        parts = {name: int(value) for name, value in found.groupdict().items() if value is not None}
        try:
            return datetime.date(parts["year"], parts.get("month", 1), parts.get("day", 1))
        except ValueError:
            raise NoDate(_("“%(text)s” is a day that does not exist") % {"text": text}) from None

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

    def _not_matched(self, text: str) -> str:
        if not text:
            return _(
                "the date is empty. If such rows are no events, leave them out by a rule under not_counted in the "
                "mapping"
            )
        if self.pattern:
            return _("“%(text)s” is not a date of the form %(pattern)s") % {"text": text, "pattern": self.pattern}
        if re.fullmatch(r"\d{1,2}[./ -]\d{1,2}[./ -]\d{4}.*", text):
            return _(
                "“%(text)s” could be read day first or month first; it is not guessed. State the format in the "
                "mapping, for example DD/MM/YYYY or MM/DD/YYYY"
            ) % {"text": text}
        return _("“%(text)s” is not a date of the form YYYY-MM-DD. State the column's format in the mapping") % {
            "text": text
        }


_UNMISTAKABLE = r"(?P<year>\d{4})([-/.]?)(?P<month>\d{2})\2(?P<day>\d{2})"


def _expression(pattern: str) -> re.Pattern[str]:
    whole, rest = "", pattern.removesuffix("*")
    while rest:
        part = next((part for part in PARTS if rest.startswith(part)), "")
        whole += PARTS[part] if part else re.escape(rest[0])
        rest = rest[len(part) or 1 :]
    return re.compile(whole + (".*" if pattern.endswith("*") else ""), re.DOTALL)
