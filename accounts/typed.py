"""What somebody sent when their session was over: an app above this one keeps it for them, in `AppConfig.ready()`."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from accounts.city import page_context
from accounts.models import Membership

# Gets the request, and as whom it was sent; says where it goes on, or nothing where nothing was kept.
Keep = Callable[[HttpRequest, Membership], str]

_keep: list[Keep] = []


def keep_typed_with(keep: Keep) -> None:
    if keep not in _keep:
        _keep.append(keep)


def keep_typed(request: HttpRequest, slug: str) -> str:
    """Keep it for whose session it was, as a member of the city; nothing is done with it, and nothing is read. Where it
    goes on; empty where nothing was kept, as of what another site sent."""
    if not _is_from_our_page(request):
        return ""
    with page_context(request.user, slug) as membership:
        return next((kept for each in _keep if membership and (kept := each(request, membership))), "")


def _is_from_our_page(request: HttpRequest) -> bool:
    """Asked here since no view is reached: by the token of the form."""
    return CsrfViewMiddleware(_no_view).process_view(request, _no_view, (), {}) is None


def _no_view(_request: HttpRequest) -> HttpResponse:
    raise LookupError("Nothing is answered from here.")
