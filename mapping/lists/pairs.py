"""Records that may tell of the same event: what is proposed, and what was said."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.requests import CityRequest
from analysis.likeness import DAYS_APART, Found, Likely, RecordedEvent, likely_same
from core.lists import Chosen
from core.sort_keys import Alphabetical
from mapping.models import District, Observation, Pair

# Read at a time, the latest first, and how often for one page.
MOST_READ, ROUNDS = 4_000, 5
# Pairs compared for one page. A city of 20,000 records in six years and 24 districts has a fifth of that in all.
MOST_COMPARED = 40_000
# Of one record, what lies beside it.
MOST_BESIDE = 200
SHOWN = 20
PROPOSED, SAME, TWO = "proposed", "same", "two"


@dataclass(frozen=True, slots=True)
class RecordPair:
    """Two records beside one another: how alike their words are (none where somebody said it), and what was said."""

    first: Observation
    second: Observation
    likeness: int | None = None
    pair: Pair | None = None

    @property
    def both(self) -> tuple[Observation, Observation]:
        return self.first, self.second


@dataclass(frozen=True, slots=True)
class Proposals:
    """One page of pairs. `older` is the day to go on with, none where there is nothing before; `is_cut` where as many
    were compared as may be for one page."""

    pairs: Sequence[RecordPair]
    older: datetime.date | None = None
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class PairFilters:
    """What the address of the page asks for."""

    shown: str
    district: int | None
    until: datetime.date | None
    districts: Chosen
    kinds: Chosen

    @property
    def is_narrowed(self) -> bool:
        return bool(self.district or self.until)


def asked_of(request: CityRequest) -> PairFilters:
    shown, until = request.GET.get("shown", ""), request.GET.get("until", "")
    choices = [(PROPOSED, _("Not decided yet")), (SAME, _("The same event")), (TWO, _("Two events"))]
    shown = shown if shown in dict(choices) else PROPOSED
    there = District.objects.of_today(city_id=request.city.pk).only("name").order_by(Alphabetical("name"))
    districts = [(str(each.pk), each.name) for each in there]
    district = request.GET.get("district", "")
    district = district if district in dict(districts) else ""
    return PairFilters(
        shown,
        int(district) if district else None,
        _day(until),
        Chosen("district", _("District"), districts, district),
        Chosen("shown", _("Shown"), choices, shown),
    )


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def _shifted(day: datetime.date, days: int) -> datetime.date:
    """So many days later, within the calendar: before the first day there is, and after the last, there is none."""
    ordinal = day.toordinal() + days
    return datetime.date.fromordinal(min(max(ordinal, datetime.date.min.toordinal()), datetime.date.max.toordinal()))


def proposals(user: User, asked: PairFilters) -> Proposals:
    """Pairs that nobody decided yet, of an earlier day up to `asked.until`; the latest first."""
    found: list[Likely] = []
    until, left = asked.until, MOST_COMPARED
    for _round in range(ROUNDS):
        more, until, compared = _read(user, asked.district, until, left)
        found, left = found + more, left - compared
        if len(found) > SHOWN or until is None or left <= 0:
            break
    shown = found[:SHOWN]
    if len(found) > SHOWN:
        # a day that goes beyond the page is gone on with by whoever decides what is shown
        until = next((pair.day for pair in found if pair.day < shown[-1].day), until)
    is_cut = left <= 0 and until is not None and len(found) <= SHOWN
    return Proposals(list(_record_pairs(user, shown)), until, is_cut)


def _read(
    user: User, district: int | None, until: datetime.date | None, most: int
) -> tuple[list[Likely], datetime.date | None, int]:
    """Pairs among the latest records, the day up to which the next ones are (none where there are no more), and how
    many pairs were compared."""
    rows = Observation.objects.visible_to(user).comparable()
    rows = rows.filter(district=district) if district else rows
    rows = rows.filter(first_day__lte=_shifted(until, DAYS_APART)) if until else rows
    told = _told(rows.order_by("-first_day", "-pk")[:MOST_READ])
    # of the last day read some may be missing: it comes with the next ones, if it is not all there is
    last = told[-1].day if len(told) == MOST_READ else None
    if last and (last >= told[0].day or (until and last > until)):
        last = _shifted(min(last, until or last), -DAYS_APART)
    found = _undecided(told, until=until, most=most)
    if found.ended:
        last = max(found.ended, last or found.ended)
    return [pair for pair in found.pairs if not last or pair.day > last], last, found.compared


def proposals_for(user: User, record: Observation) -> list[RecordPair]:
    """What may tell of the same event as one record, and is not decided yet."""
    if not Observation.objects.comparable().filter(pk=record.pk).exists():
        return []
    rows = (
        Observation.objects.visible_to(user)
        .comparable()
        .filter(
            Q(pk=record.pk) | (~Q(source=record.source_id) & Q(district=record.district_id)),
            first_day__range=(_shifted(record.first_day, -DAYS_APART), _shifted(record.first_day, DAYS_APART)),
        )
    )
    # itself before all others, of however many
    beside = rows.order_by(Case(When(pk=record.pk, then=0), default=1), "pk")[:MOST_BESIDE]
    found = _undecided(_told(beside), of=record.pk)
    return list(_record_pairs(user, found.pairs[:SHOWN]))


def decided_for(user: User, record: Observation) -> list[RecordPair]:
    """What was said of a record and others this person may read."""
    pairs = list(Pair.objects.visible_to(user).with_any_of([record.pk]).select_related("decided_by"))
    return _as_record_pairs(user, pairs)


def decided(user: User, asked: PairFilters, page: str | None) -> "tuple[list[RecordPair], Page[Pair]]":
    """One page of what was said, the latest first."""
    pairs = Pair.objects.visible_to(user).filter(same=asked.shown == SAME).select_related("decided_by")
    if asked.district:
        pairs = pairs.filter(Q(first__district=asked.district) | Q(second__district=asked.district))
    shown = Paginator(pairs, SHOWN).get_page(page)
    return _as_record_pairs(user, list(shown)), shown


def _as_record_pairs(user: User, pairs: "Sequence[Pair]") -> list[RecordPair]:
    records = _records(user, {number for pair in pairs for number in (pair.first_id, pair.second_id)})
    return [RecordPair(records[pair.first_id], records[pair.second_id], pair=pair) for pair in pairs]


def _told(rows: "QuerySet[Observation]") -> list[RecordedEvent]:
    fields = ("pk", "first_day", "district_id", "source_id", "manifestations", "title", "what_happened")
    return [
        RecordedEvent(number, day, district, source, frozenset(kinds), f"{title} {words}")
        for number, day, district, source, kinds, title, words in rows.values_list(*fields)
    ]


def _undecided(
    told: Sequence[RecordedEvent], *, until: datetime.date | None = None, of: int | None = None, most: int | None = None
) -> Found:
    numbers = [each.number for each in told]
    decided = set(Pair.objects.filter(first__in=numbers).values_list("first", "second"))
    return likely_same(told, decided=decided, until=until, of=of, most=most)


def _record_pairs(user: User, pairs: Sequence[Likely]) -> Iterator[RecordPair]:
    records = _records(user, {number for pair in pairs for number in (pair.first, pair.second)})
    for pair in pairs:
        yield RecordPair(records[pair.first], records[pair.second], round(pair.likeness))


def _records(user: User, numbers: Collection[int]) -> "dict[int, Observation]":
    rows = Observation.objects.visible_to(user).select_related("district", "source").defer("district__geometry")
    return rows.in_bulk(list(numbers))
