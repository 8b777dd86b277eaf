"""The summary on one page: each sentence where it is true and nowhere else, one page whatever there is, no harm."""

import datetime
import io
import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pypdf
import pytest

from analysis import METHOD_VERSION
from analysis.priorities import Priority
from analysis.records import Period
from analysis.words import Word
from output.document import Bullets, Decisions, Facts, Run, SideBySide
from output.pdf.typeset import typeset
from reports.sections import contents, decide, know, report, say, summary, threat
from reports.sections.context import Recommended, SectionContext, Weighed
from reports.sections.differences import since_last
from reports.snapshot.ranked import Ranked
from reports.snapshot.told import ground_of, plain_ground, told
from stakeholders.vocabulary import NeedCategory
from tests.analysis.makers import YEAR, coverage, events
from tests.reports.conftest import PROCESSING
from tests.reports.hearings import BODIES, GROUPS, city, group, need, quote, service, session
from tests.reports.landscapes import AREAS, reading_of, steady, twice_settled
from tests.reports.saying import is_sentence, templates_of, texts

MODULES = (know, decide, say, threat, summary)
Condition = Callable[[SectionContext], bool]
ALL = tuple(BODIES)
BEFORE = YEAR.years_earlier(1)
LONG = {"long_because": "It is asked for."}
THREAT = {
    "threat_text": "The general threat is unchanged.",
    "threat_source": "Invented Centre",
    "threat_dated": "2025-12-05",
    "threat_link": "https://centre.example/2025",
}


def recommended(category: str = "training", **fields: Any) -> Recommended:
    usual: dict[str, Any] = {
        "text": "A course", "category": category, "area": "", "judgement": "", "owner": "Health Centre",
        "due": datetime.date(2026, 6, 1), "status": "agreed", "outcome": "", "review_by": None,
    }  # fmt: skip
    return Recommended(**{**usual, **fields})


def with_recommendations(context: SectionContext, *rows: Recommended) -> SectionContext:
    return replace(context, weighed=Weighed(recommended=rows))


def with_city(context: SectionContext, **fields: Any) -> SectionContext:
    return replace(context, frozen=replace(context.frozen, city={**context.frozen.city, **fields}))


def with_last(context: SectionContext, *needs: tuple[str, str], **kept: Any) -> SectionContext:
    last = {"number": 4, "start": "2024-01-01", "end": "2024-12-31", "released_on": "2025-03-01", **kept}
    return replace(context, frozen=replace(context.frozen, compared=last, last_number=4, last_needs=needs))


def heard(*extra: Any, **more: Any) -> SectionContext:
    """Everybody in three sessions, on one need that all raise and four that few do."""
    few = [need(name, code, 3) for name, code in zip(ALL, list(NeedCategory)[:5], strict=False)]
    first = session(*ALL, needs=[*(need(name, "training", 5) for name in ALL), *few], quotes=[quote("Church")])
    return city(first, *(session(*ALL) for _n in range(2)), *extra, **more)


@cache
def worlds() -> dict[str, SectionContext]:
    """Every kind of city that some sentence of the page is for."""
    disagreeing = [{"statement": f"Whether {word}. More of it.", "blocks": ["residents"]} for word in "abcdef"]
    group_of = {"targets": ("antisemitic",), "currents": ("right_wing",)}
    found = {
        "nothing": reading_of([]),
        "four records": reading_of(events(4, 2025, "D00")),
        "nine records": reading_of(events(9, 2025, "D00", **group_of)),
        "few of a group": reading_of(events(4, 2025, "D00", **group_of) + events(9, 2025, "D01")),
        "still": reading_of(steady(20)),
        "still over nine years": reading_of(
            [one for year in range(2017, 2026) for a in AREAS for one in events(40, year, a.code)], windows=9
        ),
        "rising": reading_of(steady([10, 13, 17, 22, 29, 38])),
        "falling": reading_of(steady([38, 29, 22, 17, 13, 10])),
        "a jump": reading_of(steady([10, 10, 10, 10, 10, 60])),
        "a slump": reading_of(steady([60, 60, 60, 60, 60, 6])),
        "two windows, more": reading_of(steady([0, 0, 0, 0, 8, 60]), [coverage(first=2024)], windows=2),
        "two windows, less": reading_of(steady([0, 0, 0, 0, 60, 4]), [coverage(first=2024)], windows=2),
        "one rises": reading_of(steady(20) + twice_settled(30, 2025, "D00")),
        "one falls": reading_of(
            steady(60, AREAS[:1])[: 60 * 5] + steady(40, AREAS[1:]) + events(6, 2025, "D00")
        ),
        "one is far": reading_of(steady(6) + events(9, 2025, "D03")),
        "recorded otherwise": reading_of(
            steady(20), [coverage(last=2024, completeness="sporadic"), coverage(first=2025)]
        ),
        "no residents": reading_of(steady(3, AREAS[:3]), areas=[replace(area, population=None) for area in AREAS[:3]]),
        "a gap, and a part": reading_of(
            steady(20)[:-1],
            [
                coverage(areas=frozenset(a.code for a in AREAS[2:])),
                coverage("b", areas=frozenset({"D01"}), completeness="sporadic"),
            ],
        ),
        "two types": reading_of(
            steady(20) + steady(10, source="school", source_type="school"), [coverage(online=True), coverage("school")]
        ),
        "a group trebles": reading_of(
            steady(10, AREAS[:4], targets=("lgbti",)) + steady([10, 10, 10, 10, 10, 45], AREAS[:1], **group_of)
        ),
        "no need": city(session(*ALL, head_counts=[group("young"), group("older")], districts=["00", "01"])),
        "not heard": city(session("Church", needs=[need("Church")])),
        "heard": heard(services=[], compared={}),
        "with services": heard(
            services=[service("training", districts=["00"]), service("funding")], compared=None
        ),
        "a need of one place": city(
            *(session(*ALL, needs=[need(name, "training", 5, districts=["01"]) for name in ALL]) for _n in range(3)),
            services=[service("training", districts=["00"])],
        ),
        "disagreeing": city(session(*ALL, disagreements=disagreeing, quotes=[quote("Church", "x" * 200)])),
    }  # fmt: skip
    found["a threat"] = with_city(found["heard"], **THREAT)
    found["an old threat"] = with_city(found["heard"], **{**THREAT, "threat_dated": "2024-12-01"})
    found["no threat"] = with_city(found["heard"], threat_text="")
    found["taken up"] = with_recommendations(found["heard"], recommended(), recommended("funding", due=None, owner=""))
    found["answered"] = with_recommendations(
        found["heard"],
        recommended(status="done", outcome="There is one."),
        recommended(next(iter(NeedCategory)), status="not_taken_up", outcome="No law lets us."),
    )
    brought = [
        recommended(text=f"Promise {n}", carried_from=4, status=status, due=due, outcome="So it was.")
        for n, (status, due) in enumerate(
            itertools.product(("done", "not_taken_up", "under_way"), (datetime.date(2025, 1, 1), None))
        )
    ]
    found["promises"] = with_recommendations(
        with_last(found["heard"], ("training", ""), (str(list(NeedCategory)[-1]), "")), *brought
    )
    found["the last is not for these readers"] = with_last(found["nine records"])
    of_one_group: dict[str, Any] = {"currents": ("right_wing",), "targets": ("lgbti",)}
    sure = [
        *steady(20, **of_one_group),
        *steady(20, source="school", source_type="school", **of_one_group),
    ]
    found["nothing unknown"] = also_heard(
        reading_of(sure, [coverage(online=True), coverage("school", online=True)]),
        session(*ALL, head_counts=[group("young"), group("older")], districts=[area.code for area in AREAS]),
    )
    found["a need where it rises"] = also_heard(
        found["one rises"],
        *(session(*ALL, needs=[need(name, "training", 5, districts=["D00"]) for name in ALL]) for _n in range(3)),
    )
    found["a gap on the map"] = reading_of(
        steady(6, AREAS[:5]) + steady(30, AREAS[5:9]), [coverage(areas=frozenset(a.code for a in AREAS[:9]))]
    )
    found["nothing moved"] = with_before(found["still"], steady(20))
    kept = [Ranked("training", "", "low", "low"), Ranked("funding", "", "low", "low")]
    found["a need in another band"] = with_before(found["heard"], steady(20), priorities=[r.plain() for r in kept[:1]])
    found["a need that is gone"] = with_before(found["still"], steady(20), priorities=[r.plain() for r in kept])
    found["much moved"] = with_before(reading_of(planted("antisemitic", "lgbti", "disability", "gender")), planted())
    found["one more of the same"] = with_before(reading_of(steady(20) + events(1, 2025, "D00")), steady(20), YEAR)
    return found


def planted(*targets: str) -> list[Any]:
    """Ten in each district every year, and fifty more of each group named in the last."""
    more = [one for target in targets for one in events(50, 2025, "D00", targets=(target,), setting="street")]
    return steady(10) + more


def also_heard(context: SectionContext, *sessions: Any) -> SectionContext:
    """The records of one, and what was said in another."""
    said = city(*sessions, groups=GROUPS).frozen
    frozen = replace(
        context.frozen, consultations=said.consultations, sessions=said.sessions, groups=said.groups, services=[]
    )
    return replace(context, frozen=frozen)


def with_before(context: SectionContext, rows: list[Any], period: Period = BEFORE, **more: Any) -> SectionContext:
    """With the diagnosis before kept in its snapshot, as made of these records."""
    before, now = reading_of(rows, period=period, windows=5).frozen, context.frozen
    ground = ground_of(before, now)
    kept = {
        "sha256": "0" * 64, "marking": "green", "method": METHOD_VERSION, "language": "en", "judgements": [],
        "ground": plain_ground(ground), "told": told(before, ground, 0).plain(),
    }  # fmt: skip
    return with_last(context, **kept, **more)


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


def _came_or_went(context: SectionContext) -> bool:
    bands = _bands(context)
    return bands is not None and bands[0].keys() != bands[1].keys()


def _city(context: SectionContext) -> Any:
    return context.landscape.city


def _records(context: SectionContext) -> int:
    period = context.frozen.period
    return sum(period.holds(each.first_day, each.last_day) for each in context.frozen.events)


def _says(word: Word) -> Condition:
    """Of the city, where there are enough records for a word to be said."""
    return lambda c: _records(c) >= 5 and word in c.landscape.city.words


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
    return min(_city(context).now, _city(context).before) >= 5 and _records(context) >= 5


def _stands_out(context: SectionContext) -> bool:
    return bool(context.landscape.families["districts"].findings or context.landscape.concentrations.found)


def _far(context: SectionContext) -> bool:
    """A district that went twice as the city, or half as it."""
    read = [c for c in context.landscape.families["districts"].changes if c.against and c.now + c.before >= 10]
    return any(not 0.5 < c.against.ratio < 2 for c in read if c.against and c.against.ratio)


def _can_differ(context: SectionContext) -> bool:
    land = context.landscape
    return bool(land.rated.exposure) or land.families["districts"].growth is not None


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


def _has_line(context: SectionContext) -> bool:
    return len(context.landscape.windows_used) >= 2 and min([_city(context).now, *_city(context).earlier]) >= 5


def _silent(context: SectionContext) -> bool:
    heads = [row["code"] for each in context.frozen.consultations for row in each["head_counts"]]
    return _sessions(context) and any(group["code"] not in heads for group in context.frozen.groups)


def _away(context: SectionContext) -> bool:
    told_of = {code for each in context.frozen.consultations for code in each["districts"]}
    return _sessions(context) and any(area.code not in told_of for area in context.frozen.areas)


def _has_threat(context: SectionContext) -> bool:
    return bool(context.frozen.city.get("threat_text"))


def _organisations_of(context: SectionContext, category: str) -> int:
    rows = [row for each in context.frozen.consultations for row in each["needs"]]
    return len({row["organisation"] for row in rows if row["category"] == category and row["organisation"]})


def _misses(context: SectionContext, each: Priority) -> bool:
    """A need of the whole city whose services are all of some districts."""
    rows = [row for row in context.frozen.services or () if each.category in row["needs"]]
    return not each.area and bool(rows) and all(row["districts"] for row in rows)


def _takes_up(context: SectionContext, each: Priority) -> bool:
    rows = [row for row in context.weighed.recommended if row.category == each.category and row.area in {each.area, ""}]
    return any(row.status not in {"done", "not_taken_up"} and row.due for row in rows)


def _counted(context: SectionContext, each: Priority) -> int:
    """The events of the district of a need."""
    period = context.frozen.period
    return sum(e.district == each.area for e in context.frozen.events if period.holds(e.first_day, e.last_day))


# The sentence by its beginning, and when it is true.
WHEN: dict[str, Condition] = {
    # the headline
    "Nothing was recorded in %(period)s.": lambda c: not _records(c),
    "For the city as a whole": lambda c: bool(_records(c) and not _city(c).findings),
    "More was recorded in": _districts(Word.ROSE),
    "People ask above all": lambda c: c.voices.is_ordered and bool(c.voices.needs),
    # level
    "Nothing was recorded in %(period)s;": lambda c: not _records(c),
    "Few events were": lambda c: 0 < _records(c) < 5,
    "%(total)s event was": lambda c: _records(c) >= 5,
    "%(total)s events were recorded in %(period)s, after": lambda c: _two_counts(c) and _alike(c),
    "What can be compared is": lambda c: _two_counts(c) and not _alike(c),
    ": the most of": lambda c: _records(c) >= 5 and len(_city(c).earlier) >= 2 and _city(c).now > max(_city(c).earlier),
    ": the least of": lambda c: (
        _records(c) >= 5 and len(_city(c).earlier) >= 2 and _city(c).now < min(_city(c).earlier)
    ),
    "It has risen over": _says(Word.RISING),
    "It has fallen over": _says(Word.FALLING),
    "That is more than earlier": _says(Word.ABOVE),
    "That is less than earlier": _says(Word.BELOW),
    "That is more than before": _says(Word.HIGHER),
    "That is less than before": _says(Word.LOWER),
    "That is about as much": _says(Word.ABOUT_THE_SAME),
    "That is neither twice": _says(Word.NEITHER),
    "Whether that is more": _says(Word.CANNOT_TELL),
    "That is too little": _says(Word.TOO_FEW),
    "It is not compared": _says(Word.RECORDING_CHANGED),
    # where
    "It rose against": _districts(Word.ROSE),
    "It fell against": _districts(Word.FELL),
    "Per resident far more": lambda c: bool(c.landscape.concentrations.found),
    "No district stands out": lambda c: _records(c) > 0 and not _stands_out(c) and _can_differ(c),
    "Furthest from the rest": lambda c: _records(c) > 0 and not _stands_out(c) and _can_differ(c) and _far(c),
    "Whether districts differ": lambda c: _records(c) > 0 and not _stands_out(c) and not _can_differ(c),
    # who, and currents
    "The records name none.": _any_named(lambda counts: not counts),
    "Each is named in few": _any_named(lambda counts: bool(counts) and max(counts) < 5),
    "%(rows)s.": _any_named(lambda counts: bool(counts) and max(counts) >= 5),
    "Changed:": lambda c: any(
        each.key not in {"none", "none_known"} and max(_named(family, c), default=0) >= 5
        for family in ("targets", "currents")
        for each in c.landscape.families[family].findings
    ),
    # pictures
    "Map of the districts": _has_map,
    "Not looked at:": lambda c: _has_map(c) and any(not d.share_looked for d in c.landscape.districts),
    "Line of the years": _has_line,
    # decide
    "Nobody was consulted, so": lambda c: not _sessions(c),
    "No need is told": lambda c: _sessions(c) and not _needs(c),
    "Section 13 has": lambda c: len(_needs(c)) > min(5, len({category for category, _area in _needs(c)})),
    "%(count)s event": lambda c: any(each.area and _counted(c, each) >= 5 for each in decide.chosen(c)),
    "%(count)s of %(all)s organisation": lambda c: any(
        not each.area and _organisations_of(c, each.category) >= 3 for each in decide.chosen(c)
    ),
    "missing in": lambda c: any(_misses(c, each) for each in decide.chosen(c)),
    "priority %(band)s": lambda c: any(each.lowest == each.highest for each in decide.chosen(c)),
    ", %(before)s the year": lambda c: any(
        change.key == each.area and change.findings and _counted(c, each) >= 5
        for each in decide.chosen(c)
        for change in c.landscape.families["districts"].changes
    ),
    "by %(day)s": lambda c: any(_takes_up(c, each) for each in decide.chosen(c)),
    # people say
    "Nobody was consulted.": lambda c: not _sessions(c),
    "Nothing was said that": lambda c: _sessions(c) and not _words("quotes", 110)(c) and not _words("needs", 110)(c),
    "Where they disagree is": lambda c: _sessions(c) and not _words("disagreements")(c),
    "They disagree.": _words("disagreements"),
    "%(count)s more in": lambda c: sum(len(each["disagreements"]) for each in c.frozen.consultations) > 3,
    # not known
    "None that the rules": lambda c: not say.not_known(c),
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
    "Not yet reached": _silent,
    "No consultation that": _away,
    # since
    "Since no.": lambda c: bool(c.frozen.last_number),
    "What came before": lambda c: c.frozen.compared is None and not c.weighed.recommended,
    "%(name)s: other": lambda c: any(each.word is None for each in _moved(c)),
    "%(name)s: %(word)s": lambda c: any(each.word is not None for each in _moved(c)),
    "%(count)s more figure": lambda c: len(_moved(c)) > 2,
    "In another band:": _in_other_band,
    "New among them:": _came_or_went,
    "%(new)s judgements": lambda c: since_last(c) is not None and not c.undecided,
    "%(count)s more promise": lambda c: sum(bool(row.carried_from) for row in c.weighed.recommended) > 4,
    "%(count)s of %(all)s need": lambda c: any(
        all(row.category != category or row.area not in {area, ""} for row in c.weighed.recommended)
        for category, area in c.frozen.last_needs
    ),
    # the country's own assessment
    "(%(source)s": _has_threat,
}
# Said in section 3, or where nothing else is: `test_threat.py`.
ELSEWHERE = (
    "The country's own threat assessment",
    "Nothing changed that",
    "Earlier years have",
    "No consultation may be",
)
HEADS = {"Level.", "Where.", "Who is targeted.", "Currents.", "how high:"}


def _condition(template: str) -> str | None:
    if template.startswith(ELSEWHERE) or template in HEADS:
        return None
    fitting = [begin for begin in WHEN if template.startswith(begin)]
    assert fitting, f"No condition is stated for “{template}”."
    return max(fitting, key=len)


def _templates() -> dict[str, str]:
    sentences = {text for text in templates_of(MODULES) if is_sentence(text) or text.startswith(": the")}
    return {text: begin for text in sentences if (begin := _condition(text))}


def test_every_sentence_has_a_condition_and_every_condition_a_sentence() -> None:
    assert set(_templates().values()) == set(WHEN)


def _printed(context: SectionContext) -> set[str]:
    used: set[str] = set()

    def one(text: str) -> str:
        used.add(text)
        return text

    def several(text: str, more: str, count: int) -> str:
        used.add(text)
        return text if count == 1 else more

    with pytest.MonkeyPatch.context() as patched:
        for module in MODULES:
            patched.setattr(module, "_", one)
            if hasattr(module, "ngettext"):
                patched.setattr(module, "ngettext", several)
        patched.setattr(know, "small_map", lambda *_args: "<svg/>")
        patched.setattr(know, "small_years", lambda *_args, **_options: "<svg/>")
        list(texts(summary.blocks(context)))
    return used


def test_every_sentence_is_printed_exactly_when_it_is_true() -> None:
    said = {name: _printed(context) for name, context in worlds().items()}
    wrong: list[Any] = []
    for template, begin in _templates().items():
        true = {name for name, context in worlds().items() if WHEN[begin](context)}
        printed = {name for name, used in said.items() if template in used}
        if true != printed:
            wrong.append((begin, "said and not true", sorted(printed - true), "true, not said", sorted(true - printed)))
        elif not printed or printed == set(said):
            wrong.append((begin, "is said of every city or of none"))
    assert not wrong, "\n".join(map(str, wrong))


LETTERS = "Sammenhold og medborgerskab i bydelens foreninger "


def a_hundred_times_as_much(letters: str = LETTERS, *, longest: bool = False) -> SectionContext:
    """Everything as long as its form lets it be, a hundred sessions, a promise for each."""

    def _long(most: int) -> str:
        """Words up to so many characters, as a name may have; or up to as many as any name has."""
        most = max(most, 200) if longest else most
        return (letters * (1 + most // len(letters)))[:most].strip()

    codes = [f"{n:02}" for n in range(24)]
    groups = [{**GROUPS[0], "code": f"g{n}", "name": f"{n} {_long(110)}"} for n in range(30)]
    asked = [
        need(name, code, 5 - n % 2, f"{n} {_long(100)}", districts=[codes[n % 24]])
        for n, (name, code) in enumerate(itertools.product(ALL, NeedCategory))
    ]
    said: dict[str, Any] = {
        "needs": asked,
        "quotes": [quote(name, f"{n} {_long(100)}") for n, name in enumerate(ALL)],
        "disagreements": [
            {"statement": f"{n} {_long(400)}", "blocks": ["public_bodies", "civil_society", "residents"]}
            for n in range(40)
        ],
    }
    context = city(
        *(session(*ALL, **said) for _n in range(3)),
        groups=groups,
        records=[7 + n for n in range(24)],
        services=[service(*NeedCategory, title=f"{n} {_long(150)}", districts=codes[:3]) for n in range(30)],
    )
    named = [replace(area, name=f"{area.code} {_long(100)}") for area in context.frozen.areas]
    context = replace(context, frozen=replace(context.frozen, areas=tuple(named)))
    context = with_city(context, **{**THREAT, "threat_text": _long(900), "threat_source": _long(200)})
    context = with_last(context, *((str(code), "") for code in NeedCategory))
    if longest:
        context = with_city(context, name=_long(120))
        bands = [Ranked(str(code), area, "low", "low").plain() for code in NeedCategory for area in ("", *codes)]
        risen = planted("antisemitic", "lgbti", "disability", "gender")
        with_records = replace(context, frozen=replace(context.frozen, events=tuple(risen)))
        before = with_before(with_records, planted(), priorities=bands).frozen.compared
        context = replace(context, frozen=replace(context.frozen, compared=before))
    answers = [
        recommended(str(code), text=_long(900), owner=_long(200), carried_from=4, status=status, outcome=_long(900))
        for code in NeedCategory
        for status in ("agreed", "not_taken_up", "done")
    ]
    return with_recommendations(context, *answers)


def _pages(context: SectionContext) -> list[str]:
    made = {**context.frozen.processing_record, **PROCESSING, "retention": {}}
    with pytest.MonkeyPatch.context() as patched:
        first = {each: report.WRITTEN[each] for each in (contents.SUMMARY, contents.SCOPE)}
        patched.setattr(report, "WRITTEN", first)
        told_of = report.build_report(replace(context, frozen=replace(context.frozen, processing_record=made)))
    pdf = typeset(told_of)
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def _page_of(pages: list[str], title: str) -> int:
    """Where a section begins; the contents name it too."""
    return max(at for at, text in enumerate(pages) if title in text.replace("\n", " "))


@pytest.mark.parametrize("name", ["nothing", "nine records", "promises", "much moved", "a threat"])
def test_it_takes_one_page_and_section_3_begins_on_the_next(name: str) -> None:
    _takes_one_page(worlds()[name])


def test_a_hundred_times_as_much_takes_one_page() -> None:
    _takes_one_page(a_hundred_times_as_much())


@pytest.mark.parametrize(
    "letters",
    [LETTERS, "W", "Wohnungsbauförderungsgesellschaftsmitglieder ", "MW MMM "],
    ids=["words", "one", "long", "wide"],
)
def test_the_longest_names_take_one_page(letters: str) -> None:
    """Names of two hundred letters, wide ones and such that no line breaks in, everywhere a name is printed."""
    _takes_one_page(a_hundred_times_as_much(letters, longest=True))


def _takes_one_page(context: SectionContext) -> None:
    pages = _pages(context)
    first = _page_of(pages, "2 Summary")
    assert _page_of(pages, "3 Scope, method, and who looked where") == first + 1
    # its last column stands there too
    assert "Since" in pages[first]


def _all_words(context: SectionContext) -> str:
    return " | ".join(texts(summary.blocks(context)))


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_of_few_no_number_is_told(count: int) -> None:
    """Of a city, of a group, of a current, and of the district of a need."""
    few = {"targets": ("antisemitic",), "currents": ("jihadist",)}
    asked = [session(*ALL, needs=[need(name, "training", 5, districts=["D00"]) for name in ALL]) for _n in range(3)]
    for rows in (events(count, 2025, "D00", **few), [*events(count, 2025, "D00", **few), *steady(20, AREAS[1:])]):
        context = also_heard(reading_of(rows), *asked)
        told_there = _all_words(context)
        counted = re.sub(r"Section \d+ has \d+|\d+ of \d+|\d+ years|of \d+ districts", "", told_there)
        assert not {int(found) for found in re.findall(r"(?<![\w.])\d+(?![\w.])", counted)} & {1, 2, 3, 4}
        assert "few" in told_there.casefold()


def test_no_source_is_named() -> None:
    context = worlds()["two types"]
    names = {source["name"] for source in context.frozen.sources}
    assert names
    assert not {name for name in names if name in _all_words(context)}


def test_no_cell_is_empty_and_what_is_unknown_says_so() -> None:
    tables = [block for block in summary.blocks(worlds()["heard"]) if isinstance(block, Decisions)]
    cells = [cell for table in tables for row in table.rows for cell in row]
    assert all("".join(run.text for run in cell if isinstance(run, Run)).strip() for cell in cells)
    unknown = {run.text for cell in cells for run in cell if isinstance(run, Run) and run.look == "unknown"}
    assert {"unknown", "nobody yet"} <= unknown


def test_what_nobody_takes_up_says_so_and_what_somebody_does_names_them() -> None:
    rows = next(block for block in summary.blocks(worlds()["taken up"]) if isinstance(block, Decisions)).rows
    who = ["".join(run.text for run in row[-1] if isinstance(run, Run)) for row in rows]
    assert any("Health Centre" in text and "by 1 June 2026" in text for text in who)
    assert any("nobody yet" in text for text in who)


def test_it_is_made_of_the_same_blocks_on_page_and_paper() -> None:
    blocks = summary.blocks(worlds()["promises"])
    assert any(isinstance(block, Decisions) for block in blocks)
    beside = [each for block in blocks if isinstance(block, SideBySide) for column in block.columns for each in column]
    assert any(isinstance(block, Bullets) for block in beside)
    assert any(isinstance(block, Facts) for block in beside)
