"""The period of map, first page, sources and *not heard*: one rule that no record moves; what is asked for is said."""

import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import City, Membership
from analysis.coverage import last_full_month
from analysis.records import Coverage, Period
from mapping.map.months import Months, month_of, years_below
from mapping.models import Observation, SourceCoverage
from stakeholders.models import HeadCount
from tests.factories import sign_in
from tests.home.test_city import APPROVED
from tests.mapping.makers import inside
from tests.mapping.test_map import MAP, YEAR, _landscape, _record, mapped
from tests.stakeholders.makers import make_consultation, make_group

__all__ = ["mapped"]

TODAY = datetime.date(2026, 11, 28)


def _looked(start: str, end: str) -> Coverage:
    return Coverage("s", None, False, datetime.date.fromisoformat(start), datetime.date.fromisoformat(end))


@pytest.mark.parametrize(
    ("coverage", "last"),
    [
        ([], None),
        ([("2025-01-01", "2025-12-31")], "2025-12-01"),
        ([("2025-01-01", "2025-12-30")], "2025-11-01"),
        ([("2025-12-02", "2025-12-31")], None),
        ([("2025-11-01", "2025-12-10"), ("2025-12-11", "2025-12-31")], "2025-12-01"),
        ([("2025-11-01", "2025-12-09"), ("2025-12-11", "2025-12-31")], "2025-11-01"),
        ([("2024-01-01", "2024-02-29")], "2024-02-01"),
        ([("2024-01-01", "2024-02-28")], "2024-01-01"),
        ([("2026-01-01", "2026-11-28")], "2026-10-01"),  # the running month is not over
        ([("2026-01-01", "2026-11-30")], "2026-10-01"),
        ([("2020-01-01", "2020-12-31"), ("2026-03-02", "2026-03-30")], "2020-12-01"),
    ],
)
def test_the_last_full_month_that_any_source_covered(coverage: list[tuple[str, str]], last: str | None) -> None:
    found = last_full_month([_looked(*each) for each in coverage], before=TODAY)
    assert found == (datetime.date.fromisoformat(last) if last else None)


def _calendar(*coverage: tuple[str, str]) -> Months:
    calendar = Months(Observation.objects.none(), [_looked(*each) for each in coverage])
    calendar.running = TODAY.replace(day=1)
    return calendar


@pytest.mark.parametrize(
    ("start", "end", "shown", "said"),
    [
        ("", "", "2025-01 2025-12", ""),
        ("2026-11", "2026-11", "2026-11 2026-11", ""),  # the running month
        ("2022-03", "2022-03", "2022-03 2022-03", ""),  # the first in which somebody looked
        ("2024-01", "2026-11", "2024-01 2026-11", ""),
        ("", "2024-06", "2023-07 2024-06", ""),
        ("2025-03", "", "2025-03 2025-12", ""),
        ("2026-02", "", "2026-02 2026-02", ""),
        ("2025-12", "2025-01", "2025-01 2025-12", "begins in Dec 2025 and ends before, in Jan 2025"),
        ("2026-12", "2027-03", "2025-01 2025-12", "Dec 2026 – Mar 2027 is still to come"),
        ("2026-06", "2027-03", "2026-06 2026-11", "there is something to show of Jun 2026 – Nov 2026 only"),
        ("2019-01", "2019-12", "2025-01 2025-12", "nothing is recorded, and nobody is known to have looked"),
        ("2021-01", "2022-06", "2022-03 2022-06", "there is something to show of Mar 2022 – Jun 2022 only"),
        ("2025-13", "2025-12", "2025-01 2025-12", "“2025-13” is no month"),
        ("2025", "2025-12", "2025-01 2025-12", "“2025” is no month"),
        ("2025-01", "soon", "2025-01 2025-12", "“soon” is no month"),
    ],
)
def test_what_is_asked_for_is_shown_or_said(start: str, end: str, shown: str, said: str) -> None:
    asked = _calendar(("2022-03-05", "2025-12-31")).asked(start, end)
    assert f"{asked.first_month} {asked.last_month}" == shown
    assert said in " ".join(asked.notes)
    assert bool(said) == bool(asked.notes)
    assert shown == "2025-01 2025-12" or "usual period" not in " ".join(asked.notes)
    assert {asked.first_month, asked.last_month} <= {code for code, _label in asked.months}


@pytest.mark.parametrize(
    "text",
    ["", "-", "0000-01", "1799-12", "9001-01", "２０２５-01", "2025-1", "2025-00", "9" * 4300, "2025-01-01", "\0"],
)
def test_what_is_no_month_is_none(text: str) -> None:
    assert month_of(text) is None


def test_without_coverage_the_usual_period_is_the_last_full_months_and_says_why() -> None:
    calendar = _calendar()
    assert calendar.usual == Period(datetime.date(2025, 11, 1), datetime.date(2026, 10, 31))
    assert "no source covered a whole one" in calendar.rule
    assert "any source covered" in _calendar(("2025-01-01", "2025-12-31")).rule


def test_a_record_of_long_ago_can_be_asked_for_and_makes_no_endless_list() -> None:
    calendar = _calendar(("1900-01-01", "1900-12-31"), ("2025-01-01", "2025-12-31"))
    asked = calendar.asked("1900-02", "1900-03")
    assert (asked.first_month, asked.last_month, asked.notes) == ("1900-02", "1900-03", [])
    assert len(calendar.asked("", "").months) == 600


def test_one_record_of_this_month_moves_no_period_anywhere(mapped: City, alice: Membership, bob: Membership) -> None:
    make_group(mapped, name="Young people")
    client = sign_in(Client(), alice)

    def periods() -> list[Any]:
        home, groups = client.get("/city/elverhavn/"), client.get("/city/elverhavn/population-groups/")
        return [
            client.get(MAP).context["city_map"].period,
            client.get("/city/elverhavn/sources/").context["city_map"].period,
            home.context["city_map"].period,
            groups.context["heard"].period,
        ]

    year = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    assert periods() == [year] * 4
    with inside(mapped):
        today = _landscape(mapped, alice, "").calendar.running
    _record(mapped, "1", alice, first_day=today)
    held = make_consultation(mapped, bob, first_day=today, approved_by=alice.user, **APPROVED)
    with inside(mapped):
        HeadCount.objects.create(city=mapped, consultation=held, axis="group", code="young-people", people=9)
    assert periods() == [year] * 4
    page = " ".join(client.get(MAP).content.decode().split())
    assert "This is the usual period: the last 12 full months that any source covered." in page
    asked = f"from={today:%Y-%m}&to={today:%Y-%m}"
    shown = client.get(f"{MAP}?{asked}")
    assert shown.context["city_map"].total == 1, "the running month can be seen"
    words = " ".join(shown.content.decode().split())
    assert "This is the usual period" not in words
    assert "Another period than the usual one" in words
    assert [each.name for each in client.get("/city/elverhavn/population-groups/").context["heard"].not_heard] == [
        "Young people"
    ]
    assert not client.get(f"/city/elverhavn/population-groups/?{asked}").context["heard"].not_heard


def test_a_period_that_cannot_be_shown_is_said_on_every_page_that_has_one(mapped: City, alice: Membership) -> None:
    make_group(mapped, name="Young people")
    client = sign_in(Client(), alice)
    for page in ("map", "sources", "population-groups"):
        wrong = client.get(f"/city/elverhavn/{page}/?from=2025-12&to=2025-01").content.decode()
        assert "ends before, in Jan 2025" in wrong, page
        assert "ends before" not in client.get(f"/city/elverhavn/{page}/?{YEAR}").content.decode()
    file = client.get("/city/elverhavn/map/export/?from=2025-12&to=2025-01&format=xlsx")
    assert file.status_code == 200


def test_without_a_current_that_is_ticked_nothing_is_counted_and_the_page_says_so(
    mapped: City, alice: Membership
) -> None:
    """The form of the map sends a word with its boxes; an address without it asks for all."""
    _record(mapped, "1", alice)
    client, said = sign_in(Client(), alice), "No current is ticked, so no record is counted."
    with inside(mapped):
        assert _landscape(mapped, alice, YEAR).total == 1
        assert _landscape(mapped, alice, f"{YEAR}&ticked=some").total == 0
        assert _landscape(mapped, alice, f"{YEAR}&ticked=some&current=right_wing").total == 1
        assert dict(_landscape(mapped, alice, f"{YEAR}&ticked=some").filters.query())["ticked"] == "none"
    assert said in client.get(f"{MAP}?{YEAR}&ticked=some").content.decode()
    assert said not in client.get(f"{MAP}?{YEAR}&ticked=some&current=jihadist").content.decode()
    assert 'name="ticked"' in client.get(f"{MAP}?{YEAR}").content.decode()


def test_what_was_looked_at_in_part_is_marked_wherever_it_is_shown(mapped: City, alice: Membership) -> None:
    """Quarter 1 to 3 were looked at all of 2025; from now on Quarter 3 on the first of two days only."""
    with inside(mapped):
        own = SourceCoverage.objects.get()
        third = own.districts.get(code="3")
        own.districts.remove(third)
        half = SourceCoverage.objects.create(
            city=mapped, source=own.source, start="2025-01-01", end="2025-06-30", completeness="full"
        )
        half.districts.add(third, through_defaults={"city": mapped})
    client = sign_in(Client(), alice)
    drawn = client.get(f"{MAP}?{YEAR}&show=count").content.decode()
    assert 'aria-label="Quarter 3: 0, looked at in part of the period"' in drawn
    assert 'aria-label="Quarter 2: 0"' in drawn
    assert drawn.count('class="map-part"') == 1
    legend = drawn[drawn.index('class="map-legend"') :]
    assert "looked at in part of the period" in legend[: legend.index("</ul>")]
    # January to June 2025 are 181 of 365 days
    table = " ".join(client.get(f"{MAP}?{YEAR}&view=table").content.decode().split())
    assert "part of it (50 %)" in table
    rows = client.get(f"{MAP}export/?{YEAR}").getvalue().decode("utf-8-sig").splitlines()
    assert [row.rsplit(",", 1)[1] for row in rows] == ["Looked at (code)", "fully", "fully", "partly", "not"]
    whole = client.get(f"{MAP}?from=2025-01&to=2025-06&show=count").content.decode()
    assert "in part of the period" not in whole


@pytest.mark.parametrize(
    ("first", "months", "years"),
    [
        ((2020, 1), 72, [("2020", "0.00"), ("2021", "16.67"), ("2022", "33.33"), ("2023", "50.00"), ("2024", "66.67"),
                         ("2025", "83.33")]),
        ((2023, 7), 36, [("2024", "16.67"), ("2025", "50.00"), ("2026", "83.33")]),
        ((2023, 3), 36, [("2024", "27.78"), ("2025", "61.11")]),
        # every fifth of fifty
        ((1977, 1), 600, [(str(1977 + 5 * n), f"{10 * n}.00") for n in range(10)]),
        ((2026, 2), 3, []),
    ],
)  # fmt: skip
def test_years_stand_where_they_begin_as_far_as_there_is_room(
    first: tuple[int, int], months: int, years: list[tuple[str, str]]
) -> None:
    """Bars without years."""
    begins = [first[0] * 12 + first[1] - 1 + number for number in range(months)]
    assert years_below([datetime.date(each // 12, each % 12 + 1, 1) for each in begins]) == years
