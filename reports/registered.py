"""The record types of a diagnosis: their history, drafts and end; and the jobs that make it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.markings import Marking
from accounts.models import ADMINS, City
from jobs import handlers
from mapping.models import called_today
from records.models.accesses import register_called, register_view
from records.registries.awaiting import Awaited, Awaits
from records.registries.change_notices import Announces, NoticeClass
from records.registries.derived import register_follower
from records.registries.draft_forms import DraftForm
from records.registries.erasure import register_copies
from records.registries.kept_files import register_files
from records.registries.record_types import History, also_awaits, register_record_type
from reports import erasure, following, found, looks, tasks
from reports.judgements.attached import MODELS, citing, looked_at
from reports.models import (
    COMPARISON,
    JUDGEMENTS,
    PRIORITIES,
    WRITTEN,
    Diagnosis,
    Edition,
    Judgement,
    Priority,
    Recommendation,
    ReleaseCheck,
)
from reports.release.harm import QUESTIONS
from reports.release.permissions import second_people, who_may_decide
from stakeholders.models import Consultation


def _question(code: str) -> str:
    texts = {question.code: str(question.text) for question in QUESTIONS}
    return texts.get(code, str(_("What the screen found")))


DIAGNOSIS = History(
    "diagnosis",
    Diagnosis,
    _("Diagnosis"),
    Diagnosis.objects.visible_to,
    lambda record: reverse("diagnosis", args=[record.city.slug, record.number]),
    {"language": lambda code: dict(settings.LANGUAGES).get(code, code)},
    parts=(
        History(
            "judgement",
            Judgement,
            _("Judgement"),
            Judgement.objects.visible_to,
            words={
                "evidence": lambda rows: "; ".join(f"{row['what']}: {row['value']}" for row in rows if "what" in row)
            },
            belongs_by="diagnosis_id",
            called_by=("section", "statement"),
        ),
        History(
            "priority",
            Priority,
            _("Priority"),
            Priority.objects.visible_to,
            words={"parts": lambda rows: "; ".join(f"{name} {low:.2f}–{high:.2f}" for name, low, high in rows)},
            belongs_by="diagnosis_id",
            called={"area": called_today},
            called_by=("category", "area"),
        ),
        History(
            "recommendation",
            Recommendation,
            _("Recommendation"),
            Recommendation.objects.visible_to,
            belongs_by="diagnosis_id",
            called={"area": called_today},
            called_by=("category", "area", "text"),
        ),
        History(
            "release-check",
            ReleaseCheck,
            _("Do-no-harm check"),
            lambda user: ReleaseCheck.objects.filter(diagnosis__in=Diagnosis.objects.visible_to(user)),
            words={"question": _question},
            belongs_by="diagnosis_id",
            called_by=("question",),
        ),
    ),
    only_parts_are_marked=True,
    also_told=("alone_because",),
    called_after="number",
)


def _what_became(before: Diagnosis | None, after: Diagnosis | None) -> str:
    """In one line; an event keeps what a diagnosis says of itself."""
    said = {
        Diagnosis.State.RELEASED.value: _("Diagnosis no. %(number)s is released"),
        Diagnosis.State.SUPERSEDED.value: _("Another takes the place of diagnosis no. %(number)s"),
        Diagnosis.State.WITHDRAWN.value: _("Diagnosis no. %(number)s is withdrawn and made anew"),
    }
    now = after.state if after is not None else ""
    known = after if after is not None else before
    return said.get(now, _("Diagnosis no. %(number)s is there no more")) % {"number": known.number if known else ""}


def _to_be_released(before: Diagnosis | None, after: Diagnosis | None) -> Iterator[Awaited]:
    """Once it is checked, whoever may release it is mailed."""
    if after is None or after.checked_by_id is None or (before is not None and before.checked_by_id is not None):
        return
    found = Diagnosis.objects.filter(pk=after.pgh_obj_id, state=Diagnosis.State.IN_REVIEW).first()  # type: ignore[attr-defined]
    if found is not None and found.checked_by_id is not None and found.released_by_id is None:
        yield Awaited("release", [each.pk for each in second_people(found)])


def _to_decide_again(model: type[Model]) -> Awaits:
    """After a record or passage was changed, withdrawn or marked higher: judgements of a diagnosis in review that stood
    on it are undecided again, and wait for the admins who may decide them. A new row has none yet."""

    def awaits(before: Any, after: Any) -> Iterator[Awaited]:
        if before is None or after is None:
            return
        cited = citing(after.city_id, model._meta.label_lower, [after.pgh_obj_id])
        for judgement in looked_at([each for each in cited if each.diagnosis.state == Diagnosis.State.IN_REVIEW]):
            if judgement.left:
                found = judgement.diagnosis
                here = [City.objects.get(pk=found.city_id).slug, found.number, judgement.pk]
                link, about = reverse("judgement", args=here), (Judgement, judgement.pk)
                yield Awaited("undecided", who_may_decide(found), link, about)

    return awaits


# Numbers and states alone, which every member may know.
RELEASES = Announces(
    fields={"state": NoticeClass.MUST},
    is_out=lambda row: row.state in Diagnosis.GIVEN_OUT,
    title=_what_became,
    marking=lambda _row: Marking.CLEAR,
    url=lambda record: reverse("diagnosis", args=[record.city.slug, record.number]),
)


def _page(page: str, city: City, found: Diagnosis | None, *further: int) -> str:
    """Of a form of a diagnosis, which goes by its number; the list of them where it is gone."""
    return reverse(page, args=[city.slug, found.number, *further]) if found else reverse("diagnoses", args=[city.slug])


def _diagnosis(page: str, city: City, record: str) -> str:
    return _page(page, city, Diagnosis.objects.filter(city=city, pk=record or 0).first())


def _part(model: type[Judgement | Priority], page: str, city: City, record: str) -> str:
    found = model.objects.filter(city=city, pk=record or 0).select_related("diagnosis").first()
    return _page(page, city, found.diagnosis, found.pk) if found else _page(page, city, None)


def _written(city: City, record: str) -> str:
    """Of a new one the newest diagnosis that is open: a draft does not say which it was begun for."""
    if record:
        return _part(Judgement, "judgement", city, record)
    in_review = Diagnosis.objects.filter(city=city, state=Diagnosis.State.IN_REVIEW)
    return _page("judgement_new", city, in_review.order_by("-number").first())


JUDGEMENT_FORM = DraftForm(Judgement, _("Judgement"), ADMINS, partial(_part, Judgement, "judgement"))
WRITTEN_FORM = DraftForm(Judgement, _("Judgement of one's own"), ADMINS, _written, WRITTEN)
PRIORITY_FORM = DraftForm(Priority, _("Priority"), ADMINS, partial(_part, Priority, "priority"))
DIAGNOSIS_FORMS = (
    DraftForm(Diagnosis, _("Diagnosis"), ADMINS, lambda city, _record: reverse("diagnosis_new", args=[city.slug])),
    DraftForm(Diagnosis, _("Do-no-harm check"), ADMINS, partial(_diagnosis, "release_check"), "check"),
    DraftForm(Diagnosis, _("Recommendations"), ADMINS, partial(_diagnosis, "recommendations"), "recommendations"),
    DraftForm(Diagnosis, _("Release"), ADMINS, partial(_diagnosis, "release_now"), "release"),
)


def _editions(city_id: int) -> Iterator[tuple[int, object]]:
    for each in Edition.objects.filter(city=city_id).select_related("diagnosis"):
        yield each.pk, f"{each.diagnosis.number} ({each.get_audience_display()})"


def register() -> None:
    register_view(JUDGEMENTS, _("Judgements of diagnosis"), of=Diagnosis._meta.label_lower)
    register_called(Edition._meta.label_lower, _editions)
    register_view(COMPARISON, _("Comparison of two, with diagnosis"), of=Diagnosis._meta.label_lower)
    register_record_type(
        Diagnosis,
        history=DIAGNOSIS,
        drafts=DIAGNOSIS_FORMS,
        erasure=erasure.DIAGNOSES,
        announces=RELEASES,
        awaits=_to_be_released,
        finds=found.DIAGNOSES,
    )
    citable: list[type[Model]] = [*MODELS.values(), Consultation]
    for model in citable:
        also_awaits(model, _to_decide_again(model))
    looks.register()
    register_view(PRIORITIES, _("Priorities of diagnosis"), of=Diagnosis._meta.label_lower)
    register_record_type(Judgement, drafts=(JUDGEMENT_FORM, WRITTEN_FORM), finds=found.JUDGEMENTS)
    register_record_type(Priority, drafts=(PRIORITY_FORM,))
    register_copies(erasure.copies)
    register_follower(following.follow)
    register_files(erasure.files_of)
    handlers.register(
        tasks.KIND, tasks.build, label=_("Diagnosis"), on_failure=tasks.tell_failure, page="diagnosis_of_job"
    )
    handlers.register(tasks.FIGURES, tasks.look_at_figures, label=_("Figures of diagnoses in force"))
    handlers.register(
        tasks.REMAKE,
        tasks.set_anew,
        label=_("Reports of a diagnosis"),
        on_failure=tasks.tell_not_remade,
        page="diagnosis_of_job",
    )
