"""A version of the memorandum as a document: what was agreed, who takes on what, who signed, and who does not agree.

Every member reads it, signed or not, so it is marked clear and names no person.
"""

import datetime
from collections.abc import Iterator, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.document_labels import labels
from core.formats import day, number
from core.sort_keys import alphabetical
from output.document import (
    Banner,
    Block,
    Column,
    Cover,
    Heading,
    KeySentence,
    Paragraph,
    Quotation,
    Report,
    Run,
    Section,
    SmallPrint,
    Table,
)
from stakeholders.memorandum.page import Signer
from stakeholders.models import Memorandum
from stakeholders.vocabulary import VersionState
from stakeholders.vocabulary.memorandum import GRACE_DAYS


def build_memorandum(version: Memorandum, signers: Sequence[Signer], *, today: datetime.date) -> Report:
    """In the language that is active. `version` says when it was replaced (`with_end`)."""
    words = {"city": version.city.name, "number": number(version.number)}
    return Report(
        title=_("Memorandum of the prevention network of %(city)s, version %(number)s") % words,
        language=get_language() or "en",
        author=version.city.name,
        issued=version.decided_on or today,
        cover=Cover(
            city=_("City of %(city)s") % words,
            title=_("Memorandum"),
            subtitle=_("of the prevention network"),
            lines=[_("Version %(number)s") % words, standing(version, today)],
            facts=[(label, text) for label, text in _facts(version) if text],
            banner=_banner(version, today),
        ),
        sections=[
            Section(number=str(place), title=title, blocks=blocks)
            for place, (title, blocks) in enumerate(_sections(version, signers), start=1)
        ],
        running_title=_("%(city)s · Memorandum, version %(number)s") % words,
        marking="clear",
        labels=labels(),
        with_contents=False,
    )


def _banner(version: Memorandum, today: datetime.date) -> str:
    if not version.is_decided:
        return _("This version is not decided. Nobody is bound by it.")
    if version.ended_on is None or _is_replaced_first(version):
        return ""
    words = {"day": day(version.ended_on)}
    if version.has_ended(today):
        return _("It holds no more since %(day)s. Nothing above TLP:CLEAR is shared by it with anybody.") % words
    return (
        _("It holds no more from %(day)s. From then on nothing above TLP:CLEAR is shared by it with anybody.") % words
    )


def _is_replaced_first(version: Memorandum) -> bool:
    """Whether another took its place before the day on which it was to end."""
    return bool(version.replaced_on and version.ended_on and version.replaced_on <= version.ended_on)


def standing(version: Memorandum, today: datetime.date) -> str:
    """How it stands: not decided, to hold, holding, or replaced."""
    if version.state == VersionState.DRAFT:
        return _("Draft")
    if not version.is_decided or version.in_force_on is None:
        return _("Put to the members")
    if version.ended_on is not None and not _is_replaced_first(version):
        held = _("Held from %(from)s until it was ended on %(until)s")
        holds = _("Holds from %(from)s until it ends on %(until)s")
        days = {"from": day(version.in_force_on), "until": day(version.ended_on)}
        return (held if version.has_ended(today) else holds) % days
    replaced = version.replaced_on
    if replaced is not None and replaced <= today:
        return _("Held from %(from)s until version %(next)s took its place on %(until)s") % {
            "from": day(version.in_force_on), "next": number(version.number + 1), "until": day(replaced),
        }  # fmt: skip
    return _holding(version.in_force_on, today)


def _holding(since: datetime.date, today: datetime.date) -> str:
    if since > today:
        return _("Holds from %(day)s") % {"day": day(since)}
    return _("In force since %(day)s") % {"day": day(since)}


def _facts(version: Memorandum) -> Iterator[tuple[str, str]]:
    yield _("Decided by"), version.decided_by
    yield _("Decided on"), day(version.decided_on) if version.decided_on else ""
    yield _("In force from"), day(version.in_force_on) if version.in_force_on else ""
    again = version.review_on if version.ended_on is None else None
    yield _("To be looked at again on"), day(again) if again else ""
    yield _("Why it stayed as it is when it was looked at"), version.kept_because
    yield _("Why one person alone put it in force"), version.alone_because
    if version.ended_on is not None:
        yield _("Holds no more from"), day(version.ended_on)
        yield _("Its end was decided by"), version.ending_decided_by
        yield _("Why it ends"), version.ended_because
    if not version.is_decided:
        yield _("Members say what they think until"), day(version.comment_by) if version.comment_by else ""


def _sections(version: Memorandum, signers: Sequence[Signer]) -> Iterator[tuple[str, list[Block]]]:
    yield _("What the network is for"), list(_aims(version))
    yield _("How its members work together"), list(_together(version))
    if roles := list(_roles(version)):
        yield _("Roles, responsibilities and concerns"), roles
    if version.is_decided:
        yield _("Signatures"), list(_signatures(signers))
    if dissents := list(version.dissents.select_related("body")):
        yield _("Where members do not agree"), [Quotation(each.words, _by(each)) for each in dissents]


def _by(dissent: object) -> str:
    return _("%(member)s, %(day)s") % {"member": dissent.body.name, "day": day(dissent.recorded_on)}  # type: ignore[attr-defined]


def _aims(version: Memorandum) -> Iterator[Block]:
    if version.common_goal:
        yield Heading(_("Common goal"))
        yield KeySentence(version.common_goal, is_labelled=False)
    yield from _part(_("Mission"), version.mission)
    yield from _part(_("Vision"), version.vision)
    if not (version.common_goal or version.mission or version.vision):
        yield Paragraph(_("Nothing is written yet."))


def _together(version: Memorandum) -> Iterator[Block]:
    yield from _part(_("What is shared, and with whom"), version.principles)
    yield from _part(_("How the network decides, and revises this"), version.decisions)
    if version.because:
        yield from _part(_("What is new in this version, and why"), version.because)
    yield SmallPrint(
        _(
            "Nothing marked above TLP:CLEAR is shared with a member that has not signed the version in force. A "
            "signature of the version before it holds for %(count)s days after the next came in force."
        )
        % {"count": number(GRACE_DAYS)}
    )


def _part(title: str, words: str) -> Iterator[Block]:
    if words:
        yield Heading(title)
        yield from _paragraphs(words)


def _paragraphs(words: str) -> Iterator[Block]:
    for each in words.splitlines():
        if each.strip():
            yield Paragraph(each.strip())


def _roles(version: Memorandum) -> Iterator[Block]:
    rows = sorted(version.roles.select_related("body"), key=lambda each: (each.body is not None, alphabetical(each)))
    for each in rows:
        yield Heading(str(each))
        yield from _paragraphs(each.takes_on)
        if each.concerns:
            yield Paragraph([Run(_("Areas of concern."), strong=True), Run(f" {' '.join(each.concerns.split())}")])


def _signatures(signers: Sequence[Signer]) -> Iterator[Block]:
    missing = [each for each in signers if not each.has_signed and each.body.is_current]
    if not signers:
        yield Paragraph(_("Nobody is named as a member of the network yet."))
        return
    if missing:
        yield Banner(_("Not signed by: %(names)s.") % {"names": ", ".join(each.body.name for each in missing)})
    yield Table(
        title=_("Who has signed"),
        columns=[Column(_("Member"), weight=3, emphasis=True), Column(_("Signature"), weight=4)],
        rows=[[each.body.name, each.words] for each in sorted(signers, key=lambda each: not each.has_signed)],
    )
