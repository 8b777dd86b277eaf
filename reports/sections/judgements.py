"""Section 12: judgements with their confidence, and what is not known."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, repeat

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.confidence import Confidence
from core.formats import number
from output.document import Banner, Block, Bullets, Heading, JudgementCard, KeySentence, Paragraph, SmallPrint
from output.leads import lead
from reports.models import OWN
from reports.sections import chosen, reached
from reports.sections.contents import VOICES
from reports.sections.context import SectionContext
from reports.sections.counted import records
from reports.sections.decisions import Decided
from reports.sections.wording import CONFIDENCE, label, likelihood_words, listed
from reports.selection import YES
from reports.snapshot import looked_online

CONFIRMED = "confirmed"
PRINTED = {CONFIRMED, "rewritten"}


def blocks(context: SectionContext) -> list[Block]:
    printed = [judgement for judgement in context.judgements if judgement.state in PRINTED]
    return [
        KeySentence(_key(context, len(printed))),
        *_banner(context),
        Heading(_("Judgements")),
        *(_cards(context, printed) if printed else [Paragraph(_("No judgement has been confirmed yet."))]),
        *_of_all(printed),
        Heading(_("Information gaps")),
        Bullets(list(gaps(context))),
    ]


def compulsory(context: SectionContext) -> list[Block]:
    """What stands where the section was left out: what is not known."""
    return [
        chosen.the_rest(),
        *_banner(context),
        Heading(_("Information gaps")),
        Bullets(list(gaps(context))),
    ]


def _key(context: SectionContext, printed: int) -> str:
    if not printed:
        none = _("No judgement is made; gaps in what is known that are listed: %(gaps)s.")
        return none % {"gaps": number(len(list(gaps(context))))}
    told = ngettext("%(count)s judgement is made", "%(count)s judgements are made", printed) % {
        "count": number(printed)
    }
    return _("%(told)s; gaps in what is known that are listed: %(gaps)s.") % {
        "told": told,
        "gaps": number(len(list(gaps(context)))),
    }


def _banner(context: SectionContext) -> list[Block]:
    if context.unread:
        return [Banner(unread_sentence(context))]
    if context.undecided:
        return [
            Banner(
                ngettext(
                    "%(count)s proposed judgement is still undecided and is not printed. Until it is decided, nothing "
                    "is released.",
                    "%(count)s proposed judgements are still undecided and are not printed. Until they are "
                    "decided, nothing is released.",
                    context.undecided,
                )
                % {"count": number(context.undecided)}
            )
        ]
    return []


def unread_sentence(context: SectionContext) -> str:
    return ngettext(
        "%(count)s proposed judgement was accepted without review: no person has read it.",
        "All %(count)s proposed judgements were accepted without review: no person has read them.",
        context.unread,
    ) % {"count": number(context.unread)}


def _cards(context: SectionContext, judgements: list[Decided]) -> Iterator[JudgementCard]:
    for position, judgement in enumerate(judgements, start=1):
        led = _leading(context, judgement)
        yield JudgementCard(
            number=f"J{position}",
            statement=led(judgement.statement),
            likelihood=likelihood_words(judgement.likelihood),
            confidence=str(CONFIDENCE[Confidence(judgement.confidence)]),
            reasons=(judgement.other_confidence,) if judgement.other_confidence else judgement.reasons,
            # what was said stands in section 9
            evidence=[led(each) for each in evidence_lines(judgement.evidence, judgement.leads)],
            status="" if _is_as_proposed(judgement) else _status(judgement),
        )


def _leading(context: SectionContext, judgement: Decided) -> Callable[[str], str]:
    """What a text of it is with where its numbers lead: itself, unless the job wrote it so."""
    known = context.led.get(judgement.key, {})
    return lambda text: known.get(text, text)


def evidence_lines(rows: Iterable[tuple[str, str]], leads: Iterable[str] = ()) -> list[str]:
    """As a card has them, but for what was said: that stands in section 9. `leads` are where the values lead."""
    told = zip(rows, chain(leads, repeat("")), strict=False)
    return [f"{what}: {lead(value, to) if to else value}" for (what, value), to in told if what != _("Said")]


def _of_all(printed: list[Decided]) -> Iterator[Block]:
    """What holds of every card on which nothing else stands."""
    told = []
    if any(map(_is_as_proposed, printed)):
        told.append(_("Where a card says nothing else, a person confirmed the judgement as it was proposed."))
    if any(not judgement.likelihood for judgement in printed):
        told.append(_("One without a likelihood is as counted or as said."))
    if told:
        yield SmallPrint(" ".join(told))


def _is_as_proposed(judgement: Decided) -> bool:
    is_own = judgement.key.startswith(OWN)
    return judgement.state == CONFIRMED and not judgement.accepted_unread and not is_own


def _status(judgement: Decided) -> str:
    if judgement.accepted_unread:
        return _("proposed, accepted without review")
    if judgement.is_carried:
        return _("written by a person for an earlier diagnosis, and carried over by a person")
    if judgement.key.startswith(OWN):
        return _("written by a person")
    return _("rewritten by a person") if judgement.state == "rewritten" else _("confirmed by a person")


def gaps(context: SectionContext) -> Iterator[str]:
    """What is not known, by rule."""
    land = context.landscape
    if context.not_looked_at:
        names = listed([d.area.name for d in context.not_looked_at], 12)
        yield _("Not looked at: %(names)s.") % {"names": names}
    partly = [d.area.name for d in context.in_part]
    if partly:
        yield _("Looked at in part, on some days only or only sporadically: %(names)s.") % {"names": listed(partly, 12)}
    if not looked_online(context.frozen.coverage, context.landscape.period):
        yield _("Online: no source looks there.")
    if VOICES.has_content(context):
        if reached.is_anybody_missing(context):
            named = _("Who was not yet reached by us, and districts nobody spoke of: section %(number)s names them.")
            yield named % {"number": number(VOICES.number)} + reached.in_confidence(context)
        else:
            yield from reached.not_heard(context)
    else:
        yield _("Not consulted: no consultation is recorded, in any district or with any group.")
    if len(land.source_types) == 1:
        yield _("Known from a single type of source (%(type)s): everything.") % {
            "type": label("source_types", next(iter(land.source_types))).lower()
        }
    unknown = next((row for row in land.counts["currents"] if row.key == "none_known"), None)
    if unknown and unknown.now:
        yield ngettext(
            "Current not known: %(count)s of %(total)s record.",
            "Current not known: %(count)s of %(total)s records.",
            land.total,
        ) % {
            "count": records(unknown.now, currents=unknown.key),
            "total": records(land.total),
        }
    if land.stale:
        yield ngettext(
            "Stale, past its review date: %(count)s of %(total)s record.",
            "Stale, past their review date: %(count)s of %(total)s records.",
            land.total,
        ) % {
            "count": records(land.stale, stale=YES),
            "total": records(land.total),
        }
    without = [area.name for area in context.frozen.areas if area.population is None]
    if without:
        yield _("Number of residents not known: %(names)s.") % {"names": listed(without, 12)}
