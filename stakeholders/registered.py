"""The record types of the stakeholders: their history, drafts, end, and names; and what the map tells of them."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.city import CurrentCity
from accounts.models import ADMINS, EVERYBODY, STAFF, City, Membership
from core.vocabulary import in_words
from mapping.map import panel_facts
from mapping.models import called_today
from records.awaiting import Awaited, of_review
from records.draft_forms import DraftForm, step_forms
from records.models.accesses import register_view
from records.record_types import History, has_field, register_record_type
from stakeholders import district_facts, erasure, found
from stakeholders.erasure import PARTS
from stakeholders.memorandum_steps import DECIDE, END, KEEP, PUT, STEPS, TAKE_BACK
from stakeholders.models import (
    Attendance,
    Consultation,
    Disagreement,
    Dissent,
    Finding,
    FollowUp,
    HeadCount,
    Information,
    Memorandum,
    MemorandumRole,
    Need,
    Organisation,
    Outlook,
    PopulationGroup,
    Quote,
    RevisionRequest,
    Service,
    Signature,
    TrustRating,
)
from stakeholders.said_in_district import said_in_district
from stakeholders.screening_names import group_names, organisation_names
from stakeholders.vocabulary import (
    AgeBand,
    Barrier,
    Bring,
    InformationSource,
    NeedCategory,
    Part,
    PreventionLevel,
    Sector,
    StakeholderBlock,
    VersionState,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _head_count(code: str) -> str:
    known = {str(term): str(term.label) for vocabulary in (Sector, AgeBand) for term in vocabulary}
    return known.get(code, code)


WORDS: dict[type[Model], dict[str, Callable[[Any], str]]] = {
    HeadCount: {"code": _head_count},
    Information: {"sources": partial(in_words, vocabulary=InformationSource)},
    Disagreement: {"blocks": partial(in_words, vocabulary=StakeholderBlock)},
}


def _groups(codes: set[str]) -> dict[str, str]:
    return dict(PopulationGroup.objects.filter(city=CurrentCity(), code__in=codes).values_list("code", "name"))


# Codes of the city's own, by the field they stand in.
OF_THE_CITY: "dict[str, Callable[[set[str]], dict[str, str]]]" = {
    "district": called_today,
    "districts": called_today,
    "groups": _groups,
}
# What tells the rows of a part apart.
CALLED_BY: dict[type[Model], tuple[str, ...]] = {
    Attendance: ("organisation",),
    HeadCount: ("code",),
    Need: ("category", "statement"),
    Outlook: ("block", "district"),
    TrustRating: ("block", "body"),
    Information: ("age_band", "sources"),
    Finding: ("kind", "statement"),
    Disagreement: ("statement",),
    Quote: ("text",),
    FollowUp: ("recommendation",),
    MemorandumRole: ("body",),
    Signature: ("body",),
    Dissent: ("body",),
    RevisionRequest: ("text",),
}


def _called(model: type[Model]) -> "dict[str, Callable[[set[str]], dict[str, str]]]":
    """The names of what this model holds by codes of the city."""
    return {name: called for name, called in OF_THE_CITY.items() if has_field(model, name)}


def _part(model: type[Model]) -> History:
    return History(
        model._meta.model_name or "",
        model,
        model._meta.verbose_name or "",
        lambda user: model._default_manager.filter(consultation__in=Consultation.objects.visible_to(user)),
        words=WORDS.get(model, {}),
        belongs_by="consultation_id",
        called=_called(model),
        called_by=CALLED_BY[model],
    )


CONSULTATION = History(
    "consultation",
    Consultation,
    _("Consultation"),
    Consultation.objects.visible_to,
    lambda record: reverse("consultation", args=[record.city.slug, record.pk]),
    {"barriers": partial(in_words, vocabulary=Barrier), "done_parts": partial(in_words, vocabulary=Part)},
    parts=tuple(_part(model) for model in PARTS),
    called=_called(Consultation),
)
ORGANISATION = History(
    "organisation",
    Organisation,
    _("Organisation"),
    Organisation.objects.visible_to,
    lambda record: reverse("organisation", args=[record.city.slug, record.pk]),
    {"levels": partial(in_words, vocabulary=PreventionLevel), "brings": partial(in_words, vocabulary=Bring)},
    marked_fields={"contacts": Organisation.CONTACTS},
    called=_called(Organisation),
)
POPULATION_GROUP = History(
    "population-group",
    PopulationGroup,
    _("Population group"),
    PopulationGroup.objects.visible_to,
    lambda record: reverse("groups", args=[record.city.slug]),
)


SERVICE = History(
    "service",
    Service,
    _("Service"),
    Service.objects.visible_to,
    lambda record: reverse("service", args=[record.city.slug, record.pk]),
    {"needs": partial(in_words, vocabulary=NeedCategory), "levels": partial(in_words, vocabulary=PreventionLevel)},
    marked_fields={"contact_role": Service.CONTACTS},
    called=_called(Service),
)


def _conversation(city: City, record: str) -> str:
    if record:
        return reverse("consultation_change", args=[city.slug, record])
    return reverse("conversation_new", args=[city.slug])


def _section(part: str) -> DraftForm:
    return DraftForm(
        Consultation,
        Part(part).label,
        STAFF,
        lambda city, record: reverse("consultation_part", args=[city.slug, record or 0, part]),
        part,
    )


def _organisation(city: City, record: str) -> str:
    if record:
        return reverse("organisation_change", args=[city.slug, record])
    return reverse("organisation_new", args=[city.slug])


def _group(city: City, record: str) -> str:
    return reverse("group_change", args=[city.slug, record]) if record else reverse("group_new", args=[city.slug])


def _service(city: City, record: str) -> str:
    return reverse("service_change", args=[city.slug, record]) if record else reverse("service_new", args=[city.slug])


SERVICE_FORMS = (
    DraftForm(Service, _("Service"), STAFF, _service),
    *step_forms(Service, SERVICE.name, STAFF),
)
ORGANISATION_FORM = DraftForm(Organisation, _("Organisation"), STAFF, _organisation)
GROUP_FORM = DraftForm(PopulationGroup, _("Population group"), ADMINS, _group)
CONSULTATION_FORMS = (
    DraftForm(
        Consultation, _("Consultation"), STAFF, lambda city, _record: reverse("consultation_new", args=[city.slug])
    ),
    DraftForm(Consultation, _("Conversation"), STAFF, _conversation, "conversation"),
    *(_section(part) for part in Part.values),
    *step_forms(Consultation, CONSULTATION.name, STAFF),
)


# The memorandum as a document, in the list of who saw what.
MEMORANDUM_FILE = "stakeholders.memorandumfile"
# Forms of a version beside its own.
ON_PAPER, DISSENT, REVISION = "on-paper", "dissent", "revision"


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
    _register_memoranda()
    register_record_type(
        Organisation,
        history=ORGANISATION,
        drafts=(ORGANISATION_FORM,),
        erasure=erasure.ORGANISATIONS,
        names=organisation_names,
        finds=found.ORGANISATIONS,
    )
    register_record_type(
        PopulationGroup,
        history=POPULATION_GROUP,
        drafts=(GROUP_FORM,),
        names=group_names,
        are_people=True,
        finds=found.GROUPS,
    )
    register_record_type(
        Consultation,
        history=CONSULTATION,
        drafts=CONSULTATION_FORMS,
        erasure=erasure.CONSULTATIONS,
        awaits=of_review(Consultation),
        finds=found.CONSULTATIONS,
    )
    register_record_type(
        Service,
        history=SERVICE,
        drafts=SERVICE_FORMS,
        erasure=erasure.SERVICES,
        awaits=of_review(Service),
        finds=found.SERVICES,
    )
    panel_facts.register(district_facts.told)
    panel_facts.register_hearer(said_in_district)


def _register_memoranda() -> None:
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
