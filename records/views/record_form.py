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
    template: str = "records/record_form.html",
    **facts: Any,
) -> HttpResponse:
    """`above` is the name and the address of the list; Back leads there unless `back_url` says where else."""
    name, address = above
    shown = {"writing": writing, "title": title, "form_class": form_class}
    shown |= {"above": name, "above_url": address, "back_url": back_url or address}
    return render(request, template, shown | facts)
