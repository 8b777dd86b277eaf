"""What of a project every member is told: that it begins, is for something else, ends; not of what is only planned."""

import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import City, Membership
from notices.models import ChangeNotice, CollectorMark
from planning.actions import decide_flag, keep_project, raise_flag, take_step
from planning.models import Project
from planning.vocabulary import FlagCause
from records.forms.screened import screening_of
from tests.factories import sign_in
from tests.mapping.makers import inside
from tests.notices.conftest import collected
from tests.once import undone
from tests.planning.makers import act, make_project
from tests.stakeholders.makers import make_organisation


@pytest.fixture
def begun(elverhavn: City, bob: Membership) -> Project:
    """Under way, and told of."""
    made = make_project(elverhavn, bob, status="active", ungrounded_because="Before.")
    with inside(elverhavn):
        CollectorMark.objects.create(city=elverhavn)
    collected(elverhavn)
    with inside(elverhavn):
        ChangeNotice.objects.all().delete()
    return made


def told(city: City) -> list[tuple[str, str, str]]:
    """Title, class and why of what waits to be told."""
    collected(city)
    with inside(city):
        return list(ChangeNotice.objects.pending().values_list("title", "notice_class", "why"))


def changed(project: Project, by: Membership, partners: Any = (), **fields: Any) -> None:
    with act(by):
        found = Project.objects.select_related("city").get(pk=project.pk)
        for name, value in fields.items():
            setattr(found, name, value)
        keep_project(project=found, partners=list(partners), by=by.user)


def test_what_is_only_planned_is_nobodys_news(elverhavn: City, alice: Membership, bob: Membership) -> None:
    with inside(elverhavn):
        CollectorMark.objects.create(city=elverhavn)
    made = make_project(elverhavn, bob, ungrounded_because="Before.")
    changed(made, bob, objective="Another aim.")
    assert told(elverhavn) == []
    with act(bob):
        take_step(project=made, step="start", because="It is time.", by=bob.user)
    assert told(elverhavn) == []
    with act(alice):
        take_step(project=made, step="agree", by=alice.user)
    why = "It is time. It has no ground in a diagnosis. Before."
    assert told(elverhavn) == [("“Open hall evenings” begins", "must", why)]


def test_what_the_history_writes_of_days_is_no_name_to_the_screen(begun: Project, bob: Membership) -> None:
    """“1 Mar 2030” was refused as a likely name, in words that nobody had written. Of every month, each undone before
    the next."""
    for month in range(1, 13):
        with undone():
            changed(begun, bob, review_on=datetime.date(2030, month, 1), decided_on=datetime.date(2026, month, 1))
            collected(begun.city)
            with inside(begun.city):
                notice = ChangeNotice.objects.pending().get()
                assert "2030" in notice.after
                for text in (notice.before, notice.after, notice.decided):
                    assert screening_of(begun.city)(text) == [], month


def test_another_aim_must_be_told_another_district_with_the_rest_and_a_risk_never(
    begun: Project, bob: Membership
) -> None:
    city = begun.city
    changed(begun, bob, risks="That nobody comes.")
    assert told(city) == []
    changed(begun, bob, districts=["01"])
    assert told(city) == [("“Open hall evenings” changes", "digest", "")]
    changed(begun, bob, objective="Another aim.")
    assert told(city) == [("“Open hall evenings” has another aim", "must", "")]


def test_a_partner_and_a_decision_are_told_with_the_project(begun: Project, alice: Membership, bob: Membership) -> None:
    city = begun.city
    changed(begun, bob, partners=[make_organisation(city)])
    (notice,) = told(city)
    assert notice[1] == "digest"
    with inside(city):
        ChangeNotice.objects.all().delete()
        flag = raise_flag(project=begun, cause=FlagCause.HARM, key="1", after="It might do harm.")
        assert flag is not None
    assert told(city) == []
    with act(alice):
        decide_flag(flag=flag, decision="adapt", reason="Nobody is asked for a name.", by=alice.user)
    (notice,) = told(city)
    assert notice[1] == "digest"


def test_a_decision_is_for_who_reads_the_project_and_what_the_flag_tells_for_who_is_cleared_for_that(
    begun: Project, alice: Membership, rita: Membership
) -> None:
    """Rita is cleared for green, as the project is marked; what the flag tells is amber."""
    city = begun.city
    with inside(city):
        flag = raise_flag(
            project=begun, cause=FlagCause.GROUND_CHANGED, key="1", before="Few.", after="Many, at the quay."
        )
        assert flag is not None
    page = f"/city/elverhavn/projects/{begun.pk}/"
    client = sign_in(Client(), rita)
    before = client.get(page).content.decode()
    with act(alice):
        decide_flag(flag=flag, decision="adapt", reason="A room is open by day too.", by=alice.user)
    assert [each[1] for each in told(city)] == ["digest"]
    with inside(city):
        notice = ChangeNotice.objects.get()
    assert notice.marking == begun.marking == "green"
    assert "A room is open by day too." in notice.after
    after = client.get(page).content.decode()
    assert "A room is open by day too." in after
    for text in (before, after, notice.before, notice.after, notice.title):
        assert "quay" not in text
        assert "Few." not in text
    assert "quay" in sign_in(Client(), alice).get(page).content.decode()


def test_that_it_stops_is_told_with_its_reason(begun: Project, alice: Membership, bob: Membership) -> None:
    with act(bob):
        take_step(project=begun, step="stop", because="Nobody comes.", by=bob.user)
    with act(alice):
        take_step(project=begun, step="agree", by=alice.user)
    assert told(begun.city) == [("“Open hall evenings” is stopped", "must", "Nobody comes.")]
