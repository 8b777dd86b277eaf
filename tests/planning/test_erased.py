"""An erased record tells of what it leaves: how much of a project's ground is left, and no word of what it said."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from mapping.models import Observation
from notices.models import Wait
from planning.models import Grounding, Project, ReviewFlag
from records.actions import erase
from records.actions.erasure import erase_along
from reports.models import Diagnosis, Judgement, Priority
from stakeholders.models import Consultation, Need
from tests.once import signed_in
from tests.planning.makers import judge, make_project
from tests.reports.judgements.written_ground import HERE, Ground, ground, made, passage, records, write

__all__ = ["ground", "made"]

WORDS = "Stickers at N"


def first() -> Observation:
    return Observation.objects.get(pk=int(records(district__code="01")[0].partition(":")[2]))


def said() -> Consultation:
    return Consultation.objects.get(pk=Need.objects.get(statement="A place at Nørregade").consultation_id)


def own(made: Diagnosis, ground: Ground) -> tuple[str, str]:
    """On two records and a passage."""
    return "judgement", write(made, ground.alice, *records(district__code="01")[:2], passage()).key


def by_records(made: Diagnosis, _ground: Ground) -> tuple[str, str]:
    """Six records a year in each of three districts."""
    row = judge(made, "district.01.change", "More in the first.")
    told = {"what": "Now", "value": "6", "records": {"window": "now", "of": "district=01"}}
    Judgement.objects.filter(pk=row.pk).update(evidence=[told])
    return "judgement", row.key


def by_sessions(made: Diagnosis, _ground: Ground) -> tuple[str, str]:
    row = judge(made, "voices.need.safe_spaces", "They ask for a place.")
    numbers = [said().pk, Need.objects.get(statement="Somebody to call").consultation_id]
    Judgement.objects.filter(pk=row.pk).update(evidence=[{"what": "Said in", "value": "2", "consultations": numbers}])
    return "judgement", row.key


def weighed(made: Diagnosis, _ground: Ground) -> tuple[str, str]:
    Priority.objects.create(
        city=made.city, diagnosis=made, marking="amber", category="safe_spaces", order=1, lowest="low", highest="high"
    )
    return "priority", "safe_spaces:"


def needed(made: Diagnosis, ground: Ground) -> tuple[str, str]:
    weighed(made, ground)
    return "need", "safe_spaces"


Makes = Callable[[Diagnosis, Ground], tuple[str, str]]


def standing_on(make: Makes, made: Diagnosis, ground: Ground, **facts: Any) -> Project:
    kind, key = make(made, ground)
    Diagnosis.objects.update(
        state="released", released_by=ground.carla.user, checked_by=ground.alice.user, released_on=made.dated
    )
    project = make_project(ground.city, ground.alice, **{"status": "active", "ungrounded_because": "-", **facts})
    Grounding.objects.create(city=ground.city, project=project, kind=kind, key=key, chosen_in=made.number)
    return project


CASES: list[tuple[Makes, Callable[[], Any], str]] = [
    (own, first, "2 of 3"),
    (own, said, "2 of 3"),
    (by_records, first, "5 of 6"),
    (by_sessions, said, "1 of 2"),
    (weighed, said, "1 of 2"),
    (needed, said, "1 of 2"),
]


@pytest.mark.parametrize(("make", "record", "left"), CASES, ids=[f"{c[0].__name__}-{c[1].__name__}" for c in CASES])
def test_projects_on_it_are_told_how_much_is_left_and_nothing_of_what_was_in_it(
    make: Makes, record: Callable[[], Any], left: str, ground: Ground, made: Diagnosis
) -> None:
    project = standing_on(make, made, ground)
    erase(record=record(), by=ground.red.user, reason="They asked.")
    flag = ReviewFlag.objects.get()
    assert (flag.project, flag.cause) == (project, "evidence_erased")
    assert flag.after.startswith("A record that this stands on was erased on ")
    assert flag.after.endswith(f"; {left} are left.")
    # the reports are withdrawn, so no sentence of them is told either
    assert (flag.before, flag.marking) == ("", "amber")
    assert WORDS not in flag.after
    assert f"{left} are left" in signed_in(ground.alice).get(f"/city/elverhavn/projects/{project.pk}/").content.decode()


def test_while_it_is_open_one_flag_tells_the_newest_count(ground: Ground, made: Diagnosis) -> None:
    standing_on(own, made, ground)
    erase(record=first(), by=ground.red.user, reason="They asked.")
    erase(record=said(), by=ground.red.user, reason="They asked.")
    assert ReviewFlag.objects.get().after.endswith("; 1 of 3 are left.")
    ReviewFlag.objects.update(
        decision="keep", reason="Enough is left.", decided_by=ground.alice.user, decided_at="2026-03-01T00:00Z"
    )
    another = Observation.objects.get(pk=int(records(district__code="01")[0].partition(":")[2]))
    erase(record=another, by=ground.red.user, reason="They asked.")
    # what was decided is not asked again, and stays as it was decided
    assert ReviewFlag.objects.get().after.endswith("; 1 of 3 are left.")


@pytest.mark.parametrize(("make", "flags"), [(own, 1), (by_records, 0)])
def test_what_goes_when_its_time_is_over_tells_of_records_that_were_chosen_and_not_of_figures(
    make: Makes, flags: int, ground: Ground, made: Diagnosis
) -> None:
    standing_on(make, made, ground)
    erase_along([first()], reason="Its time is over.")
    found = list(ReviewFlag.objects.all())
    assert len(found) == flags
    # the reports stay, and so does the sentence
    assert all(each.before.startswith("No. 1: It came back at the quay.") for each in found)
    if flags:
        page = signed_in(ground.alice).get(f"{HERE}judgements/").content.decode()
        assert "Something it stands on was erased since: 2 of 3 are left." in page


def test_nobody_is_told_of_what_nothing_stands_on_or_what_is_over(ground: Ground, made: Diagnosis) -> None:
    standing_on(own, made, ground, status="finished")
    other = make_project(ground.city, ground.alice)
    Grounding.objects.create(city=ground.city, project=other, kind="judgement", key="district.02.change", chosen_in=1)
    erase(record=first(), by=ground.red.user, reason="They asked.")
    assert not ReviewFlag.objects.exists()
    page = signed_in(ground.alice).get(f"{HERE}judgements/").content.decode()
    assert page.count("are left") == 1


def test_a_judgement_in_review_waits_for_those_who_may_decide_it(ground: Ground, made: Diagnosis) -> None:
    record = Observation.objects.filter(first_day__year=2025).order_by("pk")[0]
    # of one that the diagnosis was not made of, which it stays in review with
    record.pk, record.external_key, record._state.adding = None, "later", True
    record.first_day = record.last_day = datetime.date(2026, 1, 20)
    record.save()
    row = write(made, ground.alice, f"observation:{record.pk}", records()[1])
    erase(record=record, by=ground.red.user, reason="They asked.")
    waits = Wait.objects.filter(kind="undecided")
    assert {each.user_id for each in waits} == {ground.alice.user_id, ground.carla.user_id, ground.red.user_id}
    assert {each.link for each in waits} == {f"{HERE}judgements/{row.pk}/"}
    page = signed_in(ground.alice).get(f"{HERE}judgements/").content.decode()
    assert "it is erased." in page
    assert "are left" not in page


def test_a_flag_that_tells_a_sentence_is_marked_no_lower_than_the_sentence(ground: Ground, made: Diagnosis) -> None:
    """A judgement of one's own may be made of more than its diagnosis."""

    def of_amber(made: Diagnosis, ground: Ground) -> tuple[str, str]:
        ground_of_it = own(made, ground)
        Diagnosis.objects.update(marking="green")
        Judgement.objects.update(marking="amber")
        return ground_of_it

    standing_on(of_amber, made, ground)
    erase_along([first()], reason="Its time is over.")
    flag = ReviewFlag.objects.get()
    assert flag.before.startswith("No. 1: It came back at the quay.")
    assert (flag.marking, Diagnosis.objects.get().marking, Judgement.objects.get().marking) == (
        "amber",
        "green",
        "amber",
    )
