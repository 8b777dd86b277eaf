"""The action plan as a document: what is done about what was found, in the edition of one audience.

What is marked above an edition's marking is not in it, and is not counted: neither a project, nor what one stands on,
nor what puts one in question.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.markings import up_to
from accounts.models import City
from core.document_labels import labels
from core.formats import day, number
from core.sort_keys import Alphabetical, alphabetical
from output.document import (
    Banner,
    Block,
    Bullets,
    Column,
    Cover,
    Facts,
    Heading,
    KeySentence,
    Paragraph,
    Report,
    Section,
    SmallPrint,
    Table,
)
from planning.follow_up import told
from planning.grounds import Ground, Justification, Key, newest_released, read, said_at_all, told_of
from planning.models import Project, ReviewFlag
from planning.models.projects import OVER
from planning.money import Share, shares
from planning.vocabulary import ProjectStatus
from reports.models import Diagnosis, Edition, Judgement, Priority

# So many projects are printed; the list has all of them.
MOST = 200
ORDER = (
    ProjectStatus.ACTIVE,
    ProjectStatus.PAUSED,
    ProjectStatus.PLANNED,
    ProjectStatus.FINISHED,
    ProjectStatus.STOPPED,
)


@dataclass(frozen=True)
class PlanData:
    """All that an edition prints, read at once."""

    city: City
    audience: str
    names: Mapping[str, str]
    projects: Sequence[Project]
    count: int
    said: Mapping[Key, Justification]
    newest: Diagnosis | None
    owner: str
    issued: datetime.date
    flags: Mapping[int, Sequence[ReviewFlag]] = field(default_factory=dict)

    @cached_property
    def still(self) -> set[tuple[str, str]]:
        """What the newest diagnosis says at all; read once for all projects, where one needs it."""
        return said_at_all(self.newest)

    @property
    def marking(self) -> str:
        return Edition.MARKINGS[self.audience]


def plan_data(city: City, audience: str, names: Mapping[str, str], *, owner: str, issued: datetime.date) -> PlanData:
    """Inside the city; up to the marking of the edition."""
    markings = up_to(Edition.MARKINGS[audience])
    rows = Project.objects.filter(city=city, marking__in=markings).order_by(Alphabetical("title"), "pk")
    projects = list(
        rows.prefetch_related("groundings", "fundings", "indicators__measurements", "partnerships__organisation")[:MOST]
    )
    flags: dict[int, list[ReviewFlag]] = {}
    for flag in ReviewFlag.objects.to_decide().filter(city=city, marking__in=markings, project__marking__in=markings):
        flags.setdefault(flag.project_id, []).append(flag)
    newest = newest_released()
    numbers = {each.chosen_in for project in projects for each in project.groundings.all()}
    numbers |= {newest.number} if newest else set()
    judgements = Judgement.objects.filter(marking__in=markings)
    priorities = Priority.objects.filter(marking__in=markings)
    said = read(judgements, priorities, numbers, names, lambda _name, _number, _row: "")
    return PlanData(city, audience, names, projects, rows.count(), said, newest, owner, issued, flags)


def build_report(data: PlanData) -> Report:
    """In the language that is active."""
    words = {"city": data.city.name, "day": day(data.issued)}
    edition = str(Edition.Audience(data.audience).label)
    sections = [_section(data, status, place) for place, status in enumerate(_statuses(data), start=2)]
    return Report(
        title=_("Action plan of %(city)s, %(day)s") % words,
        language=get_language() or "en",
        author=data.owner or data.city.name,
        issued=data.issued,
        cover=Cover(
            city=_("City of %(city)s") % words,
            title=_("Action plan"),
            subtitle=_("for prevention"),
            lines=[day(data.issued), edition],
            facts=[(_("Owner"), data.owner or data.city.name), (_("Dated"), day(data.issued)), *_diagnosis(data)],
        ),
        sections=[Section(number="1", title=_("In short"), blocks=list(_in_short(data))), *sections],
        running_title=_("%(city)s · Action plan, %(day)s") % words,
        marking=data.marking,  # type: ignore[arg-type]
        labels=labels(),
    )


def _diagnosis(data: PlanData) -> Iterator[tuple[str, str]]:
    if data.newest:
        yield _("Diagnosis in force"), _("No. %(number)s") % {"number": number(data.newest.number)}


def _statuses(data: PlanData) -> list[ProjectStatus]:
    there = {each.status for each in data.projects}
    return [status for status in ORDER if status in there]


def _in_short(data: PlanData) -> Iterator[Block]:
    if not data.projects:
        yield KeySentence(_("No project is planned."))
        return
    counts = [(status, sum(each.status == status for each in data.projects)) for status in _statuses(data)]
    parts = ", ".join(_counted(status, count) for status, count in counts)
    told_of = ngettext("%(count)s project: %(parts)s.", "%(count)s projects: %(parts)s.", len(data.projects))
    yield KeySentence(told_of % {"count": number(len(data.projects)), "parts": parts})
    bare = [each.title for each in data.projects if not each.groundings.all() and each.status not in OVER]
    if bare:
        yield Paragraph(_("Without a ground in a diagnosis:"))
        yield Bullets(bare)
    if data.flags:
        yield Paragraph(_("In question, and to be decided:"))
        yield Bullets([each.title for each in data.projects if each.pk in data.flags])
    if data.count > len(data.projects):
        more = number(data.count - len(data.projects))
        yield SmallPrint(_("Another %(count)s stand in the list of projects alone.") % {"count": more})


def _counted(status: ProjectStatus, count: int) -> str:
    """Each in a sentence of its own: in other languages the word follows the number."""
    told = {
        ProjectStatus.PLANNED: ngettext("%(count)s planned", "%(count)s planned", count),
        ProjectStatus.ACTIVE: ngettext("%(count)s active", "%(count)s active", count),
        ProjectStatus.PAUSED: ngettext("%(count)s paused", "%(count)s paused", count),
        ProjectStatus.FINISHED: ngettext("%(count)s finished", "%(count)s finished", count),
        ProjectStatus.STOPPED: ngettext("%(count)s stopped", "%(count)s stopped", count),
    }
    return told[status] % {"count": number(count)}


def _section(data: PlanData, status: ProjectStatus, place: int) -> Section:
    rows = [each for each in data.projects if each.status == status]
    blocks = [block for each in rows for block in _project(data, each)]
    return Section(number=str(place), title=str(status.label), blocks=blocks)


def _project(data: PlanData, project: Project) -> Iterator[Block]:
    yield Heading(project.title)
    yield Paragraph(project.objective)
    for flag in data.flags.get(project.pk, ()):
        yield Banner(f"{flag.get_cause_display()}. {flag.after}")
    yield Facts([(label, text) for label, text in _facts(data, project) if text])
    yield from _why(data, project)
    yield from _working(project)


def _facts(data: PlanData, project: Project) -> Iterator[tuple[str, str]]:
    yield _("With and for whom"), project.for_whom
    for label, value in project.facts():
        yield str(label), value
    yield _("Districts"), ", ".join(data.names.get(code, code) for code in project.districts) or _("The whole city")
    yield (
        _("Partners"),
        ", ".join(sorted((str(each.organisation) for each in project.partnerships.all()), key=alphabetical)),
    )
    yield _("Why it is in this status"), project.status_because
    yield _("Why one person alone agreed"), project.alone_because
    yield _("Who pays"), _money(project)
    yield _("Budget a year"), number(project.budget) if project.budget else ""
    yield _("What could go wrong"), project.risks
    yield _("What is done so that it harms nobody"), project.no_harm
    yield _("What was learnt"), project.lessons


def _money(project: Project) -> str:
    found = shares(list(project.fundings.all()))
    words = [", ".join(_pays(each) for each in found.now)] if found.now else []
    if found.most:
        words.append(_("It hangs on one funder."))
    words += [
        _("%(funder)s pays no more since %(day)s.") % {"funder": each.funder, "day": day(each.lost_on)}
        for each in found.lost
        if each.lost_on
    ]
    if project.is_of_funder_only:
        words.append(_("Raised by the funder only."))
    return ". ".join(each.rstrip(".") for each in words) + "." if words else ""


def _pays(each: Share) -> str:
    parts = [
        _("%(amount)s a year") % {"amount": number(each.row.amount)} if each.row.amount else "",
        each.in_words,
        _("pays no more from %(day)s") % {"day": day(each.row.lost_on)} if each.row.lost_on else "",
    ]
    said = ", ".join(filter(None, parts))
    return f"{each.row.funder} ({said})" if said else each.row.funder


def _why(data: PlanData, project: Project) -> Iterator[Block]:
    rows, newest = list(project.groundings.all()), data.newest
    if not rows:
        yield Paragraph(_("It has no ground in a diagnosis. %(why)s") % {"why": project.ungrounded_because})
        return
    is_known = newest is not None and newest.marking in up_to(data.marking)
    grounds = told_of(rows, data.said, newest, data.names, is_known=is_known, still=lambda: data.still)
    if open_ones := [each for each in grounds if each.before is not None]:
        yield Heading(_("Why it exists"), level=3)
        yield Bullets([_ground(each, newest) for each in open_ones])
    if len(open_ones) < len(rows):
        yield SmallPrint(_("It stands on judgements, priorities or needs that are not in this edition."))


def _ground(each: Ground, newest: Diagnosis | None) -> str:
    """As it was when it was chosen, and what became of it since, as its page has it."""
    assert each.before is not None  # noqa: S101 (for mypy: those alone are printed)
    words = _("%(kind)s, no. %(number)s: %(sentence)s") % {
        "kind": each.before.label,
        "number": number(each.before.number),
        "sentence": each.before.sentence,
    }
    if each.before.how_sure:
        words = f"{words} ({each.before.how_sure})"
    since = _since(each, newest)
    return f"{words.rstrip('.')}. {since}" if since else words


def _since(each: Ground, newest: Diagnosis | None) -> str:
    if each.is_gone and newest is not None:
        return _("Not said any more in no. %(number)s.") % {"number": number(newest.number)}
    if each.is_of_other_districts:
        return _("It is of a district that is none of today's.")
    return each.now_told if each.is_changed else ""


def _working(project: Project) -> Iterator[Block]:
    rows = told(project.indicators.all(), start=project.starts_on)
    if not rows:
        return
    columns = [
        Column(_("Indicator"), weight=3, emphasis=True),
        Column(_("Before"), weight=1.5),
        Column(_("Aim"), weight=2),
        Column(_("Measured"), weight=2),
        Column(_("In words"), weight=4),
    ]
    cells = [
        [
            f"{each.row.title} ({each.row.unit})" if each.row.unit else each.row.title,
            each.before,
            each.aim,
            f"{each.measured} ({each.source})" if each.source else each.measured,
            each.words,
        ]
        for each in rows
    ]
    yield Table(columns=columns, rows=cells)
