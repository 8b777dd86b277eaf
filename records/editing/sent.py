"""What a page with a form sends beside the fields of the form, and how what was typed is kept and sent again."""

from typing import TypedDict
from uuid import UUID

from django.http import QueryDict

from records.actions.drafts import Writer
from records.models import Draft

ADD = "add_row"
LONGEST = 18  # digits of a record's number
# Fields of the page that are not of the form.
OURS = (
    "csrfmiddlewaretoken", "screen_seen", "draft", "draft_version", "base_version", "draft_record", "draft_writer",
    "draft_turn", "draft_form", "and_next", ADD,
)  # fmt: skip


class Seen(TypedDict):
    version: int
    writer: Writer


def typed_in_form(sent: QueryDict) -> dict[str, list[str]]:
    """What was typed, by the names of the fields, without the character that PostgreSQL keeps in no text; a form
    refuses it itself when it is saved."""
    return {without_null(name): list(map(without_null, values)) for name, values in sent.lists() if name not in OURS}


def seen_of(sent: QueryDict) -> Seen:
    """Which draft a page knew when it sent this, and which page it is."""
    return {
        "version": _number(sent.get("draft_version", "")),
        "writer": Writer(without_null(sent.get("draft_writer", ""))[:36], _number(sent.get("draft_turn", ""))),
    }


def record_in(text: str) -> str | None:
    """The number of a record as a page says it, empty of something new; None where no record can have it."""
    if not text:
        return ""
    return str(int(text)) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None


def without_null(text: str) -> str:
    return text.replace("\0", "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def identity_in(sent: QueryDict) -> UUID | None:
    """The identity of a draft of something new, as a form or an address says it."""
    try:
        return UUID(sent.get("draft", ""))
    except ValueError:
        return None


def sent_again(draft: Draft) -> QueryDict:
    """What is kept in a draft, as the form would send it."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    return data
