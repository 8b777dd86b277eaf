"""Section 13 of a new diagnosis knows the projects: what they do about the needs of the last one is proposed, printed
once somebody kept it, and what nothing answers is said."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.city import city_context
from notices.models import Wait
from planning.actions import keep_project
from planning.answering import BECOMES, answers, came_of
from planning.models import Grounding, Measurement, Project
from planning.vocabulary import ProjectStatus
from records.actions import erase
from records.actions.erasure import erase_along
from reports.actions import create_diagnosis, keep_edition, propose
from reports.actions.weighing import keep_priorities, keep_recommendations, unanswered_needs
from reports.editions import weighed
from reports.models import Diagnosis, Edition, Priority, Recommendation
from tests.once import signed_in
from tests.planning.makers import TODAY, make_project
from tests.reports.judgements.written_ground import Ground, ground, made
from tests.reports.release.releasing import send_form
from tests.reports.test_snapshot import YEAR

__all__ = ["ground", "made"]

SECOND = "/city/elverhavn/diagnoses/2/"


@pytest.fixture
def last(ground: Ground, made: Diagnosis) -> Iterator[Diagnosis]:
    """Released, with safe spaces in the city and in district 01, training in the city, and information in 02."""
    for order, (category, area) in enumerate(
        [("safe_spaces", ""), ("safe_spaces", "01"), ("training", ""), ("information", "02")], start=1
    ):
        Priority.objects.create(
            city=made.city, diagnosis=made, marking="amber", category=category, area=area, order=order,
            lowest="low", highest="high",
        )  # fmt: skip
    Diagnosis.objects.filter(pk=made.pk).update(
        state="released", released_by=ground.alice.user, checked_by=ground.carla.user, released_on="2026-02-03"
    )
    with city_context(ground.city.pk, via="test", actor_id=ground.alice.user_id):
        yield made


def standing(ground: Ground, *grounds: tuple[str, str], **facts: Any) -> Project:
    project = make_project(ground.city, ground.alice, ungrounded_because="-", **facts)
    for kind, key in grounds:
        Grounding.objects.create(city=ground.city, project=project, kind=kind, key=key, chosen_in=1)
    return project


def next_one(ground: Ground) -> Diagnosis:
    second = create_diagnosis(city_id=ground.city.pk, period=YEAR, dated=datetime.date(2026, 3, 1))
    Diagnosis.objects.filter(pk=second.pk).update(marking="amber")
    second.refresh_from_db()
    propose(diagnosis=second, proposals=[])
    keep_priorities(diagnosis=second, found=[])
    return Diagnosis.objects.select_related("city").get(pk=second.pk)


def test_every_status_becomes_one() -> None:
    assert {str(each): str(BECOMES[each]) for each in ProjectStatus} == {
        "planned": "proposed", "active": "under_way", "paused": "under_way", "finished": "done",
        "stopped": "not_taken_up",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("planned", ""),
        ("active", "Under way since 15 January 2026."),
        ("paused", "It rests since 15 January 2026: The steering group decided so."),
        ("finished", "Finished on 15 January 2026."),
        # it may have been planned alone
        (
            "stopped",
            "There was a project for it, which was stopped on 15 January 2026: The steering group decided so.",
        ),
    ],
)
def test_what_came_of_it_is_told_with_its_indicators_and_what_was_learnt(
    status: str, said: str, ground: Ground, last: Diagnosis
) -> None:
    told = came_of(standing(ground, status=status, lessons="Open late."))
    assert told.startswith(said)
    if status == "planned":
        assert told == ""
    else:
        assert "Evenings held: " in told
        assert told.endswith("Open late.")
        assert Measurement.objects.exists()


def test_what_stands_on_a_need_of_the_last_diagnosis_is_proposed_and_nothing_else(
    ground: Ground, last: Diagnosis
) -> None:
    both = standing(
        ground, ("priority", "safe_spaces:01"), ("need", "training"), ("judgement", "city.change"), status="active",
        title="Both", ends_on=TODAY,
    )  # fmt: skip
    once = standing(ground, ("priority", "safe_spaces:"), ("need", "safe_spaces"), status="finished", title="Once")
    standing(ground, ("need", "funding"), status="active", title="Of no need that was raised")
    standing(ground, ("priority", "training:"), status="active", title="Red one", marking="red")
    standing(ground, status="active", title="On nothing")
    second = next_one(ground)
    found = {(row.from_project, row.answered, row.status) for row in second.recommendations.all()}
    assert found == {
        (both.pk, ("safe_spaces", "01"), "under_way"),
        (both.pk, ("training", ""), "under_way"),
        (once.pk, ("safe_spaces", ""), "done"),
    }
    # nothing of it is printed or counts as an answer before somebody kept it
    assert weighed(second).recommended == ()
    assert len(unanswered_needs(second, "amber")) == 4
    keep_recommendations(diagnosis=second, written=list(second.recommendations.all()), by=ground.alice.user)
    assert {(each.category, each.status) for each in weighed(second).recommended} == {
        ("safe_spaces", "under_way"), ("training", "under_way"), ("safe_spaces", "done"),
    }  # fmt: skip
    assert unanswered_needs(second, "amber") == [("information", "02")]


def test_a_person_keeps_it_by_the_form_and_takes_out_what_is_no_answer(ground: Ground, last: Diagnosis) -> None:
    project = standing(ground, ("priority", "training:"), status="active", title="No last day")
    standing(ground, ("priority", "information:02"), status="planned", title="Another")
    second = next_one(ground)
    client = signed_in(ground.alice)
    page = client.get(f"{SECOND}priorities/").content.decode()
    assert page.count("proposed from this project") == 2
    assert f'href="/city/elverhavn/projects/{project.pk}/"' in page
    rows = {row.from_project: row for row in second.recommendations.all()}
    address = f"{SECOND}recommendations/"
    form = client.get(address).context["writing"].section
    (row_set,) = form.row_sets()
    sent: dict[str, Any] = {}
    for bound in row_set.forms:
        for field in bound:
            value = field.value()
            if value not in (None, False):
                sent[field.html_name] = str(value)
    management = row_set.management_form
    sent |= {field.html_name: str(field.value()) for field in management}
    refused = send_form(client, address, **sent)
    # what is under way has a day; without one nobody can keep it as that
    assert refused.status_code == 200
    assert "Say by when it is to be done." in refused.content.decode()
    assert rows.keys() >= {project.pk}
    (without,) = [each for each in row_set.forms if each.instance.from_project == project.pk]
    assert send_form(client, address, **{**sent, f"{without.prefix}-due": "2026-12-31"}).status_code == 302
    assert {(each.category, each.status) for each in weighed(second).recommended} == {
        ("training", "under_way"), ("information", "proposed"),
    }  # fmt: skip
    assert "proposed from this project" not in client.get(f"{SECOND}priorities/").content.decode()


def test_one_that_was_kept_last_time_is_brought_over_as_far_as_it_is_now(ground: Ground, last: Diagnosis) -> None:
    project = standing(ground, ("priority", "training:"), status="active", title="Courses", ends_on=TODAY)
    second = next_one(ground)
    keep_recommendations(diagnosis=second, written=list(second.recommendations.all()), by=ground.alice.user)
    Priority.objects.create(
        city=second.city, diagnosis=second, marking="amber", category="training", order=1, lowest="low", highest="low"
    )
    Diagnosis.objects.update(state="superseded")
    Diagnosis.objects.filter(pk=second.pk).update(
        state="released", released_by=ground.alice.user, checked_by=ground.carla.user, released_on="2026-03-03"
    )
    Project.objects.filter(pk=project.pk).update(status="finished")
    third = next_one(ground)
    (row,) = Recommendation.objects.filter(diagnosis=third)
    assert (row.from_project, row.carried_from, row.status) == (project.pk, 2, "done")
    assert row.outcome.startswith("Finished on ")
    assert row.is_only_proposed


def test_the_first_diagnosis_has_no_needs_to_answer_for(ground: Ground, made: Diagnosis) -> None:
    with city_context(ground.city.pk, via="test", actor_id=ground.alice.user_id):
        standing(ground, ("need", "training"), status="active")
        keep_priorities(diagnosis=made, found=[])
        assert not made.recommendations.exists()
        assert [each.need for each in answers("amber")] == [("training", "")]


def keep(ground: Ground, project: Project, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(project, name, value)
    keep_project(project=project, partners=[], by=ground.red.user)


@pytest.mark.parametrize("is_kept", [False, True])
def test_a_project_that_is_marked_higher_takes_its_words_in_a_diagnosis_with_it(
    ground: Ground, last: Diagnosis, is_kept: bool
) -> None:
    project = standing(ground, ("priority", "training:"), status="active", title="Courses", marking="green")
    project.ends_on = TODAY
    keep(ground, project)
    second = next_one(ground)
    Diagnosis.objects.filter(pk=second.pk).update(marking="green")
    second.recommendations.update(marking="green")
    if is_kept:
        keep_recommendations(diagnosis=second, written=list(second.recommendations.all()), by=ground.red.user)
    keep(ground, project, marking="amber")
    (row,) = second.recommendations.all()
    assert row.marking == "amber"
    # who looks at it again lowers nothing, and neither does who takes it to another diagnosis
    keep_recommendations(diagnosis=second, written=[row], by=ground.red.user)
    assert second.recommendations.get().marking == "amber"
    assert len(weighed(second).recommended) == 1
    # nothing of what is red is printed; what nobody kept is gone, and what somebody kept is taken out by a person
    if not is_kept:
        second.recommendations.update(written_by=None)
    keep(ground, project, marking="red")
    assert weighed(second).recommended == ()
    assert [each.marking for each in second.recommendations.all()] == (["red"] if is_kept else [])
    for each in second.recommendations.all():
        with pytest.raises(ValidationError):
            keep_recommendations(diagnosis=second, written=[each], by=ground.red.user)


def test_what_was_recommended_on_an_amber_diagnosis_stays_amber_in_a_green_one(ground: Ground, made: Diagnosis) -> None:
    Diagnosis.objects.update(marking="amber")
    row = Recommendation(category="training", text="Courses of the amber kind.", status="proposed")
    keep_recommendations(diagnosis=made, written=[row], by=ground.alice.user)
    Diagnosis.objects.update(
        state="released", released_by=ground.alice.user, checked_by=ground.carla.user, released_on="2026-02-03"
    )
    second = create_diagnosis(city_id=ground.city.pk, period=YEAR, dated=datetime.date(2026, 3, 1))
    Diagnosis.objects.filter(pk=second.pk).update(marking="green")
    second.refresh_from_db()
    keep_priorities(diagnosis=second, found=[])
    (brought,) = second.recommendations.all()
    assert (brought.text, brought.marking) == ("Courses of the amber kind.", "amber")


def test_with_a_project_that_is_erased_goes_what_it_only_proposed(ground: Ground, last: Diagnosis) -> None:
    gone = standing(ground, ("priority", "training:"), status="finished", title="Gone")
    stays = standing(ground, ("priority", "safe_spaces:"), status="active", title="Stays")
    second = next_one(ground)
    Diagnosis.objects.filter(pk=second.pk).update(state="in_review")
    assert {each.from_project for each in second.recommendations.all()} == {gone.pk, stays.pk}
    erase(record=gone, by=ground.red.user, reason="They asked.")
    assert [each.from_project for each in second.recommendations.all()] == [stays.pk]


@pytest.mark.parametrize(("is_asked_for", "state"), [(True, "in_review"), (True, "released"), (False, "in_review")])
def test_what_somebody_kept_of_an_erased_project_is_asked_about_once_more(
    is_asked_for: bool, state: str, ground: Ground, last: Diagnosis
) -> None:
    """The words are the city's own by then; where the erasure was asked for, whether they may stay is a question."""
    gone = standing(ground, ("priority", "training:"), status="active", title="Gone", ends_on=TODAY)
    second = next_one(ground)
    keep_recommendations(diagnosis=second, written=list(second.recommendations.all()), by=ground.alice.user)
    Diagnosis.objects.filter(pk=second.pk).update(state="superseded" if state == "released" else state)
    if is_asked_for:
        erase(record=gone, by=ground.red.user, reason="They asked.")
    else:
        erase_along([gone], reason="Its time is over.")
    (row,) = second.recommendations.all()
    is_asked = is_asked_for and state == "in_review"
    assert (row.written_by is None) is is_asked
    assert bool(weighed(second).recommended) is not is_asked
    waits = set(Wait.objects.filter(kind="undecided").values_list("link", flat=True))
    assert waits == ({f"{SECOND}priorities/"} if is_asked else set())
    page = signed_in(ground.alice).get(f"{SECOND}priorities/").content.decode()
    assert ("the project that it came from was erased" in page) is is_asked
    assert f"/projects/{gone.pk}/" not in page
    if is_asked:
        keep_recommendations(diagnosis=second, written=[row], by=ground.alice.user)
        assert len(weighed(second).recommended) == 1
        page = signed_in(ground.alice).get(f"{SECOND}priorities/").content.decode()
        assert "the project that it came from was erased" not in page


@pytest.mark.parametrize("for_partners", [False, True])
def test_reports_that_print_words_of_a_project_are_marked_with_it(
    ground: Ground, made: Diagnosis, for_partners: bool
) -> None:
    project = standing(ground, status="active", title="Courses", marking="green", ends_on=TODAY)
    Recommendation.objects.create(
        city=made.city, diagnosis=made, marking="amber", category="training", text="Courses", status="proposed",
        from_project=project.pk, written_by=ground.alice.user, written_at="2026-02-01T00:00Z",
        for_partners=for_partners,
    )  # fmt: skip
    keep_edition(diagnosis=made, audience="partner", sha256="1" * 64, size=1, engine="test")
    Edition.objects.filter(audience="partner").update(marking="green")
    Diagnosis.objects.update(
        state="released", released_by=ground.alice.user, checked_by=ground.carla.user, released_on="2026-02-03"
    )
    keep(ground, project, marking="red")
    found = dict(Edition.objects.values_list("audience", "marking"))
    assert found == {"restricted": "red", "partner": "red" if for_partners else "green"}
    assert made.recommendations.get().marking == "red"
