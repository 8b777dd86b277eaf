"""Fifty people at once against one: the site as a server runs it (`config/gunicorn.py`), each with a session."""

import http.client
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

from django.test import Client

from tests.bench.bench_growth import FEW, city_of
from tests.bench.bench_pages import cookie_of, read
from tests.bench.figures import Figure
from tests.databases import environment_of_processes
from tests.factories import make_member, sign_in
from tests.serving import served

USERS = 50
SECONDS = 10.0
WARM = 2.0
# What people look at most, in this order, each beginning elsewhere in it.
PAGES = ("", "map/", "observations/", "districts/", "consultations/", "diagnoses/")


def users_50() -> Figure:
    """Requests per second of so many who ask for the next page as soon as they have one, for ten seconds."""
    grown = city_of("fifty", FEW)
    members = [make_member(grown.city, f"officer-{number}@fifty.example", "officer") for number in range(USERS)]
    cookies = [cookie_of(sign_in(Client(), member)) for member in members]
    here = f"/city/{grown.city.slug}/"
    environment = {**environment_of_processes(), "GROUNDWORK_TLS": "0"}
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder) / "log", environment, begin=subprocess.Popen) as browser,
    ):
        port = urlsplit(browser.address).port or 0
        _asked(port, here, cookies, WARM)
        one = _asked(port, here, cookies[:1], SECONDS)
        many = _asked(port, here, cookies, SECONDS)
    return Figure(
        name="users_50",
        value=len(many) / SECONDS,
        unit="requests/s",
        reference="one user alone (fifty / one)",
        ratio=len(many) / len(one),
        target="≥ 1",
        details={"one user": _told(one), f"{USERS} users": _told(many)},
    )


def _asked(port: int, here: str, cookies: Sequence[str], seconds: float) -> list[float]:
    """How long each answer took, of all who asked."""
    end = time.perf_counter() + seconds
    with ThreadPoolExecutor(len(cookies)) as people:
        asked = people.map(lambda each: _asks(port, here, each[1], each[0], end), enumerate(cookies))
        return [took for person in asked for took in person]


def _asks(port: int, here: str, cookie: str, first: int, end: float) -> list[float]:
    took = []
    pages = cycle(PAGES[first % len(PAGES) :] + PAGES[: first % len(PAGES)])
    while (began := time.perf_counter()) < end:
        address = here + next(pages)
        # the proxy of deploy/ keeps no connection: a new one goes to whichever process is free
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", address, headers={"Cookie": cookie})
        read(connection, address)
        connection.close()
        took.append(time.perf_counter() - began)
    return took


def _told(took: Sequence[float]) -> str:
    half, most = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    return f"{len(took) / SECONDS:.1f} requests/s; half within {1000 * half:.0f} ms, 95 % within {1000 * most:.0f} ms"
