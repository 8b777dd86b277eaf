"""A person at a browser, as far as HTTP goes: keeps cookies, fills in forms."""

import re
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Answer(NamedTuple):
    status: int
    url: str
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.body.decode()


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_what: Any) -> None:
        return None


class Browser:
    """Browsers send secure cookies to this machine also without TLS; so does this one."""

    def __init__(self, address: str, **headers: str) -> None:
        self.address = address
        self._headers = headers
        jar = CookieJar(policy=DefaultCookiePolicy(secure_protocols=("http", "https")))
        self._following = build_opener(HTTPCookieProcessor(jar))
        self._staying = build_opener(HTTPCookieProcessor(jar), _Stay)

    def get(self, path: str, *, follow: bool = True) -> Answer:
        return self.send(path, follow=follow)

    def post(self, path: str, **fields: str) -> Answer:
        """Fill in the form of a page and send it."""
        token = TOKEN.search(self.get(path).text)
        assert token, f"no form on {path}"
        data = urlencode({**fields, "csrfmiddlewaretoken": token[1]}).encode()
        return self.send(path, data)

    def sign_in(self, email: str, password: str) -> Answer:
        return self.post("/account/login/", login=email, password=password)

    def send(self, path: str, data: bytes | None = None, *, follow: bool = True) -> Answer:
        address = self.address + path
        request = Request(address, data, {"Referer": address, **self._headers})  # noqa: S310  (an address of this machine)
        try:
            opener = self._following if follow else self._staying
            with opener.open(request, timeout=30) as answer:
                return Answer(answer.status, answer.url, answer.read(), dict(answer.headers))
        except HTTPError as error:
            with error:
                return Answer(error.code, error.url, error.read(), dict(error.headers))
