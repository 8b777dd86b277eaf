"""The last released diagnosis, kept in the snapshot of the next: which it was, what it judged, and its figures."""

from typing import Any

from accounts.markings import up_to
from analysis.pair import Unlike
from jobs import artefacts
from reports.models import Diagnosis, Judgement, Snapshot
from reports.snapshot.compared import compared, ground_of, plain_ground
from reports.snapshot.loading import SnapshotData, load
from reports.snapshot.ranked import ranked_in

SNAPSHOT = "json"
PRINTED = (Judgement.State.CONFIRMED, Judgement.State.REWRITTEN)


def frozen_last(last: Diagnosis | None, now: SnapshotData, most: str) -> dict[str, Any]:
    """What `now` is compared with, as plain values; empty where nothing was released before. It needs no records.

    Of one that is marked above `most` only which it is. Of one whose records were erased its judgements alone.
    """
    if last is None:
        return {}
    which = {"number": last.number, "start": last.start, "end": last.end, "released_on": last.released_on}
    snapshot: Snapshot | None = getattr(last, "snapshot", None)
    if snapshot is None or last.marking not in up_to(most):
        return which
    return {
        **which,
        "sha256": snapshot.sha256,
        "marking": last.marking,
        "method": snapshot.method_version,
        "language": last.language,
        "judgements": _judgements(last),
        "priorities": [each.plain() for each in ranked_in(last)],
        **_side(snapshot, now),
    }


def _judgements(last: Diagnosis) -> list[dict[str, Any]]:
    rows = last.judgements.filter(state__in=PRINTED).order_by("section", "order")
    return [dict(row) for row in rows.values("key", "statement", "confidence")]


def _side(snapshot: Snapshot, now: SnapshotData) -> dict[str, Any]:
    if snapshot.gone_at is not None:
        return {"unlike": [Unlike.ERASED]}
    try:
        before = load(artefacts.read(snapshot.city_id, snapshot.sha256, SNAPSHOT))
    except artefacts.ArtefactError:
        return {"unlike": [Unlike.ERASED]}
    ends_first = is_first(before, now)
    ground = ground_of(before, now) if ends_first else ground_of(now, before)
    return {"ground": plain_ground(ground), "told": compared(before, ground, 0 if ends_first else 1).plain()}


def is_first(one: SnapshotData, other: SnapshotData) -> bool:
    """Whether the period of one ends first, or its number is the lower where both are the same."""
    return _place(one) < _place(other)


def _place(frozen: SnapshotData) -> tuple[Any, ...]:
    return frozen.period.end, frozen.period.start, int(frozen.diagnosis["number"])
