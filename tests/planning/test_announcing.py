"""Every member is told that a project starts, has another aim, stops; with the rest, what else they plan with."""

from typing import Any

import pytest

from accounts.models import City, Membership
from notices.models import ChangeNotice, Wait
from planning.models import Grounding, Indicator, Project, ReviewFlag
from tests.factories import make_member
from tests.mapping.makers import inside
from tests.notices.conftest import collected
from tests.planning.makers import TODAY, make_project


def _pending(city: City) -> list[ChangeNotice]:
    with inside(city):
        return list(ChangeNotice.objects.pending())


def _change(project: Project, **fields: Any) -> None:
    with inside(project.city):
        Project.objects.filter(pk=project.pk).update(**fields)
    collected(project.city)


STATED = {"status_since": TODAY, "status_because": "The steering group decided so."}


@pytest.mark.parametrize(
    ("fields", "title", "notice_class"),
    [
        ({"status": "stopped", **STATED}, "“Open hall evenings” is stopped", "must"),
        ({"status": "paused", **STATED}, "“Open hall evenings” rests for now", "must"),
        ({"objective": "Everybody knows two."}, "“Open hall evenings” has another aim", "must"),
        ({"for_whom": "Whoever comes to the school."}, "“Open hall evenings” is with and for others", "must"),
        ({"districts": ["3"], "owner": "Library"}, "“Open hall evenings” changes", "digest"),
    ],
)
def test_a_change_of_a_project_under_way_waits_to_be_told(
    fields: dict[str, Any], title: str, notice_class: str, elverhavn: City
) -> None:
    project = make_project(elverhavn, status="active", marking="amber")
    collected(elverhavn)
    with inside(elverhavn):
        ChangeNotice.objects.all().delete()
    _change(project, **fields)
    (notice,) = _pending(elverhavn)
    assert (notice.title, notice.notice_class, notice.marking) == (title, notice_class, "amber")
    assert notice.link == f"/city/elverhavn/projects/{project.pk}/"
    assert notice.why == ("The steering group decided so." if "status" in fields else "")


def test_what_is_planned_is_told_once_it_begins(elverhavn: City) -> None:
    project = make_project(elverhavn)
    _change(project, objective="Drafted once more.")
    assert _pending(elverhavn) == []
    _change(project, status="active", **STATED)
    (notice,) = _pending(elverhavn)
    assert notice.title == "“Open hall evenings” begins"
    assert (notice.before, notice.after) == ("Planned", "Active")
    assert "ground" not in notice.why


@pytest.mark.parametrize("has_ground", [True, False])
def test_that_it_begins_without_a_ground_is_told_with_it(has_ground: bool, elverhavn: City) -> None:
    project = make_project(elverhavn)
    if has_ground:
        with inside(elverhavn):
            Grounding.objects.create(city=elverhavn, project=project, kind="need", key="training", chosen_in=1)
    _change(project, status="active", ungrounded_because="After the fire at the quay.", **STATED)
    (notice,) = _pending(elverhavn)
    said = "It has no ground in a diagnosis. After the fire at the quay."
    assert notice.why.endswith(said) is not has_ground


@pytest.mark.parametrize("marking", ["green", "amber", "red"])
def test_a_part_of_it_is_told_with_it_and_marked_no_lower(marking: str, elverhavn: City) -> None:
    make_project(elverhavn, status="active", marking=marking)
    collected(elverhavn)
    with inside(elverhavn):
        ChangeNotice.objects.all().delete()
        Indicator.objects.update(target=200)
    collected(elverhavn)
    (notice,) = _pending(elverhavn)
    assert (notice.title, notice.notice_class) == ("“Open hall evenings” changes", "digest")
    assert notice.marking == marking
    assert "200" in notice.after


def test_a_flag_waits_for_the_admins_who_may_read_it(elverhavn: City, alice: Membership, bob: Membership) -> None:
    make_member(elverhavn, "low@elverhavn.example", "admin", clearance="green")
    project = make_project(elverhavn, status="active", marking="green")
    with inside(elverhavn):
        flag = ReviewFlag.objects.create(city=elverhavn, project=project, cause="harm", key="1", after="It might harm.")
    collected(elverhavn)
    with inside(elverhavn):
        (wait,) = Wait.objects.filter(kind="flag")
    assert wait.user == alice.user
    assert wait.link == f"/city/elverhavn/projects/{project.pk}/flags/{flag.pk}/"
