"""What the dates of a column say together that no single one says: a spreadsheet or a source that changed them."""

import calendar
import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from mapping.actions.sources import Coverage
from mapping.imports.dates.days import in_zone, names_its_zone
from mapping.imports.dates.likeness import holds_another
from mapping.imports.doubts import SWAPPED_DATES, Doubts

# Of the days of a year 39.5 % are no later than the 12th; only those can be exchanged with a month.
EARLY = 12
SHARE_EARLY = 12 * 12 / 365.25
NEARLY_ALL = 0.9
# Two spellings that chance alone would part like this once in a hundred columns are refused, once in three told.
REFUSED_BELOW, TOLD_BELOW = 0.01, 0.34
# So seldom all days of a column are early ones, or late ones, by chance.
HALF_BY_CHANCE = 0.0005
# A workbook that counts from 1904 and one that counts from 1900 differ by so many days.
FROM_1904 = datetime.timedelta(days=1462)
FAR_BEFORE = datetime.timedelta(days=10 * 365)


@dataclass(frozen=True, slots=True)
class Written:
    """A date as cells have it: the text, the day as it is written, in how many rows, the first of them."""

    text: str
    day: datetime.date
    count: int
    row: int


# A single night of riots has fewer rows in any register of a city than this, or is sent by itself on purpose.
FEWEST_OF_ONE_DAY = 30


def check_days(column: str, dates: Sequence[Written], doubts: Doubts) -> None:
    """Days that stand for a month, a year or a week, that are all the same, or of which a half is missing."""
    if (
        _check_one_day(column, dates, doubts)
        or _check_years(column, dates, doubts)
        or _check_months(column, dates, doubts)
    ):
        return
    _check_firsts(column, dates, doubts)
    _check_halves(column, dates, doubts)
    _check_weeks(column, dates, doubts)


def _check_one_day(column: str, dates: Sequence[Written], doubts: Doubts) -> bool:
    """Of many events one day is that of something else."""
    days, count = {each.day for each in dates}, sum(each.count for each in dates)
    if len(days) != 1 or count < FEWEST_OF_ONE_DAY:
        return False
    doubts.tell(
        _(
            "Column %(column)s: all %(count)d rows are of one day, %(day)s. It may be the day on which the file was "
            "made or a day that stands for none; name the column of the day on which each event happened."
        )
        % {"column": column, "count": count, "day": next(iter(days))}
    )
    return True


def check_zone(column: str, dates: Sequence[Written], zone: ZoneInfo, doubts: Doubts) -> None:
    """Times far from UTC whose day in the city is another than the one written: somebody has to say which is meant."""
    _check_named(column, dates, doubts)
    moved = [(each, day) for each in dates if (day := in_zone(each.text, each.day, zone)) != each.day]
    if moved:
        first, there = min(moved, key=lambda pair: pair[0].row)
        doubts.must_not(
            _(
                "Column %(column)s: times of another day in the city (%(zone)s) than is written: %(count)d; row "
                '%(row)d, “%(text)s”, is %(day)s there. State in the mapping, beside the column, "zone": "city" to '
                'take the day in the city, or "zone": "as_written" to take the day that is written.'
            )
            % {
                "column": column,
                "count": sum(each.count for each, _day in moved),
                "zone": zone.key,
                "row": first.row,
                "text": first.text,
                "day": there.isoformat(),
            }
        )


def _check_named(column: str, dates: Sequence[Written], doubts: Doubts) -> None:
    """Times with a zone of which only the name is written."""
    named = [each for each in dates if names_its_zone(each.text.strip())]
    if named:
        first = min(named, key=_row)
        doubts.must_not(
            _(
                "Column %(column)s: times whose zone is written by a name that is not read: %(count)d; row %(row)d, "
                "“%(text)s”. Export times with their distance from UTC, such as +02:00, or state in the mapping, "
                'beside the column, "zone": "as_written" to take the day that is written.'
            )
            % {"column": column, "count": _rows(named), "row": first.row, "text": first.text}
        )


def check_unread(column: str, dates: Sequence[Written], pattern: str, doubts: Doubts) -> None:
    """A second date behind the one that is read: the last day of a stretch, which would be dropped."""
    length = len(pattern.removesuffix("*"))
    two = [each for each in dates if holds_another(each.text.strip()[length:])]
    if two:
        first = min(two, key=_row)
        doubts.tell(
            _(
                "Column %(column)s: cells with a second date behind the one that is read: %(count)d; row %(row)d, "
                "“%(text)s”. If it is the last day, export it in a column of its own and name that under “until” in "
                "the mapping."
            )
            % {"column": column, "count": _rows(two), "row": first.row, "text": first.text}
        )


def check_coverage(column: str, dates: Sequence[Written], coverage: Sequence[Coverage], doubts: Doubts) -> None:
    """Days outside of when the source is said to have looked."""
    start, end = min(stretch.start for stretch in coverage), max(stretch.end for stretch in coverage)
    outside = [each for each in dates if not start <= each.day <= end]
    if not outside:
        return
    first = min(outside, key=lambda each: each.row)
    count, total = _rows(outside), _rows(dates)
    text = _(
        "Column %(column)s: %(count)d of %(total)d rows lie outside the days the mapping says the source looked at, "
        "%(start)s to %(end)s (first row %(row)d, “%(text)s”)."
    ) % {
        "column": column,
        "count": count,
        "total": total,
        "start": start.isoformat(),
        "end": end.isoformat(),
        "row": first.row,
        "text": first.text,
    }
    if count * 5 > total or any(each.day < start - FAR_BEFORE for each in outside):
        doubts.tell(f"{text} {_why_outside(dates, start, end)}")
    else:
        doubts.note(text)


def _why_outside(dates: Sequence[Written], start: datetime.date, end: datetime.date) -> str:
    def within(moved: Callable[[datetime.date], datetime.date]) -> bool:
        inside = [each for each in dates if start <= moved(each.day) <= end]
        return _rows(inside) >= NEARLY_ALL * _rows(dates)

    if within(lambda day: day + FROM_1904) or within(lambda day: day - FROM_1904):
        return _(
            "Moved by 1,462 days they fit: perhaps a workbook that counts days from 1904 was read as one that counts "
            "from 1900. If so, export the dates as text; else correct the coverage in the mapping."
        )
    if any(each.day < start - FAR_BEFORE and start <= _a_century_later(each.day) <= end for each in dates):
        return _("A century later some of them fit: years of two digits were completed wrongly. Correct the years.")
    return _("Correct the dates, the format of the column or the coverage in the mapping.")


def _a_century_later(day: datetime.date) -> datetime.date:
    return day.replace(year=day.year + 100, day=min(day.day, 28))


def check_spellings(column: str, dates: Sequence[Written], doubts: Doubts) -> bool:
    """A spreadsheet turns dates into real ones where the day could be a month, exchanged, and leaves the others."""
    return any(_parted(column, dates, spelling, doubts) for spelling in (_marks, _padding))


def _parted(column: str, dates: Sequence[Written], spelling: Callable[[Written], str], doubts: Doubts) -> bool:
    """Whether each spelling has only early or only late days, and chance is no likely reason."""
    groups: dict[str, list[Written]] = {}
    for each in dates:
        if key := spelling(each):
            groups.setdefault(key, []).append(each)
    early = [group for group in groups.values() if _share_early(group) >= 0.95]
    late = [group for group in groups.values() if _share_early(group) <= 0.05]
    if not early or not late or len(early) + len(late) < len(groups):
        return False
    some, others = [each for group in early for each in group], [each for group in late for each in group]
    chance = SHARE_EARLY ** len({each.day for each in some}) * (1 - SHARE_EARLY) ** len({each.day for each in others})
    chance *= 2 ** len(groups)
    if chance >= TOLD_BELOW:
        return False
    first, other = min(some, key=_row), min(others, key=_row)
    text = _(
        "Column %(column)s has two spellings: %(early)d rows (first row %(row)d, “%(text)s”) have only days up to "
        "the 12th, %(late)d rows (first row %(other_row)d, “%(other)s”) only later ones. A spreadsheet seems to have "
        "exchanged day and month where it could. Export the dates again as text, in one spelling such as YYYY-MM-DD."
    ) % {
        "column": column,
        "early": _rows(some),
        "row": first.row,
        "text": first.text,
        "late": _rows(others),
        "other_row": other.row,
        "other": other.text,
    }
    if chance < REFUSED_BELOW:
        doubts.ask(SWAPPED_DATES, text)
    else:
        doubts.tell(text)
    return True


def _marks(each: Written) -> str:
    """What stands between the digits."""
    return re.sub(r"\d+", "0", each.text.strip()).casefold().replace("pm", "am")


def _padding(each: Written) -> str:
    """Whether numbers below ten are padded; nothing where it cannot be seen."""
    numbers = [number for number in re.findall(r"\d+", each.text)[:3] if len(number) < 3]
    if any(len(number) == 1 for number in numbers):
        return "bare"
    return "padded" if any(number.startswith("0") for number in numbers) else ""


def _check_years(column: str, dates: Sequence[Written], doubts: Doubts) -> bool:
    years = {each.day.year for each in dates}
    (month, day), count = _commonest(dates, lambda each: (each.day.month, each.day.day))
    total = _rows(dates)
    if len(years) < 2 or (len(years) < 3 and (month, day) not in {(1, 1), (12, 31)}) or count < NEARLY_ALL * total:
        return False
    doubts.tell(
        _(
            "Column %(column)s: %(count)d of %(total)d rows have the same day of the year, %(month)02d-%(day)02d "
            "(%(row)s): "
            'the source seems to give years only. If so, state %(pattern)s"precision": "year" for the column in the '
            "mapping; else they count as known days."
        )
        % {
            "column": column,
            "count": count,
            "total": total,
            "month": month,
            "day": day,
            "row": _example(each for each in dates if (each.day.month, each.day.day) == (month, day)),
            "pattern": _pattern(dates, "YYYY*"),
        }
    )
    return True


def _check_months(column: str, dates: Sequence[Written], doubts: Doubts) -> bool:
    def of_month(each: Written) -> int:
        return 31 if each.day.day == calendar.monthrange(each.day.year, each.day.month)[1] else each.day.day

    day, count = _commonest(dates, of_month)
    total, months = _rows(dates), len({(each.day.year, each.day.month) for each in dates})
    if months < 3 or count < NEARLY_ALL * total or total < (3 if day in {1, 31} else 5):
        return False
    doubts.tell(
        _(
            "Column %(column)s: %(count)d of %(total)d rows fall on the same day of the month, %(which)s (%(row)s): "
            "the "
            'source seems to give months only. If so, state %(pattern)s"precision": "month" for the column in the '
            "mapping; else they count as known days."
        )
        % {
            "column": column,
            "count": count,
            "total": total,
            "which": _("the first") if day == 1 else _("the last") if day == 31 else _("day %(day)d") % {"day": day},
            "row": _example(each for each in dates if of_month(each) == day),
            "pattern": _pattern(dates, "YYYY{}MM*"),
        }
    )
    return True


def _check_firsts(column: str, dates: Sequence[Written], doubts: Doubts) -> None:
    """A part of the rows that stands for a month or a year: the day was not known and the first was written."""
    total, months = _rows(dates), len({(each.day.year, each.day.month) for each in dates})
    firsts = [each for each in dates if each.day.day == 1]
    if total >= 20 and months >= 4 and _rows(firsts) >= total / 4:
        doubts.tell(
            _(
                "Column %(column)s: %(count)d of %(total)d rows fall on the first day of a month (%(row)s), eight "
                "times as many as by chance: the day may not be known there. Give such rows in a file of their own, "
                "with "
                '"precision": "month" in its mapping.'
            )
            % {"column": column, "count": _rows(firsts), "total": total, "row": _example(firsts)}
        )


def _check_halves(column: str, dates: Sequence[Written], doubts: Doubts) -> None:
    """Only days up to the 12th, or only later ones, over months: exchanged throughout, or half of the rows lost."""
    days, months = {each.day for each in dates}, {(each.day.year, each.day.month) for each in dates}
    early = _share_early(dates)
    if early not in {0, 1} or len(months) < 4:
        return
    if (SHARE_EARLY if early else 1 - SHARE_EARLY) ** len(days) < HALF_BY_CHANCE:
        doubts.tell(
            _(
                "Column %(column)s: %(total)d rows in %(months)d months, and %(which)s (%(row)s). Day and month may "
                "be exchanged, or rows lost on the way through a spreadsheet. Compare with the source."
            )
            % {
                "column": column,
                "total": _rows(dates),
                "months": len(months),
                "which": _("none after the 12th") if early else _("none before the 13th"),
                "row": _example(dates),
            }
        )


def _check_weeks(column: str, dates: Sequence[Written], doubts: Doubts) -> None:
    day, count = _commonest(dates, lambda each: each.day.weekday())
    if len({each.day for each in dates}) >= 6 and _rows(dates) >= 8 and count == _rows(dates):
        doubts.tell(
            _(
                "Column %(column)s: all %(total)d rows fall on the same day of the week (%(row)s): the source seems to "
                'give weeks only. If so, name a column with the last day under "until" in the mapping.'
            )
            % {"column": column, "total": _rows(dates), "row": _example(dates), "day": day}
        )


def _pattern(dates: Sequence[Written], form: str) -> str:
    """The format that leaves out what is not known, where the year stands first."""
    marks = {found[1] for each in dates if (found := re.match(r"\d{4}(\D?)\d{2}", each.text.strip()))}
    if len(marks) != 1:
        return ""
    return _("the format “%(pattern)s” or ") % {"pattern": form.format(marks.pop())}


def _example(dates: Iterable[Written]) -> str:
    first = min(dates, key=_row)
    return _("first row %(row)d, “%(text)s”") % {"row": first.row, "text": first.text}


def _commonest(dates: Sequence[Written], key: Callable[[Written], object]) -> "tuple[Any, int]":
    counted: Counter[object] = Counter()
    for each in dates:
        counted[key(each)] += each.count
    return counted.most_common(1)[0]


def _share_early(dates: Sequence[Written]) -> float:
    return sum(each.day.day <= EARLY for each in dates) / len(dates)


def _rows(dates: Sequence[Written]) -> int:
    return sum(each.count for each in dates)


def _row(each: Written) -> int:
    return each.row
