"""What makes a password easy to guess though it is long: rows of keys, repetition, words everybody uses, known names.

What is left of a password when all of that is taken away decides. Three or four unrelated words pass, also where each
of them is a usual one.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import City, User
from core.lengths import PASSWORD

# What must be left: a letter, a digit or a sign counts one, a word that everybody uses three.
LEAST = 8
USUAL_WORD = 3
# Rows of keyboards and the orders everybody knows, forwards and backwards.
ROWS = (
    *("01234567890123456789", "abcdefghijklmnopqrstuvwxyzæøå", "qwertyuiopå", "asdfghjklæø", "zxcvbnm", "qwertzuiopü"),
    *(
        "azertyuiop",
        "qsdfghjklm",
        "yxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
        "qawsedrftgyhujikol",
        '!"#¤%&/()=',
        "!@#$%^&*()",
    ),
)
SHORTEST_ROW = 3
# Beside the twenty thousand of Django's list: the seasons and days with which people meet a rule that passwords change.
OF_OUR_LANGUAGES = """
password passwort kodeord adgangskode hemmelig hemmeligt velkommen welcome hello admin administrator login bruger user
kommune kommunen city town officer summer winter spring autumn sommer vinter forår efterår monday tuesday wednesday
thursday friday saturday sunday mandag tirsdag onsdag torsdag fredag lørdag søndag january february march april june
july august september october november december januar februar marts maj juni juli oktober letmein changeme iloveyou
"""
OF_THE_SITE = ("groundwork",)
# As people write letters with digits and signs.
AS_LETTERS = str.maketrans("013457@$€!", "oieastasei")


class LongEnough(MinimumLengthValidator):
    """Django's rule in our words, as are the next two."""

    def get_error_message(self) -> str:
        return _("It is too short: at least %(least)d characters are needed.") % {"least": self.min_length}

    def get_help_text(self) -> str:
        return _("At least %(least)d characters.") % {"least": self.min_length}


class NotAlike(UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("It is too much like your name or your e-mail address.")

    def get_help_text(self) -> str:
        return _("Nothing like your name or your e-mail address.")


class NotUsual(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many have this password, so it is tried first.")

    def get_help_text(self) -> str:
        return _("None that many have.")


class GuessableValidator:
    """Refuses a long password that is easy to guess; says by what."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > PASSWORD:
            raise ValidationError(_("It has more than %(most)d characters.") % {"most": PASSWORD}, code="too_long")
        left, reasons = _left_of(password, set(_names_around(user)))
        if left < LEAST:
            raise ValidationError([*reasons, _advice()], code="guessable")

    def get_help_text(self) -> str:
        return _advice()


def _advice() -> str:
    return _("Three or four unrelated words are easy to remember and hard to guess.")


def _left_of(password: str, names: Collection[str]) -> tuple[int, list[str]]:
    """How much is left when what is guessed first is taken away, and what that was, in words."""
    whole = password.casefold()
    once = _once(whole)
    unnamed = _without_names(once, names)
    text = _without_rows(unnamed)
    as_letters = text.translate(AS_LETTERS)
    (left, usual), named = min(
        (_counted(text), unnamed != once),
        (
            _counted(_without_names(as_letters, names)),
            unnamed != once or _without_names(as_letters, names) != as_letters,
        ),
    )
    found = {
        _("Your name, your city and this site are guessed first."): named,
        _("The same again and again is guessed first."): once != whole,
        _("Years and rows of keys, letters or numbers are guessed first."): text != unnamed,
        _("A word that many use as a password is guessed first, whatever stands behind it."): bool(usual),
    }
    return left, [reason for reason, is_so in found.items() if is_so] or [_("It has too few different characters.")]


def _once(text: str) -> str:
    """What is repeated to the end, once: "abcabcabca" is "abc"."""
    for length in range(1, len(text) // 2 + 1):
        block = text[:length]
        if (block * (len(text) // length + 1))[: len(text)] == text:
            return block
    return text


def _without_names(text: str, names: Collection[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return text


def _without_rows(text: str) -> str:
    """Without years, rows, and characters that follow themselves."""
    text = re.sub(r"(?:19|20)\d\d", " ", text)
    kept, at = [], 0
    while at < len(text):
        length = max(_row_at(text, at), _same_at(text, at))
        if length < SHORTEST_ROW:
            kept.append(text[at])
            length = 1
        elif kept[-1:] != [" "]:
            kept.append(" ")
        at += length
    return "".join(kept)


def _row_at(text: str, at: int) -> int:
    """How many characters from here on stand in one of the rows."""
    length = 0
    while at + length < len(text) and any(text[at : at + length + 1] in row for row in _rows()):
        length += 1
    return length


def _same_at(text: str, at: int) -> int:
    return len(text) - at - len(text[at:].lstrip(text[at]))


@cache
def _rows() -> tuple[str, ...]:
    return (*ROWS, *(row[::-1] for row in ROWS))


def _counted(text: str) -> tuple[int, int]:
    """What is left: each word and each sign once, every digit; and how many words are such as everybody uses."""
    found = set(re.findall(r"[^\W\d_]+", text))
    usual = found & _usual_words()
    letters = sum(len(set(word)) for word in found - usual)
    signs = {each for each in text if not each.isalnum() and not each.isspace()}
    return letters + USUAL_WORD * len(usual) + sum(map(str.isdigit, text)) + len(signs), len(usual)


@cache
def _usual_words() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords) | frozenset(OF_OUR_LANGUAGES.split())


def _names_around(user: User | None) -> Iterator[str]:
    """Parts of what the person, the person's cities and the site are called, in small letters."""
    yield from OF_THE_SITE
    if user is None:
        return
    called = [user.name, user.email.partition("@")[0], user.email.partition("@")[2].partition(".")[0]]
    of_person = Q(memberships__user__email=user.email) | Q(invitations__email=user.email)
    called += City.objects.filter(of_person).values_list("name", flat=True).distinct()
    for name in called:
        parts = [name, *re.split(r"[\W\d_]+", name)]
        yield from (part.casefold() for part in parts if len(part) >= 4)
