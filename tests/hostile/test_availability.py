"""The site as it runs on a server, its own proxy before it, under attack: it answers, and what is slow is cut.

Caddy with deploy/Caddyfile (other address, no TLS, a second where the file says ten), gunicorn with the project's
settings, PostgreSQL and Redis.
"""

import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from accounts.models import City
from core.lengths import LONGEST
from tests.browsing import Browser
from tests.conftest import wait_until
from tests.factories import PASSWORD, make_member
from tests.hostile.texts import HOSTILE
from tests.services import PROJECT
from tests.serving import served

CADDY = Path(sys.executable).parent / "caddy"
SLOW = 30
HEAD = "POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@contextmanager
def proxied(folder: Path, upstream: str) -> Iterator[Browser]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    text = (PROJECT / "deploy" / "Caddyfile").read_text()
    for here, there in (
        ("{$GROUNDWORK_DOMAIN}", f"http://127.0.0.1:{port}"),
        ("web:8000", upstream.removeprefix("http://")),
        ("http_port 8080", "auto_https off"),
        ("https_port 8443", "persist_config off"),
        ("read_header 10s", "read_header 1s"),
    ):
        assert here in text
        text = text.replace(here, there)
    (folder / "Caddyfile").write_text(text)
    command = [str(CADDY), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    environment = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "caddy.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        wait_until(lambda: _listens(port), seconds=30, what="the proxy")
        yield Browser(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def running(process_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One proxy and one web server for all of these; each test has its own rows."""
    folder = tmp_path_factory.mktemp("served")
    environment = {
        **process_environment,
        "GROUNDWORK_PROXIES": "1",
        "GROUNDWORK_SECOND_FACTOR_ROLES": "",
        "GROUNDWORK_WEB_PROCESSES": "2",
    }
    with served(folder / "web.log", environment) as web, proxied(folder, web.address) as browser:
        wait_until(lambda: browser.get("/healthz").status == 200, seconds=60, what="the site")
        yield browser


@pytest.fixture
def site(running: Browser, committed_db: None) -> tuple[Browser, City]:
    return running, City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")


def connection_to(browser: Browser) -> socket.socket:
    host, _colon, port = browser.address.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=30)


def test_slow_heads_and_bodies_hold_up_nobody_and_are_cut(site: tuple[Browser, City]) -> None:
    browser, _city = site
    with ExitStack() as stack:
        heads = [stack.enter_context(connection_to(browser)) for _each in range(SLOW)]
        bodies = [stack.enter_context(connection_to(browser)) for _each in range(SLOW)]
        for each in heads:
            each.sendall(HEAD.encode())
        for each in bodies:
            each.sendall(f"{HEAD}Content-Type: text/plain\r\nContent-Length: 100000\r\n\r\nx".encode())
        for _second in range(3):
            for each in bodies:
                each.sendall(b"x")
            assert _seconds(browser, "/healthz") < 5
            assert _seconds(browser, "/account/login/") < 5
            time.sleep(0.7)
        # Past the second that a head has: closed without an answer, or told that it took too long.
        assert all(not (said := each.recv(200)) or said.startswith(b"HTTP/1.1 408") for each in heads)


def _seconds(browser: Browser, path: str) -> float:
    began = time.monotonic()
    assert browser.get(path).status == 200
    return time.monotonic() - began


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("GET /?" + "x" * 30_000, {400, 414, 431}),
        ("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + "x" * 60_000, {400, 431}),
        # too long for the proxy, or without a form's key for the site, whichever says so first: neither reads it
        ("POST /account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4000000", {403, 413}),
    ],
    ids=["address", "header", "body"],
)
def test_what_is_too_long_is_refused(what: str, expected: set[int], site: tuple[Browser, City]) -> None:
    browser, _city = site
    request = what if " HTTP/1.1" in what else f"{what} HTTP/1.1\r\nHost: 127.0.0.1"
    with connection_to(browser) as asking:
        asking.sendall(f"{request}\r\n\r\n".encode())
        if "Content-Length" in what:
            asking.sendall(b"x" * 4_000_000)
        said = re.match(rb"HTTP/1\.1 (\d+)", asking.recv(200))
    assert said
    assert int(said[1]) in expected
    assert browser.get("/healthz").status == 200


def test_a_page_and_the_probe_answer_while_four_members_send_the_worst_texts(site: tuple[Browser, City]) -> None:
    browser, city = site
    worst = ["mixed", "chains of at signs", "punctuation", "names without end"]
    attackers = [_signed_in(browser, city, f"officer{number}@elverhavn.example") for number in range(len(worst))]
    reader = _signed_in(browser, city, "reader@elverhavn.example")
    stop = threading.Event()
    answers: list[list[int]] = [[] for _each in worst]
    threads = [
        threading.Thread(target=_attack, args=(attacker, name, stop, answers[place]))
        for place, (attacker, name) in enumerate(zip(attackers, worst, strict=True))
    ]
    for thread in threads:
        thread.start()
    try:
        wait_until(lambda: sum(map(len, answers)) >= 8, seconds=60, what="the attack")
        probes = [_seconds(reader, "/healthz") for _each in range(10)]
        pages = [_seconds(reader, "/city/elverhavn/") for _each in range(10)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert max(probes) < 10
    assert max(pages) < 10
    said = {status for each in answers for status in each}
    assert said <= {200, 429}
    assert 200 in said


def _signed_in(browser: Browser, city: City, email: str) -> Browser:
    make_member(city, email, "officer", second_factor=False)
    own = Browser(browser.address)
    assert own.sign_in(email, PASSWORD).status == 200
    return own


def _attack(browser: Browser, name: str, stop: threading.Event, answers: list[int]) -> None:
    address = "/city/elverhavn/organisations/new/"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get(address).text)
    assert token
    text = HOSTILE[name](LONGEST)[:LONGEST]
    sent = urlencode({"text": text, "csrfmiddlewaretoken": token[1]}, errors="replace").encode()
    while not stop.is_set():
        answers.append(browser.send("/city/elverhavn/screening/", sent).status)


def test_a_large_file_over_a_slow_line_leaves_the_web_server_free(site: tuple[Browser, City]) -> None:
    """As many slow readers as there are processes and more: the proxy has their answers, the web server goes on."""
    browser, _city = site
    page = browser.get("/account/login/").text
    sheet = re.search(r'href="(/static/vendor/bootstrap[^"]+)"', page)
    assert sheet
    with ExitStack() as stack:
        for _each in range(12):
            line = stack.enter_context(connection_to(browser))
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            line.sendall(f"GET {sheet[1]} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            line.recv(100)
        assert _seconds(browser, "/account/login/") < 5


def test_the_proxys_file_is_valid_as_it_stands() -> None:
    command = [str(CADDY), "adapt", "--config", str(PROJECT / "deploy" / "Caddyfile"), "--validate"]
    done = subprocess.run(
        command,
        env={"GROUNDWORK_DOMAIN": "groundwork.example.org", "HOME": "/nonexistent"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["apps"]["http"]["http_port"] == 8080
