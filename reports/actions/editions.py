"""The files of editions: named, and removed where nothing refers to them."""

from collections.abc import Iterable, Mapping
from copy import copy
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.city import city_context
from accounts.markings import Marking, after_protection, highest
from core.errors import Refused
from jobs import artefacts
from reports.actions.judgements import marking_of
from reports.models import Diagnosis, Edition, Snapshot
from reports.release.permissions import (
    IS_OVER,
)


def keep_edition(
    *,
    diagnosis: Diagnosis,
    audience: str,
    sha256: str,
    size: int,
    engine: str,
    page_sha256: str = "",
    figures: Mapping[str, Any] | None = None,
    words: str = Marking.CLEAR,
) -> Edition:
    """Name the files of an edition; those they take the place of go, unless something else refers to the same.

    `figures` are what a protected one prints of counts, `words` the highest marking of what its words are of. What was
    released keeps its files. Raises Refused.
    """
    key: dict[str, Any] = {
        "city_id": diagnosis.city_id,
        "diagnosis": diagnosis,
        "audience": audience,
        "language": diagnosis.language,
    }
    before = Edition.objects.select_for_update(no_key=True, of=("self",)).filter(**key).first()
    given_out = Diagnosis.objects.filter(pk=diagnosis.pk, state__in=Diagnosis.GIVEN_OUT)
    if before is not None and given_out.exists():
        raise Refused(str(IS_OVER))
    made_of = marking_of(diagnosis)
    if audience == Edition.Audience.PARTNER:
        made_of = after_protection(made_of)
    files = {
        "sha256": sha256,
        "size": size,
        "page_sha256": page_sha256,
        "marking": highest([Edition.MARKINGS[audience], made_of, words]),
        "figures": dict(figures or {}),
    }
    told = {**files, "engine": engine, "error": ""}
    if before is None:
        edition, _created = Edition.objects.update_or_create(**key, defaults=told)
    else:  # locked already
        edition = copy(before)
        for name, value in told.items():
            setattr(edition, name, value)
        edition.save(update_fields=list(told))
        gone = sorted(set(before.files()) - set(edition.files()))
        transaction.on_commit(partial(forget_files, city_id=diagnosis.city_id, files=gone))
    return edition


def forget_files(*, city_id: int, files: Iterable[tuple[str, str]]) -> None:
    """Remove files that nothing refers to now. Outside any transaction, after the one that let go of them."""
    for sha256, suffix in files:
        with city_context(city_id, via="files"):
            artefacts.hold(sha256)
            held = Edition.objects.filter(Q(sha256=sha256) | Q(page_sha256=sha256), withdrawn_at=None)
            if not held.exists() and not Snapshot.objects.filter(sha256=sha256, gone_at=None).exists():
                artefacts.remove(city_id, sha256, suffix)
