"""The record types of the map: their history, drafts, end, and names."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import ADMINS, STAFF, Membership
from core.vocabulary import in_words
from mapping import erasure, found
from mapping.actions.factors import follow_evidence
from mapping.actions.once import settle
from mapping.actions.series import follow_records
from mapping.map.panel import DISTRICT_PAGE, PANEL
from mapping.models import (
    SAME_EVENT,
    BoundarySet,
    CoveredDistrict,
    District,
    Factor,
    Observation,
    ObservationImport,
    PracticeChange,
    Series,
    Source,
    SourceCoverage,
    TriggerEvent,
    called_today,
)
from mapping.screening_names import district_names, source_names
from mapping.vocabulary import Current, Manifestation, Target
from records.evidence import told_to_all
from records.models.accesses import register_called, register_view
from records.registries.awaiting import of_review
from records.registries.derived import register_counter, register_follower
from records.registries.draft_forms import DraftForm, at_its_pages, step_forms
from records.registries.record_types import History, register_record_type

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def _boundaries(user: "User | AnonymousUser") -> "QuerySet[BoundarySet]":
    return BoundarySet.objects.filter(city__in=_where_they_work(user))


def _where_they_work(user: "User | AnonymousUser") -> "QuerySet[Membership, Any]":
    return Membership.objects.of(user).staff().values("city")


def _terms() -> dict[str, Callable[[Any], str]]:
    """Several codes of a vocabulary, by their labels."""
    several = {"manifestations": Manifestation, "targets": Target, "currents": Current}
    return {name: partial(in_words, vocabulary=vocabulary) for name, vocabulary in several.items()}


def _covered(user: "User | AnonymousUser") -> "QuerySet[SourceCoverage]":
    return SourceCoverage.objects.filter(source__in=Source.objects.visible_to(user))


def _practice_changes(user: "User | AnonymousUser") -> "QuerySet[PracticeChange]":
    return PracticeChange.objects.filter(city__in=_where_they_work(user))


def _districts_covered(user: "User | AnonymousUser") -> "QuerySet[CoveredDistrict]":
    return CoveredDistrict.objects.filter(city__in=_where_they_work(user))


def _stretches(source: int) -> "QuerySet[Any]":
    """Numbers of all stretches a source ever had."""
    events: QuerySet[Any] = SourceCoverage.pgh_event_model.objects.filter(source_id=source)  # type: ignore[attr-defined]
    return events.values("pgh_obj_id")


BOUNDARIES = History(
    "boundaries",
    BoundarySet,
    _("Boundary set"),
    _boundaries,
    lambda record: reverse("districts", args=[record.city.slug]),
)
OBSERVATION = History(
    "observation",
    Observation,
    _("Observation"),
    Observation.objects.visible_to,
    lambda record: reverse("observation", args=[record.city.slug, record.pk]),
    _terms(),
    also_told=("series",),
)
FACTOR = History(
    "factor",
    Factor,
    _("Driver or protective factor"),
    Factor.objects.visible_to,
    lambda record: reverse("factor", args=[record.city.slug, record.pk]),
    # what is not open to everybody who reads the factor, or is gone, is named by no number
    {"rests_on": lambda references: ", ".join(told_to_all(references)) or "–"},
    called={"districts": called_today},
)
SOURCE = History(
    "source",
    Source,
    _("Source"),
    Source.objects.visible_to,
    lambda record: reverse("sources", args=[record.city.slug]),
    parts=(
        History(
            "coverage",
            SourceCoverage,
            _("Where it looked"),
            _covered,
            belongs_by="source_id",
            called_by=("start", "end"),
        ),
        History(
            "covered",
            CoveredDistrict,
            _("District"),
            _districts_covered,
            belongs_by="coverage_id",
            called_by=("district",),
            among=_stretches,
        ),
        History(
            "practice",
            PracticeChange,
            _("Recording changed"),
            _practice_changes,
            belongs_by="source_id",
            called_by=("changed_on",),
        ),
    ),
)

TRIGGER_EVENT = History(
    "trigger-event",
    TriggerEvent,
    _("Trigger event"),
    TriggerEvent.objects.visible_to,
    lambda record: reverse("trigger_events", args=[record.city.slug]),
)


SERIES = History(
    "series",
    Series,
    _("Series"),
    Series.objects.visible_to,
    lambda record: reverse("series", args=[record.city.slug, record.pk]),
)


OBSERVATION_FORMS = (
    DraftForm(Observation, _("Observation"), STAFF, at_its_pages("observation")),
    *step_forms(Observation, OBSERVATION.name, STAFF),
)
FACTOR_FORMS = (
    DraftForm(Factor, _("Driver or protective factor"), STAFF, at_its_pages("factor")),
    *step_forms(Factor, FACTOR.name, STAFF),
)
TRIGGER_EVENT_FORM = DraftForm(TriggerEvent, _("Trigger event"), ADMINS, at_its_pages("trigger_event"))
SERIES_FORM = DraftForm(Series, _("Series"), STAFF, at_its_pages("series"))
SOURCE_FORM = DraftForm(Source, _("Source"), ADMINS, at_its_pages("source"))


def _settle(model: str, numbers: Sequence[int]) -> None:
    if model == Observation._meta.label_lower:
        settle(numbers)


def _districts_by_name(city_id: int) -> Iterable[tuple[int, object]]:
    return District.objects.order_by().filter(city=city_id).values_list("pk", "name")


def register() -> None:
    for page, name in ((PANEL, _("District on the map")), (DISTRICT_PAGE, _("District"))):
        register_view(page, name)
        register_called(page, _districts_by_name)
    register_view(SAME_EVENT, _("Likely the same event"))
    register_counter(_settle)
    register_record_type(BoundarySet, history=BOUNDARIES, names=district_names)
    register_record_type(
        Observation,
        history=OBSERVATION,
        drafts=OBSERVATION_FORMS,
        erasure=erasure.OBSERVATIONS,
        awaits=of_review(Observation),
        finds=found.OBSERVATIONS,
    )
    register_record_type(
        Factor,
        history=FACTOR,
        drafts=FACTOR_FORMS,
        erasure=erasure.FACTORS,
        awaits=of_review(Factor),
        finds=found.FACTORS,
    )
    register_follower(follow_evidence)
    register_record_type(ObservationImport, erasure=erasure.IMPORTS)
    register_record_type(Series, history=SERIES, drafts=(SERIES_FORM,), erasure=erasure.SERIES, finds=found.SERIES)
    register_follower(follow_records)
    register_record_type(Source, history=SOURCE, drafts=(SOURCE_FORM,), names=source_names, finds=found.SOURCES)
    register_record_type(District, finds=found.DISTRICTS)
    register_record_type(TriggerEvent, history=TRIGGER_EVENT, drafts=(TRIGGER_EVENT_FORM,), finds=found.TRIGGER_EVENTS)
