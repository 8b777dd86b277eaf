"""The five steps of a city as they stand: what there is, what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.requests import CityRequest
from core import formats
from core.lists import counted_to
from home.figures import Figures
from home.inbox import in_force
from home.navigation import STEPS
from mapping.map.city_map import CityMap
from mapping.models import Observation
from notices.models import ChangeNotice, Delivery
from reports.models import Diagnosis
from stakeholders.models import Consultation
from stakeholders.reach import Reach

# Observations: to count a hundred thousand took as long as the rest of the page. The map says how many a period has.
MOST_COUNTED = 10_000
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
    request: CityRequest, city_map: CityMap, heard: Reach, there: Figures, diagnoses: Sequence[Diagnosis]
) -> Iterator[StepProgress]:
    """The steps in their order, for those who work here."""
    facts = (
        _mapped(city_map, there),
        _consulted(heard, there),
        _diagnosed(diagnoses),
        _planned(there),
        _told(request),
    )
    for number, (step, (fact, hint, page)) in enumerate(zip(STEPS, facts, strict=True), start=1):
        yield StepProgress(number, str(step.label), reverse(page, args=[request.city.slug]), fact, hint)


Found = tuple[str, str, str]
"""A fact, what is missing, and the name of the page."""


def _mapped(city_map: CityMap, there: Figures) -> Found:
    count, words = counted_to(MOST_COUNTED, city_map.counted)
    missing = [*_again(there.of("stale", Observation)), *_not_looked_at(city_map)]
    fact = ngettext("%(count)s observation", "%(count)s observations", count) % {"count": words}
    return fact, " · ".join(missing), "map"


def _not_looked_at(city_map: CityMap) -> Iterator[str]:
    names = [district.name for district in city_map.not_looked_at]
    if 0 < len(names) <= NAMED:
        yield _("%(names)s not looked at") % {"names": ", ".join(names)}
    elif names:
        yield _("%(count)s districts not looked at") % {"count": formats.number(len(names))}


def _consulted(heard: Reach, there: Figures) -> Found:
    count, silent = there["consultations"], len(heard.not_heard)
    missing = [*_again(there.of("stale", Consultation))]
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


def _planned(there: Figures) -> Found:
    """How many projects are active or paused, as the board calls them; what stands on nothing, what is to decide."""
    active, bare = there["projects"], there["ungrounded"]
    words = ngettext("%(count)s project active or paused", "%(count)s projects active or paused", active)
    fact = words % {"count": formats.number(active)} if active else _("No project under way")
    told = ngettext("%(count)s without a ground", "%(count)s without a ground", bare)
    missing = [told % {"count": formats.number(bare)}] if bare else []
    if flagged := there["flags"]:
        words = ngettext("%(count)s flag to decide", "%(count)s flags to decide", flagged)
        missing.insert(0, words % {"count": formats.number(flagged)})
    return fact, " · ".join(missing), "plan"


def _told(request: CityRequest) -> Found:
    """The latest notice to the network; admins see how many have read it, others whether they have themselves."""
    told = Delivery.objects.visible_to(request.user).filter(city=request.city).for_list()
    latest = told.exclude(notice__what__in=ChangeNotice.FOR_ADMINS).first()
    if latest is None:
        return _("No notice yet"), "", "changes"
    fact = _("Notice of %(day)s") % {"day": formats.short_day(latest.notice.made_at)}
    if not request.membership.is_admin:
        return fact, _("read") if latest.read_at else _("to be read"), "changes"
    counts = Delivery.objects.filter(notice=latest.notice).counts()
    read = {"done": formats.number(counts["read"]), "all": formats.number(counts["told"])}
    return fact, _("%(done)s of %(all)s have read it") % read, "changes"
