"""Section 2: the summary. Of the long diagnosis it is one page that can be handed on alone, and does no harm where it
is: no name of a source, and of few records no number."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from output.document import Block, Bullets, Figure, Heading, KeySentence, Paragraph, Run, SideBySide
from reports.sections import decide, know, say, summary_of_few, threat
from reports.sections.context import SectionContext
from reports.sections.summary_of_few import key_sentence

__all__ = ["blocks", "key_sentence", "page"]


def blocks(context: SectionContext) -> list[Block]:
    if context.is_short:
        return summary_of_few.blocks(context)
    told: list[Block] = [Heading(_("Know")), Bullets(know.sentences(context)), *threat.in_short(context)]
    return page(
        context,
        headline=KeySentence([Run(know.headline(context), strong=True), *know.asked_for(context)], is_labelled=False),
        told=told,
        pictures=know.pictures(context),
        decisions=decide.of_records(context),
        not_known=say.not_known(context),
        since=list(say.since(context)),
    )


def page(
    context: SectionContext,
    *,
    headline: Block,
    told: list[Block],
    pictures: Sequence[Figure],
    decisions: Sequence[Block],
    not_known: Sequence[str],
    since: Sequence[Block],
) -> list[Block]:
    """Know, decide, what people say, what is not known, what became of the last one: the same page in each edition."""
    beside = [SideBySide(columns=[told, list(pictures)], weights=(67, 33))] if pictures else told
    return [
        headline,
        *beside,
        *decisions,
        SideBySide(
            columns=[
                [Heading(_("People say")), *say.people(context)],
                [Heading(_("Not known")), Bullets(list(not_known)) if not_known else Paragraph(no_gap(context))],
                [Heading(say.since_title(context)), *since],
            ]
        ),
    ]


def no_gap(context: SectionContext) -> str:
    """Where none is told. An edition that tells no records does not tell what the rules find wanting in them."""
    if context.tells_records:
        return _("None that the rules for gaps find. That everything is known is not said by that.")
    return _("None that may be told here. That everything is known is not said by that.")
