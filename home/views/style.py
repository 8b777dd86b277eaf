"""Every component with its states, for whoever builds pages; not there in production (settings.STYLE_PAGE)."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import City, Marking
from analysis.words import Word
from core.form_words import OwnWords
from core.lengths import SENTENCES
from core.lists import CappedPaginator, Chosen, Column, Columns, Rows, cells
from records.models.review import ReviewState

DISTRICTS: list[dict[str, Any]] = [
    {"name": name, "count": count, "rate": rate, "state": state}
    for name, count, rate, state in (
        ("Gammelgård", 141, "6.4", ReviewState.APPROVED),
        ("Højvang", 38, "5.1", ReviewState.SUBMITTED),
        ("Kvarnby", 0, "–", ReviewState.DRAFT),
        ("Åparken", 7, "1.2", ReviewState.RETURNED),
        ("Østmark", 21, "3.3", ReviewState.WITHDRAWN),
    )
]
COLUMNS: Columns = (
    Column("name", "District", lambda row: cells.link("#s-list", row["name"]), ("name",)),
    Column("count", "Records", lambda row: row["count"], ("count",), is_number=True),
    Column("rate", "Rate", lambda row: row["rate"], is_number=True),
    Column("state", "Review", lambda row: cells.chip(ReviewState(row["state"]).label, row["state"])),
)
TASKS = [
    {"title": "Session", "hint": "Workshop · 12 November · library", "url": "#tasks", "state": "complete"},
    {"title": "Needs", "hint": "3 recorded", "url": "#tasks", "state": "in_progress"},
    {"title": "Outlook and trust", "hint": "Not started", "url": "#tasks", "state": "todo"},
    {"title": "Submit for review", "hint": "When all sections are complete", "url": "", "state": "blocked"},
]
FACTS = [("Recorded rate", "6.4 (4.5–9.0)"), ("Looked at by", "Police, 2 schools, library"), ("Review by", "")]


class SampleForm(OwnWords, forms.Form):
    name = forms.CharField(label="What happened", help_text="One sentence, without names of people.", max_length=80)
    day = forms.DateField(label="When", widget=forms.DateInput(attrs={"type": "date"}))
    count = forms.IntegerField(label="How many", required=False, min_value=0)
    where = forms.ChoiceField(label="Where", choices=[("", "Choose"), ("1", "Gammelgård"), ("2", "Åparken")])
    space = forms.ChoiceField(
        label="Offline or online",
        help_text="Both, if it began in one and went on in the other.",
        widget=forms.RadioSelect,
        choices=[("offline", "Offline"), ("online", "Online"), ("hybrid", "Both")],
    )
    kinds = forms.MultipleChoiceField(
        label="What kind",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("threat", "Threat"), ("rally", "Rally with a call to violence")],
    )
    text = forms.CharField(
        label="More about it", required=False, max_length=SENTENCES, widget=forms.Textarea(attrs={"rows": 3})
    )
    sure = forms.BooleanField(label="I have read what does not belong here")


@require_safe
@login_not_required
def style(request: HttpRequest) -> HttpResponse:
    facts: dict[str, Any] = {
        "rows": _rows(request),
        "no_rows": Rows(page=CappedPaginator([], 2).get_page(1), matching=City.objects.none()),
        "nothing_found": Rows(page=CappedPaginator([], 2).get_page(1), matching=City.objects.none(), is_narrowed=True),
        "states": ReviewState.values,
        "markings": Marking.values,
        "words": list(Word),
        "tasks": TASKS,
        "facts": FACTS,
        "sample": SampleForm(),
        "refused_sample": SampleForm({"name": "x" * 90, "count": "-1"}, auto_id="refused_%s"),
    }
    return render(request, "home/style.html", facts)


@require_http_methods(["GET", "POST"])
@login_not_required
def question(request: HttpRequest) -> HttpResponse:
    """A page that asks first; it does nothing."""
    return render(request, "home/style_question.html", {"back": reverse("style")})


@require_safe
@login_not_required
def progress(request: HttpRequest) -> HttpResponse:
    """Work that is over the second time one looks."""
    return render(request, "home/style_progress.html")


def _rows(request: HttpRequest) -> Rows[Any]:
    sort = request.GET.get("sort", "name")
    key = sort.removeprefix("-") if sort.removeprefix("-") in {"name", "count"} else "name"
    ordered = sorted(DISTRICTS, key=lambda row: row[key], reverse=sort.startswith("-"))
    return Rows(
        page=CappedPaginator(ordered, 3).get_page(request.GET.get("page")),
        matching=City.objects.none(),
        columns=COLUMNS,
        query=request.GET.get("q", ""),
        filters=[Chosen("state", "Review", ReviewState.choices, request.GET.get("state", ""))],
        sort=sort,
        is_searchable=True,
    )
