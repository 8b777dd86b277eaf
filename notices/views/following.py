"""Following a city's changes elsewhere: a feed and a calendar by a secret link, title and link only."""

import re

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from icalendar import Calendar, Event

from accounts.access import role_required
from accounts.city import city_context
from accounts.models import EVERYBODY, City, User
from accounts.requests import CityRequest
from notices.actions.following import end_link, follower_of, link_of, make_link
from notices.models import Asked, ChangeNotice

NEWEST = 50
# What XML cannot hold at all, and iCalendar not in a text.
UNWRITABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@require_http_methods(["GET", "POST"])
@role_required(*EVERYBODY, fresh=True)
def follow(request: CityRequest, city: str) -> HttpResponse:
    """Make one's link, make it anew, or end it. The secret is shown once; it lasts longer than the session in which it
    is made, so who sits at somebody else's browser makes none.
    """
    facts: dict[str, object] = {}
    if request.method == "POST" and "end" in request.POST:
        end_link(city=request.city, user=request.user)
        messages.success(request, _("Your link leads nowhere any more."))
        return redirect("notice_follow", city)
    if request.method == "POST":
        secret = make_link(city=request.city, user=request.user)
        for name, page in (("feed", "follow_changes"), ("calendar", "follow_dates")):
            facts[name] = settings.SITE_URL + reverse(page, args=[city, secret])
    facts["link"] = link_of(request.city, request.user)
    return render(request, "notices/notice_follow.html", facts)


@login_not_required
@require_safe
def atom(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """The newest changes, as far as whose link it is may read them now."""
    city = _city(slug)
    with city_context(city.pk, via="feed"):
        user = _follower(city, secret)
        with translation.override(user.language or settings.LANGUAGE_CODE):
            feed = Atom1Feed(
                title=_in_one_line(_("Changes in %(city)s") % {"city": city.name}),
                link=settings.SITE_URL + reverse("changes", args=[slug]),
                description="",
            )
            for notice in _told(city, user)[:NEWEST]:
                feed.add_item(
                    title=_in_one_line(notice), link=_link(city, notice), description="", pubdate=notice.made_at
                )
            said = feed.writeString("utf-8")
    return HttpResponse(said, content_type=feed.content_type)


@login_not_required
@require_safe
def calendar(request: HttpRequest, slug: str, secret: str) -> HttpResponse:
    """The days by which something is asked; what is asked no more has none."""
    city = _city(slug)
    with city_context(city.pk, via="feed"):
        user = _follower(city, secret)
        found = Calendar()
        found.add("prodid", "-//Groundwork//")
        found.add("version", "2.0")
        asked_no_more = Asked.objects.exclude(closed_as="").values("notice")
        asked = _told(city, user).exclude(question="").exclude(pk__in=asked_no_more)
        days = asked.filter(answer_by__gte=timezone.localdate())
        with translation.override(user.language or settings.LANGUAGE_CODE):
            for notice in days[:NEWEST]:
                found.add_component(_day(city, notice))
        said = found.to_ical()
    return HttpResponse(said, content_type="text/calendar; charset=utf-8")


def _day(city: City, notice: ChangeNotice) -> Event:
    assert notice.answer_by is not None  # noqa: S101 (asked for by the query)
    day = Event()
    day.add("uid", f"notice-{notice.pk}@{city.slug}")
    day.add("dtstamp", notice.made_at)
    day.add("summary", _in_one_line(notice))
    day.add("dtstart", notice.answer_by)  # a day without an end is one day (RFC 5545, 3.6.1)
    day.add("url", _link(city, notice))
    return day


def _in_one_line(title: object) -> str:
    """One title with a character that nobody sees, pasted from elsewhere, would end the feed of everybody."""
    return " ".join(UNWRITABLE.sub(" ", str(title)).split())


def _city(slug: str) -> City:
    city = City.objects.filter(slug=slug).first()
    if city is None:
        raise Http404
    return city


def _follower(city: City, secret: str) -> User:
    user = follower_of(city, secret)
    if user is None:
        raise Http404
    return user


def _told(city: City, user: User) -> QuerySet[ChangeNotice]:
    return ChangeNotice.objects.visible_to(user).filter(city=city).of_the_network().released()


def _link(city: City, notice: ChangeNotice) -> str:
    return settings.SITE_URL + reverse("change", args=[city.slug, notice.pk])
