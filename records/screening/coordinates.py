"""A point on a map, written out: degrees with decimals, degrees and minutes, codes of a grid, links to a map.

What is finer than about a hundred metres leads to a door: four decimals of a degree, seconds, ten digits of a grid. Two
numbers with a point are no coordinates: a share has no four decimals, an amount of money is no latitude.
"""

import re
from collections.abc import Iterator

from records.screening.compiled import compiled
from records.screening.findings import Finding, Kind

_GAP = r"[ \u00a0\t]{0,3}"
_SIGN = r"[+\-−–]?"
# At least three decimals: 55.676, 12.568.
_LATITUDE = rf"{_SIGN}(?:90|[1-8]?\d)[.,]\d{{3,12}}"
_LONGITUDE = rf"{_SIGN}(?:180|1[0-7]\d|\d{{1,2}})[.,]\d{{3,12}}"
_MARK = rf"{_GAP}°?{_GAP}(?:[NSEWØOVnsewøov](?!\w))?"
_LABEL = rf"(?:(?:lat|latitude|breddegrad|breite|lon|lng|long|longitude|længdegrad|länge|[NSEWØ])\.?{_GAP}[:=]?{_GAP})?"
_BETWEEN = rf"{_GAP}[,;/|&]?{_GAP}"
DECIMAL = compiled(
    rf"(?<![\w.,+\-−–]){_LABEL}(?P<one>{_LATITUDE}){_MARK}{_BETWEEN}(?:(?:og|and|und|et|by|x){_GAP})?"
    rf"{_LABEL}(?P<other>{_LONGITUDE})(?![\d%])(?![.,]\d)(?!{_GAP}(?:%|kr\b|€|mio|million)){_MARK}",
    re.IGNORECASE,
)
_PRIME, _SECOND = "['’′´]", "(?:[\"”″]|['’′´]{2})"
_DMS = (
    rf"[+\-−]?\d{{1,3}}{_GAP}[°º]{_GAP}\d{{1,2}}(?:[.,]\d{{1,8}})?{_GAP}{_PRIME}"
    rf"(?:{_GAP}\d{{1,2}}(?:[.,]\d{{1,6}})?{_GAP}{_SECOND})?"
)
MINUTES = compiled(
    rf"(?<!\w)(?:[NSEWØOV]{_GAP})?{_DMS}{_GAP}(?:[NSEWØOV](?!\w))?(?:{_BETWEEN}(?:[NSEWØOV]{_GAP})?{_DMS}{_GAP}(?:[NSEWØOV](?!\w))?)?",
    re.IGNORECASE,
)
_TURN = r"\d{1,3} \d{1,2} \d{1,2}(?:[.,]\d{1,4})?"
SPACED = compiled(rf"(?<![\w.,]){_TURN} ?[NS](?!\w)[ ,;]{{1,3}}{_TURN} ?[EWØ](?!\w)")
# Military grid (32U NG 12345 67890), open location code (9F7JMH8J+2V), three words, geohash links.
GRID = compiled(r"(?<!\w)(?:[1-9]|[1-5]\d|60)[C-HJ-NP-X] ?[A-HJ-NP-Z]{2} ?(?:\d{4} ?\d{4}|\d{5} ?\d{5})(?!\w)")
UTM = compiled(
    r"(?<!\w)(?:UTM )?(?:zone )?"
    r"(?:[1-9]|[1-5]\d|60) ?[NC-HJ-MP-X]?[ :,]{1,2}(?:E ?)?[1-8]\d{5}(?:\.\d{1,4})?[ ,;mE]{1,3}"
    r"(?:N ?)?\d{7}(?!\d)"
)
PLUS = compiled(r"(?<![\w+])(?:[2-9CFGHJMPQRVWX]{8}|[2-9CFGHJMPQRVWX]{4,6})\+[2-9CFGHJMPQRVWX]{2,3}(?!\w)")
WORDS = compiled(r"(?<![\w/])/{3}[^\W\d_]{3,20}\.[^\W\d_]{3,20}\.[^\W\d_]{3,20}(?!\w)")
LINK = compiled(
    r"(?<![\w.-])(?:https?://)?(?:[\w-]{1,63}\.){0,3}(?:"
    r"google\.[a-z]{2,3}(?:\.[a-z]{2})?/maps|maps\.google\.[a-z]{2,3}(?:\.[a-z]{2})?|goo\.gl/maps|maps\.app\.goo\.gl"
    r"|openstreetmap\.org|osm\.org|maps\.apple\.com|bing\.com/maps|wego\.here\.com|share\.here\.com|what3words\.com|w3w\.co"
    r"|waze\.com|krak\.dk/kort|mapy\.c(?:z|om)|yandex\.[a-z]{2,3}/maps|2gis\.[a-z]{2,3}|plus\.codes|geohash\.org"
    r")[/?#][^\s<>\"]{2,300}",
    re.IGNORECASE,
)
GEO = compiled(rf"(?<!\w)geo:{_LATITUDE},{_LONGITUDE}", re.IGNORECASE)
PATTERNS = (LINK, GEO, DECIMAL, MINUTES, SPACED, GRID, UTM, PLUS, WORDS)
# So many decimals in one of the two: fewer are a figure, or a place as wide as a district.
DECIMALS = 4


def coordinates(text: str) -> Iterator[Finding]:
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            if pattern is not DECIMAL or _is_fine(match):
                yield Finding(Kind.COORDINATES, match.start(), match.end(), match[0])


def _is_fine(match: re.Match[str]) -> bool:
    """Fine enough to be a door, and no ratio or probability: those are small, and have no degrees beside them."""
    parts = [re.split("[.,]", match[name].lstrip("+-−–")) for name in ("one", "other")]
    if "°" in match[0]:
        return True
    return max(len(after) for _before, after in parts) >= DECIMALS and max(int(before) for before, _after in parts) >= 3
