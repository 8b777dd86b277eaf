"""Drafts: what somebody types is kept on the server, and never overwritten unseen."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import City, User
from accounts.prepared import Prepared
from core.errors import Refused
from records.models import Draft
from records.models.drafts import MOST_DRAFTS

MOST_BYTES = 200_000
MOST_BEGUN = 400_000

# Prepared, since it is what an open form asks most: composing and planning it took longer than running it.
_KEEP = Prepared(
    "keep_draft",
    """
    UPDATE records_draft SET data = $1, version = version + 1, base_version = $2, saved_at = $3
    WHERE city_id = $4 AND owner_id = $5 AND became = '' AND form = $6 AND record = $7
      AND identity IS NOT DISTINCT FROM $8 AND version = $9
    RETURNING version
    """,
)


class Moved(Exception):
    """The draft is not the one that was last seen: another tab or device kept it, saved it or threw it away."""

    def __init__(self, there: Draft | None) -> None:
        super().__init__()
        self.there = there


def keep_draft(
    *,
    city: City,
    owner: User,
    form: str,
    record: str,
    data: Mapping[str, Sequence[str]],
    version: int,
    base_version: str,
    identity: UUID | None = None,
) -> Draft:
    """Keep what was typed so far. `version` is the draft's that was last seen, 0 where there was none; `identity` is
    that of a draft of something new.

    Raises Moved where the server has another one by now, and Refused where it is too long to keep. Asked a second
    after every pause in typing, so what is there already is kept by one statement, which sees to the version too.
    """
    kept = json.dumps(data)
    if len(kept) > MOST_BYTES or len(base_version) > MOST_BEGUN:
        raise Refused(_("This is too long to be kept as a draft. Save it in parts."))
    draft = Draft(
        city=city,
        owner=owner,
        form=form,
        record="" if identity else record,
        identity=identity,
        data=dict(data),
        version=version + 1,
        base_version=base_version,
        saved_at=timezone.now(),
    )
    if version == 0:
        return _first(draft)
    named = (city.pk, owner.pk, form, draft.record, str(identity) if identity else None, version)
    if _KEEP.one(kept, base_version, draft.saved_at.isoformat(), *named) is None:
        raise Moved(_as_kept(draft))
    return draft


def discard_draft(*, draft: Draft) -> None:
    """Throw a draft away, or let go of it because what was typed is saved."""
    draft.delete()


def hold_form(*, identity: UUID) -> None:
    """Until this transaction ends nobody else saves the same form."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(identity)])


def keep_stub(*, city: City, owner: User, form: str, identity: UUID, became: str, sent_sha256: str) -> None:
    """Of a draft that is saved as a record, keep only which one it became."""
    mine = Draft.objects.filter(city=city, owner=owner, form=form, identity=identity)
    mine.delete()
    Draft.objects.create(
        city=city, owner=owner, form=form, identity=identity, became=became, sent_sha256=sent_sha256,
        saved_at=timezone.now(),
    )  # fmt: skip


def _first(draft: Draft) -> Draft:
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
