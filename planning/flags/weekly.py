"""The weekly look: whether a figure that projects stand on began to rise since the diagnosis in force (CUSUM)."""

import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Count, Q
from django.utils import timezone

from accounts.markings import highest
from accounts.models import City
from analysis.questions.dispersion import Counts
from analysis.questions.drift import BASELINE_WEEKS, WEEKS_OF_A_YEAR, Drift, drift
from mapping.lists.of_figure import CITY, figure_address, query_of
from mapping.models import Observation
from planning.flags.figures import attached_to
from planning.flags.watching import Moved, of_figures
from planning.grounds import newest_released
from planning.models import Grounding, Project, ReviewFlag
from planning.vocabulary import FlagCause
from reports.models import OWN, Diagnosis, Judgement
from reports.snapshot import FROZEN_UP_TO

if TYPE_CHECKING:
    from django.db.models import QuerySet

WEEK = datetime.timedelta(days=7)


def look_weekly(*, on: datetime.date | None = None) -> list[ReviewFlag]:
    """Flag the projects that are under way and stand on a figure that began to rise. Inside their city."""
    diagnosis = newest_released()
    standing = stood_on(diagnosis) if diagnosis else {}
    if diagnosis is None or not standing:
        return []
    weeks = weeks_since(diagnosis.end, on or timezone.localdate())
    return of_figures(moved(sorted(standing), diagnosis.end, weeks), diagnosis, standing) if weeks else []


def stood_on(diagnosis: Diagnosis) -> dict[str, set[str]]:
    """Figures that those under way stand on, each with the keys of the judgements that do: what a judgement of a change
    is of, and what somebody attached to one of their own."""
    rows = Grounding.objects.filter(project__in=Project.objects.under_way(), kind="judgement")
    keys = set(rows.values_list("key", flat=True))
    found = {key: {key} for key in keys if query_of(key) is not None}
    own = [key for key in keys if key.startswith(OWN)]
    for judgement in Judgement.objects.filter(diagnosis=diagnosis, key__in=own):
        for figure in attached_to(judgement):
            found.setdefault(figure, set()).add(judgement.key)
    return found


def weeks_since(end: datetime.date, today: datetime.date) -> int:
    """Whole weeks since the last day of a diagnosis, at most a year of them."""
    return max(0, min((today - end).days // 7, WEEKS_OF_A_YEAR))


def moved(keys: Sequence[str], end: datetime.date, weeks: int) -> list[Moved]:
    """Those that are `flagged`, of weekly counts of 104 weeks up to `end` and of the weeks after it."""
    start = end + datetime.timedelta(days=1) - BASELINE_WEEKS * WEEK
    total = _by_week(Q(), start, BASELINE_WEEKS + weeks)
    counts = np.array([_by_week(query_of(key) or Q(), start, BASELINE_WEEKS + weeks) for key in keys])
    found = look_at(counts, rest_of(keys, counts, total))
    since = counts[:, BASELINE_WEEKS:].sum(axis=1)
    if not found.flagged.any():
        return []
    marking = highest(_counted(start, BASELINE_WEEKS + weeks).order_by().values_list("marking", flat=True).distinct())
    return [
        Moved(key, int(since[place]), weeks, float(found.expected[place].sum()), marking)
        for place, key in enumerate(keys)
        if found.flagged[place]
    ]


def rest_of(keys: Sequence[str], counts: Counts, total: Counts) -> Counts:
    """Everything in the city but each figure; of the whole city nothing is left."""
    return np.array([total - row if key != CITY else np.zeros_like(row) for key, row in zip(keys, counts, strict=True)])


def look_at(counts: Counts, rest: Counts) -> Drift:
    """The figures that a plan stands on, as `analysis.questions.drift` takes them. However many are looked at, a city
    in which nothing changed sees a false flag in at most one year of ten."""
    return drift(counts, rest, together=True)


def _by_week(query: Q, start: datetime.date, weeks: int) -> Counts:
    """Counted records of each of so many weeks from a day on, by their first day; the oldest first."""
    rows = _counted(start, weeks).filter(query)
    found = np.zeros(weeks, dtype=np.int64)
    for day_of, count in rows.order_by().values_list("first_day").annotate(count=Count("*")):
        found[(day_of - start).days // 7] += count
    return found


def _counted(start: datetime.date, weeks: int) -> "QuerySet[Observation]":
    return Observation.objects.counted(FROZEN_UP_TO).filter(first_day__gte=start, first_day__lt=start + weeks * WEEK)


def records_that_moved(flags: Iterable[ReviewFlag], city: City) -> dict[int, str]:
    """Of each flag that tells of a figure, by its number: the list of the records since its diagnosis ended."""
    keys = {each: each.key.rpartition("@") for each in flags if each.cause == FlagCause.FIGURE_MOVED}
    numbers = [number for _grounds, _at, number in keys.values()]
    ends = dict(Diagnosis.objects.filter(number__in=numbers).values_list("number", "end")) if numbers else {}
    found = {}
    for flag, (ground, _at, number) in keys.items():
        figure = ground.partition(":")[2]
        if figure.startswith(OWN):
            figure = figure.partition("/")[2]
        if (end := ends.get(int(number))) is not None and query_of(figure) is not None:
            weeks = weeks_since(end, timezone.localdate(flag.raised_at))
            found[flag.pk] = figure_address(city.slug, figure, end + WEEK / 7, end + weeks * WEEK)
    return found
