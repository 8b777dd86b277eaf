"""Names in the order of the reader's alphabet. The database compares code points, which is nobody's alphabet."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, F, IntegerField, TextField, Value, When
from django.db.models.expressions import Combinable, Expression, Func
from django.db.models.functions import Length, Lower, Replace
from django.db.models.lookups import Exact
from django.utils.translation import get_language

# The characters that follow z in ASCII: ranks for letters that follow it in an alphabet.
AFTER_Z = "{|}~"
# Letters with a mark stand with the bare letter, unless an alphabet says otherwise.
BARE = {
    chr(code): unicodedata.normalize("NFD", chr(code))[0]
    for code in range(0xE0, 0x180)
    if unicodedata.normalize("NFD", chr(code))[0] in "abcdefghijklmnopqrstuvwxyz"
} | {"ø": "o", "ł": "l", "đ": "d", "ð": "d"}


@dataclass(frozen=True, slots=True)
class Alphabet:
    """`pairs` are replaced first, of plain letters before others; `after_z` are groups of letters of one rank; `with_`
    stand with another letter."""

    name: str
    pairs: tuple[tuple[str, str], ...] = ()
    after_z: tuple[str, ...] = ()
    with_: Mapping[str, str] = field(default_factory=dict)

    def ranks(self) -> dict[str, str]:
        last = {letter: rank for letters, rank in zip(self.after_z, AFTER_Z, strict=False) for letter in letters}
        return {**BARE, **self.with_, **last}


PLAIN = Alphabet("plain", pairs=(("æ", "ae"), ("œ", "oe"), ("ß", "ss")))
# Danish (Retskrivningsordbogen): … x y z æ ø å; ä stands with æ, ö with ø, ü with y, and aa in Danish names with å.
DANISH = Alphabet("Danish", pairs=(("aa", "å"), ("œ", "oe"), ("ß", "ss")), after_z=("æä", "øö", "å"), with_={"ü": "y"})
ALPHABETS = {"da": DANISH}


def alphabet_of(language: str | None) -> Alphabet:
    return ALPHABETS.get((language or "").split("-")[0], PLAIN)


def sort_key(text: str, language: str | None) -> str:
    """In the alphabet of a language."""
    alphabet, key = alphabet_of(language), text.casefold()
    for pair, letters in alphabet.pairs:
        key = key.replace(pair, letters)
    ranks = alphabet.ranks()
    return "".join(ranks.get(letter, letter) for letter in key)


def alphabetical(text: object) -> str:
    """What to sort by where Python sorts, in the language of whoever reads."""
    return sort_key(str(text), get_language())


class Alphabetical(Func):
    """A key to sort a text by, in the language of whoever reads; upper and lower case alike."""

    output_field = TextField()

    def __init__(self, text: str | Combinable) -> None:
        super().__init__(F(text) if isinstance(text, str) else text)

    def as_sql(self, compiler: Any, _connection: Any, **_extra: Any) -> tuple[str, Any]:  # type: ignore[override]
        """Made when it is asked for: lists are written down once, and read in every language. Around a column, which
        brings nothing of its own, an alphabet's key is always the same."""
        alphabet = alphabet_of(get_language())
        (text,) = self.get_source_expressions()
        column, given = compiler.compile(text)
        if given:
            sql, params = compiler.compile(_key(text, alphabet))
            return sql, params
        if alphabet.name not in _around:
            _around[alphabet.name] = compiler.compile(_key(_Column(), alphabet))
        sql, params = _around[alphabet.name]
        return sql.replace(_Column.STANDS_FOR, column), list(params)


class _Column(Expression):
    """Whichever it is."""

    STANDS_FOR = "{column}"
    output_field = TextField()

    def as_sql(self, _compiler: Any, _connection: Any, **_extra: Any) -> tuple[str, Any]:  # type: ignore[override]
        return self.STANDS_FOR, []


# The SQL of each alphabet's key, with what stands in it.
_around: dict[str, tuple[str, Any]] = {}


def _key(text: Any, alphabet: Alphabet) -> Combinable:
    """Where nothing is left but plain letters, which is often and seen at once, the others are not looked for."""
    plain: Combinable = Lower(text)
    plain_pairs = [pair for pair in alphabet.pairs if pair[0].isascii()]
    for pair, letters in plain_pairs:
        plain = Replace(plain, Value(pair), Value(letters))
    key = plain
    for pair, letters in alphabet.pairs[len(plain_pairs) :]:
        key = Replace(key, Value(pair), Value(letters))
    ranks = alphabet.ranks()
    key = Func(
        key, Value("".join(ranks)), Value("".join(ranks.values())), function="translate", output_field=TextField()
    )
    is_plain: Combinable = Exact(Func(plain, function="octet_length", output_field=IntegerField()), Length(plain))
    return Case(When(is_plain, then=plain), default=key, output_field=TextField())
