"""The board of the plan and the overview of a city in full work, against the same pages of a city that has begun."""

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connections
from django.test import Client
from django.utils import timezone

from accounts.models import City, Membership, User
from notices.models import ChangeNotice, Delivery
from planning.models import Grounding, Indicator, Measurement, Project, ReviewFlag
from reports.models import Diagnosis, Priority
from stakeholders.vocabulary import NeedCategory
from tests.bench.bench_pages import cookie_of, over_http, rates, served
from tests.bench.figures import Figure
from tests.factories import QUICK_HASH, make_member, sign_in
from tests.mapping.makers import inside, with_districts, with_record
from tests.planning.makers import judge, released

PROJECTS, MEMBERS, DELIVERIES = 500, 200, 50_000
DISTRICTS = 24
FLAGGED = 40
STATUSES = ("planned", "active", "active", "active", "paused", "finished", "stopped")
WARM = 5


@dataclass(frozen=True, slots=True)
class Planned:
    """A city and its admin, cleared for all."""

    city: City
    admin: Membership


def board_growth() -> Figure:
    """All of the plan, as an admin reads it."""
    return _growth("board_growth", "plan/", f"the same page without a project ({PROJECTS} here)")


def home_with_plan() -> Figure:
    what = f"the same page without any ({PROJECTS} projects, {MEMBERS} members, {DELIVERIES:,} deliveries here)"
    return _growth("home_with_plan", "", what)


def _growth(name: str, page: str, reference: str) -> Figure:
    """Milliseconds of the page at its best of twelve rounds each, in turn."""
    with served("config.wsgi") as port:
        gets = [
            over_http(port, f"/city/{each.city.slug}/{page}", cookie_of(sign_in(Client(), each.admin)))
            for each in _cities()
        ]
        empty, full = rates(*gets, warm=WARM)
    return Figure(
        name=name,
        value=1000 / full,
        unit="ms",
        reference=reference,
        ratio=empty / full,
        target="≤ 2",
        details={"empty": f"{1000 / empty:.1f} ms", "full": f"{1000 / full:.1f} ms"},
    )


@cache
def _cities() -> tuple[Planned, Planned]:
    """Made once in a run, whichever figure asks first."""
    return _city("bench-begun"), _in_full_work(_city("bench-planned"))


def _city(slug: str) -> Planned:
    """With districts and a diagnosis in force, whose priorities wait for projects."""
    city = with_record(City.objects.create(slug=slug, name=slug, country="DK"))
    codes = [f"{number:02}" for number in range(DISTRICTS)]
    with_districts(city, *codes)
    with inside(city):
        diagnosis = released(city, 1)
        judge(diagnosis, "city.change", "As much was recorded as could be expected.")
        Priority.objects.bulk_create(_priorities(diagnosis, codes))
    return Planned(city, make_member(city, f"admin@{slug}.example", "admin"))


def _priorities(diagnosis: Diagnosis, codes: list[str]) -> list[Priority]:
    parts = [["voiced", 0.6, 0.6], ["breadth", 0.5, 0.8], ["recorded", 0.5, 0.5], ["gap", 0, 1]]
    return [
        Priority(
            city=diagnosis.city, diagnosis=diagnosis, marking="amber", category=category, area=code, order=order,
            lowest="medium", highest="high" if order % 10 == 0 else "medium", parts=parts,
        )
        for order, (category, code) in enumerate((each, code) for each in NeedCategory.values[:3] for code in codes)
    ]  # fmt: skip


def _in_full_work(made: Planned) -> Planned:
    with inside(made.city):
        _projects(made.city)
        _told(made.city, made.admin)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE planning_project, planning_grounding, planning_indicator, notices_delivery")
    connections["owner"].close()
    return made


def _projects(city: City) -> None:
    needs, today = NeedCategory.values, timezone.localdate()
    rows = Project.objects.bulk_create(
        Project(
            city=city, title=f"Project number {number}", objective="A hall with two adults whom those who come know.",
            for_whom="Anyone who comes.", level="primary", needs=[needs[number % len(needs)]],
            districts=[f"{number % DISTRICTS:02}"], owner="Street team", starts_on=today, marking="green",
            status=STATUSES[number % len(STATUSES)], status_since=today, status_because="It was decided so.",
            review_on=today + datetime.timedelta(days=number),
        )
        for number in range(PROJECTS)
    )  # fmt: skip
    here: list[dict[str, Any]] = [{"city": city, "project": row} for row in rows]
    Grounding.objects.bulk_create(
        Grounding(kind="need", key=row["project"].needs[0], chosen_in=1, **row) for row in here
    )
    indicators = Indicator.objects.bulk_create(
        Indicator(title=f"Evenings held {place}", baseline=0, target=160, **row) for row in here for place in range(2)
    )
    Measurement.objects.bulk_create(
        Measurement(city=city, project=row.project, indicator=row, value=92, measured_on=day, source="Register")
        for row in indicators
        for day in (today, today - datetime.timedelta(days=90))
    )
    ReviewFlag.objects.bulk_create(
        ReviewFlag(cause="harm", key=str(row["project"].pk), after="It might do harm.", decide_by=today, **row)
        for row in here[:FLAGGED]
    )


def _told(city: City, admin: Membership) -> None:
    """Every notice to every member; half of them are read."""
    users = User.objects.bulk_create(
        User(email=f"member-{number}@{city.slug}.example", password=QUICK_HASH) for number in range(MEMBERS - 1)
    )
    Membership.objects.bulk_create(Membership(city=city, user=each, role="reader", clearance="green") for each in users)
    notices = ChangeNotice.objects.bulk_create(
        ChangeNotice(city=city, what="change", title=f"Change number {number}", after="Otherwise.")
        for number in range(DELIVERIES // MEMBERS)
    )
    everybody = [*users, admin.user]
    Delivery.objects.bulk_create(
        (
            Delivery(city=city, notice=notice, user=user, read_at=timezone.now() if place % 2 else None)
            for place, notice in enumerate(notices)
            for user in everybody
        ),
        batch_size=5_000,
    )
