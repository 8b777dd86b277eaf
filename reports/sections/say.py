"""Of the summary: what people say and where they disagree, what is not known, and what became of the last diagnosis."""

import itertools
import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.disclosure import FEWEST_IN_A_SUMMARY, RULES
from analysis.pair import Moved
from analysis.voices import STRONG, Concern, concern_of
from core.formats import day, number
from output.document import Block, Facts, Paragraph, Quotation, Run
from reports.models.weighing import Recommendation
from reports.sections.context import SectionContext
from reports.sections.counted import records
from reports.sections.decisions import Recommended
from reports.sections.differences import Differences, since_last
from reports.sections.reached import groups_not_heard, not_spoken_of
from reports.sections.readings import word_alone
from reports.sections.recommendations import answers_to
from reports.sections.since_last import counted, none_before, not_told
from reports.sections.statements import Statement, chosen, quoted, said
from reports.sections.wording import label, listed, shortened
from reports.snapshot import looked_online

MOST_QUOTES, LONGEST_QUOTE = 2, 100
MOST_DISAGREEMENTS, LONGEST_DISAGREEMENT = 2, 80
MOST_NAMES = 3
MOST_MOVED, MOST_PROMISES = 2, 4
# Of promises that are long so many, or as many as have so many letters together.
FEWEST_PROMISES, MOST_LETTERS = 2, 150
LONGEST_NAME = 32
# Of a promise: section 13 has it whole, and what was answered.
LONGEST = 60
STATUS = Recommendation.Status
FIRST_SENTENCE = re.compile(r"^.*?[.!?](?=\s|$)", re.DOTALL)


def people(context: SectionContext) -> Iterator[Block]:
    """Their own words where they agreed to be quoted, else the needs as they were told; none is cut short."""
    if not context.voices.sessions:
        yield Paragraph([Run(_("unknown"), look="unknown"), Run(" " + _nobody(context))])
        return
    quotes = [Quotation(quoted(row).words, row.by) for row in _short(context, "quotes")]
    told = quotes or [Quotation(row.words, row.by) for row in _short(context, "needs")]
    yield from told
    if not told:
        yield Paragraph(_("Nothing was said that may be told in words."))
    if worried := [
        name for code, name in context.names.items() if _is_strong(concern_of(context.frozen.sessions, code))
    ]:
        few = ", ".join(shortened(name, LONGEST_NAME) for name in worried)
        names = names_of(worried) if len(worried) > MOST_NAMES else few
        yield Paragraph(_("Strong concern: %(names)s.") % {"names": names})
    yield Paragraph(list(_disagree(context)))


def _is_strong(concern: Concern | None) -> bool:
    return concern is not None and concern.middle >= STRONG


def _nobody(context: SectionContext) -> str:
    """An edition for every member has not all that was said."""
    return _("Nobody was consulted.") if context.tells_records else _("No consultation may be told of here.")


def _short(context: SectionContext, rows: str) -> list[Statement]:
    return chosen([row for row in said(context, rows) if len(row.text) <= LONGEST_QUOTE], MOST_QUOTES)


def _disagree(context: SectionContext) -> Iterator[Run]:
    rows = [
        row
        for session in context.frozen.consultations
        if RULES[session["confidentiality"]].prints_words
        for row in session["disagreements"]
    ]
    if not rows:
        yield Run(_("Where they disagree is not recorded; that they agree is not said by that."))
        return
    # those of most blocks first: never in the order in which they were entered
    rows.sort(key=lambda row: (-len(row["blocks"]), row["statement"]))
    texts = [shortened(_first_sentence(row["statement"]), LONGEST_DISAGREEMENT) for row in rows]
    shown = list(dict.fromkeys(texts))[:MOST_DISAGREEMENTS]
    yield Run(_("They disagree.") + " ", strong=True)
    yield Run(" ".join(shown))
    if rest := len({(row["statement"], *row["blocks"]) for row in rows}) - len(shown):
        told = ngettext("%(count)s more in section 9.", "%(count)s more in section 9.", rest)
        yield Run(" " + told % {"count": number(rest)}, look="back")


def _first_sentence(text: str) -> str:
    found = FIRST_SENTENCE.match(text)
    return found[0] if found else text


def not_known(context: SectionContext) -> list[str]:
    """The rules for gaps of section 12, each in one line; no more than a page holds."""
    return [*_of_records(context), *of_voices(context)]


def _of_records(context: SectionContext) -> Iterator[str]:
    land = context.landscape
    if land.period.end > (dated := context.frozen.diagnosis["dated"]):
        yield _("What comes after %(day)s: the period had not ended.") % {"day": day(dated)}
    if context.not_looked_at:
        names = names_of([district.area.name for district in context.not_looked_at])
        yield _("Nobody looked at %(names)s: unknown, not quiet.") % {"names": names}
    if context.in_part:
        names = names_of([district.area.name for district in context.in_part])
        yield _("Looked at in part: %(names)s.") % {"names": names}
    if not looked_online(context.frozen.coverage, context.landscape.period):
        yield _("What happens online: no source looks there.")
    if land.source_types and len(land.source_types) == 1:
        yield _("All records are of one type of source; no other confirms them.")
    unknown = next((row.now for row in land.counts["currents"] if row.key == "none_known"), 0)
    if unknown >= FEWEST_IN_A_SUMMARY:
        yield _("The current behind %(count)s events.") % {"count": records(unknown, currents="none_known")}


def names_of(names: Sequence[str]) -> str:
    """So many as there is room for, none longer than that."""
    return listed([shortened(name, LONGEST_NAME) for name in names], MOST_NAMES)


def of_voices(context: SectionContext) -> Iterator[str]:
    if not context.voices.sessions:
        yield _("What people need: %(why)s") % {"why": _nobody(context)}
        return
    # in confidence they may have been heard: here are no words to spare for a sentence of its own
    perhaps = context.frozen.in_confidence
    if silent := groups_not_heard(context):
        told = _("Not openly reached by us: %(names)s.") if perhaps else _("Not yet reached by us: %(names)s.")
        yield told % {"names": names_of(silent)}
    if away := len(not_spoken_of(context)):
        words = {"count": number(away), "all": number(len(context.frozen.areas))}
        every = len(context.frozen.areas)
        if perhaps:
            told = ngettext(
                "No open consultation is about %(count)s of %(all)s district.",
                "No open consultation is about %(count)s of %(all)s districts.",
                every,
            )
        else:
            told = ngettext(
                "No consultation here is about %(count)s of %(all)s district.",
                "No consultation here is about %(count)s of %(all)s districts.",
                every,
            )
        yield told % words


def since_title(context: SectionContext) -> str:
    last = _last_number(context)
    return _("Since no. %(number)s") % {"number": number(last)} if last else _("Since the last one")


def _last_number(context: SectionContext) -> int:
    return int((context.frozen.compared or {}).get("number", 0)) or context.frozen.last_number


def since(context: SectionContext) -> Iterator[Block]:
    """What changed beyond noise, and what became of what was promised; that there is nothing to compare is said."""
    rows = [*_moved(context), *_ranked(context), *promised(context), *_judged(context)]
    kept = context.frozen.compared
    if rows:
        yield Facts(rows)
    elif kept is None:
        yield Paragraph(_("What came before was not kept yet when this diagnosis was computed."))
    elif not kept:
        yield Paragraph(none_before())
    elif "judgements" not in kept:
        yield Paragraph(not_told(kept))
    else:
        yield Paragraph(_("Nothing changed that can be told, and nothing was promised."))


def _moved(context: SectionContext) -> Iterator[tuple[str, list[Run]]]:
    found = since_last(context)
    if found is None:
        return
    moved = sorted(found.moved, key=_moves_most)[:MOST_MOVED]
    rest = len(found.moved) - len(moved)
    for each in moved:
        yield _("Moved"), [Run(_of(found, each))]
    if rest:
        told = ngettext(
            "%(count)s more figure moved; the annex has it.", "%(count)s more figures moved; the annex has them.", rest
        )
        yield _("Moved"), [Run(told % {"count": number(rest)})]


def _ranked(context: SectionContext) -> Iterator[tuple[str, list[Run]]]:
    """How many needs stand in another band of the priorities than they did, came and went; the annex has which."""
    found = since_last(context)
    if found is None or not (ranked := found.priorities):
        return
    told = []
    if ranked.moved:
        told.append(_("%(count)s moved") % {"count": number(len(ranked.moved))})
    if ranked.new:
        told.append(_("%(count)s new") % {"count": number(len(ranked.new))})
    if ranked.gone:
        told.append(_("%(count)s gone") % {"count": number(len(ranked.gone))})
    yield _("Priorities"), [Run(", ".join(told) + ".")]


def _judged(context: SectionContext) -> Iterator[tuple[str, list[Run]]]:
    found = since_last(context)
    if found is not None and found.judged is not None and (told := counted(found.judged)):
        yield _("Judged"), [Run(_("Judgements: %(counts)s") % {"counts": told})]


def _moves_most(moved: Moved) -> tuple[int, int, str]:
    """The city, then what moved by most."""
    return moved.family != "city", -abs(moved.second - moved.first), moved.key


def _of(found: Differences, moved: Moved) -> str:
    name = _("The whole city")
    if moved.family != "city":
        named = found.districts[moved.key] if moved.family == "districts" else label(moved.family, moved.key)
        name = shortened(named, LONGEST_NAME)
    if moved.word is None:
        return _("%(name)s: other counts.") % {"name": name}
    return _("%(name)s: %(word)s.") % {"name": name, "word": word_alone(moved.word, of_one_day=moved.of_one_day)}


def promised(context: SectionContext) -> list[tuple[str, list[Run]]]:
    """Each promise of the last one with what became of it, what was done first; and how many needs got no answer."""
    brought = [row for row in context.weighed.recommended if row.carried_from]
    rows = [_promise(context, row) for row in sorted(brought, key=lambda row: _order(context, row))]
    unanswered = [need for need in context.frozen.last_needs if not answers_to(context, need)]
    told = _as_many_as_fit(rows)
    if rest := len(rows) - len(told):
        more = ngettext("%(count)s more promise.", "%(count)s more promises.", rest)
        told.append((_("And"), [Run(more % {"count": number(rest)})]))
    if unanswered:
        words = {"count": number(len(unanswered)), "all": number(len(context.frozen.last_needs))}
        silent = ngettext(
            "%(count)s of %(all)s need told then.",
            "%(count)s of %(all)s needs told then.",
            len(context.frozen.last_needs),
        )
        told.append((_("Not answered"), [Run(silent % words)]))
    return told


def _as_many_as_fit(rows: Sequence[tuple[str, list[Run]]]) -> list[tuple[str, list[Run]]]:
    """Fewer where they are long: the column is narrow, and the summary one page."""
    letters = list(itertools.accumulate(sum(len(run.text) for run in runs) for _state, runs in rows))
    fitting = sum(count <= MOST_LETTERS for count in letters)
    return list(rows[: min(MOST_PROMISES, max(fitting, FEWEST_PROMISES))])


def _is_late(context: SectionContext, row: Recommended) -> bool:
    return row.due is not None and row.due < context.frozen.diagnosis["dated"]


def _order(context: SectionContext, row: Recommended) -> tuple[int, str]:
    places: Sequence[str] = (STATUS.DONE, STATUS.NOT_TAKEN_UP)
    if row.status in places:
        return places.index(row.status), row.text
    return (2 if _is_late(context, row) else 3), row.text


def _promise(context: SectionContext, row: Recommended) -> tuple[str, list[Run]]:
    text = shortened(row.text, LONGEST)
    if row.status == STATUS.DONE:
        return _("Done"), [Run(text)]
    if row.status == STATUS.NOT_TAKEN_UP:
        return _("Not taken up"), [Run(text)]
    if _is_late(context, row):
        return _("Late"), [Run(text)]
    return _("Open"), [Run(text)]
