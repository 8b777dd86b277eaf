"""What people do about priorities: move one, recommend something. Each action runs inside the city's transaction."""

from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import override

from accounts.markings import highest, readable, up_to
from accounts.models import User
from analysis.priorities import PartName
from analysis.priorities import Priority as Weighed
from notices.actions.mailing import tell_waiting
from notices.models import Wait
from records.models import Tombstone
from reports.actions.judgements import in_review, marking_of, take_back_check
from reports.answers import PROJECT, answers
from reports.judgements.attached import above
from reports.models import Diagnosis, Priority, Recommendation
from reports.models.diagnoses import last_released
from reports.models.weighing import Answered
from reports.release.permissions import who_may_decide
from reports.snapshot import FROZEN_UP_TO

MOST_PROPOSED = 100


def keep_priorities(*, diagnosis: Diagnosis, found: Sequence[Weighed]) -> None:
    """Replace what the rule says; what a person moved stays. The caller holds the diagnosis' row.

    What was recommended last time is brought over, to be looked at and to answer for the needs of last time; and for
    each of those what projects do about it is proposed.
    """
    marking = marking_of(diagnosis)
    moved = {each.answered for each in diagnosis.priorities.exclude(band="")}
    diagnosis.priorities.filter(band="").delete()
    Priority.objects.bulk_create(
        Priority(
            city_id=diagnosis.city_id,
            diagnosis=diagnosis,
            marking=marking,
            category=each.category,
            area=each.area,
            order=order,
            parts=[[name.value, each.parts[name].low, each.parts[name].high] for name in PartName],
            lowest=each.lowest,
            highest=each.highest,
            unsettled=each.is_unsettled,
        )
        for order, each in enumerate(found, start=1)
        if (each.category, each.area) not in moved
    )
    if not diagnosis.recommendations.exists():
        brought = list(_brought_over(diagnosis, marking))
        Recommendation.objects.bulk_create([*brought, *_of_projects(diagnosis, marking, brought)])


def _brought_over(diagnosis: Diagnosis, marking: str) -> Iterator[Recommendation]:
    """Of the last released diagnosis, as they stood there: what is not over, and once what is; all of them where this
    one takes its place."""
    if (last := _last(diagnosis)) is None:
        return
    is_same = (last.start, last.end) == (diagnosis.start, diagnosis.end)
    for each in last.recommendations.order_by("pk"):
        if each.is_only_proposed or not readable(each.marking, FROZEN_UP_TO):
            continue
        if is_same or not each.is_over or each.carried_from is None:
            each.pk, each._state.adding = None, True
            each.diagnosis, each.carried_from = diagnosis, last.number
            each.marking = highest([marking, each.marking])
            each.written_by = each.written_at = None
            yield each


def _of_projects(diagnosis: Diagnosis, marking: str, brought: Sequence[Recommendation]) -> Iterator[Recommendation]:
    """What projects do about needs of the last diagnosis; of one that was written of there already, how far it is now.

    Of so many nobody could decide at once (`records.forms.rows`): the rest stands in the plan.
    """
    if (last := _last(diagnosis)) is None:
        return
    needs = {each.answered for each in last.priorities.all()}
    needs |= {(category, "") for category, _area in needs}
    known = {(each.from_project, each.answered): each for each in brought if each.from_project is not None}
    with override(diagnosis.language):
        found = [each for each in answers(marking) if each.need in needs]
    for each in found[: max(0, MOST_PROPOSED - len(brought))]:
        row = known.get((each.project, each.need))
        is_new = row is None
        row = row or Recommendation(
            city_id=diagnosis.city_id, diagnosis=diagnosis, marking=marking, from_project=each.project,
            category=each.need[0], area=each.need[1],
        )  # fmt: skip
        row.text, row.owner, row.due = each.text, each.owner, each.due
        row.status, row.outcome, row.for_partners = each.status, each.outcome, False
        if is_new:
            yield row


@transaction.atomic
def move_priority(*, priority: Priority, by: User) -> Priority:
    """Keep the band a person set, as it stands on the row, or leave it to the rule again. Raises Refused,
    ValidationError.

    It takes back a do-no-harm check that was made before: that was made of other words.
    """
    diagnosis = in_review(priority.diagnosis, by)
    priority.decided_by, priority.decided_at = (by, timezone.now()) if priority.band else (None, None)
    priority.full_clean()
    priority.save(force_update=True)
    take_back_check(diagnosis)
    return priority


@transaction.atomic
def keep_recommendations(
    *, diagnosis: Diagnosis, written: Sequence[Recommendation], removed: Sequence[Recommendation] = (), by: User
) -> Diagnosis:
    """Keep what was written or looked at again, and take out what is not meant any more. Raises Refused,
    ValidationError."""
    diagnosis = in_review(diagnosis, by)
    for row in removed:
        row.delete()
    for row in written:
        row.city, row.diagnosis = diagnosis.city, diagnosis
        row.marking = highest([marking_of(diagnosis), *([] if row._state.adding else [row.marking])])
        if not readable(row.marking, highest([FROZEN_UP_TO, marking_of(diagnosis)])):
            raise ValidationError(capfirst(above(row.marking)))
        row.written_by, row.written_at = by, timezone.now()
        row.full_clean()
        row.save()
    take_back_check(diagnosis)
    return diagnosis


def ask_again(*, projects: Sequence[int]) -> None:
    """Somebody asked that projects be erased, and their words were kept in diagnoses that are in review: whoever may
    decide looks at them once more, and until then they are not printed. Inside the transaction that erases."""
    kept = Recommendation.objects.filter(from_project__in=projects, diagnosis__state=Diagnosis.State.IN_REVIEW)
    numbers = set(kept.exclude(written_by=None).values_list("diagnosis", flat=True))
    kept.update(written_by=None, written_at=None)
    rows = Diagnosis.objects.select_for_update(no_key=True, of=("self",)).select_related("city")
    for diagnosis in rows.filter(pk__in=numbers):
        if diagnosis.is_open:  # one that is on its way out is another text than was checked, and comes back
            take_back_check(diagnosis)
        link = reverse("priorities", args=[diagnosis.city.slug, diagnosis.number])
        users, about = who_may_decide(diagnosis), (Diagnosis, diagnosis.pk)
        tell_waiting(city=diagnosis.city, users=users, kind=Wait.Kind.UNDECIDED, link=link, about=about)


def erased_projects(rows: Sequence[Recommendation]) -> set[int]:
    """Of the projects that these came from, those that are there no more. Inside the city."""
    stones = Tombstone.objects.filter(model=PROJECT, record_id__in={row.from_project for row in rows} - {None})
    return set(stones.values_list("record_id", flat=True))


def _last(diagnosis: Diagnosis, clearance: str = FROZEN_UP_TO) -> Diagnosis | None:
    """The last released diagnosis, where no more was made of it than a snapshot holds and this clearance reads."""
    last = last_released(diagnosis)
    is_told = last is not None and last.marking in up_to(FROZEN_UP_TO) and readable(last.marking, clearance)
    return last if is_told else None


def moved_before(diagnosis: Diagnosis, clearance: str) -> dict[Answered, Priority]:
    """The priorities that somebody moved in the last released diagnosis, and nobody in this one: their reasons are
    proposed to be carried over."""
    last = _last(diagnosis, clearance) if diagnosis.is_open else None
    moved = last.priorities.exclude(band="").select_related("diagnosis") if last else []
    here = {each.answered for each in diagnosis.priorities.exclude(band="")}
    return {each.answered: each for each in moved if each.answered not in here}


def needs_of(diagnosis: Diagnosis, clearance: str) -> list[Answered]:
    """What a recommendation may answer: what was raised now, in its order, then what was raised last time."""
    last = _last(diagnosis, clearance)
    now = [each.answered for each in diagnosis.priorities.all()]
    before = [each.answered for each in last.priorities.all()] if last else []
    kept = [each.answered for each in diagnosis.recommendations.all() if each.category]
    return list(dict.fromkeys([*now, *before, *kept]))


def unanswered_needs(diagnosis: Diagnosis, clearance: str) -> list[Answered]:
    """Needs of the last released diagnosis that no recommendation of this one answers, there or for the whole city."""
    last = _last(diagnosis, clearance)
    answered = {each.answered for each in diagnosis.recommendations.all() if not each.is_only_proposed}
    needs = [each.answered for each in last.priorities.order_by("category", "area")] if last else []
    return [need for need in needs if need not in answered and (need[0], "") not in answered]
