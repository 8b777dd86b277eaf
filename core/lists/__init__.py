"""Lists that people search, filter, sort, turn the pages of and take along; all of it is kept in the address.

    PEOPLE = Listing(
        columns=(
            Column("name", _("Name"), lambda row: row.user, sort=(Alphabetical("user__name"),)),
            Column("role", _("Role"), lambda row: row.get_role_display(), files=coded("role", _("Role"), Role)),
            fact("created_at", _("Member since")),
        ),
        search=("user__name", "user__email"),
        filters=(Choice("role", _("Role"), Role.choices),),
        sort="name",
    )
    rows = rows_of(PEOPLE, request, Membership.objects.filter(city=request.city))  # accounts/list_rows.py

`rows` is what templates/components/list_*.html show, `accounts.exports.list_file` sends all of it as a file; what
either shows comes from the columns.
"""

from core.lists import cells
from core.lists.columns import Cell, Column, Columns, FileColumn, Words, coded, fact, of_files, of_page
from core.lists.filters import Among, AmongOrAll, Choice, Chosen, Day, IsSo, OfMoment, moments
from core.lists.listing import LONGEST_SEARCH, Listing, Rows
from core.lists.pages import COUNTED, CappedPaginator, counted_to, first_of, in_words, up_to_a_limit
from core.lists.table import Head, Table

__all__ = [
    "COUNTED",
    "LONGEST_SEARCH",
    "Among",
    "AmongOrAll",
    "CappedPaginator",
    "Cell",
    "Choice",
    "Chosen",
    "Column",
    "Columns",
    "Day",
    "FileColumn",
    "Head",
    "IsSo",
    "Listing",
    "OfMoment",
    "Rows",
    "Table",
    "Words",
    "cells",
    "coded",
    "counted_to",
    "fact",
    "first_of",
    "in_words",
    "moments",
    "of_files",
    "of_page",
    "up_to_a_limit",
]
