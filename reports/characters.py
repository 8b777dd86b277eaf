"""Characters that no typeface of the reports can show, in what the reports print: told before one is asked for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.text import capfirst

from accounts.models import City, ProcessingRecord, User
from accounts.permissions import member_of
from mapping.models import District, Factor, Observation, Source
from output.fonts import unprintable
from stakeholders.models import (
    Consultation,
    Disagreement,
    Finding,
    FollowUp,
    Memorandum,
    Need,
    Organisation,
    PopulationGroup,
    Quote,
    Service,
)

# Parts of a consultation, and what is printed of each.
SAID: tuple[tuple[type[Model], tuple[str, ...]], ...] = (
    (Need, ("statement",)),
    (Finding, ("statement",)),
    (Disagreement, ("statement",)),
    (Quote, ("text",)),
    (FollowUp, ("recommendation", "owner", "what_changed")),
)
SIGNS = 10
Address = Callable[[str, Any], str]


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A field of a record, with the characters in it that cannot be printed."""

    record: str
    field: str
    characters: str
    url: str


def unprintable_in(city: City, user: User) -> Iterator[Unprintable]:
    """In what this person may read, and a report may print."""

    def page(name: str, number: Any = None) -> str:
        return reverse(name, args=[city.slug, *([] if number is None else [number])])

    yield from _looked_through(
        District.objects.of_today(city_id=city.pk), ("name",), lambda row: page("district", row.pk)
    )
    sources = Source.objects.visible_to(user)
    yield from _looked_through(sources, ("name",), lambda row: page("source_change", row.pk))
    records = Observation.objects.visible_to(user).approved().exclude(platform="")
    yield from _looked_through(records.order_by("platform").distinct("platform"), ("platform",),
                               lambda row: page("observation", row.pk))  # fmt: skip
    factors = Factor.objects.visible_to(user).approved()
    yield from _looked_through(factors, ("title", "statement", "evidence"), lambda row: page("factor", row.pk))
    bodies = Organisation.objects.visible_to(user).filter(city=city)
    yield from _looked_through(bodies, ("name",), lambda row: page("organisation", row.pk))
    services = Service.objects.visible_to(user).approved()
    member = member_of(city.pk, user)
    contacts = ("contact_role",) if member and member.is_cleared_for(Service.CONTACTS) else ()
    of_service = ("title", "about", "capacity", *contacts)
    yield from _looked_through(services, of_service, lambda row: page("service", row.pk))
    yield from _looked_through(
        [city], ("mission", "common_goal", "threat_text", "threat_source"), lambda _row: page("city_settings")
    )
    holds = [version] if (version := Memorandum.objects.in_force()) else []
    yield from _looked_through(holds, ("mission", "vision", "common_goal"), lambda _row: page("memorandum"))
    groups = PopulationGroup.objects.visible_to(user).filter(city=city)
    yield from _looked_through(groups, ("name",), lambda row: page("group_change", row.pk))
    held = Consultation.objects.visible_to(user).filter(city=city).approved()
    for model, fields in SAID:
        rows = model._default_manager.filter(consultation__in=held)
        yield from _looked_through(rows, fields, lambda row: page("consultation", row.consultation_id),
                                   lambda row: row.consultation)  # fmt: skip
    texts = tuple(field.name for field in ProcessingRecord._meta.concrete_fields if field.name in PRINTED)
    record = ProcessingRecord.objects.filter(city=city)
    yield from _looked_through(record, texts, lambda _row: page("processing_record"))


PRINTED = frozenset(
    [
        "controller",
        "contact",
        "owner",
        "purpose",
        "legal_basis_law",
        "special_categories",
        "impact_assessment_note",
        "officer_opinion",
        "archive_rule",
        "secrecy_ground",
    ]
)


def _looked_through(
    rows: "QuerySet[Any] | Iterable[Any]",
    fields: tuple[str, ...],
    url: Callable[[Any], str],
    record: Callable[[Any], object] = lambda row: row,
) -> Iterator[Unprintable]:
    if isinstance(rows, QuerySet):
        # what else there is of a row is read where it is told of, which is hardly ever
        rows = rows.only(*fields)
    for row in rows:
        for name in fields:
            if found := unprintable(getattr(row, name)):
                label = capfirst(str(row._meta.get_field(name).verbose_name))
                yield Unprintable(str(record(row)), label, " ".join(found[:SIGNS]), url(row))
