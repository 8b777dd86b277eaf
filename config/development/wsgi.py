"""The site, or, where its code cannot be loaded, a page that says why. The next saved file starts it anew."""

import sys
import traceback
from collections.abc import Iterable
from typing import Any


def _broken(said: str) -> Any:
    def answer(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
        return [said.encode()]

    return answer


try:
    from config.wsgi import application
except Exception:  # noqa: BLE001  (whatever is wrong in code that somebody is writing)
    _said = traceback.format_exc()
    sys.stderr.write(_said)
    application = _broken(_said)
