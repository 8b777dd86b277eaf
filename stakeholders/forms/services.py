"""A service: for a need and a level; never for people of an origin, a belief, a language."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.markings import readable
from core.sort_keys import Alphabetical
from records.forms import NoGroups
from records.forms.in_sections import InSections
from stakeholders.forms.fields import day, districts_of_today, refuse_end_before, several, text
from stakeholders.models import Organisation, Service
from stakeholders.vocabulary import NeedCategory, PreventionLevel

FOR_A_GROUP = _(
    "This names people: %(groups)s. A service is known by the need it meets, so that nobody is sent to it for who they "
    "are. Name the need, or be sure that it is part of what the service calls itself."
)


class ServiceForm(InSections, NoGroups, forms.ModelForm[Service]):
    screened: ClassVar[tuple[str, ...]] = ("title", "about", "capacity", "contact_role")
    about_groups: ClassVar[Any] = FOR_A_GROUP
    SECTIONS: ClassVar[tuple[Any, ...]] = (
        (_("What it is"), ("organisation", "title", "about")),
        (_("What it is for"), ("needs", "levels")),
        (_("Where, when and how much"), ("districts", "valid_from", "valid_until", "capacity")),
        (_("Whom to call"), ("contact_role",)),
    )

    needs = several(_("Needs it meets"), NeedCategory.choices, required=True)
    levels = several(_("Prevention level"), PreventionLevel.choices, required=True)
    districts = several(_("Districts"), help_text=_("None: in the whole city."))

    class Meta:
        model = Service
        fields = [
            *("organisation", "title", "about", "needs", "levels"),
            *("districts", "valid_from", "valid_until", "capacity", "contact_role"),
        ]
        labels = {
            "organisation": _("Provider"),
            "title": _("Name"),
            "about": _("What it offers"),
            "valid_from": _("Offered from"),
            "valid_until": _("Offered until"),
            "capacity": _("Capacity"),
            "contact_role": _("Whom to ask for"),
        }
        help_texts = {
            "organisation": _("One of the directory; add it there first."),
            "valid_until": _("Empty: as long as nothing else is known."),
            "capacity": _("In a few words: “12 places”, “two evenings a week”, “full until May”."),
            "contact_role": _("A role, such as “duty desk” or “head of the youth team”; never a name or a number."),
        }
        widgets = {"about": text(), "valid_from": day(), "valid_until": day()}

    def __init__(self, *args: Any, clearance: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        city = self.instance.city
        self.set_city(city)
        if not readable(Service.CONTACTS, clearance):
            del self.fields["contact_role"]
        bodies = Organisation.objects.filter(city=city)
        offered = bodies.filter(is_current=True) | bodies.filter(pk=self.instance.organisation_id or 0)
        self.fields["organisation"].queryset = offered.order_by(Alphabetical("name"))  # type: ignore[attr-defined]
        known = districts_of_today(city)
        older = [(code, code) for code in self.instance.districts if code not in dict(known)]
        self.fields["districts"].choices = [*known, *older]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        refuse_end_before(self, "valid_from", "valid_until")
        return cleaned
