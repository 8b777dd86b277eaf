"""What a record says, and what a row of a file that Groundwork wrote says of it: when both say the same."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

Facts = Mapping[str, Any]
# What a record and a row of a file both say. People, district, source and series by what they are called.
PLAIN = (
    "title", "what_happened", "scope", "first_day", "last_day", "precision", "hour", "reported_on", "place",
    "cell_longitude", "cell_latitude", "space", "platform", "manifestations", "targets", "how_known", "currents",
    "setting", "severity", "basis", "reliability", "credibility", "source_link", "trigger_event", "external_key",
    "state", "marking", "review_by", "approved_at", "review_comment", "withdrawn_reason", "created_at",
)  # fmt: skip
PEOPLE = ("created_by", "approved_by")
CODES = ("manifestations", "targets", "currents")
CHOSEN = ("created_by", "approved_by", "source", "district", "series")
# What the review says of a record: by all else it is known again.
OF_THE_REVIEW = ("state", "approved_by", "approved_at", "marking")
# A number of degrees has fewer digits that mean something, and a workbook keeps fewer than we do.
DIGITS = 9


def _plain(value: Any, zone: ZoneInfo) -> Any:
    """As it is compared: a moment as a clock of the city shows it, which is all that a workbook knows; codes in one
    order, degrees as far as they mean something."""
    if isinstance(value, datetime.datetime):
        # of the hour that a change of clocks repeats a workbook does not know which one it was
        return value.astimezone(zone).replace(microsecond=0, tzinfo=None, fold=0)
    if isinstance(value, list):
        return tuple(sorted(value))
    if isinstance(value, float):
        return round(value, DIGITS)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def differences(one: Facts, other: Facts, zone: ZoneInfo) -> list[str]:
    return [name for name in (*PLAIN, *CHOSEN) if _plain(one[name], zone) != _plain(other[name], zone)]


def digest(facts: Facts, zone: ZoneInfo, without: Sequence[str] = ()) -> bytes:
    said = repr([_plain(facts[name], zone) for name in (*PLAIN, *CHOSEN) if name not in without])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()
