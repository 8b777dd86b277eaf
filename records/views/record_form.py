"""The page of a form of one record: its title, the list it belongs to, the form as its editing session holds it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from records.editing import Editing


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
