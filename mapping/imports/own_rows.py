"""A row of a file of observations that Groundwork wrote: what it says of its record, each value as it is recorded."""

import datetime
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Marking
from analysis.records import month_end, month_start
from core.form_words import FIRST_DAY
from core.lists.columns import BETWEEN
from mapping.imports.fields import SEVERAL, SINGLE
from mapping.imports.problems import Problems
from mapping.vocabulary import Place, Precision, SourceType, contradictions
from records.models import ReviewState

CODES: dict[str, tuple[str, ...]] = {
    **{name: codes for name, codes in SINGLE.items() if codes and name != "severity"},
    "precision": tuple(Precision.values),
    "place": tuple(Place.values),
    "state": tuple(ReviewState.values),
    "marking": tuple(Marking.values),
    "source_type": ("", *SourceType.values),
}
MAY_BE_EMPTY = {"setting", "basis", "how_known"}
TEXTS = (
    "title", "what_happened", "platform", "source", "source_label", "source_link", "external_key", "trigger_event",
    "district", "district_label", "series", "batch", "created_by", "approved_by", "review_comment", "withdrawn_reason",
    "address",
)  # fmt: skip
DAYS = ("first_day", "last_day", "reported_on", "review_by")
MOMENTS = ("created_at", "approved_at")
# How long a record is kept is counted from when it was recorded. Clocks of two servers may differ by a zone.
MAY_BE_AHEAD = datetime.timedelta(days=1)
NUMBERS = ("id", "severity", "hour")
LAST_HOUR = 23
DEGREES = ("cell_longitude", "cell_latitude")
# Of files written before these columns were.
MAY_LACK: dict[str, Any] = {"source_type": "", "hour": None}
NEEDED = ("title", "first_day", "last_day", "created_at", "source", "id")
FLAGS = ("counts",)
COLUMNS = {*CODES, *SEVERAL, *TEXTS, *DAYS, *MOMENTS, *NUMBERS, *DEGREES, *FLAGS}
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d([+-]\d\d:\d\d(:\d\d)?)?)?", re.ASCII)
LONGEST_NUMBER = 18


class _Wrong(ValueError):
    """What a cell should be."""


@dataclass(frozen=True, slots=True)
class OwnRow:
    """`facts` by the names of the columns: of a district and a source their codes, of people what they are called."""

    number: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OwnRows:
    """Reads rows whose columns were found to be `names`, in `labels` of the file; moments without a zone are the
    city's."""

    names: Sequence[str]
    labels: Sequence[str]
    zone: ZoneInfo

    def read(self, number: int, cells: Sequence[str], problems: Problems) -> OwnRow | None:
        """None where something is wrong, which `problems` are told."""
        facts: dict[str, Any] = dict(MAY_LACK)
        before = problems.count
        for name, label, cell in zip(self.names, self.labels, cells, strict=True):
            if name not in COLUMNS:
                continue
            try:
                facts[name] = self._value(name, cell)
            except _Wrong as wrong:
                said = cell if len(cell) <= 80 else f"{cell[:79]}…"
                problems.add(_("column %(column)s: “%(value)s” is no %(what)s.") % {
                    "column": label, "value": said, "what": wrong}, number)  # fmt: skip
        for why in _contradicting(facts) if problems.count == before else ():
            problems.add(why, number)
        return OwnRow(number, facts) if problems.count == before else None

    def _value(self, name: str, cell: str) -> Any:
        if name in NEEDED and not cell:
            raise _Wrong(_("value that could be missing"))
        if name in TEXTS or name in FLAGS:
            return cell if name in TEXTS else cell.upper() != "FALSE"
        if name in SEVERAL:
            return [_code(SEVERAL[name], each) for each in cell.split(BETWEEN)] if cell else []
        if name in CODES:
            return "" if not cell and name in MAY_BE_EMPTY else _code(CODES[name], cell)
        return self._measured(name, cell) if cell else None

    def _measured(self, name: str, cell: str) -> Any:
        if name in DAYS:
            return _read(DAY, _day, cell, _("day such as 2025-12-31"))
        if name in MOMENTS:
            return self._moment(cell)
        return _number(cell) if name in NUMBERS else _degrees(cell)

    def _moment(self, cell: str) -> datetime.datetime:
        found: datetime.datetime = _read(
            MOMENT, datetime.datetime.fromisoformat, cell, _("moment such as 2025-12-31T13:00:00")
        )
        return found if found.tzinfo else found.replace(tzinfo=self.zone)


def _read(form: "re.Pattern[str]", read: Callable[[str], Any], cell: str, what: str) -> Any:
    if not form.fullmatch(cell):
        raise _Wrong(what)
    try:
        return read(cell)
    except ValueError:
        raise _Wrong(what) from None


def _day(cell: str) -> datetime.date:
    found = datetime.date.fromisoformat(cell)
    if found < FIRST_DAY:
        raise ValueError(cell)
    return found


def _code(codes: Sequence[str], cell: str) -> str:
    if cell not in codes:
        raise _Wrong(_("code of: %(codes)s") % {"codes": ", ".join(filter(None, codes))})
    return cell


def _number(cell: str) -> int:
    if not cell.isascii() or not cell.isdecimal() or len(cell) > LONGEST_NUMBER:
        raise _Wrong(_("whole number"))
    return int(cell)


def _degrees(cell: str) -> float:
    try:
        found = float(cell) if cell.isascii() and "_" not in cell else math.nan
    except ValueError:
        found = math.nan
    if not math.isfinite(found) or abs(found) > 180:
        raise _Wrong(_("number of degrees, with a point"))
    return found


def _contradicting(facts: Mapping[str, Any]) -> list[str]:
    """What a row says that cannot all be so."""
    said = {name: facts[name] for name in ("place", "space", "setting", "platform", "targets", "currents")}
    found = [why for _name, why in contradictions(**said)]
    first, last = facts["first_day"], facts["last_day"]
    if last < first:
        found.append(_("the last day %(end)s lies before the first, %(first)s") % {"end": last, "first": first})
    elif _span(facts["precision"], first, last) != (first, last):
        found.append(_("“%(code)s” does not fit the days from %(first)s to %(last)s") % {
            "code": facts["precision"], "first": first, "last": last})  # fmt: skip
    moments = [facts[name].date() for name in MOMENTS if facts[name]]
    latest = max([first, facts["reported_on"] or first, *moments])
    if latest > timezone.localdate() + MAY_BE_AHEAD:
        found.append(
            _("it happened, or was recorded or approved, on %(day)s, which is still to come") % {"day": latest}
        )
    if facts["hour"] is not None and (facts["hour"] > LAST_HOUR or facts["precision"] != Precision.DAY):
        found.append(_("an hour from 0 to 23 belongs to a known day"))
    if (facts["place"] == Place.DISTRICT) != bool(facts["district"]):
        found.append(_("name the district, or say that the place is wider than one"))
    if (facts["cell_longitude"] is None) != (facts["cell_latitude"] is None):
        found.append(_("of a grid cell both longitude and latitude are known, or neither"))
    return found


def _span(precision: str, first: datetime.date, last: datetime.date) -> tuple[datetime.date, datetime.date]:
    return {
        Precision.DAY.value: (first, first),
        Precision.MONTH.value: (month_start(first), month_end(first)),
        Precision.YEAR.value: (datetime.date(first.year, 1, 1), datetime.date(first.year, 12, 31)),
    }.get(precision, (first, last))
