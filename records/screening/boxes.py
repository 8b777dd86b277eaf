"""Postal boxes, as the languages around us write them."""

import re
from collections.abc import Iterator

from records.screening.findings import Finding, Kind

_BOX_NUMBER = r"(?P<number>[1-9]\d{0,5}(?:[ \u00a0]\d{2,4}){0,2})(?!\w)(?![.,:]\d)"
# Danish, Norwegian, Swedish, German, Dutch, English, French, Spanish, Portuguese, Italian, Polish, Finnish, Icelandic.
BOX = re.compile(
    r"(?<!\w)(?:post(?:boks|box|fach|bus|lokero)|p\.?[ \u00a0]?o\.?[ \u00a0]?(?:box|boks)|pósthólf"
    r"|boîte[ \u00a0]postale|b\.p\.|apartado(?:[ \u00a0]de[ \u00a0]correos)?|apdo\.?(?:[ \u00a0]de[ \u00a0]correos)?"
    r"|caixa[ \u00a0]postal|casella[ \u00a0]postale|skrytka[ \u00a0]pocztowa|poštanski[ \u00a0]pretinac)"
    rf"[ \u00a0]?(?:n[ro]?[.°º]?|:)?[ \u00a0]?{_BOX_NUMBER}",
    re.IGNORECASE,
)
# These stand for something else as well: only as people write them of a box, with capitals.
SHORT_BOX = re.compile(rf"(?<![\w.-])(?:BP|Box)[ \u00a0]{_BOX_NUMBER}")


def boxes(text: str) -> Iterator[Finding]:
    for pattern in (BOX, SHORT_BOX):
        for match in pattern.finditer(text):
            yield Finding(Kind.BOX, match.start(), match.end(), match[0])
