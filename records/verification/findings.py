"""What a verification says: how much it compared, and what is not as it should be, in codes and in words."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import formats
from records.chain import ACCESSES, BEGINNING
from records.registries.record_types import history_telling

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SEAL, TOMBSTONE = _("Seal %(number)s"), _("Tombstone %(number)s")
EVENT, MORE = _("Event %(number)s of %(name)s"), _("%(number)s more of %(name)s")
ACCESS, FILE, HEAD = _("Entry %(number)s of who saw what"), _("File %(name)s"), _("The head that was kept")
ROW = ""  # said by the row's model

# Where it is and what is wrong there.
SAID: "dict[str, tuple[StrOrPromise, StrOrPromise]]" = {
    "seal-order": (SEAL, _("one or more seals before it are missing, or their order was changed")),
    "seal-loose": (SEAL, _("it does not follow the seal before it")),
    "seal-altered": (SEAL, _("it was altered")),
    "seal-list": (SEAL, _("its list of events was altered")),
    "seal-gone": (_("Seal with the id %(number)s"), _("it is missing, its list of events is there")),
    "head": (HEAD, _("the chain does not contain it: it was rewritten, ends earlier, or comes from an older backup")),
    "table": ("%(name)s", _("its events were sealed, and the table is not known any more")),
    "stone-gone": (TOMBSTONE, _("it is missing, and events were erased in its name")),
    "stone-other": (TOMBSTONE, _("other events were erased than it says")),
    "event-added": (EVENT, _("it was added after its time")),
    "event-overlooked": (EVENT, _("it is not sealed: the sealer does not run, or the event was added by hand")),
    "event-back": (EVENT, _("it was erased, and is there again")),
    "event-missing": (EVENT, _("it is missing")),
    "event-columns": (EVENT, _("it cannot be compared: a column it was sealed with is gone")),
    "event-altered": (EVENT, _("it was altered")),
    "events-more": (MORE, _("not as they were sealed")),
    "row-unknown": (ROW, _("no event tells where it comes from; found %(when)s")),
    "row-missing": (ROW, _("it is gone, and no event says that it was deleted or erased; last changed %(when)s")),
    "row-back": (ROW, _("it was deleted %(when)s, and is there again")),
    "row-altered": (ROW, _("%(fields)s: not as its history says; last changed %(when)s")),
    "rows-more": (MORE, _("not as their history says")),
    "file-missing": (ROW, _("its file %(name)s is missing; found %(when)s")),
    "file-changed": (ROW, _("its file %(name)s was changed, %(when)s")),
    "file-extra": (FILE, _("no record names it; written %(when)s")),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was sealed, or not as its history says: `kind` is one of SAID.

    Of a row it names the record (`model`, its label, and `number`), the columns that read otherwise, and the time
    (`at`) of the last change that its history tells; never what stands in them. `name` is that of a table or a file.
    """

    kind: str
    number: int = 0
    name: str = ""
    model: str = ""
    fields: tuple[str, ...] = ()
    at: datetime.datetime | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"

    @property
    def where(self) -> str:
        if self.model:
            return f"{name_of_rows(self.row_model)} {self.number}"
        said = ACCESS if self.kind.startswith("event-") and self.name == ACCESSES.table else SAID[self.kind][0]
        return str(said) % {"number": self.number, "name": self.name}

    @property
    def what(self) -> str:
        when = formats.short_moment(self.at) if self.at else ""
        said = str(SAID[self.kind][1])
        if self.kind.startswith("event-"):
            return gettext("%(what)s (sealed %(when)s)") % {"what": said, "when": when} if when else said
        return said % {"name": self.name, "when": when, "fields": ", ".join(map(self._field, self.fields))}

    @property
    def row_model(self) -> type[Model]:
        return apps.get_model(self.model)

    def _field(self, column: str) -> str:
        """What people call a field, with the column's own name beside it."""
        names = (each.verbose_name for each in self.row_model._meta.concrete_fields if each.column == column)
        return f"{capfirst(str(next(names, column)))} ({column})"

    def kept(self) -> dict[str, Any]:
        """As JSON; empty values are left out."""
        facts = {name: getattr(self, name) for name in ("kind", "number", "name", "model", "fields")}
        facts["at"] = self.at.isoformat() if self.at else ""
        return {name: value for name, value in facts.items() if value}

    @classmethod
    def from_kept(cls, facts: Mapping[str, Any]) -> Self:
        at = facts.get("at")
        fields = tuple(facts.get("fields", ()))
        return cls(**{**facts, "fields": fields, "at": datetime.datetime.fromisoformat(at) if at else None})


def name_of_rows(model: type[Model]) -> str:
    """What people call the rows of a model."""
    told = history_telling(model)
    return capfirst(str(told.label if told else model._meta.verbose_name))


@dataclass(slots=True)
class Verdict:
    """What was compared and what was found. `waiting` events are committed and not sealed yet."""

    head: str = BEGINNING
    seals: int = 0
    events: int = 0
    accesses: int = 0
    erased: int = 0
    waiting: int = 0
    rows: int = 0
    files: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.findings

    def counts(self) -> dict[str, int]:
        names = ("seals", "events", "accesses", "erased", "waiting", "rows", "files")
        return {name: getattr(self, name) for name in names}
