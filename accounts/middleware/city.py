"""The request's city: one transaction around the whole response, in which its rows and no others are visible.

See docs/adr/0008 for what goes wrong in other places: a setting made in a view is gone when a TemplateResponse is
rendered, and a streamed response runs after everything else has ended (`accounts.streams` is for those).
"""

import logging
from collections.abc import Callable

from django.contrib.messages.storage import default_storage
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from psycopg2.errors import ForeignKeyViolation, UniqueViolation

from accounts import limits
from accounts.city import PAGE_OF_A_CITY, page_context
from core.errors import Refused

# So PostgreSQL tells whose transaction it undid for another's to go on: a deadlock; two that cannot stand in a row.
UNDONE = frozenset({"40P01", "40001"})
log = logging.getLogger(__name__)


class CityMiddleware:
    """Every address of a city needs a membership there; any other page has a person but no city.

    Without a membership the answer is 404, the same as for a city that does not exist. A response of 500 or more
    commits nothing, and neither does a view that ended with an error that is answered with less. Where the connection
    was lost on the way (the database was started anew), or the transaction undone for the sake of another, nothing is
    written yet, and the page is made once more. So is one before which somebody else was in the same instant, with the
    same name, or erased or decided what it is about, whether we see it or PostgreSQL does, at once or at the commit:
    what they did stands by then, and the page says so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        attempt = _Attempt(request, is_first=True)
        try:
            response = self._made(attempt)
        except (OperationalError, InterfaceError, IntegrityError) as problem:
            # Before the view; or at the commit, and who knows what became of that if PostgreSQL does not say.
            attempt.was_second = _came_second(problem)
            is_told = attempt.was_second or _was_undone(problem)
            is_ours = attempt.is_over or isinstance(problem, IntegrityError)
            if attempt.is_nested or attempt.is_kept or (is_ours and not is_told):
                raise
            attempt.problem = problem
        else:
            if not attempt.goes_again:
                return response
        log.warning("A page is made once more", exc_info=attempt.problem)
        if not attempt.was_second:
            connection.close()
        _begin_anew(request)
        return self._made(_Attempt(request))

    def _made(self, attempt: "_Attempt") -> HttpResponseBase:
        request = attempt.request
        found = PAGE_OF_A_CITY.match(request.path_info)
        with page_context(request.user, found["slug"] if found else None) as membership:
            # the first of what is done after the commit: what fails there is no reason to do all of it again
            transaction.on_commit(attempt.keep)
            if membership is not None:
                request.city, request.membership = membership.city, membership  # type: ignore[attr-defined]
            response = self.get_response(request)
            attempt.is_over = True
            if response.status_code >= 500 or attempt.has_failed:
                transaction.set_rollback(True)
            return response

    def process_view(
        self, request: HttpRequest, view: object, _args: object, kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        """Fails closed: a view of a city never runs without the membership. A long form waits for its turn."""
        membership = getattr(request, "membership", None)
        if "city" in kwargs and membership is None:
            raise Http404
        if membership is None or not limits.is_costly(request, view):
            return None
        return limits.refused_for_now(request, membership, limits.FORMS)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Undone at the end and not by a savepoint, which would cost every page two round trips."""
        if isinstance(exception, limits.MustWait):
            return limits.busy(request)
        request.attempt.failed(exception)  # type: ignore[attr-defined]
        return None


class _Attempt:
    """To answer a request; `is_lost` where all that was done for it is gone, and nobody is to blame."""

    def __init__(self, request: HttpRequest, *, is_first: bool = False) -> None:
        self.request, self.is_first = request, is_first
        self.problem: Exception | None = None
        self.is_nested = connection.in_atomic_block
        self.is_over = self.has_failed = self.is_lost = self.was_second = self.is_kept = False
        request.attempt = self  # type: ignore[attr-defined]

    def keep(self) -> None:
        self.is_kept = True

    @property
    def goes_again(self) -> bool:
        """A view that failed has its page made once more, so that it failed is no fault (`core.logs.FirstTimes`)."""
        return self.is_first and not self.is_nested and (self.is_lost or self.was_second)

    def failed(self, exception: Exception) -> None:
        self.has_failed, self.problem = True, exception
        if isinstance(exception, OperationalError | InterfaceError):
            is_broken = connection.connection is None or bool(connection.connection.closed)
            self.is_lost = is_broken or _was_undone(exception)
        self.was_second = _came_second(exception)


def _begin_anew(request: HttpRequest) -> None:
    """Nothing that the first attempt found or said counts for the second: who it is may belong there no more, and what
    it told them did not happen."""
    for found in ("city", "membership"):
        request.__dict__.pop(found, None)
    request._messages = default_storage(request)  # type: ignore[attr-defined]


def _came_second(problem: BaseException) -> bool:
    """What was found a moment ago is gone, or decided: the second time the page looks first, and says so."""
    is_gone = isinstance(problem, ObjectDoesNotExist | Refused)
    return is_gone or isinstance(problem.__cause__, UniqueViolation | ForeignKeyViolation)


def _was_undone(problem: BaseException) -> bool:
    return getattr(problem.__cause__, "pgcode", None) in UNDONE
