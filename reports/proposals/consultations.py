"""Judgements the job proposes from what was said in consultations, each with what it stands on.

They say what was said and by how many, never what a place or a group is.
"""

from collections.abc import Callable, Iterator
from itertools import combinations, islice
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.confidence import Confidence
from analysis.disclosure import FEWEST_RATERS, RULES
from analysis.needs import Voiced
from analysis.perceived import PerceivedField, Placement
from analysis.ratings import Ratings, sessions_by_level
from analysis.voices import Concern, concern_of
from core.formats import amount, decimal, number, probability
from core.lengths import SENTENCES
from output.leads import plain
from reports.proposals.judgement import ProposedJudgement
from reports.sections.contents import VOICES
from reports.sections.context import SectionContext
from reports.sections.counted import from_sessions, given, of_rate
from reports.sections.needs import need, place, printed_blocks, raised_by, word
from reports.sections.reached import groups_not_heard
from reports.sections.statements import chosen, said
from reports.sections.voices import Levels, levels, levels_of, middle
from reports.sections.wording import listed
from reports.snapshot import sha256
from stakeholders.vocabulary import Body, StakeholderBlock

MOST_NEEDS, MOST_PLACES, MOST_APART, MOST_DISAGREEMENTS = 3, 3, 5, 10
# Two blocks disagree where the middle ratings lie so many levels apart.
APART = 2
MOSTLY_STALE = 0.4
# Fields in which what was recorded and what was raised differ.
ONE_SIDED = {PerceivedField.RAISED_ONLY, PerceivedField.RECORDED_ONLY}
# Nothing is proposed from fewer records, in the district or, where there are few there, in the city.
FEWEST_RECORDS = 10


def propose(context: SectionContext) -> Iterator[ProposedJudgement]:
    """All of them; none where nobody was consulted."""
    if VOICES.has_content(context):
        yield from _needs(context)
        yield from _disagreements(context)
        yield from _ratings_apart(context)
        yield from _not_heard(context)
        if not context.is_short:
            yield from _beside_records(context)


def _of(
    context: SectionContext,
    key: str,
    statement: str,
    evidence: tuple[tuple[str, str], ...],
    *,
    sessions: tuple[int, ...] = (),
    why: str = "",
) -> ProposedJudgement:
    """At most moderate: what was said is told by those who said it. Low where most sessions are stale."""
    voices = context.voices
    is_stale = voices.stale > MOSTLY_STALE * voices.sessions
    words = plain(statement)
    level, reasons = said_alone(is_stale=is_stale, why=why)
    return ProposedJudgement(
        key=f"voices.{key}",
        section=VOICES.number,
        statement=statement if len(words) <= SENTENCES else words[: SENTENCES - 1] + "…",
        likelihood="",
        confidence=level,
        reasons=reasons,
        evidence=evidence,
        consultations=sessions,
    )


def said_alone(*, is_stale: bool, why: str = "") -> tuple[str, tuple[str, ...]]:
    """The confidence in what stands on consultations alone, and its reasons."""
    reasons = [why or _("it stands on consultations, and nothing that was recorded confirms it")]
    if is_stale:
        reasons.insert(0, _("over 40 % of the consultations are past their review date"))
    return str(Confidence.LOW if is_stale else Confidence.MODERATE), tuple(reasons)


def _needs(context: SectionContext) -> Iterator[ProposedJudgement]:
    """Needs that two blocks or more raised, and enough organisations, where there are enough for an order."""
    if not context.voices.is_ordered:
        return
    shared = [
        each
        for each in context.voices.needs
        if sum(score > 0 for score in each.blocks.values()) > 1 and each.organisations >= FEWEST_RATERS
    ]
    for each in shared[:MOST_NEEDS]:
        blocks = listed([str(block.label) for block in StakeholderBlock if each.blocks.get(block)])
        yield _of(
            context,
            f"need.{each.category}",
            _("A need under “%(need)s” was raised across blocks (%(blocks)s), by %(whom)s.")
            % {"need": need(each), "blocks": blocks, "whom": raised_by(context, each)},
            tuple(_evidence_of_need(context, each)),
            sessions=sessions_of(context, "needs", lambda row, code=each.category: row["category"] == code),  # type: ignore[misc]
        )


def _evidence_of_need(context: SectionContext, each: Voiced) -> Iterator[tuple[str, str]]:
    for block in printed_blocks(context):
        yield _("How strongly: %(block)s") % {"block": block.label}, word(each.blocks[block])
    if each.places:
        all_needs = number(len(context.voices.needs))
        yield _("Place among the needs"), _("%(place)s of %(all)s") % {"place": place(each), "all": all_needs}
    for row in chosen([row for row in said(context, "needs") if row.kind == each.category]):
        yield _("Said"), str(row)


def sessions_of(context: SectionContext, rows: str, test: Callable[[dict[str, Any]], bool]) -> tuple[int, ...]:
    """The sessions that say it, of those of which words are told at all."""
    return tuple(
        session["id"]
        for session in context.frozen.consultations
        if RULES[session["confidentiality"]].prints_words and any(test(row) for row in session[rows])
    )


def _disagreements(context: SectionContext) -> Iterator[ProposedJudgement]:
    """Recorded ones between two blocks or more, in the words that were recorded; those between most blocks first."""
    found: dict[tuple[str, frozenset[str]], list[int]] = {}
    for session in context.frozen.consultations:
        if RULES[session["confidentiality"]].prints_words:
            for row in session["disagreements"]:
                found.setdefault((row["statement"], frozenset(row["blocks"])), []).append(session["id"])
    between = sorted(
        (each for each in found if len(each[1]) > 1), key=lambda each: (-len(each[1]), each[0], sorted(each[1]))
    )
    for statement, blocks in between[:MOST_DISAGREEMENTS]:
        names = listed([str(block.label) for block in StakeholderBlock if block in blocks])
        digest = sha256("|".join([statement, *sorted(blocks)]).encode())
        yield _of(
            context,
            f"disagreement.{digest[:12]}",
            _("%(blocks)s did not agree: %(statement)s") % {"blocks": names, "statement": statement},
            ((_("Between"), names), (_("Said"), statement)),
            sessions=tuple(dict.fromkeys(found[statement, blocks])),
        )


def _ratings_apart(context: SectionContext) -> Iterator[ProposedJudgement]:
    """Blocks whose middle ratings of the same thing lie far apart, each of enough organisations."""
    found = []
    for name, rated in (("concern", context.voices.concern), ("trust", context.voices.trust)):
        of_blocks = [each for each in rated if not each.sector]
        for one, other in combinations(of_blocks, 2):
            low, high = sorted((one, other), key=lambda each: each.middles)
            if one.of == other.of and high.middles[0] - low.middles[1] >= APART:
                found.append((high.middles[0] - low.middles[1], name, low, high))
    found.sort(key=lambda each: (-each[0], each[1], each[2].of, each[2].block))
    for _distance, name, low, high in found[:MOST_APART]:
        yield _apart(context, name, low, high)


def _apart(context: SectionContext, name: str, low: Ratings, high: Ratings) -> ProposedJudgement:
    blocks = {"low": str(StakeholderBlock(low.block).label), "high": str(StakeholderBlock(high.block).label)}
    found = sessions_by_level(context.frozen.sessions, attrgetter(name))
    given_in = {end: levels_of(found, each) for end, each in (("more", high), ("less", low))}
    told_of = {
        end: given(middle(each), frozenset().union(*given_in[end])) for end, each in (("more", high), ("less", low))
    }
    if name == "trust":
        told = _("%(high)s and %(low)s do not agree how far to trust this body: %(of)s (%(more)s and %(less)s of 5).")
        of = str(Body(low.of).label)
    elif low.of:
        told = _(
            "%(high)s and %(low)s do not agree how much there is to worry about in %(of)s (%(more)s and %(less)s of 5)."
        )
        of = context.names.get(low.of, low.of)
    else:
        told = _(
            "%(high)s and %(low)s do not agree how much there is to worry about city-wide (%(more)s and %(less)s of 5)."
        )
        of = ""
    evidence = ((blocks["high"], _spread(high, given_in["more"])), (blocks["low"], _spread(low, given_in["less"])))
    key = f"{name}.{low.of or 'city'}.{low.block}.{high.block}"
    return _of(context, key, told % {**blocks, **told_of, "of": of}, evidence)


def _spread(each: Ratings, by_level: Levels) -> str:
    """How many gave each level."""
    told = levels(each, by_level)
    counts = [f"{number(level)}: {count}" for level, count in enumerate(told, start=1)]
    return _("ratings from 1 to 5 – %(counts)s") % {"counts": ", ".join(counts)}


def _not_heard(context: SectionContext) -> Iterator[ProposedJudgement]:
    silent = groups_not_heard(context)
    if not silent:
        return
    told = (
        _("Of the groups the city set out to hear, these were in no consultation that may be told: %(groups)s.")
        if context.frozen.in_confidence
        else _("Of the groups the city set out to hear, these were in no consultation: %(groups)s.")
    )
    heard = _("%(heard)s of %(all)s") % {
        "heard": number(len(context.voices.groups) - len(silent)),
        "all": number(len(context.voices.groups)),
    }
    statement = told % {"groups": listed(silent, len(silent))}
    why = _("it stands on who is recorded as having been heard")
    yield _of(context, "groups.silent", statement, ((_("Groups heard"), heard),), why=why)


def _beside_records(context: SectionContext) -> Iterator[ProposedJudgement]:
    """Districts of strong concern with few records, and of little concern with many, where both sides are sure."""
    rated = context.landscape.rated
    if sum(rated.counts[code] for code in rated.exposure) < FEWEST_RECORDS:
        return
    apart = [each for each in context.placements if each.field in ONE_SIDED]
    apart.sort(key=lambda each: (-each.sureness, each.district))
    yield from islice((told for each in apart for told in _of_placement(context, each)), MOST_PLACES)


def _of_placement(context: SectionContext, each: Placement) -> Iterator[ProposedJudgement]:
    """One where the sides differ, and the middle rating says the same as the probability."""
    concern = concern_of(context.frozen.sessions, each.district)
    agrees = concern.agrees_with_more if concern else None
    if each.field == PerceivedField.RAISED_ONLY and agrees:
        yield _perceived(context, each)
    elif each.field == PerceivedField.RECORDED_ONLY and agrees is False and _enough(context, each):
        yield _recorded(context, each)


def _enough(context: SectionContext, each: Placement) -> bool:
    return context.landscape.rated.counts[each.district] >= FEWEST_RECORDS


def _perceived(context: SectionContext, each: Placement) -> ProposedJudgement:
    told = _(
        "Strong concern was told of %(district)s, and less was recorded there than elsewhere. It may be that it is not "
        "reported, that it is no kind of event that is recorded, or that it is worry."
    )
    sure = (
        (_("Probability that the concern is above the middle"), probability(each.strong)),
        (_("Probability that the rate is below that of the rest"), probability(_otherwise(each.more))),
    )
    return _placed(context, each.district, "perceived", told, sure)


def _recorded(context: SectionContext, each: Placement) -> ProposedJudgement:
    told = _(
        "Little concern was told of %(district)s, and more was recorded there than elsewhere. Those who were heard may "
        "not see what is recorded."
    )
    sure = (
        (_("Probability that the concern is below the middle"), probability(_otherwise(each.strong))),
        (_("Probability that the rate is above that of the rest"), probability(each.more)),
    )
    return _placed(context, each.district, "recorded", told, sure)


def _placed(
    context: SectionContext, code: str, which: str, told: str, sure: tuple[tuple[str, str], ...]
) -> ProposedJudgement:
    concern = concern_of(context.frozen.sessions, code)
    rate = context.rates.get(code)
    rated = f"{amount(rate.value)} ({amount(rate.low)}–{amount(rate.high)})" if rate else ""
    evidence = [
        (_("Records that the rate is made of"), of_rate(context, code)),
        *([(_("Rate, sources alike (95 %)"), rated)] if rate else []),
        *([(_("Concern told of it"), concern_told(context, concern, code))] if concern else []),
        *sure,
    ]
    sessions = sessions_of(context, "outlook", lambda row: row["district"] == code)
    return _of(
        context,
        f"district.{code}.{which}",
        told % {"district": context.names[code]},
        tuple(evidence),
        sessions=sessions,
        why=_("it sets what was said beside what was recorded, which do not agree"),
    )


def concern_told(context: SectionContext, concern: Concern, district: str) -> str:
    def in_them(text: str) -> str:
        return from_sessions(context, text, lambda session: any(row.of == district for row in session.concern))

    words = ngettext(
        "%(middle)s of 5, told in %(count)s consultation",
        "%(middle)s of 5, the middle one of %(raters)s who told it in %(count)s consultations",
        concern.sessions,
    )
    return words % {
        "middle": in_them(decimal(concern.middle)),
        "raters": in_them(number(concern.raters)),
        "count": in_them(number(concern.sessions)),
    }


def _otherwise(value: float | None) -> float | None:
    """The probability that it is not so; unknown where it is."""
    return None if value is None else 1 - value
