"""The record types of the plan: their history, drafts and end."""

from functools import partial
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import ADMINS, EVERYBODY, STAFF, City
from core.vocabulary import in_words
from planning import erasure, watching
from planning.models import Funding, Grounding, Indicator, Measurement, Partnership, Project, ReviewFlag
from planning.permissions import FINISH, PAUSE, REFUSE, RESUME, START, STOP
from planning.steps import STEPS
from planning.vocabulary import ProjectStatus
from records.announced import Announces, NoticeClass
from records.derived import register_follower
from records.draft_forms import DraftForm
from records.models.accesses import register_view
from records.record_types import History, register_record_type
from reports.after_release import register_after_release
from stakeholders.vocabulary import NeedCategory

# All of the plan as a document, in the list of who saw what.
ACTION_PLAN = "planning.actionplan"
GROUND, INDICATORS, FUNDING, MEASURED, TOLD = "ground", "indicators", "funding", "measured", "tell"


def _part(model: type[Model], visible: Any = None) -> History:
    return History(
        model._meta.model_name or "",
        model,
        model._meta.verbose_name or "",
        visible or (lambda user: model._default_manager.filter(project__in=Project.objects.visible_to(user))),
        belongs_by="project_id",
    )


PROJECT = History(
    "project",
    Project,
    _("Project"),
    Project.objects.visible_to,
    lambda record: reverse("project", args=[record.city.slug, record.pk]),
    {"needs": partial(in_words, vocabulary=NeedCategory)},
    parts=(
        *(_part(model) for model in (Partnership, Grounding, Indicator, Measurement, Funding)),
        _part(ReviewFlag, ReviewFlag.objects.visible_to),
    ),
)


def _what_became(before: Project | None, after: Project | None) -> str:
    """In one line; an event keeps what a project says of itself."""
    known = after if after is not None else before
    if known is None:
        return ""
    if after is None:
        return _("“%(title)s” is not kept any more") % {"title": known.title}
    was = before.status if before is not None else ProjectStatus.PLANNED
    if was == after.status:
        return _("“%(title)s” is changed") % {"title": after.title}
    said = {
        ProjectStatus.ACTIVE: _("“%(title)s” goes on") if was == ProjectStatus.PAUSED else _("“%(title)s” begins"),
        ProjectStatus.PAUSED: _("“%(title)s” rests"),
        ProjectStatus.FINISHED: _("“%(title)s” has come to its end"),
        ProjectStatus.STOPPED: _("“%(title)s” is stopped"),
        ProjectStatus.PLANNED: _("“%(title)s” is planned"),
    }
    return said[ProjectStatus(after.status)] % {"title": after.title}


def _why(before: Project | None, after: Project | None) -> str:
    """Of another status its reason; of other words nobody wrote one."""
    is_other = after is not None and (before is None or before.status != after.status)
    return after.status_because if after is not None and is_other else ""


def _whom(_before: Project | None, after: Project | None) -> str:
    return after.for_whom if after is not None else ""


def _who(_before: Project | None, after: Project | None) -> str:
    return after.decided_by if after is not None else ""


# That it starts, ends or is for something or somebody else, everybody must know; where, when and with whom with the
# rest. What is planned and never began is nobody's news.
ANNOUNCES = Announces(
    fields={
        **dict.fromkeys(("status", "objective", "for_whom", "level"), NoticeClass.MUST),
        **dict.fromkeys(
            ("title", "districts", "needs", "setting", "owner", "starts_on", "ends_on"), NoticeClass.DIGEST
        ),
        **dict.fromkeys(("decided_by", "decided_on", "budget", "lessons"), NoticeClass.DIGEST),
        "review_on": NoticeClass.SILENT,
    },
    is_out=lambda row: row.status != ProjectStatus.PLANNED,
    title=_what_became,
    why=_why,
    affects=_whom,
    decided=_who,
    url=lambda record: reverse("project", args=[record.city.slug, record.pk]),
)
_OF_PROJECT = (Project, "project_id")
PARTNERS = Announces(fields={"organisation": NoticeClass.DIGEST}, part_of=_OF_PROJECT)
FUNDERS = Announces(fields={"funder": NoticeClass.DIGEST, "lost_on": NoticeClass.DIGEST}, part_of=_OF_PROJECT)
DECISIONS = Announces(
    fields={"decision": NoticeClass.DIGEST, "reason": NoticeClass.DIGEST},
    is_out=lambda row: bool(row.decision),
    part_of=_OF_PROJECT,
)


def _project(city: City, record: str) -> str:
    return reverse("project_change", args=[city.slug, record]) if record else reverse("project_new", args=[city.slug])


def _page(name: str, city: City, record: str) -> str:
    return reverse(f"project_{name}", args=[city.slug, record or 0])


def _step(verb: str, city: City, record: str) -> str:
    return reverse("project_step", args=[city.slug, record or 0, verb])


PROJECT_FORMS = (
    DraftForm(Project, _("Project"), STAFF, _project),
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
    register_record_type(Project, history=PROJECT, drafts=PROJECT_FORMS, erasure=erasure.PROJECTS, announces=ANNOUNCES)
    register_record_type(Partnership, announces=PARTNERS)
    register_record_type(Funding, announces=FUNDERS)
    register_record_type(ReviewFlag, drafts=(FLAG_FORM,), announces=DECISIONS)
