"""A project: what for, with and for whom, where, who carries it; never for people by who they are."""

import datetime
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.markings import Marking, up_to
from core.choosing import SeveralOfMany
from core.form_words import EMPTY
from core.sort_keys import Alphabetical
from planning.for_whom import refused
from planning.grounds import Justification
from planning.models import Project
from planning.models.money import MOST_MONEY
from planning.vocabulary import RaisedBy
from records.forms import Screened, needed_if
from records.forms.in_sections import InSections
from stakeholders.forms.fields import day, districts_of_today, one_of, refuse_end_before, several, text
from stakeholders.models import Organisation
from stakeholders.vocabulary import NeedCategory, PreventionLevel

# Of days that stand in a plan.
YEARS = 20
LONGEST_LABEL = 90
FOR_SOME = __("needed at secondary or tertiary level, unless you name a need")


class ProjectForm(InSections, Screened, forms.ModelForm[Project]):
    screened: ClassVar[tuple[str, ...]] = (
        *("title", "objective", "for_whom", "owner", "decided_by", "risks", "no_harm", "lessons"),
    )
    SECTIONS: ClassVar[tuple[Any, ...]] = (
        (__("What it is for"), ("title", "objective", "stands_on", "raised_by")),
        (__("With and for whom"), ("level", "for_whom", "setting", "needs")),
        (__("Where and when"), ("districts", "starts_on", "ends_on", "review_on")),
        (__("Who carries it"), ("owner", "partners", "decided_by", "decided_on", "budget")),
        (__("So that it harms nobody"), ("risks", "no_harm")),
        (__("What was learnt, and who reads all this"), ("lessons", "marking")),
    )

    level = one_of(
        __("Prevention level"), lambda: [(each.value, f"{each.label}. {each.definition}") for each in PreventionLevel]
    )
    stands_on = forms.ChoiceField(
        label=__("What of the diagnosis justifies it?"),
        required=False,
        help_text=__("What comes first; more is chosen on the project's page, with its evidence in view."),
    )
    raised_by = one_of(__("Who asked for it first?"), RaisedBy.choices)
    needs = several(__("Needs it meets"), NeedCategory.choices)
    districts = several(__("Districts"), help_text=__("None: in the whole city."))
    partners = several(
        __("Partners"), help_text=__("Organisations of the directory; add one there first."), widget=SeveralOfMany
    )
    budget = forms.IntegerField(
        label=__("Budget a year, in the city's currency"), required=False, min_value=1, max_value=MOST_MONEY
    )
    marking = forms.ChoiceField(
        label=__("Marking"),
        help_text=__("The network reads the plan up to each member's clearance. Most read up to TLP:GREEN."),
    )

    class Meta:
        model = Project
        fields = [
            *("title", "objective", "raised_by", "level", "for_whom", "setting", "needs", "districts", "starts_on"),
            *("ends_on", "review_on", "owner", "decided_by", "decided_on", "budget", "risks", "no_harm", "lessons"),
            "marking",
        ]
        labels = {
            "title": __("Title"),
            "objective": __("What is to be different afterwards?"),
            "for_whom": __("With and for whom is it?"),
            "setting": __("Setting"),
            "starts_on": __("From"),
            "ends_on": __("Until"),
            "review_on": __("Look at it again on"),
            "owner": __("Who answers for it?"),
            "decided_by": __("Decided by"),
            "decided_on": __("Decided on"),
            "risks": __("What could go wrong?"),
            "no_harm": __("What is done so that it harms nobody?"),
            "lessons": __("What was learnt?"),
        }
        help_texts = {
            "for_whom": __(
                "Say with whom it is made, and who may come. At secondary and tertiary level by setting or need: "
                "nobody is sent to a project for where they come from, what they believe or which language they speak."
            ),
            "owner": __("A unit or organisation, not a person."),
            "decided_by": __("The body that decided it, such as “Steering group”; no person."),
            "review_on": __("When that day has passed, the project is flagged until somebody decides how it goes on."),
            "no_harm": __("For instance that nobody is registered at the door, or that it is not called prevention."),
        }
        widgets = {
            **{name: text() for name in ("objective", "for_whom", "risks", "no_harm", "lessons")},
            **{name: day() for name in ("starts_on", "ends_on", "review_on", "decided_on")},
        }

    def __init__(self, *args: Any, clearance: str, offered: Sequence[Justification] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {each.value: each for each in offered}
        self._offer()
        city = self.instance.city
        self.set_city(city)
        self.fields["marking"].choices = [each for each in Marking.choices if each[0] in up_to(clearance)]  # type: ignore[attr-defined]
        theirs = (
            []
            if self.instance._state.adding
            else list(self.instance.partnerships.values_list("organisation_id", flat=True))
        )
        self.bodies = self._bodies(theirs)
        self.fields["partners"].choices = [(str(pk), each.name) for pk, each in self.bodies.items()]  # type: ignore[attr-defined]
        self.initial.setdefault("partners", [str(each) for each in theirs])
        known = districts_of_today(city)
        older = [(code, code) for code in self.instance.districts if code not in dict(known)]
        self.fields["districts"].choices = [*known, *older]  # type: ignore[attr-defined]
        needed_if(self, FOR_SOME, "setting")

    def _offer(self) -> None:
        """A new one says at once what it stands on, where anything is offered; a known one has a page for it."""
        if not self.instance._state.adding or not self.offered:
            del self.fields["stands_on"]
            return
        groups: dict[str, list[tuple[str, str]]] = {}
        for value, each in self.offered.items():
            groups.setdefault(each.label, []).append((value, Truncator(each.sentence).chars(LONGEST_LABEL)))
        self.fields["stands_on"].choices = [EMPTY, *groups.items()]  # type: ignore[attr-defined]

    def first_ground(self) -> Justification | None:
        return self.offered.get(self.cleaned_data.get("stands_on", ""))

    def _bodies(self, theirs: list[int]) -> dict[int, Organisation]:
        """Those that are active, and those that are partners already."""
        all_of_city = Organisation.objects.filter(city=self.instance.city)
        offered = all_of_city.filter(is_current=True) | all_of_city.filter(pk__in=theirs)
        return {each.pk: each for each in offered.order_by(Alphabetical("name"))}

    def chosen_partners(self) -> list[Organisation]:
        return [self.bodies[int(number)] for number in self.cleaned_data["partners"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("starts_on", "ends_on", "review_on", "decided_on"):
            if cleaned.get(name) and not _is_near(cleaned[name]):
                self.add_error(name, _("Name a day within twenty years."))
        refuse_end_before(self, "starts_on", "ends_on")
        return cleaned

    def _post_clean(self) -> None:
        """What a model says as a whole is asked when the model has what was typed."""
        super()._post_clean()  # type: ignore[misc]
        if "level" in self.errors:
            return
        for name, why in refused(self.instance).items():
            if name not in self.errors:
                self.add_error(name, forms.ValidationError(why, code="groups"))


def _is_near(day_of: datetime.date) -> bool:
    return abs(day_of - timezone.localdate()) <= datetime.timedelta(days=366 * YEARS)
