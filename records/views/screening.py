"""What a text holds, while it is still being written."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from accounts.access import role_required
from accounts.models import EVERYBODY
from accounts.requests import CityRequest
from core.lengths import LONGEST
from records.forms.screened import said_of, screening_of


@require_POST
@role_required(*EVERYBODY)
def screening(request: CityRequest, city: str) -> JsonResponse:
    """Answers a script in words. The text is neither kept nor logged; one that no field would take is not read.

    Members are answered too: they write answers, dissent and complaints. Names that the city knows are told from others
    by what is found, so they are known to those alone who read them.
    """
    text = request.POST.get("text", "")
    if len(text) > LONGEST:
        return JsonResponse({}, status=413)
    findings = screening_of(request.city, knows_names=request.membership.works_here)(text)
    return JsonResponse({"found": len(findings), "text": said_of(findings)})
