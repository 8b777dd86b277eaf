"""Hours of the day from a column. What could be two hours is never guessed, and what says none stays without one."""

import re
from collections import Counter
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from mapping.actions.staging import NULL
from mapping.imports.dates.days import TIME, DateReader, NoDate, moment_in
from mapping.imports.doubts import SAME_HOUR, Doubts
from mapping.imports.fields import folded
from mapping.imports.rules import HourRule
from mapping.vocabulary import Precision

# Without one only what has a colon or a point is taken: 30 could be half past midnight, and 12 noon or twelve past.
PATTERNS = {"HH": r"(?P<hour>\d{1,2})(:00)?", "HHMM": r"(?P<hour>\d{0,2}?)(?P<minute>\d{1,2})"}
CLOCK = (
    r"(?:kl\.? ?)?(?P<hour>\d{1,2}) ?[:.h] ?(?P<minute>\d{2})([:.]\d{2})?( ?(?P<half>[AP])\.?M\.?| ?(?:uhr|hrs?|h)\.?)?"
)
HALF = r"(?P<hour>\d{1,2}) ?(?:(?P<half>[AP])\.?M\.?|uhr|h)"

# Of so many rows: all at one time are dates that were exported with a time, a third at one hour is a habit.
FEW, MANY, HEAPED = 5, 20, 1 / 3
# Hours of a clock of twelve, where so many of them are met.
OF_HALF_A_DAY, HALF_A_DAY = {str(hour) for hour in range(1, 13)}, 8


@dataclass(slots=True)
class HourReader:
    """The hours of one column, as COPY writes them. `said` is what the mapping says of the zone of the date's times."""

    rule: HourRule
    position: int
    days: DateReader
    zone: ZoneInfo
    said: str = ""
    known: dict[str, str] = field(default_factory=dict)
    # how many rows have a cell, and the first of them
    seen: dict[str, list[int]] = field(default_factory=dict)
    # of a date with something behind it that is no time: as many rows, and the first
    unread: dict[str, list[int]] = field(default_factory=dict)

    def __call__(self, number: int, row: list[str]) -> str:
        cell = row[self.position]
        text = self.known.get(cell)
        if text is None:
            text = self.known[cell] = self._read(cell.strip())
            self.seen[cell] = [0, number]
            if text == NULL and self._has_more(cell.strip()):
                self.unread[cell] = self.seen[cell]
        self.seen[cell][0] += 1
        return text

    def doubt(self, doubts: Doubts) -> None:
        """One time in every row is the export's, and one hour in a third of them what is written for none."""
        self._doubt_zone(doubts)
        self._tell_unread(doubts)
        times: Counter[str] = Counter()
        hours: Counter[str] = Counter()
        first: dict[str, int] = {}
        for cell, (count, row) in self.seen.items():
            if (hour := self.known[cell]) != NULL:
                times[self._time(cell)] += count
                hours[hour] += count
                first[hour] = min(row, first.get(hour, row))
        rows = hours.total()
        if not rows:
            return
        hour, most = hours.most_common(1)[0]
        words = {
            "column": self.rule.column,
            "count": most,
            "total": rows,
            "hour": f"{int(hour):02}",
            "row": first[hour],
        }
        if rows >= FEW and len(times) == 1:
            doubts.ask(
                SAME_HOUR,
                _(
                    "Column %(column)s: all %(total)d rows say the same time of day (first row %(row)d): an export "
                    "seems to have added it to a date. Take “hour” out of the mapping, or name the time under "
                    "“nothing”."
                )
                % words,
            )
        elif rows >= MANY and len(hours) >= HALF_A_DAY and set(hours) <= OF_HALF_A_DAY and not self._says_half():
            doubts.tell(
                _(
                    "Column %(column)s: all %(total)d rows say hours from 1 to 12 (first row %(row)d): AM and PM seem "
                    "to have been lost, and half of the hours would be wrong. Export them with it, or as hours from 0 "
                    "to 23."
                )
                % words
            )
        elif rows >= MANY and most > HEAPED * rows:
            doubts.tell(
                _(
                    "Column %(column)s: %(count)d of %(total)d rows say the hour %(hour)s (first row %(row)d): it may "
                    "be written where none is known. If so, name that time under “nothing”, beside the column."
                )
                % words
            )

    def _has_more(self, cell: str) -> bool:
        """Whether digits stand behind a date that no time was found in."""
        is_read = not self.rule.is_of_date or TIME.search(cell) is not None
        return not is_read and re.search(r"\d", self.days.behind(cell)) is not None

    def _tell_unread(self, doubts: Doubts) -> None:
        if not self.unread:
            return
        text, (_count, row) = min(self.unread.items(), key=lambda each: each[1][1])
        doubts.tell(
            _(
                "Column %(column)s: rows with something behind the date in which no time of day was found: %(count)d "
                "(first row %(row)d, “%(text)s”). They are kept without an hour; export times as 14:30."
            )
            % {
                "column": self.rule.column,
                "count": sum(count for count, _row in self.unread.values()),
                "row": row,
                "text": text.strip(),
            }
        )

    def _says_half(self) -> bool:
        return any(re.search(r"\d ?[ap]\.?m", cell, re.IGNORECASE) for cell in self.seen)

    def _doubt_zone(self, doubts: Doubts) -> None:
        """Times that are another hour in the city than is written: somebody has to say which is meant."""
        if not self.rule.is_of_date or self.said:
            return
        for cell, (_count, row) in self.seen.items():
            if self.known[cell] == NULL:
                continue
            text = cell.strip()
            moment = moment_in(text, self.days.day(text), self.zone)
            if moment and str(moment.hour) != self.known[cell]:
                doubts.must_not(
                    _(
                        "Column %(column)s: row %(row)d, “%(text)s”, is %(there)s in the city (%(zone)s). State in the "
                        'mapping, beside the column, "zone": "city" to take the hour in the city, or "zone": '
                        '"as_written" to take the one that is written.'
                    )
                    % {
                        "column": self.rule.column,
                        "row": row,
                        "text": text,
                        "there": f"{moment:%H:%M}",
                        "zone": self.zone.key,
                    }
                )
                return

    def _time(self, cell: str) -> str:
        """What a cell says of the time of day; of a date with a time only that."""
        found = TIME.search(cell) if self.rule.is_of_date else None
        return folded(found[0] if found else cell)

    def _read(self, cell: str) -> str:
        """Raises NoDate."""
        text = self._time(cell)
        if not text or text in self.rule.nothing:
            return NULL
        hour = self._of_date(cell) if self.rule.is_of_date else self._of_time(cell)
        return NULL if hour is None else str(hour)

    def _of_date(self, cell: str) -> int | None:
        found = TIME.search(cell)
        if found is None:
            return None
        hour = found["hour"] or found["sharp"] or found["only"]
        written = _on_the_clock(hour, found["half"], cell, self.rule.column)
        moment = moment_in(cell, self.days.day(cell), self.zone) if self.said == "city" else None
        return moment.hour if moment else written

    def _of_time(self, cell: str) -> int:
        pattern = PATTERNS.get(self.rule.pattern, "")
        for form in filter(None, (pattern, CLOCK, HALF)):
            if found := re.fullmatch(form, cell, re.IGNORECASE):
                parts = found.groupdict()
                if int(parts.get("minute") or 0) > 59:
                    break
                return _on_the_clock(parts["hour"] or "0", parts.get("half"), cell, self.rule.column)
        if not pattern and cell.isdigit():
            raise NoDate(
                _(
                    "column %(column)s: “%(text)s” could be an hour or hours and minutes; it is not guessed. State the "
                    "format beside the column in the mapping, HH or HHMM"
                )
                % {"column": self.rule.column, "text": cell}
            )
        raise _no_time(cell, self.rule.column)


def _on_the_clock(hour: str, half: str | None, text: str, column: str) -> int:
    """Of 24 hours. Raises NoDate."""
    number = int(hour)
    if half:
        if not 1 <= number <= 12:
            raise _no_time(text, column)
        return number % 12 + (12 if half.upper().startswith("P") else 0)
    if number > 23:
        raise _no_time(text, column)
    return number


def _no_time(text: str, column: str) -> NoDate:
    return NoDate(
        _(
            "column %(column)s: “%(text)s” is no time of day between 00:00 and 23:59. Correct it, or name it under "
            "“nothing” if it says that none is known"
        )
        % {"column": column, "text": text}
    )


def with_hour(day: str, hour: str) -> str:
    """An hour beside a day as COPY writes it; none where more than one day may be meant."""
    return hour if day.endswith(f"\t{Precision.DAY.value}") else NULL
