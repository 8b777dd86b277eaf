"""The directory: organisations, and the population groups a city sets out to hear."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from records.forms import Screened
from records.forms.in_sections import InSections
from stakeholders.forms.fields import districts_of_today, groups_of, several, text
from stakeholders.models import Organisation, PopulationGroup
from stakeholders.vocabulary import Bring, PreventionLevel


class OrganisationForm(InSections, Screened, forms.ModelForm[Organisation]):
    screened: ClassVar[tuple[str, ...]] = ("name", "about")
    SECTIONS: ClassVar[tuple[Any, ...]] = (
        (_("What it is"), ("name", "sector", "about")),
        (_("What it brings, where and for whom"), ("levels", "brings", "districts", "groups")),
        (_("Whom to call, and what others may read"), ("contacts", "in_network", "may_share", "is_current")),
    )

    levels = several(_("Prevention level"), PreventionLevel.choices)
    brings = several(_("What it can bring"), Bring.choices)
    districts = several(_("Districts it works in"), help_text=_("None: in the whole city."))
    groups = several(_("Population groups it reaches"))

    class Meta:
        model = Organisation
        fields = [
            *("name", "sector", "about", "levels", "brings", "districts", "groups", "contacts"),
            *("in_network", "may_share", "is_current"),
        ]
        labels = {
            "name": _("Name"),
            "sector": _("Type"),
            "about": _("What it does"),
            "contacts": _("Contacts"),
            "in_network": _("Member of the prevention network"),
            "may_share": _("It said that every member may read what it can bring"),
            "is_current": _("Still active"),
        }
        help_texts = {
            "sector": _("It decides in which block its voice counts: public bodies, civil society or residents."),
            "contacts": _("For officers and admins only, printed nowhere. Addresses of the body, not of people."),
            "may_share": _(
                "Ask it first. Its name then stands, with what it can bring, in the partner edition; without, in the "
                "restricted edition alone."
            ),
            "is_current": _("One that is not stays where it was heard, and is offered no more."),
        }
        widgets = {"about": text(), "contacts": text()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        city = self.instance.city
        self.set_city(city)
        self.fields["districts"].choices = districts_of_today(city)  # type: ignore[attr-defined]
        self.fields["groups"].choices = groups_of(city, also=self.instance.groups)  # type: ignore[attr-defined]


class PopulationGroupForm(Screened, forms.ModelForm[PopulationGroup]):
    screened: ClassVar[tuple[str, ...]] = ("name",)

    class Meta:
        model = PopulationGroup
        fields = ["name", "marginalised", "size", "is_current"]
        labels = {
            "name": _("Name"),
            "marginalised": _("Historically marginalised"),
            "size": _("Estimated size, people"),
            "is_current": _("The city sets out to hear it"),
        }
        help_texts = {
            "name": _("As the people themselves would say it: “young people”, “people without a home”."),
            "size": _("Roughly. It serves to see who is heard less than their number, and nothing else."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)
