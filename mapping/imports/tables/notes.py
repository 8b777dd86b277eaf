"""Notes and headings that stand among the rows of a table, in one cell of many."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

# Of a table of so few columns one cell may be all that is known of an event.
NARROW = 2


def alone_in(row: Sequence[str]) -> str:
    """The one cell of a row in which something stands, if it is the only one of many."""
    filled = [cell for cell in row if cell.strip()]
    return filled[0].strip() if len(filled) == 1 and len(row) > NARROW else ""


def about_note(text: str) -> str:
    return _(
        "“%(text)s” stands alone in its row: it seems to be a note or a heading, and no event. Take such rows out of "
        "the file."
    ) % {"text": text}
