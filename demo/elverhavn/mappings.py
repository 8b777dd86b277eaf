"""The mapping file of each source, in the format of `manage.py import_observations`."""

from typing import Any

from demo.elverhavn import words
from demo.elverhavn.events import EXTRACTED_ON, SEPARATOR
from demo.elverhavn.streets import DISTRICTS
from demo.elverhavn.years import NETWORK_SINCE, NOT_LOOKED_AT, NOT_LOOKED_AT_IN, ONLINE_SINCE, YEARS

Mapping = dict[str, Any]

# name, type, marking, completeness
SOURCES = {
    "police": ("Elverhavn police (fictional)", "police", "amber", "full"),
    "city-services": ("Elverhavn city services (fictional)", "municipal_service", "amber", "partial"),
    "partner-network": ("Partner network of the western districts (fictional)", "civil_society", "amber", "sporadic"),
    "online-monitoring": ("Online monitoring of Elverhavn (fictional)", "online_monitoring", "green", "partial"),
}
NOTE = "Fictional data of the fictional city of Elverhavn; demo/elverhavn/README.md says what is built in."
UNREAD = "The column “summary” is not read: a title is made of the vocabulary, never of cells."
BY_MONTH = "In its first year the network wrote down the month only."


def mapping_of(source: str, *, by_month: bool = False) -> Mapping:
    """The mapping of a source's file; `by_month` for the file that has months and no days."""
    name, source_type, marking, completeness = SOURCES[source]
    when = {"column": "month", "format": "YYYY-MM"} if by_month else _when()
    return {
        "format": "groundwork-observations/1",
        "notes": [NOTE, UNREAD, *([BY_MONTH] if by_month else [])],
        "source": {"key": source, "name": name, "type": source_type},
        "coverage": coverage_of(source, completeness),
        "extracted_on": EXTRACTED_ON.isoformat(),
        "external_key": "key",
        "when": when,
        "reported_on": {"column": "reported", "format": "YYYY-MM-DD"},
        "place": {"column": "district", "by": "code", "city_wide": ["city-wide"], "online": ["online"]},
        "title": "{manifestations} – {setting}",
        "fields": _fields(marking),
        "not_counted": [{"column": "status", "values": ["withdrawn"], "reason": "withdrawn by the source"}],
        "batch_note": NOTE,
    }


def _when() -> Mapping:
    return {
        "column": "start",
        "format": "YYYY-MM-DD",
        "until": "end",
        "hour": {"column": "hour", "format": "HH"},
    }


def coverage_of(source: str, completeness: str) -> list[Mapping]:
    """Where a source looked: nobody looked at one district in the last year."""
    first, last = YEARS[0], YEARS[-1]
    if source == "online-monitoring":
        return [{**_stretch(ONLINE_SINCE, last, completeness), "whole_city": False, "online": True}]
    network = source == "partner-network"
    there = [code for code, _name, _inside, west in DISTRICTS if west or not network]
    still = [code for code in there if code != NOT_LOOKED_AT]
    before = _stretch(NETWORK_SINCE if network else first, NOT_LOOKED_AT_IN - 1, completeness)
    where: Mapping = {"districts": there} if network else {"whole_city": True}
    return [{**before, **where}, {**_stretch(NOT_LOOKED_AT_IN, last, completeness), "districts": still}]


def _stretch(first: int, last: int, completeness: str) -> Mapping:
    return {"from": f"{first}-01-01", "to": f"{last}-12-31", "completeness": completeness}


def _fields(marking: str) -> Mapping:
    letters, steps = ({sign: sign for sign in signs} for signs in ("ABCDEF", "123456"))
    return {
        "scope": _column("reason", words.SCOPES),
        "manifestations": _column("kind", words.KINDS),
        "targets": _column("targeted", words.TARGETS, separator=SEPARATOR.strip()),
        "currents": _column("current", words.CURRENTS, separator=SEPARATOR.strip()),
        "setting": _column("setting", words.SETTINGS),
        "space": _column("space", words.SPACES),
        "severity": _column("severity", {sign: sign for sign in "12345"}),
        "basis": _column("basis", words.BASES),
        "how_known": _column("known", words.KNOWN),
        "reliability": _column("reliability", letters),
        "credibility": _column("credibility", steps),
        "platform": _column("platform", _platforms(), nothing=[""]),
        "marking": marking,
    }


def _platforms() -> dict[str, str]:
    """Every platform by its own name, with a capital letter."""
    names = {name for weights in words.PLATFORMS.values() for name in weights}
    return {name: name[0].upper() + name[1:] for name in sorted(names)}


def _column(column: str, values: dict[str, str], **more: Any) -> Mapping:
    return {"columns": [{"column": column, "values": values, **more}]}
