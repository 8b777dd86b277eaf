"""Dates as people say them: with the day of the week before, an ordinal, and words between the numbers."""

import re
from functools import cache

from django.utils import translation
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR

from mapping.imports.dates.month_names import LANGUAGES

# What stands between the parts of a date and says nothing of it: 4 de marzo de 2024, mandag den 4. marts, 4th of March.
# Beside a year some say that it is one: 1 marca 2024 r., 2024 m. kovo 1 d., 2024. gada 1. marts.
BETWEEN = {
    *("on", "d", "de", "del", "den", "der", "the", "of", "le", "la", "da", "do", "dne", "dnia", "kl", "mí", "na"),
    *("r", "roku", "m", "gada", "г", "года", "р", "року"),
}
# Marks that programs put for the one of the keyboard.
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|ère|re|e|º|ª|°|:a|:e|-go|-й|ú)(?![^\W\d_])", re.IGNORECASE)
# The Irish months of two words, which are one by then.
OF_TWO_WORDS = re.compile(r"\b(mh?e[áa]n|dh?eireadh)\s+(?=f[óo]mhair\b)", re.IGNORECASE)
ELIDED = re.compile(r"(?<!\S)d['’](?=[^\W\d_])", re.IGNORECASE)
WEEKDAY = re.compile(r"([^\W\d_]+)(?:\.|,)*\s+(.*)", re.DOTALL)
PARTS = re.compile(r"\d+|[^\W\d_]+")
LONGEST = 80
# Of two letters, as Danes, Norwegians and Swedes write them beside the ones that are known.
SHORT = {"må": 0, "lø": 5, "lö": 5, "sø": 6, "sö": 6}


def bare(text: str) -> tuple[str, set[int]]:
    """A date without such words, and the days of the week (Monday is 0) that were said before it."""
    if len(text) > LONGEST or text.isdecimal():
        return text, set()
    text = ELIDED.sub("", ORDINAL.sub("", text.translate(DASHES).removeprefix("'")))
    text = OF_TWO_WORDS.sub(r"\1", text)
    found = WEEKDAY.match(text)
    # "mar 4, 2024" begins with a month, though French has a Tuesday of that name
    said = _weekdays().get(found[1].casefold(), set()) if found and len(PARTS.findall(found[2])) > 2 else set()
    words = (found[2] if found and said else text).split()
    return " ".join(word for word in words if word.strip(".,").casefold() not in BETWEEN), said


def tight(text: str) -> str:
    """A date, or the format of one, without spaces around its marks and without a mark at its end: 1. 3. 2024."""
    return re.sub(r"\s*([./-])\s*", r"\1", text[:LONGEST]).strip(" .,") + text[LONGEST:]


@cache
def _weekdays() -> dict[str, set[int]]:
    names: dict[str, set[int]] = {name: {day} for name, day in SHORT.items()}
    for each in LANGUAGES:
        with translation.override(each):
            for table in (WEEKDAYS, WEEKDAYS_ABBR):
                for day, name in table.items():
                    plain = str(name).strip().rstrip(".").casefold()
                    if len(plain) > 1:  # "d. 4/3" is Danish for the fourth of March, no Tuesday
                        names.setdefault(plain, set()).add(day)
    return names
