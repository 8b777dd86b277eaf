"""Why a project starts, rests, ends."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lengths import REASON
from planning.models import Project
from planning.permissions import AGREE, REFUSE, START, STOP
from records.forms import Screened

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


ON_ITS_PAGE = _("It stays in the history, and on the project's page for whoever reads the plan.")


def _why(help_text: "StrOrPromise" = ON_ITS_PAGE) -> forms.CharField:
    return forms.CharField(
        label=_("Why?"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class StepForm(Screened, forms.Form):
    """A step that asks nothing."""

    screened: ClassVar[tuple[str, ...]] = ()
    writes = Project

    def __init__(self, data: Any, *, project: Project) -> None:
        super().__init__(data)
        self.set_city(project.city)

    def because(self) -> str:
        return "".join(str(self.cleaned_data[name]) for name in self.screened)


class StatusForm(StepForm):
    screened: ClassVar[tuple[str, ...]] = ("status_because",)
    status_because = _why()


class AskForm(StepForm):
    screened: ClassVar[tuple[str, ...]] = ("asked_because",)
    asked_because = _why(
        _("It stays in the history; once it is agreed to, it stands on the project's page for whoever reads the plan.")
    )


class RefuseForm(StepForm):
    screened: ClassVar[tuple[str, ...]] = ("refused_because",)
    refused_because = _why(
        _(
            "It stays in the history, and on the project's page for those who work for the city, until it is asked "
            "for again."
        )
    )


FORMS: dict[str, type[StepForm]] = {START: AskForm, STOP: AskForm, REFUSE: RefuseForm, AGREE: StepForm}


def step_form(data: Any, *, project: Project, step: str) -> StepForm:
    return FORMS.get(step, StatusForm)(data, project=project)
