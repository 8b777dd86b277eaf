"""What somebody of the network finds on coming in: what they are asked, the diagnosis in one sentence, what changed,
what is done and with whom, and what came of what was asked for. Never a record, nor a number of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.text import Truncator

from accounts.requests import CityRequest
from core.sort_keys import Alphabetical
from home.member_map import EditionMap, edition_map
from jobs import artefacts
from notices.actions import pace_of
from notices.models import ChangeNotice, Delivery, NetworkBody
from planning.models import Partnership, Project
from reports.models import PAGE, Diagnosis, Edition, Recommendation
from reports.sections import contents

ASKED, CHANGES, PROJECTS, ANSWERS = 3, 4, 4, 4
LONGEST_SIDE = 90


@dataclass(frozen=True, slots=True)
class Change:
    """A notice as it stands in a list: what a member may not read is named by its kind alone."""

    delivery: Delivery
    title: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Readable:
    """The diagnosis in force, its editions for this member, the fullest first, and what the partner edition says in one
    sentence and on a map; `answers` is what of its recommendations every member may read."""

    diagnosis: Diagnosis
    editions: Sequence[Edition]
    sentence: str = ""
    map: EditionMap | None = None
    answers: Sequence[Recommendation] = ()


def member_home(request: CityRequest, latest: Diagnosis | None) -> dict[str, Any]:
    mine = Delivery.objects.visible_to(request.user).filter(city=request.city).for_list()
    # what is done elsewhere than in an answer waits where it is done
    elsewhere = Q(notice__question="") | Q(notice__what__in=ChangeNotice.DONE_ELSEWHERE)
    to_answer = mine.to_acknowledge(request.user.pk).exclude(elsewhere)
    asked = to_answer.order_by(F("notice__answer_by").asc(nulls_last=True))
    return {
        "asked": [each for each in asked[:ASKED] if each.is_open_to(request.membership)],
        "changes": [_change(each, request) for each in mine[:CHANGES]],
        "pace": pace_of(request.city.pk, request.user.pk),
        "projects": _projects(request),
        "readable": _readable(request, latest) if latest else None,
    }


def _change(delivery: Delivery, request: CityRequest) -> Change:
    title = delivery.named_for(request.membership)
    notice = delivery.notice
    if not delivery.is_open_to(request.membership) or not notice.words.title:
        return Change(delivery, title)
    before, after = (Truncator(each).chars(LONGEST_SIDE) for each in (notice.words.before, notice.words.after))
    return Change(delivery, title, before, after)


def _projects(request: CityRequest) -> list[Any]:
    """Those under way that they may read; first those which a body they speak for is a partner of."""
    belonged_to = NetworkBody.objects.filter(others__contains=[request.user.pk], is_current=True)
    bodies = NetworkBody.objects.spoken_for_by(request.user.pk) | belonged_to
    names = [name.casefold() for name in bodies.values_list("name", flat=True)]
    theirs = Partnership.objects.alias(called=Lower("organisation__name")).filter(
        called__in=names, project=OuterRef("pk")
    )
    seen = Project.objects.visible_to(request.user).under_way().annotate(is_theirs=Exists(theirs))
    return list(seen.order_by("-is_theirs", F("status_since").desc(nulls_last=True), Alphabetical("title"))[:PROJECTS])


def _readable(request: CityRequest, latest: Diagnosis) -> Readable:
    audiences = list(Edition.MARKINGS)
    seen = Edition.objects.visible_to(request.user).filter(diagnosis=latest)
    editions = sorted(seen, key=lambda each: audiences.index(each.audience))
    partner = next((each for each in editions if each.audience == Edition.Audience.PARTNER), None)
    if partner is None:
        return Readable(latest, editions)
    page = _page(request, partner)
    told = Recommendation.objects.filter(diagnosis=latest, for_partners=True).order_by("pk")
    return Readable(latest, editions, _sentence(page), edition_map(page, latest), list(told[:ANSWERS]))


def _page(request: CityRequest, partner: Edition) -> dict[str, Any]:
    """The edition as a page; empty where that is not there as it was made."""
    try:
        text = artefacts.read(request.city.pk, partner.page_sha256, PAGE) if partner.page_sha256 else "{}"
    except artefacts.ArtefactError:
        return {}
    page: dict[str, Any] = json.loads(text)
    return page


def _sentence(page: dict[str, Any]) -> str:
    """What its summary begins with."""
    summary = (each for each in page.get("sections", []) if each["number"] == str(contents.SUMMARY.number))
    blocks = (block for section in summary for block in section["blocks"] if block["kind"] == "key_sentence")
    return next(("".join(run["text"] for run in block["text"]).strip() for block in blocks), "")
