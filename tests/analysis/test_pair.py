"""What of two diagnoses may be compared, and which figures moved: like with like, by the tests of the method."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.pair import Ground, Looking, Moves, Unlike, Variation, common_ground, figures, moves, windows_of
from analysis.questions.dispersion import Dispersion
from analysis.records import Area, Coverage, Event, Period, PracticeChange
from analysis.words import Word
from tests.analysis.makers import coverage, event, events

AREAS = [Area(f"D{n:02}", f"District {n}", 10_000) for n in range(10)]
CODES = [area.code for area in AREAS]
KNOWN = Variation(Dispersion(alpha=0.0, phi=1.0, windows=4, freedom=27.0))


def year(number: int) -> Period:
    return Period(datetime.date(number, 1, 1), datetime.date(number, 12, 31))


def days(start: str, end: str) -> Period:
    return Period(datetime.date.fromisoformat(start), datetime.date.fromisoformat(end))


def looking(period: Period, *rows: Coverage, **fields: Any) -> Looking:
    values: dict[str, Any] = {
        "areas": AREAS,
        "boundaries": "2020",
        "changes": (),
        "extracted": {},
        "extracted_on": period.end + datetime.timedelta(days=31),
    }
    return Looking(period=period, coverage=rows or (coverage(),), **{**values, **fields})


def everywhere(count: int, number: int, **fields: Any) -> list[Event]:
    return [one for code in CODES for one in events(count, number, code, **fields)]


def compared(
    first: Sequence[Event], second: Sequence[Event], ground: Ground, periods: tuple[Period, Period], known: Variation
) -> Moves:
    counts = [figures(rows, periods[n], ground, n) for n, rows in enumerate((first, second))]
    return moves(counts[0], counts[1], ground, CODES, known)


def yearly(first: Sequence[Event], second: Sequence[Event], known: Variation = KNOWN) -> Moves:
    periods = year(2024), year(2025)
    return compared(first, second, common_ground(*map(looking, periods)), periods, known)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (year(2025), year(2025), (year(2025), year(2025))),
        (year(2024), year(2025), (year(2024), year(2025))),
        (year(2022), year(2025), (year(2022), year(2025))),
        (
            days("2024-07-01", "2025-06-30"),
            year(2025),
            (days("2024-07-01", "2024-12-31"), days("2025-07-01", "2025-12-31")),
        ),
        (
            days("2023-03-01", "2024-02-29"),
            days("2024-03-01", "2025-02-28"),
            (days("2023-03-01", "2024-02-29"), days("2024-03-01", "2025-02-28")),
        ),
        (days("2024-01-01", "2024-06-30"), days("2024-07-01", "2024-12-31"), None),
        (days("2024-01-01", "2025-12-31"), year(2025), None),
        (days("2025-01-01", "2025-06-30"), days("2025-04-01", "2025-09-30"), None),
    ],
)
def test_compared_are_the_same_calendar_dates(
    first: Period, second: Period, expected: tuple[Period, Period] | None
) -> None:
    """Two that share days are compared by what each has alone: a half year moved on, by the other half."""
    assert windows_of(first, second) == expected


def test_what_one_day_makes_of_two_diagnoses_says_so() -> None:
    """Of 200 and 500 as many as 300 are of one march: without it nothing of the city and of the group had moved."""
    group = {"targets": ("lgbti",)}
    before, now = everywhere(20, 2024, **group), everywhere(20, 2025, **group)
    march = [event(datetime.date(2025, 5, 3), "D03", **group) for _n in range(300)]
    spread = events(300, 2025, "D03", **group)
    series = [event(datetime.date(2025, 5, 3), "D03", series="march", **group) for _n in range(300)]
    week = [each._replace(last_day=datetime.date(2025, 5, 9)) for each in march]
    # the other of two of which one would do
    second = [each for day, count in ((3, 150), (4, 149)) for each in [
        event(datetime.date(2025, 5, day), "D03", **group) for _n in range(count)]]  # fmt: skip
    # told again on one day, each of a deed of another
    again = [
        event(day, "D03", series=str(n), **group)
        for n in range(300)
        for day in (datetime.date(2025, 5, 3), datetime.date(2025, 1, 1) + datetime.timedelta(days=n % 120))
    ]
    cases = ((march, True), (spread, False), (series, None), (week, False), (series + spread, False),
             (second, False), (again, False))  # fmt: skip
    for more, is_it in cases:
        found = {each.family: each for each in yearly(before, [*now, *more]).found if each.family != "districts"}
        assert set(found) == (set() if is_it is None else {"city", "targets", "manifestations"})
        assert {each.word for each in found.values()} <= {Word.HIGHER}
        assert {each.of_one_day for each in found.values()} == (set() if is_it is None else {is_it})
    # and of the way back nothing: it is lower
    assert not any(each.of_one_day for each in yearly([*now, *march], before).found)


def test_three_hundred_records_of_one_current_and_district_are_named_and_nothing_else() -> None:
    """10 × 20 of each of two currents, and 300 more of a third in D03: the city, the current, the district."""
    two = {"currents": ("jihadist",)}, {"currents": ("far_right",)}
    before = [one for fields in two for one in everywhere(10, 2024, **fields)]
    now = [one for fields in two for one in everywhere(10, 2025, **fields)]
    planted = events(300, 2025, "D03", currents=("far_left",), manifestations=("graffiti",))
    found = yearly(before, now + planted)
    assert {(each.family, each.key, each.first, each.second, each.word) for each in found.found} == {
        ("city", "city", 200, 500, Word.HIGHER),
        ("currents", "far_left", 0, 300, Word.HIGHER),
        ("manifestations", "graffiti", 0, 300, Word.HIGHER),
        ("districts", "D03", 20, 320, Word.ROSE),
    }
    assert not yearly(before, now).found
    assert yearly(before, now).asked == 1 + 10 + 2 + 1


def test_of_the_same_period_every_difference_is_told_and_no_word() -> None:
    """Nothing of it is noise: a record more is a record more."""
    period = year(2025)
    ground = common_ground(looking(period), looking(period))
    rows = everywhere(5, 2025)
    late = event(datetime.date(2025, 3, 1), "D03", reported=datetime.date(2026, 6, 1), targets=("lgbti",))
    found = compared(rows, [*rows, late], ground, (period, period), KNOWN)
    told = [(each.family, each.key, each.first, each.second, each.word) for each in found.found]
    assert told == [
        ("city", "city", 50, 51, None),
        ("districts", "D03", 5, 6, None),
        ("manifestations", "threat", 50, 51, None),
        ("targets", "lgbti", 0, 1, None),
    ]
    assert compared(rows, rows, ground, (period, period), KNOWN) == Moves()


def test_reports_count_that_came_in_as_early_in_both() -> None:
    """The later one was made 31 days after its period: of the earlier what came in later than that is left out."""
    periods = year(2024), year(2025)
    first = looking(periods[0], extracted_on=datetime.date(2025, 12, 31))
    ground = common_ground(first, looking(periods[1]))
    assert ground.lags == {"police": 31}
    late = [one._replace(reported=datetime.date(2025, 2, 1)) for one in events(40, 2024, "D00")]
    timely = [one._replace(reported=datetime.date(2025, 1, 31)) for one in events(40, 2024, "D00")]
    assert figures(late, periods[0], ground, 0).compared == 0
    assert figures(timely, periods[0], ground, 0).compared == 40
    assert figures(late, periods[0], ground, 0).recorded == 40


@pytest.mark.parametrize(
    "rows",
    [
        [coverage(), coverage("school", first=2025)],
        [coverage(), coverage("school", last=2024, completeness="sporadic"), coverage("school", first=2025)],
        [coverage(), coverage("school", areas=frozenset({"D00"}), first=2025)],
    ],
)
def test_no_word_for_what_was_not_looked_at_alike(rows: list[Coverage]) -> None:
    """A source that began, or looks more completely: its 300 records are no rise."""
    periods = year(2024), year(2025)
    ground = common_ground(*(looking(each, *rows) for each in periods))
    school = events(300, 2025, "D00", source="school", source_type="school", currents=("far_left",))
    found = compared(everywhere(5, 2024), everywhere(5, 2025) + school, ground, periods, KNOWN)
    assert not found.found
    assert (ground.left_out, ground.unlike) == (("school",), (Unlike.SOURCES,))


@pytest.mark.parametrize(("day", "is_alike"), [("2023-06-01", True), ("2024-06-01", False), ("2025-06-01", False)])
def test_what_lies_on_both_sides_of_a_change_of_recording_is_not_compared(day: str, is_alike: bool) -> None:
    changes = [PracticeChange("police", datetime.date.fromisoformat(day))]
    ground = common_ground(looking(year(2024)), looking(year(2025), changes=changes))
    assert (ground.windows is not None) == is_alike
    assert (Unlike.NO_SOURCE in ground.unlike) != is_alike


def test_other_boundaries_leave_the_city_by_sources_that_looked_at_all_of_it() -> None:
    periods = year(2024), year(2025)
    half = coverage("school", areas=frozenset(CODES[:5]), online=False)
    first = looking(periods[0], coverage(), half)
    second = looking(periods[1], coverage(areas=frozenset(CODES)), half, boundaries="2025")
    ground = common_ground(first, second)
    assert ground.unlike == (Unlike.BOUNDARIES, Unlike.SOURCES)
    rows = everywhere(20, 2024) + events(50, 2024, "D00", source="school")
    counted = figures(rows, periods[0], ground, 0)
    assert counted.compared == 200
    assert counted.families["districts"] == {}
    found = compared(rows, everywhere(60, 2025), ground, periods, KNOWN)
    assert [(each.family, each.word) for each in found.found] == [
        ("city", Word.HIGHER),
        ("manifestations", Word.HIGHER),
    ]


def test_districts_have_no_word_where_their_variation_is_not_known_or_they_are_few() -> None:
    """Method: at least 8 of them, and two earlier windows."""
    first, second = everywhere(20, 2024), everywhere(20, 2025) + events(300, 2025, "D03")
    for known in (Variation(),):
        found = yearly(first, second, known)
        assert found.unlike == (Unlike.DISTRICTS,)
        assert "districts" not in {each.family for each in found.found}
    ground = common_ground(looking(year(2024)), looking(year(2025)))
    counts = [figures(rows, year(2024 + n), ground, n) for n, rows in enumerate((first, second))]
    assert moves(counts[0], counts[1], ground, CODES[:7], KNOWN).unlike == (Unlike.DISTRICTS,)


def test_a_series_counts_once() -> None:
    rows = [one._replace(series="tag") for one in events(12, 2024, "D00")] + events(3, 2024, "D00")
    ground = common_ground(looking(year(2024)), looking(year(2025)))
    assert figures(rows, year(2024), ground, 0).compared == 4


def test_noise_makes_few_words() -> None:
    """No figure truly differs in 200 pairs of years of 24 districts: at most 10 % have any false word, and 3 standard
    errors; four questions are asked of each, the city at 5 % and three families at 10 %, which share their records."""
    rng = np.random.default_rng(49)
    codes = [f"D{n:02}" for n in range(24)]
    areas = [Area(code, code, 10_000) for code in codes]
    periods = year(2024), year(2025)
    ground = common_ground(*(looking(each, areas=areas) for each in periods))
    of_city = of_districts = 0
    for _world in range(200):
        counts = []
        for n, period in enumerate(periods):
            drawn = rng.poisson(20, 24)
            families = {"city": {"city": int(drawn.sum())}, "districts": dict(zip(codes, map(int, drawn), strict=True))}
            counts.append(replace(figures([], period, ground, n), families=families, dates={}))
        found = {each.family for each in moves(counts[0], counts[1], ground, codes, KNOWN).found}
        of_city += "city" in found
        of_districts += "districts" in found
    assert of_city / 200 <= 0.05 + 3 * (0.05 * 0.95 / 200) ** 0.5
    assert of_districts / 200 <= 0.10 + 3 * (0.10 * 0.90 / 200) ** 0.5


def _planted(seed: int) -> None:
    """A city of any size; so many records under one current in one district, in the later or the earlier year, or more
    of the same year: exactly that is named, and the city, which has them too."""
    rng = np.random.default_rng(seed)
    codes = [f"D{n:02}" for n in range(int(rng.integers(8, 25)))]
    areas = [Area(code, code, 10_000) for code in codes]
    base = 100 // len(codes)  # about a hundred a year under each current; of one year 300 more are four times as many
    where, current = str(rng.choice(codes)), str(rng.choice(["jihadist", "right_wing", "of none before"]))
    fields = {"manifestations": ("graffiti",), "currents": (current,)}
    rows = {
        number: [one for code in codes for name in ("jihadist", "right_wing")
                 for one in events(base, number, code, currents=(name,))]
        for number in (2024, 2025)
    }  # fmt: skip
    into = int(rng.choice([2024, 2025]))
    more = [*rows[into], *events(300, into, where, **fields)]
    known = Variation(Dispersion(alpha=0.0, phi=1.0, windows=4, freedom=3.0 * (len(codes) - 1)))
    expected = {("city", "city"), ("districts", where), ("currents", current), ("manifestations", "graffiti")}
    for first, second, periods in (
        (rows[2024] if into == 2025 else more, rows[2025] if into == 2024 else more, (2024, 2025)),
        (rows[into], more, (into, into)),
    ):
        both = year(periods[0]), year(periods[1])
        ground = common_ground(*(looking(each, areas=areas) for each in both))
        counts = [figures(each, both[n], ground, n) for n, each in enumerate((first, second))]
        found = moves(counts[0], counts[1], ground, codes, known).found
        # the city, two and a half times as many, may be told or not
        assert {(each.family, each.key) for each in found} - {("city", "city")} == expected - {("city", "city")}, seed
        assert all(abs(each.first - each.second) == 300 for each in found), seed


@pytest.mark.parametrize("seed", range(10))
def test_what_was_planted_is_named_wherever_it_was(seed: int) -> None:
    _planted(seed)


@pytest.mark.soak
def test_what_was_planted_is_named_in_five_hundred_cities() -> None:
    for seed in range(10, 510):
        _planted(seed)
