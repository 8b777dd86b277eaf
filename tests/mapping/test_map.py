"""The map: what it counts, whose records, where nobody looked; and the table that says the same."""

import csv
import datetime
import io
import itertools
import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import City, Membership
from analysis.records import Event
from mapping.map.city_map import CityMap
from mapping.models import BoundarySet, District, Observation, Source, SourceCoverage
from output.charts.classes import class_breaks, decimals_of
from stakeholders.models import Outlook
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside, make_trigger_event, with_record
from tests.stakeholders.makers import make_consultation, make_organisation

MAP = "/city/elverhavn/map/"
YEAR = "from=2025-01&to=2025-12"


def _square(column: int) -> dict[str, Any]:
    west = 3.0 + column * 0.02
    ring = [[west, 56.0], [west + 0.02, 56.0], [west + 0.02, 56.02], [west, 56.02], [west, 56.0]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def mapped(elverhavn: City) -> City:
    """Four districts of 1,000 to 4,000 residents; a source looked at the first three, all of 2025 and of 2024."""
    with_record(elverhavn)
    with inside(elverhavn):
        boundaries = BoundarySet.objects.create(city=elverhavn, name="2020", valid_from="2020-01-01")
        made = [
            District.objects.create(
                city=elverhavn, boundary_set=boundaries, code=f"{n}", name=f"Quarter {n}", geometry=_square(n),
                area_km2=2.8, population=1000 * n,
            )
            for n in (1, 2, 3, 4)
        ]  # fmt: skip
        source = Source.objects.create(city=elverhavn, key="police", name="Harbour police", source_type="police")
        coverage = SourceCoverage.objects.create(
            city=elverhavn, source=source, start="2024-01-01", end="2025-12-31", completeness="full"
        )
        coverage.districts.set(made[:3], through_defaults={"city": elverhavn})
    return elverhavn


def _record(city: City, code: str, by: Membership, **fields: Any) -> Observation:
    return _records(city, by, [(code, fields)])[0]


def _records(city: City, by: Membership, each: list[tuple[str, dict[str, Any]]]) -> list[Observation]:
    """By the code of the district and what is different in each."""
    alike: dict[str, Any] = {
        "title": "Threat", "scope": "threat", "first_day": datetime.date(2025, 5, 2), "manifestations": ["threat"],
        "targets": ["none"], "currents": ["right_wing"], "reliability": "B", "credibility": "2",
        "state": "approved", "approved_at": "2026-01-15T00:00Z", "approved_by": by.user, "city": city,
    }  # fmt: skip
    made = []
    with inside(city):
        districts = {district.code: district for district in District.objects.defer("geometry")}
        alike["source"] = Source.objects.get()
        for code, fields in each:
            district = districts.get(code)
            facts = {**alike, "district": district, "place": "district" if district else "city_wide", **fields}
            made.append(Observation(**{"last_day": facts["first_day"], **facts}))
        return Observation.objects.bulk_create(made)


def _landscape(city: City, member: Membership, address: str) -> CityMap:
    return CityMap(city, member.user, QueryDict(address), member.clearance)


def test_counts_and_rates_are_those_of_the_records_in_the_period(mapped: City, alice: Membership) -> None:
    for code, count in (("1", 1), ("2", 4), ("3", 2), ("4", 3)):
        for _number in range(count):
            _record(mapped, code, alice)
    _record(mapped, "2", alice, first_day=datetime.date(2024, 6, 1))
    _record(mapped, "2", alice, state="submitted", approved_at=None, approved_by=None)
    _record(mapped, "2", alice, first_day=datetime.date(2024, 12, 31), last_day=datetime.date(2025, 1, 1),
            precision="period")  # fmt: skip
    _record(mapped, "", alice)
    with inside(mapped):
        seen = _landscape(mapped, alice, f"{YEAR}&show=rate")
        rows = {row.district.code: row for row in seen.shown}
        assert {code: row.count for code, row in rows.items()} == {"1": 1, "2": 4, "3": 2, "4": 3}
        assert rows["2"].before == 1
        # four records among 2,000 residents in one year
        assert rows["2"].rate is not None
        assert rows["2"].rate.value == pytest.approx(20.0)
        assert rows["1"].rate is not None
        assert rows["1"].rate.value == pytest.approx(10.0)
        assert (rows["4"].rate, rows["4"].was_looked_at, rows["4"].fill) == (None, False, "hatched")
        assert (seen.total, seen.on_map, seen.off_map) == (11, 10, 1)
        assert seen.highest == rows["2"]
        assert [each.code for each in seen.not_looked_at] == ["4"]
        assert [month.count for month in seen.months if month.first == datetime.date(2025, 5, 1)] == [11]


@pytest.mark.parametrize(
    ("filters", "counted"),
    [
        ("current=right_wing", 1),
        ("current=jihadist&current=right_wing", 2),
        ("space=online", 1),
        ("space=offline", 3),
        ("ticked=some&current=right_wing", 1),
        ("ticked=some", 0),
        ("grading=well", 3),
        ("marking=green", 1),
        ("from=2025-06&to=2025-12", 0),
        ("from=2025-12&to=2025-06", 4),
        ("show=nonsense&current=nonsense&space=nonsense&marking=nonsense&from=x&to=2025", 4),
    ],
)
def test_what_is_asked_for_stands_in_the_address(mapped: City, alice: Membership, filters: str, counted: int) -> None:
    _record(mapped, "1", alice)
    _record(mapped, "1", alice, currents=["jihadist"], marking="green")
    _record(mapped, "1", alice, currents=["single_issue"], space="online")
    _record(mapped, "1", alice, currents=["none_known"], reliability="E")
    with inside(mapped):
        # months far in the future of the data: the newest twelve months there are
        _record(mapped, "", alice, first_day=datetime.date(2025, 12, 3), currents=["mixed_unclear"], reliability="F",
                marking="red", space="hybrid")  # fmt: skip
        seen = _landscape(mapped, alice, filters if "from" in filters else f"{YEAR}&{filters}")
        assert seen.on_map == counted


def test_nothing_above_the_clearance_is_counted(mapped: City, alice: Membership, elverhavn: City) -> None:
    _record(mapped, "1", alice, marking="red", title="For few eyes")
    _record(mapped, "1", alice, marking="green", title="For more eyes")
    cleared = make_member(elverhavn, "gro@elverhavn.example", "officer", clearance="green")
    page = sign_in(Client(), cleared).get(f"{MAP}?{YEAR}&district=1").content.decode()
    assert "For more eyes" in page
    assert "For few eyes" not in page
    with inside(mapped):
        assert _landscape(mapped, cleared, YEAR).total == 1


def test_the_table_and_the_file_say_what_the_map_says(mapped: City, alice: Membership) -> None:
    for code in ("1", "2", "2"):
        _record(mapped, code, alice)
    client = sign_in(Client(), alice)
    page = client.get(f"{MAP}?{YEAR}&show=count").content.decode()
    assert "Not on the map" not in page
    _record(mapped, "", alice)
    assert "Not on the map: 1, city-wide" in strip_tags(client.get(f"{MAP}?{YEAR}&show=count").content.decode())
    assert 'aria-label="Quarter 2: 2"' in page
    assert 'aria-label="Quarter 4: not looked at"' in page
    table = client.get(f"{MAP}?{YEAR}&show=count&view=table").content.decode()
    assert "10.0 (" in table
    assert "not looked at" in table
    answer = client.get(f"/city/elverhavn/map/export/?{YEAR}")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [row[4] for row in rows[1:]] == ["1", "2", "0", ""]


def test_a_figure_reads_the_same_on_the_map_in_the_table_and_beside_it(mapped: City, alice: Membership) -> None:
    """Two events among 3,000 people in a year are 6.667 for each 10,000, so 6.7: it was cut to 6.6 on the map."""
    for code, count in (("1", 1), ("2", 4), ("3", 2)):
        for _number in range(count):
            _record(mapped, code, alice)
    client = sign_in(Client(), alice)
    drawn = client.get(f"{MAP}?show=rate&{YEAR}").content.decode()
    assert "Quarter 3: 6.7" in drawn
    assert "6.6" not in re.sub(r"<[^>]*>", " ", drawn)  # of what is drawn, places: they move with the month
    assert "6.7 (" in " ".join(client.get(f"{MAP}?show=rate&view=table&{YEAR}").content.decode().split())
    beside = client.get(f"{MAP}?show=rate&district=3&{YEAR}").content.decode()
    assert "<strong>6.7</strong>" in beside


def test_every_rate_of_the_map_says_that_it_is_of_all_sources_and_a_diagnosis_counts_others(
    mapped: City, alice: Membership
) -> None:
    """A mayor with both papers read 27.3 here and 20.9 there under the same words."""
    _record(mapped, "2", alice)
    client = sign_in(Client(), alice)
    drawn = client.get(f"{MAP}?{YEAR}&show=rate&district=2").content.decode()
    assert "Recorded rate of all sources per 10,000 residents and year" in drawn
    assert "<dt>Rate, all sources</dt>" in drawn
    told = "Rates are of all sources here, and in a diagnosis of those that looked at all districts alike"
    assert told in drawn
    table = client.get(f"{MAP}?{YEAR}&view=table").content.decode()
    assert "Recorded rate of all sources per 10,000 residents and year, smoothed" in table
    for head in ("Rate, all sources (95 %)", "Smoothed rate, all sources"):
        assert f'<th scope="col" class="number">{head}</th>' in table, head
    answer = client.get(f"/city/elverhavn/map/export/?{YEAR}")
    heads = next(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert {"Rate, all sources", "Smoothed rate, all sources"} <= set(heads)
    with inside(mapped):
        District.objects.update(population=None)
    assert told not in client.get(f"{MAP}?{YEAR}").content.decode()


def test_the_panel_tells_of_one_district_and_who_looked_there(mapped: City, alice: Membership) -> None:
    _record(mapped, "2", alice, title="Stickers on the quay")
    client = sign_in(Client(), alice)
    page = client.get(f"{MAP}?{YEAR}&district=2").content.decode()
    assert '<h2 id="district-name">Quarter 2</h2>' in page
    words = " ".join(page.split())
    # a line without a word of what it shows
    assert "Records by month, Jan 2025 to Dec 2025. Most in May 2025: 1." in words
    empty = " ".join(client.get(f"{MAP}?{YEAR}&district=1").content.decode().split())
    assert "Records by month" in empty
    assert "Most in" not in empty
    assert "Harbour police" in page
    assert "Stickers on the quay" in page
    unknown = client.get(f"{MAP}?{YEAR}&district=4").content.decode()
    assert "Nobody is known to have looked here" in unknown
    assert 'id="district"' not in client.get(f"{MAP}?{YEAR}&district=nowhere").content.decode()


def test_trigger_events_are_marked_in_the_months_and_named_below_them(mapped: City, alice: Membership) -> None:
    client = sign_in(Client(), alice)
    assert "brush-mark" not in client.get(f"{MAP}?{YEAR}").content.decode()
    make_trigger_event(mapped, title="Long ago", day="1999-01-01")
    make_trigger_event(mapped, title="Verdict <i>", day="2025-10-31")
    make_trigger_event(mapped, title="Attack abroad", day="2025-10-07")
    page = client.get(f"{MAP}?{YEAR}").content.decode()
    assert page.count('class="brush-mark"') == 1
    (october,) = re.findall(r'<g data-month="2025-10".*?</g>', page, re.DOTALL)
    assert 'class="brush-mark"' in october
    assert "Oct 2025: 0; 7 October 2025: Attack abroad; 31 October 2025: Verdict &lt;i&gt;" in october
    below = " ".join(strip_tags(page.split('class="brush-years"')[1].split('class="brush-months"')[0]).split())
    assert "Trigger events, a broken line each: 7 October 2025 Attack abroad; 31 October 2025 Verdict" in below
    assert "Long ago" not in page


def test_where_districts_cannot_be_told_apart_the_map_has_one_colour(mapped: City, alice: Membership) -> None:
    for code, count in (("1", 1), ("2", 2), ("3", 3)):
        for _number in range(count):
            _record(mapped, code, alice)
    page = sign_in(Client(), alice).get(f"{MAP}?{YEAR}").content.decode()
    assert "districts cannot be told apart" in page
    with inside(mapped):
        fills = [row.fill for row in _landscape(mapped, alice, YEAR).shown]
    assert len(set(fills[:3])) == 1
    assert fills[3] == "hatched"


def test_a_city_without_districts_is_told_what_to_do(elverhavn: City, alice: Membership) -> None:
    page = sign_in(Client(), alice).get(MAP).content.decode()
    assert "import_boundaries" in page


def test_sources_tell_where_they_looked(mapped: City, alice: Membership) -> None:
    page = sign_in(Client(), alice).get("/city/elverhavn/sources/").content.decode()
    assert "All districts but Quarter 4" in page
    assert "Not looked at, " in page


def test_the_panel_tells_what_concern_was_told_of_the_district_each_who_told_it_once(
    mapped: City, alice: Membership, bob: Membership
) -> None:
    client = sign_in(Client(), alice)
    assert "no level told, in what you may read" in client.get(f"{MAP}?{YEAR}&district=2").content.decode()
    approved: dict[str, Any] = {"state": "approved", "approved_by": alice.user, "approved_at": "2026-01-15T00:00Z"}
    bodies = [make_organisation(mapped, name=f"Association {number}", sector="community") for number in (1, 2, 3)]
    for concerns, year in (((5, 5, 2), 2025), ((3,), 2025), ((1,), 2024)):
        held = make_consultation(mapped, bob, first_day=datetime.date(year, 3, 1), **approved)
        with inside(mapped):
            for body, concern in zip(bodies, concerns, strict=False):
                Outlook.objects.create(
                    city=mapped, consultation=held, confidentiality="on_record", block="residents", district="2",
                    concern=concern, sector="community", organisation=body,
                )  # fmt: skip
    # the first said 5 and 3, so 4; the others 5 and 2, and the middle one of 2, 4, 5 is 4, as the diagnosis has it; the
    # session of 2024 lies outside the period
    said = client.get(f"{MAP}?{YEAR}&district=2").content.decode()
    assert "4.0 of 5, the middle one of 3 who told it in 2 consultations of 2025" in said


@pytest.mark.parametrize(("since", "told"), [("2024-01-01", True), ("2024-11-01", False)])
def test_the_year_before_stands_beside_this_one_only_where_it_was_looked_at_as_wholly(
    mapped: City, alice: Membership, since: str, told: bool
) -> None:
    """“A year before: 32” beside 5, though only two months of it were looked at."""
    _record(mapped, "2", alice)
    _record(mapped, "2", alice, first_day=datetime.date(2024, 12, 1))
    with inside(mapped):
        SourceCoverage.objects.update(start=since)
        rows = {row.district.code: row for row in _landscape(mapped, alice, YEAR).shown}
        assert rows["2"].before_looked == told


def test_after_new_boundaries_only_what_began_since_is_counted_and_the_year_before_is_unknown(
    mapped: City, alice: Membership
) -> None:
    for month in (2, 3, 9):
        _record(mapped, "1", alice, first_day=datetime.date(2025, month, 1))
    with inside(mapped):
        newer = BoundarySet.objects.create(city=mapped, name="2025", valid_from="2025-07-01")
        districts = [
            District.objects.create(
                city=mapped, boundary_set=newer, code=f"{n}", name=f"Quarter {n}", geometry=_square(n), area_km2=2.8,
                population=1000,
            )
            for n in (1, 2, 3, 4)
        ]  # fmt: skip
        coverage = SourceCoverage.objects.get()
        coverage.districts.add(*districts[:3], through_defaults={"city": mapped})
        Observation.objects.filter(first_day="2025-09-01").update(district=districts[0])
        seen = _landscape(mapped, alice, f"{YEAR}&show=rate")
        row = next(row for row in seen.shown if row.district.code == "1")
        assert (seen.period.start, seen.period.end) == (datetime.date(2025, 7, 1), datetime.date(2025, 12, 31))
        assert (row.count, row.before_looked) == (1, False)
        # one record among 1,000 residents in 184 of 365.25 days
        assert row.rate is not None
        assert row.rate.value == pytest.approx(10 / (184 / 365.25))
    page = sign_in(Client(), alice).get(f"{MAP}?{YEAR}").content.decode()
    assert "The city has new boundaries since then" in page


def test_classes_of_counts_are_whole_and_bounds_are_told_as_they_are() -> None:
    assert class_breaks([0, 1, 1, 2], least=1) == [1, 2]
    assert decimals_of(class_breaks([0.9, 1.2, 1.5])) == 2


@pytest.mark.parametrize("well", [True, False])
def test_well_graded_is_the_same_on_the_map_and_in_the_analysis(mapped: City, alice: Membership, well: bool) -> None:
    """Of all 36 grades A1 to F6 the nine from A1 to C3 are well graded."""
    for letter, figure in itertools.product("ABCDEF", "123456"):
        _record(mapped, "1", alice, reliability=letter, credibility=figure)
    with inside(mapped):
        seen = _landscape(mapped, alice, f"{YEAR}&grading=well" if well else YEAR)
        assert seen.on_map == (9 if well else 36)
        grades = {(row.reliability, row.credibility) for row in seen.here}
    assert not well or grades == set(itertools.product("ABC", "123"))
    assert {
        (letter, figure)
        for letter, figure in itertools.product("ABCDEF", "123456")
        if _event(letter, figure).well_graded
    } == set(itertools.product("ABC", "123"))


def _event(reliability: str, credibility: str) -> Event:
    day = datetime.date(2025, 3, 1)
    return Event(
        key="1", first_day=day, last_day=day, reported=None, place="city_wide", district=None, spot=None, currents=(),
        manifestations=(), targets=(), space="offline", setting=None, source="s", source_type="police",
        reliability=reliability, credibility=int(credibility), stale=False,
    )  # fmt: skip
