"""When each sentence of sections 3, 4, 6, 7, 10 and 12 and of the short summary is true, told from the snapshot."""

import itertools
import math
import statistics
from collections.abc import Callable
from typing import Any

import scipy

from analysis.records import Period
from reports.models.diagnoses import SECTION_NUMBERS
from reports.sections import perceived
from reports.sections.context import SectionContext
from tests.reports.sentences.voiced_facts import (
    all_rows,
    gap,
    heard,
    open_rows,
    ordered,
    secret,
    silent_groups,
)

Condition = Callable[[SectionContext], bool]
# What has no rates and no map of districts leaves these out; sections 3 and 14 stand whatever is asked for.
NOT_IN_SHORT, FIXED = {4, 6, 10}, {3, 14}


def is_short(context: SectionContext) -> bool:
    """Fewer than fifty records, and nobody asked for the long one; before there was a short one nobody could."""
    made = context.frozen.diagnosis
    return "sections" in made and not made["long_because"] and len(now(context)) < 50


def _asked(context: SectionContext) -> list[int]:
    return [each for each in context.frozen.diagnosis.get("sections", ()) if each not in FIXED]


def _left_out(context: SectionContext) -> set[int]:
    """By whoever asked for the diagnosis."""
    usual = set(SECTION_NUMBERS) - (NOT_IN_SHORT if is_short(context) else set())
    return usual - FIXED - set(_asked(context)) if context.frozen.diagnosis.get("sections") else set()


def _is_moved(context: SectionContext) -> bool:
    return _asked(context) != sorted(_asked(context))


def stands(context: SectionContext, number: int) -> bool:
    return number not in _left_out(context) and not (is_short(context) and number in NOT_IN_SHORT)


def where_it_stands(number: int, sentences: dict[str, Condition]) -> dict[str, Condition]:
    """Of a section that may be left out."""
    return {
        begin: lambda context, true=condition: stands(context, number) and true(context)  # type: ignore[misc]
        for begin, condition in sentences.items()
    }


def now(context: SectionContext) -> list[Any]:
    period = context.frozen.period
    return [one for one in context.frozen.events if period.holds(one.first_day, one.last_day)]


def is_alike(context: SectionContext) -> bool:
    """Whether the counts of the whole city may be set against each other."""
    return not context.landscape.city.word.is_unlike


def _all_counted(context: SectionContext) -> bool:
    reckoned = context.landscape.reckoning
    return bool(context.frozen.events) and reckoned.recorded == reckoned.compared


def _alike_before(context: SectionContext) -> int:
    """Earlier windows in which any source looked as it does now, and recorded alike: the nearest ones, in a row."""
    frozen = context.frozen
    changed = {(each.source, each.on) for each in frozen.practice_changes}

    def how(source: str, window: Period) -> set[str]:
        rows = [each for each in frozen.coverage if each.source == source]
        return {each.completeness for each in rows if each.start <= window.start and window.end <= each.end}

    def alike(source: str, window: Period) -> bool:
        is_changed = any(key == source and window.start < on <= frozen.period.end for key, on in changed)
        return not is_changed and bool(how(source, window) & how(source, frozen.period))

    nearest = itertools.takewhile(
        lambda window: any(alike(row.source, window) for row in frozen.coverage), context.landscape.windows_used
    )
    return len(list(nearest))


def _gap(context: SectionContext) -> bool:
    return any(not district.share_looked for district in context.landscape.districts)


def _part(context: SectionContext) -> bool:
    return any(district.in_part and district.share_looked for district in context.landscape.districts)


def _online(context: SectionContext) -> list[Any]:
    return [one for one in now(context) if one.space in {"online", "hybrid"}]


def _looked_online(context: SectionContext) -> bool:
    period = context.frozen.period
    return any(row.online and row.start <= period.end and row.end >= period.start for row in context.frozen.coverage)


def _online_told(context: SectionContext) -> bool:
    return _looked_online(context) or bool(_online(context))


def _both_sides(context: SectionContext) -> int:
    return sum(each.more is not None and each.strong is not None for each in context.placements)


def _no_rate(context: SectionContext) -> bool:
    return all(each.more is None for each in context.placements)


def _placed(context: SectionContext) -> int:
    return sum(each.field in perceived.FIELDS for each in context.placements)


def _months(context: SectionContext) -> bool:
    found = context.landscape.online
    return found.tau is not None and found.tau_p is not None


def _is_of_consultations(context: SectionContext) -> bool:
    return bool(context.frozen.consultations)


def _people(context: SectionContext) -> list[bool]:
    return [area.population is not None for area in context.frozen.areas]


def _numbers_of_people(context: SectionContext) -> int:
    return len({area.population for area in context.frozen.areas} - {None})


def _named(context: SectionContext) -> bool:
    return any(set(one.targets) - {"none"} for one in now(context))


def _judged_kinds(context: SectionContext) -> bool:
    return any(
        change.expected
        for name, family in context.landscape.families.items() if name != "districts"
        for change in family.changes
    )  # fmt: skip


def _found_kinds(context: SectionContext) -> bool:
    return any(family.findings for name, family in context.landscape.families.items() if name != "districts")


def _printed_judgements(context: SectionContext) -> list[Any]:
    return [each for each in context.judgements if each.state in {"confirmed", "rewritten"}]


def _densities(context: SectionContext) -> set[str]:
    """Residents per square kilometre, as they are printed."""
    kept = context.frozen.boundaries["districts"]
    return {f"{row['population'] / row['area_km2']:.0f}" for row in kept if row["population"] is not None}


def _crosses(context: SectionContext) -> bool:
    """A record that lies in a period or the one it is compared with by some of its days alone."""
    windows = (context.frozen.period, context.frozen.comparison)
    return any(
        any(window.touches(one.first_day, one.last_day) for window in windows)
        and not any(window.holds(one.first_day, one.last_day) for window in windows)
        for one in context.frozen.events
    )


def _nothing_to_tell_of(context: SectionContext) -> set[int]:
    """The sections that can be empty and are, by number; but those that are not there, which are told of otherwise."""
    frozen = context.frozen
    has = {
        6: _online_told(context), 8: bool(frozen.factors), 9: heard(context), 10: _both_sides(context) > 0,
        11: bool(frozen.services or frozen.organisations), 13: bool(all_rows(context, "needs")),
    }  # fmt: skip
    return {number for number, something in has.items() if not something and stands(context, number)}


def _few(condition: Condition) -> Condition:
    """In the summary of the short diagnosis, where that stands."""
    return lambda context: is_short(context) and stands(context, 2) and condition(context)


def _is_all_compared(context: SectionContext) -> bool:
    land = context.landscape
    return (land.total, land.total_before) == (land.city.now, land.city.before)


def _read(context: SectionContext) -> bool:
    """Whether districts are read against the city."""
    return context.landscape.families["districts"].growth is not None


def _is_far(context: SectionContext) -> bool:
    """A district that went twice as the city, or half as it, where none moved beyond doubt."""
    family = context.landscape.families["districts"]
    ratios = [each.against.ratio for each in family.changes if each.against and each.now + each.before >= 10]
    return not family.findings and any(ratio and not 0.5 < ratio < 2 for ratio in ratios)


def _words_of_placed(context: SectionContext) -> set[bool]:
    """Whether something that may be told in words was said of it alone, of each district that stands in a field."""
    said = [row["districts"] for kind in ("needs", "findings") for row in open_rows(context, kind)]
    return {[each.district] in said for each in context.placements if each.field in perceived.FIELDS}


def _tau(context: SectionContext) -> tuple[float, float] | None:
    """Of rates and concern over districts of as many residents: its 95 % interval by Fisher's z, after Fieller."""
    given: dict[str, list[int]] = {}
    for row in all_rows(context, "outlook"):
        given.setdefault(row["district"], []).append(row["concern"])
    both = [each.district for each in context.placements if each.more is not None and each.strong is not None]
    if len(both) < 15:
        return None
    recorded = [sum(one.district == code for one in now(context)) for code in both]
    tau = scipy.stats.kendalltau(recorded, [statistics.median(given[code]) for code in both]).statistic
    half = 1.96 * math.sqrt(0.437 / (len(both) - 4))
    return math.tanh(math.atanh(tau) - half), math.tanh(math.atanh(tau) + half)


def _agreement(test: Callable[[float, float], bool]) -> Condition:
    return lambda context: (found := _tau(context)) is not None and test(*found)


def _decided(condition: Condition) -> Condition:
    """Of section 12 what goes where it is left out."""
    return lambda context: stands(context, 12) and condition(context)


SCOPE: dict[str, Condition] = {
    "%(looked)s, and %(districts)s": _gap,
    "%(looked)s, and every district": lambda c: not _gap(c),
    "Not looked at in the period:": _gap,
    "%(graded)s of the records": lambda c: len(now(c)) >= 20 and (not is_short(c) or stands(c, 2)),
    "The last released diagnosis was made by": lambda c: c.frozen.previous_method == "3",
    "No record is counted, in this period or": lambda c: not (c.frozen.events or c.frozen.imports),
    "Every record was entered by hand": lambda c: bool(c.frozen.events) and not c.frozen.imports,
    "The records of these files": lambda c: bool(c.frozen.imports),
    "Taken out after the date": lambda c: any(row["extracted_on"] > "2026-01-31" for row in c.frozen.imports),
    "Not counted: ": lambda c: any(row["not_counted"] for row in c.frozen.imports),
    "Nothing: all records of both": lambda c: _all_counted(c) and is_alike(c),
    "All of it: %(why)s": lambda c: _all_counted(c) and not is_alike(c),
    "%(count)s record of all periods": lambda c: c.frozen.of_older_boundaries > 0,
    "%(count)s record, with a date too imprecise": _crosses,
    "There is not enough yet for these sections": lambda c: bool(_nothing_to_tell_of(c)),
    "one event, one count. Left out": lambda c: any(c.frozen.left_out_as_same),
    "up to %(marking)s. Records marked above": lambda c: bool(c.frozen.marked_up_to),
    "some of the records were approved by the person": lambda c: bool(c.frozen.alone_because),
    "the person who released this diagnosis also": lambda c: bool(c.release and c.release.alone_because),
    "; too few to say what earlier years": lambda c: _alike_before(c) == 1,
    "; too few for “rising / falling": lambda c: 2 <= len(c.landscape.windows_used) < 4,
    "%(source)s records otherwise since": lambda c: bool(c.frozen.practice_changes),
    "− reported later than could be known": lambda c: any(c.landscape.reckoning.late),
    "− of sources that did not look": lambda c: any(c.landscape.reckoning.unlike),
    "− further events of a series": lambda c: any(c.landscape.reckoning.in_series),
}  # fmt: skip
# What an edition leaves out, and in which order it stands.
CHOSEN: dict[str, Condition] = {
    "This is the short diagnosis": is_short,
    "Not in the short diagnosis:": is_short,
    "Fewer than %(least)s records of the period count": lambda c: (
        bool(c.frozen.diagnosis.get("long_because")) and len(now(c)) < 50
    ),
    "Left out when this diagnosis was asked for:": lambda c: bool(_left_out(c)),
    "Of section 9 these stand": lambda c: 9 in _left_out(c),
    "Of section 12 this stands": lambda c: 12 in _left_out(c),
    "The rest of this section was left out": lambda c: bool({9, 12} & _left_out(c)),
    "The sections stand in the order": _is_moved,
    "The others keep their numbers.": lambda c: (is_short(c) or bool(_left_out(c))) and not _is_moved(c),
}
SHORT: dict[str, Condition] = {
    "Nothing was recorded in %(city)s": lambda c: _is_all_compared(c) and not now(c),
    "%(total)s event was recorded in %(city)s %(in_period)s, %(before)s": lambda c: (
        _is_all_compared(c) and bool(now(c))
    ),
    "%(total)s event was recorded in %(city)s %(in_period)s; what can": lambda c: not _is_all_compared(c),
    "A change can be told of no": lambda c: _judged_kinds(c) and not _found_kinds(c),
    "All records come from one": lambda c: len({one.source_type for one in now(c)}) == 1,
    "Most often recorded:": lambda c: bool(now(c)),
    "How well it is known. ": lambda c: len(now(c)) >= 20,
    "Districts: %(rows)s.": lambda c: bool(c.landscape.families["districts"].findings),
    "Against the city, of %(all)s districts": _read,
    "Furthest from the city, without a finding": lambda c: _read(c) and _is_far(c),
    "No consultation is part of": lambda c: not heard(c),
    "Raised highest: %(needs)s.": ordered,
    "The order is that of those who were heard.": ordered,
    "%(needs)s.": lambda c: bool(all_rows(c, "needs")) and not ordered(c),
    "Not yet reached by us. ": lambda c: heard(c) and silent_groups(c),
    " Some of them may have been heard in confidence.": lambda c: silent_groups(c) and secret(c) > 0,
    "Nobody looked at %(names)s. What": _gap,
    "This is the first diagnosis": lambda c: c.number == 1 and not c.frozen.compared,
    "Change here is change from": lambda c: c.number > 1 and not c.frozen.compared,
}
PLACES: dict[str, Condition] = {
    "%(city)s has %(districts)s; how many live there is known": lambda c: any(_people(c)) and not all(_people(c)),
    "%(city)s has %(districts)s; how many live there is not known.": lambda c: not any(_people(c)),
    "%(city)s has %(people)s residents in": lambda c: all(_people(c)),
    "Map of the districts. The number": lambda c: not any(_people(c)),
    "Map of the districts by residents per square kilometre, from": lambda c: len(_densities(c)) > 1,
    "Map of the districts by residents per square kilometre: ": lambda c: len(_densities(c)) == 1,
    "from %(least)s to %(most)s; half": lambda c: all(_people(c)) and _numbers_of_people(c) > 1,
    "from %(least)s to %(most)s, where": lambda c: not all(_people(c)) and _numbers_of_people(c) > 1,
    "%(most)s in each": lambda c: all(_people(c)) and _numbers_of_people(c) == 1,
    "%(most)s in each, where": lambda c: not all(_people(c)) and _numbers_of_people(c) == 1,
    "Not all numbers of residents": lambda c: (
        len({each["population_source"] for each in c.frozen.boundaries["districts"] if each["population"]}) > 1
    ),
    "Table A1 in the annex lists": lambda _context: True,
    "Residents per square kilometre.": lambda _context: True,
}
ONLINE: dict[str, Condition] = {
    "Nobody looked online:": lambda c: not _online_told(c),
    "No source of this diagnosis covers": lambda c: not _online_told(c),
    "Nothing was recorded in the period, online": lambda c: _online_told(c) and not now(c),
    "%(count)s of %(total)s records (": lambda c: _online_told(c) and len(now(c)) >= 20,
    "%(count)s of %(total)s record happened": lambda c: _online_told(c) and 0 < len(now(c)) < 20,
    "The same count ": lambda c: (
        _online_told(c) and bool(now(c)) and c.landscape.online.share_looked >= 1
        and c.landscape.online.share_looked_before >= 1
    ),
    "No record names a platform.": lambda c: _online_told(c) and not any(one.platform for one in _online(c)),
    "Most often named:": lambda c: any(one.platform for one in _online(c)),
    "There are too few months": lambda c: _online_told(c) and not _months(c),
    "Over %(months)s months, no": lambda c: _months(c) and (c.landscape.online.tau_p or 0) >= 0.05,
    "Over %(months)s months, online": lambda c: _months(c) and (c.landscape.online.tau_p or 0) < 0.05,
    "Platforms are named, never channels": _online_told,
}  # fmt: skip
TARGETS: dict[str, Condition] = {
    "The records of the period name no": lambda c: bool(now(c)) and not _named(c),
    "Most often recorded as targeted": _named,
    "Grounds as in OSCE/ODIHR": lambda c: bool(now(c)),
    "Nothing was recorded %(in_period)s.": lambda c: not now(c),
}
PERCEIVED: dict[str, Condition] = {
    "Too few districts have a rate": lambda c: _no_rate(c) and len(c.landscape.rated.exposure) < 2,
    "Nothing was recorded in any district that has a rate": lambda c: (
        len(c.landscape.rated.exposure) > 1 and not any(one.district in c.landscape.rated.exposure for one in now(c))
    ),
    "Too few districts were spoken of": lambda c: not _both_sides(c) and not _no_rate(c),
    "Both sides are known of": lambda c: _both_sides(c) > 0 and not _placed(c),
    "%(placed)s of %(both)s district": lambda c: _placed(c) > 0,
    "Concern is not known in:": lambda c: _placed(c) > 0 and any(each.strong is None for each in c.placements),
    "Four fields.": lambda c: _placed(c) > 0,
    "Above: the concern told": lambda c: _placed(c) > 0,
    "Map of the districts by field;": lambda c: _placed(c) > 0,
    "The same on the map.": lambda c: _placed(c) > 0,
    "Nothing that may be told in words": lambda c: _words_of_placed(c) == {True, False},
    "Records and rates are of the sources that looked at all districts alike": lambda c: _both_sides(c) > 0,
    "Raised but little recorded may be": lambda c: _both_sides(c) > 0,
    "Recorded but not raised may be": lambda c: _both_sides(c) > 0,
    "A district that nobody spoke of": lambda c: _both_sides(c) > 0,
    "Nothing here ranks districts:": lambda c: _both_sides(c) > 0,
    "Over %(count)s districts the order": _agreement(lambda _low, _high: True),
    "More was raised where more": _agreement(lambda low, high: low > 0),
    "More was raised where less": _agreement(lambda low, high: high < 0),
    "Whether the two go together": _agreement(lambda low, high: low <= 0 <= high),
}
JUDGEMENTS: dict[str, Condition] = {
    "No judgement has been confirmed": _decided(lambda c: not _printed_judgements(c)),
    "No judgement is made;": _decided(lambda c: not _printed_judgements(c)),
    "%(told)s; gaps in what": _decided(lambda c: bool(_printed_judgements(c))),
    "%(count)s proposed judgement is still": lambda c: any(each.state == "proposed" for each in c.judgements),
    "%(count)s proposed judgement was accepted": lambda c: any(each.accepted_unread for each in c.judgements),
    "Where a card says nothing else": _decided(
        lambda c: any(each.state == "confirmed" and not each.accepted_unread for each in c.judgements)
    ),
    "One without a likelihood": _decided(lambda c: any(not each.likelihood for each in _printed_judgements(c))),
    "Not looked at:": _gap,
    "Online: no source looks": lambda c: not _looked_online(c),
    "Not consulted: no consultation": lambda c: not heard(c),
    "Who was not yet reached": lambda c: heard(c) > 0 and gap(c),
    "Known from a single type": lambda c: len({one.source_type for one in now(c)}) == 1,
    "Current not known:": lambda c: any(set(one.currents) == {"none_known"} for one in now(c)),
    "Stale, past": lambda c: any(one.stale for one in now(c)),
    "Number of residents not known:": lambda c: not all(_people(c)),
}
# Of a sentence that several sections print, each has its own: by the module and the beginning, when it is true.
WHEN: dict[tuple[str, str], Condition] = {
    ("periods", "The period had not ended on"): lambda c: c.frozen.diagnosis["dated"] < c.frozen.period.end,
    ("scope", "Looked at in part, on some days"): _part,
    ("judgements", "Looked at in part, on some days"): _part,
    ("scope", "What people said is what"): lambda c: not is_short(c) and heard(c),
    ("summary_of_few", "What people said is what"): _few(heard),
    **{("scope", begin): true for begin, true in SCOPE.items()},
    **{("chosen", begin): true for begin, true in CHOSEN.items()},
    **{("summary_of_few", begin): _few(true) for begin, true in SHORT.items()},
    **{("places", begin): true for begin, true in where_it_stands(4, PLACES).items()},
    **{("online", begin): true for begin, true in where_it_stands(6, ONLINE).items()},
    **{("targets", begin): true for begin, true in where_it_stands(7, TARGETS).items()},
    **{("perceived", begin): true for begin, true in where_it_stands(10, PERCEIVED).items()},
    **{("judgements", begin): true for begin, true in JUDGEMENTS.items()},
}
