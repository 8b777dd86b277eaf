"""Which month a name means, in the languages of Europe. A name of two months in two languages is never guessed."""

from functools import cache

from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, MONTHS_AP

LANGUAGES = (
    "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr", "ga", "hr", "hu", "is", "it", "lt", "lv",
    "mk", "nb", "nl", "nn", "pl", "pt", "ro", "sk", "sl", "sq", "sr", "sv", "tr", "uk",
)  # fmt: skip
# As clerks of central Europe write them: 1.III.2024.
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
FORMS = (MONTHS, MONTHS_3, MONTHS_AP, MONTHS_ALT)
# Finnish has no months of three letters, and "mar" would be its November.
NOT_WRITTEN = {("fi", 1)}

# What spreadsheets and offices write there beside.
ALSO = {
    "cs": {"čvn": 6, "čvc": 7},
    "da": {"sep": 9},
    "de": {"jän": 1, "jänner": 1, "feber": 2, "mrz": 3},
    "es": {"set": 9, "setiembre": 9},
    "et": {"veebr": 2},
    "fr": {"janv": 1, "févr": 2, "fevr": 2, "fevrier": 2, "juill": 7, "aout": 8, "decembre": 12},
    "it": {"sett": 9},
    "nl": {"sept": 9},
    "ro": {"nov": 11},
    "sv": {"sept": 9},
}


def months_called(name: str, language: str = "") -> set[int]:
    """The months (1 to 12) that a name can mean, in one language or in all."""
    return _names(language).get(_plain(name), set())


def _plain(name: str) -> str:
    return name.strip().rstrip(".").casefold()


@cache
def _names(language: str) -> dict[str, set[int]]:
    names: dict[str, set[int]] = {name: {month} for month, name in enumerate(ROMAN, start=1)}
    for each in (language,) if language else LANGUAGES:
        with translation.override(each):
            for form, table in enumerate(FORMS):
                for month in range(1, 13) if (each, form) not in NOT_WRITTEN else ():
                    names.setdefault(_plain(str(table[month])), set()).add(month)
        for name, month in ALSO.get(each, {}).items():
            names.setdefault(name, set()).add(month)
    return names
