"""Numbers of residents that look wrong together: totals, shares, thousands, another column, another year."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext as _

from mapping.imports.dates.likeness import COULD_BE_A_YEAR
from mapping.imports.doubts import SHARES, TOTALS, Doubts, among
from mapping.models import District

# The densest district of any city, Mong Kok, has about 130,000 residents per km².
DENSEST = 150_000
# A city of fewer residents per km² lies in few municipalities of the far north only.
THINNEST = 10
_THOUSANDS = re.compile(r"1[.,\s]?000|'000|thousand|tausend|tusen|tusind|milli?er|miles|tsd", re.IGNORECASE)
_SHARE = re.compile(
    r"%|percent|pct|prozent|procent|share|andel|anteil|rate\b|density|dichte|tæthed|täthet|densit"
    r"|(?:per|pr\.?|je|par|pro|/) ?(?:km|ha\b|hektar|sq|square)",
    re.IGNORECASE,
)
# Numbers of something else, by the name of their column, or of some residents only.
_OTHER = re.compile(
    r"household|husstand|hush[aå]ll|haushalt|m[eé]nage|hogar|talou|dwelling|bolig|bostad|wohnung|births?\b|deaths?\b"
    r"|f[øö]ds(?:ler|lar)|geburten|area|areal|fl[äa]che|hectare|hekt?ar|income|indkomst|inkomst|einkommen|voters?\b"
    r"|change|growth|index|increase|post(?:nr|nummer|al)|\bzip|\bplz\b|code postal"
    r"|employ|besk[æä]ftig|sysselsat|beschäftigte|erwerb|workers|arbejdspl|arbeitspl|\bjobs?\b"
    r"|\b(?:wom[ae]n|men|fe?males?|kvinder|mænd|kvinnor|män|kvinner|menn|frauen|männer|femmes|hommes|mujeres|hombres)\b"
    r"|\b(?:children|børn|barn|kinder|enfants|pupils|elever|schüler)\b"
    r"|(?<![\d./-])\d{1,2} ?(?:\+|-|\u2013|til|to|bis) ?(?:\d{1,2}(?![\d./-])|år|years|jahre|ans\b|$)",
    re.IGNORECASE,
)
# What Groundwork never keeps of residents, by the name of its column.
_ORIGIN = re.compile(
    r"foreign|immigra|migra|ausl[äa]nd|udl[æa]nd|indvandr|invandr|innvandr|étrang|extranjer|stranier|buitenland"
    r"|cudzoziem|ethnic|etnisk|ethnisch|ethni|origin|herkomst|herkunft|race\b|religio|muslim|jewish|catholic"
    r"|language|sprog|sprache|citizenship|statsborger|staatsangeh",
    re.IGNORECASE,
)
# Of the name of a column what says of whom there are all: both sexes, every age, and who is counted in.
_OF_ALL = re.compile(
    r"\b(?:men|males?|mænd|män|menn|männer|hommes|hombres)(?: ?[,&/+] ?| (?:and|og|och|und|et|y) )"
    r"(?:women|females?|kvinder|kvinnor|kvinner|frauen|femmes|mujeres)\b"
    r"|\b(?:women|females?|kvinder|kvinnor|kvinner|frauen|femmes|mujeres)(?: ?[,&/+] ?| (?:and|og|och|und|et|y) )"
    r"(?:men|males?|mænd|män|menn|männer|hommes|hombres)\b"
    r"|(?<![\d.,])0 ?(?:\+|[-\u2013] ?(?:9\d|1[0-2]\d)\+?)|\b(?:incl|inkl|einschl|y ?compris|også|iberegnet).*",
    re.IGNORECASE,
)
# A part of the residents, by the name of a column that says which.
_PART = re.compile(
    r"\b(?:sex|gender|køn|kön|kjønn|geschlecht|sexe|sexo|age|alder|ålder|alter|edad|citizenship|origin|herkomst)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:all|total|both|every|i ?alt|alle|samtlige|insgesamt|totalt?|begge|båda|beide|tous|ensemble|todos|yhteensä).*"
    r"|_?t|\W*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"year|år|jahr|ann[eé]e|año|anno|vuosi|period|date|dato|datum|census", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of one district: its number in the file, the district's code, the residents, all its cells."""

    number: int
    code: str
    residents: int
    cells: tuple[str, ...]


def is_of_part(column: str, value: str) -> bool:
    """Whether a value of a column stands for a part of the residents."""
    return _PART.search(column) is not None and _WHOLE.fullmatch(value.strip()) is None


def check_populations(
    rows: Sequence[Row], header: Sequence[str], column: str, districts: Mapping[str, District], doubts: Doubts
) -> None:
    """All that the numbers of a column say together."""
    _check_totals(rows, column, doubts)
    _check_shares(rows, column, doubts)
    _check_units(rows, column, districts, doubts)
    _check_column(rows, column, doubts)
    _check_years(rows, header, column, doubts)
    _check_parts(rows, header, column, doubts)
    _check_placeholders(rows, column, doubts)
    _check_before(rows, column, districts, doubts)


def _check_placeholders(rows: Sequence[Row], column: str, doubts: Doubts) -> None:
    """Numbers that stand for none, and years where residents should be."""
    nines = [row for row in rows if row.residents > 999 and set(str(row.residents)) == {"9"}]
    if nines:
        doubts.tell(
            _(
                "Column %(column)s: %(count)d districts have %(number)d residents (first row %(row)d): a number of "
                "nines alone often stands for “not known”. If so, leave the cell empty."
            )
            % {"column": column, "count": len(nines), "number": nines[0].residents, "row": nines[0].number}
        )
    empty = [row for row in rows if not row.residents]
    if empty:
        doubts.note(
            _(
                "Column %(column)s: districts with no resident: %(codes)s (first row %(row)d). They have no rate; if "
                "the number is not known, remove the row."
            )
            % {"column": column, "codes": among([f"“{row.code}”" for row in empty]), "row": empty[0].number}
        )
    if len(rows) > 2 and all(row.residents in COULD_BE_A_YEAR for row in rows):
        doubts.tell(
            _(
                "Column %(column)s: every number could be a year (first row %(row)d, “%(number)d”). Is it the right "
                "column?"
            )
            % {"column": column, "row": rows[0].number, "number": rows[0].residents}
        )


def _check_totals(rows: Sequence[Row], column: str, doubts: Doubts) -> None:
    """A row that holds the sum of the others is no district; the residents would count twice."""
    total = sum(row.residents for row in rows)
    for row in rows:
        others = total - row.residents
        if len(rows) < 4 or row.residents < 100 or abs(row.residents - others) > others / 1000:
            continue
        facts = {"row": row.number, "column": column, "number": row.residents, "code": row.code, "others": others}
        text = (
            _(
                "Row %(row)d, column %(column)s: district “%(code)s” has %(number)d residents, the other districts "
                "together %(others)d: it seems to be the total of the city, and everybody would count twice. Remove "
                "the row."
            )
            % facts
        )
        if row.residents == others:
            doubts.ask(TOTALS, text)
        else:
            doubts.tell(text)


def _check_shares(rows: Sequence[Row], column: str, doubts: Doubts) -> None:
    total, most = sum(row.residents for row in rows), max(row.residents for row in rows)
    adds_up = len(rows) >= 3 and most <= 100 and abs(total - 100) <= max(1, len(rows) / 2)
    if adds_up or _SHARE.search(column):
        doubts.ask(
            SHARES,
            _(
                "Column %(column)s (first row %(row)d, “%(number)d”) seems to hold shares, rates or densities, not "
                "residents: %(count)d numbers add up to %(total)d. Name the column of residents with --population."
            )
            % {
                "column": column,
                "row": rows[0].number,
                "number": rows[0].residents,
                "count": len(rows),
                "total": total,
            },
        )


def _check_units(rows: Sequence[Row], column: str, districts: Mapping[str, District], doubts: Doubts) -> None:
    total, area = sum(row.residents for row in rows), sum(districts[row.code].area_km2 for row in rows)
    small = max(row.residents for row in rows) < 1000
    if _THOUSANDS.search(column) or (small and area and total / area < THINNEST):
        doubts.tell(
            _(
                "Column %(column)s: %(count)d districts have %(total)d residents together (first row %(row)d, "
                "“%(number)d”), %(density).1f on each km²: the numbers may be in thousands. If so, write them in full."
            )
            % {
                "column": column,
                "count": len(rows),
                "total": total,
                "row": rows[0].number,
                "number": rows[0].residents,
                "density": total / area if area else 0,
            }
        )
    for row in rows:
        if districts[row.code].area_km2 and row.residents / districts[row.code].area_km2 > DENSEST:
            doubts.tell(
                _(
                    "Row %(row)d, column %(column)s: %(number)d residents on %(area).2f km² in district “%(code)s” "
                    "are more than any district has. Check the number and the outline."
                )
                % {
                    "row": row.number,
                    "column": column,
                    "number": row.residents,
                    "area": districts[row.code].area_km2,
                    "code": row.code,
                }
            )


def _check_column(rows: Sequence[Row], column: str, doubts: Doubts) -> None:
    """One number everywhere, or the code once more: another column."""
    if len(rows) < 3:
        return
    facts = {"column": column, "row": rows[0].number, "number": rows[0].residents, "count": len(rows)}
    if len({row.residents for row in rows}) == 1:
        doubts.tell(
            _(
                "Column %(column)s: all %(count)d districts have the number %(number)d (first row %(row)d). Is it "
                "the right column? Name another with --population."
            )
            % facts
        )
    elif all(row.code.lstrip("0") == str(row.residents) for row in rows):
        doubts.tell(
            _(
                "Column %(column)s: every number is the code of its district (first row %(row)d, “%(number)d”). Name "
                "the column of residents with --population."
            )
            % facts
        )


def _check_parts(rows: Sequence[Row], header: Sequence[str], column: str, doubts: Doubts) -> None:
    """Numbers of something else, or of one sex or age alone, by what the columns are called."""
    called = _OF_ALL.sub("", column)
    if _ORIGIN.search(called):
        doubts.must_not(
            _(
                "Column %(column)s (first row %(row)d, “%(number)d”) seems to number residents by origin, language or "
                "religion, which Groundwork does not keep. Name the column of all residents with --population; if this "
                "is it, give it a name without that word."
            )
            % {"column": column, "row": rows[0].number, "number": rows[0].residents}
        )
    elif _OTHER.search(called):
        doubts.tell(
            _(
                "Column %(column)s (first row %(row)d, “%(number)d”) seems to number something else than residents. If "
                "so, name the column of residents with --population."
            )
            % {"column": column, "row": rows[0].number, "number": rows[0].residents}
        )
    for place, name in enumerate(header):
        values = {row.cells[place].strip() for row in rows}
        if name != column and len(values) == 1 and is_of_part(name, value := values.pop()):
            doubts.tell(
                _(
                    "Column %(column)s: every row is of “%(value)s” (first row %(row)d): the numbers seem to be of a "
                    "part of the residents. If so, take a table of all."
                )
                % {"column": name, "value": value, "row": rows[0].number}
            )


def _check_years(rows: Sequence[Row], header: Sequence[str], column: str, doubts: Doubts) -> None:
    """Numbers of several years side by side, in a table that has a column of years."""
    for place, name in enumerate(header):
        if name == column or not _YEAR.search(name):
            continue
        years: dict[str, Row] = {}
        for row in rows:
            years.setdefault(row.cells[place].strip(), row)
        if 1 < len(years) <= max(2, len(rows) // 2):
            doubts.tell(
                _("Column %(column)s: the numbers are of different times: %(times)s. Keep the rows of one.")
                % {
                    "column": name,
                    "times": among([
                        _("“%(time)s” (row %(row)d)") % {"time": time, "row": row.number} for time, row in years.items()
                    ], 5),
                }
            )  # fmt: skip


def _check_before(rows: Sequence[Row], column: str, districts: Mapping[str, District], doubts: Doubts) -> None:
    """Numbers far from those the districts have already."""
    ratios = [
        (row.residents / before, row) for row in rows if (before := districts[row.code].population) and before > 0
    ]
    if not ratios:
        return
    middle = median(ratio for ratio, _row in ratios)
    far = [row for ratio, row in ratios if not 0.5 <= ratio <= 2]
    if not far:
        return
    row = far[0]
    doubts.tell(
        _(
            "Column %(column)s: %(count)d of %(total)d districts have less than half or more than twice as many "
            "residents as before (first row %(row)d, “%(code)s”: %(number)d, before %(before)d; the middle of all is "
            "%(middle).2f times as many). Check column, unit and year."
        )
        % {
            "column": column,
            "count": len(far),
            "total": len(ratios),
            "row": row.number,
            "code": row.code,
            "number": row.residents,
            "before": districts[row.code].population,
            "middle": middle,
        }
    )
