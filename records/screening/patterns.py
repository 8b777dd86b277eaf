"""What has a form one can recognise: addresses, numbers, handles, profiles."""

import importlib
import re
from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from phonenumbers import Leniency, PhoneNumberMatcher

from records.screening.findings import Finding, Kind

# Each begins where no letter stands before it: begun anew at every letter, a long word would be read once for each.
# What may repeat and may begin again inside itself has a largest number of times.
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]++\s?(?:@|\(at\)|\[at\]|\(snabel-?a\)|\[snabel-?a\])\s?[\w-]+(?:(?:\.|\s?(?:\(dot\)|\(punktum\))\s?)[\w-]+)+",
    re.IGNORECASE,
)
# The part of an address that names the person; pages of a group or a public body have the same form.
PROFILE = re.compile(
    r"(?<![\w-])(?<!\w\.)(?:https?://)?(?:[\w-]{1,63}\.){0,4}(?:"
    r"(?:facebook|fb|instagram|twitter|x|snapchat|threads|vk|tiktok|twitch|github)\.(?:com|net|tv)/(?:add/|in/|profile\.php\?id=|@)?"
    r"|linkedin\.com/in/|youtube\.com/(?:@|user/|c/|channel/)|(?:t|telegram)\.me/|wa\.me/|discord(?:app)?\.com/users/"
    r"|reddit\.com/u(?:ser)?/|steamcommunity\.com/(?:id|profiles)/|bsky\.app/profile/"
    r")[\w.%+-]{2,}",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w@./])(?:@[\w.]{2,}[\w]|/?u/[\w-]{3,})")
# "Snapchat: some.name", "on Discord as name#1234".
PLATFORM_NAME = re.compile(
    r"\b(?:snapchat|snap|instagram|insta|tiktok|discord|telegram|steam|kik|signal|roblox|twitch)"
    r"(?:\s{1,3}(?:as|som|name|navn|user|bruger|handle|profil|profile)|\s{0,3}:)(?P<gap>\s{0,3})[\"“»]?(?P<name>[\w.#-]{2,}+)",
    re.IGNORECASE,
)
# What tells a name that somebody chose from a word: a digit or a mark behind its first letter.
CHOSEN = re.compile(r".[^\W\d_]*[\d_.#-]")
TAGGED = re.compile(r"(?<![\w#])[A-Za-z][\w.]{2,30}#\d{4}\b")
# Identity numbers are written in groups, with a hyphen, a dot or a space between.
NUMBER = re.compile(r"(?<![\w/.+-])[0-9][0-9A-Z]{0,20}(?:[ .+-][0-9A-Z]{1,20}){0,5}(?![\w/])")
LEAST_DIGITS = 8
# Those of the residents of a country, by python-stdnum's modules. Numbers of companies and of tax are left out.
IDENTITY_NUMBERS = (
    *("dk.cpr", "se.personnummer", "no.fodselsnummer", "fi.hetu", "is_.kennitala", "ee.ik", "lt.asmens", "lv.pvn"),
    *("pl.pesel", "cz.rc", "ro.cnp", "bg.egn", "fr.nir", "be.nn", "es.dni", "es.nie", "it.codicefiscale", "ch.ssn"),
    *("nl.bsn", "de.idnr", "gb.nhs", "ie.pps", "at.vnr", "hr.oib", "gr.amka", "tr.tckimlik", "ca.sin", "us.ssn"),
)
# Bare digits with one check digit at most fit a number of some country by chance: these count at home only.
BY_CHANCE = {"nl.bsn", "gb.nhs", "ca.sin", "us.ssn", "at.vnr", "de.idnr", "hr.oib", "tr.tckimlik", "gr.amka"}
DATE = re.compile(r"(?:19|20)\d{2}[-./ ]?(?:0[1-9]|1[0-2])[-./ ]?(?:0[1-9]|[12]\d|3[01])$")
YEARS = re.compile(r"(?:19|20)\d{2}\s?[-–/ ]\s?(?:19|20)\d{2}$")


def handles(text: str) -> Iterator[Finding]:
    """Everything that has the form of an e-mail address, a handle or a profile."""
    yield from _all(Kind.EMAIL, EMAIL, text)
    yield from _all(Kind.PROFILE, PROFILE, text)
    yield from _all(Kind.HANDLE, HANDLE, text)
    yield from _all(Kind.HANDLE, TAGGED, text)
    for match in PLATFORM_NAME.finditer(text):
        if CHOSEN.match(match["name"]) or _is_introduced(match):
            yield Finding(Kind.HANDLE, match.start("name"), match.end("name"), match["name"])


def numbers(text: str, *, country: str) -> Iterator[Finding]:
    """Identity numbers and phone numbers; the surest first."""
    yield from _identity_numbers(text, _at_home(country))
    yield from _phone_numbers(text, country)
    yield from _identity_numbers(text, [name for name in IDENTITY_NUMBERS if name not in BY_CHANCE])


def _all(kind: Kind, pattern: re.Pattern[str], text: str) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        yield Finding(kind, match.start(), match.end(), match[0])


def _is_introduced(match: re.Match[str]) -> bool:
    """A word of at least four letters straight behind a colon and a space."""
    before = match.string[match.start("name") - 2 : match.start("name")]
    return len(match["name"]) > 3 and match["name"][0].isalpha() and before[:1] == ":" and before[1:].isspace()


def _identity_numbers(text: str, modules: list[str]) -> Iterator[Finding]:
    # each number once, however often it stands in the text
    is_one = cache(partial(_is_identity, modules))
    for match in NUMBER.finditer(text):
        if is_one(match[0]):
            yield Finding(Kind.IDENTITY, match.start(), match.end(), match[0])


def _is_identity(modules: list[str], number: str) -> bool:
    if sum(letter.isdigit() for letter in number) < LEAST_DIGITS or _is_of_time(number):
        return False
    return any(_module(name).is_valid(number) for name in modules)


def _phone_numbers(text: str, country: str) -> Iterator[Finding]:
    for match in PhoneNumberMatcher(text, country, leniency=Leniency.VALID):
        if not _is_of_time(match.raw_string):
            yield Finding(Kind.PHONE, match.start, match.end, match.raw_string)


def _is_of_time(number: str) -> bool:
    """A date or a span of years."""
    day_first = re.fullmatch(r"(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:19|20)\d{2}", number)
    return bool(DATE.match(number) or YEARS.match(number) or day_first)


def _at_home(country: str) -> list[str]:
    return [name for name in IDENTITY_NUMBERS if name.replace("_", "").startswith(f"{country.lower()}.")]


@cache
def _module(name: str) -> Any:
    return importlib.import_module(f"stdnum.{name}")
