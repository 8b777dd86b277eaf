"""Cities for every sentence of the summary on one page, by what is so in each."""

import datetime
import itertools
from dataclasses import replace
from functools import cache
from typing import Any

from analysis import METHOD_VERSION
from analysis.records import Period
from reports.sections.context import SectionContext
from reports.sections.decisions import Recommended, Weighed
from reports.snapshot.compared import compared, ground_of, plain_ground
from reports.snapshot.ranked import Ranked
from stakeholders.vocabulary import NeedCategory
from tests.analysis.makers import YEAR, coverage, event, events
from tests.reports.hearings import BODIES, GROUPS, city, group, need, outlook, quote, service, session
from tests.reports.landscapes import AREAS, on_one_day, reading_of, steady, twice_settled, unfinished

ALL = tuple(BODIES)

BEFORE = YEAR.years_earlier(1)
SPRING = Period(datetime.date(2025, 3, 1), datetime.date(2025, 5, 31))

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
        "more in spring than ever": reading_of(steady([20, 26, 34, 44, 58, 76]), period=SPRING),
        "less in spring than ever": reading_of(steady([76, 58, 44, 34, 26, 20]), period=SPRING),
        "a jump": reading_of(steady([10, 10, 10, 10, 10, 60])),
        "a jump on one day": reading_of(on_one_day()),
        "a slump to nothing": reading_of(steady([20, 20, 20, 20, 20, 0])),
        "nothing before": reading_of(steady([0, 0, 0, 0, 0, 20])),
        "a slump": reading_of(steady([60, 60, 60, 60, 60, 6])),
        "a slump to next to nothing": reading_of(steady([20, 20, 20, 20, 20, 3], AREAS[:1], manifestations=("arson",))),
        "a slump to five": reading_of(steady([20, 20, 20, 20, 20, 5], AREAS[:1], manifestations=("arson",))),
        "two windows, more": reading_of(steady([0, 0, 0, 0, 8, 60]), [coverage(first=2024)], windows=2),
        "two windows, less": reading_of(steady([0, 0, 0, 0, 60, 4]), [coverage(first=2024)], windows=2),
        "one rises": reading_of(steady(20) + twice_settled(30, 2025, "D00")),
        "one is far above, without a kind of place": reading_of(
            steady(10, setting=None) + events(90, 2025, "D00", setting=None)
        ),
        "one is far above, without a date": reading_of(
            steady(10)[:-100]
            + [event(datetime.date(2025, 1, 1), "D00", last_day=datetime.date(2025, 12, 31)) for _n in range(90)]
        ),
        "always far above, without a kind of place": reading_of(
            steady(4, AREAS[:4], setting=None) + steady(60, AREAS[4:5], setting=None), areas=AREAS[:5]
        ),
        "no kind of place, and nothing moved": reading_of(steady(20, setting=None)),
        "no kind of place, and too few districts to move": reading_of(
            steady(20, AREAS[:4], setting=None), areas=AREAS[:4]
        ),
        "one falls": reading_of(
            steady(60, AREAS[:1])[: 60 * 5] + steady(40, AREAS[1:]) + events(6, 2025, "D00")
        ),
        "one is far": reading_of(steady(6) + events(9, 2025, "D03")),
        "recorded otherwise": reading_of(
            steady(20), [coverage(last=2024, completeness="sporadic"), coverage(first=2025)]
        ),
        "recorded otherwise, and some reported late": reading_of(
            steady(20) + events(6, 2024, "D00", reported=datetime.date(2025, 6, 1)),
            [coverage(last=2024, completeness="sporadic"), coverage(first=2025)],
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
        "worried of one place": city(
            session(*ALL, outlook=[outlook(name, 5, district="01") for name in ALL], needs=[need("Church")])
        ),
        "worried of one place, two of them": city(
            session(*ALL, outlook=[outlook(name, 5, district="01") for name in ALL[:2]])
        ),
        "disagreeing": city(session(*ALL, disagreements=disagreeing, quotes=[quote("Church", "x" * 200)])),
    }  # fmt: skip
    found["a period that has not ended"] = unfinished(steady(20))
    june = datetime.date(2025, 6, 10)
    first_half = [each for each in steady(20) if each.first_day <= june]
    began = reading_of(first_half, [coverage(last=2024), replace(coverage(first=2025), end=june)])
    found["a year that goes on"] = replace(
        began, frozen=replace(began.frozen, diagnosis={**began.frozen.diagnosis, "dated": june})
    )
    found["a need of one place that keeps up"] = city(
        session(*ALL, needs=[need("Church", districts=["01"])]), records=[80] * 8
    )
    found["heard in confidence alone"] = city(*(session(rule="confidential") for _n in range(2)))
    found["disagreeing in the same words"] = city(
        *(session(*ALL, disagreements=disagreeing[:1], quotes=[quote("Church", "x" * 200)]) for _n in range(3))
    )
    found["a threat"] = with_city(found["heard"], **THREAT)
    found["an old threat"] = with_city(found["heard"], **{**THREAT, "threat_dated": "2024-12-01"})
    found["no threat"] = with_city(found["heard"], threat_text="")
    found["taken up"] = with_recommendations(found["heard"], recommended(), recommended("funding", due=None, owner=""))
    in_many_words = "Two paid adults in the yard between six and ten, unless the school lends its hall. " * 2
    found["taken up in many words"] = with_recommendations(found["heard"], recommended(text=in_many_words))
    found["the only need in many words"] = with_recommendations(
        found["a need of one place"], recommended(text=in_many_words)
    )
    found["taken up in one place alone"] = with_recommendations(found["heard"], recommended(area="01"))
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
    found["a need where few were counted"] = also_heard(
        found["few of a group"],
        *(session(*ALL, needs=[need(name, "training", 5, districts=["D00"]) for name in ALL]) for _n in range(3)),
    )
    found["a gap on the map"] = reading_of(
        steady(6, AREAS[:5]) + steady(30, AREAS[5:9]), [coverage(areas=frozenset(a.code for a in AREAS[:9]))]
    )
    found["nothing moved"] = with_before(found["still"], steady(20))
    gone = {"key": "city.change", "statement": "It rose.", "confidence": "low"}
    found["a judgement that is gone"] = with_before(found["still"], steady(20), judgements=[gone])
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
        "ground": plain_ground(ground), "told": compared(before, ground, 0).plain(),
    }  # fmt: skip
    return with_last(context, **{**kept, **more})


LETTERS = "Sammenhold og medborgerskab i bydelens foreninger "


@cache
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
