"""What a notice says before a person has read it through: written from the history it is made of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Max, Model, OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts.markings import Marking, highest
from accounts.models import City
from notices.models import ChangeNotice
from records.history import DELETED, difference
from records.models import Seal, SealedEvent
from records.registries.change_notices import Announces, NoticeClass, weightiest
from records.registries.record_types import History, announced, history_telling
from records.values import Change

LONGEST_LINK = 200
AT_A_TIME = 200
EMPTY: tuple[Any, ...] = (None, "", [], {}, 0)


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One row that a notice is made of, as two events keep it; None where it was not there."""

    model: type[Model]
    record: int
    announces: Announces
    before: Any
    after: Any

    @property
    def changed(self) -> list[str]:
        """Its announced fields that are otherwise."""
        return [name for name in self.announces.fields if self.is_changed(name)]

    def is_changed(self, name: str) -> bool:
        attname = self.model._meta.get_field(name).attname  # type: ignore[union-attr]
        before, after = (getattr(event, attname, None) for event in (self.before, self.after))
        if self.before is None or self.after is None:  # of what came or went, what it says
            return (before or after) not in EMPTY
        return bool(before != after)

    @property
    def events(self) -> list[Any]:
        return [event for event in (self.before, self.after) if event is not None]

    def differences(self, clearance: str) -> list[Change]:
        kind = history_telling(self.model) or History("", self.model, self.model._meta.verbose_name or "", _nobody)
        return difference(kind, self.before, self.after, only=self.changed, clearance=clearance)


def _nobody(_user: object) -> Any:
    raise LookupError("Of this record no history is read by itself.")


def key_of(model: type[Model], record: int) -> str:
    return f"{model._meta.label_lower}:{record}"


def events_of(model: type[Model]) -> Any:
    return model.pgh_event_model._default_manager  # type: ignore[attr-defined]


def held_by(seal: Seal, events: Any, *, newest_first: bool = False) -> Iterator[Any]:
    """The events that a seal holds, in their order, of those asked for.

    Read through from its first to its last, and not joined: of a city whose rows nobody has counted yet, as after a
    first import beside larger cities, PostgreSQL expects one, and joins by going through all of them for each.
    """
    sealed = SealedEvent.objects.filter(seal=seal, salt__isnull=False)
    numbers = set(sealed.values_list("event_id", flat=True))
    between = events.filter(pgh_id__range=(seal.first_event, seal.last_event))
    order = "-pgh_id" if newest_first else "pgh_id"
    return (event for event in between.order_by(order).iterator() if event.pgh_id in numbers)


def with_those_before(events: Any, wished: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Each event after the one before it of the same record, or None; these are asked for many at a time, by their
    records as well: an index leads to these, however many rows are expected."""
    earlier = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    coming = iter(wished)
    while some := list(islice(coming, AT_A_TIME)):
        of_these = events.filter(pgh_obj_id__in={event.pgh_obj_id for event in some})
        found = of_these.filter(pgh_id__in=[event.pgh_id for event in some])
        numbers = dict(found.values_list("pgh_id", Subquery(earlier.values("pgh_id")[:1])))
        before = of_these.in_bulk([number for number in numbers.values() if number is not None])
        for event in some:
            yield before.get(numbers.get(event.pgh_id)), event


def rows_of(notice: ChangeNotice) -> Iterator[ChangedRow]:
    """What it is made of; events that were erased tell nothing any more."""
    by_label = {model._meta.label_lower: (model, said) for model, said in announced().items()}
    for key in notice.sources:
        label, _colon, number = key.partition(":")
        if label not in by_label:
            continue
        model, said = by_label[label]
        since, newest = notice.events_of(key)
        found = events_of(model).filter(pgh_obj_id=int(number)).in_bulk([since, newest])
        before, after = found.get(since), found.get(newest)
        if after is not None and after.pgh_label == DELETED:
            before, after = before or after, None
        if before is not None or after is not None:
            yield ChangedRow(model, int(number), said, before, after)


def differences(notice: ChangeNotice, clearance: str) -> list[Change]:
    """Field by field, as somebody cleared so far reads it, in their language."""
    return [each for row in rows_of(notice) for each in row.differences(clearance)]


def weigh(notice: ChangeNotice, rows: list[ChangedRow]) -> None:
    """Class and marking as what it is made of asks for; a person's class is never made lighter again."""
    asked = [row.announces.fields[name] for row in rows for name in row.changed]
    if notice.edited_by_id is not None:
        asked.append(NoticeClass(notice.notice_class))
    notice.notice_class = weightiest(asked)
    markings = [row.announces.marking(event) for row in rows for event in row.events]
    if (whole := _standing(notice)) is not None:  # a part says nothing of its marking
        markings.append(announced()[type(whole).pgh_tracked_model].marking(whole))
    notice.marking = highest([*markings, notice.marking or Marking.CLEAR])


def write(notice: ChangeNotice, rows: list[ChangedRow], city: City) -> None:
    """The texts, in every language we speak."""
    model, said = next(each for each in announced().items() if each[0]._meta.label_lower == notice.model)
    pairs = [(row.before, row.after) for row in rows if row.model is model]
    # where parts alone changed, the thing stands as it stood
    pair = pairs[0] if pairs else (_standing(notice),) * 2

    def texts() -> dict[str, str]:
        changes = [change for row in rows for change in row.differences(Marking.RED)]
        title = str(said.title(*pair)) if said.title else ""
        return {
            "title": title or _title(model, changes),
            "before": _side(changes, "before"),
            "after": _side(changes, "after"),
            "why": str(said.why(*pair)) or _reason(rows),
            "affects": str(said.affects(*pair)),
            "decided": str(said.decided(*pair)),
        }

    notice.say(texts, city.language)


def _standing(notice: ChangeNotice) -> Any:
    """The newest event of the thing it is about."""
    model = next((model for model in announced() if model._meta.label_lower == notice.model), None)
    return events_of(model).filter(pgh_obj_id=notice.record).order_by("-pgh_id").first() if model else None


def _title(model: type[Model], changes: list[Change]) -> str:
    kind = history_telling(model)
    label = kind.label if kind else model._meta.verbose_name
    fields = ", ".join(dict.fromkeys(change.label for change in changes))
    return _("%(record)s: %(fields)s") % {"record": label, "fields": fields}


def _side(changes: list[Change], side: str) -> str:
    """One change speaks for itself; of several each says which field it is."""
    if len(changes) == 1:
        return str(getattr(changes[0], side)).removeprefix("–")
    return "\n".join(f"{change.label}: {getattr(change, side) or '–'}" for change in changes)


def _reason(rows: list[ChangedRow]) -> str:
    """What whoever changed it gave as the reason."""
    newest = max((event for row in rows for event in row.events), key=lambda event: event.pgh_created_at)
    return str((newest.pgh_context or {}).get("reason", ""))


def link_of(notice: ChangeNotice, row: Model | None, said: Announces) -> str:
    """Where members read the thing itself; nothing where they have no page of it, or it is gone."""
    return said.url(row)[:LONGEST_LINK] if said.url and row is not None else ""


def newest_sources(*records: Model) -> Iterator[tuple[str, list[int]]]:
    """What a notice that is told at once is made of: all that happened to these records up to now."""
    for record in records:
        events = events_of(type(record)).filter(pgh_obj_id=record.pk)
        yield key_of(type(record), record.pk), [0, events.aggregate(newest=Max("pgh_id"))["newest"] or 0]
