"""What a row is called that adds up others, in languages of offices around us and by the programs that make such rows:
no event, and no district."""

import re

from django.utils.translation import gettext as _

# Pivot tables of spreadsheets name theirs by one word for the whole and one for a part.
WORDS = (
    r"(?:(?:grand|overall|sub|sous|mellem|ende?|hoved|eind|slut)[- ]?)?tot(?:al|ale|als|aal|alt)"
    r"|total[et]n?|totaux|totalsumm?[ae]?|i ?alt|suma? (?:końcowa|całkowita)|sammanlagt|tilsammen"
    r"|sammenlagt|samlet(?: (?:antal|sum|total))?|antal i ?alt|gesamt(?:summe|ergebnis)?"
    r"|(?:zwischen|teil|end)(?:summe|ergebnis)|mell[ea]m-?sum(?:ma)?|delsum(?:ma)?|deltotal|hele (?:byen|kommunen)"
    r"|insgesamt|zusammen|yhteensä|kaikki yhteensä|välisumma|samtals|razem|ogółem|celkem|celkový součet|spolu"
    r"|összesen|végösszeg|kokku|kopā|iš viso|ukupno|sveukupno|ukupni zbroj|skupaj|skupna vsota|toplam|genel toplam"
    r"|pavisam|kopsumma|bendra suma"
    r"|итого|общий итог|всего|общо|σύνολο"
)
# By themselves, or of something: "Resultat 12" and "Ergebnis offen" are other things.
ALONE = r"(?:summ?[ea]?|ergebnis|resultat|ensemble)(?:[:.].{0,40}| (?:of|af|av|aller|der|für|for|over) .{0,40})?"
# Such a word with a few others behind it; in front of it only where it is no word of other names.
TOTAL = (
    rf"{ALONE}|"
    rf"(?:{WORDS})[:.]?(?: .{{0,40}})?|.{{0,40}} (?:total|subtotal|i alt|insgesamt|gesamt|totalt|yhteensä|razem|ukupno)"
    r"[:.]?"
)
_TOTAL = re.compile(TOTAL, re.IGNORECASE | re.DOTALL)


def is_total(text: str) -> bool:
    return _TOTAL.fullmatch(text.strip()) is not None


def about_total(column: str, value: str, *, is_place: bool) -> str:
    """What to do with a row whose cell has such a name; in a column of places the whole city may be meant."""
    facts = {"column": column, "value": value.strip()}
    if is_place:
        return (
            _(
                "column %(column)s: “%(value)s” is what a row is called that adds up others, and no event. Leave such "
                "rows out by a rule under not_counted in the mapping; if events of the whole city are meant, name it "
                "under place.city_wide."
            )
            % facts
        )
    return (
        _(
            "column %(column)s: “%(value)s” is what a row is called that adds up others, and no event. Leave such rows "
            "out by a rule under not_counted in the mapping."
        )
        % facts
    )
