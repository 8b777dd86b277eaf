"""Names of districts that could be taken for one another."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from mapping.actions.boundaries import NewDistrict
from mapping.imports.doubts import Doubts, among
from mapping.imports.fields import as_it_looks, folded, plainly
from mapping.imports.keys import BROKEN, KEY
from mapping.models import District

NAMED = 10
FEWEST_OF_WORDS = 3
BEHIND_THE_POINT = re.compile(r"[.,]0+$")
# A letter that a program could not write became a question mark.
LOST = re.compile(r"\w\?\w|(?<!\S)\?\w")
# Signs of another way of writing text that a program did not turn back: of web pages, of addresses, of code.
OF_CODE = re.compile(
    r"&(?:[a-z]{2,8}|#\d{2,5});|%[0-9a-f]{2}(?:%[0-9a-f]{2}|\w)|\\u[0-9a-f]{4}|</?[a-z]+ ?/?>", re.IGNORECASE
)
# A name that holds another, or is so much like it, may mean it; so many are asked about, each costs a look at all.
SHORTEST, ALIKE, MOST_ASKED = 4, 0.8, 50
LONGEST = 200
# What a code is seldom, and what became of one on the way.
MADE = {"scientific", "error", "month", "day", "time", "parted", "fraction"}
DAMAGED_CODES = {"month", "day", "time", "decimal", "parted", "fraction", "placeholder", "none", "total"}
# Letters that are no letter with a mark, and how they are written without them.
PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def plain(name: str) -> str:
    """A name without letter case, accents, marks and spaces: what is left when a program could not write it."""
    bare = unicodedata.normalize("NFKD", as_it_looks(folded(name)).translate(PLAIN))
    return "".join(letter for letter in bare if letter.isalnum())


class Near:
    """Districts that a name nearly means: whose name it holds, or differs from by little."""

    def __init__(self, districts: Iterable[District]) -> None:
        self._districts: dict[str, list[District]] = {}
        for district in districts:
            self._districts.setdefault(plain(district.name), []).append(district)
        self._asked = 0

    def find(self, text: str) -> list[District]:
        self._asked += 1
        name = plain(text[:LONGEST])
        if self._asked > MOST_ASKED or not name:
            return []
        within = [known for known in self._districts if len(known) >= SHORTEST and known in name]
        alike = [max(within, key=len)] if within else difflib.get_close_matches(name, self._districts, 1, ALIKE)
        return self._districts[alike[0]] if alike else []


def check_names(districts: Sequence[NewDistrict], doubts: Doubts) -> None:
    """Names that repeat, differ by little, or are another district's code."""
    alike: dict[str, list[NewDistrict]] = {}
    for district in districts:
        alike.setdefault(plain(district.name) or folded(district.name), []).append(district)
    for group in [group for group in alike.values() if len(group) > 1][:NAMED]:
        codes = among([f"“{district.code}”" for district in group])
        names = sorted({district.name for district in group})
        if len(names) == 1:
            text = _("Districts %(codes)s have one name, “%(names)s”: place records by code, not by name.")
        else:
            text = _(
                "The names of districts %(codes)s differ by letter case, accents, spaces or letters that look alike "
                "only (“%(names)s”): place records by code, not by name."
            )
        doubts.tell(text % {"codes": codes, "names": "”, “".join(names)})
    _check_letters(districts, doubts)
    _check_fields(districts, doubts)
    _check_codes(districts, doubts)


def _check_fields(districts: Sequence[NewDistrict], doubts: Doubts) -> None:
    """Codes that are words beside names that are numbers."""
    are_words = all(re.fullmatch(r"[^\W\d_][^\d_]{3,}", each.code) for each in districts)
    if (
        len(districts) >= FEWEST_OF_WORDS
        and are_words
        and all(re.fullmatch(r"[\d.-]+", each.name) for each in districts)
    ):
        doubts.tell(
            _(
                "Every code is a word and every name a number (“%(code)s”, “%(name)s”): --code and --name seem to be "
                "exchanged."
            )
            % {"code": districts[0].code, "name": districts[0].name}
        )


def _check_letters(districts: Sequence[NewDistrict], doubts: Doubts) -> None:
    """Names whose letters were lost on the way: pages and reports would print them so."""
    damaged = [each for each in districts if any(sign.search(each.name) for sign in (BROKEN, LOST, OF_CODE))]
    if damaged:
        doubts.tell(
            _(
                "Names with damaged letters or signs of code: %(names)s. They would be printed so, and no table would "
                "be placed by them. Export the file anew as UTF-8."
            )
            % {"names": among([f"“{each.name}” ({each.code})" for each in damaged])}
        )


def lost_code(code: str) -> str:
    """Why a code is none that any table has, or nothing."""
    found = KEY.fullmatch(code)
    kind = found.lastgroup if found else ""
    if kind in {"scientific", "error"}:
        return _("“%(code)s” is what a spreadsheet made of a code; export codes as text") % {"code": code}
    return ""


def is_damaged(code: str) -> bool:
    """Whether a code is what a spreadsheet makes of others: a number, a day, a time, an error."""
    found = KEY.fullmatch(code.strip()[:LONGEST])
    return found is not None and found.lastgroup in MADE


def bare_code(code: str) -> str:
    """What is left of a code on its way through a spreadsheet, in letters of one alphabet."""
    return BEHIND_THE_POINT.sub("", folded(as_it_looks(code))).lstrip("0")


def _check_damaged(districts: Sequence[NewDistrict], doubts: Doubts) -> None:
    """Codes that a program made of others, or that stand for none."""
    found = [(each.code, KEY.fullmatch(each.code)) for each in districts]
    damaged = [code for code, match in found if match and match.lastgroup in DAMAGED_CODES]
    if damaged:
        doubts.tell(
            _(
                "Codes that a spreadsheet may have made of others, or that stand for none: %(codes)s. No table would "
                "have the same ones. Compare with the source, and export codes as text."
            )
            % {"codes": among([f"“{code}”" for code in damaged])}
        )


def _check_signs(districts: Sequence[NewDistrict], doubts: Doubts) -> None:
    """Codes with signs that no table would give them with, as of names and keys."""
    if broken := [plainly(each.code) for each in districts if BROKEN.search(each.code)]:
        doubts.tell(
            _(
                "Codes with damaged letters or a line break in them: %(codes)s. They would be printed so, and no table "
                "would have the same ones. Take these signs out of the file."
            )
            % {"codes": among([f"“{code}”" for code in broken])}
        )


def _check_codes(districts: Sequence[NewDistrict], doubts: Doubts) -> None:
    _check_damaged(districts, doubts)
    _check_signs(districts, doubts)
    alike: dict[str, list[str]] = {}
    for district in districts:
        alike.setdefault(bare_code(district.code), []).append(f"“{district.code}”")
    for group in [group for group in alike.values() if len(group) > 1][:NAMED]:
        doubts.tell(
            _(
                "The codes %(codes)s differ by letter case, leading noughts, .0 or letters that look alike only: a "
                "table that went through a spreadsheet or over a keyboard gives one for another. Give each district a "
                "code that no program changes."
            )
            % {"codes": among(group)}
        )
    codes = {folded(district.code): district for district in districts}
    for district in districts:
        other = codes.get(folded(district.name))
        if other is not None and other is not district:
            doubts.tell(
                _("“%(name)s” is the name of district “%(code)s” and the code of another; say which one records give.")
                % {"name": district.name, "code": district.code}
            )
