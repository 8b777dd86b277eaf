"""What a project stands on: chosen among what the newest released diagnosis says."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lengths import REASON
from planning.grounds import Justification
from planning.models import Project
from records.forms import Screened


class GroundForm(Screened, forms.Form):
    screened: ClassVar[tuple[str, ...]] = ("ungrounded_because",)
    writes = Project

    chosen = forms.MultipleChoiceField(
        label=_("What justifies it?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ungrounded_because = forms.CharField(
        label=_("Why it goes on without a ground"),
        max_length=REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Only where nothing of the diagnosis justifies it. That it has no ground stands wherever it is named."
        ),
    )

    def __init__(self, data: Any, *, project: Project, offered: Sequence[Justification]) -> None:
        there = {f"{each.kind}|{each.key}" for each in project.groundings.all()}
        self.offered = offered
        values = [each.value for each in offered]
        initial = {
            "chosen": [each for each in values if each in there],
            "ungrounded_because": project.ungrounded_because,
        }
        super().__init__(data, initial=initial)
        self.fields["chosen"].choices = [(each.value, each.sentence) for each in offered]  # type: ignore[attr-defined]
        self.set_city(project.city)

    def rows(self) -> list[tuple[Justification, bool]]:
        """What is offered, and whether it is chosen as the form stands."""
        chosen = set(self["chosen"].value() or ())
        return [(each, each.value in chosen) for each in self.offered]

    def pairs(self) -> list[tuple[str, str]]:
        by_value = {each.value: each.pair for each in self.offered}
        return [by_value[value] for value in self.cleaned_data["chosen"]]
