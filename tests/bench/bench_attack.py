"""A page while four members send the worst texts that are allowed, against the same page at rest."""

import http.client
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from django.test import Client

from accounts.models import City
from core.lengths import LONGEST
from tests.bench.bench_pages import cookie_of, read
from tests.bench.figures import Figure
from tests.databases import environment_of_processes
from tests.factories import make_member, sign_in
from tests.hostile.texts import HOSTILE
from tests.mapping.makers import with_record
from tests.serving import served

PAGE, SCREEN = "/city/bench-attack/processing-record/", "/city/bench-attack/screening/"
FORM = "/city/bench-attack/organisations/new/"
PAGES = 100
FAMILIES = ("mixed", "chains of at signs", "names without end", "almost streets")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def page_under_attack() -> Figure:
    """The 95th percentile of a hundred pages, from a web server as it runs; the slowest families of text."""
    city = with_record(City.objects.create(slug="bench-attack", name="Bench", country="DK"))
    reader = cookie_of(sign_in(Client(), make_member(city, "officer@bench.example", "officer")))
    members = [
        sign_in(Client(), make_member(city, f"{number}@bench.example", "officer")) for number in range(len(FAMILIES))
    ]
    with TemporaryDirectory() as folder:
        environment = {**environment_of_processes(), "GROUNDWORK_TLS": "0"}
        with served(Path(folder) / "web.log", environment, begin=subprocess.Popen) as web:
            port = int(web.address.rpartition(":")[2])
            _pages(port, reader, 20)
            rest = _pages(port, reader, PAGES)
            with _attacked(port, members) as answers:
                under = _pages(port, reader, PAGES)
    return Figure(
        name="page_under_attack",
        value=1000 * _p95(under),
        unit="ms (p95)",
        reference="the same page at rest",
        ratio=_p95(under) / _p95(rest),
        target="≤ 3",
        details={
            "at rest": f"{1000 * _p95(rest):.0f} ms",
            "texts looked through": str(answers.count(200)),
            "told to wait": str(answers.count(429)),
            "answered otherwise": str(len(answers) - answers.count(200) - answers.count(429)),
        },
    )


def _pages(port: int, cookie: str, count: int) -> list[float]:
    """Seconds of each, over a connection of its own, as of somebody who comes now and then."""
    taken = []
    for _page in range(count):
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", PAGE, headers={"Cookie": cookie})
        read(connection, PAGE)
        connection.close()
        taken.append(time.perf_counter() - began)
    return taken


def _p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


@contextmanager
def _attacked(port: int, members: list[Client]) -> Iterator[list[int]]:
    """The statuses of the answers that the members get, each of whom sends one text after the other."""
    stop, answers = threading.Event(), list[int]()
    sent = [(_body(member, family), cookie_of(member)) for member, family in zip(members, FAMILIES, strict=True)]

    def attack(body: str, cookie: str) -> None:
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        while not stop.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("POST", SCREEN, body, headers)
            answers.append(connection.getresponse().status)
            connection.close()

    threads = [threading.Thread(target=attack, args=each) for each in sent]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _body(member: Client, family: str) -> str:
    token = TOKEN.search(member.get(FORM, secure=True, headers={"host": "localhost"}).content.decode())
    if not token:
        raise RuntimeError(f"no form on {FORM}")
    text = HOSTILE[family](LONGEST)[:LONGEST]
    return urlencode({"text": text, "csrfmiddlewaretoken": token[1]}, errors="replace")
