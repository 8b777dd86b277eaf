"""Words as people search for them: without regard to upper and lower case, to accents, or to how a letter is spelt out.

What is searched stays as it is written; a word becomes a pattern that finds every way to write it: “norregade” finds
Nørregade, “Aarhus” finds Århus and the other way round, “strasse” finds Straße. PostgreSQL reads the pattern without
going back, so that it takes time in proportion to the text.
"""

import unicodedata
from collections.abc import Iterator

# Spellings of one letter; a word that has one of them finds all.
SPELLINGS = (("å", "aa", "a"), ("æ", "ae", "ä"), ("ø", "oe", "ö", "o"), ("ü", "ue", "u"), ("œ", "oe"), ("ß", "ss"))
ALONE = {"ł": "l", "đ": "d", "ð": "d", "ı": "i", "ħ": "h", "ŧ": "t"}
LETTERS = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
# PostgreSQL keeps 32 patterns made ready for each process; of more in one question it makes all anew for every row
# row (60 words: thirty times the work of 30).
MOST_WORDS = 16
MARKS = "[\u0300-\u036f]*"


def _bare(letter: str) -> str:
    return ALONE.get(letter) or unicodedata.normalize("NFD", letter)[0]


def _variants() -> dict[str, str]:
    """Each bare letter with all letters that are it with a mark."""
    found: dict[str, str] = {}
    for code in LETTERS:
        letter = chr(code).lower()
        bare = _bare(letter)
        if len(letter) == 1 and bare != letter and bare.isascii() and letter not in found.get(bare, ""):
            found[bare] = found.get(bare, "") + letter
    return found


def words_of(query: str) -> list[str]:
    """The words of a search, each once, however it is written."""
    return list(dict.fromkeys(query.casefold().split()))


VARIANTS = _variants()
# What is spelt with several letters, the longest first.
SEVERAL = tuple(sorted({each for group in SPELLINGS for each in group if len(each) > 1}, key=len, reverse=True))


def pattern_of(word: str) -> str:
    """A regular expression of PostgreSQL, to be matched without regard to case."""
    return "".join(_pieces(unicodedata.normalize("NFC", word).casefold().replace("\0", "")))


def _pieces(word: str) -> Iterator[str]:
    at = 0
    while at < len(word):
        several = next((each for each in SEVERAL if word.startswith(each, at)), "")
        yield _piece(several or word[at])
        at += len(several) or 1


def _piece(spelt: str) -> str:
    if unicodedata.combining(spelt[0]):
        return ""
    ways = {spelt} | {each for group in SPELLINGS if spelt in group for each in group if _finds(spelt, each)}
    if len(spelt) == 1:
        ways.add(_bare(spelt))
    letters = "".join(dict.fromkeys("".join(map(_class, sorted(each for each in ways if len(each) == 1)))))
    several = ["".join(f"[{_class(each)}]" for each in way) for way in sorted(ways) if len(way) > 1]
    one = f"[{letters}]" if len(letters) > 1 else letters if letters.isalnum() else f"\\{letters}"
    return _any_of([*filter(None, [one if letters else ""]), *several]) + (MARKS if spelt.isalpha() else "")


def _finds(spelt: str, other: str) -> bool:
    """A bare letter finds itself with a mark, and not what is spelt with two: “a” is in every “aa” anyway."""
    return len(spelt) > 1 or not spelt.isascii() or len(other) == 1


def _class(letter: str) -> str:
    """The letter and what it is with a mark."""
    return letter + VARIANTS.get(letter, "")


def _any_of(ways: list[str]) -> str:
    return ways[0] if len(ways) == 1 else f"({'|'.join(ways)})"
