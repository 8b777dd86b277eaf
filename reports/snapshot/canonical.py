"""The bytes of a snapshot: canonical JSON, the same for the same records, and its name, the SHA-256."""

import datetime
import gc
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

FORMAT = "groundwork-snapshot/2"
# Snapshots from before consultations were kept in them.
EARLIER = ("groundwork-snapshot/1",)
# Earlier windows that feed the estimate of ordinary variation; more than these change little.
MOST_HISTORY = 8


@contextmanager
def collector_paused() -> Iterator[None]:
    """Rows become a million small lists without a cycle among them; looking for one takes twice the time, and whoever
    works on them goes on meeting them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_iso).encode()


def with_rows(frozen: bytes, rows: Iterable[str]) -> bytes:
    """The canonical JSON with these rows, canonical each, in the one place where it has none."""
    before, after = frozen.split(b'"rows":[]')
    return b'%s"rows":[%s]%s' % (before, ",".join(rows).encode(), after)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def short_fingerprint(sha256: str) -> str:
    """As on the cover and at the foot of every page."""
    return _by(4, sha256[:16])


def whole_fingerprint(sha256: str) -> str:
    """As in the annex."""
    return _by(8, sha256)


def _by(size: int, digits: str) -> str:
    return " ".join(digits[at : at + size] for at in range(0, len(digits), size))


def _iso(value: object) -> str:
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical form")
