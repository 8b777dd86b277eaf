"""The page of a form of one record: its title, the list it belongs to, the form as its editing session holds it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import CityRequest
from records.actions import record_access
from records.editing import Editing, Section, keep_refused
from records.models import Record, Verb
from records.narrowed import narrowed, onward
from records.permissions import why_not


def record_form(
    request: HttpRequest,
    writing: Editing[Any],
    *,
    title: str,
    above: tuple[str, str],
    back_url: str = "",
    form_class: str = "",
    in_parts: bool = False,
    template: str = "records/record_form.html",
    **facts: Any,
) -> HttpResponse:
    """`above` is the name and the address of the list; Back leads there unless `back_url` says where else.

    `in_parts` where it is long: on a phone its parts stand folded under their titles.
    """
    name, address = above
    shown = {"writing": writing, "form": writing.form, "title": title, "form_class": form_class}
    shown |= {"in_parts": in_parts, "above": name, "above_url": address, "back_url": back_url or address}
    return render(request, template, shown | facts)


def new_record(
    request: CityRequest, writing: Editing[Any], keep: Callable[..., Record], *, page: str, **form: Any
) -> HttpResponse:
    """Of a new one that somebody else reviews, which is handed in right away unless its author says otherwise; `page`
    is where it is read then."""
    if there := writing.sent_before():
        return there
    hand_in = request.method == "GET" or "hand_in" in request.POST
    if writing.is_ready() and (kept := writing.save(lambda: keep(hand_in=hand_in))):
        done = _("Handed in. An admin reviews it.") if hand_in else _("Kept. Hand it in when it is ready.")
        messages.success(request, done)
        return redirect(page, request.city.slug, kept.pk)
    return reviewed_form(request, writing, hand_in=hand_in, **form)


def changed_record(
    request: CityRequest,
    found: Record,
    make: Callable[[Any], Section],
    keep: Callable[[], Record],
    *,
    page: str,
    facts: Callable[[], dict[str, Any]] = dict,
    **form: Any,
) -> HttpResponse:
    """Of one that is there; `facts` is what else its form shows."""
    if refused := why_not("change", found, request.membership):
        keep_refused(request, found)
        messages.info(request, refused)
        return redirect(page, request.city.slug, found.pk)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    writing = Editing(request, found, make)
    if there := writing.sent_before():
        return there
    back = onward(reverse(page, args=[request.city.slug, found.pk]), narrowed(request))
    if writing.is_ready() and writing.save(keep):
        messages.success(request, _("Kept."))
        return redirect(back)
    return reviewed_form(request, writing, title=str(found), back_url=back, **form, **facts())


def reviewed_form(
    request: HttpRequest,
    writing: Editing[Any],
    *,
    hand_in: bool = False,
    template: str = "records/reviewed_form.html",
    **page: Any,
) -> HttpResponse:
    """Of a record that somebody else reviews; a new one asks whether it is handed in right away."""
    is_new = writing.record._state.adding
    return record_form(request, writing, template=template, is_new=is_new, hand_in=hand_in, **page)
