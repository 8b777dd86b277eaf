"""What the audit chain is made of: which tables hold events, how an event is digested, how a seal is headed."""

import hashlib
import json
from collections.abc import Iterable
from typing import NamedTuple

import pghistory.models
from django.apps import apps

from records.models import Seal

BEGINNING = "0" * 64

# The content of an event `e` as text: its columns in jsonb's own order, without those added since it was sealed.
# Time stamps in UTC whatever the session says: the callers set the time zone.
DIGEST = "sha256(uuid_send({salt}) || convert_to((to_jsonb(e) - {extra})::text, 'UTF8'))"

# Over the events of one seal, in order of their number.
DIGEST_OF_SEAL = "encode(sha256(string_agg(int8send(event_id) || digest, ''::bytea ORDER BY event_id)), 'hex')"


class Sealed(NamedTuple):
    """A table whose rows are sealed: the column that numbers them, and the one that says when they were written."""

    table: str
    number: str = "pgh_id"
    at: str = "pgh_created_at"


# Who saw what, beside the history.
ACCESSES = Sealed("records_access", "id", "at")


def sealed_tables() -> list[Sealed]:
    """Every table whose rows are sealed."""
    return [*map(Sealed, event_tables()), ACCESSES]


def event_tables() -> list[str]:
    """The event tables of every tracked model, by name."""
    events = (model for model in apps.get_models() if issubclass(model, pghistory.models.Event))
    return sorted(model._meta.db_table for model in events)


def head_of(seal: Seal) -> str:
    """The head of the chain after this seal: everything the seal says, and the head before it."""
    said = [
        seal.city_id,
        seal.sequence,
        seal.event_table,
        seal.columns,
        seal.first_event,
        seal.last_event,
        seal.count,
        seal.digest,
        seal.previous,
        seal.sealed_at.isoformat(),
    ]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


def digest_of_erased(events: Iterable[tuple[str, int, bytes]]) -> str:
    """What a tombstone says about the events that went with it: table, number and digest of each."""
    lines = sorted(f"{table} {number} {digest.hex()}\n" for table, number, digest in events)
    return hashlib.sha256("".join(lines).encode()).hexdigest()
