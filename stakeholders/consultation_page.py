"""A consultation as it is read: who was heard and what was said, in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.vocabulary import in_words
from mapping.models import District
from stakeholders.models import (
    Attendance,
    Consultation,
    Disagreement,
    Finding,
    FollowUp,
    HeadCount,
    Information,
    Need,
    Outlook,
    PopulationGroup,
    Quote,
    TrustRating,
)
from stakeholders.vocabulary import AgeBand, Axis, InformationSource, Sector, StakeholderBlock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Heard:
    """People of one sector, group or age."""

    label: str
    people: int
    represented: bool


@dataclass
class ConsultationPage:
    """One consultation. `in_full` opens who was heard, quotes and follow-up; else there is what was said, no more."""

    consultation: Consultation
    districts: Mapping[str, str]
    groups: Mapping[str, str]
    in_full: bool
    # What was read for many pages at once, by model; else each page reads its own.
    loaded: "Mapping[type[Any], Sequence[Any]] | None" = None

    @classmethod
    def of(cls, consultation: Consultation, districts: Mapping[str, str], *, in_full: bool) -> Self:
        groups = PopulationGroup.objects.filter(city=consultation.city_id).values_list("code", "name")
        return cls(consultation, districts, dict(groups), in_full)

    @property
    def where(self) -> str:
        named = self._names(self.consultation.districts)
        return named or self.consultation.get_held_display()

    @property
    def facts(self) -> "list[tuple[StrOrPromise, str]]":
        facts = [(_("Where"), self.where), *self.consultation.session_facts()]
        return [(label, value) for label, value in facts if value]

    @cached_property
    def needs(self) -> list[tuple[Need, str, str]]:
        """Each with where and for whom, in words."""
        return [
            (row, self._names(row.districts) or _("City-wide"), ", ".join(self.groups.get(c, c) for c in row.groups))
            for row in self._rows(Need)
        ]

    @cached_property
    def findings(self) -> list[tuple[Finding, str]]:
        return [(row, self._names(row.districts) or _("City-wide")) for row in self._rows(Finding)]

    @cached_property
    def outlooks(self) -> list[tuple[Outlook, str]]:
        return [(row, self.districts.get(row.district, row.district) or _("City-wide")) for row in self._rows(Outlook)]

    @cached_property
    def trust(self) -> "list[TrustRating]":
        return list(self._rows(TrustRating))

    @cached_property
    def information(self) -> list[tuple[Information, str]]:
        return [(row, in_words(row.sources, InformationSource)) for row in self._rows(Information)]

    @cached_property
    def disagreements(self) -> list[tuple[Disagreement, str]]:
        return [(row, in_words(row.blocks, StakeholderBlock)) for row in self._rows(Disagreement)]

    @cached_property
    def quotes(self) -> "list[Quote]":
        return list(self._rows(Quote)) if self.in_full else []

    @cached_property
    def follow_ups(self) -> "list[FollowUp]":
        return list(self._rows(FollowUp)) if self.in_full else []

    @cached_property
    def attendance(self) -> "list[Attendance]":
        return list(self._rows(Attendance)) if self.in_full else []

    @cached_property
    def head_counts(self) -> list[tuple[str, list[Heard]]]:
        """By sector, by group, by age: separate totals."""
        if not self.in_full:
            return []
        names = {
            Axis.SECTOR: {str(each): str(each.label) for each in Sector},
            Axis.AGE: {str(each): str(each.label) for each in AgeBand},
            Axis.GROUP: self.groups,
        }
        places = {code: place for known in names.values() for place, code in enumerate(known)}
        rows = sorted(self._rows(HeadCount), key=lambda row: (row.axis, places.get(row.code, len(places))))
        by_axis = [
            (
                str(axis.label),
                [Heard(names[axis].get(r.code, r.code), r.people, r.represented) for r in rows if r.axis == axis],
            )
            for axis in Axis
        ]
        return [(label, heard) for label, heard in by_axis if heard]

    @property
    def has_outcomes(self) -> bool:
        return bool(self.needs or self.findings or self.outlooks or self.trust or self.disagreements)

    def _names(self, codes: Sequence[str]) -> str:
        return ", ".join(self.districts.get(code, code) for code in codes)

    def _rows(self, model: type[Any]) -> "Iterable[Any]":
        if self.loaded is not None:
            return self.loaded[model]
        return _rows_of(model, [self.consultation])


# All that a page is made of beside the consultation.
ROWS = (
    *(Need, Finding, Outlook, TrustRating, Information, Disagreement),
    *(Quote, FollowUp, Attendance, HeadCount),
)


def _rows_of(model: type[Any], consultations: Sequence[Consultation]) -> "QuerySet[Any]":
    """With the organisation as which something was said."""
    rows: QuerySet[Any] = model.objects.filter(consultation__in=consultations)
    has_organisation = any(each.name == "organisation" for each in model._meta.concrete_fields)
    return rows.select_related("organisation") if has_organisation else rows


def pages_of(consultations: Sequence[Consultation]) -> list[ConsultationPage]:
    """The pages of several consultations of one city, as `for_list` gave them, read together."""
    if not consultations:
        return []
    city = consultations[0].city_id
    groups = dict(PopulationGroup.objects.filter(city=city).values_list("code", "name"))
    districts = _names_by_boundaries(city)
    found: dict[type[Any], dict[int, list[Any]]] = {model: defaultdict(list) for model in ROWS}
    for model in ROWS:
        for row in _rows_of(model, consultations):
            found[model][row.consultation_id].append(row)
    return [
        ConsultationPage(
            each,
            districts.get(each.boundary_set_id, {}),
            groups,
            in_full=each.is_open,
            loaded={model: rows[each.pk] for model, rows in found.items()},
        )
        for each in consultations
    ]


def _names_by_boundaries(city_id: int) -> dict[int | None, dict[str, str]]:
    """The names of districts by code, of every boundary set; under None of that of today."""
    names: dict[int | None, dict[str, str]] = defaultdict(dict)
    rows = District.objects.filter(city=city_id).values_list("boundary_set", "code", "name")
    for boundary_set, code, name in rows:
        names[boundary_set][code] = name
    names[None] = dict(District.objects.of_today(city_id=city_id).values_list("code", "name"))
    return names
