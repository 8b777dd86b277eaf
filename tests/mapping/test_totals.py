"""What remains of records whose time is over: totals of years, counted once, for those who may read them."""

import datetime
from collections import Counter
from typing import Any

import pytest

from accounts.markings import ORDER
from accounts.models import City, Membership
from mapping.models import BoundarySet, District, Observation, Source, YearTotal
from records.actions import erase, erase_due
from reports.models import Diagnosis
from reports.snapshot.freezing import _codes
from reports.snapshot.freezing import _left_out_as_same as left_out_as_same
from reports.snapshot.freezing import _totals as frozen_totals
from tests.factories import make_member
from tests.mapping.makers import inside, with_districts
from tests.mapping.test_once import counted, linked, told
from tests.once import undone

GONE = datetime.date(2030, 1, 1)


@pytest.fixture
def admin(elverhavn: City) -> Membership:
    return make_member(elverhavn, "admin@elverhavn.example", "admin")


def old(city: City, key: str, **fields: Any) -> Observation:
    """A record whose time is over on GONE."""
    made = told(city, key, **fields)
    with inside(city):
        Observation.objects.filter(pk=made.pk).update(created_at="2026-03-02T10:00Z")
    return made


def totals(city: City, family: str = "place", clearance: str = "red") -> Counter[tuple[int, str, str]]:
    found: Counter[tuple[int, str, str]] = Counter()
    with inside(city):
        for row in YearTotal.objects.counted(clearance).filter(family=family).select_related("source", "district"):
            found[row.year, row.code or (row.district.code if row.district else ""), row.source.key] += row.count
    return found


def let_go(city: City, most: int = 200) -> None:
    with inside(city):
        while erase_due(city_id=city.pk, on=GONE, most=most):
            pass


def test_by_district_and_year_and_city_wide_by_code_and_nothing_of_what_they_said(elverhavn: City) -> None:
    with_districts(elverhavn, "1")
    with inside(elverhavn):
        here = {"place": "district", "district": District.objects.get()}
    old(elverhavn, "police", **here, currents=["jihadist", "right_wing"], targets=["antisemitic"])
    old(elverhavn, "police", **here, currents=["jihadist"])
    old(elverhavn, "press", place="online", space="online")
    let_go(elverhavn)
    with inside(elverhavn):
        assert not Observation.objects.exists()
    assert totals(elverhavn) == {(2026, "district", "police"): 2, (2026, "online", "press"): 1}
    assert totals(elverhavn, "district") == {(2026, "1", "police"): 2}
    assert totals(elverhavn, "current") == {(2026, "jihadist", "police"): 2, (2026, "right_wing", "police"): 1}
    assert totals(elverhavn, "kind") == {(2026, "propaganda", "police"): 2, (2026, "propaganda", "press"): 1}
    assert totals(elverhavn, "group") == {(2026, "antisemitic", "police"): 1}


def test_a_snapshot_holds_what_counts_up_to_amber_and_its_district_by_code(elverhavn: City) -> None:
    with_districts(elverhavn, "1")
    with inside(elverhavn):
        here = {"place": "district", "district": District.objects.get()}
    old(elverhavn, "police", **here, marking="amber", reported_on="2027-02-01")
    old(elverhavn, "police", **here, marking="green", reported_on="2027-02-03")
    old(elverhavn, "police", **here, marking="red")
    let_go(elverhavn)
    with inside(elverhavn):
        frozen = frozen_totals(Source.objects.all(), _codes(BoundarySet.objects.get()))
    of_district = [row for row in frozen if row["family"] == "district"]
    assert of_district == [
        {"year": 2026, "family": "district", "code": "1", "source": "police", "months_late": 2, "count": 2}
    ]


def test_what_is_erased_on_request_or_never_counted_or_crosses_a_year_leaves_nothing(
    elverhavn: City, admin: Membership
) -> None:
    asked = old(elverhavn, "police")
    old(elverhavn, "police", state="withdrawn", withdrawn_reason="Mistaken")
    old(elverhavn, "police", precision="period", first_day=datetime.date(2025, 12, 30))
    with inside(elverhavn):
        Observation.objects.filter(state="withdrawn").update(approved_by=None)
        erase(record=asked, by=admin.user, reason="Asked for")
    let_go(elverhavn)
    assert totals(elverhavn) == {}


@pytest.mark.parametrize(
    "markings",
    [("amber", "green", "red"), ("red", "amber", "clear"), ("green", "green", "green"), ("clear", "red", "amber")],
)
def test_an_event_is_counted_once_for_everybody_as_record_or_in_a_total(
    elverhavn: City, admin: Membership, markings: tuple[str, ...]
) -> None:
    """However many go at once, and whichever goes first."""
    rows = [
        old(elverhavn, key, marking=marking, reliability=grade)
        for key, marking, grade in zip(("police", "press", "museum"), markings, "ACE", strict=True)
    ]
    linked(elverhavn, admin, *rows)
    before = {clearance: len(counted(elverhavn, clearance)) for clearance in ORDER}
    for most in (1, 2, 200):
        went = 0
        with inside(elverhavn), undone():
            while count := erase_due(city_id=elverhavn.pk, on=GONE, most=most):
                went += count
                now = {
                    clearance: len(Observation.objects.counted(clearance))
                    + sum(row.count for row in YearTotal.objects.counted(clearance).filter(family="place"))
                    for clearance in ORDER
                }
                assert now == before, most
        assert went == 3


def test_how_late_it_was_reported_stays_too(elverhavn: City) -> None:
    for number, day in enumerate(["2026-12-31", "2027-01-01", "2027-06-30", "2029-01-01"]):
        old(elverhavn, f"source-{number}", reported_on=day)
    let_go(elverhavn)
    with inside(elverhavn):
        late = YearTotal.objects.filter(family="place").order_by("source__key").values_list("months_late", flat=True)
        assert list(late) == [0, 1, 6, 12]


def test_a_snapshot_says_how_many_records_do_not_count_because_a_better_one_of_the_same_event_does(
    elverhavn: City, admin: Membership
) -> None:
    """Of three of one event one counts; beside a better one that is red the other counts, and is not left out."""
    pairs = {
        datetime.date(2026, 3, 1): ("amber", "amber", "green"),
        datetime.date(2025, 3, 1): ("amber", "red"),
        datetime.date(2025, 4, 1): ("clear", "amber"),
    }
    for day, markings in pairs.items():
        rows = [
            told(elverhavn, key, marking=marking, first_day=day, last_day=day, reliability=grade)
            for key, marking, grade in zip(("police", "press", "museum"), markings, "BAC", strict=False)
        ]
        linked(elverhavn, admin, *rows)
    diagnosis = Diagnosis(
        start=datetime.date(2026, 1, 1), end=datetime.date(2026, 12, 31),
        compare_start=datetime.date(2025, 1, 1), compare_end=datetime.date(2025, 12, 31),
        dated=datetime.date(2027, 1, 31),
    )  # fmt: skip
    with inside(elverhavn):
        assert left_out_as_same(diagnosis, Source.objects.all()) == {"comparison": 1, "period": 2}
