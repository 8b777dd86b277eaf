"""Whether an indicator is where it was meant to be: before, aim, measured; and whether few answers can tell."""

import datetime
import math
from dataclasses import dataclass
from enum import StrEnum

# The 97.5 % point of the normal distribution.
Z = 1.959964
MONTH_DAYS = 365.25 / 12


class Standing(StrEnum):
    NOT_MEASURED = "not_measured"
    NO_AIM = "no_aim"
    REACHED = "reached"
    CANNOT_TELL = "cannot_tell"
    MISSED = "missed"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Measured:
    """The newest value; where people were asked, `asked` of them, and `value` so many of these."""

    value: float
    on: datetime.date
    asked: int | None = None

    @property
    def level(self) -> float:
        """What is compared with before and aim: the value, or of those asked the percent."""
        return 100 * self.value / self.asked if self.asked else self.value

    @property
    def interval(self) -> tuple[float, float]:
        """From where to where it may be: 95 %, of those asked in percent (Wilson 1927, Journal of the American
        Statistical Association 22, 209–212); of what was counted the value alone."""
        if not self.asked:
            return self.value, self.value
        n, p = self.asked, self.value / self.asked
        middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
        half = Z * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
        return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Course:
    """From when to when it was to get from `before` to `aim`; what is not known is None."""

    before: float | None
    aim: float | None
    more_is_better: bool = True
    start: datetime.date | None = None
    due: datetime.date | None = None

    def is_reached(self, level: float) -> bool:
        if self.aim is None:
            return False
        return level >= self.aim if self.more_is_better else level <= self.aim

    def months(self, on: datetime.date) -> tuple[int, int] | None:
        """How many months had passed on a day, and how many there are; None where they are not known."""
        if self.start is None or self.due is None or self.due <= self.start:
            return None
        whole = round((self.due - self.start).days / MONTH_DAYS)
        passed = round((min(max(on, self.start), self.due) - self.start).days / MONTH_DAYS)
        return passed, max(whole, 1)

    def done(self, level: float) -> int | None:
        """Of a hundred parts of the way from before to aim, how many are behind, all only at the aim; None where no way
        is to go, or none known."""
        if self.before is None or self.aim is None or self.is_reached(self.before):
            return None
        done = round(100 * (level - self.before) / (self.aim - self.before))
        return done if self.is_reached(level) else min(done, 99)


def standing(course: Course, measured: Measured | None, today: datetime.date) -> Standing:
    """Where it stands by the newest value; of those asked only what the interval tells."""
    if measured is None or course.aim is None:
        return Standing.NOT_MEASURED if measured is None else Standing.NO_AIM
    low, high = measured.interval
    if low != high and low <= course.aim <= high:
        return Standing.CANNOT_TELL
    if course.is_reached(measured.level):
        return Standing.REACHED
    return Standing.MISSED if course.due is not None and course.due < today else _on_the_way(course, measured)


def _on_the_way(course: Course, measured: Measured) -> Standing:
    months, done = course.months(measured.on), course.done(measured.level)
    if months is None or done is None:
        return Standing.NOT_YET
    return Standing.ON_COURSE if done * months[1] >= 100 * months[0] else Standing.BEHIND


def has_changed(course: Course, measured: Measured) -> bool | None:
    """Whether it is another than before; None where nobody knows what it was, or the answers are too few to tell."""
    if course.before is None:
        return None
    low, high = measured.interval
    if low != high and low <= course.before <= high:
        return None
    return measured.level != course.before
