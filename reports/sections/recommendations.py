"""Of section 13: what is recommended, and what came of the needs of the last diagnosis."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from analysis.priorities import CITY_WIDE
from core.formats import day, number
from output.document import Block, Bullets, Column, Paragraph, Table
from reports.models.weighing import Recommendation
from reports.sections.context import SectionContext
from reports.sections.decisions import Recommended
from reports.sections.wording import listed, need_in_place, need_in_places, place_name

STATUS = Recommendation.Status


def recommended(context: SectionContext) -> Iterator[Block]:
    rows = context.weighed.recommended
    if not rows:
        yield Paragraph(_("No recommendation is written."))
        return
    columns = [
        Column(_("Recommendation"), weight=4, emphasis=True),
        Column(_("Answers"), weight=2.2),
        Column(_("Who does it"), weight=2),
        Column(_("By when"), weight=1.9),
        Column(_("Status"), weight=4.6),
    ]
    cells = [
        [
            each.text,
            _answers(context, each),
            each.owner or (_("not said") if each.status != STATUS.NOT_TAKEN_UP else "–"),
            day(each.due) if each.due else (_("no day set") if each.status not in Recommendation.OVER else "–"),
            _status(each),
        ]
        for each in rows
    ]
    yield Table(columns=columns, rows=cells)


def _answers(context: SectionContext, each: Recommended) -> str:
    need = need_in_place((each.category, each.area), context.names) if each.category else ""
    judgement = _("the judgement “%(judgement)s”") % {"judgement": each.judgement} if each.judgement else ""
    return "; ".join(filter(None, [need, judgement])) or _("a judgement that is not printed")


def _status(each: Recommended) -> str:
    words = [_status_words(each)]
    if each.review_by and each.status not in Recommendation.OVER:
        words.append(_("to be looked at again by %(day)s") % {"day": day(each.review_by)})
    if each.carried_from and not each.is_looked_at:
        told = _("brought over from no. %(number)s, nobody has looked at it since")
        words.append(told % {"number": number(each.carried_from)})
    # sentences of others end with a stop, which stands in front of nothing more
    return "; ".join([*(text.rstrip(".") for text in words[:-1]), words[-1]])


def _status_words(each: Recommended) -> str:
    match each.status:
        case STATUS.DONE:
            return _("done: %(what)s") % {"what": each.outcome}
        case STATUS.NOT_TAKEN_UP:
            return _("heard, not taken up, because: %(why)s") % {"why": each.outcome}
    return str(STATUS(each.status).label).lower()


def since_the_last(context: SectionContext) -> Iterator[Block]:
    """Every need of the last released diagnosis with what answers it now; those that nothing answers are named."""
    answers = [(need, answers_to(context, need)) for need in context.frozen.last_needs]
    told = []
    for each in context.weighed.recommended:
        if answered := [need for need, found in answers if each in found]:
            names = [need_in_place(need, context.names) for need in answered]
            words = {"needs": listed(names, len(names)), "answer": each.text.rstrip(".")}
            words["status"] = str(STATUS(each.status).label).lower()
            told.append(_("%(needs)s: %(answer)s – %(status)s") % words)
    if told:
        yield Bullets(told)
    open_ones: dict[str, list[str]] = {}
    for (category, area), found in answers:
        if not found:
            open_ones.setdefault(category, []).append(place_name(area, context.names))
    if open_ones:
        silent = [need_in_places(category, places) for category, places in open_ones.items()]
        none = _("Nothing is written of what was done about these needs: %(needs)s.")
        yield Paragraph(none % {"needs": "; ".join(silent)})


def answers_to(context: SectionContext, need: tuple[str, str]) -> list[Recommended]:
    """What was recommended for this need there, or for the whole city."""
    category, area = need
    return [
        each for each in context.weighed.recommended if each.category == category and each.area in {area, CITY_WIDE}
    ]
