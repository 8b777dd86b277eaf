"""What has changed since the last diagnosis: its place in section 2 and in the annex."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import number
from output.document import Block, Bullets, Column, Heading, Paragraph, Run, SmallPrint, Table
from reports.sections.context import SectionContext
from reports.sections.counted import judged_in
from reports.sections.differences import Differences, Judged, period_of, since_last
from reports.sections.periods import short_period
from reports.sections.since import Group, Line, groups, overview
from reports.sections.wording import listed
from reports.selection import BEFORE, NOW

# So many of a kind stand in the summary; the annex has all.
MOST_IN_SUMMARY = 4


def blocks(context: SectionContext) -> Iterator[Block]:
    """Of section 2; nothing in diagnoses from before this was kept."""
    kept = context.frozen.compared
    if kept is None:
        return
    yield Heading(_("What has changed since the last diagnosis"))
    found = since_last(context)
    if found is not None:
        yield Paragraph(overview(found))
        yield Bullets(list(_in_short(found)))
        yield SmallPrint(_("The annex has all of it, under “Since the last diagnosis”."))
    elif kept:
        yield Paragraph(not_told(kept))
    else:
        yield Paragraph(none_before())


def not_told(kept: Mapping[str, Any]) -> str:
    last = {"number": number(kept["number"]), "period": short_period(period_of(kept))}
    told = _("The last released one, no. %(number)s (%(period)s), may not be told of here, so nothing is compared.")
    return told % last


def none_before() -> str:
    return _("No diagnosis that was released before this one is there to compare with.")


def _in_short(found: Differences) -> Iterator[list[Run]]:
    if found.judged is not None and (told := counted(found.judged)):
        yield [Run(_("Judgements") + ". ", strong=True), Run(told)]
    for group in groups(found, MOST_IN_SUMMARY):
        if group.code in {"priorities", "figures", "voices", "needs", "sources", "gaps", "unlike", "judgements"}:
            text = " ".join([*_few(group), *group.notes])
            yield [Run(f"{group.title}. ", strong=True), Run(text)]


def _few(group: Group) -> Iterator[str]:
    """Figures as one list; what is said in sentences as it is."""
    texts = [line.text for line in group.lines]
    if group.code == "figures" and texts:
        yield f"{listed(texts, MOST_IN_SUMMARY)}."
    elif group.code != "figures":
        yield from texts


def counted(made: Judged) -> str:
    """How many of each kind there is, of those that are in one language; nothing where none was made."""
    parts = [
        (made.new, ngettext("%(count)s is new", "%(count)s are new", len(made.new))),
        (made.changed, ngettext("%(count)s changed", "%(count)s changed", len(made.changed))),
        (made.dropped, ngettext("%(count)s is no longer made", "%(count)s are no longer made", len(made.dropped))),
        (made.carried, ngettext("%(count)s is carried over", "%(count)s are carried over", len(made.carried))),
    ]
    told = [text % {"count": number(len(rows))} for rows, text in parts if rows]
    return _(", ").join(told) + "." if told else ""


def in_full(context: SectionContext) -> Iterator[Block]:
    """Of the annex."""
    found = since_last(context)
    if found is None:
        return
    yield Heading(_("Since the last diagnosis"))
    yield Paragraph(overview(found))
    yield SmallPrint(_last(context))
    for group in groups(found):
        yield Heading(group.title, level=3)
        if any(line.was for line in group.lines):
            yield _both(found, group.lines)
        elif group.lines:
            yield Bullets([_placed(found, line) for line in group.lines])
        if group.notes:
            yield Bullets(list(group.notes))


def _last(context: SectionContext) -> str:
    kept = context.frozen.compared or {}
    return _("The snapshot it is compared with: SHA-256 %(sha)s.") % {"sha": kept["sha256"]}


def _placed(found: Differences, line: Line) -> str:
    """With the number a judgement has in each."""
    places = [
        judged_in(_("J%(place)s of no. %(number)s") % {"place": place, "number": of}, side, place)
        for side, place, of in ((BEFORE, line.before, found.before), (NOW, line.now, found.now))
        if place
    ]
    return f"{line.text} ({_(', ').join(places)})" if places else line.text


def _both(found: Differences, lines: Sequence[Line]) -> Table:
    heads = [_("No. %(number)s") % {"number": each} for each in (found.before, found.now)]
    rows = [
        [
            f"{judged_in(f'J{line.before}', BEFORE, line.before)}. {line.was}",
            f"{judged_in(f'J{line.now}', NOW, line.now)}. {line.text}",
        ]
        for line in lines
    ]
    return Table(columns=[Column(heads[0], weight=1), Column(heads[1], weight=1)], rows=rows)
