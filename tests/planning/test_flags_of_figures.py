"""Projects that stand on a figure are looked at every week: flagged once it moved, told as its records are marked."""

import datetime
import html
import re

import pytest
from django.test import Client

from accounts.models import City, Membership
from mapping.lists.of_figure import CITY, query_of
from mapping.models import District
from planning.actions import keep_grounds
from planning.flags.watching import Moved, of_figures
from planning.flags.weekly import look_weekly, moved, records_that_moved, stood_on, weeks_since
from planning.models import ReviewFlag
from reports.models import Judgement
from tests.factories import make_member, sign_in
from tests.mapping.makers import with_districts, with_record
from tests.planning.makers import act, judge, make_project, released, stands_on
from tests.records.makers import make_observations


@pytest.mark.parametrize(
    ("key", "is_figure"),
    [
        ("city.change", True),
        ("district.01.change", True),
        ("currents.right_wing.change", True),
        ("district.01.concentration", False),
        ("voices.need.training", False),
        ("online.share", False),
        (".change", False),
        ("other.x.change", False),
    ],
)
def test_only_a_judgement_of_a_count_is_looked_at_every_week(key: str, is_figure: bool) -> None:
    assert (query_of(key) is not None) == is_figure


def test_whole_weeks_since_the_last_day_at_most_a_year() -> None:
    end = datetime.date(2025, 12, 31)
    days = {6: 0, 7: 1, 20: 2, 1000: 52, -5: 0}
    assert {each: weeks_since(end, end + datetime.timedelta(days=each)) for each in days} == days


def test_a_figure_that_tripled_flags_those_under_way_that_stand_on_it(elverhavn: City, bob: Membership) -> None:
    """One record a week for two years in each of two districts; then five a week in the first, for eight weeks: 40
    where 8 were to be expected. In the second it goes on as before."""
    with_record(elverhavn)
    with_districts(elverhavn, "01", "02")
    made = make_project(elverhavn, bob, status="active")
    planned = make_project(elverhavn, bob, title="Planned")
    with act(bob):
        diagnosis = released(elverhavn, 1)
        for project in (made, planned):
            for code in ("01", "02"):
                stands_on(project, f"district.{code}.change")
        judge(diagnosis, "district.01.change", "About the same in the first.")
    first = datetime.date(2025, 12, 31) - datetime.timedelta(days=104 * 7 - 1)
    plant(elverhavn, bob, "01", [first + datetime.timedelta(days=7 * week) for week in range(104)])
    plant(elverhavn, bob, "02", [first + datetime.timedelta(days=7 * week) for week in range(112)])
    plant(
        elverhavn, bob, "01", [datetime.date(2026, 1, 1) + datetime.timedelta(days=7 * week) for week in range(8)] * 5
    )
    today = datetime.date(2026, 2, 27)
    with act(bob):
        (found,) = moved(["district.01.change", "district.02.change"], diagnosis.end, 8)
        assert (found.key, found.records, found.weeks, round(found.expected)) == ("district.01.change", 40, 8, 8)
        (flag,) = look_weekly(on=today)
        assert (flag.project, flag.cause, flag.marking) == (made, "figure_moved", "amber")
        assert flag.before == "No. 1: About the same in the first. (Moderate)"
        assert "40 in 8 weeks. About 8 were to be expected from the two years before and from the rest of" in flag.after
        assert look_weekly(on=today) == []
        ReviewFlag.objects.filter(pk=flag.pk).update(raised_at="2026-02-27T08:00Z")
    # from the flag to just the records it tells of
    client = sign_in(Client(), bob)
    page = client.get(f"/city/elverhavn/projects/{made.pk}/").content.decode()
    (records,) = re.findall(
        r'href="(/city/elverhavn/observations/\?figure=[^"]+)"[^>]*>The records of these weeks', page
    )
    assert "40 found" in client.get(html.unescape(records)).content.decode()
    # also where the code of the district holds what stands between a judgement of one's own and its figure
    flag.key, flag.raised_at = "judgement:district.DK/01.change@1", datetime.datetime(2026, 2, 27, tzinfo=datetime.UTC)
    with act(bob):
        (address,) = records_that_moved([flag], elverhavn).values()
    assert "figure=district.DK%2F01.change+2026-01-01" in address


@pytest.mark.parametrize("marking", ["green", "amber"])
def test_a_figure_that_moved_is_told_no_lower_than_the_records_it_was_counted_of(
    marking: str, elverhavn: City, bob: Membership
) -> None:
    """Of a diagnosis that everybody reads, too: what came since may be marked higher."""
    with_districts(with_record(elverhavn), "01", "02")
    with act(bob):
        judge(released(elverhavn, 1, "green"), "district.01.change", "About the same.")
        Judgement.objects.update(marking="green")
        stands_on(make_project(elverhavn, bob, status="active"), "district.01.change")
    first = datetime.date(2025, 12, 31) - datetime.timedelta(days=104 * 7 - 1)
    weeks = [datetime.timedelta(days=7 * week) for week in range(112)]
    plant(elverhavn, bob, "01", [first + each for each in weeks[:104]])
    plant(elverhavn, bob, "02", [first + each for each in weeks])
    plant(elverhavn, bob, "01", [datetime.date(2026, 1, 1) + each for each in weeks[:8]] * 5, marking)
    with act(bob):
        (flag,) = look_weekly(on=datetime.date(2026, 2, 27))
    assert flag.marking == marking


def plant(city: City, author: Membership, code: str, days: list[datetime.date], marking: str = "green") -> None:
    """Approved records of a district, one a day."""
    reviewer = make_member(city, f"reviews-{code}-{len(days)}@elverhavn.example", "admin").user
    with act(author):
        district = District.objects.get(code=code)
        alike = {"place": "district", "district": district, "state": "approved", "approved_by": reviewer,
                 "approved_at": "2026-03-02T00:00Z", "marking": marking}  # fmt: skip
        make_observations(city, None, ({"first_day": day, "last_day": day, **alike} for day in days))


def test_a_judgement_of_one_s_own_stands_on_the_figures_that_were_attached_to_it(
    elverhavn: City, bob: Membership
) -> None:
    """What is of two properties, of several codes or of nothing that is watched is no figure of a change."""
    with_districts(elverhavn, "01", "02")
    made = make_project(elverhavn, bob, status="active")
    cited = ["observation:1", "figure:now/district=01", "figure:before/district=01~02", "figure:now/space=online",
             "figure:now/district=02&currents=right_wing", "figure:now/targets=antisemitic"]  # fmt: skip
    with act(bob):
        diagnosis = released(elverhavn, 1)
        own = judge(diagnosis, "own.7", "Few were recorded at the quay.")
        Judgement.objects.filter(pk=own.pk).update(evidence=[{"cited": each} for each in cited])
        stands_on(made, "own.7")
        stands_on(made, "own.gone")
        standing = stood_on(diagnosis)
        assert standing == {"district.01.change": {"own.7"}, "targets.antisemitic.change": {"own.7"}}
        (flag,) = of_figures([Moved("district.01.change", 44, 52, 15.2, "green")], diagnosis, standing)
        assert flag.before == "No. 1: Few were recorded at the quay. (Moderate)"
        assert flag.after.startswith("District 01. Recorded since 31 December 2025: 44 in 52 weeks. About 15 were")
        assert of_figures([Moved("district.01.change", 45, 52, 15.2, "green")], diagnosis, standing) == []
        # another figure of it is another thing
        assert len(of_figures([Moved("targets.antisemitic.change", 9, 9, 2.0, "green")], diagnosis, standing)) == 1


def test_of_the_whole_city_nothing_is_said_of_a_rest_that_is_not_there(elverhavn: City, bob: Membership) -> None:
    made = make_project(elverhavn, bob, status="active")
    with act(bob):
        diagnosis = released(elverhavn, 1)
        for key in ("city.change", "targets.antisemitic.change"):
            stands_on(made, key)
        moved_ones = [Moved(CITY, 40, 8, 8.2, "green"), Moved("targets.antisemitic.change", 9, 1, 2.6, "green")]
        found = of_figures(moved_ones, diagnosis, {each.key: [each.key] for each in moved_ones})
        city, target = (flag.after for flag in sorted(found, key=lambda each: each.key))
    assert city == (
        "Recorded since 31 December 2025: 40 in 8 weeks. About 8 were to be expected from the two years before. "
        "That is recorded, and may be more reporting."
    )
    assert target == (
        "Recorded since 31 December 2025: 9 in 1 week. About 3 were to be expected from the two years before and from "
        "the rest of the city. That is recorded, and may be more reporting."
    )


def test_a_project_that_stands_on_nothing_is_never_looked_at(elverhavn: City, bob: Membership) -> None:
    made = make_project(elverhavn, bob, status="active", ungrounded_because="Before.")
    with act(bob):
        keep_grounds(project=made, chosen=[], offered=[], number=0, because="Before.", by=bob.user)
        released(elverhavn, 1)
        assert look_weekly(on=datetime.date(2026, 2, 27)) == []
