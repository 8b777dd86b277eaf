"""Who saw what."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import role_required
from accounts.exports import list_file
from accounts.models import ADMINS
from accounts.requests import CityRequest
from records.lists import rows_of_accesses


@require_safe
@role_required(*ADMINS)
def accesses(request: CityRequest, city: str) -> HttpResponse:
    """Who opened or downloaded what."""
    return render(request, "records/access_list.html", {"rows": rows_of_accesses(request)})


@require_safe
@role_required(*ADMINS, fresh_to_read=True)
def accesses_export(request: CityRequest, city: str) -> HttpResponseBase:
    return list_file(request, "accesses", _("Who saw what"), rows_of_accesses(request), page="accesses")
