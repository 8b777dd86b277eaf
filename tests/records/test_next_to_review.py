"""Whoever reviews goes from one record to the next that waits for them, and to none that they may not approve."""

import html
import re

from django.test import Client

from accounts.models import City
from tests.factories import make_member, sign_in
from tests.records.makers import make_observation

NEXT = re.compile(r'href="([^"]+)">\s*Next to review: ([^(]+) \((\d+) waiting\)')


def _next(client: Client, pk: int) -> tuple[str, str, str] | None:
    page = html.unescape(client.get(f"/city/elverhavn/observations/{pk}/").content.decode())
    found = NEXT.search(page)
    return (found[1], found[2], found[3]) if found else None


def test_the_next_one_that_waits_is_offered(elverhavn: City) -> None:
    author = make_member(elverhavn, "ada@elverhavn.example", "officer")
    admin = make_member(elverhavn, "alice@elverhavn.example", "admin")
    amber = make_member(elverhavn, "carla@elverhavn.example", "admin", clearance="amber")
    submitted = {"state": "submitted"}
    one, two, three = (make_observation(elverhavn, author, title=f"No. {n}", **submitted) for n in (1, 2, 3))
    own = make_observation(elverhavn, admin, title="Their own", **submitted)
    red = make_observation(elverhavn, author, title="For few", marking="red", **submitted)
    make_observation(elverhavn, author, title="A draft", state="draft")
    client = sign_in(Client(), admin)

    def there(pk: int) -> str:
        return f"/city/elverhavn/observations/{pk}/"

    assert _next(client, one.pk) == (there(two.pk), "No. 2", "3")
    assert _next(client, three.pk) == (there(red.pk), "For few", "3")
    # after the last comes the first again; of their own somebody else decides
    assert _next(client, red.pk) == (there(one.pk), "No. 1", "3")
    assert _next(client, own.pk) == (there(red.pk), "For few", "4")
    # whoever is not cleared is led to none that is marked higher
    cleared = sign_in(Client(), amber)
    assert _next(cleared, three.pk) == (there(own.pk), "Their own", "3")
    assert _next(cleared, own.pk) == (there(one.pk), "No. 1", "3")
    # an officer approves nothing
    assert _next(sign_in(Client(), author), one.pk) is None


def test_where_nothing_waits_nothing_is_offered(elverhavn: City) -> None:
    admin = make_member(elverhavn, "alice@elverhavn.example", "admin")
    only = make_observation(elverhavn, admin, state="submitted")
    assert _next(sign_in(Client(), admin), only.pk) is None
