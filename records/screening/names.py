"""Likely names of persons, by lists of given and family names of many countries.

A capitalised run of words is a person's where its words stand in the lists in the order of a name, or follow a title;
a run that ends as places and bodies do (Street, School, -gade) is none. Words that are also ordinary words count only
beside a second sign. Lists: Faker's, of every language that is written with letters and spaces.
"""

import importlib
import pkgutil
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from babel import Locale

from records.screening import words
from records.screening.findings import Finding, Kind

# Loaded with the lists, by those few processes that look for names.
PERSONS = "faker.providers.person"
# Faker's languages whose names are not found by words: no spaces between them, syllables, or mostly ordinary words.
NOT_BY_WORDS = {"ja_JP", "ko_KR", "zh_CN", "zh_TW", "th_TH", "en_TH", "vi_VN", "ta_IN", "hi_IN", "bn_BD", "gu_IN"}
NOT_BY_WORDS |= {"mr_IN", "ne_NP", "or_IN", "si_LK", "tw_GH", "zu_ZA", "uz_UZ"}
LEAST_LETTERS = 3
WORD = re.compile(r"[^\W\d_]+(?:['’`-][^\W\d_]+)*\.?")
PARTICLES = frozenset(
    {"abd", "abu", "af", "al", "bar", "ben", "bin", "da", "de", "del", "den", "der", "di", "dos", "du"}
)
PARTICLES |= {"el", "ibn", "la", "le", "van", "ter", "ten", "til", "von", "y", "zu"}
# How the city's own names are inflected: the genitive, the plural, the article behind the word.
ENDINGS = ("s", "es", "er", "ers", "ne", "nes", "erne", "ernes", "ene", "enes")
GENITIVES = ("'s", "’s", "`s", "'", "’", "`")
# What a sentence ends with, or a new one begins after.
OPENS = re.compile(r"[.!?:\n\"“”»«(–—•]")
# Endings that make a family name out of a given one.
PATRONYMIC = re.compile(
    r"(?:[^s]sen|sson|ssen|dóttir|dottir|ović|evic|ovic|oğlu|oglu|zadeh|zade|ński|ska|wski|shvili|yan)$"
)
PLACE = re.compile(
    r"(?:gade|gaden|vej|vejen|stræde|plads|pladsen|torv|torvet|skole|skolen|kirke|kirken|park|parken|allé|alle|bro|broen"
    r"|gården|kvarteret|hallen|centret|centeret|klubben|foreningen|partiet|fonden|moskeen|moské|gata|gatan|vägen|straße"
    r"|strasse|borg|by|stan|land)$"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, by its place."""

    start: int
    end: int
    text: str
    bare: str
    opens: bool  # begins a sentence, where every word has a capital

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_initial(self) -> bool:
        return self.is_capital and len(self.text.rstrip(".")) == 1 and self.text.endswith(".")

    @property
    def has_case(self) -> bool:
        """Arabic, Hebrew and others have no capitals."""
        return self.text[0].isupper() or self.text[0].islower()


def _bare(word: str) -> str:
    """As the lists have it: without the genitive's s, in small letters."""
    bare = word.rstrip(".")
    if bare.endswith(GENITIVES):
        bare = bare.removesuffix("s")[:-1]
    return bare.casefold()


def names(text: str, *, known: Collection[str] = ()) -> Iterator[Finding]:
    """Likely names in a text, in its order."""
    others = _forms_of(frozenset(known))
    all_words = list(_words(text))
    for run in _runs(all_words):
        found = _person(run, others)
        if found:
            start, end = found[0].start, found[-1].end
            yield Finding(Kind.NAME, start, end, text[start:end].rstrip("."))
    yield from _without_capitals(text, all_words, others)


@lru_cache(maxsize=4)
def _forms_of(known: frozenset[str]) -> frozenset[str]:
    """Every form of every word of the city's own names: they are the same from text to text of a form or a report."""
    return frozenset(form for name in known for part in WORD.findall(name) for form in _uninflected(_bare(part)))


def _runs(all_words: Iterable[tuple[Word, str]]) -> Iterator[list[Word]]:
    """Words that stand together and could be one name: capitals, initials, titles, and particles between them."""
    run: list[Word] = []
    for word, gap in all_words:
        joins = gap.strip(" \u00a0") == "" and (gap != "" or not run)
        carries_on = run and (word.bare in PARTICLES or word.bare in words.TITLES)
        if run and not (joins and not word.opens):
            yield from _ended(run)
            run = []
            carries_on = False
        if word.is_capital or not word.has_case or carries_on or word.bare in words.TITLES:
            run.append(word)
            continue
        yield from _ended(run)
        run = []
    yield from _ended(run)


def _ended(run: list[Word]) -> Iterator[list[Word]]:
    end = len(run)
    while end and run[end - 1].text.islower():
        end -= 1
    if end:
        yield run[:end]


def _words(text: str) -> Iterator[tuple[Word, str]]:
    """Each word with what stands between it and the one before."""
    before = 0
    for match in WORD.finditer(text):
        gap, full = text[before : match.start()], match[0]
        ends = match.end()
        # A full stop belongs to a title or an initial; elsewhere it ends the sentence.
        if full.endswith(".") and not (len(full) == 2 or full[:-1].casefold() in words.TITLES):
            full, ends = full[:-1], ends - 1
        opens = before == 0 or (gap != " " and OPENS.search(gap) is not None)
        yield Word(match.start(), ends, full, _bare(full), opens), gap
        before = ends


def _person(run: list[Word], others: frozenset[str]) -> list[Word]:
    """The part of a run that is a person's name, or nothing."""
    if _is_no_person(run[-1]) or any(word.bare in words.BODIES for word in run):
        return []
    title = max((place for place, word in enumerate(run) if word.bare in words.TITLES), default=-1)
    rest = [word for word in run[title + 1 :] if not _is_of_city(word, others)]
    if title >= 0 and rest:
        return rest
    begin = 0
    while begin < len(rest) and rest[begin].opens and _is_ordinary(rest[begin].bare) and not _opens_a_name(rest, begin):
        begin += 1
    return _named(rest[begin:])


def _is_of_city(word: Word, others: frozenset[str]) -> bool:
    """A word of the city's own names, also in the genitive, the plural or with an article behind it."""
    return not others.isdisjoint(_uninflected(word.bare))


def _opens_a_name(rest: list[Word], place: int) -> bool:
    """Mark Nielsen at the head of a sentence: an ordinary word, and a given name before a family name."""
    first, after = rest[place], rest[place + 1] if place + 1 < len(rest) else None
    return after is not None and _is_given(first) and _is_family(after) and not _is_ordinary(after.bare)


def _named(rest: list[Word]) -> list[Word]:
    for place, word in enumerate(rest):
        after = rest[place + 1] if place + 1 < len(rest) else None
        if _is_given(word) and (not _is_ordinary(word.bare) or (after and _is_family(after))):
            return rest[place:]
        if word.is_initial and after and (_is_family(after) or _is_given(after)):
            return rest[place:]
        if _is_family(word) and not _is_ordinary(word.bare) and _stands_as_a_name(rest, place):
            return rest[max(place - 1, 0) :]
    return []


def _stands_as_a_name(rest: list[Word], place: int) -> bool:
    """A family name: of a form that only family names have, or after another capitalised word."""
    word = rest[place]
    if PATRONYMIC.search(word.bare):
        return True
    before = rest[place - 1] if place else None
    return before is not None and not before.opens and not before.text.isupper()


def _is_no_person(word: Word) -> bool:
    return word.bare in words.PLACES or (len(word.bare) > 5 and bool(PLACE.search(word.bare)) and not _is_given(word))


def _without_capitals(text: str, all_words: Iterable[tuple[Word, str]], others: frozenset[str]) -> Iterator[Finding]:
    """As one types on a phone: a given and a family name beside each other in small letters, neither a usual word."""
    for (first, _), (second, gap) in pairwise(all_words):
        if first.is_capital or second.is_capital or gap.strip(" "):
            continue
        if _is_of_city(first, others) or _is_of_city(second, others):
            continue
        both = not _is_ordinary(first.bare) and not _is_ordinary(second.bare)
        if both and first.text.casefold() in _lists()[0] and second.text.casefold() in _lists()[1]:
            yield Finding(Kind.NAME, first.start, second.end, text[first.start : second.end])


def _uninflected(bare: str) -> set[str]:
    return {bare, *(bare.removesuffix(ending) for ending in ENDINGS if len(bare) - len(ending) >= LEAST_LETTERS)}


def _is_given(word: Word) -> bool:
    return _is_in(word, _lists()[0])


def _is_family(word: Word) -> bool:
    return _is_in(word, _lists()[1]) or bool(len(word.bare) > 5 and PATRONYMIC.search(word.bare) and word.is_capital)


def _is_in(word: Word, table: frozenset[str]) -> bool:
    """Also where it carries a Nordic or German genitive, or is two names with a hyphen."""
    bare = word.bare
    if len(bare) < LEAST_LETTERS and not word.is_capital:
        return False
    forms = {bare, bare.removesuffix("s"), *(bare.split("-") if "-" in bare else ())}
    return any(len(form) > 1 and form in table for form in forms)


def _is_ordinary(bare: str) -> bool:
    return bare in words.ORDINARY or bare in _countries() or len(bare) < LEAST_LETTERS


@cache
def _countries() -> frozenset[str]:
    """Countries, peoples' languages, months and days, which some are named after."""
    found: set[str] = set()
    for language in ("en", "da", "sv", "nb", "de"):
        locale = Locale(language)
        found |= {part.casefold() for name in locale.territories.values() for part in WORD.findall(name)}
        found |= {name.casefold() for name in locale.months["format"]["wide"].values()}
        found |= {name.casefold() for name in locale.days["format"]["wide"].values()}
        found |= {part.casefold() for name in locale.languages.values() for part in WORD.findall(name)}
    return frozenset(found - words.NAMES_OF_COUNTRIES)


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    """Given and family names, in small letters. A quarter of a second, once per process."""
    given: set[str] = set()
    family: set[str] = set()
    for module in pkgutil.iter_modules(importlib.import_module(PERSONS).__path__):
        if not module.ispkg or module.name in NOT_BY_WORDS:
            continue
        provider = importlib.import_module(f"{PERSONS}.{module.name}").Provider
        for attribute in dir(provider):
            table = given if attribute.startswith("first_names") else family if "last_names" in attribute else None
            values = getattr(provider, attribute)
            if table is not None and isinstance(values, (tuple, list, dict)):
                table.update(part.casefold() for value in values for part in str(value).split())
    return frozenset(given - words.NEVER), frozenset(family - words.NEVER)
