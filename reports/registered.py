"""What of a diagnosis people read the history of, and which of its forms are kept as drafts."""

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import City, Role
from records.draft_forms import DraftedForm
from records.record_types import Kind
from reports.harm import QUESTIONS
from reports.models import Diagnosis, Judgement, ReleaseCheck


def _question(code: str) -> str:
    texts = {question.code: str(question.text) for question in QUESTIONS}
    return texts.get(code, str(_("What the screen found")))


DIAGNOSIS = Kind(
    "diagnosis",
    Diagnosis,
    _("Diagnosis"),
    Diagnosis.objects.visible_to,
    lambda record: reverse("diagnosis", args=[record.city.slug, record.number]),
    {"language": lambda code: dict(settings.LANGUAGES).get(code, code)},
    parts=(
        Kind(
            "judgement",
            Judgement,
            _("Judgement"),
            lambda user: Judgement.objects.filter(diagnosis__in=Diagnosis.objects.visible_to(user)),
            words={"evidence": lambda rows: "; ".join(f"{row['what']}: {row['value']}" for row in rows)},
            belongs_by="diagnosis_id",
        ),
        Kind(
            "release-check",
            ReleaseCheck,
            _("Do-no-harm check"),
            lambda user: ReleaseCheck.objects.filter(diagnosis__in=Diagnosis.objects.visible_to(user)),
            words={"question": _question},
            belongs_by="diagnosis_id",
        ),
    ),
)


def _diagnosis_of(city: City, record: str) -> Diagnosis | None:
    found: QuerySet[Diagnosis] = Diagnosis.objects.filter(city=city, pk=record or 0)
    return found.first()


def _check(city: City, record: str) -> str:
    found = _diagnosis_of(city, record)
    return reverse("release_check", args=[city.slug, found.number]) if found else reverse("diagnoses", args=[city.slug])


def _judgement(city: City, record: str) -> str:
    found = Judgement.objects.filter(city=city, pk=record or 0).select_related("diagnosis").first()
    if found is None:
        return reverse("diagnoses", args=[city.slug])
    return reverse("judgement", args=[city.slug, found.diagnosis.number, found.pk])


FORMS = (
    DraftedForm(Judgement, _("Judgement"), (Role.ADMIN,), _judgement),
    DraftedForm(Diagnosis, _("Do-no-harm check"), (Role.ADMIN,), _check, "check"),
)
