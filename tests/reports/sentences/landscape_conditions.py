"""When each sentence of section 5, of its part of the annex, and of judgements proposed of it is true, told from the
snapshot or from what was analysed."""

import statistics
from collections.abc import Callable, Iterator

from analysis.change import Change
from analysis.records import Period
from analysis.words import Word
from reports.sections.context import SectionContext
from tests.reports.landscapes import rests_on_a_day

Condition = Callable[[SectionContext], bool]
KINDS = ("currents", "manifestations")


def _told(context: SectionContext) -> Iterator[Change]:
    """The changes of which sentences are written: the city, what trigger events ask, and every finding proposed."""
    land = context.landscape
    yield land.city
    yield from (each.change for each in land.asked if each.change is not None)
    if land.city.now + land.city.before >= 10:
        yield land.city
    for family in land.families.values():
        yield from family.findings


def _says(word: Word) -> Condition:
    return lambda context: any(word in change.words for change in _told(context))


def _middle(context: SectionContext) -> float:
    return statistics.median_high([area.population for area in context.frozen.areas if area.population] or [0])


def _rates(context: SectionContext) -> bool:
    """Residents are known, and a source looked at all districts alike, wholly, in at least one."""
    return bool(context.landscape.rated.exposure)


def _residents(context: SectionContext) -> bool:
    return any(area.population for area in context.frozen.areas)


def _recorded(context: SectionContext) -> bool:
    return context.landscape.rated.placed > 0


def _elsewhere(context: SectionContext) -> bool:
    """Whether sources that looked at all districts alike recorded anything, wherever."""
    years = {context.landscape.period.start.year}
    return any(e.first_day.year in years and e.source in context.landscape.rated.sources for e in context.frozen.events)


def _read(context: SectionContext) -> list[Change]:
    return [change for change in context.landscape.families["districts"].changes if change.against]


def _against(context: SectionContext) -> bool:
    return context.landscape.families["districts"].growth is not None


def _recorded_otherwise(context: SectionContext) -> bool:
    """Of any district that was looked at."""
    unseen = {district.area.code for district in context.not_looked_at}
    return any(
        change.word.is_unlike and change.key not in unseen for change in context.landscape.families["districts"].changes
    )


def _shown(context: SectionContext) -> bool:
    return _against(context) and bool(_read(context))


def _several(context: SectionContext, name: str) -> int:
    return sum(row.now > 0 for row in context.landscape.counts[name])


def _changes_of(context: SectionContext) -> list[Change]:
    return [c for name in KINDS for c in context.landscape.families[name].changes]


def _types(context: SectionContext) -> int:
    return len({event.source_type for event in context.frozen.events})


def _doubted(context: SectionContext) -> bool:
    """Whether a second look at those that are well founded leaves any out."""
    return any(event.reliability not in "ABC" or event.credibility > 3 for event in context.frozen.events)


def _differing(context: SectionContext) -> bool:
    return any(s.differs for s in context.landscape.sensitivity)


def _any_change(context: SectionContext) -> bool:
    land = context.landscape
    return bool(land.city.findings) or any(family.findings for family in land.families.values())


def _far(context: SectionContext) -> bool:
    found = context.landscape.concentrations
    return bool(found.found or found.unplaced or found.undated)


def _without_rates(context: SectionContext) -> bool:
    return not _rates(context)


def _none_before(context: SectionContext) -> bool:
    """Whether districts that could be read have nothing to be read against."""
    enough = len(context.landscape.windows_used) >= 2 and len(context.frozen.areas) >= 8
    return enough and not _against(context)


def _of_older(context: SectionContext, window: Period) -> bool:
    """Whether records of a part of a window lie in districts of older boundaries."""
    began = context.frozen.boundaries["valid_from"]
    return context.frozen.of_older_boundaries > 0 and window.start.isoformat() < began


def _months(context: SectionContext) -> bool:
    return any(month.count and not month.is_gone for month in context.landscape.months if month.share_looked)


def _in_either(context: SectionContext) -> bool:
    land = context.landscape
    return land.total + land.total_before > 0


def _partly(context: SectionContext) -> bool:
    return _rates(context) and bool(context.in_part)


def _is_year(context: SectionContext) -> bool:
    """Twelve months, however they lie."""
    period = context.landscape.period
    return (period.end.year * 12 + period.end.month) - (period.start.year * 12 + period.start.month) >= 11


def _is_compared(change: Change) -> bool:
    return not change.word.is_unlike


def _has_ended(context: SectionContext) -> bool:
    return bool(context.frozen.period.end <= context.frozen.diagnosis["dated"])


def _findable(context: SectionContext) -> list[str]:
    """Of what a change could have been found; where recording changed none of the whole city."""
    return [
        each.what
        for each in context.landscape.detectable
        if each.what != "city" or _is_compared(context.landscape.city)
    ]


def _covered_before(context: SectionContext) -> bool:
    """Whether a source looked in the period and in all of the one before it."""
    now, before = context.frozen.period, context.frozen.comparison
    return any(row.start <= before.start and row.end >= now.end for row in context.frozen.coverage)


def _facts(change: Change) -> bool:
    """Whether there is a ratio or a rank to tell."""
    return _is_compared(change) and (change.before > 0 or len(change.earlier) >= 2)


# The sentence by its beginning, and when it is true. What a reader sees of it besides are figures.
WHEN: dict[str, Condition] = {
    # the city and what is asked alone
    "Records that can be compared:": lambda c: not c.landscape.city.findings and _is_compared(c.landscape.city),
    "Counted:": lambda c: not _is_compared(c.landscape.city),
    "What is recorded in ": lambda c: bool(c.landscape.city.findings) and _is_year(c),
    "Counted on the same days of each year": lambda c: bool(c.landscape.city.findings) and not _is_year(c),
    "Rising over ": _says(Word.RISING),
    "Falling over ": _says(Word.FALLING),
    "Above what earlier years": _says(Word.ABOVE),
    "Below what earlier years": _says(Word.BELOW),
    "Higher than before": _says(Word.HIGHER),
    "Lower than before": _says(Word.LOWER),
    "It rose against the city": _says(Word.ROSE),
    "It fell against the city": _says(Word.FELL),
    "None was recorded in": _says(Word.NEW),
    "%(count)s were recorded in the earlier": _says(Word.NO_LONGER),
    "That is about the same": _says(Word.ABOUT_THE_SAME),
    "Against what was to be expected": _says(Word.NEITHER),
    "Whether that is more or less": lambda c: any(x.word == Word.CANNOT_TELL and x.expected for x in _told(c)),
    "Whether that is a change": lambda c: any(x.word == Word.CANNOT_TELL and not x.expected for x in _told(c)),
    "These are too few": _says(Word.TOO_FEW),
    "Recording changed, by who": _says(Word.RECORDING_CHANGED),
    "The period had not ended, so the two": _says(Word.NOT_OVER),
    "%(on_day)s of these": lambda c: any(rests_on_a_day(c, change) for change in _told(c)),
    "The last of them has less": lambda c: any(Word.RISING in x.words and x.now < x.before for x in _told(c)),
    "The last of them has more": lambda c: any(Word.FALLING in x.words and x.now > x.before for x in _told(c)),
    "Earlier years lead one to expect": lambda c: any(
        x.findings and x.expected and not x.expected.found for x in _told(c)
    ),
    "%(subject)s: %(before)s %(in_then)s, %(now)s %(in_now)s.": lambda c: any(not _facts(x) for x in _told(c)),
    "%(subject)s: %(before)s %(in_then)s, %(now)s %(in_now)s (": lambda c: any(_facts(x) for x in _told(c)),
    "Of the events of the period": lambda c: any(
        e.series for e in c.frozen.events if c.frozen.period.holds(e.first_day, e.last_day)
    ),
    "Records of %(years)s whose": lambda c: bool(c.frozen.totals) and c.frozen.period.start.month == 1,
    "Not compared with": lambda c: bool(c.frozen.totals) and c.frozen.period.start.month != 1,
    "Asked alone for": lambda c: any(each.change is None for each in c.landscape.asked),
    "Asked alone, at 5": lambda c: any(each.change is not None for each in c.landscape.asked),
    "Some findings depend": _differing,
    "%(reading)s, %(name)s reads": _differing,
    "%(reading)s: the findings": lambda c: (_doubted(c) or _types(c) > 1) and not _differing(c) and _any_change(c),
    # where nothing was compared nothing was looked for again
    "%(reading)s: no change": lambda c: (
        (_doubted(c) or _types(c) > 1) and not _differing(c) and not _any_change(c) and _is_compared(c.landscape.city)
    ),
    # where
    "Nobody looked at": lambda c: bool(c.not_looked_at),
    "%(placed)s of %(total)s events is placed": lambda c: c.landscape.total > 1,
    "%(placed)s of %(total)s event is placed": lambda c: c.landscape.total == 1,
    "Approved records placed": _rates,
    "On the map: what sources recorded that looked at all districts alike, small": lambda c: (
        _rates(c) and c.landscape.smoothing.distinct
    ),
    "On the map: what sources recorded that looked at all districts alike.": lambda c: (
        _rates(c) and not c.landscape.smoothing.distinct
    ),
    "%(elsewhere)s record is not": lambda c: _rates(c) and c.landscape.total > c.landscape.rated.placed,
    "Rates stand on residents": _rates,
    "Boundaries changed within": lambda c: _rates(c) and _of_older(c, c.frozen.period),
    "The rates do not tell": lambda c: (
        _recorded(c) and not c.landscape.smoothing.distinct and len(c.landscape.rated.exposure) > 1
    ),
    "Map of the districts in one colour: their": lambda c: (
        _recorded(c) and not c.landscape.smoothing.distinct and len(c.landscape.rated.exposure) > 1
    ),
    "Map of the districts in one colour: nothing": lambda c: not _recorded(c) and len(c.landscape.rated.exposure) > 1,
    "Map of the districts in one colour: there": lambda c: len(c.landscape.rated.exposure) == 1,
    "Map of the smoothed": lambda c: _rates(c) and c.landscape.smoothing.distinct,
    "Rates and concentrations are computed": lambda c: (
        _rates(c) and bool({e.source for e in c.frozen.events if e.first_day.year == 2025} - c.landscape.rated.sources)
    ),
    "Looked at in part, so": _partly,
    "Looked at in part:": _partly,
    "Not looked at:": lambda c: _rates(c) and bool(c.not_looked_at),
    "Outlined:": lambda c: bool(c.landscape.concentrations.found),
    "The number of residents is not known": lambda c: not _residents(c),
    "Nobody looked at any district": lambda c: _residents(c) and not c.looked_at,
    "No source looked at all": lambda c: _residents(c) and not _rates(c) and any(not d.in_part for d in c.looked_at),
    "Every district with known residents": lambda c: (
        _residents(c) and bool(c.looked_at) and all(d.in_part for d in c.looked_at)
    ),
    "Counts, not rates": lambda c: _without_rates(c) and any(d.count for d in c.looked_at),
    "More was recorded per resident": lambda c: bool(c.landscape.concentrations.found),
    "Half of the districts have": lambda c: (
        all(area.population is not None for area in c.frozen.areas)
        and any(
            (area.population or 0) < _middle(c)
            and any(f.district == area.code for f in c.landscape.concentrations.found)
            for area in c.frozen.areas
        )
    ),
    "Few residents, under": lambda c: any(
        (area.population or 9_999) < 5_000 and any(f.district == area.code for f in c.landscape.concentrations.found)
        for area in c.frozen.areas
    ),
    "Concentration is not assessed in %(names)s: far more was recorded there than in the rest of the city, but the "
    "records do not name two": lambda c: bool(c.landscape.concentrations.unplaced),
    "Concentration is not assessed in %(names)s: far more was recorded there than in the rest of the city, but the "
    "records do not name three": lambda c: bool(c.landscape.concentrations.undated),
    "Concentrations are not assessed: a single": lambda c: len(c.landscape.rated.exposure) == 1,
    "Concentrations are not assessed: the records": lambda c: (
        len(c.landscape.rated.exposure) > 1
        and _recorded(c)
        and not _far(c)
        and not any(e.setting or e.spot for e in c.frozen.events)
    ),
    "Concentrations are not assessed: no record": lambda c: (
        len(c.landscape.rated.exposure) > 1 and not _recorded(c) and _elsewhere(c)
    ),
    "In no district can more than": lambda c: (
        len(c.landscape.rated.exposure) > 1
        and not _far(c)
        and (any(e.setting or e.spot for e in c.frozen.events) if _recorded(c) else not _elsewhere(c))
    ),
    "%(count)s records on one identical": lambda c: c.landscape.on_one_point > 0 and _rates(c),
    # districts against the city
    "Of the districts:": lambda c: bool(c.landscape.families["districts"].findings),
    "In the %(count)s district with enough": lambda c: (
        bool(_read(c)) and not c.landscape.families["districts"].findings
    ),
    "With the city: what": _shown,
    "Recorded events before and now": _shown,
    "Comparable records per district": _shown,
    "%(few)s district has fewer": lambda c: (
        _shown(c) and any(x.word == Word.TOO_FEW for x in c.landscape.families["districts"].changes)
    ),
    "No district has enough": lambda c: _against(c) and not _read(c) and not _recorded_otherwise(c),
    "Districts are read against the city from": lambda c: not _against(c) and len(c.landscape.windows_used) < 2,
    "Districts are read against the city where": lambda c: (
        not _against(c) and len(c.landscape.windows_used) >= 2 and len(c.frozen.areas) < 8
    ),
    "What was recorded in the earlier periods lies": lambda c: _none_before(c) and _of_older(c, c.frozen.comparison),
    "Nothing was recorded in a district": lambda c: _none_before(c) and not _of_older(c, c.frozen.comparison),
    # over time and by kind
    "Months, days of the week": lambda c: c.landscape.total > 0,
    "Recorded events per month": _months,
    "Bars of the recorded events": _months,
    "Triangles mark trigger events": lambda c: (
        _months(c)
        and any(
            window.holds(day, day)
            for day, _name in c.frozen.trigger_days
            for window in (c.frozen.period, c.frozen.comparison)
        )
    ),
    "No record of either period": lambda c: not _months(c) and _in_either(c),
    "Nothing was recorded in either period": lambda c: not _in_either(c),
    "A dash: nobody looked": lambda c: _months(c) and any(m.share_looked == 0 for m in c.landscape.months),
    "Without the months of": lambda c: _months(c) and any(m.is_gone for m in c.landscape.months),
    "%(count)s record whose month": lambda c: _months(c) and c.landscape.months_left_out > 0,
    "Nothing was recorded under this": lambda c: any(
        not _several(c, name) for name in ("currents", "manifestations", "settings")
    ),
    "The one record that says so": lambda c: any(
        _several(c, name) == 1 for name in ("currents", "manifestations", "settings")
    ),
    "Records and their share": lambda c: (
        c.landscape.total >= 20 and any(_several(c, name) > 1 for name in ("currents", "manifestations", "settings"))
    ),
    "Records; one may": lambda c: (
        c.landscape.total < 20 and any(_several(c, name) > 1 for name in ("currents", "manifestations", "settings"))
    ),
    "Bars: ": lambda c: any(_several(c, name) > 1 for name in ("currents", "manifestations", "settings")),
    "Changed: ": lambda c: any(x.findings for x in _changes_of(c)),
    "In the %(count)s kind with": lambda c: any(
        any(x.expected for x in c.landscape.families[name].changes) and not c.landscape.families[name].findings
        for name in KINDS
    ),
    "About the same as": lambda c: any(
        any(x.word == Word.ABOUT_THE_SAME for x in c.landscape.families[name].changes)
        and not c.landscape.families[name].findings
        for name in KINDS
    ),
    "Of %(names)s nothing was recorded before": lambda c: any(
        x.now >= 10 and not sum(x.earlier) and x.word == Word.CANNOT_TELL for x in _changes_of(c)
    ),
    "Not compared, because %(why)s": lambda c: (
        any(x.word.is_unlike for x in _changes_of(c)) or (_against(c) and _recorded_otherwise(c))
    ),
    "Not compared, because nobody": lambda c: _shown(c) and bool(c.not_looked_at),
    # what could have been found
    "From which count now": lambda c: bool(_findable(c)),
    "Nothing was recorded in the earlier periods": lambda c: (
        not _findable(c) and _is_compared(c.landscape.city) and _covered_before(c)
    ),
    "There is no earlier period": lambda c: (
        not _findable(c) and _is_compared(c.landscape.city) and not _covered_before(c)
    ),
    "Recording changed, so no change": lambda c: (
        not _findable(c) and not _is_compared(c.landscape.city) and _has_ended(c)
    ),
    "The period had not ended, so no change": lambda c: not _findable(c) and not _has_ended(c),
    # proposed
    "More events were recorded per resident in": lambda c: bool(c.landscape.concentrations.found),
    "Those most often recorded as targeted": lambda c: any(
        sum(key in e.targets for e in c.frozen.events if c.frozen.period.holds(e.first_day, e.last_day)) >= 10
        for key in {key for e in c.frozen.events for key in e.targets} - {"none"}
    ),
}
