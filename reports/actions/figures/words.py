"""What readers of the partner edition may know of corrected figures, in words; where there is none, everybody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from analysis.disclosure import FEWEST_FOR_PARTNERS, Band
from analysis.records import Period
from core.formats import number
from reports.models import Edition
from reports.partner.figures import read
from reports.partner.tables import written
from reports.recounted import FAMILIES, WORDS, Key, OfSessions, Recount, Value, moved
from reports.sections.periods import short_period
from reports.sections.wording import listed
from reports.selection import ALL, NOW, SAID, WINDOWS, RawSnapshot, window_in


@dataclass(frozen=True, slots=True)
class KnownFigures:
    """What readers know by now of what is otherwise than printed: figures with their newest value, by window and
    selection, and of what was said those of the partner edition (`open`); the totals that members were told; and of
    which records and consultations, with the event or the mark that was told of each."""

    figures: dict[Key, Value] = field(default_factory=dict)
    open: dict[Key, Value] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    events: dict[int, int] = field(default_factory=dict)
    sessions: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Correction:
    """`moved` are the figures that are otherwise than they were told last, or printed: that, and what they are now."""

    raw: RawSnapshot
    found: Recount
    told: KnownFigures
    moved: Mapping[Key, tuple[Value, Value]]


@dataclass(frozen=True, slots=True)
class InWords:
    """`totals` are those that are told, by window; `open` the figures of what was said that are told as otherwise.
    `is_for_partners` where any of it is of what the partner edition prints."""

    before: str
    after: str
    totals: Mapping[str, int]
    open: list[list[Any]]
    is_for_partners: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What members have of a stretch of time, what they are told, and the total if they are told one."""

    window: str
    before: str
    after: str
    total: int | None


def in_words(correction: Correction, partner: Edition | None) -> InWords:
    spoken = _of_voices(correction, partner)
    stretches = [*_of_records(correction, partner), *_said(correction, spoken, is_partner=partner is not None)]
    lines = [each.after for each in stretches]
    if not stretches or partner is None:
        lines += _of_the_rest(correction, is_alone=not stretches)
    return InWords(
        "\n".join(each.before for each in stretches),
        "\n".join(lines),
        {each.window: each.total for each in stretches if each.total is not None},
        [[*key, now] for key, (_was, now) in spoken.items()],
        is_for_partners=bool(stretches),
    )


def _of_records(correction: Correction, partner: Edition | None) -> Iterator[_Stretch]:
    for window in WINDOWS:
        keys = [of for of_window, of in correction.moved if of_window == window]
        if not keys:
            continue
        period = window_in(correction.raw, window)
        whole, found = (window, ALL), correction.found.records
        now = found.now.get(whole, 0)
        exact = int(correction.told.figures.get(whole, found.printed.get(whole, 0)))
        known = correction.told.totals.get(window, _total_of(partner, period)) if partner else exact
        may = partner is None or may_be_told(known, now)
        words = {"period": short_period(period), "least": number(FEWEST_FOR_PARTNERS), "count": number(now)}
        after = told_after(known, now, is_told=may) % words
        families = {of.partition("=")[0] for of in keys}
        after = _with_tables(after, [_table(family) for family in FAMILIES if family in families])
        before = _of_total() if known is not None else _("Records, %(period)s: not printed.")
        before %= {**words, "count": written(known)}
        yield _Stretch(window, before, after, now if may else None)


def _with_tables(told: str, tables: list[str]) -> str:
    if not tables:
        return told
    return f"{told} " + _("Counted otherwise: %(tables)s.") % {"tables": listed(tables, len(tables))}


def _of_voices(correction: Correction, partner: Edition | None) -> dict[Key, tuple[Value, Value]]:
    """What is otherwise of what was said, as far as the partner edition prints it, or all of it where there is none."""
    if partner is None:
        return {key: pair for key, pair in correction.moved.items() if key[0] == SAID}
    found = correction.found.open
    if found.held:
        return {}
    pairs = moved(found.printed, found.now, correction.told.open)
    return {key: pair for key, pair in pairs.items() if key[1] == ALL or not found.gone}


def _said(correction: Correction, spoken: Mapping[Key, tuple[Value, Value]], *, is_partner: bool) -> Iterator[_Stretch]:
    """How many consultations; and which tables, without figures."""
    if not spoken:
        return
    period = short_period(window_in(correction.raw, NOW))
    was, now = spoken.get((SAID, ALL), ("", ""))
    if (SAID, ALL) not in spoken:
        before = after = _("Consultations, %(period)s.") % {"period": period}
    else:
        count = _("Consultations, %(period)s: %(count)s.")
        before, after = (count % {"period": period, "count": number(int(each))} for each in (was, now))
    after = _with_tables(after, list(_tables_of_voices(of for _window, of in spoken)))
    if (SAID, WORDS) in spoken:
        found = correction.found.open if is_partner else correction.found.said
        after = f"{after} {_of_words(found, spoken[SAID, WORDS][1])}"
    yield _Stretch(SAID, before, after, None)


def _of_words(found: OfSessions, now: Value) -> str:
    """That printed words are others, and not which: why they were taken back may be that they harm somebody."""
    if now == found.printed.get((SAID, WORDS)):
        return _("Statements or quotations that were corrected stand as they were printed again.")
    return _(
        "Statements or quotations that were printed are corrected or withdrawn. Do not pass them on as they were "
        "printed."
    )


def _of_the_rest(correction: Correction, *, is_alone: bool) -> Iterator[str]:
    """Of what the restricted edition alone prints."""
    rest = []
    if any(window not in {*WINDOWS, SAID} for window, _of in correction.moved):
        rest.append(_("records of earlier years"))
    if is_alone and any(window == SAID and of != WORDS for window, of in correction.moved):
        rest.append(_("what was said in consultations"))
    if rest:
        yield _("Counted otherwise in the restricted edition: %(tables)s.") % {"tables": listed(rest, len(rest))}
    if is_alone and (SAID, WORDS) in correction.moved:
        yield _of_words(correction.found.said, correction.moved[SAID, WORDS][1])


def _tables_of_voices(keys: Iterable[str]) -> Iterator[str]:
    kinds = {of.partition("=")[0] for of in keys}
    for names, told in (
        ({"people", "invited", "came", "sector", "about", "group", "barrier"}, _("who was heard")),
        ({"need"}, _("needs")),
        ({"concern"}, _("ratings of concern")),
        ({"trust"}, _("ratings of trust")),
        ({"priority"}, _("priorities")),
        ({"in_confidence"}, _("what was said in confidence")),
    ):
        if names & kinds:
            yield told


def _of_total() -> str:
    return _("Records, %(period)s: %(count)s.")


def told_after(known: int | Band | None, now: int, *, is_told: bool) -> str:
    if is_told:
        return _of_total()
    if known is None:
        return _("Records, %(period)s: not printed, and not told here.")
    if _is_far(known, now):
        return _(
            "Records, %(period)s: at least %(least)s fewer or more than before. How many is not told here: the "
            "difference of two figures would tell of single records."
        )
    return _(
        "Records, %(period)s: as before, or fewer than %(least)s more or less. How many is not told here: the "
        "difference of two figures would tell of single records."
    )


def may_be_told(known: int | Band | None, now: int) -> bool:
    """Whether a total tells of no few records beside the one that members know."""
    return isinstance(known, int) and _is_far(known, now) and now >= FEWEST_FOR_PARTNERS


def _is_far(known: int | Band, now: int) -> bool:
    """From each figure that it may have been."""
    low, high = known if isinstance(known, Band) else (known, known)
    return max(low - now, now - high) >= FEWEST_FOR_PARTNERS


def _total_of(partner: Edition, period: Period) -> int | Band | None:
    for each in read([partner.figures]):
        if each.window == period:
            return each.total
    return None


def _table(family: str) -> str:
    """What a table is called that counts by it."""
    return {
        "district": _("by district"),
        "currents": _("by current"),
        "manifestations": _("by what was done"),
        "targets": _("by targeted group"),
        "setting": _("by kind of place"),
        "space": _("offline and online"),
        "place": _("by where it could be placed"),
    }[family]
