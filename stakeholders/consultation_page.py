"""A consultation as it is read: who was heard and what was said, in words, as far as this person is told.

Which rows: `readable_outcomes()`. Who may not read it as a whole is told no rating that too few gave.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from analysis.disclosure import RULES, may_show_rating
from core.formats import number
from core.sort_keys import alphabetical
from core.vocabulary import in_words
from mapping.models import District, named_today
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
    """One consultation for one person, as `for_list` gave it: where it is open, with who was heard, quotes and
    follow-up; else what was said, no more."""

    consultation: Consultation
    districts: Mapping[str, str]
    groups: Mapping[str, str]
    user: User
    # What was read for many pages at once, by model; else each page reads its own.
    loaded: "Mapping[type[Any], Sequence[Any]] | None" = None

    @classmethod
    def of(cls, consultation: Consultation, districts: Mapping[str, str], user: User) -> Self:
        groups = PopulationGroup.objects.filter(city=consultation.city_id).values_list("code", "name")
        return cls(consultation, districts, dict(groups), user)

    @property
    def in_full(self) -> bool:
        return self.consultation.is_open

    @property
    def is_told_alone(self) -> bool:
        """Whether anything of it is told by itself to this person."""
        return self.in_full or RULES[self.consultation.confidentiality].fewest_sessions == 1

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
        rows = self._rated(Outlook, lambda row: row.district)
        return [(row, self.districts.get(row.district, row.district) or _("City-wide")) for row in rows]

    @cached_property
    def trust(self) -> "list[TrustRating]":
        return self._rated(TrustRating, lambda row: row.body)

    @cached_property
    def information(self) -> list[tuple[Information, str]]:
        rows = list(self._rows(Information))
        for row in () if self.in_full else rows:
            row.media_literacy = None  # nobody knows how many gave it
        return [(row, in_words(row.sources, InformationSource)) for row in rows]

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
        return sorted(self._rows(Attendance), key=lambda row: alphabetical(row.organisation)) if self.in_full else []

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
    def organisations(self) -> str:
        """Of a confidential session, which keeps none by its name: how many were invited and came, as far as known."""
        invited, came = self.consultation.organisations_invited, self.consultation.organisations_came
        facts = {"invited": number(invited or 0), "came": number(came or 0)}
        if invited is not None and came is not None:
            return _("%(came)s of %(invited)s that were invited") % facts
        if invited is not None:
            return _("%(invited)s invited; how many took part is not recorded") % facts
        return _("%(came)s took part; how many were invited is not recorded") % facts if came is not None else ""

    @property
    def has_heard(self) -> bool:
        """Whether anything is recorded of who was heard."""
        counted = self.consultation.people is not None or self.organisations
        return bool(counted or self.attendance or self.head_counts)

    @property
    def has_outcomes(self) -> bool:
        rated = self.outlooks or self.trust
        worded = self.needs or self.findings or self.disagreements or self.quotes
        return bool(rated or worded or self.information)

    def _rated(self, model: type[Any], of: "Callable[[Any], str]") -> list[Any]:
        """Ratings; where it is not open to this person, of what enough have rated."""
        rows = list(self._rows(model))
        if self.in_full:
            return rows
        raters: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            raters[of(row)].add(row.rater)
        return [row for row in rows if may_show_rating(raters[of(row)])]

    def _names(self, codes: Sequence[str]) -> str:
        return ", ".join(self.districts.get(code, code) for code in codes)

    def _rows(self, model: type[Any]) -> "Iterable[Any]":
        if self.loaded is not None:
            return self.loaded[model]
        return _rows_of(model, [self.consultation], self.user)


# All that a page is made of beside the consultation.
ROWS = (
    *(Need, Finding, Outlook, TrustRating, Information, Disagreement),
    *(Quote, FollowUp, Attendance, HeadCount),
)


def _rows_of(model: type[Any], consultations: Sequence[Consultation], user: User) -> "QuerySet[Any]":
    """With the organisation as which something was said. Who came is asked for of open ones alone (`in_full`)."""
    readable = model.objects.readable_outcomes(user) if hasattr(model.objects, "readable_outcomes") else model.objects
    rows: QuerySet[Any] = readable.filter(consultation__in=consultations)
    has_organisation = any(each.name == "organisation" for each in model._meta.concrete_fields)
    return rows.select_related("organisation") if has_organisation else rows


def pages_of(consultations: Sequence[Consultation], user: User) -> list[ConsultationPage]:
    """The pages of several consultations of one city, as `for_list` gave them to this person, read together."""
    if not consultations:
        return []
    city = consultations[0].city_id
    groups = dict(PopulationGroup.objects.filter(city=city).values_list("code", "name"))
    districts = _names_by_boundaries(city)
    found: dict[type[Any], dict[int, list[Any]]] = {model: defaultdict(list) for model in ROWS}
    for model in ROWS:
        for row in _rows_of(model, consultations, user):
            found[model][row.consultation_id].append(row)
    return [
        ConsultationPage(
            each,
            districts.get(each.boundary_set_id, {}),
            groups,
            user,
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
    names[None] = dict(named_today(city_id))
    return names
