"""Projects that wait: flagged, asked for, to be reviewed."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.requests import CityRequest
from core import formats
from home.figures import REVIEW_AHEAD, Figures
from home.inbox.item import SHOWN, InboxItem
from planning.models import Project, ReviewFlag
from planning.permissions import AGREE, may
from planning.vocabulary import ProjectStatus


def flags(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    """What puts projects in question, for the admins who decide; what must be decided soonest first."""
    if not request.membership.is_admin or not there["flags"]:
        return
    waiting = ReviewFlag.objects.visible_to(request.user).to_decide().select_related("project")
    found = list(waiting.order_by("decide_by", "pk")[: SHOWN + 1])
    for each in found[:SHOWN]:
        title = _("%(project)s: %(cause)s") % {"project": each.project, "cause": each.get_cause_display()}
        hint = (
            _("Keep, adapt or stop, by %(day)s.") % {"day": formats.short_day(each.decide_by)} if each.decide_by else ""
        )
        url = reverse("flag", args=[request.city.slug, each.project_id, each.pk])
        yield InboxItem(_("Flag"), "attention", title, hint, url)
    if len(found) > SHOWN:
        url = f"{reverse('projects', args=[request.city.slug])}?flagged=yes"
        title = _("Flags to decide: %(count)s") % {"count": there["flags"]}
        yield InboxItem(_("Flag"), "attention", title, _("Keep, adapt or stop."), url)


def asked_for(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    """Projects that are to start or stop, for admins who may agree."""
    if not there["asked projects"]:
        return
    for each in Project.objects.visible_to(request.user).asked().order_by("asked_at")[:SHOWN]:
        if may(AGREE, each, request.membership):
            is_start = each.asked_for == ProjectStatus.ACTIVE
            told = _("Starts, if you agree: %(project)s") if is_start else _("Stops, if you agree: %(project)s")
            url = reverse("project", args=[request.city.slug, each.pk])
            yield InboxItem(_("Agree"), "running", told % {"project": each}, each.asked_because, url)


def review_days(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    """Days of review that come within two weeks; those that passed have a flag."""
    if not there["review days"]:
        return
    today = timezone.localdate()
    soon = (
        Project.objects.visible_to(request.user)
        .under_way()
        .filter(review_on__gte=today, review_on__lte=today + REVIEW_AHEAD)
    )
    for each in soon.order_by("review_on")[:SHOWN]:
        hint = _("To be looked at again on %(day)s.") % {
            "day": formats.short_day(each.review_on) if each.review_on else "–"
        }
        yield InboxItem(_("Review"), "neutral", str(each), hint, reverse("project", args=[request.city.slug, each.pk]))
