"""From which count on a change would have been found, so that what is not told is not read as the same."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from analysis.questions.detectable import Detectable
from analysis.words import Word
from core.formats import number
from output.document import Block, Column, Paragraph, Table
from reports.sections.context import SectionContext
from reports.sections.readings import is_alike

WHAT: dict[str, Callable[[], str]] = {
    "city": lambda: _("the whole city"),
    "district": lambda: _("a district"),
    "group": lambda: _("a targeted group"),
}


def detectable(context: SectionContext) -> list[Block]:
    # where recording changed, none of the city could have been
    is_compared = is_alike(context.landscape.city)
    found = [each for each in context.landscape.detectable if is_compared or each.what != "city"]
    if not found:
        return [Paragraph(_nothing(context))]
    columns = [
        Column(_("Of"), weight=2),
        Column(_("With this many a period before"), align="end", weight=2),
        Column(_("a rise is found from"), align="end", weight=2),
        Column(_("a fall is found down from"), align="end", weight=2),
    ]
    note = _(
        "From which count now on a change would have been found nine times in ten, by the very tests of this report "
        "and "
        "with this city's usual variation. A smaller change may be there and unseen."
    )
    return [Table(columns=columns, rows=list(_rows(found)), note=note)]


def _nothing(context: SectionContext) -> str:
    if context.landscape.city.word == Word.NOT_OVER:
        return _("The period had not ended, so no change could have been found.")
    if not is_alike(context.landscape.city):
        return _("Recording changed, so no change could have been found.")
    if context.landscape.windows_alike:
        return _("Nothing was recorded in the earlier periods, so no change could have been found.")
    return _("There is no earlier period to compare with, so no change could have been found.")


def _rows(found: Iterable[Detectable]) -> Iterator[list[str]]:
    never = _("never")
    for each in found:
        yield [
            WHAT[each.what](),
            number(each.base),
            number(each.rise) if each.rise is not None else never,
            number(each.fall) if each.fall is not None else never,
        ]
