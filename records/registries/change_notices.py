"""Change notices: what of a record every member of the network is told – when it is out, which of its fields count, in
which words.

    register_record_type(Project, history=PROJECT, announces=Announces(
        fields={"status": NoticeClass.MUST, "objective": NoticeClass.MUST, "districts": NoticeClass.DIGEST},
        is_out=lambda row: row.status == "active",
        title=lambda before, after: _("“%(name)s” begins") % {"name": after.name},
    ))

makes every change of these fields of an active project a notice that waits for somebody to release it, however it was
changed: it is read from the history (`notices/actions/collecting.py`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.markings import Marking

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    # Of a record as an event keeps it: before and after, None where it was not there.
    Words = Callable[[Any, Any], StrOrPromise]


class NoticeClass(models.TextChoices):
    """How a change is told."""

    MUST = "must", _("Must be told")
    DIGEST = "digest", _("Told with the rest")
    SILENT = "silent", _("Nobody is mailed")


# From what everybody must know to what is kept to be looked up.
WEIGHT = tuple(NoticeClass)


def weightiest(classes: Iterable[str]) -> NoticeClass:
    return min((NoticeClass(each) for each in classes), key=WEIGHT.index, default=NoticeClass.SILENT)


def marking_of_event(row: Any) -> str:
    """As the record is marked; what has no marking of its own, every member reads."""
    return str(getattr(row, "marking", Marking.CLEAR))


def _nothing(_before: Any, _after: Any) -> str:
    return ""


def _always(_row: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Announces:
    """`is_out` says of a record as an event keeps it whether the network knows it: a change counts where that is so
    before it or after it. `fields` says which count, in which class; others change in silence.

    `title` is the change itself in one line; `why`, `affects` and `decided` fill what a person then reads through,
    where the record says it. `url` is where members read the record, left out where they have no page of it.

    Rows that are a part of another record are announced with it: `part_of` is its model and the column that holds its
    number. It is out when that record is.
    """

    fields: Mapping[str, NoticeClass]
    title: "Words | None" = None
    is_out: Callable[[Any], bool] = _always
    why: "Words" = _nothing
    affects: "Words" = _nothing
    decided: "Words" = _nothing
    marking: Callable[[Any], str] = marking_of_event
    url: Callable[[Any], str] | None = None
    part_of: tuple[type[models.Model], str] | None = None
