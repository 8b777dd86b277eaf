"""Who opened or downloaded what. No address of a computer is kept."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast, Coalesce, Now, Substr
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from accounts.models import CityOwned
from records.models.review import cleared
from records.registries.record_types import History, all_histories, history_named

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from accounts.models import User

# What was done in the city, of whatever model: stands where else the label of a model does.
HISTORY, SEARCH = "records.history", "records.search"
_views: "dict[str, StrOrPromise]" = {HISTORY: _("History"), SEARCH: _("Search over everything")}
# Of which record such a page is, where the number is a record's.
_views_of: dict[str, str] = {}
# What the rows of a model without a history are called, by the number of their city.
_called: "dict[str, Callable[[int], Iterable[tuple[int, object]]]]" = {}


def register_view(what: str, name: "StrOrPromise", of: str = "") -> None:
    """Name a page that shows what is in records and is no record's own; `what` stands where else a label does.

    `of` is the label of the record whose number stands with it.
    """
    _views[what] = name
    if of:
        _views_of[what] = of


def register_called(label: str, called: "Callable[[int], Iterable[tuple[int, object]]]") -> None:
    """Say by which words people know the rows of a model of a city."""
    _called[label] = called


class Verb(models.TextChoices):
    OPENED = "opened", _("Opened")
    DOWNLOADED = "downloaded", _("Downloaded")
    EXPORTED = "exported", _("Exported")


class AccessQuerySet(models.QuerySet["Access"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Who saw what, but for what this person is not cleared for: that somebody opened it says that it is there.

        Each number is looked up by itself, in questions that are one value: as `Exists` the policies of the database
        would have all records of a kind read for each row. They are one condition: by several the database would think
        that hardly a row is left, and sort all of them for the first page.
        """
        seen, above = self, []
        for each in _marked():
            name = f"number_{each.model._meta.model_name}"
            seen = seen.alias(**{name: Case(*_numbers_of(each))})
            closed = each.model._default_manager.order_by().filter(pk=OuterRef(name)).exclude(cleared(user))
            above.append(Subquery(closed.values("pk")))
        return seen.filter(IsNull(Coalesce(*above), rhs=True))

    def labels(self) -> set[str]:
        """What one may choose to see alone: whatever was seen. What is marked is always there: that nobody saw one of a
        kind, or somebody did, would tell of records above one's clearance."""
        marked = {label for each in _marked() for label in _labels_of(each)}
        return {*self.order_by().values_list("model", flat=True).distinct(), *marked}


def _marked() -> Iterator[History]:
    each_with_parts = ((kind, *kind.parts) for kind in all_histories())
    return (each for each in chain.from_iterable(each_with_parts) if each.is_marked)


def _labels_of(kind: History) -> list[str]:
    label = kind.model._meta.label_lower
    return [label, *(what for what, of in _views_of.items() if of == label)]


def _numbers_of(each: History) -> Iterator[When]:
    """How the number of a record of this kind stands in the rows: alone, or with its name where that is its history."""
    own = Q(model__in=_labels_of(each), object_id__regex=r"^[0-9]{1,18}$")
    yield When(own, then=Cast("object_id", models.BigIntegerField()))
    yield When(
        model=HISTORY,
        object_id__regex=rf"^{each.name} [0-9]{{1,18}}$",
        then=Cast(Substr("object_id", len(each.name) + 2), models.BigIntegerField()),
    )


class Access(CityOwned):
    """One person saw one thing. The row names the thing by kind and number, never by what is in it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("who")
    )
    verb = models.CharField(_("did what"), max_length=10, choices=Verb)
    model = models.CharField(_("what"), max_length=100)
    object_id = models.CharField(_("number"), max_length=64, blank=True)
    at = models.DateTimeField(_("when"), db_default=Now())
    # Of a list that was taken along, so many rows of it.
    records = models.PositiveIntegerField(_("how many records"), db_default=1)

    objects: ClassVar[models.Manager["Access"]] = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ["-at", "-id"]
        indexes = [models.Index("city", "at", name="records_access_when")]
        constraints = [models.CheckConstraint(condition=Q(verb__in=Verb.values), name="records_access_verb")]

    def __str__(self) -> str:
        return f"{self.user} {self.get_verb_display()} {self.model} {self.object_id}"

    def what(self, called: "Called") -> str:
        """The thing somebody saw, with its number; of a history whose it is."""
        kind, _space, number = self.object_id.partition(" ")
        if self.model == HISTORY and number and (told := history_named(kind)):
            return f"{name_of(HISTORY)}: {told.label} {called.number(told.model._meta.label_lower, number)}"
        return f"{name_of(self.model)} {called.number(self.model, self.object_id)}".strip()


class Called:
    """By which number people know what has one of its own in its city; asked for once for each kind."""

    def __init__(self, city_id: int) -> None:
        self.city_id = city_id
        self._known: dict[str, dict[str, str]] = {}

    def number(self, label: str, number: str) -> str:
        """That of a record, or of the one a page shows; the record's where it has no other."""
        of = _views_of.get(label, label)
        if of not in self._known:
            self._known[of] = {str(pk): str(told) for pk, told in self._numbers(of)}
        return self._known[of].get(number, number)

    def _numbers(self, label: str) -> "Iterable[tuple[int, object]]":
        if label in _called:
            return _called[label](self.city_id)
        kind = next((each for each in all_histories() if each.model._meta.label_lower == label), None)
        if kind is None or kind.called_after != "number":
            return []
        rows: models.QuerySet[Any, tuple[int, object]] = kind.model._default_manager.values_list("pk", "number")
        return rows.filter(city=self.city_id)


def name_of(label: str) -> str:
    """What people call the things of a model; the label itself where the model is gone."""
    if label in _views:
        return str(_views[label])
    registered = (each.label for each in all_histories() if each.model._meta.label_lower == label)
    try:
        name = str(next(registered, None) or apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label
    return name[:1].upper() + name[1:]
