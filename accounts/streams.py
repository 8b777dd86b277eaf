"""Responses that are sent while they are made, such as exports.

They run when the middleware is through, so its transaction, and with it the city, is gone: rows read then would raise
(never be foreign ones, see docs/adr/0008). `of_city` opens a transaction of the city that lasts as long as the stream.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.utils import translation

from accounts import limits
from accounts.city import city_context
from accounts.models import Membership
from accounts.requests import CityRequest

Part = TypeVar("Part", str, bytes)


def of_city(request: CityRequest, parts: Callable[[], Iterable[Part]]) -> Iterator[Part]:
    """What `parts` gives, read inside the request's city and in the language of its page.

    For a StreamingHttpResponse. All of it sees one moment of the database. Where somebody else was given the slot that
    the page had, it ends in an error (`limits.Busy`) before its first byte.
    """
    return _parts(request.membership, translation.get_language() or "en", parts)


def _parts(member: Membership, language: str, parts: Callable[[], Iterable[Part]]) -> Iterator[Part]:
    with (
        translation.override(language),
        city_context(member.city_id, via="page", actor_id=member.user_id, consistent=True),
    ):
        # until all is sent; the page asked whether it may begin, and lost its slot when it ended
        limits.wait_to_enter(member, limits.FILES)
        yield from parts()
