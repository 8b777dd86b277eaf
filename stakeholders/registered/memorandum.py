"""The memorandum: its versions, signatures, dissent and wishes to revise it, their forms, and who waits for what."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import ADMINS, EVERYBODY, STAFF, City, Membership
from records.models.accesses import register_view
from records.registries.awaiting import Awaited
from records.registries.draft_forms import DraftForm
from records.registries.record_types import History, register_record_type
from stakeholders import erasure, found
from stakeholders.memorandum.steps import DECIDE, END, KEEP, PUT, STEPS, TAKE_BACK
from stakeholders.models import (
    Dissent,
    Memorandum,
    MemorandumRole,
    RevisionRequest,
    Signature,
)
from stakeholders.vocabulary import (
    VersionState,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

# The memorandum as a document, in the list of who saw what.
MEMORANDUM_FILE = "stakeholders.memorandumfile"
# Forms of a version beside its own.
ON_PAPER, DISSENT, REVISION = "on-paper", "dissent", "revision"


# What tells the rows of a part apart.
CALLED_BY: dict[type[Model], tuple[str, ...]] = {
    MemorandumRole: ("body",),
    Signature: ("body",),
    Dissent: ("body",),
    RevisionRequest: ("text",),
}


def _of_version(model: type[Model]) -> History:
    return History(
        model._meta.model_name or "",
        model,
        model._meta.verbose_name or "",
        lambda user: model._default_manager.filter(memorandum__in=Memorandum.objects.visible_to(user)),
        belongs_by="memorandum_id",
        called_by=CALLED_BY[model],
    )


MEMORANDUM = History(
    "memorandum",
    Memorandum,
    _("Memorandum"),
    lambda user: Memorandum.objects.visible_to(user).select_related("city"),
    lambda record: reverse("memorandum_version", args=[record.city.slug, record.number]),
    parts=tuple(_of_version(model) for model in erasure.VERSION_PARTS),
    also_told=("alone_because",),
    called_after="number",
)


def _version(name: str, city: City, record: str, *further: str) -> str:
    """The page of a form of a version, which goes by its number."""
    found = Memorandum.objects.filter(city=city, pk=record or 0).values_list("number", flat=True).first()
    return reverse(name, args=[city.slug, found, *further]) if found else reverse("memorandum", args=[city.slug])


def _version_step(verb: str, city: City, record: str) -> str:
    return _version("memorandum_step", city, record, verb)


def _signature(city: City, record: str) -> str:
    found = Signature.objects.filter(city=city, pk=record or 0).select_related("memorandum").first()
    if found is None:
        return reverse("memorandum", args=[city.slug])
    return reverse("memorandum_withdraw", args=[city.slug, found.memorandum.number, found.pk])


def _revision(city: City, record: str) -> str:
    found = RevisionRequest.objects.filter(city=city, pk=record or 0).select_related("memorandum").first()
    if found is None:
        return reverse("memorandum", args=[city.slug])
    return reverse("memorandum_answer", args=[city.slug, found.memorandum.number, found.pk])


MEMORANDUM_FORMS = (
    DraftForm(Memorandum, _("Memorandum"), STAFF, partial(_version, "memorandum_change")),
    *(DraftForm(Memorandum, STEPS[verb].label, STAFF, partial(_version_step, verb), verb) for verb in (PUT, TAKE_BACK)),
    *(
        DraftForm(Memorandum, STEPS[verb].label, ADMINS, partial(_version_step, verb), verb)
        for verb in (DECIDE, KEEP, END)
    ),
    DraftForm(Memorandum, _("Signed on paper"), ADMINS, partial(_version, "memorandum_on_paper"), ON_PAPER),
    DraftForm(Memorandum, _("Dissent"), EVERYBODY, partial(_version, "memorandum_dissent"), DISSENT),
    DraftForm(Memorandum, _("Ask for a revision"), EVERYBODY, partial(_version, "memorandum_revise"), REVISION),
)


def of_memorandum(before: Any, after: Any) -> Iterator[Awaited]:
    """A version that was put to the members waits for what they say."""
    if after is None or after.state != VersionState.PUT or (before is not None and before.state == after.state):
        return
    version = Memorandum.objects.filter(pk=after.pgh_obj_id, state=VersionState.PUT).select_related("city").first()
    if version is not None:
        members = Membership.objects.in_force().lasting().filter(city=version.city_id, user__is_active=True)
        link = reverse("memorandum_version", args=[version.city.slug, version.number])
        yield Awaited("answer", members.values_list("user", flat=True), link)


def of_revision(before: Any, after: Any) -> Iterator[Awaited]:
    """A wish to revise waits for admins, and its answer for who asked."""
    row = RevisionRequest.objects.filter(pk=after.pgh_obj_id).select_related("city").first() if after else None
    if row is None:
        return
    link = reverse("memorandum", args=[row.city.slug])
    if before is None and not row.answer:
        yield Awaited("flag", _admins(row.city_id), link)
    elif before is not None and after.answer and not before.answer and row.asked_by_id:
        yield Awaited("answered", [row.asked_by_id], link)


def of_signature(before: Any, after: Any) -> Iterator[Awaited]:
    """That a member withdrew its signature, admins are told: it reads what is clear alone from then on."""
    if after is None or before is None or before.withdrawn_at is not None or after.withdrawn_at is None:
        return
    row = Signature.objects.filter(pk=after.pgh_obj_id).select_related("city", "memorandum").first()
    if row is not None:
        link = reverse("memorandum_version", args=[row.city.slug, row.memorandum.number])
        yield Awaited("flag", _admins(row.city_id), link)


def _admins(city_id: int) -> "QuerySet[Membership, int]":
    admins = Membership.objects.in_force().lasting().admins().filter(city=city_id, user__is_active=True)
    return admins.values_list("user", flat=True)


SIGNATURE_FORM = DraftForm(Signature, _("Withdraw a signature"), EVERYBODY, _signature)
REVISION_FORM = DraftForm(RevisionRequest, _("Answer a wish to revise"), ADMINS, _revision)


def register() -> None:
    register_view(MEMORANDUM_FILE, _("Memorandum"))
    register_record_type(
        Memorandum,
        history=MEMORANDUM,
        drafts=MEMORANDUM_FORMS,
        erasure=erasure.MEMORANDA,
        awaits=of_memorandum,
        finds=found.MEMORANDA,
    )
    register_record_type(Signature, drafts=(SIGNATURE_FORM,), awaits=of_signature)
    register_record_type(RevisionRequest, drafts=(REVISION_FORM,), awaits=of_revision)
