"""Of section 9: who was reached, and who was not yet."""

from collections.abc import Iterator, Mapping
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.disclosure import FEWEST_IN_CONFIDENCE
from analysis.sessions import Session
from analysis.voices import GroupReach
from core.formats import number, percent
from output.document import Block, Bullets, Column, Paragraph, SmallPrint, Table
from reports.sections.context import SectionContext
from reports.sections.counted import from_sessions, of_all_sessions, of_sessions
from reports.sections.wording import FEWEST_FOR_A_SHARE, listed
from stakeholders.vocabulary import Barrier, Sector, StakeholderBlock

GROUPS_TABLE = "A21"


def blocks(context: SectionContext) -> Iterator[Block]:
    said = context.voices
    if people := people_heard(context):
        yield Paragraph(_("Took part: %(people)s.") % {"people": of_all_sessions(people, said.sessions)})
    yield Paragraph(_invited(context))
    yield from _sectors_and_districts(context)
    if count := context.frozen.in_confidence:
        note = ngettext(
            "Of %(count)s confidential consultation something is not told: its words, what it says of a district, and "
            "whatever fewer than %(least)s of them say alike in a calendar year.",
            "Of %(count)s confidential consultations something is not told: their words, what they say of a district, "
            "and whatever fewer than %(least)s of them say alike in a calendar year.",
            count,
        )
        yield SmallPrint(note % {"least": number(FEWEST_IN_CONFIDENCE), "count": number(count)})
    if said.groups:
        yield SmallPrint(_("Table %(table)s has the people of each population group.") % {"table": GROUPS_TABLE})
    if said.barriers:
        named = [
            f"{Barrier(code).label} ({of_sessions(context, count, partial(_told_a_barrier, code))})"
            for code, count in _most_first(said.barriers)
        ]
        yield Paragraph(
            _("What kept people away, as told in so many sessions: %(named)s.") % {"named": listed(named, len(named))}
        )


def not_reached(context: SectionContext) -> Iterator[Block]:
    every = _("Every group the city set out to hear, every block and every district was heard.")
    yield Bullets(list(not_heard(context)) or [every])


def tables(context: SectionContext) -> Iterator[Table]:
    """Of the annex: how many people of each group were heard."""
    said = context.voices
    if said.sessions and said.groups:
        columns = [
            Column(_("Population group"), weight=4, emphasis=True),
            Column(_("People"), align="end", weight=1.5),
            Column(_("Sessions"), align="end", weight=1.5),
            Column(_("Of these directly"), align="end", weight=2),
        ]
        rows = [_reached(context, each) for each in said.groups]
        note = _("Separate totals. Directly: they spoke themselves, nobody for them.")
        if groups_not_heard(context):
            note += in_confidence(context)
        yield Table(columns=columns, rows=rows, note=note, number=GROUPS_TABLE, title=_("Population groups heard"))


def _reached(context: SectionContext, reach: GroupReach) -> list[str]:
    def came(session: Session, *, alone: bool = False) -> bool:
        return any(each.group == reach.group and not (alone and each.represented) for each in session.groups)

    return [
        _group(context, reach.group),
        from_sessions(context, number(reach.people), came),
        of_sessions(context, reach.sessions, came),
        of_sessions(context, reach.direct_sessions, partial(came, alone=True)),
    ]


def _invited(context: SectionContext) -> str:
    said = context.voices
    if not said.invited:
        return _("How many organisations were invited is not known here.")
    words = {
        "came": of_all_sessions(number(said.came), said.sessions),
        "invited": number(said.invited),
        "share": percent(said.came, said.invited),
    }
    if said.invited < FEWEST_FOR_A_SHARE:
        told = ngettext(
            "%(came)s of %(invited)s invitation of an organisation was taken up.",
            "%(came)s of %(invited)s invitations of organisations were taken up.",
            said.invited,
        )
    else:
        told = ngettext(
            "%(came)s of %(invited)s invitation of an organisation was taken up (%(share)s).",
            "%(came)s of %(invited)s invitations of organisations were taken up (%(share)s).",
            said.invited,
        )
    return told % words


def _sectors_and_districts(context: SectionContext) -> Iterator[Block]:
    said = context.voices
    if said.of_sector:
        named = [
            f"{Sector(code).label} ({of_sessions(context, count, partial(_heard_sector, code))})"
            for code, count in _most_first(said.of_sector)
        ]
        told = _("Sectors, as far as they may be named, with the sessions that heard them: %(named)s.")
        yield Paragraph(told % {"named": listed(named, len(named))})
    if said.districts:
        named = [
            f"{context.names.get(code, code)} ({of_sessions(context, count, partial(_is_about, code))})"
            for code, count in _most_first(said.districts)
        ]
        told = _("Districts, with the sessions about them: %(named)s.")
        yield Paragraph(told % {"named": listed(named, len(named))})


def _heard_sector(sector: str, session: Session) -> bool:
    return any(unit.sector == sector for unit in session.units)


def _is_about(district: str, session: Session) -> bool:
    return district in session.districts


def _told_a_barrier(barrier: str, session: Session) -> bool:
    return barrier in session.barriers


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def people_heard(context: SectionContext) -> str:
    """How many people took part, as far as it was counted; nothing where it was not."""
    people = context.voices.people
    if not people:
        return ""
    if any(session.people is None for session in context.frozen.sessions):
        return ngettext("at least %(people)s person", "at least %(people)s people", people) % {"people": number(people)}
    return ngettext("%(people)s person", "%(people)s people", people) % {"people": number(people)}


def groups_not_heard(context: SectionContext) -> list[str]:
    return [_group(context, each.group) for each in context.voices.groups if not each.sessions]


def not_heard(context: SectionContext) -> Iterator[str]:
    """Groups, blocks and districts that nobody spoke for, and what is not known of it; nothing where there is none."""
    said = context.voices
    silent = groups_not_heard(context)
    thin = [_group(context, each.group) for each in said.groups if each.is_thin]
    perhaps = in_confidence(context)
    if silent:
        yield _("Not yet reached by us: %(names)s.") % {"names": listed(silent, len(silent))} + perhaps
    if thin:
        told = _("Thinly heard, once or only through a representative: %(names)s.")
        yield told % {"names": listed(thin, len(thin))}
    if not said.groups:
        yield no_groups()
    if missing := _blocks_not_heard(context):
        yield _("No voice of: %(names)s.") % {"names": listed(missing)} + perhaps
    if away := not_spoken_of(context):
        yield _("No consultation about: %(names)s.") % {"names": listed(away, 12)} + perhaps


def is_anybody_missing(context: SectionContext) -> bool:
    """Whether a group or a block is named that nobody spoke for, or a district that nobody spoke of."""
    return bool(groups_not_heard(context) or _blocks_not_heard(context) or not_spoken_of(context))


def _blocks_not_heard(context: SectionContext) -> list[str]:
    return [str(block.label) for block in StakeholderBlock if block not in context.voices.blocks]


def no_groups() -> str:
    return _("The city has not said which groups it sets out to hear.")


def in_confidence(context: SectionContext) -> str:
    """What is not known of those that nobody is told to have spoken for; nothing where nobody spoke in confidence."""
    return " " + _("Some of these may have been heard in confidence.") if context.frozen.in_confidence else ""


def not_spoken_of(context: SectionContext) -> list[str]:
    """Districts that no consultation was about, and that nothing named which is told in one about something else: a
    need, a finding, or a rating of concern that enough gave."""
    told = {*context.voices.districts, *(each.of for each in context.voices.concern)}
    for row in context.frozen.consultations:
        told |= {code for name in ("needs", "findings") for each in row[name] for code in each["districts"]}
    return [area.name for area in context.frozen.areas if area.code not in told]


def _group(context: SectionContext, code: str) -> str:
    return str(context.group_names.get(code, code))
