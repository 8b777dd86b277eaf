"""What differs between two diagnoses, in words: on the page that compares them, in section 2 and annex of the newer.

Said here and nowhere else.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.confidence import Confidence
from analysis.disclosure import FEWEST_RATERS
from analysis.pair import Moved, Unlike
from analysis.priorities import Band
from analysis.questions.against_city import FEWEST_MEMBERS
from core.formats import number
from reports.sections import contents
from reports.sections.counted import all_of, of_last
from reports.sections.differences import Differences, Printed
from reports.sections.periods import long_period, short_period
from reports.sections.priorities import by_person, by_rule
from reports.sections.readings import word_alone
from reports.sections.wording import CONFIDENCE, label, listed, need_in_place
from reports.selection import BEFORE, HEARD, NOW
from reports.snapshot.compared import (
    BLOCKS,
    DISTRICTS,
    GAPS,
    GROUPS,
    IN_PART,
    NEEDS,
    NO_RESIDENTS,
    NOT_LOOKED,
    NOT_ONLINE,
    ONE_TYPE,
    SECTORS,
    SOURCES,
)
from reports.snapshot.ranked import Ranked, Reranked
from stakeholders.vocabulary import NeedCategory, Sector, StakeholderBlock

LABELS: Mapping[str, type[Sector | StakeholderBlock | NeedCategory]] = {
    SECTORS: Sector,
    BLOCKS: StakeholderBlock,
    NEEDS: NeedCategory,
}
# The one and the other that are compared, as addresses call them.
SIDES = (BEFORE, NOW)
SECTION_OF = {
    "city": contents.LANDSCAPE,
    "districts": contents.LANDSCAPE,
    "currents": contents.LANDSCAPE,
    "manifestations": contents.LANDSCAPE,
    "targets": contents.TARGETS,
}
# Of who or what came or went; whoever spoke, and the districts they spoke of, stand where people say what they say.
SECTION_OF_SHIFT = {SOURCES: contents.SCOPE, GAPS: contents.JUDGEMENTS}


@dataclass(frozen=True, slots=True)
class Line:
    """One difference: what it is, the words it had before, and where it stands: a section of both, a judgement of
    each (0: of none)."""

    text: str
    section: int = 0
    was: str = ""
    before: int = 0
    now: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind, with what is said of all of them. `code` names it in an address."""

    code: str
    title: str
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()


def groups(found: Differences, most: int = 0) -> list[Group]:
    """Everything that differs and what cannot be compared; kinds without either are left out. At most so many names
    stand in a line; 0 for all."""
    every = [
        *_judgements(found),
        Group("priorities", _("Priorities"), tuple(_priorities(found, most))),
        Group("figures", _("Figures"), tuple(_figures(found)), tuple(_of_figures(found))),
        Group("voices", _("Voices"), tuple(_voices(found, most)), tuple(_of_voices(found))),
        Group("needs", _("Needs"), tuple(_shifted(found, NEEDS, most))),
        Group("sources", _("Sources"), tuple(_shifted(found, SOURCES, most))),
        Group("gaps", _("What is not known"), tuple(_shifted(found, GAPS, most))),
        Group("unlike", _("What cannot be compared"), notes=tuple(_unlike(found))),
    ]
    return [each for each in every if each.lines or each.notes]


def overview(found: Differences) -> str:
    """Which two they are, and that nothing differs where that is so."""
    told = _("Diagnosis no. %(now)s (%(period)s) beside no. %(before)s (%(then)s).") % {
        "now": number(found.now),
        "period": short_period(found.periods[1]),
        "before": number(found.before),
        "then": short_period(found.periods[0]),
    }
    return f"{told} {_nothing(found)}".strip()


def _nothing(found: Differences) -> str:
    if found.before == found.now:
        return _("It is the same diagnosis: nothing differs.")
    if found.is_empty and found.judged is not None:
        return _("Of what can be compared, nothing differs.")
    return ""


def _judgements(found: Differences) -> Iterator[Group]:
    made = found.judged
    if made is None:
        undecided = _("Judgements are compared when every one of them is decided.")
        yield Group("judgements", _("Judgements"), notes=(undecided,))
        return
    yield Group("new", _("Judgements that are new"), tuple(_judgement(None, each) for each in made.new))
    yield Group("changed", _("Judgements that changed"), tuple(_changed(*pair) for pair in made.changed))
    yield Group("dropped", _("Judgements no longer made"), tuple(_judgement(each, None) for each in made.dropped))
    yield Group("carried", _("Judgements carried over"), tuple(_judgement(*pair) for pair in made.carried))
    if made.other_language:
        yield Group(
            "languages",
            _("Judgements in both"),
            tuple(_changed(*pair) for pair in made.other_language),
            (_("They are in two languages, so whether their words changed is not compared."),),
        )


def _judgement(before: Printed | None, now: Printed | None) -> Line:
    each = now or before
    text = each.statement if each else ""
    return Line(text, contents.JUDGEMENTS.number, before=before.place if before else 0, now=now.place if now else 0)


def _changed(before: Printed, now: Printed) -> Line:
    return Line(
        _with_confidence(now, before),
        contents.JUDGEMENTS.number,
        was=_with_confidence(before, now),
        before=before.place,
        now=now.place,
    )


def _with_confidence(one: Printed, other: Printed) -> str:
    """The statement, with its confidence where that is another than in the other."""
    if one.confidence == other.confidence:
        return one.statement
    level = CONFIDENCE[Confidence(one.confidence)]
    return _("%(statement)s (confidence: %(level)s)") % {"statement": one.statement, "level": level}


def _priorities(found: Differences, most: int) -> Iterator[Line]:
    """Each that moved by itself, or a few of them in one line; then those that only one of the two has."""
    ranked, section = found.priorities or Reranked(), contents.PRIORITIES.number
    moved = [f"{_need(found, now)}: {_band(before)} → {_band(now)}" for before, now in ranked.moved]
    if most and moved:
        yield Line(f"{listed(moved, most)}.", section)
    elif moved:
        yield from (Line(each, section) for each in moved)
    for told, rows in (
        (_("Among the priorities now and not then: %(names)s."), ranked.new),
        (_("Among the priorities then and not now: %(names)s."), ranked.gone),
    ):
        if rows:
            names = [f"{_need(found, each)}, {_band(each)}" for each in rows]
            yield Line(told % {"names": _("; ").join(names[: most or len(names)]) + _rest(names, most)}, section)


def _rest(names: Sequence[str], most: int) -> str:
    more = len(names) - (most or len(names))
    return _("; and %(count)s more") % {"count": number(more)} if more > 0 else ""


def _need(found: Differences, each: Ranked) -> str:
    return need_in_place(each.need, found.districts)


def _band(each: Ranked) -> str:
    if each.moved:
        return by_person(Band(each.lowest))
    return by_rule(Band(each.lowest), Band(each.highest), is_unsettled=each.unsettled)


def _figures(found: Differences) -> Iterator[Line]:
    for moved in found.moved:
        yield Line(_moved(found, moved), SECTION_OF[moved.family].number)


def _moved(found: Differences, moved: Moved) -> str:
    if moved.family == "city":
        name = _("The whole city")
    elif moved.family == "districts":
        name = found.districts[moved.key]
    else:
        name = label(moved.family, moved.key)
    first, second = _counts(moved)
    told = f"{name}: {first} → {second}"
    if moved.word is None:
        return told
    word = word_alone(moved.word, of_one_day=moved.of_one_day)
    if found.is_backwards:
        ends = {"first": number(found.now), "last": number(found.before), "word": word}
        word = _("from no. %(first)s to no. %(last)s: %(word)s") % ends
    return f"{told} ({word})"


def _counts(moved: Moved) -> tuple[str, str]:
    """Of the one and of the other, each leading to its records."""
    sides = ((BEFORE, moved.first), (NOW, moved.second))
    first, second = (
        of_last(number(count), side, moved.family, moved.key) if count else number(count) for side, count in sides
    )
    return first, second


def _of_figures(found: Differences) -> Iterator[str]:
    """What stands above the figures: of how many they are, and what may be said where none moved."""
    if found.windows is None:
        return
    if found.is_part:
        shared = _(
            "The two periods share days, so of each only what the other has not is compared: %(then)s and %(now)s."
        )
        then, now = map(long_period, found.windows)
        yield shared % {"then": then, "now": now}
    if found.recorded != found.compared:
        told = _(
            "Recorded are %(recorded_before)s and %(recorded_now)s; between these two periods alone %(before)s and "
            "%(now)s can be compared."
        )
        names = ("recorded_before", "recorded_now", "before", "now")
        recorded = (all_of(number(count), side) for side, count in zip(SIDES, found.recorded, strict=True))
        compared = (
            of_last(number(count), side, "city", "city") for side, count in zip(SIDES, found.compared, strict=True)
        )
        yield told % dict(zip(names, (*recorded, *compared), strict=True))
    if found.is_same_period:
        yield _same_period(found)
    elif not found.asked:
        yield _("What can be compared is too little to tell of any figure whether it moved.")
    elif not found.moved:
        yield _("Of what can be compared, no figure moved beyond what would not surprise.")


def _same_period(found: Differences) -> str:
    if found.moved:
        return _(
            "Both are of the same period: what differs came into the records or left them in between, and says nothing "
            "of a change in the city."
        )
    return _("Both are of the same period, and what can be compared is counted alike.")


SHIFTS: Mapping[str, tuple[Callable[[], str], Callable[[], str]]] = {
    SECTORS: (
        lambda: _("Sectors heard now and not then: %(names)s."),
        lambda: _("Sectors heard then and not now: %(names)s."),
    ),
    BLOCKS: (
        lambda: _("A voice now and none then: %(names)s."),
        lambda: _("A voice then and none now: %(names)s."),
    ),
    GROUPS: (
        lambda: _("Population groups heard now and not then: %(names)s."),
        lambda: _("Population groups heard then and not now: %(names)s."),
    ),
    DISTRICTS: (
        lambda: _("Districts consulted now and not then: %(names)s."),
        lambda: _("Districts consulted then and not now: %(names)s."),
    ),
    NEEDS: (
        lambda: _("Raised now and not then: %(names)s."),
        lambda: _("Raised then and not now: %(names)s."),
    ),
    SOURCES: (
        lambda: _("Looked now and not then: %(names)s."),
        lambda: _("Looked then and not now: %(names)s."),
    ),
    GAPS: (
        lambda: _("Not known now, and no gap then: %(names)s."),
        lambda: _("A gap then, and none now: %(names)s."),
    ),
}

RULES = {
    NOT_LOOKED: gettext_lazy("%(name)s was not looked at"),
    IN_PART: gettext_lazy("%(name)s was looked at in part"),
    NO_RESIDENTS: gettext_lazy("the number of residents of %(name)s"),
    NOT_ONLINE: gettext_lazy("no source looks online"),
    ONE_TYPE: gettext_lazy("everything comes from one type of source"),
}


def _shifted(found: Differences, kind: str, most: int) -> Iterator[Line]:
    shift = found.shifts.get(kind)
    section = SECTION_OF_SHIFT.get(kind, contents.VOICES).number
    for told, rows in zip(SHIFTS[kind], (shift.gained, shift.lost) if shift else (), strict=False):
        if rows:
            names = [_name(kind, code, name) for code, name in rows]
            yield Line(told() % {"names": listed(names, most or len(names))}, section)


def _name(kind: str, code: str, name: str) -> str:
    if kind == GAPS:
        return str(RULES[code.partition(":")[0]]) % {"name": name}
    return str(LABELS[kind](code).label) if kind in LABELS else name


def _voices(found: Differences, most: int) -> Iterator[Line]:
    for kind in (BLOCKS, SECTORS, GROUPS, DISTRICTS):
        yield from _shifted(found, kind, most)
    for each in found.organisations:
        told = _("Organisations on the record of %(block)s: %(before)s → %(now)s.")
        block = str(StakeholderBlock(each.block).label)
        counts = {
            name: _organisations(count, side, each.block)
            for name, side, count in (("before", BEFORE, each.before), ("now", NOW, each.now))
        }
        yield Line(told % {"block": block, **counts}, contents.VOICES.number)


def _organisations(count: int, side: str, block: str) -> str:
    """Leading to the sessions in which they were heard."""
    if count == 1:
        return _("fewer than %(least)s") % {"least": number(FEWEST_RATERS)}
    return of_last(number(count), side, HEARD, block) if count else number(count)


def _of_voices(found: Differences) -> Iterator[str]:
    if found.in_confidence:
        yield _(
            "What was said in confidence is in none of this, so who stands here as not yet reached may have been heard "
            "there."
        )


def _unlike(found: Differences) -> Iterator[str]:
    for reason in found.unlike:
        yield UNLIKE[reason](found)


UNLIKE: Mapping[Unlike, Callable[[Differences], str]] = {
    Unlike.ERASED: lambda _found: _(
        "Figures, voices, sources and gaps: the records of one of the two were erased since."
    ),
    Unlike.MARKINGS: lambda _found: _("Figures and sources: the two took in records up to different markings."),
    Unlike.DATES: lambda _found: _(
        "Figures: what the periods do not share is not the same calendar dates of two years, so a season would read as "
        "a change."
    ),
    Unlike.SOURCES: lambda found: (
        _("Records of sources that did not look alike in both, or record otherwise since: %(names)s.")
        % {"names": listed(found.left_out, len(found.left_out))}
    ),
    Unlike.NO_SOURCE: lambda _found: _("Figures: no source looked at the same place alike in both."),
    Unlike.BOUNDARIES: lambda _found: _(
        "Districts: the two count by different boundaries. Figures of the city are those of sources that looked at all "
        "of it."
    ),
    Unlike.DISTRICTS: lambda _found: (
        _(
            "Districts against the city: that needs at least %(least)s districts, and two earlier years that tell how "
            "much they vary as usual."
        )
        % {"least": number(FEWEST_MEMBERS)}
    ),
    Unlike.VOICES: lambda _found: _("Voices and needs: one of the two was made before consultations were kept in it."),
    Unlike.PRIORITIES: lambda _found: _("Priorities: one of the two was made before there were any."),
    Unlike.METHOD: lambda found: (
        _(
            "Judgements word for word, and the bands of priorities: they come from version %(before)s and version "
            "%(now)s of the method, so that may differ and not the city."
        )
        % {"before": found.methods[0], "now": found.methods[1]}
    ),
    Unlike.LANGUAGE: lambda _found: _("The words of judgements: the two are in different languages."),
}
