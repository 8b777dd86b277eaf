"""What there is to choose from where a city says where it lies: countries, time zones, languages."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

from core.sort_keys import sort_key

# Codes of the list that are no countries: regions of the world, and reserved ones.
NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def countries() -> list[tuple[str, str]]:
    """ISO 3166-1 code and name of every country, in the language of the page, by name."""
    return list(_countries(get_language() or "en"))


@cache
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = {str(code): str(name) for code, name in _locale(language).territories.items()}
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code not in NO_COUNTRIES]
    return tuple(sorted(found, key=lambda country: sort_key(country[1], language)))


def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """IANA names by part of the world."""
    return [(region, list(zones)) for region, zones in _time_zones()]


@cache
def _time_zones() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    regions: dict[str, list[tuple[str, str]]] = {"UTC": [("UTC", "UTC")]}
    for name in sorted(available_timezones()):
        region, _slash, place = name.partition("/")
        if place and region not in {"Etc", "SystemV", "posix", "right"}:
            regions.setdefault(region, []).append((name, place.replace("_", " ")))
    return tuple((region, tuple(zones)) for region, zones in regions.items())


def is_language(code: str) -> bool:
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def language_named(code: str) -> str:
    """What a language is called in that of the page; its code where nobody knows it."""
    return str(_locale(get_language() or "en").languages.get(code.partition("-")[0], code))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")
