"""Whether the plan fits the ground, and what stands beside a project."""

import datetime
import html
import re
from typing import Any
from urllib.parse import unquote

from django.test import Client
from django.utils import timezone

from accounts.models import City, Membership
from mapping.models import District, Observation
from planning.board import timeline
from planning.models import Grounding, Indicator, Measurement, Project, ReviewFlag
from planning.recorded_counts import recorded_counts
from reports.models import Diagnosis, Priority
from tests.factories import make_member, sign_in, today_in
from tests.mapping.makers import with_districts, with_record
from tests.planning.makers import TODAY, act, judge, make_project, released
from tests.records.makers import make_observation

PLAN = "/city/elverhavn/plan/"


def weigh(diagnosis: Diagnosis, category: str, area: str, **bands: str) -> None:
    order = Priority.objects.count() + 1
    Priority.objects.create(
        city=diagnosis.city, diagnosis=diagnosis, marking="amber", category=category, area=area, order=order,
        **{"lowest": "medium", "highest": "high"} | bands,
    )  # fmt: skip


def context(member: Membership, query: str = "") -> Any:
    return sign_in(Client(), member).get(PLAN + query).context


def test_priorities_that_may_come_first_and_have_no_project_are_named(elverhavn: City, bob: Membership) -> None:
    """Of four that may be in the highest band one is answered by its ground, one by need and place, two by nothing; a
    fifth is surely low, a sixth was put low by a person."""
    with_record(elverhavn)
    with_districts(elverhavn, "01", "02")
    one = make_project(elverhavn, bob)
    make_project(elverhavn, bob, title="Other", needs=["training"], districts=["01"])
    make_project(elverhavn, bob, title="Over", needs=["funding"], status="stopped")
    with act(bob):
        found = released(elverhavn, 1)
        weigh(found, "safe_spaces", "01")
        weigh(found, "training", "01")
        weigh(found, "training", "02")
        weigh(found, "funding", "", lowest="high")
        weigh(found, "information", "", lowest="low", highest="medium")
        weigh(found, "referral", "", band="low", reason="So.", decided_at="2026-02-02T00:00Z")
        Grounding.objects.create(city=elverhavn, project=one, kind="priority", key="safe_spaces:01", chosen_in=1)
    fit = context(bob)["plan"].fit
    assert len(fit.high) == 4
    # what surely is in the highest band comes before what may be, however the diagnosis orders them
    assert [each.key for each in fit.unanswered] == ["funding:", "training:02"]
    assert fit.without == ["02"]
    # one stands on safe spaces in a district, so it meets that need
    assert {"funding", "information", "referral"} == set(fit.needs_without)
    assert fit.needs_crowded == []
    page = sign_in(Client(), bob).get(PLAN).content.decode()
    assert "2 of 4 priorities that may come first have no project" in page
    assert f"{PLAN.replace('plan', 'projects')}new/?from=priority%7Ctraining%3A02" in page
    # of what they may not read nobody is told; they start no project
    reader = make_member(elverhavn, "low@elverhavn.example", "reader", clearance="green")
    told = context(reader)["plan"]
    assert (told.is_known, list(told.fit.high), told.fit.without) == (False, [], [])
    assert "Start a project" not in sign_in(Client(), reader).get(PLAN).content.decode()


def test_a_need_that_three_projects_meet_is_named_and_of_two_nothing_is_said(elverhavn: City, bob: Membership) -> None:
    with_record(elverhavn)
    told = "Needs that three projects or more meet: Training."
    for number in range(2):
        make_project(elverhavn, bob, title=f"Course {number}", needs=["training"])
    assert told not in sign_in(Client(), bob).get(PLAN).content.decode()
    third = make_project(elverhavn, bob, title="By its ground")
    with act(bob):
        released(elverhavn, 1)
        Grounding.objects.create(city=elverhavn, project=third, kind="priority", key="training:01", chosen_in=1)
    assert told in sign_in(Client(), bob).get(PLAN).content.decode()
    # who may not read the diagnosis is not told by this what a project stands on
    reader = make_member(elverhavn, "low@elverhavn.example", "reader", clearance="green")
    assert told not in sign_in(Client(), reader).get(PLAN).content.decode()


def test_a_district_that_three_projects_serve_is_named_and_of_two_nothing_is_said(
    elverhavn: City, bob: Membership
) -> None:
    with_record(elverhavn)
    with_districts(elverhavn, "01", "02")
    told = "Three projects or more go there: District 01."
    for number in range(2):
        make_project(elverhavn, bob, title=f"Hall {number}", districts=["01"])
    # what is over serves nobody any more, and what is for the whole city goes nowhere by name
    make_project(elverhavn, bob, title="Over", districts=["01"], status="finished")
    make_project(elverhavn, bob, title="Everywhere")
    assert told not in sign_in(Client(), bob).get(PLAN).content.decode()
    make_project(elverhavn, bob, title="Third", districts=["01", "02"], marking="amber")
    assert told in sign_in(Client(), bob).get(PLAN).content.decode()
    reader = make_member(elverhavn, "low@elverhavn.example", "reader", clearance="green")
    assert told not in sign_in(Client(), reader).get(PLAN).content.decode()


def test_on_every_view_of_the_plan_a_project_without_a_ground_says_so(elverhavn: City, bob: Membership) -> None:
    made = make_project(elverhavn, bob, status="active", ungrounded_because="-", starts_on=TODAY)
    for view in ("board", "timeline"):
        assert "no ground yet" in sign_in(Client(), bob).get(f"{PLAN}?view={view}").content.decode()
    with act(bob):
        released(elverhavn, 1)
        Grounding.objects.create(city=elverhavn, project=made, kind="need", key="training", chosen_in=1)
    for view in ("board", "timeline"):
        assert "no ground yet" not in sign_in(Client(), bob).get(f"{PLAN}?view={view}").content.decode()


def test_a_project_whose_reason_is_gone_is_told_and_one_that_has_another_is_not(
    elverhavn: City, bob: Membership
) -> None:
    lost, held = make_project(elverhavn, bob, title="Lost"), make_project(elverhavn, bob, title="Held")
    bare = make_project(elverhavn, bob, title="Bare")
    with act(bob):
        judge(released(elverhavn, 1), "gone.change", "It was so.")
        judge(released(elverhavn, 2), "city.change", "It is so.")
        for project, key in ((lost, "gone.change"), (held, "gone.change"), (held, "city.change")):
            Grounding.objects.create(city=elverhavn, project=project, kind="judgement", key=key, chosen_in=1)
    fit = context(bob)["plan"].fit
    assert ([each.title for each in fit.lost], [each.pk for each in fit.bare]) == (["Lost"], [bare.pk])


def test_columns_begin_with_what_must_be_decided_soonest(elverhavn: City, bob: Membership) -> None:
    make_project(elverhavn, bob, title="Late", status="active", review_on="2100-02-01")
    make_project(elverhavn, bob, title="No day", status="active")
    make_project(elverhavn, bob, title="Soon", status="active", review_on="2100-01-01")
    asked: dict[str, Any] = {
        "asked_for": "stopped",
        "asked_because": "So.",
        "asked_at": "2026-02-02T00:00Z",
        "asked_by": bob.user,
    }
    make_project(elverhavn, bob, title="Asked", status="active", **asked)
    lanes = context(bob)["lanes"]
    assert [card.project.title for card in lanes[1].cards] == ["Asked", "Soon", "Late", "No day"]
    assert [lane.count for lane in lanes] == [0, 4, 0, 0]


def test_what_a_column_has_no_room_for_is_found_with_just_that_column_in_the_list(
    elverhavn: City, bob: Membership
) -> None:
    """“2 more in the list” of what is over led to the whole list: it is over in two ways."""
    for status, count in (("active", 9), ("finished", 6), ("stopped", 4)):
        for number in range(count):
            make_project(elverhavn, bob, title=f"{status} {number}", status=status)
    browser = sign_in(Client(), bob)
    page = browser.get(PLAN).content.decode()
    for lane in context(bob)["lanes"]:
        found = browser.get(f"/city/elverhavn/projects/{lane.query}").context["rows"]
        assert len(found) == lane.count, lane.title
        assert (f"{lane.more} more in the list" in page) == (lane.more > 0)
        if lane.more:
            assert f'href="/city/elverhavn/projects/{lane.query}"' in page


def test_a_card_tells_what_was_measured_last_and_what_is_open_of_its_own_project(
    elverhavn: City, bob: Membership
) -> None:
    """Of the first of its indicators; flags that were decided or tell more than one may read are not told."""
    with_record(elverhavn)
    one, other = make_project(elverhavn, bob, marking="green"), make_project(elverhavn, bob, title="Other")
    with act(bob):
        here: dict[str, Any] = {"city": elverhavn, "project": one}
        first = Indicator.objects.get(project=one)
        later = TODAY + datetime.timedelta(days=30)
        Measurement.objects.create(indicator=first, value=170, measured_on=later, source="Register", **here)
        second = Indicator.objects.create(title="Visits", **here)
        Measurement.objects.create(indicator=second, value=77, measured_on=later, source="Register", **here)
        for cause, marking, decided in (
            ("harm", "green", {}),
            ("ground_gone", "amber", {}),
            ("ground_changed", "green", {"decision": "keep", "reason": "So.", "decided_at": timezone.now()}),
        ):
            ReviewFlag.objects.create(cause=cause, key=cause, after="So.", marking=marking, **here, **decided)
    reader = make_member(elverhavn, "low@elverhavn.example", "reader", clearance="green")

    def cards(member: Membership) -> dict[int, Any]:
        return {each.project.pk: each for lane in context(member)["lanes"] for each in lane.cards}

    seen = cards(bob)
    # 92 of 160 before, 170 since
    assert seen[one.pk].measured.startswith("Evenings held: ")
    assert "not reached" in seen[other.pk].measured
    assert "not reached" not in seen[one.pk].measured
    assert {flag.cause for flag in seen[one.pk].flags} == {"harm", "ground_gone"}
    assert not seen[other.pk].flags
    assert [flag.cause for flag in cards(reader)[one.pk].flags] == ["harm"]


def test_a_bar_is_as_long_as_its_days() -> None:
    day = datetime.date(2026, 1, 1)
    whole = Project(title="Whole", starts_on=day, ends_on=day + datetime.timedelta(days=100))
    half = Project(
        title="Half", starts_on=day + datetime.timedelta(days=50), ends_on=day + datetime.timedelta(days=100)
    )
    point = Project(title="Point", ends_on=day + datetime.timedelta(days=25))
    found = timeline([half, whole, point, Project(title="None")], day + datetime.timedelta(days=75))
    assert found is not None
    bars = {each.project.title: (each.start, each.length) for each in found.bars}
    assert bars == {"Whole": (0, 1000), "Half": (500, 500), "Point": (0, 250)}
    assert found.today == 750
    last = Project(title="Last", starts_on=whole.ends_on, ends_on=whole.ends_on)
    found = timeline([whole, last], day)
    assert found is not None
    # inside the thousand parts that are drawn
    assert [(each.start, each.length) for each in found.bars] == [(0, 1000), (992, 8)]
    assert timeline([Project(title="None")], day) is None


def test_years_begin_where_their_first_day_is_and_no_more_of_them_are_named_than_a_phone_has_room_for() -> None:
    day = datetime.date(2024, 7, 1)
    found = timeline([Project(title="Two years", starts_on=day, ends_on=datetime.date(2026, 7, 1))], day)
    assert found is not None
    # 184 and 549 of 730 days
    assert [(each.number, each.part, each.percent) for each in found.years] == [
        (2025, 252, "25.2%"),
        (2026, 752, "75.2%"),
    ]
    long = timeline([Project(title="Long", starts_on=day, ends_on=datetime.date(2044, 7, 1))], day)
    assert long is not None
    assert [each.number for each in long.years] == [2025, 2029, 2033, 2037, 2041]


def test_how_many_projects_have_no_day_is_told_beside_the_bars(elverhavn: City, bob: Membership) -> None:
    make_project(elverhavn, bob, starts_on=TODAY)
    page = sign_in(Client(), bob).get(f"{PLAN}?view=timeline").content.decode()
    assert "no day yet" not in page
    make_project(elverhavn, bob, title="Some day")
    page = sign_in(Client(), bob).get(f"{PLAN}?view=timeline").content.decode()
    assert "1 project has no day yet, so it has no bar." in page


def test_the_map_leads_to_just_the_projects_it_counts(elverhavn: City, bob: Membership) -> None:
    """Not to those of the whole city, which stand beside it, nor to those that are over."""
    with_record(elverhavn)
    with_districts(elverhavn, "01", "02")
    make_project(elverhavn, bob, districts=["02"])
    make_project(elverhavn, bob, title="Paused", districts=["02"], status="paused")
    make_project(elverhavn, bob, title="Over", districts=["01", "02"], status="finished")
    make_project(elverhavn, bob, title="Everywhere")
    areas = context(bob, "?view=map")["areas"]
    assert [(each.count, each.fill) for each in areas] == [(0, "none"), (2, "4")]
    browser = sign_in(Client(), bob)
    listed = [[row.title for row in browser.get(each.url).context["rows"]] for each in areas]
    assert listed == [[], ["Open hall evenings", "Paused"]]
    # somebody who narrows the list by hand finds what is done in the whole city too
    found = browser.get("/city/elverhavn/projects/?districts=01").context["rows"]
    assert [row.title for row in found] == ["Everywhere", "Over"]
    # and the number beside the map leads to just those for the whole city that are not over
    make_project(elverhavn, bob, title="Everywhere, over", status="stopped")
    plan = browser.get(f"{PLAN}?view=map").content.decode()
    (beside_map,) = re.findall(r'href="([^"]+)">\s*1 project is for the whole city', plan)
    found = browser.get(html.unescape(beside_map)).context["rows"]
    assert [row.title for row in found] == ["Everywhere"]
    found = browser.get("/city/elverhavn/projects/?whole_city=yes").context["rows"]
    assert [row.title for row in found] == ["Everywhere", "Everywhere, over"]


def test_recorded_counts_stand_beside_it_for_who_may_read_records(
    elverhavn: City, bob: Membership, rita: Membership
) -> None:
    """Two a year in one district in five years: of the whole city as many; a low one reads none that is above."""
    this = today_in(elverhavn).year
    with_record(elverhavn)
    with_districts(elverhavn, "01")
    made = make_project(elverhavn, bob, districts=["01"])
    reviewer = make_member(elverhavn, "reviews@elverhavn.example", "admin").user
    with act(bob):
        Grounding.objects.create(city=elverhavn, project=made, kind="judgement", key="city.change", chosen_in=1)
        district = District.objects.get()
        for year in range(this - 5, this):
            for number in range(2):
                day = datetime.date(year, 3, 1 + number)
                make_observation(
                    elverhavn, place="district", district=district, first_day=day, last_day=day, state="approved",
                    approved_by=reviewer, approved_at=timezone.now(), marking="amber",
                )  # fmt: skip
        told = recorded_counts(made, bob, {"01": "First"}, datetime.date(this, 6, 1))
        assert [each.name for each in told] == ["The whole city", "First"]
        assert list(told[0].counts) == [(this - 6, 0), *((this - back, 2) for back in (5, 4, 3, 2, 1))]
        assert "From about 2 a year" in told[0].seen
        # a record that begins in one year and may have happened in the next is of the first alone
        first, last = datetime.date(this - 2, 12, 30), datetime.date(this - 1, 1, 2)
        found = Observation.objects.filter(first_day=datetime.date(this - 2, 3, 1))
        found.update(first_day=first, last_day=last, precision="period")
        low = make_member(elverhavn, "low@elverhavn.example", "officer", clearance="green")
        unread = recorded_counts(made, low, {}, datetime.date(this, 6, 1))
        assert {count for each in unread for _year, count in each.counts} == {0}
        assert unread[0].seen == "Too little was recorded before to tell any change."
    # each number leads to just the records it counts, as far as whoever looks may read them
    officer = sign_in(Client(), bob)
    page = officer.get(f"/city/elverhavn/projects/{made.pk}/").content.decode()
    assert "Recorded counts beside it" in page
    addresses = [html.unescape(each) for each in re.findall(r'href="(/city/elverhavn/observations/[^"]+)"', page)]
    assert len(addresses) == 2 * 5
    for address in addresses:
        assert "2 found" in officer.get(address).content.decode(), address
    assert "district.01.change" in unquote(addresses[-1])
    assert "0 found" in sign_in(Client(), low).get(addresses[0]).content.decode()
    for wrong in ("district.01.change 2025-01-01", "x 2025-01-01 2025-02-01", "city.change 2025-13-01 2025-02-01",
                  "district.\0.change 2025-01-01 2025-12-31", "x" * 300):  # fmt: skip
        assert officer.get("/city/elverhavn/observations/", {"figure": wrong}).status_code == 200
    assert (
        "Recorded counts beside it"
        not in sign_in(Client(), rita).get(f"/city/elverhavn/projects/{made.pk}/").content.decode()
    )
