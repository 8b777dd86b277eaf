"""The five steps of a city as they stand: what there is, what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.requests import CityRequest
from core import formats
from home.inbox import Stale, in_force
from home.navigation import STEPS
from mapping.map.city_map import CityMap
from notices.models import Delivery
from planning.models import Grounding, Project, ReviewFlag
from planning.models.projects import UNDER_WAY
from reports.models import Diagnosis
from stakeholders.models import Consultation
from stakeholders.reach import Reach

NAMED = 2  # districts; more than these are counted


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step: its number and name, where it leads, one fact, and what is missing."""

    number: int
    label: str
    url: str
    fact: str
    hint: str = ""


def step_progress(
    request: CityRequest, city_map: CityMap, heard: Reach, stale: Stale, diagnoses: Sequence[Diagnosis]
) -> Iterator[StepProgress]:
    """The steps in their order, for those who work here."""
    facts = (
        _mapped(city_map, stale),
        _consulted(request, heard, stale),
        _diagnosed(diagnoses),
        _planned(request),
        _told(request),
    )
    for number, (step, (fact, hint, page)) in enumerate(zip(STEPS, facts, strict=True), start=1):
        yield StepProgress(number, str(step.label), reverse(page, args=[request.city.slug]), fact, hint)


Found = tuple[str, str, str]
"""A fact, what is missing, and the name of the page."""


def _mapped(city_map: CityMap, stale: Stale) -> Found:
    count = city_map.counted.count()
    missing = [*_again(stale.observations), *_not_looked_at(city_map)]
    fact = ngettext("%(count)s observation", "%(count)s observations", count) % {"count": formats.number(count)}
    return fact, " · ".join(missing), "map"


def _not_looked_at(city_map: CityMap) -> Iterator[str]:
    names = [district.name for district in city_map.not_looked_at]
    if 0 < len(names) <= NAMED:
        yield _("%(names)s not looked at") % {"names": ", ".join(names)}
    elif names:
        yield _("%(count)s districts not looked at") % {"count": formats.number(len(names))}


def _consulted(request: CityRequest, heard: Reach, stale: Stale) -> Found:
    approved = Consultation.objects.outcomes_visible_to(request.user).approved()
    count, silent = approved.count(), len(heard.not_heard)
    missing = [*_again(stale.consultations)]
    if silent:
        missing.append(
            ngettext("%(count)s group not yet reached by us", "%(count)s groups not yet reached by us", silent)
            % {"count": formats.number(silent)}
        )
    fact = ngettext("%(count)s consultation", "%(count)s consultations", count) % {"count": formats.number(count)}
    return fact, " · ".join(missing), "consultations"


def _again(stale: int) -> Iterator[str]:
    if stale:
        yield _("%(count)s to look at again") % {"count": formats.number(stale)}


def _diagnosed(diagnoses: Sequence[Diagnosis]) -> Found:
    released = in_force(diagnoses)
    fact = _("No. %(number)s in force") % {"number": released.number} if released else _("None released yet")
    newer = next((each for each in diagnoses if each.state != Diagnosis.State.RELEASED), None)
    if newer is None:
        return fact, "", "diagnoses"
    words = {
        Diagnosis.State.ANALYSING.value: _("no. %(number)s being computed"),
        Diagnosis.State.IN_REVIEW.value: _("no. %(number)s in review"),
    }
    return fact, words[newer.state] % {"number": newer.number}, "diagnoses"


def _planned(request: CityRequest) -> Found:
    """How many projects are under way; what stands on nothing, and what waits for a decision."""
    seen = Project.objects.visible_to(request.user).not_over()
    ungrounded = Exists(Grounding.objects.filter(project=OuterRef("pk")))
    counts = seen.aggregate(
        active=Count("pk", filter=Q(status__in=UNDER_WAY)),
        bare=Count("pk", filter=Q(status__in=UNDER_WAY) & ~ungrounded),
    )
    active, bare = counts["active"], counts["bare"]
    words = ngettext("%(count)s project under way", "%(count)s projects under way", active)
    fact = words % {"count": formats.number(active)} if active else _("No project under way")
    told = ngettext("%(count)s without a ground", "%(count)s without a ground", bare)
    missing = [told % {"count": formats.number(bare)}] if bare else []
    if flagged := ReviewFlag.objects.visible_to(request.user).to_decide().count():
        words = ngettext("%(count)s flag to decide", "%(count)s flags to decide", flagged)
        missing.insert(0, words % {"count": formats.number(flagged)})
    return fact, " · ".join(missing), "plan"


def _told(request: CityRequest) -> Found:
    """The latest notice; admins see how many have read it, others whether they have themselves."""
    latest = Delivery.objects.visible_to(request.user).filter(city=request.city).for_list().first()
    if latest is None:
        return _("No notice yet"), "", "changes"
    fact = _("Notice of %(day)s") % {"day": formats.short_day(latest.notice.made_at)}
    if not request.membership.is_admin:
        return fact, _("read") if latest.read_at else _("to be read"), "changes"
    counts = Delivery.objects.filter(notice=latest.notice).counts()
    read = {"done": formats.number(counts["read"]), "all": formats.number(counts["told"])}
    return fact, _("%(done)s of %(all)s have read it") % read, "changes"
