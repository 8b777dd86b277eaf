"""Licence plates, by the forms of countries of Europe.

Some forms are nothing else (AB 12 345). Others are also written for laws, rooms or lists (ABC 123): these count in a
city of that country, or shortly behind a word for a vehicle.
"""

import re
from collections.abc import Iterator

from records.screening.compiled import compiled
from records.screening.findings import Finding, Kind

_SPACE = "[ \u00a0]"
_GAP = "[ \u00a0-]"
# Nothing else is written so, wherever one is: Denmark; the United Kingdom; France, Italy, Slovakia; Germany; the
# Netherlands; Belgium; Portugal; Czechia; Romania; Slovenia and Croatia; Ireland.
SURE = (
    rf"[A-Z]{{2}}{_SPACE}\d{{2}}{_SPACE}\d{{3}}",
    rf"[A-Z]{{2}}\d{{2}}{_SPACE}[A-Z]{{3}}",
    rf"[A-Z]{{2}}{_GAP}\d{{3}}{_GAP}?[A-Z]{{2}}",
    rf"[A-ZÄÖÜ]{{1,3}}-[A-Z]{{1,2}}{_SPACE}\d{{1,4}}[EH]?",
    r"\d{2}-[A-Z]{2,3}-\d{1,2}|[A-Z]{2}-\d{2,3}-[A-Z]{1,2}|[A-Z]-\d{3}-[A-Z]{2}|\d-[A-Z]{3}-\d{2,3}|[A-Z]{2}-[A-Z]{2}-\d{2}",
    rf"[1-9][A-Z]\d{_SPACE}\d{{4}}",
    rf"[A-Z]{{1,2}}{_SPACE}\d{{2,3}}{_SPACE}[A-Z]{{3}}",
    rf"[A-ZČŠŽ]{{2}}{_GAP}\d{{3,4}}-[A-Z]{{1,2}}",
    r"\d{2,3}-[A-Z]{1,2}-\d{3,6}",
)
# By country: what counts there only, or behind a word for a vehicle.
AT_HOME = {
    "DK": r"[A-Z]{2}\d{5}|[A-Z]{2}[ \u00a0]\d{5}",
    "NO": r"[A-Z]{2}[ \u00a0]?\d{5}|[A-Z]{2}[ \u00a0]?\d{2}[ \u00a0]?\d{3}",
    "SE": r"[A-Z]{3}[ \u00a0]?\d{2}[0-9A-Z]",
    "FI": r"[A-Z]{2,3}-\d{1,3}",
    "IS": r"[A-Z]{2}[ \u00a0-]?[A-Z0-9]\d{2}",
    "LT": r"[A-Z]{3}[ \u00a0-]?\d{3}",
    "HU": r"[A-Z]{3}[ \u00a0-]?\d{3}|[A-Z]{2}[ \u00a0][A-Z]{2}[ \u00a0-]\d{3}",
    "LV": r"[A-Z]{2}[ \u00a0-]?\d{1,4}",
    "EE": r"\d{3}[ \u00a0]?[A-Z]{3}",
    "PL": r"[A-Z]{2,3}[ \u00a0]?\d[0-9A-Z]{4}",
    "ES": r"\d{4}[ \u00a0-]?[BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{1,2}-\d{4}-[A-Z]{2}",
    "CH": r"[A-Z]{2}[ \u00a0-]?\d{1,6}",
    "AT": r"[A-Z]{1,2}[ \u00a0-]\d{1,5}[ \u00a0]?[A-Z]{1,3}",
    "GB": r"[A-Z]{2}\d{2}[A-Z]{3}|[A-Z]\d{1,3}[ \u00a0]?[A-Z]{3}",
    "FR": r"[A-Z]{2}\d{3}[A-Z]{2}|\d{1,4}[ \u00a0][A-Z]{2,3}[ \u00a0]\d{2}",
    "IT": r"[A-Z]{2}\d{3}[A-Z]{2}",
    "DE": r"[A-ZÄÖÜ]{1,3}[ \u00a0-][A-Z]{1,2}[ \u00a0-]?\d{1,4}[EH]?",
    "NL": r"[A-Z]{2}\d{3}[A-Z]|\d[A-Z]{3}\d{2}",
    "GR": r"[A-Z]{3}[ \u00a0-]\d{4}",
    "PT": r"[A-Z]{2}-\d{2}-\d{2}",
    "SI": r"[A-Z]{2}[ \u00a0][A-Z0-9]{2}-[A-Z0-9]{3}",
    "BG": r"[A-Z]{1,2}[ \u00a0]?\d{4}[ \u00a0]?[A-Z]{2}",
    "UA": r"[A-Z]{2}[ \u00a0]?\d{4}[ \u00a0]?[A-Z]{2}",
    "MK": r"[A-Z]{2}[ \u00a0-]?\d{3,4}[ \u00a0-]?[A-Z]{2}",
    "BA": r"[A-Z]\d{2}-[A-Z]-\d{3}",
    "ME": r"[A-Z]{2}[ \u00a0-]?[A-Z]{2}\d{3}",
    "LU": r"[A-Z]{2}[ \u00a0]?\d{4}|\d{5}",
    "MT": r"[A-Z]{3}[ \u00a0-]\d{3}",
    "CY": r"[A-Z]{3}[ \u00a0-]\d{3}",
    "MD": r"[A-Z]{3}[ \u00a0-]\d{3}",
    "BY": r"\d{4}[ \u00a0][A-Z]{2}-\d",
    "RU": r"[A-ZА-Я]\d{3}[A-ZА-Я]{2}[ \u00a0]?\d{2,3}",
    "XK": r"\d{2}-\d{3}-[A-Z]{2}",
    "IL": r"\d{2}-\d{3}-\d{2}|\d{3}-\d{2}-\d{3}",
    "MA": r"\d{1,5}-[A-Z]-\d{1,2}",
    "US": r"\d[A-Z]{3}\d{3}|[A-Z]{3}[ \u00a0-]\d{4}",
    "CA": r"[A-Z]{4}[ \u00a0]\d{3}|[A-Z]{3}[ \u00a0]\d{4}",
    "AU": r"[A-Z]{3}-\d{2}[0-9A-Z]|\d[A-Z]{2}[ \u00a0]?\d[A-Z]{2}",
    "NZ": r"[A-Z]{3}\d{3}",
    "TR": r"\d{2}[ \u00a0][A-Z]{1,3}[ \u00a0]\d{2,4}",
}
_VEHICLE = (
    r"\b(?:bil|bilen|varevogn|knallert|motorcykel|nummerplade|reg\.?(?:nr\.?|istration)?|nummerplate|skylt|"
    r"registreringsnummer|car|van|vehicle|motorbike|scooter|plates?|auto|wagen|pkw|kfz|kennzeichen|voiture|plaque|coche|"
    r"matrícula|macchina|targa|carro|samochód|kenteken|kjennemerke|rekisteri)"
    r"(?:[ \u00a0]{1,2}(?:med|with|mit|avec|the|no\.?|number|nr\.?|nummer|registration|plates?|nummerplade|kennzeichen)"
    r"){0,3}"
    r"[ \u00a0:,“\"]{1,3}"
)


def _alone(*forms: str) -> str:
    return rf"(?<![\w./-])(?P<plate>{'|'.join(forms)})(?![\w/-])"


EVERYWHERE = compiled(_alone(*SURE))
BY_COUNTRY = {country: compiled(_alone(form)) for country, form in AT_HOME.items()}
# The longest forms first: a shorter one may be a part of them.
OF_A_VEHICLE = compiled(_VEHICLE + _alone(*SURE, *sorted(AT_HOME.values(), key=len, reverse=True)), re.IGNORECASE)


def plates(text: str, *, country: str) -> Iterator[Finding]:
    """Plates in a text. `country`: ISO 3166-1 alpha-2, whose own forms count without a word for a vehicle."""
    for pattern in filter(None, (EVERYWHERE, BY_COUNTRY.get(country), OF_A_VEHICLE)):
        for match in pattern.finditer(text):
            if any(letter.isdigit() for letter in match["plate"]):
                yield Finding(Kind.PLATE, match.start("plate"), match.end("plate"), match["plate"])
