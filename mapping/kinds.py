"""What of the map people read the history of."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role
from mapping.models import BoundarySet, Observation, Source
from records.kinds import Kind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def _boundaries(user: "User | AnonymousUser") -> "QuerySet[BoundarySet]":
    return BoundarySet.objects.filter(city__in=_where_they_work(user))


def _sources(user: "User | AnonymousUser") -> "QuerySet[Source]":
    return Source.objects.filter(city__in=_where_they_work(user))


def _where_they_work(user: "User | AnonymousUser") -> "QuerySet[Membership, Any]":
    return Membership.objects.of(user).filter(role__in=[Role.ADMIN, Role.OFFICER]).values("city")


KINDS = (
    Kind(
        "boundaries",
        BoundarySet,
        _("Boundary set"),
        _boundaries,
        lambda record: reverse("districts", args=[record.city.slug]),
    ),
    Kind("observation", Observation, _("Observation"), Observation.objects.visible_to),
    Kind("source", Source, _("Source"), _sources),
)
