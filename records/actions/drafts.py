"""Drafts: what somebody types is kept on the server, and never overwritten unseen."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import City, User
from accounts.prepared import Prepared
from core.errors import Refused
from records.models import Draft, Tombstone
from records.models.drafts import MOST_DRAFTS

MOST_BYTES = 200_000
MOST_BEGUN = 400_000
Typed = Mapping[str, Sequence[str]]

# Prepared, since it is what an open form asks most: composing and planning it took longer than running it.
_KEEP = Prepared(
    "keep_draft",
    """
    UPDATE records_draft SET data = $1, version = version + 1, base_version = $2, saved_at = $3,
      writer = $10, turn = $11
    WHERE city_id = $4 AND owner_id = $5 AND became = '' AND form = $6 AND record = $7
      AND identity IS NOT DISTINCT FROM $8
      AND (version = $9 OR ($10 <> '' AND writer = $10 AND turn < $11))
    RETURNING version
    """,
)


class Moved(Exception):
    """The draft is not the one that was last seen: another tab or device kept it, saved it or threw it away."""

    def __init__(self, there: Draft | None) -> None:
        super().__init__()
        self.there = there


@dataclass(frozen=True, slots=True)
class Writer:
    """The opened page that keeps a draft, and how often it has by now. A page without a script has none."""

    page: str = ""
    turn: int = 0


def keep_draft(
    *,
    city: City,
    owner: User,
    form: str,
    record: str,
    data: Typed,
    version: int,
    base_version: str,
    identity: UUID | None = None,
    writer: Writer | None = None,
) -> Draft:
    """Keep what was typed so far. `version` is the draft's that was last seen, 0 where there was none; `identity` is
    that of a draft of something new. Where the page that sends it was the last to keep it, it is no other's change,
    whatever the version says: an answer may have been lost.

    Raises Moved where the server has another one by now, and Refused where it is too long to keep, or of a record that
    was erased. Asked a second after every pause in typing, so what is there already is kept by one statement, which
    sees to the version too.
    """
    kept = json.dumps(data)
    if len(kept) > MOST_BYTES or len(base_version) > MOST_BEGUN:
        raise Refused(_("This is too long to be kept as a draft. Save it in parts."))
    writer = writer or Writer()
    draft = Draft(
        city=city,
        owner=owner,
        form=form,
        record="" if identity else record,
        identity=identity,
        data=dict(data),
        version=version + 1,
        base_version=base_version,
        writer=writer.page,
        turn=writer.turn,
        saved_at=timezone.now(),
    )
    named = (city.pk, owner.pk, form, draft.record, str(identity) if identity else None)
    seen = (version, writer.page, writer.turn)
    # of a draft that was never seen only this very page's own is gone on with
    there = _KEEP.one(kept, base_version, draft.saved_at.isoformat(), *named, *seen) if version or writer.page else None
    if there is None and version:
        raise Moved(_as_kept(draft))
    if there is None:
        return _first(draft)
    draft.version = there[0]
    return draft


def discard_draft(*, draft: Draft) -> None:
    """Throw a draft away, or let go of it because what was typed is saved. What another tab kept in it since stays."""
    Draft.objects.filter(pk=draft.pk, version=draft.version).delete()


def discard_beside(*, draft: Draft) -> None:
    """Throw away what was typed in fields that are gone; the rest stays."""
    Draft.objects.filter(pk=draft.pk, beside=draft.beside).update(beside={})


def put_beside(*, draft: Draft, names: Sequence[str]) -> None:
    """Text of these fields no form sends any more: it is kept beside what is, which the next keeping replaces."""
    gone = _that_fits({name: draft.data[name] for name in names}, beside=draft.beside)
    draft.beside = {**draft.beside, **gone}
    draft.data = {name: values for name, values in draft.data.items() if name not in gone}
    mine = Draft.objects.filter(city=draft.city_id, version=draft.version).visible_to(draft.owner)
    mine.of_form(draft.form, draft.record, draft.identity).update(data=draft.data, beside=draft.beside)


def set_aside(*, city: City, owner: User, form: str, record: str, data: Typed, like: UUID | None = None) -> None:
    """Keep text that is in no record and that no form goes on with. What is `like` another is kept once.

    Of more than a person may have drafts the oldest go: a program that sends form after form is not kept without end.
    Raises Refused where the record was erased.
    """
    _require_not_erased(city, form, record)
    identity = uuid5(like, json.dumps(data, sort_keys=True)) if like else uuid4()
    words = {"beside": _that_fits(data), "saved_at": timezone.now()}
    Draft.objects.get_or_create(
        city=city, owner=owner, form=form, record=record, identity=identity, became="", defaults=words
    )
    aside = Draft.objects.filter(city=city).visible_to(owner).set_aside().order_by("-saved_at", "-pk")
    Draft.objects.filter(pk__in=list(aside.values_list("pk", flat=True)[MOST_DRAFTS:])).delete()


def _that_fits(data: Typed, beside: Typed | None = None) -> dict[str, Sequence[str]]:
    """As much of it as a draft may hold, beside what stands there. No form that people fill has more in fields that
    are gone; what a program sends under names it made up is not kept without end."""
    room, fits = MOST_BYTES - len(json.dumps(beside or {})), {}
    for name, values in data.items():
        room -= len(json.dumps({name: values}))
        if room < 0:
            break
        fits[name] = values
    return fits


def hold_form(*, identity: UUID) -> None:
    """Until this transaction ends nobody else saves the same form."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(identity)])


def keep_stub(*, city: City, owner: User, form: str, identity: UUID, became: str, sent_sha256: str) -> None:
    """Of a form that is saved, keep only which record it became."""
    mine = Draft.objects.filter(city=city, owner=owner, form=form, identity=identity)
    mine.delete()
    Draft.objects.create(
        city=city, owner=owner, form=form, identity=identity, became=became, sent_sha256=sent_sha256,
        saved_at=timezone.now(),
    )  # fmt: skip


def _require_not_erased(city: City, form: str, record: str) -> None:
    """A page that was open when its record was erased holds what the record said. Raises Refused."""
    model = form.partition(":")[0]
    if record.isdecimal() and Tombstone.objects.filter(city=city, model=model, record_id=int(record)).exists():
        raise Refused(_("This was erased meanwhile, so nothing of it is kept here."))


def _first(draft: Draft) -> Draft:
    _require_not_erased(draft.city, draft.form, draft.record)
    if Draft.objects.filter(city=draft.city_id).visible_to(draft.owner).count() >= MOST_DRAFTS:
        raise Refused(
            _("You have %(most)s drafts here. Finish or throw away some before you begin another.")
            % {"most": MOST_DRAFTS}
        )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        # There is one already, or two tabs began at the same moment and the other one was first.
        raise Moved(_as_kept(draft)) from None
    return draft


def _as_kept(draft: Draft) -> Draft | None:
    mine = Draft.objects.filter(city=draft.city_id).visible_to(draft.owner)
    return mine.of_form(draft.form, draft.record, draft.identity).first()
