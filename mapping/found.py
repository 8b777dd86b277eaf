"""How one search over everything finds what is on the map, and what was recorded of it."""

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import F, OuterRef, Subquery, TextField
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.composed import IsAmong
from accounts.models import Membership
from core import formats
from core.lists import cells
from mapping.models import District, Factor, Observation, Series, Source, TriggerEvent
from records.registries.findable import Findable, Hit, texts


def review_chip(row: Any) -> SafeString:
    return cells.chip(row.get_state_display(), row.state)


def with_district_names(rows: Any, member: Membership) -> Any:
    """`where_names`, to be searched, and fetched by who asks for it: of the districts that a row names by their codes,
    as they are called today."""
    today: Any = District.objects.of_today(city_id=member.city_id).order_by()
    named = today.filter(IsAmong(F("code"), OuterRef("districts")))
    # a constant to group by: one row comes of all districts, none of none
    named = named.values("city").annotate(names=StringAgg("name", ", ", order_by="name", output_field=TextField()))
    return rows.alias(where_names=Subquery(named.values("names"), output_field=TextField()))


def searched_observations(rows: Any) -> Any:
    return rows.alias(searched=texts("title", "what_happened", "platform", "trigger_event", "district__name"))


def _observations(member: Membership) -> Any:
    seen = Observation.objects.visible_to(member.user)
    return searched_observations(seen.select_related("district").defer("district__geometry"))


def _observation(row: Observation, city: str) -> Hit:
    return Hit(row.title, reverse("observation", args=[city, row.pk]), row.where, row.when, review_chip(row))


def searched_factors(rows: Any, member: Membership) -> Any:
    return with_district_names(rows, member).alias(searched=texts("title", "statement", "evidence", "where_names"))


def _factors(member: Membership) -> Any:
    rows = searched_factors(Factor.objects.visible_to(member.user), member)
    return rows.annotate(where_names=F("where_names"))


def _factor(row: Any, city: str) -> Hit:
    where = row.where_names or __("City-wide")
    return Hit(row.title, reverse("factor", args=[city, row.pk]), where, row.get_kind_display(), review_chip(row))


def _sources(member: Membership) -> Any:
    return Source.objects.visible_to(member.user).alias(searched=texts("name", "key"))


def _source(row: Source, city: str) -> Hit:
    return Hit(row.name, reverse("sources", args=[city]), row.get_source_type_display())


def _districts(member: Membership) -> Any:
    today = District.objects.of_today(city_id=member.city_id).defer("geometry")
    return today.alias(searched=texts("name", "code"))


def _district(row: District, city: str) -> Hit:
    return Hit(row.name, reverse("district", args=[city, row.pk]), row.code)


def _series(member: Membership) -> Any:
    return Series.objects.visible_to(member.user).alias(searched=texts("name"))


def _one_series(row: Series, city: str) -> Hit:
    return Hit(row.name, reverse("series", args=[city, row.pk]))


def _trigger_events(member: Membership) -> Any:
    return TriggerEvent.objects.visible_to(member.user).alias(searched=texts("title", "about"))


def _trigger_event(row: TriggerEvent, city: str) -> Hit:
    return Hit(row.title, reverse("trigger_events", args=[city]), when=formats.day(row.day))


OBSERVATIONS = Findable(_("Observations"), _observations, _observation, ("-first_day", "-pk"), "observations")
FACTORS = Findable(_("Drivers and protective factors"), _factors, _factor, ("title", "pk"), "factors")
SOURCES = Findable(_("Sources"), _sources, _source, ("name", "pk"))
DISTRICTS = Findable(_("Districts"), _districts, _district, ("name", "pk"), "districts", members=True)
SERIES = Findable(_("Series"), _series, _one_series, ("name", "pk"), "series_list")
TRIGGER_EVENTS = Findable(_("Trigger events"), _trigger_events, _trigger_event, ("-day", "-pk"))
