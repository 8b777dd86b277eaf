"""Posts as large as may be, a byte more, and of five megabytes: each is answered with a page, none is half taken."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import City, Membership
from core.lengths import LONGEST
from mapping.models import Observation
from tests.factories import sign_in
from tests.mapping.makers import inside, with_record
from tests.once import undone

FORM = "application/x-www-form-urlencoded"
MOST, FIELDS = settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
HERE = {"city": "elverhavn"}
PLACES = {
    "a new record": (reverse("observation_new", kwargs=HERE), "what_happened"),
    "a draft": (reverse("draft_keep", kwargs={**HERE, "form": "mapping.observation"}), "what_happened"),
    "screening": (reverse("screening", kwargs=HERE), "text"),
    "one's account": (reverse("account"), "name"),
    "a password": (reverse("account_login"), "password"),
    "a look": (reverse("look"), "next"),
    "a pair": (reverse("pair_decide", kwargs=HERE), "first"),
}


def _padded(field: str, size: int) -> bytes:
    return f"{field}=".encode().ljust(size, b"x")


# What is sent, and whether it is more than is read at all.
SIZES: dict[str, tuple[Callable[[str], bytes], bool]] = {
    "a character less than a text may have": (lambda field: _padded(field, len(field) + LONGEST), False),
    "a character more": (lambda field: _padded(field, len(field) + 2 + LONGEST), False),
    "a byte less than is read": (lambda field: _padded(field, MOST - 1), False),
    "all that is read": (lambda field: _padded(field, MOST), False),
    "a byte more than is read": (lambda field: _padded(field, MOST + 1), True),
    "five megabytes": (lambda field: _padded(field, 5_000_000), True),
    "five megabytes of marks": (lambda field: f"{field}=".encode() + b"%00" * 1_660_000, True),
    "as many fields as are read": (lambda _field: b"&".join(b"a=1" for _n in range(FIELDS)), False),
    "a field more": (lambda _field: b"&".join(b"a=1" for _n in range(FIELDS + 1)), True),
    "half a million fields": (lambda _field: b"a&" * 500_000, True),
}


@pytest.fixture
def client(elverhavn: City, bob: Membership) -> Client:
    with_record(elverhavn)
    return sign_in(Client(raise_request_exception=False), bob)


@pytest.mark.parametrize("size", SIZES)
def test_a_large_post_is_answered_with_a_page(client: Client, elverhavn: City, size: str) -> None:
    make, is_too_much = SIZES[size]
    for place, (address, field) in PLACES.items():
        with undone():
            answer = client.post(address, make(field), content_type=FORM)
            assert answer.status_code in ({400, 413} if is_too_much else {200, 302, 400, 404, 413}), place
            # what was typed comes back in its field, and nowhere else more than once
            assert len(answer.content) < 2.5 * MOST, place
            if is_too_much:
                assert b"</html>" in answer.content, place
            with inside(elverhavn):
                assert not Observation.objects.exists(), place
