"""Keeping a section of a form as one types, against a bare Django view that does one UPDATE."""

import http.client
import json
from collections.abc import Callable
from urllib.parse import urlencode

from django.db import connections
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from accounts.models import City
from tests.bench.bench_pages import cookie_of, rates, read, served
from tests.bench.figures import Figure
from tests.factories import make_member, sign_in
from tests.mapping.makers import with_record
from tests.stakeholders.makers import make_consultation

SAVE, BARE = "/city/bench-forms/drafts/stakeholders.consultation:needs/", "/bare/needs/save/"
ROWS = 5


def section_save_vs_update() -> Figure:
    """Saves per second over one lasting connection, the best of twelve rounds each, in turn.

    What is sent is the section of needs with five rows, as a browser sends it. The bare view keeps the same in one
    UPDATE without session, city, access, version check or token.
    """
    city = with_record(City.objects.create(slug="bench-forms", name="Bench", country="DK"))
    officer = make_member(city, "officer@bench-forms.example", "officer")
    consultation = make_consultation(city, officer)
    client = sign_in(Client(), officer)
    token = get_token(RequestFactory().get("/"))
    cookie = f"{cookie_of(client)}; csrftoken={token}"
    _table_of_the_bare_view()
    section = _section(consultation.pk)
    with served("tests.bench.bare") as bare_port, served("config.wsgi") as our_port:
        bare, ours = rates(_bare(bare_port, section), _ours(our_port, section, cookie, token))
    return Figure(
        name="section_save_vs_update",
        value=ours,
        unit="saves/s",
        reference="bare Django view, one UPDATE (bare / ours)",
        ratio=bare / ours,
        target="≤ 3",
        details={"bare view": f"{1000 / bare:.2f} ms", "our save": f"{1000 / ours:.2f} ms"},
    )


def _table_of_the_bare_view() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE bench_kept (id bigserial PRIMARY KEY, form varchar(60), data jsonb)")
        cursor.execute("INSERT INTO bench_kept (form, data) VALUES ('needs', '{}')")
        cursor.execute("GRANT SELECT, UPDATE ON bench_kept TO PUBLIC")
    connections["owner"].close()


def _section(number: int) -> dict[str, str]:
    sent = {"draft_record": str(number), "base_version": "0" * 64, "needs-TOTAL_FORMS": str(ROWS)}
    for row in range(ROWS):
        sent |= {
            f"needs-{row}-statement": "A warm place that is open in the evening, close to where the buses stop.",
            f"needs-{row}-category": "safe_spaces",
            f"needs-{row}-priority": "5",
            f"needs-{row}-raised_by": "block:residents",
        }
    return sent


def _bare(port: int, section: dict[str, str]) -> Callable[[], None]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    body = urlencode(section)

    def save() -> None:
        connection.request("POST", BARE, body, {"Content-Type": "application/x-www-form-urlencoded"})
        read(connection, BARE)

    return save


def _ours(port: int, section: dict[str, str], cookie: str, token: str) -> Callable[[], None]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": cookie,
        "X-CSRFToken": token,
        "Referer": f"http://127.0.0.1:{port}/",
    }
    seen = {"version": 0}

    def save() -> None:
        connection.request("POST", SAVE, urlencode({**section, "draft_version": seen["version"]}), headers)
        seen["version"] = json.loads(read(connection, SAVE))["version"]

    return save
