"""The page of a step that asks what it needs, then takes it; who may not, or comes too late, reads why."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.requests import CityRequest
from records.editing import Editing, Section, keep_refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Step(Protocol):
    """What a step says of itself: on the button and once it is done."""

    @property
    def done(self) -> "StrOrPromise": ...


def take_step(
    request: CityRequest,
    record: Any,
    verb: str,
    step: Step,
    *,
    refused: "StrOrPromise",
    form: Callable[[Any], Any],
    take: Callable[[Any], Any],
    page: str,
    template: str,
    **facts: Any,
) -> HttpResponse:
    """`form` is made of what was sent, `take` gets it once it is in order; `page` is the record's own address."""
    if refused:
        keep_refused(request, record, verb)
        messages.info(request, str(refused))
        return redirect(page)
    writing = Editing(request, record, lambda data: Section(form(data)), verb)
    if there := writing.sent_before():
        return there
    if writing.is_ready() and writing.save(lambda: take(writing.form)):
        messages.success(request, str(step.done))
        return redirect(page)
    return render(request, template, {"step": step, "verb": verb, "writing": writing, "back_url": page, **facts})
