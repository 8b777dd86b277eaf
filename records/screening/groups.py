"""Groups of people named in a text that is to be about a place or a service.

A group is a voice to hear and never the cause of anything. Found are the groups the city itself set out to hear,
however their names are inflected, and words for religion, origin and migration. That somebody acts *against* a group
("anti-Muslim leaflets") says nothing of it and is not found.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

WORD = re.compile(r"[^\W\d_]+")
# Two words are one inflected where they begin alike and their endings are no longer than this.
LONGEST_ENDING, LEAST_STEM = 4, 4

_STEMS: dict[str, tuple[str, ...]] = {
    # English
    "muslim": ("", "s"),
    "jew": ("", "s", "ish"),
    "christian": ("s",),
    "hindu": ("", "s"),
    "sikh": ("", "s"),
    "buddhist": ("", "s"),
    "catholic": ("", "s"),
    "arab": ("", "s"),
    "roma": ("", "ni"),
    "gyps": ("y", "ies"),
    "immigrant": ("", "s"),
    "immigration": ("",),
    "migrant": ("", "s"),
    "refugee": ("", "s"),
    "asylum": ("",),
    "foreigner": ("", "s"),
    "ethnic": ("", "ity"),
    "ethnicit": ("y", "ies"),
    "minorit": ("y", "ies"),
    # Danish, Norwegian, Swedish
    "muslimer": ("", "ne", "na"),
    "muslimsk": ("", "e", "a"),
    "jøde": ("", "r", "rne"),
    "jødisk": ("", "e"),
    "jude": ("", "r", "rna", "n"),
    "judisk": ("", "a"),
    "kristne": ("",),
    "kristna": ("",),
    "arabere": ("", "n"),
    "arabisk": ("", "e"),
    "romaer": ("", "e", "ne"),
    "sigøjner": ("", "e", "ne"),
    "indvandrer": ("", "e", "ne"),
    "indvandring": ("", "en"),
    "innvandrer": ("", "e", "ne"),
    "invandrare": ("", "n", "na"),
    "flygtning": ("", "e", "en", "ene"),
    "flyktning": ("", "er", "en", "ene"),
    "flykting": ("", "ar", "arna"),
    "asylansøger": ("", "e", "ne"),
    "udlænding": ("", "e", "en", "ene"),
    "efterkommer": ("", "e", "ne"),
    "etnisk": ("", "e", "a"),
    "minoritet": ("", "er", "en", "erne"),
    # German, French, Dutch
    "musulman": ("", "s", "e", "es"),
    "moslim": ("", "s"),
    "muslime": ("", "n"),
    "juden": ("",),
    "jüdisch": ("", "e", "en"),
    "juif": ("", "s"),
    "migranten": ("",),
    "flüchtling": ("", "e", "en"),
    "ausländer": ("", "n"),
    "immigré": ("", "s"),
    "réfugié": ("", "s"),
    "vluchteling": ("", "en"),
}
AGAINST = frozenset({"anti", "against", "mod", "imod", "mot", "gegen", "contre", "tegen"})


def folded(word: str) -> str:
    """Small letters without their marks; ø stays ø."""
    return "".join(each for each in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(each))


WORDS = frozenset(folded(stem + ending) for stem, endings in _STEMS.items() for ending in endings)


def named_groups(text: str, names: Iterable[str]) -> list[str]:
    """Which of these groups a text names, as they are called."""
    said = [folded(word) for word in WORD.findall(text)]
    return [name for name in dict.fromkeys(names) if _stands_in(said, [folded(w) for w in WORD.findall(name)])]


def words_for_groups(text: str) -> list[str]:
    """Words for religion, origin and migration in a text, each once, as they stand there."""
    return list(dict.fromkeys(_words_for_groups(text)))


def _words_for_groups(text: str) -> Iterator[str]:
    before = ""
    for word in WORD.findall(text):
        now = folded(word)
        if now in WORDS and before not in AGAINST:
            yield word
        before = now


def _stands_in(said: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the words of a name stand in a text one after the other, each in some inflection."""
    if not name:
        return False
    places = range(len(said) - len(name) + 1)
    return any(all(_alike(said[at + step], word) for step, word in enumerate(name)) for at in places)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    stem = len(shorter) - 1
    return (
        stem >= LEAST_STEM - 1
        and longer[:stem] == shorter[:stem]
        and len(longer) - stem <= LONGEST_ENDING
        and (longer.startswith(shorter) or longer[stem : stem + 1] in "iy")
    )
