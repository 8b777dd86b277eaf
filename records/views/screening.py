"""What a text holds, while it is still being written."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from accounts.access import role_required
from accounts.models import EVERYBODY
from accounts.requests import CityRequest
from records.forms.screened import said_of, screen_in

LONGEST = 50_000


@require_POST
@role_required(*EVERYBODY)
def screening(request: CityRequest, city: str) -> JsonResponse:
    """Answers a script in words. The text is neither kept nor logged; of a longer one only the beginning is read."""
    findings = screen_in(request.city, request.POST.get("text", "")[:LONGEST])
    return JsonResponse({"found": len(findings), "text": said_of(findings)})
