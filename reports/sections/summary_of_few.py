"""Section 2 of the short diagnosis: what people said first, then what was recorded and what changed."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis import METHOD_VERSION
from analysis.change import Change
from analysis.disclosure import FEWEST_IN_A_SUMMARY
from analysis.words import Word
from core.formats import number
from output.document import (
    Block,
    Bullets,
    Heading,
    KeySentence,
    Paragraph,
    Run,
    SmallPrint,
)
from reports.sections import decide, since_last, threat
from reports.sections.against_city import furthest
from reports.sections.contents import VOICES
from reports.sections.context import SectionContext
from reports.sections.counted import all_said, compared, of_family, records
from reports.sections.know import few
from reports.sections.needs import by_name, highest_of_blocks, need
from reports.sections.periods import in_period, unfinished
from reports.sections.reached import groups_not_heard, people_heard
from reports.sections.readings import beside, is_alike, reading, word_alone, word_of
from reports.sections.readings import told as told_of
from reports.sections.scope import other_method, well_founded
from reports.sections.standing import told_in
from reports.sections.where import placed_in_districts
from reports.sections.wording import label, listed


def blocks(context: SectionContext) -> list[Block]:
    return [
        KeySentence(key_sentence(context)),
        *_recorded_and_said(context),
        *since_last.blocks(context),
        Heading(_("What this cannot say")),
        Bullets(_limits(context)),
    ]


def _recorded_and_said(context: SectionContext) -> list[Block]:
    """Of few records what was said comes first; of none nothing is told but that."""
    told = _recorded(context)
    recorded: list[Block] = [Heading(_("What was recorded")), Bullets(told)] if told else []
    return [
        *_said(context),
        *decide.of_records(context),
        *recorded,
        *threat.in_short(context),
        *_changed(context),
    ]


def key_sentence(context: SectionContext) -> str:
    """What was recorded, what it is compared with, what may be said, and which districts moved."""
    parts = [_counted(context)]
    findings = context.landscape.families["districts"].findings
    if findings:
        rows = [f"{context.names[c.key]} {_pair(context, c, 'districts')}" for c in findings]
        parts.append(_("Districts: %(rows)s.") % {"rows": listed(rows)})
    return " ".join(parts)


def _counted(context: SectionContext) -> str:
    """One pair of counts: all there is where all can be compared, else what can be compared beside what there is."""
    land = context.landscape
    alike = (land.total, land.total_before) == (land.city.now, land.city.before)
    before, now = _few_told(land.city, compared(context, land.city, "city"))
    total = few(land.total, records(land.total))
    # of few the form of many is said
    form = max(land.total, FEWEST_IN_A_SUMMARY)
    words = {
        "total": total[:1].upper() + total[1:],
        "city": context.city,
        "in_period": in_period(land.period),
        "now": now,
        "before": before,
        "in_then": in_period(land.comparison),
    }
    if alike and not land.total:
        counted = _("Nothing was recorded in %(city)s %(in_period)s, after %(before)s %(in_then)s")
    elif alike:
        counted = ngettext(
            "%(total)s event was recorded in %(city)s %(in_period)s, %(before)s %(in_then)s",
            "%(total)s events were recorded in %(city)s %(in_period)s, %(before)s %(in_then)s",
            form,
        )
    elif is_alike(land.city):
        counted = ngettext(
            "%(total)s event was recorded in %(city)s %(in_period)s; what can be compared is %(before)s %(in_then)s "
            "and "
            "%(now)s %(in_period)s",
            "%(total)s events were recorded in %(city)s %(in_period)s; what can be compared is %(before)s %(in_then)s "
            "and %(now)s %(in_period)s",
            form,
        )
    else:
        counted = ngettext(
            "%(total)s event was recorded in %(city)s %(in_period)s; counted are %(before)s %(in_then)s and %(now)s "
            "%(in_period)s",
            "%(total)s events were recorded in %(city)s %(in_period)s; counted are %(before)s %(in_then)s and %(now)s "
            "%(in_period)s",
            form,
        )
    if land.city.findings:
        return f"{counted % words}: {beside(context, land.city, 'city')}."
    return f"{counted % words}. {told_of(land.city)}"


def _recorded(context: SectionContext) -> list[list[Run]]:
    land = context.landscape
    items = []
    if land.total >= FEWEST_IN_A_SUMMARY:
        items.append([Run(_("Where. "), strong=True), Run(placed_in_districts(context))])
    kinds = [row for row in land.counts["manifestations"] if row.now]
    for family, heading, counted in (
        ("manifestations", _("What. "), kinds),
        ("targets", _("Who was targeted. "), context.named_targets),
    ):
        if rows := counted[:3]:
            told = [few(row.now, of_family(row.now, family, row.key)) for row in rows]
            text = listed([f"{label(family, row.key)} ({it})" for row, it in zip(rows, told, strict=True)], most=3)
            items.append([Run(heading, strong=True), Run(_("Most often recorded: %(rows)s.") % {"rows": text})])
    if graded := well_founded(context):
        items.append([Run(_("How well it is known. "), strong=True), Run(graded)])
    return items


def _changed(context: SectionContext) -> list[Block]:
    """Of the city the sentence above says it."""
    land = context.landscape
    categories = [
        (label(family.name, change.key), change, family.name)
        for name, family in land.families.items()
        if name != "districts"
        for change in family.findings
    ]
    told: list[Block] = []
    if categories:
        told.append(Bullets([f"{name}: {_pair(context, change, family)}." for name, change, family in categories]))
    elif any(
        change.expected for name, family in land.families.items() if name != "districts" for change in family.changes
    ):
        told.append(Paragraph(_("A change can be told of no current, kind of event or targeted group.")))
    told += _districts(context)
    return [Heading(_("What changed")), *told] if told else []


def _pair(context: SectionContext, change: Change, family: str) -> str:
    """What was compared, and its words; of few without a number."""
    before, now = _few_told(change, compared(context, change, family))
    words = _(", ").join(word_of(change, word) for word in change.words)
    return f"{before} → {now} ({words})"


def _few_told(change: Change, told: tuple[str, str]) -> tuple[str, str]:
    """Few as few, but for the none that its word says."""
    is_new, is_gone = Word.NEW in change.words, Word.NO_LONGER in change.words
    return told[0] if is_new else few(change.before, told[0]), told[1] if is_gone else few(change.now, told[1])


def _districts(context: SectionContext) -> list[Block]:
    """How many districts read how; and the one that is furthest from the city where none moved beyond doubt."""
    family = context.landscape.families["districts"]
    if family.growth is None:
        return []
    unseen = {district.area.code for district in context.not_looked_at}
    words = Counter(change.word for change in family.changes if change.key not in unseen)
    rows = [f"{number(count)} {word_alone(word)}" for word, count in words.most_common()]
    rows += [_("%(count)s not looked at") % {"count": number(len(unseen))}] if unseen else []
    told = _("Against the city, of %(all)s districts: %(rows)s.") % {
        "all": number(len(family.changes)),
        "rows": listed(rows, most=len(rows)),
    }
    blocks: list[Block] = [SmallPrint(told)]
    if found := furthest(context):
        before, now = _few_told(found, compared(context, found, "districts"))
        blocks.append(
            SmallPrint(
                _("Furthest from the city, without a finding: %(name)s, %(before)s → %(now)s (%(reading)s).")
                % {
                    "name": context.names[found.key],
                    "before": before,
                    "now": now,
                    "reading": reading(found),
                }
            )
        )
    return blocks


def _said(context: SectionContext) -> Iterator[Block]:
    """What stakeholders say, each block's own first words beside each other; nothing where nobody was heard."""
    if not VOICES.has_content(context):
        return
    said = context.voices
    heard = ngettext("%(count)s consultation", "%(count)s consultations", said.sessions)
    people = people_heard(context)
    words = heard % {"count": all_said(said.sessions)} + (f" ({people})." if people else ".")
    highest = list(highest_of_blocks(context))
    items = [
        [Run(_("Heard. "), strong=True), Run(words)],
        *(
            [Run(f"{block.label}. ", strong=True), Run(_("Raised highest: %(needs)s.") % {"needs": listed(needs)})]
            for block, needs in highest
        ),
    ]
    if raised := [] if highest else [need(each) for each in by_name(said.needs)]:
        items.append([Run(_("Raised. "), strong=True), Run(_("%(needs)s.") % {"needs": listed(raised, len(raised))})])
    if highest:
        heard_alone = _("The order is that of those who were heard.")
        sure = told_in(context, _("How sure it is of all together"), VOICES.number)
        items.append([Run(_("How sure. "), strong=True), Run(f"{heard_alone} {sure}")])
    if silent := groups_not_heard(context):
        items.append([Run(_("Not yet reached by us. "), strong=True), Run(f"{listed(silent, most=6)}.")])
        if context.frozen.in_confidence:
            items[-1].append(Run(_(" Some of them may have been heard in confidence.")))
    yield Heading(_("What people said"))
    yield Bullets(items)


def _limits(context: SectionContext) -> list[str]:
    land = context.landscape
    not_ended = unfinished(context.frozen.period, context.frozen.diagnosis["dated"])
    items = [not_ended] if not_ended else []
    if context.not_looked_at:
        names = [district.area.name for district in context.not_looked_at]
        items.append(
            _("Nobody looked at %(names)s. What happened there is unknown, not nothing.") % {"names": listed(names)}
        )
    if len(land.source_types) == 1:
        items.append(_("All records come from one type of source, so nothing here was confirmed by another."))
    items.append(
        _("What people said is what those said who were heard; it is no survey of the city.")
        if VOICES.has_content(context)
        else _("No consultation is part of this diagnosis: it says what was recorded, not what people live through.")
    )
    if not context.frozen.compared:
        items.append(
            _("This is the first diagnosis of %(city)s on these records; it is not compared with an earlier one.")
            % {"city": context.city}
            if context.number == 1
            else _(
                "Change here is change from what was recorded %(in_period)s, not since diagnosis no. %(number)s was "
                "made."
            )
            % {"in_period": in_period(land.comparison), "number": context.number - 1}
        )
    if context.frozen.previous_method not in {"", METHOD_VERSION}:
        items.append(other_method(context))
    return items
