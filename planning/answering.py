"""What projects do about the needs they stand on, as it is proposed to the next diagnosis."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from accounts.markings import up_to
from core.formats import day
from core.lengths import SENTENCES
from core.sort_keys import Alphabetical
from planning.follow_up import told
from planning.models import Project
from planning.vocabulary import GroundKind, ProjectStatus
from reports.actions.weighing import ask_again
from reports.answers import Answer
from reports.following import follow_projects
from reports.models import Diagnosis, Recommendation

STATUS = Recommendation.Status
# A project that was stopped answers the need no more; why not is what those who raised it are told.
BECOMES = {
    ProjectStatus.PLANNED: STATUS.PROPOSED,
    ProjectStatus.ACTIVE: STATUS.UNDER_WAY,
    ProjectStatus.PAUSED: STATUS.UNDER_WAY,
    ProjectStatus.FINISHED: STATUS.DONE,
    ProjectStatus.STOPPED: STATUS.NOT_TAKEN_UP,
}


def answers(marking: str) -> Iterator[Answer]:
    """Of every project that stands on a priority or a need, by each of them."""
    rows = Project.objects.filter(marking__in=up_to(marking)).order_by(Alphabetical("title"), "pk")
    for project in rows.prefetch_related("groundings", "indicators__measurements"):
        grounds = [each for each in project.groundings.all() if each.kind != GroundKind.JUDGEMENT]
        for need in dict.fromkeys((each.key.partition(":")[0], each.key.partition(":")[2]) for each in grounds):
            yield Answer(
                project.pk,
                need,
                _("The project “%(title)s”: %(objective)s") % {"title": project.title, "objective": project.objective}
                if len(project.objective) < SENTENCES // 2
                else _("The project “%(title)s”") % {"title": project.title},
                project.owner[:200],
                project.ends_on,
                BECOMES[ProjectStatus(project.status)],
                came_of(project)[:SENTENCES],
            )


def follow(_city_id: int, model: str, numbers: Sequence[int], marking: str) -> None:
    """A project is marked higher: so are its words in diagnoses."""
    if model == Project._meta.label_lower:
        follow_projects(numbers, marking)


def after_erasure(_city_id: int, model: str, numbers: Sequence[int], on_request: bool) -> list[tuple[str, str]]:
    """With a project goes what it only proposed: words that nobody made a diagnosis' own. It holds no files.

    What somebody kept is the city's own, and stays when the time of the project is over; where its erasure was asked
    for, it is asked whether the words may stay. What was released stays as it was printed.
    """
    if model == Project._meta.label_lower:
        proposed = Recommendation.objects.filter(from_project__in=numbers, written_by=None)
        proposed.filter(diagnosis__state=Diagnosis.State.IN_REVIEW).delete()
        if on_request:
            ask_again(projects=numbers)
    return []


def came_of(project: Project) -> str:
    """How far it is: its status since a day, its indicators in words, and what was learnt; nothing of one that has not
    begun."""
    if project.status == ProjectStatus.PLANNED:
        return ""
    words = {"day": day(project.status_since) if project.status_since else "–", "why": project.status_because}
    said = {
        ProjectStatus.ACTIVE: _("Under way since %(day)s."),
        ProjectStatus.PAUSED: _("It rests since %(day)s: %(why)s"),
        ProjectStatus.FINISHED: _("Finished on %(day)s."),
        ProjectStatus.STOPPED: _("There was a project for it, which was stopped on %(day)s: %(why)s"),
    }[ProjectStatus(project.status)] % words
    indicators = [
        f"{each.row.title}: {each.words.rstrip('.')}."
        for each in told(list(project.indicators.all()), start=project.starts_on)
    ]
    return " ".join(filter(None, [said, *indicators, project.lessons]))
