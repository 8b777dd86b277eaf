"""The figures that a diagnosis prints of what was said, from its snapshot and from the same sessions as they are today.

What the difference of two figures would tell of single people or sessions is no figure here but a mark, which says
that it is another and never how: ratings, of which none is shown that fewer than three gave; and all that was said in
confidence, of which nothing is told that fewer than three sessions tell.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accounts.markings import Marking, readable
from analysis.disclosure import CONFIDENTIAL, RULES
from analysis.priorities import PartName, priorities
from analysis.ratings import Ratings
from analysis.sessions import Session
from analysis.voices import Voices, voices
from reports.sections.needs import may_print_blocks
from reports.selection import ALL, NOW, SAID, RawSnapshot, window_in
from reports.snapshot import FROZEN_UP_TO, sha256
from reports.snapshot.consultations import as_frozen, disclosed, load_consultations
from stakeholders.models import Consultation

# Whether and as what a session counts, in its own columns.
COUNTED_BY = (
    *("state", "confidentiality", "first_day", "held", "districts", "people", "barriers"),
    *("organisations_invited", "organisations_came"),
)
IN_CONFIDENCE = "in_confidence"
# Statements and quotes, which the annex of an edition prints all of, each with what stands beside it; disagreements are
# in the restricted edition alone.
WORDS = "words"
IN_WORDS = {
    "needs": ("category", "statement", "districts", "groups", "level", "sector", "block"),
    "findings": ("kind", "statement", "districts", "sector", "block"),
    "quotes": ("text", "attribution", "sector", "block"),
}
IN_RESTRICTED_WORDS = {**IN_WORDS, "disagreements": ("statement", "blocks")}
# Of a session that is withdrawn, looked at again or erased.
NOT_COUNTED = "none"
# What one counts as that counts as it was printed again.
AS_PRINTED = "as printed"
# Of what was said: what is counted, of what, and where or by whom.
BAR = "|"

# A number, or a mark.
Value = int | str
Figures = Mapping[tuple[str, str], Value]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OfSessions:
    """Which its readers may know of, what it prints of them and what the same would be now. `sessions` are those that
    count otherwise, each with what it counts as now, by which two changes of it are told apart; `gone` those that are
    there no more; `held` those that were told of, are closed to its readers by now and were changed since."""

    numbers: frozenset[int]
    printed: Figures
    now: Figures
    sessions: Mapping[int, str]
    gone: frozenset[int]
    held: frozenset[int]


@dataclass(frozen=True, slots=True)
class Today:
    """Of the sessions a snapshot holds: the marking of each that is there, and those that would be frozen now."""

    markings: Mapping[int, str]
    rows: Mapping[int, Row]


def sessions_today(raw: RawSnapshot) -> Today:
    """Inside the city."""
    period = window_in(raw, NOW)
    kept = [int(row["id"]) for row in raw.get("consultations", [])]
    there = Consultation.objects.filter(pk__in=kept)
    found = there.approved().filter(first_day__gte=period.start, first_day__lte=period.end).order_by("id")
    return Today(dict(there.order_by().values_list("pk", "marking")), {int(row["id"]): row for row in as_frozen(found)})


def recount_sessions(
    raw: RawSnapshot, now_there: Today, told: Mapping[int, str], up_to_marking: Marking = FROZEN_UP_TO
) -> OfSessions:
    """Of those that the snapshot holds up to a marking. One that is marked above by now stays as it was, that it is
    closed to readers is no correction; but what was told of it is not taken back."""
    period = window_in(raw, NOW)
    kept = [row for row in raw.get("consultations", []) if readable(row["marking"], up_to_marking)]
    frozen = {int(row["id"]): row for row in disclosed(kept, period)}
    there = {pk: marking for pk, marking in now_there.markings.items() if pk in frozen}
    above = {pk for pk, marking in there.items() if not readable(marking, up_to_marking)}
    closed = above - told.keys()
    today = {pk: row for pk, row in now_there.rows.items() if pk in there} | {pk: frozen[pk] for pk in closed}
    told_now = {int(row["id"]): row for row in disclosed([today[pk] for pk in sorted(today)], period)}
    dated = date.fromisoformat(raw["diagnosis"]["dated"])
    was, now = _as_sessions(frozen, dated), _as_sessions(told_now, dated)
    in_words, in_words_now = (_words(rows, up_to_marking) for rows in (frozen, told_now))
    other = {
        pk: _mark((now.get(pk), sorted(in_words_now.get(pk, ())))) if pk in now else NOT_COUNTED
        for pk in was
        if was[pk] != now.get(pk) or in_words[pk] - in_words_now.get(pk, frozenset())
    }
    held = frozenset(pk for pk in above & told.keys() if other.get(pk, AS_PRINTED) != told[pk])
    whispered = {pk for pk in frozen if any(_is_confidential(rows.get(pk)) for rows in (frozen, told_now))}
    aloud = {pk: told_now.get(pk) for pk in frozen.keys() - whispered} | {pk: frozen[pk] for pk in whispered}
    printed, counted = (
        _figures(list(_as_sessions(rows, dated).values()), raw)
        for rows in (frozen, {pk: aloud[pk] for pk in frozen if aloud[pk] is not None})
    )
    counted[SAID, ALL] = len(told_now)
    for figures, sessions in ((printed, was), (counted, now)):
        figures[SAID, IN_CONFIDENCE] = _mark([sessions.get(pk) for pk in sorted(whispered)])
    # what is said in words since is new; what was printed stands so still, or does not
    still = {
        pk: each & (each if pk in whispered else in_words_now.get(pk, frozenset())) for pk, each in in_words.items()
    }
    for figures, words in ((printed, in_words), (counted, still)):
        figures[SAID, WORDS] = _mark(sorted((pk, each) for pk, of_one in words.items() for each in of_one))
    gone = frozenset(other.keys() - there.keys())
    return OfSessions(frozenset(frozen.keys() - above), printed, counted, other, gone, held)


def _words(rows: Mapping[int, Row | None], up_to_marking: Marking) -> dict[int, frozenset[str]]:
    """Of each session what is printed of it in words."""
    kinds = IN_WORDS if up_to_marking == Marking.GREEN else IN_RESTRICTED_WORDS
    said = {
        pk: row if row is not None and RULES[row["confidentiality"]].prints_words else dict.fromkeys(kinds, ())
        for pk, row in rows.items()
    }
    return {
        pk: frozenset(repr([kind, *map(each.get, names)]) for kind, names in kinds.items() for each in row[kind])
        for pk, row in said.items()
    }


def _is_confidential(row: Row | None) -> bool:
    return row is not None and row["confidentiality"] == CONFIDENTIAL


def _as_sessions(rows: Mapping[int, Row | None], dated: date) -> dict[int, Session]:
    """Without whether they are stale: that they were looked at again is no correction."""
    there = [row for row in rows.values() if row is not None]
    return {int(each.key): replace(each, stale=False) for each in load_consultations(there, dated)}


def _mark(value: object) -> str:
    """The same for the same; nothing for nothing."""
    return sha256(repr(value).encode())[:16] if value else ""


def _figures(sessions: Sequence[Session], raw: RawSnapshot) -> dict[tuple[str, str], Value]:
    said = voices(sessions, groups=[group["code"] for group in raw.get("groups", [])])
    districts = [each["code"] for each in raw["boundaries"]["districts"]]
    found = dict(_counts(said))
    found |= _needs(said)
    found |= {f"concern={_of(each)}": _mark(each) for each in said.concern}
    found |= {f"trust={_of(each)}": _mark(each) for each in said.trust}
    for each in priorities(sessions, districts=districts, recorded=dict, served=None):
        parts = [each.parts[name] for name in (PartName.VOICED, PartName.BREADTH)]
        found[f"priority={each.category}{BAR}{each.area}"] = _mark(parts)
    return {(SAID, of): value for of, value in found.items() if value}


def _of(each: Ratings) -> str:
    return BAR.join((each.of, each.block, each.sector))


def _counts(said: Voices) -> Iterator[tuple[str, Value]]:
    yield from {ALL: said.sessions, "people": said.people, "invited": said.invited, "came": said.came}.items()
    for name, counts in (("sector", said.of_sector), ("about", said.districts), ("barrier", said.barriers)):
        yield from ((f"{name}={code}", count) for code, count in counts.items())
    for each in said.groups:
        counted = {"people": each.people, "sessions": each.sessions, "direct": each.direct_sessions}
        yield from ((f"group={each.group}{BAR}{name}", count) for name, count in counted.items())


def _needs(said: Voices) -> dict[str, Value]:
    """How strongly in hundredths, as they are printed, where there are enough for an order."""
    found: dict[str, Value] = {}
    for each in said.needs:
        found[f"need={each.category}{BAR}organisations"] = each.organisations
        found[f"need={each.category}{BAR}sessions"] = each.unnamed
        if said.is_ordered:
            found[f"need={each.category}{BAR}strength"] = round(100 * each.score)
            for block in may_print_blocks(said):
                found[f"need={each.category}{BAR}strength{BAR}{block}"] = round(100 * each.blocks.get(block, 0))
    return found
