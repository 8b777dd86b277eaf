"""Consultations in the snapshot: what their rules let be kept together, and read back for the analysis.

What a rule keeps apart in the database stays apart here: of a session under the Chatham House rule the snapshot holds
how many organisations of each sector came and never which; of a confidential one, counts.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from analysis.disclosure import CONFIDENTIAL, RULES, Attribution, kept_as, told_by_enough, voice
from analysis.records import Period
from analysis.voices import UNNAMED, GroupHeard, Raised, Rated, Session, Unit
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


def groups_to_hear() -> list[dict[str, Any]]:
    """Those the city set out to hear when the snapshot was taken."""
    return list(PopulationGroup.objects.current().order_by("code").values("code", "name", "marginalised", "size"))


def freeze_consultations(period: Period) -> list[dict[str, Any]]:
    """Every approved consultation of the period, in the order of its number. Inside the city's transaction."""
    found = Consultation.objects.approved().filter(first_day__gte=period.start, first_day__lte=period.end)
    return [_snapshot_data(each) for each in found.order_by("id")]


def _snapshot_data(one: Consultation) -> dict[str, Any]:
    return {
        "id": one.pk,
        "instrument": one.instrument,
        "confidentiality": one.confidentiality,
        "first_day": one.first_day,
        "districts": one.districts if one.held == Held.DISTRICTS else [],
        "people": one.people,
        "review_by": one.review_by,
        "barriers": one.barriers,
        **_attendance(one),
        "head_counts": list(HeadCount.objects.filter(consultation=one).values("axis", "code", "people", "represented")),
        "needs": _said(Need, one, "category", "priority", "statement", "districts"),
        "outlook": _said(Outlook, one, "district", "concern", "direction"),
        "trust": _said(TrustRating, one, "body", "level"),
        "findings": _said(Finding, one, "kind", "statement", "districts"),
        "disagreements": list(Disagreement.objects.filter(consultation=one).values("statement", "blocks")),
        "quotes": _said(Quote, one, "text", "attribution", consented=True),
    }


def _said(model: type[Any], one: Consultation, *fields: str, **only: Any) -> list[dict[str, Any]]:
    rows = model.objects.filter(consultation=one, **only).order_by("id")
    return list(rows.values(*fields, "organisation", "organisation__name", "sector", "block"))


def _attendance(one: Consultation) -> dict[str, Any]:
    if not one.keeps_organisations:
        return {
            "invited": one.organisations_invited,
            "came": one.organisations_came,
            "organisations": [],
            "sectors": {},
        }
    rows = list(Attendance.objects.filter(consultation=one).select_related("organisation"))
    came = [row.organisation for row in rows if row.answer == Answer.TOOK_PART]
    on_record = RULES[one.confidentiality].names_organisations
    return {
        "invited": len(rows),
        "came": len(came),
        "organisations": [{"id": each.pk, "sector": each.sector} for each in came] if on_record else [],
        "sectors": dict(sorted(Counter(each.sector for each in came).items())),
    }


def load_consultations(rows: Sequence[dict[str, Any]], dated: datetime.date) -> tuple[Session, ...]:
    """As the analysis takes them. Of confidential sessions a block or a group counts from three sessions on, and
    what they say about a single district does not."""
    blocks, groups = _enough(rows, _blocks_of), _enough(rows, _groups_of)
    return tuple(_session(row, dated, blocks, groups) for row in rows)


def withheld_in_confidence(rows: Sequence[dict[str, Any]]) -> int:
    """Confidential sessions of which something is not told."""
    blocks, groups = _enough(rows, _blocks_of), _enough(rows, _groups_of)
    return sum(
        bool(row["districts"] or _blocks_of(row) - blocks or _groups_of(row) - groups)
        for row in rows
        if _is_confidential(row)
    )


def _enough(rows: Sequence[dict[str, Any]], of: Callable[[dict[str, Any]], frozenset[str]]) -> frozenset[str]:
    """Those of which enough confidential sessions tell for none of the sessions to be meant alone."""
    return told_by_enough(CONFIDENTIAL, (of(row) for row in rows if _is_confidential(row)))


def _is_confidential(row: dict[str, Any]) -> bool:
    return bool(row["confidentiality"] == CONFIDENTIAL)


def _blocks_of(row: dict[str, Any]) -> frozenset[str]:
    said = (each["block"] for kind in ("needs", "outlook", "trust") for each in row[kind])
    return frozenset({*said, *(unit.block for unit in _units_there(row))})


def _groups_of(row: dict[str, Any]) -> frozenset[str]:
    return frozenset(each["code"] for each in row["head_counts"] if each["axis"] == Axis.GROUP)


def _session(
    row: dict[str, Any], dated: datetime.date, open_blocks: frozenset[str], open_groups: frozenset[str]
) -> Session:
    review_by = row["review_by"]
    secret, tells_of_districts = _is_confidential(row), RULES[row["confidentiality"]].tells_of_districts

    def told(kind: str) -> list[dict[str, Any]]:
        return [each for each in row[kind] if not secret or each["block"] in open_blocks]

    return Session(
        key=str(row["id"]),
        districts=tuple(row["districts"]) if tells_of_districts else (),
        heard=tuple(unit for unit in _units_there(row) if not secret or unit.block in open_blocks),
        needs=tuple(Raised(_unit(row, each), each["category"], each["priority"]) for each in told("needs")),
        concern=tuple(
            Rated(_unit(row, each), each["district"], each["concern"])
            for each in told("outlook")
            if tells_of_districts or not each["district"]
        ),
        trust=tuple(Rated(_unit(row, each), each["body"], each["level"]) for each in told("trust")),
        groups=tuple(
            GroupHeard(each["code"], each["people"], each["represented"])
            for each in row["head_counts"]
            if each["axis"] == Axis.GROUP and (not secret or each["code"] in open_groups)
        ),
        people=row["people"],
        invited=row["invited"],
        came=row["came"],
        barriers=tuple(row["barriers"]),
        stale=review_by is not None and datetime.date.fromisoformat(review_by) < dated,
    )


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
        yield _unit_of(row, kept_as(row["confidentiality"], said, row["sectors"]))


def _unit(row: dict[str, Any], said: dict[str, Any]) -> Unit:
    return _unit_of(row, Attribution(said["organisation"], said["sector"] or UNNAMED, said["block"]))


def _unit_of(row: dict[str, Any], who: Attribution) -> Unit:
    return Unit(voice(row["id"], who), who.sector, who.block)
