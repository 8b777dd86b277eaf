"""Whether a project works, told in words: before, aim, measured; what is not known is said."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analysis.indicators import Course, Measured, Standing, has_changed, standing
from core.formats import day, decimal, number
from planning.models import Indicator, Measurement
from planning.vocabulary import Aim


@dataclass(frozen=True, slots=True)
class IndicatorWords:
    """One indicator as its page and the plan say it."""

    row: Indicator
    before: str
    aim: str
    measured: str
    source: str
    words: str

    @property
    def is_before_unknown(self) -> bool:
        return self.row.baseline is None


def told(rows: Iterable[Indicator], *, start: datetime.date | None = None) -> list[IndicatorWords]:
    """`rows` with their measurements fetched, the newest of each first; `start` is when the project began."""
    return [_told(row, start) for row in rows]


def _told(row: Indicator, start: datetime.date | None) -> IndicatorWords:
    newest = _newest(row)
    return IndicatorWords(
        row,
        before=_("not known") if row.baseline is None else _amount(row.baseline),
        aim=_aim(row),
        measured=_measured(newest) if newest else _("not yet"),
        source=f"{day(newest.measured_on)}, {newest.source}" if newest else "",
        words=in_words(row, newest, start),
    )


def _newest(row: Indicator) -> Measurement | None:
    return next(iter(row.measurements.all()), None)


def in_words(row: Indicator, newest: Measurement | None, start: datetime.date | None) -> str:
    """The same of one, with what was measured last, in a sentence or two: for who has no room for more."""
    course = Course(
        None if row.baseline is None else float(row.baseline),
        None if row.target is None else float(row.target),
        row.aim == Aim.AT_LEAST,
        start,
        row.due,
    )
    measured = Measured(float(newest.value), newest.measured_on, newest.of) if newest else None
    return " ".join(_words(course, measured))


def _amount(value: Decimal) -> str:
    """Without decimals where there are none."""
    return number(int(value)) if value == value.to_integral_value() else decimal(value, 2)


def _aim(row: Indicator) -> str:
    if row.target is None:
        return _("not set")
    facts = {"aim": row.get_aim_display(), "target": _amount(row.target)}
    if row.due is None:
        return _("%(aim)s %(target)s") % facts
    return _("%(aim)s %(target)s by %(day)s") % {**facts, "day": day(row.due)}


def _measured(newest: Measurement) -> str:
    if newest.of is None:
        return _amount(newest.value)
    return _("%(value)s of %(asked)s") % {"value": _amount(newest.value), "asked": number(newest.of)}


def _words(course: Course, measured: Measured | None) -> Iterator[str]:
    """One sentence about the aim, and one about what was before where nothing can be told of it."""
    found = standing(course, measured, timezone.localdate())
    yield _about_aim(found, course, measured)
    if measured is None:
        return
    if course.before is None:
        yield _("Nobody knows what it was before, so no change can be told.")
    elif has_changed(course, measured) is None:
        yield _("Too few answers to tell whether it is another than before.")


def _about_aim(found: Standing, course: Course, measured: Measured | None) -> str:
    if measured is not None and found in {Standing.ON_COURSE, Standing.BEHIND}:
        return _on_the_way(found, course, measured)
    return str(ABOUT_AIM[found])


ABOUT_AIM = {
    Standing.NOT_MEASURED: gettext_lazy("Nothing is measured yet."),
    Standing.NO_AIM: gettext_lazy("No aim is set."),
    Standing.REACHED: gettext_lazy("The aim is reached."),
    Standing.CANNOT_TELL: gettext_lazy("Too few answers to tell whether the aim is reached."),
    Standing.MISSED: gettext_lazy("The day has passed, and when it was last measured the aim was not reached."),
    Standing.NOT_YET: gettext_lazy("When it was last measured, the aim was not reached."),
}


def _on_the_way(found: Standing, course: Course, measured: Measured) -> str:
    passed, months = course.months(measured.on) or (0, 1)
    # further away than before is none of the way
    done = max(course.done(measured.level) or 0, 0)
    facts = {"done": number(done), "passed": number(passed), "months": number(months)}
    if found == Standing.ON_COURSE:
        told = ngettext(
            "On course: %(done)s %% of the way after %(passed)s of %(months)s month.",
            "On course: %(done)s %% of the way after %(passed)s of %(months)s months.",
            months,
        )
        return told % facts
    told = ngettext(
        "Behind: %(done)s %% of the way after %(passed)s of %(months)s month.",
        "Behind: %(done)s %% of the way after %(passed)s of %(months)s months.",
        months,
    )
    return told % facts
