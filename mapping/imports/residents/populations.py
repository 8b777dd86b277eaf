"""A number of residents as people write it, in a column whose notation has to be one."""

import re

from django.utils.translation import gettext as _

# No district on earth has more; a larger number is another column.
MOST_RESIDENTS = 50_000_000
# 33300, 33 300, 33,300 and 33'300; also 33300.0, as tables that passed through a spreadsheet have it
WHOLE = re.compile(r"\d+|\d{1,3}(?:([,.'’\u00a0\u2007\u2009\u202f ])\d{3})(?:\1\d{3})*")
# nought or two behind a decimal mark, which is another than that of thousands: 33.300,00 and 33,300.0 are 33300
WITH_NOUGHT = re.compile(
    r"(\d+)[.,]00?|(\d{1,3}(?:[.'’\u00a0\u2007\u2009\u202f ]\d{3})+),00?|(\d{1,3}(?:[,'’ ]\d{3})+)\.00?"
)
# could be thirty-three thousand or thirty-three
EITHER = re.compile(r"\d{1,3}([.,])\d{3}")
# two groups of three: the mark separates thousands and nothing else
THOUSANDS = re.compile(r"\d{1,3}(?:([,.])\d{3})(?:\1\d{3})+")
# one or two digits, or four and more: the mark is a decimal one
FRACTION = re.compile(r"\d+([,.])(?:\d{1,2}|\d{4,})")


class NoPopulation(ValueError):
    """A cell holds no number of residents; the message says why."""


class Notation:
    """What comma and point mean in a column: every cell is looked at before one is read."""

    def __init__(self, delimiter: str) -> None:
        self.delimiter = delimiter
        self._thousands: set[str] = set()
        self._fractions: set[str] = set()

    def look(self, text: str) -> None:
        """Take from a cell what it says for certain."""
        text = text.strip().removeprefix("'")
        if found := THOUSANDS.fullmatch(text):
            self._thousands.add(found[1])
        if (found := FRACTION.fullmatch(text)) and not WITH_NOUGHT.fullmatch(text):
            self._fractions.add(found[1])

    def residents(self, text: str) -> int:
        """Raises NoPopulation."""
        text = text.strip().removeprefix("'")
        if not text:
            raise NoPopulation(_("the number of residents is empty; remove the row if it is not known"))
        if match := WITH_NOUGHT.fullmatch(text):
            text = re.sub(r"\D", "", match[1] or match[2] or match[3])
        if (match := EITHER.fullmatch(text)) and not self._separates_thousands(match[1]):
            raise NoPopulation(
                _("“%(text)s” could be thousands or a fraction; write it without the %(mark)s")
                % {"text": text, "mark": _("point") if match[1] == "." else _("comma")}
            )
        if not WHOLE.fullmatch(text):
            raise NoPopulation(
                _(
                    "“%(text)s” is not a whole number of residents, nought or more; write it in full with digits "
                    "alone, or remove the row if it is not known"
                )
                % {"text": text}
            )
        number = int(re.sub(r"\D", "", text))
        if number > MOST_RESIDENTS:
            raise NoPopulation(
                _("“%(text)s” is more than a district can have; name the column of residents with --population")
                % {"text": text}
            )
        return number

    def _separates_thousands(self, mark: str) -> bool:
        """A comma inside a table of commas is quoted for that; elsewhere another cell has to settle it."""
        if mark in self._fractions:
            return False
        return mark in self._thousands or (mark == "," and self.delimiter == ",")
