"""The summary of the partner edition, and the sentences of how much it tells that others say too."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.disclosure import FEWEST_FOR_PARTNERS
from core.formats import number
from output.document import (
    Block,
    Bullets,
    Facts,
    Heading,
    KeySentence,
    Paragraph,
    Run,
)
from reports.partner import tables
from reports.partner.figures import WORDS, WindowFigures
from reports.partner.view import PartnerView
from reports.sections import (
    decide,
    know,
    needs,
    say,
    standing,
    threat,
)
from reports.sections import summary as summaries
from reports.sections.periods import in_period, short_period
from reports.sections.wording import label, listed
from reports.snapshot import SnapshotData

# Where a page has room for more than the summary has.
MOST_NAMES = 12


def summary(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    """One page in the shape of the restricted edition's; few records have the shorter one."""
    yield from _summary_of_few(view) if view.context.is_short else _page(view)


def _page(view: PartnerView) -> list[Block]:
    context = view.context
    promised = say.promised(context)
    none = _("What changed is told in the tables, as far as it may be; no promise may be told of here.")
    return summaries.page(
        context,
        headline=KeySentence([Run(counted(view), strong=True), *_asked_for(view)], is_labelled=False),
        told=[Heading(_("Know")), Bullets([_level(view), *_know(view)]), *threat.in_short(context)],
        pictures=(),
        decisions=decide.blocks(context),
        not_known=[*gaps(view, names=say.names_of), *say.of_voices(context)],
        since=[Facts(promised) if promised else Paragraph(none)],
    )


def _asked_for(view: PartnerView) -> list[Run]:
    """The restricted edition may have another order, of more sessions."""
    if not (first := know.asked_most(view.context)):
        return []
    told = _("Of what may be told here, people ask above all for: %(needs)s.")
    return [Run(" " + told % {"needs": listed([needs.need(each).lower() for each in first])})]


def _level(view: PartnerView) -> list[Run]:
    """Beside what the headline says: how many before. Whether that is a change takes exact counts."""
    head, before = Run(_("Level.") + " ", strong=True), view.figures.before
    if before is None or not isinstance(before.total, int):
        return [head, Run(_("How many before:") + " "), Run(_("unknown"), look="unknown")]
    told = _("After %(count)s %(in_then)s; whether that is a change is not told here.")
    return [head, Run(told % {"count": number(before.total), "in_then": in_period(before.window)})]


def _know(view: PartnerView) -> Iterator[list[Run]]:
    if view.figures.now is None:
        return
    bands = _("How many there are in each district, as a band in the order of their codes")
    untold = tables.why_no_districts(view, view.context.frozen)
    where = untold or standing.told_in(view.context, bands, standing.Numbered.LANDSCAPE)
    yield [Run(_("Where.") + " ", strong=True), Run(where)]
    yield [Run(_("Who is targeted.") + " ", strong=True), Run(_printed(view.figures.now, "targets"))]
    yield [Run(_("Currents.") + " ", strong=True), Run(_printed(view.figures.now, "currents"))]


def _printed(figures: WindowFigures, family: str) -> str:
    """The counts that are printed, the highest first."""
    found = [(figures.of(family, code), code) for code in WORDS.codes[family] if code not in {"none", "none_known"}]
    counts = sorted(((shown, code) for shown, code in found if isinstance(shown, int)), key=lambda pair: -pair[0])
    if not counts:
        return _("No count of one is large enough to be told.")
    rows = [f"{label(family, code)} {number(shown)}" for shown, code in counts]
    told = _("%(rows)s.") % {"rows": listed(rows, know.MOST_COUNTED)}
    rest = _("Of the others: few, none, or hidden.")
    return f"{told} {rest}" if len(counts) < len(found) else told


def _summary_of_few(view: PartnerView) -> Iterator[Block]:
    yield KeySentence(key_sentence(view))
    yield Heading(_("What was recorded"))
    yield Bullets([*_know(view), *gaps(view)])
    yield Heading(_("What people say"))
    said = view.context.voices
    if said.sessions:
        told = [f"{block.label}: {listed(found)}" for block, found in needs.highest_of_blocks(view.context)]
        yield Bullets(told) if told else Paragraph(_said_without_order(view))
        yield from decide.blocks(view.context)
    else:
        yield Paragraph(nobody_consulted())


def _said_without_order(view: PartnerView) -> str:
    where = standing.told_in(view.context, _("What was said"), standing.Numbered.VOICES)
    return " ".join([where, _("No order of needs is given.")])


def key_sentence(view: PartnerView) -> str:
    return f"{total(view)} {_said(view)}"


def total(view: PartnerView) -> str:
    """How many records, and how many before, where both are told."""
    now, before = view.figures.now, view.figures.before
    told = counted(view)
    if now is None or before is None or not (isinstance(now.total, int) and isinstance(before.total, int)):
        return told
    then = _("For %(period)s there are %(count)s.")
    return f"{told} {then % {'period': short_period(before.window), 'count': number(before.total)}}"


def counted(view: PartnerView) -> str:
    now = view.figures.now
    if now is None:
        return _not_told()
    if not isinstance(now.total, int):
        few = _("How many records there are %(in_period)s is not told: fewer than %(least)s, or hidden.")
        return few % {"in_period": in_period(now.window), "least": number(FEWEST_FOR_PARTNERS)}
    told = ngettext(
        "%(count)s record is counted for %(period)s.", "%(count)s records are counted for %(period)s.", now.total
    )
    return told % {"count": number(now.total), "period": short_period(now.window)}


def _said(view: PartnerView) -> str:
    sessions = view.context.voices.sessions
    if not sessions:
        return nobody_consulted()
    told = ngettext("%(count)s consultation is told of.", "%(count)s consultations are told of.", sessions)
    return told % {"count": number(sessions)}


def nobody_consulted() -> str:
    return _("No consultation is told of in this edition.")


def _not_told() -> str:
    return _(
        "No count of the period is told here: records of some of its days are erased, or an edition that was given out "
        "before tells of a period that shares days with it, and the difference could tell of single records."
    )


def many_names(names: Sequence[str]) -> str:
    return listed(names, MOST_NAMES)


def gaps(view: PartnerView, names: Callable[[Sequence[str]], str] = many_names) -> Iterator[str]:
    """What was not looked at; `names` lists as many districts as there is room for."""
    for told, areas in (
        (_("Not looked at: %(names)s."), view.not_looked_at),
        (_("Looked at in part, on some days only or only sporadically: %(names)s."), view.in_part),
    ):
        if areas:
            yield told % {"names": names([area.name for area in areas])}
