"""The plan: does it fit the ground, then all projects as board, timeline or map."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.models import EVERYBODY
from accounts.requests import CityRequest
from planning.board import NAMED, lanes, on_map, plan_of, timeline, with_days
from planning.lists.projects import BESIDE_MAP
from planning.views.action_plan import editions_for
from planning.views.projects import names_of
from stakeholders.vocabulary import NeedCategory

BOARD, TIMELINE, MAP = VIEWS = ("board", "timeline", "map")


@require_safe
@role_required(*EVERYBODY)
def plan(request: CityRequest, city: str) -> HttpResponse:
    found = plan_of(request, names_of(request))
    shown = request.GET.get("view", BOARD)
    shown = shown if shown in VIEWS else BOARD
    fit = found.fit
    facts: dict[str, Any] = {
        "plan": found,
        "editions": editions_for(request),
        "shown": shown,
        "unanswered": fit.unanswered[:NAMED],
        "lost": fit.lost[:NAMED],
        "bare": fit.bare[:NAMED],
        "city_wide_url": BESIDE_MAP,
        "without": [found.names[code] for code in fit.without],
        "crowded": [found.names[code] for code in fit.crowded],
        "needs_without": [str(NeedCategory(code).label) for code in fit.needs_without],
        "needs_crowded": [str(NeedCategory(code).label) for code in fit.needs_crowded],
    }
    if shown == TIMELINE:
        dated = with_days(request)
        facts |= {"timeline": timeline(dated, timezone.localdate()), "undated": found.projects - len(dated)}
    elif shown == MAP:
        facts["view_box"], facts["areas"] = on_map(found, request)
    else:
        facts["lanes"] = lanes(found, request)
    return render(request, "planning/plan.html", facts)
