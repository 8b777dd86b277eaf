"""Pictures of a diagnosis: drawn where there is enough, with every line and every outlined district in their words."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from accounts.city import city_context
from accounts.models import City
from analysis.landscape import analyse
from analysis.records import Area, Coverage, Event, Period, PracticeChange
from analysis.words import Word
from mapping.models import TriggerEvent
from mapping.vocabulary import Current, Target
from output.document import Block, Figure, Table
from reports.actions import create_diagnosis
from reports.sections import landscape
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.sections.funnel import funnel_blocks
from reports.sections.over_years import city_years, further_groups, group_years, happenings, windows, years_table
from reports.sections.pictures import severity_blocks, together_blocks, week_blocks
from reports.sections.voices import _concern_levels
from reports.snapshot import freeze, load
from tests.analysis.makers import EXTRACTED, YEAR, coverage, event, events
from tests.reports.landscapes import reading_of, steady

AREAS = [Area(code, f"District {code}", 5_000) for code in "NSEW"]


def context(records: Sequence[Event], rows: Sequence[Coverage] = (), **facts: Any) -> SectionContext:
    """The landscape of these records, and of the frozen rest what pictures read."""
    looked = list(rows) or [coverage()]
    changes = facts.get("practice_changes", ())
    land = analyse(
        records,
        AREAS,
        looked,
        period=YEAR,
        comparison=YEAR.years_earlier(1),
        history=[YEAR.years_earlier(years) for years in range(1, 9)],
        extracted_on=EXTRACTED,
        changes=changes,
    )
    frozen = {
        "events": tuple(records),
        "areas": tuple(AREAS),
        "coverage": tuple(looked),
        "sources": [{"key": "police", "name": "Police"}, {"key": "school", "name": "Schools"}],
        "practice_changes": (),
        "trigger_days": (),
    }
    return SectionContext(cast("Any", SimpleNamespace(**{**frozen, **facts})), land)


def figure(blocks: Sequence[Block]) -> Figure:
    return next(block for block in blocks if isinstance(block, Figure))


def grown(**fields: Any) -> list[Event]:
    """24 records in 2018, twelve more each year."""
    return [one for year in range(2018, 2026) for one in events(24 + 12 * (year - 2018), year, **fields)]


def test_the_city_s_line_says_its_counts_and_its_word_and_the_table_has_them() -> None:
    made = context(grown(targets=("anti_muslim",)), [coverage(first=2018)])
    alt = figure(list(city_years(made))).alt
    # 24, 36, … 108
    assert "24, 36, 48, 60, 72, 84, 96, 108" in alt
    assert "rising over 8 years" in alt
    (table,) = years_table(made)
    assert isinstance(table, Table)
    assert [column.label for column in table.columns][1:-1] == [str(year) for year in range(2018, 2026)]
    assert list(table.rows[0])[1:-1] == ["24", "36", "48", "60", "72", "84", "96", "108"]
    assert [row[0] for row in table.rows] == ["The whole city", "Muslims"]


def test_more_than_eight_years_show_the_last_eight() -> None:
    made = context([one for year in range(2015, 2026) for one in events(20, year)])
    assert [window.start.year for window in windows(made)] == list(range(2018, 2026))


def test_two_windows_are_no_line() -> None:
    made = context([*events(20, 2024), *events(20, 2025)], [coverage(first=2024)])
    assert list(city_years(made)) == list(group_years(made)) == years_table(made) == []


@pytest.mark.parametrize(("count", "drawn"), [(1, False), (2, True)])
def test_a_group_has_a_line_from_ten_records_on(count: int, drawn: bool) -> None:
    """In five windows 5 or 10 records, among others."""
    few = [one for year in range(2021, 2026) for one in events(count, year, targets=("antisemitic",))]
    made = context([*[one for y in range(2021, 2026) for one in events(20, y)], *few], [coverage(first=2021)])
    assert bool(list(group_years(made))) == drawn


def test_every_group_with_enough_records_has_a_line_and_a_row() -> None:
    """Fourteen of them: the first six in section 5, the others in the annex, and none without its numbers."""
    groups = [each for each in Target.values if each not in {"none", "other"}]
    rows = [one for y in range(2021, 2026) for each in groups for one in events(2, y, targets=(each,))]
    made = context(rows, [coverage(first=2021)])
    names = {str(Target(each).label) for each in groups}
    assert len(names) == 14
    first, further = (figure(list(drawn(made))).alt for drawn in (group_years, further_groups))
    in_first, in_further = ({name for name in names if f"{name}: 2, 2" in alt} for alt in (first, further))
    assert (len(in_first), in_first | in_further, in_first & in_further) == (6, names, set())
    (table,) = years_table(made)
    assert isinstance(table, Table)
    assert {row[0] for row in table.rows} == {"The whole city", *names}


def test_further_groups_are_not_drawn_in_one_figure_that_fills_a_page() -> None:
    """Nineteen groups, six of them in section 5: six, and seven of which the last has no figure to itself."""
    targets = [each for each in Target.values if each not in {"none", "other"}]
    currents = [each for each in Current.values if each != "none_known"][:5]
    told: list[dict[str, Any]] = [{"targets": (each,)} for each in targets]
    told += [{"currents": (each,)} for each in currents]
    made = context(
        [one for y in range(2021, 2026) for each in told for one in events(2, y, **each)], [coverage(first=2021)]
    )
    alts = [each.alt for each in further_groups(made) if isinstance(each, Figure)]
    assert [alt.count(": 2, 2") for alt in alts] == [6, 7]


def test_a_group_that_is_new_with_fewer_than_ten_records_is_drawn_and_told() -> None:
    """Above the chart stood “No change can be told of any” group, and below the next one that this is new."""
    rest = [one for y in range(2021, 2026) for one in events(60, y, targets=("anti_muslim",))]
    made = context([*rest, *events(9, 2025, targets=("antisemitic",))], [coverage(first=2021)])
    (change,) = made.landscape.families["targets"].findings
    assert (change.key, change.word) == ("antisemitic", Word.NEW)
    told = figure(list(group_years(made)))
    assert "Jews (antisemitic) (new in the records)" in told.title
    assert "Jews (antisemitic): 0, 0, 0, 0, 9" in told.alt


def test_neither_nobody_targeted_nor_an_unknown_current_is_a_group() -> None:
    made = context([one for year in range(2021, 2026) for one in events(20, year)], [coverage(first=2021)])
    assert list(group_years(made)) == []


def test_what_makes_years_unlike_is_marked_and_in_the_alternative_text() -> None:
    rows = [coverage(first=2018), coverage("school", first=2023, last=2024)]
    made = context(
        [one for year in range(2018, 2026) for one in events(20, year)],
        rows,
        trigger_days=((datetime.date(2022, 3, 1), "Trial"),),
    )
    told = [each.label for each in happenings(made, windows(made))]
    # the police began with the first window: that changes nothing between them
    assert [label.split(": ")[1] for label in told] == ["Schools begins", "Schools has ended", "Trial"]
    assert all(label in figure(list(city_years(made))).alt for label in told)


def test_a_trigger_event_of_the_city_comes_through_the_snapshot(elver: City) -> None:
    with city_context(elver.pk, via="test"):
        TriggerEvent.objects.create(city=elver, title="Trial", day=datetime.date(2023, 5, 4))
        diagnosis = create_diagnosis(city_id=elver.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
        frozen = load(freeze(diagnosis))
    assert frozen.trigger_days == ((datetime.date(2023, 5, 4), "Trial"),)
    made = SectionContext(frozen, analysed(frozen))
    (marked,) = [each for each in happenings(made, windows(made)) if each.kind == "trigger"]
    # 2020 is 0 and 2023 is 3; 4 May lies 59 days before the middle of the year
    assert marked.at == pytest.approx(3 - 59 / 365.25, abs=0.01)


def test_months_mark_what_happened_in_their_period_and_name_it() -> None:
    """In the month of a period that begins on the 7th, not what happened before that day."""
    window = Period(datetime.date(2025, 10, 7), datetime.date(2025, 12, 31))
    made = reading_of(steady(20), period=window)
    days = (
        (datetime.date(2025, 10, 3), "Vote"),
        (datetime.date(2025, 10, 7), "Attack"),
        (datetime.date(2024, 11, 1), "Verdict"),
    )
    told = figure(landscape.annexed(replace(made, frozen=replace(made.frozen, trigger_days=days))))
    marked = "Triangles mark trigger events: 1 November 2024: Verdict and 7 October 2025: Attack."
    assert told.alt.endswith(marked)
    assert str(told.caption).endswith(marked)
    assert told.svg.count(" 121l3.5 5h-7z") == 2


def test_recording_that_changed_is_marked_with_its_reason() -> None:
    made = context(
        [one for year in range(2018, 2026) for one in events(20, year)],
        practice_changes=(PracticeChange("police", datetime.date(2023, 1, 1), "a new form"),),
    )
    shown = [Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31)) for year in range(2020, 2026)]
    labels = [each.label for each in happenings(made, shown)]
    assert [label.split(": ")[1] for label in labels] == ["Police records otherwise (a new form)"]


def spread(high: int) -> list[Event]:
    return [one for code, count in zip("NSEW", (high, 10, 10, 10), strict=True) for one in events(count, 2025, code)]


def test_a_district_outside_the_funnel_is_named_and_one_inside_is_not() -> None:
    """60 against 10 of the same size: expected 22.5 each, so 60 lies far above and 10 below 95 % (14 to 33)."""
    drawn = figure(list(funnel_blocks(context(spread(60)))))
    assert "Beyond the 99.8 % limits: District N (120.0)" in drawn.alt
    assert drawn.title == "Outside the bands: District N"
    even = figure(list(funnel_blocks(context(spread(10)))))
    assert "4 lie inside." in even.alt
    assert "Beyond" not in even.alt
    assert even.title.startswith("No district lies outside")


def test_without_residents_or_records_there_is_no_funnel(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(funnel_blocks(context([]))) == []
    monkeypatch.setattr("tests.reports.test_pictures.AREAS", [Area(code, code, None) for code in "NSEW"])
    assert list(funnel_blocks(context(spread(60)))) == []


def test_a_district_nobody_looked_at_is_in_no_funnel() -> None:
    rows = [coverage(areas=frozenset("NSE"))]
    drawn = figure(list(funnel_blocks(context([e for e in spread(60) if e.district != "W"], rows))))
    assert "Funnel of 3 districts" in drawn.alt


@pytest.mark.parametrize(("exact", "drawn"), [(19, False), (20, True)])
def test_days_of_the_week_stand_where_enough_records_name_one(exact: int, drawn: bool) -> None:
    """A record of a month names none."""
    month = [event(datetime.date(2025, 5, 1), last_day=datetime.date(2025, 5, 31)) for _n in range(30)]
    mondays = [event(datetime.date(2025, 3, 3) + datetime.timedelta(weeks=n)) for n in range(exact)]
    blocks = list(week_blocks(context([*mondays, *month])))
    assert bool(blocks) == drawn
    if drawn:
        assert "Monday 20" in figure(blocks).alt
        assert "20 of 50 records name one day" in str(figure(blocks).caption)


@pytest.mark.parametrize(("known", "said"), [(0, "None of them says"), (19, "19 of them say at which"), (20, "")])
def test_hours_stand_where_enough_records_say_one_and_else_it_is_said_how_many_do(known: int, said: str) -> None:
    mondays = [event(datetime.date(2025, 3, 3), hour=n % 2 * 23 if n < known else None) for n in range(40)]
    days, *hours = [block for block in week_blocks(context(mondays)) if isinstance(block, Figure)]
    assert said in str(days.caption)
    assert ("at which hour" in str(days.caption)) == bool(said)
    assert len(hours) == (0 if said else 1)
    for drawn in hours:
        assert "00:00–00:59 10 and 23:00–23:59 10" in drawn.alt
        assert "20 of the 40 records" in str(drawn.caption)


@pytest.mark.parametrize(("judged", "drawn"), [(19, False), (20, True)])
def test_severity_stands_where_enough_was_judged(judged: int, drawn: bool) -> None:
    made = context([*events(judged, 2025, severity=3), *events(9, 2025)])
    blocks = list(severity_blocks(made))
    assert bool(blocks) == drawn
    if drawn:
        assert "20 of 29 records" in str(figure(blocks).caption)


def test_what_goes_together_is_a_table_or_is_said_not_to_stand_out() -> None:
    alike = [
        *events(40, 2025, targets=("anti_muslim",)),
        *events(40, 2025, manifestations=("assault",), targets=("lgbti",)),
    ]
    assert [type(block).__name__ for block in together_blocks(context(alike))] == ["Heading", "Table"]
    nothing = list(together_blocks(context(events(40, 2025))))
    assert [type(block).__name__ for block in nothing] == ["Heading", "SmallPrint"]


def test_both_ends_of_concern_have_their_words() -> None:
    assert _concern_levels() == ["1, no concern", "2", "3", "4", "5, strong concern"]
