"""Section 11: assets, services and the network: what is there, whom to call, what they bring, what they set out to do.

No picture of who is tied to whom: it would be a file on people, and could be asked for.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.formats import number
from core.sort_keys import alphabetical
from output.document import Block, Bullets, Heading, KeySentence, Paragraph, Run, SmallPrint
from reports.sections import services
from reports.sections.context import SectionContext
from reports.sections.counted import of_kind
from reports.sections.standing import Numbered, told_in
from reports.sections.statements import few_of, told_of
from reports.sections.wording import listed
from stakeholders.vocabulary import Bring, FindingKind

MOST_NAMED = 40


def blocks(context: SectionContext) -> Iterator[Block]:
    yield KeySentence(_key(context))
    yield from services.blocks(context)
    yield from _brings(context)
    if commitments := told_of(context, FindingKind.COMMITMENT):
        yield Heading(_("What people said they will do"))
        yield from few_of(commitments, "findings")
    if told_of(context, FindingKind.ASSET):
        yield SmallPrint(told_in(context, _("What people told that protects"), Numbered.DRIVERS))
    yield from _aims(context)


def has_content(context: SectionContext) -> bool:
    """Whether anything stands under a heading."""
    frozen = context.frozen
    return bool(
        frozen.services
        or frozen.organisations
        or told_of(context, FindingKind.COMMITMENT)
        or frozen.city.get("mission")
        or frozen.city.get("common_goal")
    )


def _key(context: SectionContext) -> str:
    rows = context.frozen.services
    if not rows:
        return _none(context)
    count = ngettext("%(count)s service is recorded", "%(count)s services are recorded", len(rows))
    words = {"services": count % {"count": of_kind(number(len(rows)), "service", [row["id"] for row in rows])}}
    raised = {each.category for each in context.voices.needs}
    if not raised and not context.tells_records:
        return _("%(services)s; which needs there are is told in no consultation of this edition.") % words
    if not raised:
        return _("%(services)s; which needs there are was not told in a consultation.") % words
    alone = [each for each in services.needs_met(context) if each.need in raised and not each.offers]
    if not alone:
        return _("%(services)s, and at least one for every need that was raised.") % words
    told = ngettext(
        "%(services)s; for %(alone)s of %(raised)s need that was raised there is none.",
        "%(services)s; for %(alone)s of %(raised)s needs that were raised there is none.",
        len(raised),
    )
    return told % {**words, "alone": number(len(alone)), "raised": number(len(raised))}


def _none(context: SectionContext) -> str:
    if context.frozen.services is None:
        return _("Services were not kept yet when this diagnosis was computed.")
    if not context.tells_records:
        return _("No service is told of here; what serves which need already is not known by that.")
    return _("No service is recorded, so what serves which need already is not known.")


def _brings(context: SectionContext) -> Iterator[Block]:
    """What each organisation says it can bring, by what it is: to be asked for, not ranked."""
    rows = context.frozen.organisations
    if not rows:
        return
    yield Heading(_("The network and what its organisations can bring"))
    yield Paragraph(_members(context) if context.tells_records else _shared())
    names = {
        code: sorted((row["name"] for row in rows if code in row["brings"]), key=alphabetical) for code in Bring.values
    }
    if any(names.values()):
        yield Bullets(
            [
                [Run(f"{Bring(code).label}. ", strong=True), Run(listed(bodies, MOST_NAMED))]
                for code, bodies in names.items()
                if bodies
            ]
        )
        yield SmallPrint(_("What each can bring is as they say themselves. Nobody's influence is rated."))
    if context.tells_records and (missing := [str(Bring(code).label) for code, bodies in names.items() if not bodies]):
        yield Paragraph(_("No organisation says that it can bring: %(missing)s.") % {"missing": listed(missing)})


def _members(context: SectionContext) -> str:
    rows = context.frozen.organisations or []
    members = sum(row["in_network"] for row in rows)
    told = ngettext(
        "%(members)s of %(count)s organisation of the directory is a member of the prevention network.",
        "%(members)s of %(count)s organisations of the directory are members of the prevention network.",
        len(rows),
    )
    return told % {"members": number(members), "count": number(len(rows))}


def _shared() -> str:
    """Of an edition for every member: nothing is told of how many others there are."""
    return _("Named are organisations that said every member may read what they can bring; others are left out.")


def _aims(context: SectionContext) -> Iterator[Block]:
    """In the network's own words, which are the city's to write."""
    said = [
        (_("Mission"), context.frozen.city.get("mission", "")),
        (_("Vision"), context.frozen.city.get("vision", "")),
        (_("Common goal"), context.frozen.city.get("common_goal", "")),
    ]
    written = [(label, text) for label, text in said if text]
    if written:
        yield Heading(_("Mission and common goal"))
        for label, text in written:
            yield Paragraph([Run(f"{label}. ", strong=True), Run(text)])
    elif has_content(context):
        yield SmallPrint(_("The network's mission and common goal are not written down."))
