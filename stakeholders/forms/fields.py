"""Fields that several forms here have: districts, population groups, who said it, how long ago."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import City, Membership, User
from core.form_words import EMPTY
from core.sort_keys import Alphabetical
from mapping.models import District, named_today
from stakeholders.actions.attribution import BLOCK, ORGANISATION, SECTOR, speakers
from stakeholders.models import Consultation, PopulationGroup
from stakeholders.vocabulary import Confidentiality

KINDS = {ORGANISATION: _("An organisation that took part"), SECTOR: _("A sector"), BLOCK: _("A block")}


def several(label: Any, choices: Any = (), **more: Any) -> forms.MultipleChoiceField:
    more = {"required": False, "widget": forms.CheckboxSelectMultiple, **more}
    return forms.MultipleChoiceField(label=label, choices=choices, **more)


def one_of(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    """A question with a few answers, all of them in view."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **more)


def text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def refuse_end_before(form: forms.BaseForm, first: str, last: str) -> None:
    """Say beside the later of two days that it lies before the other: the table says it of the row as a whole."""
    begins, ends = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begins and ends and ends < begins:
        form.add_error(last, _("It ends before it begins."))


def districts_of(consultation: Consultation) -> list[tuple[str, str]]:
    """Code and name, of the boundaries that hold for the session."""
    if consultation.boundary_set_id:
        return list(District.objects.filter(boundary_set=consultation.boundary_set_id).by_name())
    return named_today(consultation.city_id)


def districts_of_today(city: City) -> list[tuple[str, str]]:
    return named_today(city.pk)


def groups_of(city: City, *, also: "list[str] | tuple[str, ...]" = ()) -> list[tuple[str, str]]:
    """Those the city sets out to hear; and those a record names already."""
    found = PopulationGroup.objects.filter(city=city).order_by(Alphabetical("name"))
    return [(each.code, each.name) for each in found if each.is_current or each.code in also]


def admins_of(city: City) -> Any:
    """Who may be the one admin of a confidential session."""
    members = Membership.objects.in_force().lasting().admins().filter(city=city)
    return User.objects.filter(pk__in=members.values("user")).order_by(Alphabetical("name"), "email")


def speaker_choices(consultation: Consultation) -> list[Any]:
    """Who may be named as having said something, by kind."""
    chosen: list[Any] = [EMPTY]
    return chosen + [(str(KINDS[kind]), choices) for kind, choices in speakers(consultation) if choices]


def rule_field() -> forms.ChoiceField:
    """The three rules, each with what it means, in the language of the page."""
    return one_of(
        _("What may be kept of it, and who reads it"),
        _rules,
        help_text=_("Agree on it with those present before anything is said. Once something was recorded, it stays."),
    )


def _rules() -> list[tuple[str, str]]:
    return [(rule.value, f"{rule.label}. {rule.definition}") for rule in Confidentiality]
