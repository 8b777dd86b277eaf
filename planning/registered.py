"""The record types of the plan: their history, drafts and end."""

from functools import partial
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import ADMINS, EVERYBODY, STAFF, City
from core.vocabulary import in_words
from mapping.models import called_today
from planning import announcing, answering, erasure, found, grounds
from planning.flags import erased, watching
from planning.models import Funding, Grounding, Indicator, Measurement, Partnership, Project, ReviewFlag
from planning.permissions import FINISH, PAUSE, REFUSE, RESUME, START, STOP
from planning.steps import STEPS
from records.models.accesses import register_view
from records.registries.derived import register_follower
from records.registries.draft_forms import DraftForm, at_its_pages
from records.registries.erasure import register_copies
from records.registries.record_types import History, register_record_type
from reports.answers import register_answers
from reports.judgements.stood_on import register_stood_on
from reports.release.after import register_after_release
from stakeholders.vocabulary import NeedCategory

# All of the plan as a document, in the list of who saw what.
ACTION_PLAN = "planning.actionplan"
GROUND, INDICATORS, FUNDING, MEASURED, TOLD = "ground", "indicators", "funding", "measured", "tell"


def _grounds(keys: set[str]) -> dict[str, str]:
    """Needs and priorities by their names; a judgement has none that everybody may read."""
    needs = {str(each): str(each.label) for each in NeedCategory}
    split = {key: key.partition(":") for key in keys}
    districts = called_today({district for _need, _colon, district in split.values() if district})
    return {
        key: f"{needs[need]} ({districts.get(district, district)})" if district else needs[need]
        for key, (need, _colon, district) in split.items()
        if need in needs
    }


# What tells the rows of a part apart.
CALLED_BY: dict[type[Model], tuple[str, ...]] = {
    Partnership: ("organisation",),
    Grounding: ("kind", "key"),
    Indicator: ("title",),
    Measurement: ("indicator", "measured_on"),
    Funding: ("funder",),
    ReviewFlag: ("cause",),
}


def _part(model: type[Model], visible: Any = None) -> History:
    return History(
        model._meta.model_name or "",
        model,
        model._meta.verbose_name or "",
        visible or (lambda user: model._default_manager.filter(project__in=Project.objects.visible_to(user))),
        belongs_by="project_id",
        called={"key": _grounds} if model is Grounding else {},
        called_by=CALLED_BY[model],
    )


PROJECT = History(
    "project",
    Project,
    _("Project"),
    Project.objects.visible_to,
    lambda record: reverse("project", args=[record.city.slug, record.pk]),
    {"needs": partial(in_words, vocabulary=NeedCategory)},
    called={"districts": called_today},
    also_told=("alone_because",),
    parts=(
        *(_part(model) for model in (Partnership, Grounding, Indicator, Measurement, Funding)),
        _part(ReviewFlag, ReviewFlag.objects.visible_to),
    ),
)


def _page(name: str, city: City, record: str) -> str:
    return reverse(f"project_{name}", args=[city.slug, record or 0])


def _step(verb: str, city: City, record: str) -> str:
    return reverse("project_step", args=[city.slug, record or 0, verb])


PROJECT_FORMS = (
    DraftForm(Project, _("Project"), STAFF, at_its_pages("project")),
    DraftForm(Project, _("Why it exists"), STAFF, partial(_page, GROUND), GROUND),
    DraftForm(Project, _("Indicators"), STAFF, partial(_page, INDICATORS), INDICATORS),
    DraftForm(Project, _("Measured values"), STAFF, partial(_page, MEASURED), MEASURED),
    DraftForm(Project, _("Who pays"), STAFF, partial(_page, FUNDING), FUNDING),
    DraftForm(Project, _("Say something of a project"), EVERYBODY, partial(_page, TOLD), TOLD),
    *(
        DraftForm(Project, STEPS[verb].label, STAFF, partial(_step, verb), verb)
        for verb in (START, STOP, REFUSE, PAUSE, RESUME, FINISH)
    ),
)


def _flag(city: City, record: str) -> str:
    found = ReviewFlag.objects.filter(city=city, pk=record or 0).first()
    return reverse("flag", args=[city.slug, found.project_id, found.pk]) if found else reverse("plan", args=[city.slug])


FLAG_FORM = DraftForm(ReviewFlag, _("Keep, adapt or stop"), ADMINS, _flag)


def register() -> None:
    register_view(ACTION_PLAN, _("Action plan"))
    register_after_release(watching.after_release)
    register_follower(watching.follow)
    register_follower(answering.follow)
    register_stood_on(grounds.projects_on)
    register_copies(erased.after_erasure)
    register_copies(answering.after_erasure)
    register_answers(answering.answers)
    register_record_type(
        Project,
        history=PROJECT,
        drafts=PROJECT_FORMS,
        erasure=erasure.PROJECTS,
        announces=announcing.PROJECT,
        finds=found.PROJECTS,
    )
    register_record_type(Indicator, announces=announcing.INDICATOR)
    register_record_type(Grounding, announces=announcing.GROUNDS)
    register_record_type(Measurement, announces=announcing.MEASURED)
    register_record_type(Partnership, announces=announcing.PARTNERS)
    register_record_type(Funding, announces=announcing.FUNDERS)
    register_record_type(ReviewFlag, drafts=(FLAG_FORM,), announces=announcing.DECISIONS, awaits=announcing.flag_waits)
