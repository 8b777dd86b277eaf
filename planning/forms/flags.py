"""Deciding on a flag, and saying that a project does harm or should be looked at again."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from core.lengths import REASON, SENTENCES
from planning.models import Project, ReviewFlag
from planning.vocabulary import FlagCause, FlagDecision
from records.forms import Screened, needed_if
from stakeholders.forms.fields import day, one_of


class FlagForm(Screened, forms.Form):
    """It only decides: whatever was changed in the flag meanwhile is shown first."""

    screened: ClassVar[tuple[str, ...]] = ("reason",)
    writes = ReviewFlag

    decision = one_of(
        __("Keep, adapt or stop?"),
        lambda: [(each.value, f"{each.label}. {each.definition}") for each in FlagDecision],
    )
    reason = forms.CharField(
        label=__("What changes, and why?"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=__("Every member who may read the project reads this."),
    )
    review_on = forms.DateField(
        label=__("Look at it again on"),
        required=False,
        widget=day(),
        help_text=__("When that day has passed, it is flagged again."),
    )

    def __init__(self, data: Any, *, flag: ReviewFlag) -> None:
        super().__init__(data)
        self.flag = flag
        self.set_city(flag.city)
        if flag.cause == FlagCause.REVIEW_DUE:
            needed_if(self, __("needed unless it stops"), "review_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        on, decision = cleaned.get("review_on"), cleaned.get("decision")
        if on and on <= timezone.localdate():
            self.add_error("review_on", _("Name a day that is still to come."))
        is_due = self.flag.cause == FlagCause.REVIEW_DUE and decision and decision != FlagDecision.STOP
        if is_due and not on and "review_on" not in self.errors:
            self.add_error("review_on", _("Say when it is looked at again."))
        return cleaned


class TellForm(Screened, forms.Form):
    """What a member says of a project. It is marked amber at least: it is for those who decide."""

    screened: ClassVar[tuple[str, ...]] = ("after",)
    writes = ReviewFlag

    cause = one_of(
        __("What is it about?"),
        [
            (FlagCause.HARM.value, __("It does harm, or might")),
            (FlagCause.ASKED.value, __("It should be looked at again")),
            (FlagCause.CONSULTED.value, __("Somebody who was consulted says something new of it")),
        ],
    )
    after = forms.CharField(
        label=__("What happened, or what is new?"),
        max_length=SENTENCES,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=__("Say what, and where. Name nobody."),
    )

    def __init__(self, data: Any, *, project: Project) -> None:
        super().__init__(data)
        self.set_city(project.city)
