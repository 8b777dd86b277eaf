"""The list of diagnoses, and how the state of one looks."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.list_rows import rows_of
from accounts.markings import Marking
from accounts.requests import CityRequest
from core.lists import Choice, Column, Columns, Listing, Rows, cells, coded, fact
from reports.models import Diagnosis

LOOKS = {
    Diagnosis.State.DRAFT: "neutral",
    Diagnosis.State.ANALYSING: "running",
    Diagnosis.State.IN_REVIEW: "attention",
    Diagnosis.State.RELEASED: "good",
    Diagnosis.State.SUPERSEDED: "neutral",
    Diagnosis.State.FAILED: "alert",
    Diagnosis.State.WITHDRAWN: "alert",
}


def diagnoses(request: CityRequest) -> Listing:
    # Who asked for one is no matter of the network: not to be seen, nor to be found by searching.
    works_here = request.membership.works_here
    return Listing(
        columns=_columns(request),
        search=("number", "title", "requested_by__name") if works_here else ("number", "title"),
        filters=(Choice("state", _("State"), Diagnosis.State.choices),),
        sort="-number",
    )


def rows_of_diagnoses(request: CityRequest, *, in_full: bool = False) -> "Rows[Diagnosis]":
    """`in_full` with all that a file says of them."""
    found = Diagnosis.objects.visible_to(request.user).for_list()
    if in_full:
        found = found.select_related("checked_by", "released_by")
    return rows_of(diagnoses(request), request, found)


def _columns(request: CityRequest) -> Columns:
    def url(row: Diagnosis) -> str:
        return reverse("diagnosis", args=[request.city.slug, row.number])

    works_here = request.membership.works_here
    return (
        Column("number", _("Number"), lambda row: cells.link(url(row), row), ("number",)),
        Column(
            "period",
            _("Period"),
            lambda row: cells.days(row.start, row.end),
            ("start", "number"),
            files=(
                fact("start", _("First day")),
                fact("end", _("Last day")),
                fact("compare_start", _("First day of the comparison")),
                fact("compare_end", _("Last day of the comparison")),
            ),
        ),
        Column(
            "title",
            _("Title"),
            lambda row: row.shown_title,
            ("title", "number"),
            files=(fact("title", _("Title"), lambda row: row.shown_title),),
        ),
        Column("state", _("State"), diagnosis_chip, files=coded("state", _("State"), Diagnosis.State)),
        Column("dated", _("Dated"), sort=("dated", "number")),
        fact("language", _("Language")),
        fact("released_on", _("Released")),
        fact("release_note", _("Why, for every member")),
        fact("alone_because", _("Released by one person, because")),
        fact("sections", _("Sections"), lambda row: " ".join(map(str, row.sections))),
        fact("long_because", _("Why the long one although there are few records")),
        Column("requested_by", _("Asked for by"), may_see=works_here),
        *(_for_staff() if works_here else ()),
        fact("address", _("Address"), lambda row: request.build_absolute_uri(url(row))),
    )


def _for_staff() -> Columns:
    return (
        fact("created_at", _("Asked for")),
        fact("checked_by", _("Do-no-harm check by")),
        fact("checked_at", _("Do-no-harm check")),
        fact("released_by", _("Released by")),
        fact("accept_proposed", _("Proposed judgements are accepted unread")),
        *coded("marking", _("Marking of what it was made of"), Marking),
        fact("error", _("Why it failed")),
        fact("job", _("Job")),
    )


def diagnosis_chip(diagnosis: Diagnosis) -> SafeString:
    state = Diagnosis.State(diagnosis.state)
    return cells.chip(state.label, LOOKS[state])
