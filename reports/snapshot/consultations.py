"""Consultations in the snapshot: what their rules let be kept together, and read back for the analysis.

What a rule keeps apart in the database stays apart here: of a session under the Chatham House rule the snapshot holds
how many organisations of each sector came and never which; of a confidential one no words, and nothing that it tells
alone.
"""

import datetime
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from accounts.composed import Composed, among
from accounts.markings import up_to
from analysis.disclosure import (
    CONFIDENTIAL,
    RULES,
    Attribution,
    kept_as,
    rater,
    told_by_enough,
    weighed_as,
    window_of,
    windows_in,
)
from analysis.records import Period
from analysis.sessions import UNNAMED, GroupHeard, Raised, Rated, Session, Unit
from reports.snapshot.canonical import canonical
from stakeholders.models import (
    Attendance,
    Consultation,
    Disagreement,
    Finding,
    HeadCount,
    Need,
    Outlook,
    PopulationGroup,
    Quote,
    TrustRating,
)
from stakeholders.vocabulary import (
    BLOCKS,
    Answer,
    Axis,
    Held,
)

# One thing that sessions may tell alike: what kind of thing, and which.
Topic = tuple[str, ...]
# A need said in confidence, without everything but its kind and priority.
NO_WORDS: dict[str, Any] = {"statement": "", "districts": [], "groups": [], "level": ""}


def groups_to_hear() -> list[dict[str, Any]]:
    """Those the city set out to hear when the snapshot was taken."""
    return list(PopulationGroup.objects.current().order_by("code").values("code", "name", "marginalised", "size"))


def freeze_consultations(period: Period, most: str, last_day: datetime.date) -> list[dict[str, Any]]:
    """Every approved consultation of the period up to its last day (earlier where it goes on) that is marked up to
    `most`, in the order of its number, as far as its rule lets it be told. Inside the city's transaction."""
    found = Consultation.objects.approved().filter(first_day__gte=period.start, first_day__lte=last_day)
    found = found.filter(marking__in=up_to(most)).order_by("id")
    return disclosed(_snapshot_data(found), period)


def as_frozen(found: Iterable[Consultation]) -> list[dict[str, Any]]:
    """What a snapshot would keep of these today, before their rules cut them down (`disclosed`)."""
    rows: list[dict[str, Any]] = json.loads(canonical(_snapshot_data(found)))
    return rows


# What was said in each, by the name it has in a snapshot.
SAID: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "needs": (Need, ("category", "priority", "statement", "districts", "groups", "level")),
    "outlook": (Outlook, ("district", "concern", "direction")),
    "trust": (TrustRating, ("body", "level")),
    "findings": (Finding, ("kind", "statement", "districts")),
    "quotes": (Quote, ("text", "attribution")),
}
WHO = ("organisation", "organisation__name", "sector", "block")
OF_ALL = {"head_counts": ("axis", "code", "people", "represented"), "disagreements": ("statement", "blocks")}


class Invited(NamedTuple):
    """An organisation that was, and whether it came."""

    answer: str
    organisation: int
    sector: str


def _snapshot_data(found: Iterable[Consultation]) -> list[dict[str, Any]]:
    """Everything of one kind is asked for at once, however many there are."""
    sessions = list(found)
    numbers = [each.pk for each in sessions]
    named = [each.pk for each in sessions if each.keeps_organisations]
    attended: dict[int, list[Invited]] = defaultdict(list)
    for number, *invited in _attended().rows(None, numbers=named) if named else ():
        attended[number].append(Invited(*invited))
    parts = {name: _by_session(name, fields, numbers) for name, fields in OF_ALL.items()}
    parts |= {name: _by_session(name, (*fields, *WHO), numbers) for name, (_model, fields) in SAID.items()}
    return [
        {
            "id": one.pk,
            "instrument": one.instrument,
            "confidentiality": one.confidentiality,
            "marking": one.marking,
            "first_day": one.first_day,
            "districts": one.districts if one.held == Held.DISTRICTS else [],
            "people": one.people,
            "review_by": one.review_by,
            "barriers": one.barriers,
            **_attendance(one, attended[one.pk]),
            **{name: of_each[one.pk] for name, of_each in parts.items()},
        }
        for one in sessions
    ]


def _by_session(part: str, fields: tuple[str, ...], numbers: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for number, *values in _of_sessions(part, fields).rows(None, numbers=numbers) if numbers else ():
        found[number].append(dict(zip(fields, values, strict=True)))
    return found


@cache
def _of_sessions(part: str, fields: tuple[str, ...]) -> Composed:
    """Asked each time figures are looked at anew: composing took longer than asking."""
    there = {"consultation__in": among()}
    rows: dict[str, Any] = {
        "head_counts": HeadCount.objects.filter(**there),
        "disagreements": Disagreement.objects.filter(**there),
        **{name: model.objects.filter(**there).order_by("id") for name, (model, _fields) in SAID.items()},
    }
    asked = rows[part].filter(consented=True) if part == "quotes" else rows[part]
    return Composed(asked.values_list("consultation_id", *fields))


@cache
def _attended() -> Composed:
    rows = Attendance.objects.filter(consultation__in=among())
    told = rows.values_list("consultation_id", "answer", "organisation_id", "organisation__sector")
    return Composed(told)


def _attendance(one: Consultation, rows: Sequence[Invited]) -> dict[str, Any]:
    if not one.keeps_organisations:
        return {
            "invited": one.organisations_invited,
            "came": one.organisations_came,
            "organisations": [],
            "sectors": {},
        }
    came = [row for row in rows if row.answer == Answer.TOOK_PART]
    on_record = RULES[one.confidentiality].names_organisations
    return {
        "invited": len(rows),
        "came": len(came),
        "organisations": [{"id": each.organisation, "sector": each.sector} for each in came] if on_record else [],
        "sectors": dict(sorted(Counter(each.sector for each in came).items())),
    }


def disclosed(rows: Sequence[dict[str, Any]], period: Period) -> list[dict[str, Any]]:
    """The consultations of a period cut down to what their rules let be told: of confidential ones no words, nothing of
    a district, and only what enough of them tell alike in a fixed window that lies whole in the period.

    Applied before anything is frozen; again when it is read, for snapshots that are older than this rule.
    """
    enough: dict[int, frozenset[Topic]] = {}
    for window in windows_in(period.start, period.end):
        told = (_told_of(row) for row in rows if _is_confidential(row) and _window(row) == window)
        enough[window] = told_by_enough(CONFIDENTIAL, told)
    return [_cut(row, enough.get(_window(row), frozenset())) if _is_confidential(row) else row for row in rows]


def _window(row: dict[str, Any]) -> int:
    day = row["first_day"]
    return window_of(day if isinstance(day, datetime.date) else datetime.date.fromisoformat(day))


def _told_of(row: dict[str, Any]) -> frozenset[Topic]:
    """Everything that one confidential session tells and that others may tell alike."""
    return frozenset(
        (
            ("session",),
            *(("block", unit.block) for unit in _units_there(row)),
            *(("barrier", code) for code in row["barriers"]),
            *((each["axis"], each["code"]) for each in row["head_counts"] if each["axis"] != Axis.SECTOR),
            *(_need(each) for each in row["needs"]),
            *(_concern(each) for each in row["outlook"] if not each["district"]),
            *(_trust(each) for each in row["trust"]),
        )
    )


def _need(said: dict[str, Any]) -> Topic:
    return "need", said["block"], said["category"]


def _concern(said: dict[str, Any]) -> Topic:
    return "concern", said["block"]


def _trust(said: dict[str, Any]) -> Topic:
    return "trust", said["block"], said["body"]


def _cut(row: dict[str, Any], enough: frozenset[Topic]) -> dict[str, Any]:
    """A confidential session without what it tells alone. How many came is told where as many sessions were held."""
    counts = ("people", "invited", "came")
    return {
        **row,
        **{name: [] for name in ("districts", "findings", "disagreements", "quotes")},
        **{name: row[name] if ("session",) in enough else None for name in counts},
        "barriers": [code for code in row["barriers"] if ("barrier", code) in enough],
        "head_counts": [each for each in row["head_counts"] if _counted_as(each) in enough],
        "needs": [{**each, **NO_WORDS} for each in row["needs"] if _need(each) in enough],
        "outlook": [each for each in row["outlook"] if not each["district"] and _concern(each) in enough],
        "trust": [each for each in row["trust"] if _trust(each) in enough],
    }


def _counted_as(heard: dict[str, Any]) -> Topic:
    """Sectors are told by their block."""
    if heard["axis"] == Axis.SECTOR:
        return "block", str(BLOCKS[heard["code"]])
    return heard["axis"], heard["code"]


def load_consultations(rows: Sequence[dict[str, Any]], dated: datetime.date) -> tuple[Session, ...]:
    """As the analysis takes them, of rows that are `disclosed`."""
    return tuple(_session(row, dated) for row in rows)


def in_confidence(rows: Sequence[dict[str, Any]]) -> int:
    """How many sessions were confidential: of each of them something is not told."""
    return sum(map(_is_confidential, rows))


def _is_confidential(row: dict[str, Any]) -> bool:
    return bool(row["confidentiality"] == CONFIDENTIAL)


def _session(row: dict[str, Any], dated: datetime.date) -> Session:
    review_by = row["review_by"]
    return Session(
        key=str(row["id"]),
        districts=tuple(row["districts"]),
        heard=tuple(_units_there(row)),
        needs=tuple(_raised(row, each) for each in row["needs"]),
        concern=tuple(
            _rated(row, each, each["district"], each["concern"], each["direction"]) for each in row["outlook"]
        ),
        trust=tuple(_rated(row, each, each["body"], each["level"]) for each in row["trust"]),
        groups=tuple(
            GroupHeard(each["code"], each["people"], each["represented"])
            for each in row["head_counts"]
            if each["axis"] == Axis.GROUP
        ),
        people=row["people"],
        invited=row["invited"],
        came=row["came"],
        came_of=() if row["organisations"] else tuple(row["sectors"].items()),
        barriers=tuple(row["barriers"]),
        stale=review_by is not None and datetime.date.fromisoformat(review_by) < dated,
        in_confidence=_is_confidential(row),
    )


def _raised(row: dict[str, Any], said: dict[str, Any]) -> Raised:
    return Raised(_unit(said), said["category"], said["priority"], tuple(said["districts"]), _rater(row, said))


def _rated(row: dict[str, Any], said: dict[str, Any], of: str, level: int, direction: str = "") -> Rated:
    return Rated(_unit(said), of, level, _rater(row, said), direction)


def _rater(row: dict[str, Any], said: dict[str, Any]) -> str:
    return rater(row["confidentiality"], row["id"], Attribution(said["organisation"], said["sector"], said["block"]))


def _units_there(row: dict[str, Any]) -> Iterator[Unit]:
    """Who took part, as far as the rule tells them apart."""
    if _is_confidential(row):
        sectors = [each["code"] for each in row["head_counts"] if each["axis"] == Axis.SECTOR]
        there = [(None, sector) for sector in sectors]
    elif row["organisations"]:
        there = [(each["id"], each["sector"]) for each in row["organisations"]]
    else:
        there = [(None, sector) for sector in row["sectors"]]
    for organisation, sector in there:
        said = Attribution(organisation, sector, str(BLOCKS[sector]))
        yield _unit_of(kept_as(row["confidentiality"], said, row["sectors"]))


def _unit(said: dict[str, Any]) -> Unit:
    return _unit_of(Attribution(said["organisation"], said["sector"] or UNNAMED, said["block"]))


def _unit_of(who: Attribution) -> Unit:
    return Unit(weighed_as(who), who.sector, who.block, is_named=who.organisation is not None)
