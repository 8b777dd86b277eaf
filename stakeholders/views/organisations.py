"""The directory of organisations. Nobody's influence is rated; contacts are for those who are cleared for them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import STAFF
from accounts.requests import CityRequest
from core.lists import first_of
from records.actions import record_access
from records.editing import Editing, Section
from records.models import Verb
from records.views.record_form import record_form
from stakeholders.actions import keep_organisation
from stakeholders.forms import OrganisationForm
from stakeholders.forms.fields import districts_of_today, groups_of
from stakeholders.lists.organisations import rows_of_organisations
from stakeholders.models import Attendance, Consultation, Organisation
from stakeholders.vocabulary import Answer

# Of consultations in which it took part, and of those to which it was invited besides, the newest.
MOST_SHOWN = 20


@require_safe
@role_required(*STAFF)
def organisations(request: CityRequest, city: str) -> HttpResponse:
    """Who there is, and what they could do together."""
    return render(request, "stakeholders/organisation_list.html", {"rows": rows_of_organisations(request)})


@require_safe
@role_required(*STAFF, fresh_to_read=True)
def organisations_export(request: CityRequest, city: str) -> HttpResponseBase:
    """With their contacts, so the password is asked for again."""
    return list_file(request, "organisations", _("Organisations"), rows_of_organisations(request), page="organisations")


def _named(codes: list[str], names: dict[str, str], between: str = ", ") -> str:
    return between.join(names.get(code, code) for code in codes)


@require_safe
@role_required(*STAFF)
def organisation(request: CityRequest, city: str, pk: int) -> HttpResponse:
    """One of them, and the consultations in which it took part that this person may read."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    districts, groups = dict(districts_of_today(request.city)), dict(groups_of(request.city, also=found.groups))
    invitations = Attendance.objects.filter(organisation=found).select_related("consultation")
    seen = invitations.filter(consultation__in=Consultation.objects.visible_to(request.user))
    newest, came = seen.order_by("-consultation__first_day", "-consultation_id"), {"answer": Answer.TOOK_PART}
    heard, heard_more = first_of(newest.filter(**came), MOST_SHOWN)
    invited, invited_more = first_of(newest.exclude(**came), MOST_SHOWN)
    facts = [
        *found.facts(),
        (_("Districts"), _named(found.districts, districts) or _("The whole city")),
        (_("Population groups"), _named(found.groups, groups)),
        (_("Contacts"), found.contacts if request.membership.is_cleared_for(found.CONTACTS) else ""),
    ]
    shown = [(label, value) for label, value in facts if value]
    return render(
        request,
        "stakeholders/organisation_detail.html",
        {
            "organisation": found,
            "facts": shown,
            "heard": heard,
            "invited": invited,
            "most_heard": MOST_SHOWN if heard_more else 0,
            "most_invited": MOST_SHOWN if invited_more else 0,
        },
    )


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def organisation_new(request: CityRequest, city: str) -> HttpResponse:
    return _edited(request, Organisation(city=request.city))


@require_http_methods(["GET", "POST"])
@role_required(*STAFF)
def organisation_change(request: CityRequest, city: str, pk: int) -> HttpResponse:
    found = get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)
    if request.method == "GET":
        record_access(city=request.city, user=request.user, verb=Verb.OPENED, of=found)
    return _edited(request, found)


def _form(request: CityRequest, data: Any, row: Organisation) -> OrganisationForm:
    """Contacts are neither shown to nor changed by who is not cleared for them."""
    form = OrganisationForm(data, instance=row)
    if not request.membership.is_cleared_for(Organisation.CONTACTS):
        del form.fields["contacts"]
    return form


def _edited(request: CityRequest, row: Organisation) -> HttpResponse:
    writing = Editing(request, row, lambda data: Section(_form(request, data, row)))
    if there := writing.sent_before():
        return there
    if writing.is_ready() and (kept := writing.save(lambda: keep_organisation(organisation=row, by=request.user))):
        messages.success(request, _("Kept."))
        return redirect("organisation", request.city.slug, kept.pk)
    title = _("Change an organisation") if row.pk else _("Add an organisation")
    above = _("Organisations"), reverse("organisations", args=[request.city.slug])
    back = reverse("organisation", args=[request.city.slug, row.pk]) if row.pk else ""
    return record_form(request, writing, title=title, above=above, back_url=back, in_parts=True)
