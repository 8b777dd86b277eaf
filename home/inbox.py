"""What waits for one person in a city: notices, drafts, returned and submitted records, diagnoses, groups not heard."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.composed import ANYBODY, Composed
from accounts.models import HostAccess, User
from accounts.requests import CityRequest
from analysis.records import Coverage
from core import formats
from core.lists import COUNTED, in_words, up_to_a_limit
from core.sort_keys import alphabetical
from home.figures import Figures
from home.inbox_item import REVIEW_AHEAD, SHOWN, InboxItem
from home.memorandum_inbox import of_memorandum
from mapping.models import Factor, Observation
from notices.models import ChangeNotice, Delivery
from planning.models import Project, ReviewFlag
from planning.permissions import AGREE, may
from planning.vocabulary import ProjectStatus
from records.editing import left_by, not_handed_in
from records.models import PendingChange, ReviewState, Verification
from reports.models import Diagnosis
from reports.release import look_before_release, may_work_on, undecided
from stakeholders.models import Consultation, Service
from stakeholders.reach import Reach

GROUPS_NAMED = 3
RECORDS: tuple[tuple[type[Any], str, str, Any, Any, Any], ...] = (
    (
        *(Observation, "observation", "observations"),
        __("Observations to review: %(count)s"),
        __("Observations to look at again: %(count)s"),
        __("Observations returned to you: %(count)s"),
    ),
    (
        *(Consultation, "consultation", "consultations"),
        __("Consultations to review: %(count)s"),
        __("Consultations to look at again: %(count)s"),
        __("Consultations returned to you: %(count)s"),
    ),
    (
        *(Factor, "factor", "factors"),
        __("Drivers and protective factors to review: %(count)s"),
        __("Drivers and protective factors to look at again: %(count)s"),
        __("Drivers and protective factors returned to you: %(count)s"),
    ),
    (
        *(Service, "service", "services"),
        __("Services to review: %(count)s"),
        __("Services to look at again: %(count)s"),
        __("Services returned to you: %(count)s"),
    ),
)


def current_diagnoses(request: CityRequest) -> list[Diagnosis]:
    """The one in force, those being computed and those in review, the latest first; as far as this person sees them."""
    return list(_current_diagnoses().instances(request.user.pk))


@cache
def _current_diagnoses() -> Composed:
    states = [Diagnosis.State.RELEASED, Diagnosis.State.ANALYSING, Diagnosis.State.IN_REVIEW]
    return Composed(Diagnosis.objects.visible_to(User(pk=ANYBODY)).filter(state__in=states))


def in_force(diagnoses: Sequence[Diagnosis]) -> Diagnosis | None:
    return next((each for each in diagnoses if each.state == Diagnosis.State.RELEASED), None)


def inbox(
    request: CityRequest,
    there: Figures,
    *,
    coverage: Sequence[Coverage],
    heard: Reach,
    diagnoses: Sequence[Diagnosis],
) -> Iterator[InboxItem]:
    """Of those who work here, the most pressing first."""
    yield from _returned(request, there)
    yield from _diagnoses(request, diagnoses)
    yield from _host_access(request, there)
    yield from _pending(request, there)
    yield from _failed_jobs(request, there)
    yield from _verification(request)
    yield from _to_review(request, there)
    yield from _flags(request, there)
    yield from _asked(request, there)
    yield from _review_days(request, there)
    yield from of_memorandum(request, revisions=there["revisions"])
    yield from _notices(request, there)
    yield from _not_handed_in(request)
    yield from drafts(request)
    yield from _stale(request, there)
    yield from _nobody_looks(request, coverage)
    yield from _not_heard(request, heard)


def _returned(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    """Each by its name with what the reviewer asks."""
    for kind, page, pages, _review, _again, counted in RECORDS:
        if not there.of("returned", kind):
            continue
        mine = kind.objects.visible_to(request.user).filter(state=ReviewState.RETURNED, created_by=request.user)
        found = list(mine.only("pk", "title", "review_comment").order_by("pk")[: SHOWN + 1])
        for each in found[:SHOWN]:
            url = reverse(page, args=[request.city.slug, each.pk])
            yield InboxItem(_("Returned"), "attention", each.title, each.review_comment, url)
        if len(found) > SHOWN:
            url = f"{reverse(pages, args=[request.city.slug])}?state=returned"
            title = counted % {"count": formats.number(mine.count())}
            yield InboxItem(_("Returned"), "attention", title, _("Correct them and hand them in again."), url)


def _to_review(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    """What this admin may approve. That something waits does not say that it is not their own."""
    for kind, _page, pages, counted, _again, _returned in RECORDS:
        if not there.of("to review", kind):
            continue
        count, goes_on = kind.objects.visible_to(request.user).count_to_approve_by(request.user, COUNTED)
        if count:
            words = in_words(count, is_capped=goes_on)
            url = f"{reverse(pages, args=[request.city.slug])}?state=submitted"
            hint = _("They count once you approved them.")
            yield InboxItem(_("To review"), "running", counted % {"count": words}, hint, url)


def _stale(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    for kind, _page, pages, _review, counted, _returned in RECORDS:
        if count := there.of("stale", kind):
            url = f"{reverse(pages, args=[request.city.slug])}?stale=yes&state=approved"
            hint = _("The day has passed until which they were to hold.")
            yield InboxItem(_("Stale"), "attention", counted % {"count": formats.number(count)}, hint, url)


def _nobody_looks(request: CityRequest, coverage: Sequence[Coverage]) -> Iterator[InboxItem]:
    """To admins, who say where sources look: that the days of all of them are over."""
    if not request.membership.is_admin or any(each.still_looking for each in coverage):
        return
    last = max((each.end for each in coverage), default=None)
    if last and last < timezone.localdate():
        title = _("No source you may read has looked since %(day)s") % {"day": formats.short_day(last)}
        hint = _("What happened after that is unknown. Say who looks now.")
        yield InboxItem(_("Not looked at"), "attention", title, hint, reverse("sources", args=[request.city.slug]))


def drafts(request: CityRequest) -> Iterator[InboxItem]:
    """What was typed and is in no record, by its name; the rest of many is on a page of its own."""
    mine = left_by(request)
    for each in mine[:SHOWN]:
        hint = _("Kept %(when)s; nobody else sees it.") % {"when": formats.moment(each.draft.saved_at)}
        if each.draft.is_set_aside:
            yield InboxItem(_("Kept text"), "neutral", each.name, hint, each.url)
        else:
            yield InboxItem(_("Draft"), "neutral", _("Not finished: %(form)s") % {"form": each.name}, hint, each.url)
    if len(mine) > SHOWN:
        title = _("All that you have not finished: %(count)s") % {"count": len(mine)}
        yield InboxItem(_("Draft"), "neutral", title, _("Go on, or throw it away."), _my_drafts(request))


def _not_handed_in(request: CityRequest) -> Iterator[InboxItem]:
    mine = not_handed_in(request)
    for label, record, url in mine[:SHOWN]:
        title = _("%(kind)s: %(title)s") % {"kind": label, "title": record}
        yield InboxItem(_("Not handed in"), "neutral", title, _("Saved. It counts nowhere until it is approved."), url)
    if len(mine) > SHOWN:
        title = _("Saved and not handed in: %(count)s") % {"count": len(mine)}
        yield InboxItem(
            _("Not handed in"), "neutral", title, _("Hand them in when they are ready."), _my_drafts(request)
        )


def _my_drafts(request: CityRequest) -> str:
    return reverse("drafts", args=[request.city.slug])


def _host_access(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    if not there["host access"]:
        return
    for access in HostAccess.objects.filter(city=request.city, decided_at=None).select_related("staff"):
        title = _("%(name)s asks to come in as host staff") % {"name": access.staff}
        url = reverse("host_access_decide", args=[request.city.slug, access.pk])
        yield InboxItem(_("Asked"), "alert", title, access.reason, url)


def _pending(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    """What waits for a second admin, and not for whoever asked for it."""
    if not there["pending changes"]:
        return
    waiting = PendingChange.objects.waiting().with_days().filter(city=request.city).exclude(asked_by=request.user)
    for each in waiting[:SHOWN]:
        title = _("%(kind)s: %(change)s") % {"kind": each.get_kind_display(), "change": each}
        yield InboxItem(
            _("Second admin"), "alert", title, each.words, reverse("pending_change", args=[request.city.slug, each.pk])
        )


def _failed_jobs(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    if count := there["failed jobs"]:
        url = f"{reverse('jobs', args=[request.city.slug])}?state=failed"
        title = _("Jobs that failed: %(count)s") % {"count": count}
        yield InboxItem(_("Failed"), "alert", title, _("See why, and try them again."), url)


def _verification(request: CityRequest) -> Iterator[InboxItem]:
    """What the last nightly check found, or that it broke off."""
    if not request.membership.is_admin:
        return
    newest = Verification.objects.filter(city=request.city).newest()
    if newest is None or newest.holds:
        return
    url = reverse("verification", args=[request.city.slug])
    if newest.error:
        title, hint = _("The check of the history could not be finished"), _("See why.")
    else:
        title = _("Not as the history says: %(count)s") % {"count": newest.found}
        hint = _("Somebody wrote behind the program, or a disk fails. See what, and tell whoever runs the server.")
    yield InboxItem(_("Failed"), "alert", title, hint, url)


NOTICED = {
    ChangeNotice.What.RELEASE: __("What changed, and why."),
    ChangeNotice.What.CHANGE: __("What changed, and why."),
    ChangeNotice.What.FIGURES: __("What changed, and why."),
    ChangeNotice.What.MEMORANDUM: __("What the network agreed, and what is asked of its members."),
    ChangeNotice.What.SECOND_ADMIN: __("What is to change, and who asked. Acknowledge it."),
    ChangeNotice.What.ACCOUNT: __("Whose, and since when. Acknowledge it."),
    ChangeNotice.What.READING: __("Who, and how much. Acknowledge it."),
}


def _notices(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    """What is asked of this person, and what they were told and have not opened."""
    mine = Delivery.objects.visible_to(request.user).filter(city=request.city)
    waiting = [mine.unread()] if there["unread"] else []
    waiting += [mine.read_to_acknowledge(request.user.pk)] if there["to acknowledge"] else []
    found = [each for some in waiting for each in some.for_list()[: SHOWN + 1]]
    found.sort(key=lambda each: each.pk, reverse=True)
    for each in found[:SHOWN]:
        url = reverse("notice", args=[request.city.slug, each.pk])
        yield InboxItem(
            _("Notice"),
            "running",
            each.named_for(request.membership),
            _what_it_says(each, request),
            url,
        )
    if len(found) > SHOWN:
        title = _("Notices to read or answer: %(count)s") % {"count": up_to_a_limit(*waiting)}
        url = reverse("notices", args=[request.city.slug])
        yield InboxItem(_("Notice"), "running", title, _("What changed, and why."), url)


def _what_it_says(delivery: Delivery, request: CityRequest) -> str:
    """What one reads there, as far as one may."""
    if not delivery.is_open_to(request.membership):
        return _("You are not cleared to read it.")
    if not delivery.notice.counts_for(request.membership.reads_up_to):
        return _("Who it is. Acknowledge it.")
    return str(NOTICED[ChangeNotice.What(delivery.notice.what)])


def _diagnoses(request: CityRequest, diagnoses: Sequence[Diagnosis]) -> Iterator[InboxItem]:
    """Diagnoses in review, and what each waits for of this admin."""
    if not request.membership.is_admin:
        return
    in_review = [each for each in diagnoses if may_work_on(each, request.membership)]
    for each in in_review[:SHOWN]:
        here = [request.city.slug, each.number]
        name = _("Diagnosis no. %(number)s") % {"number": each.number}
        if open_ones := undecided(each):
            hint = _("Judgements to decide: %(count)s") % {"count": open_ones}
            yield InboxItem(_("Decide"), "running", name, hint, reverse("judgements", args=here))
        elif each.checked_by_id is None:
            hint = _("Waits for the do-no-harm check.")
            yield InboxItem(_("Check"), "running", name, hint, reverse("release_check", args=here))
        elif (seen := look_before_release(each, request.user.pk)).may:
            hint = (
                _("Checked. Here one person releases it too: you could.")
                if seen.alone_because
                else _("Checked. A second person releases it: you could.")
            )
            yield InboxItem(_("Release"), "running", name, hint, reverse("release_now", args=here))


def _flags(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
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


def _asked(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
    """Projects that are to start or stop, for admins who may agree."""
    if not there["asked projects"]:
        return
    for each in Project.objects.visible_to(request.user).asked().order_by("asked_at")[:SHOWN]:
        if may(AGREE, each, request.membership):
            is_start = each.asked_for == ProjectStatus.ACTIVE
            told = _("Starts, if you agree: %(project)s") if is_start else _("Stops, if you agree: %(project)s")
            url = reverse("project", args=[request.city.slug, each.pk])
            yield InboxItem(_("Agree"), "running", told % {"project": each}, each.asked_because, url)


def _review_days(request: CityRequest, there: Figures) -> Iterator[InboxItem]:
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


def _not_heard(request: CityRequest, heard: Reach) -> Iterator[InboxItem]:
    """Marginalised groups first; nothing where the city has named no group yet."""
    groups = sorted(heard.not_heard, key=lambda group: (not group.marginalised, alphabetical(group.name)))
    if not groups:
        return
    names = ", ".join(group.name for group in groups[:GROUPS_NAMED])
    if more := len(groups) - GROUPS_NAMED:
        names = _("%(names)s and %(count)s more") % {"names": names, "count": more} if more > 0 else names
    days = {"start": formats.short_month(heard.period.start), "end": formats.short_month(heard.period.end)}
    hint = (
        _(
            "Not told of in consultations you may read, %(start)s to %(end)s; confidential ones count where three of "
            "a calendar year tell of the same group."
        )
        % days
    )
    yield InboxItem(_("Not reached"), "attention", names, hint, reverse("groups", args=[request.city.slug]))
