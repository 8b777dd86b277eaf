"""Drafts: what somebody types is kept on the server, and never overwritten unseen."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import City, User
from core.errors import Refused
from records.models import Draft
from records.models.drafts import MOST_DRAFTS

MOST_BYTES = 200_000
MOST_BEGUN = 400_000


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
    if len(json.dumps(data)) > MOST_BYTES or len(base_version) > MOST_BEGUN:
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
    mine = Draft.objects.filter(city=city).visible_to(owner).of_form(form, draft.record, identity)
    if version == 0:
        return _first(draft)
    kept = {"data": draft.data, "version": draft.version, "base_version": base_version, "saved_at": draft.saved_at}
    if not mine.filter(version=version).update(**kept):
        raise Moved(mine.first())
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
    mine = Draft.objects.filter(city=draft.city_id).visible_to(draft.owner)
    if mine.count() >= MOST_DRAFTS:
        raise Refused(
            _("You have %(most)s drafts here. Finish or throw away some before you begin another.")
            % {"most": MOST_DRAFTS}
        )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        # There is one already, or two tabs began at the same moment and the other one was first.
        raise Moved(mine.of_form(draft.form, draft.record, draft.identity).first()) from None
    return draft
