"""A series counts as its events where they are shown, and once where change and concentration are tested."""

import datetime

from analysis.landscape import Landscape, analyse
from analysis.records import Area, Coverage, Event, Period, first_of_series
from tests.analysis.makers import event

NOW, BEFORE = (Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31)) for year in (2025, 2024))
AREAS = [Area("1", "Havn", 10_000), Area("2", "Mark", 10_000)]
LOOKED = [Coverage("police", None, True, datetime.date(2020, 1, 1), NOW.end)]


def events(series: str | None) -> list[Event]:
    """12 events of one night a month now, 12 before; of these now, 12 are one series where one is given."""
    now = [event(key=f"n{n}", day=datetime.date(2025, 1 + n, 9), district="1", currents=("left",)) for n in range(12)]
    before = [
        event(key=f"b{n}", day=datetime.date(2024, 1 + n, 9), district="1", currents=("left",)) for n in range(12)
    ]
    return [each._replace(series=series) for each in now] + before


def landscape(found: list[Event]) -> Landscape:
    return analyse(found, AREAS, LOOKED, period=NOW, comparison=BEFORE, history=[], extracted_on=NOW.end)


def test_of_every_series_the_first_stays_in_the_order_given() -> None:
    found = events("tag")
    assert [each.key for each in first_of_series(found)] == ["n0", *(f"b{n}" for n in range(12))]
    assert first_of_series(events(None)) == tuple(events(None))


def test_events_are_shown_and_units_are_tested() -> None:
    plain, serial = landscape(events(None)), landscape(events("tag"))
    assert (plain.city.now, plain.city.before, plain.total) == (12, 12, 12)
    assert (serial.city.now, serial.city.before, serial.total) == (1, 12, 12)
    assert serial.families["districts"].changes[0].now == 1
    assert serial.families["currents"].changes[0].now == 1
    assert [row.now for row in serial.counts["currents"]] == [12]
    assert (plain.series, plain.in_series, serial.series, serial.in_series) == (0, 0, 1, 12)


def test_one_cause_is_no_concentration() -> None:
    areas = [*AREAS, *(Area(str(n), str(n), 10_000) for n in range(3, 12))]
    days = [datetime.date(2025, 1 + n % 12, 1 + n // 12) for n in range(60)]
    loud = [event(key=f"l{n}", day=day, district="1", spot=(9 + n % 5 / 100, 57.0)) for n, day in enumerate(days)]
    others = [event(key=f"m{n}", day=days[n], district=str(2 + n % 10)) for n in range(40)]

    def found(rows: list[Event]) -> list[str]:
        here = analyse(rows, areas, LOOKED, period=NOW, comparison=BEFORE, history=[], extracted_on=NOW.end)
        return [each.district for each in here.concentrations.found]

    assert found([*loud, *others]) == ["1"]
    assert found([*(each._replace(series="tag") for each in loud), *others]) == []


def test_how_many_events_and_series_stand_behind_a_count_is_told_of_every_member() -> None:
    """Of now: 12 events in two series under one current, 3 events more in none; before: 12."""
    found = events("tag")
    found[:6] = [each._replace(series="other") for each in found[:6]]
    found += [event(key=f"x{n}", day=datetime.date(2025, 2, n + 1), district="2", currents=("left",)) for n in range(3)]
    land = landscape(found)
    (current,) = land.families["currents"].changes
    assert (current.now, current.in_series, current.series, current.events) == (5, 12, 2, 15)
    told = {change.key: (change.now, change.in_series, change.series) for change in land.families["districts"].changes}
    assert told == {"1": (2, 12, 2), "2": (3, 0, 0)}


def test_what_was_recorded_less_what_is_left_out_is_what_is_compared() -> None:
    """12 before; now 12 in a series, one reported in the next year before, and 5 of a source that began this year."""
    found = events("tag")
    found.append(event(datetime.date(2024, 5, 1), "1", reported=datetime.date(2025, 6, 1)))
    found += [event(datetime.date(2025, 5, n + 1), "2", source="school") for n in range(5)]
    looked = [*LOOKED, Coverage("school", None, True, NOW.start, NOW.end)]
    land = analyse(found, AREAS, looked, period=NOW, comparison=BEFORE, history=[], extracted_on=NOW.end)
    told = land.reckoning
    assert (told.recorded, told.late, told.unlike) == ((13, 17), (1, 0), (0, 5))
    assert (told.in_series, told.compared) == ((0, 11), (12, 1)) == ((0, 11), (land.city.before, land.city.now))
