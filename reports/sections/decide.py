"""Of the summary: what is to be decided. Need and place, evidence of both sides, what is there, who takes it up.

What is not known is said in each cell, as a word of its own, and never left empty.
"""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from analysis.change import Change
from analysis.disclosure import FEWEST_IN_A_SUMMARY, FEWEST_RATERS
from analysis.landscape import District
from analysis.priorities import CITY_WIDE, PartName, Priority
from analysis.words import Word
from core.formats import day, number
from core.sort_keys import alphabetical
from output.document import Block, Decisions, Heading, Paragraph, Run
from reports.models.weighing import Recommendation
from reports.sections import know, needs, say
from reports.sections.context import SectionContext
from reports.sections.counted import of_family, one_record
from reports.sections.decisions import Recommended
from reports.sections.know import few
from reports.sections.periods import in_period
from reports.sections.priorities import by_rule, ends, in_order, standing
from reports.sections.readings import beside, is_alike, reading
from reports.sections.recommendations import answers_to
from reports.sections.standing import Numbered, stands
from reports.sections.wording import CUT, listed, place_name, shortened
from reports.selection import BEFORE
from stakeholders.vocabulary import NeedCategory, StakeholderBlock

MOST = 5
MOST_SERVICES = 2
MOST_PARTS = 2
# What people write is cut after so many characters; section 13 has it whole.
LONGEST, LONGEST_NAME = 60, 28
# Of who takes it up and what is to be done together, and of the latter at least.
MOST_OF_ANSWER, SHORTEST = 72, 32
NEW_LINE = "\n"
STATUS = Recommendation.Status
# Words that say nothing of a change to whoever reads this page alone.
UNTOLD = (Word.CANNOT_TELL, Word.TOO_FEW)
Cell = list[Run]
Told = Callable[[Priority], Cell]


def of_records(context: SectionContext) -> list[Block]:
    """With what was recorded in each place."""
    return blocks(context, lambda each: _recorded(context, each))


def blocks(context: SectionContext, recorded: Told | None = None) -> list[Block]:
    """The first of every need, where it stands highest, and no more than a page holds; `recorded` is left out where an
    edition tells no counts of districts."""
    found = chosen(context)
    if not found:
        return [Heading(pgettext("a part of the summary", "Decide")), Paragraph(_nothing(context))]
    return [
        Decisions(
            title=pgettext("a part of the summary", "Decide"),
            columns=[
                _("Need and place"),
                *([_("Recorded")] if recorded else []),
                _("Said, and by whom"),
                _("What is there"),
                _("Who takes it up"),
            ],
            rows=[
                [
                    _need(context, each),
                    *([recorded(each)] if recorded else []),
                    _said(context, each),
                    _there(context, each),
                    _who(context, each),
                ]
                for each in found
            ],
            note=_elsewhere(context, found),
        )
    ]


def chosen(context: SectionContext) -> list[Priority]:
    """Each need once, in the place where it comes first; of those in one band what somebody takes up comes first, then
    what the headline says that people ask for above all."""
    asked = {each.category for each in know.asked_most(context)}

    def rank(each: Priority) -> tuple[int, bool, bool]:
        answers = answers_to(context, (each.category, each.area))
        is_taken_up = any(row.status not in Recommendation.OVER for row in answers)
        return standing(context, each), not is_taken_up, each.category not in asked

    of_need: dict[str, Priority] = {}
    for each in sorted(in_order(context), key=rank):
        of_need.setdefault(each.category, each)
    return list(of_need.values())[:MOST]


def _nothing(context: SectionContext) -> str:
    if not context.voices.sessions and not context.tells_records:
        return _("No consultation may be told of here, so which need comes first is not told.")
    if not context.voices.sessions:
        return _("Nobody was consulted, so which need comes first is not known.")
    return _("No need is told that could be decided on.")


def _elsewhere(context: SectionContext, found: Sequence[Priority]) -> str:
    """What section 13 has that this page has not: more needs, and in full what is cut here."""
    if not stands(context, Numbered.PRIORITIES):
        return ""
    rest = max(len(in_order(context)) - len(found), 0)
    is_cut = _is_cut(context, found)
    if not rest:
        return _("What ends in “…” stands in full in section 13.") if is_cut else ""
    if is_cut:
        told = ngettext(
            "Section 13 has %(count)s more need, and in full what ends in “…”.",
            "Section 13 has %(count)s more needs, and in full what ends in “…”.",
            rest,
        )
    else:
        told = ngettext(
            "Section 13 has %(count)s more need, by place.", "Section 13 has %(count)s more needs, by place.", rest
        )
    return told % {"count": number(rest)}


def _is_cut(context: SectionContext, found: Sequence[Priority]) -> bool:
    """Whether what was recommended, or promised, is cut on this page."""
    told = [run.text for each in found for run in _who(context, each)]
    if not context.is_short:
        told += [run.text for _state, runs in say.promised(context) for run in runs]
    return any(text.rstrip().endswith(CUT) for text in told)


def unknown(text: str) -> Run:
    return Run(text, look="unknown")


def _need(context: SectionContext, each: Priority) -> Cell:
    label = str(NeedCategory(each.category).label)
    where = shortened(place_name(each.area, context.names), LONGEST_NAME)
    cell = [Run(label + NEW_LINE, strong=True), Run(where + " · ", look="back")]
    if _is_open(context, each):
        return [*cell, unknown(_("order not settled"))]
    band = by_rule(*ends(context, each), is_unsettled=False)
    cell.append(Run(_("priority %(band)s") % {"band": band}, look="back"))
    if each.is_unsettled and (each.category, each.area) not in context.weighed.moved:
        cell += [Run(" "), unknown(_("not settled"))]
    return cell


def _is_open(context: SectionContext, each: Priority) -> bool:
    """Whether a part that is not known leaves more than one band."""
    low, high = ends(context, each)
    return low != high


def _recorded(context: SectionContext, each: Priority) -> Cell:
    """What was recorded in the district; of the whole city a count says nothing of one need."""
    if each.area == CITY_WIDE:
        return [unknown(_("unknown"))]
    district = next((d for d in context.landscape.districts if d.area.code == each.area), None)
    if district is None or district.share_looked == 0:
        return [unknown(_("unknown")), Run(NEW_LINE + _("Nobody looked there"))]
    if district.count < FEWEST_IN_A_SUMMARY:
        return [
            Run(_("Fewer than %(least)s events") % {"least": number(FEWEST_IN_A_SUMMARY)}),
            *_in_part(district.in_part),
        ]
    told = ngettext("%(count)s event", "%(count)s events", district.count) % {
        "count": of_family(district.count, "districts", each.area)
    }
    change = district.change
    cell = [Run(told, strong=True)]
    if change is not None and change.word.is_finding:
        cell.append(
            Run(
                _(", %(before)s %(in_then)s; %(word)s")
                % {
                    "before": _before(context, district),
                    "in_then": in_period(context.landscape.comparison),
                    "word": beside(context, change, "districts"),
                }
            )
        )
    elif change is not None:
        cell += _untold() if change.word in UNTOLD else [Run("; " + _unmoved(change))]
    return [*cell, *_in_part(district.in_part)]


def _unmoved(change: Change) -> str:
    """Of a district no change is claimed but against the city, with which it may have doubled."""
    return _("against the city %(word)s") % {"word": reading(change)} if is_alike(change) else reading(change)


def _untold() -> Cell:
    return [Run("; " + _("change:") + " "), unknown(_("unknown"))]


def _before(context: SectionContext, district: District) -> str:
    is_gone = context.landscape.before_is_gone
    told = of_family(district.before, "districts", district.area.code, BEFORE)
    return few(district.before, number(district.before) if is_gone else told)


def _in_part(in_part: bool) -> Cell:
    return [Run("; " + _("looked at in part"))] if in_part else []


def _said(context: SectionContext, each: Priority) -> Cell:
    blocks = listed([str(block.label) for block in StakeholderBlock if block in each.blocks])
    cell = [Run(blocks)]
    if each.area == CITY_WIDE and (count := _organisations(context, each.category)):
        cell.append(Run(f"; {count}"))
    # where the order is not settled, that says so
    if each.parts[PartName.VOICED].is_unknown and not _is_open(context, each):
        cell += [Run("; " + _("how high:") + " "), unknown(_("unknown"))]
    return cell


def _organisations(context: SectionContext, category: str) -> str:
    """How many of those on the record; of so few that they could be pointed at no number."""
    voiced = next((row for row in context.voices.needs if row.category == category), None)
    if voiced is None or voiced.organisations < FEWEST_RATERS:
        return ""
    told = ngettext("%(count)s of %(all)s organisation", "%(count)s of %(all)s organisations", context.voices.named)
    return told % needs.of_organisations(context, voiced)


def _there(context: SectionContext, each: Priority) -> Cell:
    """Services by their names, and how far they reach."""
    rows = context.frozen.services
    if not rows:
        return [unknown(_("unknown")), Run(NEW_LINE + _("Services are not recorded"))]
    meeting = [row for row in rows if each.category in row["needs"]]
    here = [row for row in meeting if each.area == CITY_WIDE or not row["districts"] or each.area in row["districts"]]
    if not here:
        if not context.tells_records:
            return [Run(_("None told of here"), strong=True)]
        return [Run(_("None recorded here") if meeting else _("None recorded"), strong=True)]
    rows = sorted(here, key=lambda row: (alphabetical(row["title"]), row["id"]))
    names = [one_record(shortened(row["title"], LONGEST_NAME), "service", row["id"]) for row in rows]
    cell = [Run(listed(names, MOST_SERVICES + 1 if len(names) == MOST_SERVICES + 1 else MOST_SERVICES))]
    if each.area == CITY_WIDE and all(row["districts"] for row in here):
        missing = len(context.names.keys() - {code for row in here for code in row["districts"]})
        if missing:
            told = _("missing in %(count)s of %(all)s districts") % {
                "count": number(missing),
                "all": number(len(context.names)),
            }
            cell.append(Run(f"; {told}", look="back"))
    return cell


def _who(context: SectionContext, each: Priority) -> Cell:
    """The first answer that is not over, else the first there is; that nobody gave one is said."""
    answers = sorted(answers_to(context, (each.category, each.area)), key=lambda row: row.status in Recommendation.OVER)
    if not answers:
        return [unknown(_("nobody yet")), *_in_some(context, each)]
    return list(_answer(answers[0]))


def _in_some(context: SectionContext, each: Priority) -> Iterator[Run]:
    """Of a need of the whole city, where somebody takes it up in a part of it."""
    if each.area != CITY_WIDE:
        return
    rows = context.weighed.recommended
    areas = sorted(
        {row.area for row in rows if row.category == each.category and row.status not in Recommendation.OVER}
    )
    if names := [shortened(place_name(area, context.names), LONGEST_NAME) for area in areas]:
        yield Run(NEW_LINE + _("Taken up in %(names)s alone") % {"names": listed(names, MOST_PARTS)}, look="back")


def _answer(row: Recommended) -> Iterator[Run]:
    if row.status == STATUS.NOT_TAKEN_UP:
        yield Run(_("Heard, not taken up") + ": ", strong=True)
        yield Run(shortened(row.outcome, LONGEST))
        return
    if row.status == STATUS.DONE:
        yield Run(_("Done") + ": ", strong=True)
        yield Run(shortened(row.outcome, LONGEST))
        return
    owner = shortened(row.owner, LONGEST_NAME)
    yield Run(owner, strong=True) if owner else unknown(_("nobody yet"))
    yield Run(NEW_LINE)
    yield Run(_("by %(day)s") % {"day": day(row.due)}, look="due") if row.due else unknown(_("no day set"))
    room = max(SHORTEST, MOST_OF_ANSWER - len(owner))
    yield Run(NEW_LINE + shortened(row.text, min(LONGEST, room)))
