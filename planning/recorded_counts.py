"""Recorded counts beside a project: context and never its outcome, since one that people trust may raise reporting.

With what could have been seen at all: where few were recorded, a change is no news and its absence none either.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from accounts.models import Membership
from analysis.questions.detectable import over_time
from analysis.questions.expectation import LEAST_ALPHA
from core.formats import number
from mapping.lists.of_figure import figure_address, name_of, query_of
from mapping.models import Observation
from planning.models import Project
from planning.vocabulary import GroundKind

YEARS, MOST = 6, 4


@dataclass(frozen=True, slots=True)
class RecordedCounts:
    """Counted records of one figure, year by year, the oldest first; `seen` says what a rise had to be."""

    name: str
    counts: Sequence[tuple[int, int]]
    seen: str
    key: str
    city: str

    @property
    def years(self) -> list[tuple[int, int, str]]:
        """With the list of just these records."""
        return [(year, count, figure_address(self.city, self.key, *_whole(year))) for year, count in self.counts]


def recorded_counts(
    project: Project, member: Membership, names: Mapping[str, str], today: datetime.date
) -> list[RecordedCounts]:
    """Of the figures that its judgements are of, then of its districts; whole years, as far as this member may read."""
    keys = [each.key for each in project.groundings.all() if each.kind == GroundKind.JUDGEMENT]
    keys += [f"district.{code}.change" for code in project.districts]
    found = [key for key in dict.fromkeys(keys) if query_of(key) is not None][:MOST]
    years = range(today.year - YEARS, today.year)
    return [_one(key, member, names, years, project.city.slug) for key in found]


def _whole(year: int) -> tuple[datetime.date, datetime.date]:
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def _one(key: str, member: Membership, names: Mapping[str, str], years: range, city: str) -> RecordedCounts:
    query = query_of(key)
    rows = Observation.objects.counted(member.reads_up_to).filter(query, first_day__year__in=list(years))
    by_year = rows.order_by().annotate(year=ExtractYear("first_day")).values_list("year").annotate(count=Count("*"))
    counts = dict(by_year)
    told = [(year, counts.get(year, 0)) for year in years]
    return RecordedCounts(name_of(key, names), told, _seen([count for _year, count in told[:-1]]), key, city)


def _seen(earlier: Sequence[int]) -> str:
    """What the last year had to be so that nine times in ten a rise would have been told."""
    base = round(sum(earlier) / len(earlier))
    if base < 1:
        return _("Too little was recorded before to tell any change.")
    rise = over_time("city", base, len(earlier), 1, LEAST_ALPHA).rise
    if rise is None:
        return _("From about %(base)s a year no rise could have been seen.") % {"base": number(base)}
    told = _(
        "From about %(base)s a year, a rise to %(rise)s would have been seen nine times in ten, a smaller one less "
        "often."
    )
    return told % {"base": number(base), "rise": number(rise)}
