"""Which month a name means, in the languages of Europe. A name of two months in two languages is never guessed."""

import unicodedata
from functools import cache

from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT, MONTHS_AP

LANGUAGES = (
    "bg", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu", "is",
    "it", "lt", "lv", "mk", "nb", "nl", "nn", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk",
)  # fmt: skip
# As clerks of central Europe write them: 1.III.2024.
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
FORMS = (MONTHS, MONTHS_3, MONTHS_AP, MONTHS_ALT)
# Finnish has no months of three letters, and "mar" would be its November.
NOT_WRITTEN = {("fi", 1)}


def _cases(names: str) -> dict[str, int]:
    """The twelve, in order."""
    return {name: month for month, name in enumerate(names.split(), start=1)}


_LATIN = "januara februara marta aprila maja juna jula {} septembra oktobra novembra decembra"
# What spreadsheets and offices write there beside; of some languages the name as it stands behind the day.
ALSO = {
    "bs": _cases(_LATIN.format("augusta")),
    "cs": {"čvn": 6, "čvc": 7},
    "da": {"sep": 9},
    "de": {"jän": 1, "jänner": 1, "feber": 2, "mrz": 3},
    "es": {"set": 9, "setiembre": 9},
    "et": {"veebr": 2},
    "fr": {"janv": 1, "févr": 2, "fevr": 2, "fevrier": 2, "juill": 7, "aout": 8, "decembre": 12},
    "ga": {"samhna": 11, "nollag": 12},
    "it": {"sett": 9},
    "lv": _cases("janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī"),
    "nl": {"sept": 9},
    "ro": {"nov": 11},
    "sk": _cases("januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra"),
    "sl": _cases("januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra"),
    "sr": _cases(_LATIN.format("avgusta"))
    | _cases("januar februar mart april maj jun jul avgust septembar oktobar novembar decembar")
    | _cases("јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра"),
    "sv": {"sept": 9},
}


def months_called(name: str, language: str = "") -> set[int]:
    """The months (1 to 12) that a name can mean, in one language or in all."""
    names = _names(language)
    return names.get(_plain(name)) or _without_marks(language).get(_bare(name), set())


def _plain(name: str) -> str:
    """Also of two words, as Irish has them, in one."""
    return "".join(name.split()).rstrip(".").casefold()


def _bare(name: str) -> str:
    """As capitals are written, and by who has no such keys: ΜΑΡΤΙΟΥ, fevrier."""
    letters = unicodedata.normalize("NFKD", _plain(name).replace("ı", "i"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


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


@cache
def _without_marks(language: str) -> dict[str, set[int]]:
    names: dict[str, set[int]] = {}
    for name, months in _names(language).items():
        names[_bare(name)] = names.get(_bare(name), set()) | months
    return names
