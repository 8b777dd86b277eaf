"""When each sentence of the annex, and beside the pictures of section 5, is true, told from the snapshot."""

import calendar
import datetime
import itertools
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import scipy

from analysis.landscape import District
from reports.sections.context import SectionContext
from tests.reports.sentences.other_conditions import Condition, is_alike, is_short, now, stands

Found = TypeVar("Found")
ONE_DAY = datetime.timedelta(days=1)
SAYS_NOTHING = {"none", "none_known"}


def _is_silent_in_a_month(context: SectionContext) -> bool:
    """A month of either period of which nobody looked at a day, or of whose year totals remain."""
    gone = {total.year for total in context.frozen.totals}
    for period in (context.frozen.period, context.frozen.comparison):
        first = period.start
        while first <= period.end:
            last = min(period.end, first.replace(day=calendar.monthrange(first.year, first.month)[1]))
            looked = any(row.start <= last and row.end >= first for row in context.frozen.coverage)
            if not looked or first.year in gone:
                return True
            first = last + ONE_DAY
    return False


def _once_each(worked_out: Callable[[SectionContext], Found]) -> Callable[[SectionContext], Found]:
    """For each world once, however many sentences ask: worlds are made once and stay as they are."""
    there: dict[int, tuple[SectionContext, Found]] = {}

    def found(context: SectionContext) -> Found:
        if id(context) not in there:
            # the world is held as well, so that its number is nobody else's
            there[id(context)] = (context, worked_out(context))
        return there[id(context)][1]

    return found


def _rated(context: SectionContext) -> list[str]:
    return [district.area.code for district in context.landscape.districts if district.rate is not None]


def _has_a_dash(context: SectionContext) -> bool:
    """A district of which a number is missing in the table."""
    land = context.landscape
    return (
        any(area.population is None for area in context.frozen.areas)
        or any(not d.share_looked or d.share_looked_before < d.share_looked for d in land.districts)
        or (not is_short(context) and any(d.rate is None or d.smoothed is None for d in land.districts))
        or any(_is_not_read(context, d) for d in land.districts)
    )


def _is_not_read(context: SectionContext, district: District) -> bool:
    """Looked at whole, alike, and of a city in which none is read against it."""
    words = district.change.words if district.change else ()
    is_whole = bool(district.share_looked) and not district.in_part and not any(word.is_unlike for word in words)
    return is_whole and context.landscape.families["districts"].growth is None


def _is_read(context: SectionContext) -> bool:
    family = context.landscape.families["districts"]
    return not is_short(context) and family.growth is not None and any(each.against for each in family.changes)


def _has_landscape(context: SectionContext) -> bool:
    return not is_short(context) and stands(context, 5)


def _has_funnel(context: SectionContext) -> bool:
    codes = _rated(context)
    in_any = any(context.landscape.rated.counts[code] for code in codes)
    return _has_landscape(context) and len(codes) >= 3 and in_any


def _beyond(context: SectionContext, least: float, most: float) -> bool:
    """A district of which the chance of as many, or as few, lies between two."""
    return any(least < 2 * min(chance, 1 - chance) < most for chance in _below(context))


@_once_each
def _below(context: SectionContext) -> list[float]:
    """Of each district the chance of fewer: the Poisson distribution continued as a gamma tail, φ times as wide."""
    if not _has_funnel(context):
        return []
    rated, phi = context.landscape.rated, context.landscape.families["districts"].spread.phi
    codes = _rated(context)
    mean = sum(rated.counts[code] for code in codes) / sum(rated.exposure[code] for code in codes)
    return [scipy.stats.gamma.sf(mean * rated.exposure[code] / phi, rated.counts[code] / phi + 1) for code in codes]


def _exact(context: SectionContext) -> list[int | None]:
    """The hours of records that name one day; nothing where they are too few to draw."""
    found = [one.hour for one in now(context) if one.first_day == one.last_day]
    return found if not is_short(context) and len(found) >= 20 else []


def _hours(context: SectionContext) -> int:
    return sum(hour is not None for hour in _exact(context))


def _judged(context: SectionContext) -> bool:
    return not is_short(context) and sum(one.severity is not None for one in now(context)) >= 20


@_once_each
def _goes_together(context: SectionContext) -> bool:
    """Two codes of two families on ten records and three days, half as many again as their parts would make. In these
    cities what is so is so beyond chance."""
    alike = {(e.first_day, e.district, e.currents, e.manifestations, e.targets): e for e in now(context)}.values()
    for one, other in itertools.combinations(("currents", "manifestations", "targets"), 2):
        said = [
            (e.first_day, set(getattr(e, one)) - SAYS_NOTHING, set(getattr(e, other)) - SAYS_NOTHING) for e in alike
        ]
        said = [each for each in said if each[1] and each[2]]
        parts = [Counter(code for each in said for code in each[at]) for at in (1, 2)]
        for a, b in itertools.product(*parts):
            days = [day for day, first, second in said if a in first and b in second]
            if len(days) >= 10 and len(set(days)) >= 3 and len(days) >= 1.5 * parts[0][a] * parts[1][b] / len(said):
                return True
    return False


def _years(context: SectionContext) -> int:
    """In how many windows sources looked alike, as far as they are drawn; none where fewer than three."""
    count = min(1 + len(context.landscape.windows_used), 8)
    return count if count >= 3 and _has_landscape(context) else 0


def _is_all_compared(context: SectionContext, family: str) -> bool:
    """Of every member as many in both periods as what its word is of."""
    told = {each.key: each for each in context.landscape.families[family].changes}
    both = [(row, told[row.key]) for row in context.landscape.counts[family] if row.key in told]
    return bool(both) and all(
        (row.before, row.now) == (one.before, one.now) and not one.word.is_unlike for row, one in both
    )


def _drawn_years(context: SectionContext) -> bool:
    """Whether there is a line of the city: not where none of these years has a record."""
    windows = [context.frozen.period, *context.landscape.windows_used][: _years(context)]
    return any(window.holds(one.first_day, one.last_day) for window in windows for one in context.frozen.events)


def _is_a_year(context: SectionContext) -> bool:
    return 364 <= (context.frozen.period.end - context.frozen.period.start).days <= 365


def _is_longer(context: SectionContext) -> bool:
    return (context.frozen.period.end - context.frozen.period.start).days > 365


@_once_each
def _groups(context: SectionContext) -> list[tuple[str, str]]:
    """Currents and targeted groups with ten records in the windows drawn or a finding, of which recording did not

    change.
    """
    windows = [context.frozen.period, *context.landscape.windows_used][: _years(context)]
    counted: Counter[tuple[str, str]] = Counter()
    for one in context.frozen.events:
        if any(window.holds(one.first_day, one.last_day) for window in windows):
            counted.update((name, code) for name in ("currents", "targets") for code in getattr(one, name))
    return [
        (name, code) for (name, code), count in counted.items()
        if code not in SAYS_NOTHING
        and (change := context.landscape.families[name].of(code)) is not None and not change.word.is_unlike
        and (count >= 10 or change.findings)
    ]  # fmt: skip


def _group_changed(context: SectionContext) -> bool:
    found = {(name, c.key) for name, family in context.landscape.families.items() for c in family.findings}
    return _years(context) > 0 and bool(found & set(_groups(context)))


def _is_marked(context: SectionContext) -> bool:
    """Something between the windows drawn: a source begins, has ended or looks otherwise, or a trigger event."""
    if not _years(context):
        return False
    windows = [context.frozen.period, *context.landscape.windows_used][: _years(context)]
    first, last = windows[-1].start, windows[0].end
    of_source: dict[str, list[tuple[datetime.date, datetime.date]]] = {}
    for row in context.frozen.coverage:
        of_source.setdefault(row.source, []).append((row.start, row.end + ONE_DAY))
    days = [
        day
        for rows in of_source.values()
        for day in (min(start for start, _end in rows), max(end for _start, end in rows))
    ]
    days += [
        row.start
        for row in context.frozen.coverage
        for other in context.frozen.coverage
        if other.source == row.source and other.end + ONE_DAY == row.start and other.completeness != row.completeness
    ]
    days += [change.on for change in context.frozen.practice_changes]
    return any(first < day <= last for day in days) or any(
        first <= day <= last for day, _name in context.frozen.trigger_days
    )


def _online_compared(context: SectionContext) -> bool:
    found = context.landscape.online
    windows = (context.frozen.period, context.frozen.comparison)
    recorded = any(
        one.space in {"online", "hybrid"} and any(window.holds(one.first_day, one.last_day) for window in windows)
        for one in context.frozen.events
    )
    return not is_short(context) and recorded and found.share_looked >= 1 and found.share_looked_before >= 1


def _is_alone(context: SectionContext) -> bool:
    return bool(context.release and context.release.alone_because)


WHEN: dict[tuple[str, str], Condition] = {
    ("annex", "Matrix of reliability by credibility."): lambda c: bool(now(c)),
    ("annex", "Records of the period by Admiralty grade."): lambda c: bool(now(c)),
    ("annex", "No record of the period has a grade."): lambda c: not now(c),
    ("annex", "Answered before the release. One person"): _is_alone,
    ("annex", "Answered before the release; another"): lambda c: c.release is not None and not _is_alone(c),
    ("data_tables", "A dash: nobody looked in that month"): _is_silent_in_a_month,
    ("data_tables", "A dash: not looked at, not known, or not read."): _has_a_dash,
    ("data_tables", "Rates are of the sources"): lambda c: not is_short(c) and bool(_rated(c)),
    ("data_tables", "The reading is against the city"): _is_read,
    ("data_tables", "Compared are fewer than"): lambda c: any(
        not change.word.is_unlike and (change.now < row.now or change.before < row.before)
        for name, family in c.landscape.families.items() if name in c.landscape.counts
        for row in c.landscape.counts[name] if (change := family.of(row.key)) is not None
    ),
    ("data_tables", "Before: the same month of the period"): lambda c: (
        (c.frozen.period.start.month, c.frozen.period.end.month) != (1, 12)
        or c.frozen.period.start.year != c.frozen.period.end.year
    ),
    ("data_tables", "%(count)s record of the period says"): lambda c: any(
        c.landscape.counts[name] and any(not getattr(one, "setting" if name == "settings" else name) for one in now(c))
        for name in ("currents", "manifestations", "targets", "settings")
    ),
    ("method", "Rate: events per 10,000"): lambda c: not is_short(c),
    ("method", "Smoothing: the posterior mean"): lambda c: not is_short(c),
    ("method", "Concentration: more than"): lambda c: not is_short(c),
    ("method", "Districts against the city: beta-binomial"): lambda c: (
        not is_short(c) and c.landscape.families["districts"].growth is not None
    ),
    ("funnel", "Funnel of %(count)s district"): _has_funnel,
    ("funnel", "Rate per 10,000 residents and year of sources"): _has_funnel,
    ("funnel", "%(count)s lies inside."): _has_funnel,
    ("funnel", "Between the 95 and 99.8"): lambda c: _beyond(c, 0.002, 0.05),
    ("funnel", "Beyond the 99.8"): lambda c: _beyond(c, -1, 0.002),
    ("funnel", "Outside the bands: %(names)s"): lambda c: _beyond(c, -1, 0.002),
    ("funnel", "No district lies outside what"): lambda c: _has_funnel(c) and not _beyond(c, -1, 0.002),
    ("pictures", "Columns of the records by day of the week"): lambda c: bool(_exact(c)),
    ("pictures", "%(known)s of %(all)s records names one day."): lambda c: bool(_exact(c)),
    ("pictures", "None of them says at which hour."): lambda c: bool(_exact(c)) and not _hours(c),
    ("pictures", "%(count)s of them says at which hour"): lambda c: 0 < _hours(c) < 20,
    ("pictures", "Columns of the records by hour of the day"): lambda c: _hours(c) >= 20,
    ("pictures", "%(known)s of the %(all)s records that name one day"): lambda c: _hours(c) >= 20,
    ("pictures", "Bars of the records by severity"): _judged,
    ("pictures", "Severity as judged by whoever"): _judged,
    ("pictures", "Expected: as many as chance"): lambda c: not is_short(c) and _goes_together(c),
    ("pictures", "No combination of current"): lambda c: (
        not is_short(c) and len(now(c)) >= 10 and not _goes_together(c)
    ),
    ("pictures", "There are too few records for"): lambda c: not is_short(c) and len(now(c)) < 10,
    ("data_tables", "All that was recorded is compared"): lambda c: any(
        _is_all_compared(c, family) for family in ("currents", "manifestations", "targets")
    ),
    ("over_years", "Lines of the records of each"): lambda c: _drawn_years(c) and _is_a_year(c),
    ("over_years", "Lines of the records of such periods, beginning in each year"): lambda c: (
        _drawn_years(c) and not _is_a_year(c) and not _is_longer(c)
    ),
    ("over_years", "Lines of the records of such periods, from that"): lambda c: _drawn_years(c) and _is_longer(c),
    **{
        ("over_years", f"Events recorded %(in_period)s and {of_windows}{end}"): lambda c, longer=longer, alike=alike: (  # type: ignore[misc]
            _drawn_years(c) and _is_longer(c) == longer and is_alike(c) == alike
        )
        for longer, of_windows in (
            (False, "on the same dates of %(count)s earlier years"),
            (True, "in %(count)s earlier periods of that length"),
        )
        for alike, end in ((True, ", from"), (False, ". Recording"))
    },
    ("over_years", "The whole city has all that was recorded"): lambda c: _years(c) > 0 and not is_alike(c),
    ("over_years", "Currents and targeted groups that changed"): _group_changed,
    ("over_years", "The currents and targeted groups with most"): lambda c: (
        _years(c) > 0 and bool(_groups(c)) and not _group_changed(c)
    ),
    ("over_years", "Of currents and targeted groups: %(moved)s"): _group_changed,
    ("over_years", "No change can be told of any current"): lambda c: (
        _years(c) > 0 and bool(_groups(c)) and not _group_changed(c)
    ),
    ("over_years", "Further currents and targeted groups"): lambda c: _years(c) > 0 and len(_groups(c)) > 6,
    ("over_years", "Marked: %(marked)s."): _is_marked,
    ("online", "These are counts; no difference"): _online_compared,
}  # fmt: skip
# Said in every report, whatever is recorded: they claim nothing of a city.
ALWAYS = {
    ("annex", "This document holds no cases"),
    ("annex", "Restricted edition: for officers"),
    ("data_tables", "Each table has the same number"),
    ("method", "Over the years: a log-linear fit"),
    ("method", "New in the records: none"),
    ("method", "Confidence. High: at least"),
    ("method", "Consultations agree with more"),
    ("method", "Needs: priority ÷ 5"),
    ("method", "Likelihood words are those"),
    ("report", "Outline of the districts of"),
    ("scope", "More records are not more danger"),
    ("scope", "No records where nobody looked"),
    ("scope", "A figure says what was recorded"),
    ("scope", "“Cannot tell” is not"),
}
