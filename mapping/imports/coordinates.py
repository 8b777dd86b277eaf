"""A coordinate as programs and people write it, as a number with a point; and what other numbers may stand for."""

import re

from django.utils.translation import gettext as _

LONGEST = 60
# What is less may be degrees where metres are stated.
MOST_DEGREES = 180
PLAIN = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,40})?")
# Groups of three, with a mark of which two leave no choice, or one that is no decimal mark.
THOUSANDS = re.compile(
    r"[+-]?\d{1,3}(?:(?: \d{3})+|(?:['\u2019]\d{3})+|(?:\.\d{3}){2,}|(?:,\d{3}){2,})(?P<behind>(?:[.,]\d+)?)"
)
EITHER = re.compile(r"[+-]?\d{1,3}[.,]\d{3}")
DEGREES = re.compile(r"([+-]?\d{1,3}(?:[.,]\d{1,40})?)\s?°?\s?([NSEW]?)", re.IGNORECASE)
SEXAGESIMAL = re.compile(
    r"(\d{1,3})\s?°\s?(\d{1,2})\s?['\u2019\u2032]\s?(?:(\d{1,2}(?:[.,]\d{1,10})?)\s?(?:\"|\u201d|\u2033|''|\u2032\u2032))?\s?([NSEW]?)",
    re.IGNORECASE,
)
TWO = re.compile(r"[^\d]*[+-]?\d{1,3}[.,]\d+\s*[,;/ ]\s*[+-]?\d{1,3}[.,]\d+[^\d]*")
BEFORE = re.compile(r"([NSEW])\s?(\d.*)", re.IGNORECASE)
# As many programs write a number that is not known.
UNKNOWN = re.compile(r"-?9{3,}(?:[.,]0+)?")


class NoCoordinate(ValueError):
    """A text is no coordinate; the message says why and what to do."""


def plain_number(text: str, *, in_metres: bool) -> str:
    """Digits with a point. Raises NoCoordinate."""
    if len(text) > LONGEST:
        raise _none(text)
    tidy = " ".join(text.removeprefix("'").replace("\u2212", "-").split())
    found = _of_metres(tidy) if in_metres else _of_degrees(tidy)
    found = found.replace(",", ".")
    if not PLAIN.fullmatch(found):
        raise _none(text)
    return found


def _of_metres(text: str) -> str:
    if EITHER.fullmatch(text) and abs(float(text.replace(",", "."))) > MOST_DEGREES:
        raise NoCoordinate(
            _("“%(value)s” could be thousands or a fraction; export it without marks between thousands")
            % {"value": text}
        )
    if found := THOUSANDS.fullmatch(text):
        end = found["behind"]
        return re.sub(r"[^\d+-]", "", text[: len(text) - len(end)]) + end
    return text


def _of_degrees(text: str) -> str:
    text = BEFORE.sub(r"\2\1", text) if BEFORE.fullmatch(text) else text
    if found := DEGREES.fullmatch(text):
        return _to_the(found[2], found[1])
    if found := SEXAGESIMAL.fullmatch(text):
        minutes, seconds = int(found[2]), float((found[3] or "0").replace(",", "."))
        if minutes < 60 and seconds < 60:
            return _to_the(found[4], f"{int(found[1]) + minutes / 60 + seconds / 3600:.6f}")
    return text


def _to_the(direction: str, number: str) -> str:
    """West and south are less than nought."""
    return f"-{number}" if direction.upper() in {"S", "W"} and number[0] not in "+-" else number


def _none(text: str) -> NoCoordinate:
    facts = {"value": text[:LONGEST]}
    if TWO.fullmatch(text[:LONGEST]):
        return NoCoordinate(
            _("“%(value)s” is no coordinate but two; export latitude and longitude in a column each") % facts
        )
    return NoCoordinate(
        _(
            "“%(value)s” is no coordinate; write it as a number such as 55.6761, or, if it stands for no place, name "
            "the cell of the latitude in the mapping under place.city_wide"
        )
        % facts
    )
