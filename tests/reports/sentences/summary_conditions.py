"""When each sentence of the summary on one page is true, counted from the snapshot."""

import statistics
from collections.abc import Callable
from typing import Any

from analysis.priorities import Priority
from analysis.words import Word
from reports.sections import decide, say
from reports.sections.context import SectionContext
from reports.sections.differences import since_last
from tests.reports.landscapes import rests_on_a_day
from tests.reports.sentences.voiced_facts import away

Condition = Callable[[SectionContext], bool]


def _bands(context: SectionContext) -> tuple[dict[Any, Any], dict[Any, Any]] | None:
    """Of each need the lowest and the highest band, then and now; None where it was not kept."""
    kept = (context.frozen.compared or {}).get("priorities")
    if kept is None or "judgements" not in (context.frozen.compared or {}):
        return None
    then = {(row["category"], row["area"]): (row["lowest"], row["highest"]) for row in kept}
    return then, {(each.category, each.area): (each.lowest, each.highest) for each in context.priorities}


def _in_other_band(context: SectionContext) -> bool:
    bands = _bands(context)
    return bands is not None and any(bands[1].get(need, span) != span for need, span in bands[0].items())


def _went(context: SectionContext) -> bool:
    bands = _bands(context)
    return bands is not None and bool(bands[0].keys() - bands[1].keys())


def _came(context: SectionContext) -> bool:
    bands = _bands(context)
    return bands is not None and bool(bands[1].keys() - bands[0].keys())


def _came_or_went(context: SectionContext) -> bool:
    return _came(context) or _went(context)


def _city(context: SectionContext) -> Any:
    return context.landscape.city


def _is_compared(context: SectionContext) -> bool:
    return not _city(context).word.is_unlike


def _records(context: SectionContext) -> int:
    period = context.frozen.period
    return sum(period.holds(each.first_day, each.last_day) for each in context.frozen.events)


def _says(word: Word) -> Condition:
    """Of the city, where there are enough records for a word to be said, or none of what there was."""
    return lambda c: (_records(c) >= 5 or (word.is_finding and not _records(c))) and word in c.landscape.city.words


def _districts(word: Word) -> Condition:
    return lambda c: any(word in each.words for each in c.landscape.families["districts"].findings)


def _named(family: str, context: SectionContext) -> list[int]:
    return [row.now for row in context.landscape.counts[family] if row.now and row.key not in {"none", "none_known"}]


def _any_named(test: Callable[[list[int]], bool]) -> Condition:
    return lambda c: _records(c) > 0 and any(test(_named(family, c)) for family in ("targets", "currents"))


def _alike(context: SectionContext) -> bool:
    city, land = context.landscape.city, context.landscape
    return (city.now, city.before) == (land.total, land.total_before)


def _two_counts(context: SectionContext) -> bool:
    return max(_city(context).now, _city(context).before) >= 5 and _records(context) >= 5


def _came_to_nothing(context: SectionContext) -> bool:
    return not _records(context) and _is_compared(context) and _city(context).before >= 5


def _stands_out(context: SectionContext) -> bool:
    found = context.landscape.concentrations
    return bool(context.landscape.families["districts"].findings or found.found or found.unplaced or found.undated)


def _far(context: SectionContext) -> bool:
    """A district that went twice as the city, or half as it."""
    read = [c for c in context.landscape.families["districts"].changes if c.against and c.now + c.before >= 10]
    return any(not 0.5 < c.against.ratio < 2 for c in read if c.against and c.against.ratio)


def _assessed(context: SectionContext) -> bool:
    """Whether a concentration could be told: two districts with a rate, a record in one, and a kind of place."""
    land = context.landscape
    if not land.rated.placed:
        sources = {each.source for each in context.recorded_in(land.period)}
        return len(land.rated.exposure) >= 2 and not sources & land.rated.sources
    return len(land.rated.exposure) >= 2 and land.without_setting < land.rated.placed


def _can_differ(context: SectionContext) -> bool:
    return _assessed(context) or context.landscape.families["districts"].growth is not None


def _sessions(context: SectionContext) -> bool:
    return bool(context.frozen.consultations)


def _needs(context: SectionContext) -> set[tuple[str, str]]:
    rows = [row for each in context.frozen.consultations for row in each["needs"]]
    return {(row["category"], area) for row in rows for area in ("", *row["districts"])}


def _words(kind: str, most: int = 10_000) -> Condition:
    return lambda c: any(
        len(row["text" if kind == "quotes" else "statement"]) <= most
        for each in c.frozen.consultations
        for row in each[kind]
    )


def _moved(context: SectionContext) -> Any:
    found = since_last(context)
    return found.moved if found else ()


def _has_map(context: SectionContext) -> bool:
    return bool(context.landscape.rated.exposure) and context.landscape.smoothing.distinct


def _is_a_year(context: SectionContext) -> bool:
    period = context.landscape.period
    return (period.start.month, period.start.day, period.end) == (1, 1, period.start.replace(month=12, day=31))


def _ranks(context: SectionContext) -> bool:
    return (_two_counts(context) or _came_to_nothing(context)) and _is_compared(context)


def _raised_by_enough(context: SectionContext) -> set[str]:
    """Needs that three organisations raised, or as many sessions that do not name who spoke."""
    found: dict[str, set[Any]] = {}
    for session in context.frozen.consultations:
        for row in session["needs"]:
            found.setdefault(row["category"], set()).add(row["organisation"] or ("session", session["id"]))
    return {category for category, who in found.items() if len(who) >= 3}


def _strong_concern(context: SectionContext) -> bool:
    """The middle one of three organisations or more, each counted once by the mean of what it told of a district."""
    told: dict[str, dict[Any, list[int]]] = {}
    for session in context.frozen.consultations:
        for row in session["outlook"]:
            told.setdefault(row["district"], {}).setdefault(row["organisation"], []).append(row["concern"])
    return any(
        len(by) >= 3 and statistics.median(map(statistics.fmean, by.values())) >= 4
        for district, by in told.items()
        if district
    )


def _most(context: SectionContext) -> bool:
    earlier = _city(context).earlier
    return _ranks(context) and len(earlier) >= 2 and _city(context).now > max(earlier)


def _least(context: SectionContext) -> bool:
    earlier = _city(context).earlier
    return _ranks(context) and len(earlier) >= 2 and _city(context).now < min(earlier)


def _has_line(context: SectionContext) -> bool:
    return len(context.landscape.windows_used) >= 2 and min([_city(context).now, *_city(context).earlier]) >= 5


def _silent(context: SectionContext) -> bool:
    heads = [row["code"] for each in context.frozen.consultations for row in each["head_counts"]]
    return _sessions(context) and any(group["code"] not in heads for group in context.frozen.groups)


def _away(context: SectionContext) -> bool:
    return _sessions(context) and away(context)


def _has_threat(context: SectionContext) -> bool:
    return bool(context.frozen.city.get("threat_text"))


def _organisations_of(context: SectionContext, category: str) -> int:
    rows = [row for each in context.frozen.consultations for row in each["needs"]]
    return len({row["organisation"] for row in rows if row["category"] == category and row["organisation"]})


def _misses(context: SectionContext, each: Priority) -> bool:
    """A need of the whole city whose services are all of some districts."""
    rows = [row for row in context.frozen.services or () if each.category in row["needs"]]
    return not each.area and bool(rows) and all(row["districts"] for row in rows)


def _in_part_alone(context: SectionContext, each: Priority) -> bool:
    """Of the whole city: nobody answered it there, and somebody means to in a district."""
    rows = [row for row in context.weighed.recommended if row.category == each.category]
    if each.area or any(not row.area for row in rows):
        return False
    return any(row.status in {"proposed", "agreed", "under_way"} for row in rows)


def _takes_up(context: SectionContext, each: Priority) -> bool:
    rows = [row for row in context.weighed.recommended if row.category == each.category and row.area in {each.area, ""}]
    return any(row.status not in {"done", "not_taken_up"} and row.due for row in rows)


def _counted(context: SectionContext, each: Priority) -> int:
    """The events of the district of a need."""
    period = context.frozen.period
    return sum(e.district == each.area for e in context.frozen.events if period.holds(e.first_day, e.last_day))


def _says_nothing(context: SectionContext, each: Priority) -> bool:
    """Whether of the district of a need it cannot be told whether it changed."""
    changes = context.landscape.families["districts"].changes
    return any(c.key == each.area and {Word.CANNOT_TELL, Word.TOO_FEW} & {*c.words} for c in changes)


def _keeps_up(context: SectionContext, each: Priority) -> bool:
    """Whether the district of a need is told to be about where the city is."""
    changes = context.landscape.families["districts"].changes
    return any(c.key == each.area and {Word.ABOUT_THE_SAME, Word.NEITHER} & {*c.words} for c in changes)


def _in_confidence(context: SectionContext) -> bool:
    return any(each["confidentiality"] == "confidential" for each in context.frozen.consultations)


def _goes_on(context: SectionContext) -> bool:
    """Whether the period had not ended."""
    return bool(context.frozen.diagnosis["dated"] < context.frozen.period.end)


def _has_more(context: SectionContext) -> bool:
    """Needs by place beyond the first of each, or beyond five of those."""
    needs = _needs(context)
    return len(needs) > min(5, len({category for category, _area in needs}))


def _is_long(context: SectionContext) -> bool:
    return any(len(row.text) > 100 for row in context.weighed.recommended)


def _was_judged(context: SectionContext) -> bool:
    return bool(context.judgements or (context.frozen.compared or {}).get("judgements"))


def _was_promised(context: SectionContext) -> bool:
    return any(row.carried_from for row in context.weighed.recommended)


def _looked_and_few(context: SectionContext, each: Priority) -> bool:
    looked = {district.area.code for district in context.landscape.districts if district.share_looked}
    return each.area in looked and _counted(context, each) < 5


# The sentence by its beginning, and when it is true.
WHEN: dict[str, Condition] = {
    # the headline
    "Nothing was recorded %(in_period)s.": lambda c: not _records(c),
    "For the whole city": lambda c: bool(_records(c) and not _city(c).findings and _is_compared(c)),
    "The whole city is not compared": lambda c: bool(_records(c) and not _is_compared(c)),
    "More was recorded in": _districts(Word.ROSE),
    "People ask above all": lambda c: c.voices.is_ordered and bool(_raised_by_enough(c)),
    # level
    "Nothing was recorded %(in_period)s, after": _came_to_nothing,
    "Nothing was recorded %(in_period)s;": lambda c: not _records(c) and not _came_to_nothing(c),
    "Fewer than %(least)s events were": lambda c: 0 < _records(c) < 5,
    "%(total)s event was": lambda c: _records(c) >= 5,
    "%(total)s events were recorded %(in_period)s, after": lambda c: _two_counts(c) and _alike(c),
    "Comparable:": lambda c: _two_counts(c) and not _alike(c) and _is_compared(c),
    "Counted:": lambda c: _two_counts(c) and not _alike(c) and not _is_compared(c),
    ": the most of %(all)s years": lambda c: _most(c) and _is_a_year(c),
    ": the most of %(all)s such": lambda c: _most(c) and not _is_a_year(c),
    ": the least of %(all)s years": lambda c: _least(c) and _is_a_year(c),
    ": the least of %(all)s such": lambda c: _least(c) and not _is_a_year(c),
    "It has risen over": _says(Word.RISING),
    "It has fallen over": _says(Word.FALLING),
    "That is more than earlier": _says(Word.ABOVE),
    "That is less than earlier": _says(Word.BELOW),
    "Of these, %(on_day)s are of one day": lambda c: _records(c) >= 5 and rests_on_a_day(c, _city(c)),
    "That is more than before": _says(Word.HIGHER),
    "That is less than before": _says(Word.LOWER),
    "That is about as much": _says(Word.ABOUT_THE_SAME),
    "That is neither twice": _says(Word.NEITHER),
    "That is too little": _says(Word.TOO_FEW),
    # where
    # the headline says it; the map's alternative text too
    "It rose against": lambda c: _has_map(c) and _districts(Word.ROSE)(c),
    "It fell against": _districts(Word.FELL),
    "Far more per resident": lambda c: bool(c.landscape.concentrations.found),
    "Far more than elsewhere was recorded in %(names)s, but not in two": lambda c: bool(
        c.landscape.concentrations.unplaced
    ),
    "Far more than elsewhere was recorded in %(names)s, but not on three": lambda c: bool(
        c.landscape.concentrations.undated
    ),
    "No district stands out": lambda c: _records(c) > 0 and not _stands_out(c) and _assessed(c),
    "No district moved": lambda c: _records(c) > 0 and not _stands_out(c) and _can_differ(c) and not _assessed(c),
    "Furthest from the rest": lambda c: _records(c) > 0 and not _stands_out(c) and _can_differ(c) and _far(c),
    "Whether districts differ": lambda c: _records(c) > 0 and not _stands_out(c) and not _can_differ(c),
    # who, and currents
    "The records name none.": _any_named(lambda counts: not counts),
    "Each is named in fewer": _any_named(lambda counts: bool(counts) and max(counts) < 5),
    "%(rows)s.": _any_named(lambda counts: bool(counts) and max(counts) >= 5),
    "Changed:": lambda c: any(
        each.key not in {"none", "none_known"}
        and (family == "manifestations" or max(_named(family, c), default=0) >= 5)
        for family in ("targets", "currents", "manifestations")
        for each in c.landscape.families[family].findings
        # of fewer the level says that they are too few for more to be said
        if _records(c) >= 5
    ),
    # pictures
    "Map of the districts": _has_map,
    "Not looked at:": lambda c: _has_map(c) and any(not d.share_looked for d in c.landscape.districts),
    "Line of the years": lambda c: _has_line(c) and _is_a_year(c),
    "Line of such periods": lambda c: _has_line(c) and not _is_a_year(c),
    # decide
    "Nobody was consulted, so": lambda c: not _sessions(c),
    "No need is told": lambda c: _sessions(c) and not _needs(c),
    "Section 13 has %(count)s more need, by place.": lambda c: _has_more(c) and not _is_long(c),
    "Section 13 has %(count)s more need, and": lambda c: _has_more(c) and _is_long(c),
    "What ends in": lambda c: not _has_more(c) and _is_long(c),
    "%(count)s event": lambda c: any(each.area and _counted(c, each) >= 5 for each in decide.chosen(c)),
    "%(count)s of %(all)s organisation": lambda c: any(
        not each.area and _organisations_of(c, each.category) >= 3 for each in decide.chosen(c)
    ),
    "change:": lambda c: any(_counted(c, each) >= 5 and _says_nothing(c, each) for each in decide.chosen(c)),
    # a district that keeps its place among all may have doubled with them
    "against the city": lambda c: any(_counted(c, each) >= 5 and _keeps_up(c, each) for each in decide.chosen(c)),
    "Fewer than %(least)s events": lambda c: any(_looked_and_few(c, each) for each in decide.chosen(c)),
    "missing in": lambda c: any(_misses(c, each) for each in decide.chosen(c)),
    "priority %(band)s": lambda c: any(each.lowest == each.highest for each in decide.chosen(c)),
    ", %(before)s %(in_then)s": lambda c: any(
        change.key == each.area and change.findings and _counted(c, each) >= 5
        for each in decide.chosen(c)
        for change in c.landscape.families["districts"].changes
    ),
    "by %(day)s": lambda c: any(_takes_up(c, each) for each in decide.chosen(c)),
    "Taken up in %(names)s alone": lambda c: any(_in_part_alone(c, each) for each in decide.chosen(c)),
    # people say
    "Nobody was consulted.": lambda c: not _sessions(c),
    "Nothing was said that": lambda c: _sessions(c) and not _words("quotes", 100)(c) and not _words("needs", 100)(c),
    "Where they disagree is": lambda c: _sessions(c) and not _words("disagreements")(c),
    "They disagree.": _words("disagreements"),
    "%(count)s more in": lambda c: (
        len({row["statement"] for each in c.frozen.consultations for row in each["disagreements"]}) > 2
    ),
    # not known
    "None that the rules": lambda c: not say.not_known(c),
    "Strong concern: %(names)s": _strong_concern,
    "What comes after %(day)s": _goes_on,
    "Nobody looked at": lambda c: any(not d.share_looked for d in c.landscape.districts),
    "Looked at in part": lambda c: bool(c.in_part),
    "What happens online": lambda c: not any(row.online for row in c.frozen.coverage),
    "All records are of one": lambda c: (
        len({e.source_type for e in c.frozen.events if c.frozen.period.holds(e.first_day, e.last_day)}) == 1
    ),
    "The current behind": lambda c: (
        sum(row.now for row in c.landscape.counts["currents"] if row.key == "none_known") >= 5
    ),
    "What people need:": lambda c: not _sessions(c),
    "Not yet reached": lambda c: _silent(c) and not _in_confidence(c),
    "Not openly reached": lambda c: _silent(c) and _in_confidence(c),
    "No consultation here": lambda c: _away(c) and not _in_confidence(c),
    "No open consultation": lambda c: _away(c) and _in_confidence(c),
    # since
    "Since no.": lambda c: bool(c.frozen.last_number),
    "What came before": lambda c: c.frozen.compared is None and not _was_promised(c),
    "Nothing changed that": lambda c: (
        "judgements" in (c.frozen.compared or {})
        and not (_moved(c) or _in_other_band(c) or _came_or_went(c) or _was_judged(c) or _was_promised(c))
        and not c.frozen.last_needs
    ),
    "%(name)s: other": lambda c: any(each.word is None for each in _moved(c)),
    "%(name)s: %(word)s": lambda c: any(each.word is not None for each in _moved(c)),
    "%(count)s more figure": lambda c: len(_moved(c)) > 2,
    "%(count)s moved": _in_other_band,
    "%(count)s new": _came,
    "%(count)s gone": _went,
    "Judgements:": lambda c: since_last(c) is not None and not c.undecided and _was_judged(c),
    "%(count)s more promise": lambda c: sum(bool(row.carried_from) for row in c.weighed.recommended) > 4,
    "%(count)s of %(all)s need": lambda c: any(
        all(row.category != category or row.area not in {area, ""} for row in c.weighed.recommended)
        for category, area in c.frozen.last_needs
    ),
    # the country's own assessment
    "(%(source)s": _has_threat,
}
