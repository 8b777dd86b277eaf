"""Section 2: the summary on one page, and what has changed."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.change import Word
from core.formats import number, percent
from output.document import (
    Block,
    Bullets,
    Column,
    Heading,
    KeySentence,
    Paragraph,
    Run,
    SmallPrint,
    Table,
)
from reports.sections.contents import VOICES
from reports.sections.context import SectionContext, change_row, label, listed, long_period, short_period
from reports.sections.voices import groups_not_heard, highest_needs, people_heard


def blocks(context: SectionContext) -> list[Block]:
    return [
        KeySentence(key_sentence(context)),
        Heading(_("What was recorded")),
        Bullets(_recorded(context)),
        Heading(_("What changed beyond noise")),
        *_changed(context),
        *_said(context),
        Heading(_("What this cannot say")),
        Bullets(_limits(context)),
    ]


def key_sentence(context: SectionContext) -> str:
    land = context.landscape
    sentence = ngettext(
        "%(total)s event was recorded in %(city)s in %(period)s, %(before)s in %(then)s: %(reading)s.",
        "%(total)s events were recorded in %(city)s in %(period)s, %(before)s in %(then)s: %(reading)s.",
        land.total,
    )
    return sentence % {
        "total": number(land.total),
        "city": context.city,
        "period": short_period(land.period),
        "before": number(land.total_before),
        "then": short_period(land.comparison),
        "reading": _CITY[land.city.word](),
    }


_CITY = {
    Word.RISING: lambda: _("a rise beyond the usual variation"),
    Word.FALLING: lambda: _("a fall beyond the usual variation"),
    Word.HIGHER: lambda: _("more than before"),
    Word.LOWER: lambda: _("fewer than before"),
    Word.NO_CLEAR_CHANGE: lambda: _("no clear change, given how much the figure varies anyway"),
    Word.TOO_FEW: lambda: _("too few to tell a change"),
    Word.RECORDING_CHANGED: lambda: _("not comparable, because recording changed"),
}


def _recorded(context: SectionContext) -> list[list[Run]]:
    land = context.landscape
    placed = land.by_place.get("district", 0)
    items = [
        [
            Run(_("Where. "), strong=True),
            Run(
                ngettext(
                    "%(placed)s of %(total)s events is placed in a district, in %(districts)s of %(all)s districts.",
                    "%(placed)s of %(total)s events are placed in a district, in %(districts)s of %(all)s districts.",
                    placed,
                )
                % {
                    "placed": number(placed),
                    "total": number(land.total),
                    "districts": number(sum(1 for d in land.districts if d.count)),
                    "all": number(len(land.districts)),
                }
            ),
        ]
    ]
    for family, heading in (("manifestations", _("What. ")), ("targets", _("Who was targeted. "))):
        rows = [row for row in land.counts[family] if row.now][:3]
        if rows:
            text = listed([f"{label(family, row.key)} ({number(row.now)})" for row in rows], most=3)
            items.append([Run(heading, strong=True), Run(_("Most often recorded: %(rows)s.") % {"rows": text})])
    if land.total:
        types = listed([label("source_types", key).lower() for key in land.source_types])
        graded = _("%(graded)s of the records are well founded (A–C and 1–3); they come from %(types)s.") % {
            "graded": percent(land.well_graded, land.total),
            "types": types,
        }
        items.append([Run(_("How well it is known. "), strong=True), Run(graded)])
    return items


def _changed(context: SectionContext) -> list[Block]:
    land = context.landscape
    findings = [
        (context.name_of(family.name, change.key), change)
        for family in land.families.values()
        for change in family.findings
    ]
    words = Counter(change.word for change in land.families["districts"].changes)
    rest = _("Of %(all)s districts, %(none)s show no clear change and %(few)s have too few records to tell.") % {
        "all": number(len(land.districts)),
        "none": number(words[Word.NO_CLEAR_CHANGE]),
        "few": number(words[Word.TOO_FEW]),
    }
    if not findings:
        return [
            Paragraph(
                _("No district, current, kind of event or targeted group changed beyond what varies anyway.")
                + " "
                + rest
            )
        ]
    columns = [
        Column(_("What")),
        Column(short_period(land.comparison), align="end"),
        Column(short_period(land.period), align="end"),
        Column(_("Ratio (95 %)"), align="end"),
        Column(_("Reading"), emphasis=True),
    ]
    return [Table(columns=columns, rows=[change_row(*row) for row in findings]), SmallPrint(rest)]


def _said(context: SectionContext) -> Iterator[Block]:
    """What stakeholders say, each block's own first words beside each other; nothing where nobody was heard."""
    if not VOICES.has_content(context):
        return
    said = context.voices
    heard = ngettext("%(count)s consultation", "%(count)s consultations", said.sessions)
    people = people_heard(context)
    words = heard % {"count": number(said.sessions)} + (f" ({people})." if people else ".")
    items = [
        [Run(_("Heard. "), strong=True), Run(words)],
        *(
            [Run(f"{block.label}. ", strong=True), Run(_("Raised highest: %(needs)s.") % {"needs": listed(needs)})]
            for block, needs in highest_needs(context)
        ),
    ]
    if silent := groups_not_heard(context):
        items.append([Run(_("Not yet reached by us. "), strong=True), Run(f"{listed(silent, most=6)}.")])
        if context.frozen.in_confidence:
            items[-1].append(Run(_(" Some of them may have been heard in confidence.")))
    yield Heading(_("What people said"))
    yield Bullets(items)


def _limits(context: SectionContext) -> list[str]:
    land = context.landscape
    items = []
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
    items.append(
        _("This is the first diagnosis of %(city)s on these records; it is not compared with an earlier one.")
        % {"city": context.city}
        if context.number == 1
        else _("It is compared with %(period)s, not with diagnosis no. %(number)s.")
        % {"period": long_period(land.comparison), "number": context.number - 1}
    )
    return items
