"""A signed-in page with all that protects it, against a bare Django view that shows as much text."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.test import Client, override_settings

from accounts.models import City
from tests.bench.figures import Figure
from tests.databases import environment_of_processes
from tests.factories import make_member, sign_in
from tests.mapping.makers import with_record
from tests.services import PROJECT

PAGE, BARE = "/city/bench/processing-record/", "/bare/bench/"
SECONDS = 0.5
ROUNDS = 12
# Where our middlewares are cut into layers, from the outside in; each is measured with those before it.
HEADERS, PERSON = "django.contrib.sessions", "accounts.middleware.outage"


def page_vs_bare_django() -> Figure:
    """Requests per second of one gunicorn process over one lasting connection; the best of twelve rounds each, in turn.

    The layers are measured in this process, through Django's WSGI handler, on a page that does not exist: what they
    cost is there, the view and its template are not.
    """
    city = with_record(City.objects.create(slug="bench", name="Bench", country="DK"))
    client = sign_in(Client(), make_member(city, "officer@bench.example", "officer"))
    looked_at(client, PAGE)
    cookie = cookie_of(client)
    with served("tests.bench.bare") as bare_port, served("config.wsgi") as our_port:
        bare, ours = rates(over_http(bare_port, BARE, ""), over_http(our_port, PAGE, cookie))
    return Figure(
        name="page_vs_bare_django",
        value=ours,
        unit="pages/s",
        reference="bare Django view, as much text (bare / ours)",
        ratio=bare / ours,
        target="≤ 4",
        details={"bare view": f"{1000 / bare:.2f} ms", "our page": f"{1000 / ours:.2f} ms", **_layers(cookie)},
    )


def looked_at(client: Client, address: str) -> None:
    """As a browser that has been there: its next visits bring every cookie it was given."""
    status = client.get(address, secure=True, headers={"host": "localhost"}).status_code
    if status != 200:
        raise RuntimeError(f"{address} answered {status}")


def cookie_of(client: Client) -> str:
    return "; ".join(f"{each.key}={each.value}" for each in client.cookies.values())


@contextmanager
def served(module: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", f"{module}:application", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        [
            *command,
            "--workers",
            "1",
            "--threads",
            "1",
            "--worker-class",
            "gthread",
            "--log-level",
            "error",
            "--keep-alive",
            "120",
        ],
        cwd=PROJECT,
        env={**environment_of_processes(), "GROUNDWORK_TLS": "0"},
    )
    try:
        _until_it_answers(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _until_it_answers(port: int) -> None:
    for _try in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start")


def over_http(port: int, address: str, cookie: str) -> Callable[[], None]:
    connection = http.client.HTTPConnection("127.0.0.1", port)

    def get() -> None:
        connection.request("GET", address, headers={"Cookie": cookie})
        read(connection, address)

    return get


def read(connection: http.client.HTTPConnection, address: str) -> bytes:
    """The answer's body. Raises RuntimeError for any answer but 200."""
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{address} answered {answer.status}")
    return body


def rates(*gets: Callable[[], None], warm: int = 30) -> list[float]:
    """What each reaches at its best; in turn, so that what else the machine does hits all alike."""
    for get in gets:
        for _warm in range(warm):
            get()
    rounds = [[_round(get) for get in gets] for _number in range(ROUNDS)]
    return [max(each) for each in zip(*rounds, strict=True)]


def _round(get: Callable[[], None]) -> float:
    count, began = 0, time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        get()
        count += 1
    return count / (time.perf_counter() - began)


def _layers(cookie: str) -> dict[str, str]:
    connections["default"].settings_dict["CONN_MAX_AGE"] = None
    names = list(settings.MIDDLEWARE)
    cuts = {"no middleware": 0, "+ headers, CSP": _place(HEADERS), "+ session, person": _place(PERSON)}
    shown = {}
    for layer, cut in {**cuts, "+ second factor, city, history": len(names)}.items():
        with override_settings(MIDDLEWARE=names[:cut], ROOT_URLCONF="tests.bench.nowhere"):
            shown[layer] = f"{1000 / rates(_in_process(PAGE, cookie))[0]:.2f} ms"
    return shown


def _place(part: str) -> int:
    return next(place for place, name in enumerate(settings.MIDDLEWARE) if name.startswith(part))


def _in_process(address: str, cookie: str) -> Callable[[], None]:
    handler = WSGIHandler()

    def get() -> None:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": address,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": cookie,
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
        response = handler(environ, lambda *_line: lambda _data: None)
        b"".join(response)
        response.close()

    return get
