"""Drafts: what somebody types is kept on the server, and never overwritten unseen."""

import json
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import City, User
from records.models import Draft

MOST_BYTES = 200_000


class Moved(Exception):
    """The draft is not the one that was last seen: another tab or device kept it, saved it or threw it away."""

    def __init__(self, there: Draft | None) -> None:
        super().__init__()
        self.there = there


@transaction.atomic
def keep_draft(
    *,
    city: City,
    owner: User,
    form: str,
    record: str,
    data: Mapping[str, Sequence[str]],
    version: int,
    base_version: str,
) -> Draft:
    """Keep what was typed so far. `version` is the draft's that was last seen, 0 where there was none.

    Raises Moved where the server has another one by now, and Refused where it is too long to keep.
    """
    if len(json.dumps(data)) > MOST_BYTES:
        raise Refused(_("This is too long to be kept as a draft. Save it in parts."))
    there = Draft.objects.select_for_update().filter(city=city, owner=owner).of_form(form, record).first()
    if (there.version if there else 0) != version:
        raise Moved(there)
    if there is None:
        return _first(city=city, owner=owner, form=form, record=record, data=data, base_version=base_version)
    there.data, there.base_version, there.version = dict(data), base_version, version + 1
    there.saved_at = Now()
    there.save(update_fields=["data", "base_version", "version", "saved_at"])
    there.refresh_from_db(fields=["saved_at"])
    return there


def discard_draft(*, draft: Draft) -> None:
    """Throw a draft away, or let go of it because what was typed is saved."""
    draft.delete()


def _first(
    *, city: City, owner: User, form: str, record: str, data: Mapping[str, Sequence[str]], base_version: str
) -> Draft:
    try:
        with transaction.atomic():
            return Draft.objects.create(
                city=city, owner=owner, form=form, record=record, data=dict(data), base_version=base_version
            )
    except IntegrityError:
        # Two tabs began at the same moment; the other one was first.
        raise Moved(Draft.objects.filter(city=city, owner=owner).of_form(form, record).first()) from None
