"""A consultation as it is read: who was heard and what was said, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mapping.vocabulary import labels
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
            for row in self._said(Need)
        ]

    @cached_property
    def findings(self) -> list[tuple[Finding, str]]:
        return [(row, self._names(row.districts) or _("City-wide")) for row in self._said(Finding)]

    @cached_property
    def outlooks(self) -> list[tuple[Outlook, str]]:
        return [(row, self.districts.get(row.district, row.district) or _("City-wide")) for row in self._said(Outlook)]

    @cached_property
    def trust(self) -> "list[TrustRating]":
        return list(self._said(TrustRating))

    @cached_property
    def information(self) -> list[tuple[Information, str]]:
        return [(row, ", ".join(labels(row.sources, InformationSource))) for row in self._rows(Information)]

    @cached_property
    def disagreements(self) -> list[tuple[Disagreement, str]]:
        return [(row, ", ".join(labels(row.blocks, StakeholderBlock))) for row in self._rows(Disagreement)]

    @cached_property
    def quotes(self) -> "list[Quote]":
        return list(self._said(Quote)) if self.in_full else []

    @cached_property
    def follow_ups(self) -> "list[FollowUp]":
        return list(self._rows(FollowUp)) if self.in_full else []

    @cached_property
    def attendance(self) -> "list[Attendance]":
        return list(self._rows(Attendance).select_related("organisation")) if self.in_full else []

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

    def _said(self, model: type[Any]) -> "QuerySet[Any]":
        return self._rows(model).select_related("organisation")

    def _rows(self, model: type[Any]) -> "QuerySet[Any]":
        rows: QuerySet[Any] = model.objects.filter(consultation=self.consultation)
        return rows
