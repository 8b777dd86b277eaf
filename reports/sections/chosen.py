"""Of section 3: whether this is the short diagnosis, and which sections were left out or moved."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from core.formats import number
from output.document import Block, Heading, Paragraph, SmallPrint
from reports.sections import standing
from reports.sections.contents import SECTIONS
from reports.sections.context import FEWEST_FOR_THE_LONG_ONE, SectionContext
from reports.sections.standing import SHORT, Numbered
from reports.sections.wording import listed


def blocks(context: SectionContext) -> list[Block]:
    """Nothing where the whole table stands in its usual order."""
    told = list(_told(context))
    return [Heading(_("What this edition leaves out")), *map(Paragraph, told)] if told else []


def _told(context: SectionContext) -> Iterator[str]:
    few = {"least": number(FEWEST_FOR_THE_LONG_ONE)}
    if context.is_short:
        yield (
            _(
                "This is the short diagnosis, since fewer than %(least)s records of the period count: it has no rates "
                "and no map of districts, and what people need comes before what was recorded."
            )
            % few
        )
    elif context.is_long_on_purpose:
        told = _(
            "Fewer than %(least)s records of the period count, and the long diagnosis was asked for all the same: its "
            "rates stand on few records. The reason given: %(reason)s"
        )
        yield told % {**few, "reason": context.frozen.diagnosis["long_because"]}
    yield from _sections(context)


def _sections(context: SectionContext) -> Iterator[str]:
    missing = standing.left_out(context)
    by_rule = [each for each in missing if context.is_short and each not in SHORT]
    by_choice = [each for each in missing if each not in by_rule]
    if by_rule:
        yield _("Not in the short diagnosis: %(sections)s.") % {"sections": _named(by_rule)}
    if by_choice:
        yield _("Left out when this diagnosis was asked for: %(sections)s.") % {"sections": _named(by_choice)}
    if Numbered.VOICES in by_choice:
        yield _("Of section 9 these stand all the same: who was not yet reached by us, and where people disagree.")
    if Numbered.JUDGEMENTS in by_choice:
        yield _("Of section 12 this stands all the same: what is not known.")
    if standing.are_moved(context):
        yield _("The sections stand in the order that was asked for; each keeps its number.")
    elif missing:
        yield _("The others keep their numbers.")


def _named(numbers: Iterable[int]) -> str:
    names = [str(each) for each in SECTIONS if each.number in set(numbers)]
    return listed(names, len(names))


def the_rest() -> SmallPrint:
    """First in a section of which only what everybody must be told stands."""
    return SmallPrint(_("The rest of this section was left out when the diagnosis was asked for."))
