"""What counts once: records of which a person said that they tell of the same event.

Of a group of such records the best one counts for whoever may read it. On every other one stands the lowest marking
of the approved ones that are better (`counts_below`): who reads that counts the better one, who does not counts this.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import pairwise

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.markings import ORDER
from accounts.models import User
from accounts.permissions import require_staff
from analysis.records import WELL_CREDIBLE, WELL_RELIABLE
from core.errors import Refused
from core.formats import day
from mapping.models import Observation, Pair
from records.models import ReviewState

MOST_OF_ONE_EVENT = 20


@transaction.atomic
def decide_pair(*, one: Observation, other: Observation, same: bool, by: User) -> Pair:
    """Say that two records tell of the same event, or of two. Raises Refused."""
    require_staff(one.city_id, by)
    if one.city_id != other.city_id or _readable(by, {one.pk, other.pk}) != {one.pk, other.pk}:
        raise Refused(_("You are not cleared for both records."))
    if one.pk == other.pk or one.source_id == other.source_id:
        raise Refused(_("Both are of one source. If it tells of an event twice, withdraw one of the two."))
    first, second = sorted((one, other), key=lambda record: record.pk)
    _hold({first.pk, second.pk})
    before = Pair.objects.filter(first=first, second=second).select_related("decided_by").first()
    if before is not None and before.same == same:  # whoever said so first said it
        return before
    if before is not None:
        raise Refused(_told_otherwise(before))
    _check(first, second, same=same)
    pair = Pair.objects.create(first=first, second=second, city_id=first.city_id, same=same, decided_by=by)
    settle([first.pk, second.pk])
    return pair


@transaction.atomic
def undo_pair(*, pair: Pair, by: User) -> None:
    """Take back what was said of two records: it is asked again. Raises Refused."""
    require_staff(pair.city_id, by)
    if not Pair.objects.visible_to(by).filter(pk=pair.pk).exists():
        raise Refused(_("You are not cleared for both records."))
    numbers = [pair.first_id, pair.second_id]
    _hold(numbers)
    pair.delete()
    settle(numbers)


def settle(numbers: Collection[int]) -> None:
    """Say anew below which marking each record of these numbers, and of their groups, counts.

    After whatever changes who of a group counts: a link, a state, a grade, a marking, a deletion.
    """
    for group in groups_of(numbers):
        rows = Observation.objects.filter(pk__in=group).order_by("pk").select_for_update(no_key=True, of=("self",))
        for record, below in counting(rows).items():
            if record.counts_below != below:
                Observation.objects.filter(pk=record.pk).update(counts_below=below)


def leave_group(record: Observation) -> tuple[list[int], list[int]]:
    """Let go of what was said of a record that is about to go; numbers of those rows, and of the records beside it.

    What was linked by way of it stays linked, in the name of whoever did.
    """
    gone = list(Pair.objects.with_any_of([record.pk]))
    links = [pair for pair in gone if pair.same]
    beside = [pair.second_id if pair.first_id == record.pk else pair.first_id for pair in links]
    Pair.objects.filter(pk__in=[pair.pk for pair in gone]).delete()
    for pair, (one, other) in zip(links, pairwise(beside), strict=False):
        Pair.objects.get_or_create(
            first_id=min(one, other),
            second_id=max(one, other),
            defaults={"city_id": record.city_id, "same": True, "decided_by_id": pair.decided_by_id},
        )
    return [pair.pk for pair in gone], beside


def settle_source(source_id: int) -> None:
    """The same for all linked records of a source, after a file changed some of them."""
    linked = Pair.objects.same().filter(Q(first__source=source_id) | Q(second__source=source_id))
    settle({number for pair in linked.values_list("first", "second") for number in pair})


def counting(records: Iterable[Observation]) -> dict[Observation, str]:
    """Below which marking each record of one group counts; empty where no approved one is better."""
    found, lowest = {}, ""
    for record in sorted(records, key=rank):
        found[record] = lowest
        if record.state == ReviewState.APPROVED and (not lowest or ORDER.index(record.marking) < ORDER.index(lowest)):
            lowest = record.marking
    return found


def rank(record: Observation) -> tuple[bool, str, str, object, int]:
    """The best first: well graded, by the source's letter and the information's figure, the earliest, the first."""
    well = record.reliability in WELL_RELIABLE and int(record.credibility) in WELL_CREDIBLE
    return not well, record.reliability, record.credibility, record.first_day, record.pk


def groups_of(numbers: Collection[int]) -> list[frozenset[int]]:
    """The records of these numbers with all that are linked to them, by way of others too."""
    beside: dict[int, set[int]] = defaultdict(set)
    known, asked = set(numbers), set(numbers)
    while asked:
        links = list(Pair.objects.same().with_any_of(asked).order_by().values_list("first", "second"))
        for first, second in links:
            beside[first].add(second)
            beside[second].add(first)
        asked = {number for link in links for number in link} - known
        known |= asked
    return _components(known, beside)


def _components(known: set[int], beside: dict[int, set[int]]) -> list[frozenset[int]]:
    found, left = [], set(known)
    while left:
        group, asked = set(), {left.pop()}
        while asked:
            group |= asked
            asked = {number for each in asked for number in beside[each]} - group
        left -= group
        found.append(frozenset(group))
    return found


def _told_otherwise(pair: Pair) -> str:
    """Whoever asks did not see it: their page is of before."""
    facts = {"who": pair.decided_by.public_name if pair.decided_by else "–", "day": day(pair.decided_at)}
    if pair.same:
        return _("On %(day)s %(who)s said that they are the same event. Take that back first.") % facts
    return _("On %(day)s %(who)s said that they are two events. Take that back first.") % facts


def _check(first: Observation, second: Observation, *, same: bool) -> None:
    """What was said of others must not contradict it."""
    groups = groups_of([first.pk, second.pk])
    joined = frozenset().union(*groups)
    if not same and len(groups) == 1:
        raise Refused(_("Both are linked to a third record as the same event. Take one of those links back first."))
    if same and len(joined) > MOST_OF_ONE_EVENT:
        raise Refused(_("More than %(most)s records of one event are no duplicates.") % {"most": MOST_OF_ONE_EVENT})
    if same and Pair.objects.filter(same=False, first__in=joined, second__in=joined).exists():
        raise Refused(
            _("Of two records that this would join it was said that they are two events. Take that back first.")
        )


def _readable(user: User, numbers: Collection[int]) -> set[int]:
    return set(Observation.objects.visible_to(user).filter(pk__in=numbers).values_list("pk", flat=True))


def _hold(numbers: Collection[int]) -> None:
    """Until the transaction ends nobody else changes these records or links them."""
    rows = Observation.objects.filter(pk__in=numbers).order_by("pk").select_for_update(no_key=True, of=("self",))
    list(rows.values_list("pk", flat=True))
