"""Verify a city and keep what was found; write its head where the installation keeps heads."""

import datetime
from pathlib import Path

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.city import city_context
from accounts.models import City
from core.lengths import REASON
from records.models import Verification
from records.verification import Finding, Verdict, verify_city, verify_files

VIA = "verification"
FINDINGS_KEPT = 200


def check(*, city_id: int, expected: str = "") -> Verdict:
    """Everything of a city: the database as it is at one moment, then the files."""
    with city_context(city_id, via=VIA, consistent=True):
        verdict = verify_city(city_id=city_id, expected=expected)
    verdict.findings += _of_files(verdict, city_id)
    return verdict


def _of_files(verdict: Verdict, city_id: int) -> list[Finding]:
    """What is wrong twice: a release that sets files anew is not done between looking at rows and at the disk."""
    first, again = Verdict(), Verdict()
    with city_context(city_id, via=VIA):
        verify_files(first, city_id=city_id)
    if first.findings:
        with city_context(city_id, via=VIA):
            verify_files(again, city_id=city_id)
    verdict.files = first.files
    still = {(each.kind, each.name) for each in again.findings}
    return [each for each in first.findings if (each.kind, each.name) in still]


def verify_and_keep(*, city: City) -> Verification:
    """Check a city against the head that was kept last, and keep the outcome, also of a check that broke off."""
    began = timezone.now()
    try:
        verdict = check(city_id=city.pk, expected=kept_head(city))
    except (DatabaseError, OSError, SoftTimeLimitExceeded) as problem:
        kept = Verification(holds=False, error=_why(problem))
    else:
        kept = Verification(
            holds=verdict.holds,
            head=verdict.head,
            counts=verdict.counts(),
            found=len(verdict.findings),
            findings=[each.kept() for each in verdict.findings[:FINDINGS_KEPT]],
        )
    kept.city, kept.started_at, kept.finished_at = city, began, timezone.now()
    with city_context(city.pk, via=VIA), transaction.atomic():
        kept.save()
    return kept


def _why(problem: Exception) -> str:
    if isinstance(problem, SoftTimeLimitExceeded):
        return _("It took longer than a job may.")
    return str(problem).strip().split("\n", maxsplit=1)[0][:REASON] or type(problem).__name__


def kept_head(city: City) -> str:
    """The city's head that was written to the file of heads last; none where none is kept, or it cannot be read."""
    path = settings.HEADS_FILE
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines() if path else []
    except OSError:
        return ""
    heads = [words[2] for words in map(str.split, lines) if len(words) > 2 and words[1] == city.slug]
    return heads[-1] if heads else ""


def tell_head(*, city: City, verification: Verification) -> None:
    """A line `moment city head outcome`, added to the file and mailed, as far as the settings say so.

    A chain that did not hold is told too: that it did not is what the reader must know. What was not finished has none.
    """
    if not verification.head:
        return
    moment = verification.finished_at.astimezone(datetime.UTC).isoformat(timespec="seconds")
    outcome = "holds" if verification.holds else "FAILED"
    line = f"{moment} {city.slug} {verification.head} {outcome}"
    if settings.HEADS_FILE:
        with Path(settings.HEADS_FILE).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    if settings.HEADS_MAIL:
        EmailMessage(subject=_("Head of a history in Groundwork"), body=f"{line}\n", to=settings.HEADS_MAIL).send()
