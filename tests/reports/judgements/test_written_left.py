"""What a judgement of one's own stands on leaves it: undecided again, and what was printed is withdrawn."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Membership
from core.errors import Refused
from mapping.models import Observation
from records.actions import change_marking, erase, reopen, review_again_by, withdraw
from reports.actions import answer_check, keep_edition, release
from reports.actions.written import keep_written
from reports.editions import decided, weighed
from reports.judgements.attached import cited_in
from reports.models import Diagnosis, Edition, Judgement, Recommendation
from reports.release.permissions import undecided
from stakeholders.models import Consultation
from tests.once import signed_in
from tests.reports.judgements.written_ground import APPROVED, HERE, Ground, again, ground, made, passage, records, write
from tests.reports.release.releasing import answers_of

__all__ = ["ground", "made"]


def _raised(record: Any, who: Membership) -> None:
    change_marking(record=record, by=who.user, marking="red")


def _rewritten(record: Any, who: Membership) -> None:
    reopen(record=record, by=who.user)
    type(record).objects.filter(pk=record.pk).update(title="Other words", **APPROVED)


def _said_otherwise(record: Any, _who: Membership) -> None:
    record.need_rows.update(statement="Other words")


def _never_told(record: Any, who: Membership) -> None:
    Consultation.objects.filter(pk=record.pk).update(confidentiality="chatham_house")
    record.need_rows.all().delete()


LEAVING: list[tuple[str, Callable[[Any, Membership], object], str]] = [
    ("record", lambda record, who: withdraw(record=record, by=who.user, reason="It was a rehearsal."), "withdrawn"),
    ("record", lambda record, who: reopen(record=record, by=who.user), "opened again"),
    ("record", lambda record, who: erase(record=record, by=who.user, reason="They asked."), "erased"),
    ("record", _raised, "marked TLP:RED"),
    ("record", _rewritten, "changed"),
    ("session", lambda record, who: withdraw(record=record, by=who.user, reason="It was a rehearsal."), "withdrawn"),
    ("session", lambda record, who: erase(record=record, by=who.user, reason="They asked."), "erased"),
    ("session", _raised, "marked TLP:RED"),
    ("session", _said_otherwise, "changed"),
]


@pytest.mark.parametrize(("kind", "leave", "why"), LEAVING, ids=[f"{kind}-{why}" for kind, _leave, why in LEAVING])
def test_what_leaves_makes_it_undecided_again_and_nothing_is_released(
    ground: Ground, made: Diagnosis, kind: str, leave: Callable[[Any, Membership], object], why: str
) -> None:
    # a record that is in no snapshot of it: nothing else of the diagnosis follows it
    outside = Observation.objects.filter(first_day__year=2025).order_by("pk")[0]
    outside.pk, outside.external_key, outside._state.adding = None, "later", True
    outside.save()
    record: Any = outside if kind == "record" else Consultation.objects.get(confidentiality="on_record")
    reference = f"observation:{outside.pk}" if kind == "record" else passage()
    row = write(made, ground.alice, reference, "figure:now/all")
    made.refresh_from_db()
    answer_check(diagnosis=made, answers=answers_of(made), by=ground.alice.user)
    assert (undecided(made), again(row).left) == (0, ())
    leave(record, ground.red)
    if kind == "record":
        assert undecided(made) == 1
        (said,) = again(row).left
        assert why in said
        made.refresh_from_db()
        with pytest.raises(Refused):
            release(diagnosis=made, note="Now.", by=ground.carla.user)
        assert [each.state for each in decided(made)] == ["proposed"]
        page = signed_in(ground.red).get(f"{HERE}judgements/").content.decode()
        assert "Undecided again" in page
        assert said.partition(":")[2].strip() in page.replace("&#x27;", "'")
    elif Diagnosis.objects.get(pk=made.pk).state == "in_review":
        assert any(why in each for each in again(row).left)
    # taken out, it stands in nobody's way
    row = again(row)
    row.state, row.reason = "dismissed", "It left."
    if Diagnosis.objects.get(pk=made.pk).marking == "amber" and Diagnosis.objects.get(pk=made.pk).state == "in_review":
        keep_written(judgement=row, references=cited_in(row), by=ground.red.user)
        assert undecided(made) == 0


def test_what_is_no_change_of_what_it_says_makes_nobody_look_again(ground: Ground, made: Diagnosis) -> None:
    record = Observation.objects.get(pk=int(records()[0].partition(":")[2]))
    row = write(made, ground.alice, f"observation:{record.pk}", passage())
    review_again_by(record=record, by=ground.carla.user, day=timezone.localdate() + datetime.timedelta(days=30))
    record.refresh_from_db()
    record.state, record.review_comment = "approved", "Well told."
    record.save(update_fields=["state", "review_comment"])
    assert again(row).left == ()
    Observation.objects.filter(pk=record.pk).update(currents=["right_wing"])
    assert again(row).left == (f"Record no. {record.pk}: it was changed.",)


def test_once_it_is_looked_at_again_it_is_decided_and_the_check_is_to_be_made_anew(
    ground: Ground, made: Diagnosis
) -> None:
    one, two = records()[:2]
    row = write(made, ground.alice, one, two)
    made.refresh_from_db()
    made = answer_check(diagnosis=made, answers=answers_of(made), by=ground.alice.user)
    assert made.checked_by == ground.alice.user
    withdraw(record=Observation.objects.get(pk=int(one.partition(":")[2])), by=ground.red.user, reason="Rehearsed.")
    row = again(row)
    with pytest.raises(ValidationError, match="withdrawn"):
        keep_written(judgement=row, references=[one, two], by=ground.carla.user)
    row = keep_written(judgement=row, references=[two], by=ground.carla.user)
    assert (again(row).left, undecided(made)) == ((), 0)
    made.refresh_from_db()
    assert made.checked_by_id is None
    assert made.checked_pages == {}


def test_a_judgement_made_of_what_is_above_the_reports_by_now_can_only_be_taken_out(
    ground: Ground, made: Diagnosis
) -> None:
    record = Observation.objects.filter(first_day__year=2025).order_by("pk")[0]
    record.pk, record.external_key, record._state.adding = None, "later", True
    record.save()
    row = write(made, ground.alice, f"observation:{record.pk}", "figure:now/all")
    change_marking(record=record, by=ground.red.user, marking="red")
    row.refresh_from_db()
    assert row.marking == "red"
    assert Edition.objects.get(audience="restricted").marking == "red"
    assert Diagnosis.objects.get(pk=made.pk).marking == "amber"
    change_marking(record=record, by=ground.red.user, marking="amber")
    with pytest.raises(ValidationError, match="Take it out, and write another"):
        keep_written(judgement=again(row), references=["figure:now/all"], by=ground.red.user)
    # whoever is not cleared for the record reads no word of it
    page = signed_in(ground.alice).get(f"{HERE}judgements/").content.decode()
    assert "It came back at the quay." not in page


def test_a_recommendation_answers_it_until_it_is_undecided_again(ground: Ground, made: Diagnosis) -> None:
    row = write(made, ground.alice, records()[0])
    Recommendation.objects.create(
        city=made.city, diagnosis=made, text="Look into it", judgement_key=row.key, marking="amber"
    )
    assert [each.judgement for each in weighed(made).recommended] == [row.statement]
    Observation.objects.filter(pk=int(records()[0].partition(":")[2])).update(title="Other words")
    assert [each.judgement for each in weighed(made).recommended] == [""]


def test_a_report_that_printed_a_judgement_on_an_erased_record_is_withdrawn(
    ground: Ground, made: Diagnosis, django_capture_on_commit_callbacks: Any
) -> None:
    record = Observation.objects.filter(first_day__year=2025).order_by("pk")[0]
    record.pk, record.external_key, record._state.adding = None, "later", True
    record.save()
    write(made, ground.alice, f"observation:{record.pk}", "figure:now/all")
    Diagnosis.objects.update(
        state="released", released_by=ground.carla.user, checked_by=ground.alice.user, released_on=made.dated
    )
    erase(record=record, by=ground.red.user, reason="They asked.")
    assert Diagnosis.objects.get(number=1).state == "withdrawn"
    assert Diagnosis.objects.get(number=2).state == "analysing"


def test_what_was_given_out_follows_a_record_it_cites_and_its_partner_edition_does_not(
    ground: Ground, made: Diagnosis
) -> None:
    record = Observation.objects.filter(first_day__year=2025).order_by("pk")[0]
    record.pk, record.external_key, record._state.adding = None, "later", True
    record.save()
    write(made, ground.alice, f"observation:{record.pk}", "figure:now/all")
    keep_edition(diagnosis=made, audience="partner", sha256="1" * 64, size=1, engine="test")
    Diagnosis.objects.update(
        state="released", released_by=ground.carla.user, checked_by=ground.alice.user, released_on=made.dated
    )
    change_marking(record=record, by=ground.red.user, marking="red")
    assert dict(Edition.objects.values_list("audience", "marking")) == {"restricted": "red", "partner": "green"}
    assert Diagnosis.objects.get().marking == "red"
    assert set(Judgement.objects.values_list("marking", flat=True)) == {"red"}
