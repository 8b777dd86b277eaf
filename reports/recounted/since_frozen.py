"""What became of the records of a number since they were frozen: what the same would count today, and why."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import ngettext

from accounts.markings import readable, up_to
from core.formats import number
from mapping.models import BoundarySet, Observation
from records.models import ReviewState
from reports.selection import UNSAID, RawSnapshot, Selection, window_in
from reports.snapshot import FROZEN_UP_TO

# How the database calls what records are told apart by; of the others it is not said what they would count today.
LOOKED_UP = {
    **{each: f"{each}__overlap" for each in ("currents", "manifestations", "targets")},
    **{each: f"{each}__in" for each in ("space", "setting", "severity", "platform", "reliability", "credibility")},
    "source": "source__key__in",
    "source_type": "source__source_type__in",
}


@dataclass(frozen=True, slots=True)
class Since:
    """How many it would be today, and the reasons, in words; none where it is the same records."""

    count: int
    reasons: tuple[str, ...]


def since_frozen(
    raw: RawSnapshot, window: str, chosen: Selection, frozen: Collection[int], clearance: str
) -> "Since | None":
    """None where it cannot be asked: of what only the analysis tells apart. Nobody is told of what is marked above
    their clearance."""
    asked = _asked(raw, chosen)
    if asked is None:
        return None
    period = window_in(raw, window)
    known = clearance if readable(clearance, FROZEN_UP_TO) else FROZEN_UP_TO
    there = Observation.objects.counted(known).filter(source__marking__in=up_to(known))
    now = set(there.filter(asked, first_day__gte=period.start, last_day__lte=period.end).values_list("pk", flat=True))
    return Since(len(now), tuple(_reasons(set(frozen), now, known)))


def _asked(raw: RawSnapshot, chosen: Selection) -> Q | None:
    found = Q()
    for each in chosen.each():
        if UNSAID in each.codes:
            return None
        if each.by == "district":
            boundaries = BoundarySet.objects.filter(valid_from=raw["boundaries"]["valid_from"])
            found &= Q(district__code__in=each.codes, district__boundary_set__in=boundaries)
        elif each.by == "month":
            months = Q()
            for code in each.codes:
                months |= Q(first_day__startswith=code, last_day__startswith=code)
            found &= months
        elif each.by in LOOKED_UP:
            found &= Q(**{LOOKED_UP[each.by]: each.codes})
        else:
            return None
    return found


def _reasons(frozen: set[int], now: set[int], known: str) -> Iterator[str]:
    left = frozen - now
    rows: Sequence[tuple[Any, ...]] = list(
        Observation.objects.filter(pk__in=left).values_list("pk", "state", "marking", "counts_below")
    )
    erased = len(left) - len(rows)
    gone = {pk for pk, state, _marking, _below in rows if state != ReviewState.APPROVED}
    above = {pk for pk, _state, marking, _below in rows if pk not in gone and not readable(marking, known)}
    same = {pk for pk, _s, _m, below in rows if pk not in gone | above and below and readable(below, known)}
    changed = len(rows) - len(gone | above | same)
    yield from _told(erased, gone, above, same, changed, came=len(now - frozen))


def _told(
    erased: int, gone: Collection[int], above: Collection[int], same: Collection[int], changed: int, *, came: int
) -> Iterator[str]:
    if erased:
        yield ngettext("%(count)s is erased", "%(count)s are erased", erased) % {"count": number(erased)}
    if gone:
        told = ngettext(
            "%(count)s was withdrawn or opened again", "%(count)s were withdrawn or opened again", len(gone)
        )
        yield told % {"count": number(len(gone))}
    if above:
        told = ngettext(
            "%(count)s is marked higher than what you or the reports read",
            "%(count)s are marked higher than what you or the reports read",
            len(above),
        )
        yield told % {"count": number(len(above))}
    if same:
        told = ngettext(
            "%(count)s counts under a better record of the same event",
            "%(count)s count under better records of the same events",
            len(same),
        )
        yield told % {"count": number(len(same))}
    if changed:
        told = ngettext("%(count)s says something else by now", "%(count)s say something else by now", changed)
        yield told % {"count": number(changed)}
    if came:
        yield ngettext("%(count)s came in since", "%(count)s came in since", came) % {"count": number(came)}
