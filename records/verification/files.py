"""Files against the rows that name them: each is there and is what its name says, and there is none besides."""

import datetime
from collections.abc import Iterator
from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from jobs import artefacts
from jobs.models import Job, JobState
from records.registries.kept_files import KeptFile, kept_files
from records.verification.findings import Finding, Verdict

# A job stores a file before it commits the row that names it.
YOUNG = datetime.timedelta(hours=1)
File = tuple[str, str]


def verify_files(verdict: Verdict, *, city_id: int) -> None:
    """Read every file of the city; runs inside its context."""
    named: dict[File, KeptFile] = {}
    for each in kept_files(city_id):
        file = (each.sha256, each.suffix)
        if file not in named or each.is_due:
            named[file] = each
    there = {path.name: path for path in artefacts.kept(city_id)}
    verdict.files = len(named)
    verdict.findings += _of_rows(city_id, named, there)
    verdict.findings += _besides(city_id, named, there)


def _of_rows(city_id: int, named: dict[File, KeptFile], there: dict[str, Path]) -> Iterator[Finding]:
    now = timezone.now()
    for (sha256, suffix), each in sorted(named.items()):
        path = there.get(f"{sha256}.{suffix}")
        if path is None:
            if each.is_due:
                yield _finding("file-missing", each, now)
        elif not artefacts.is_whole(city_id, sha256, suffix):
            yield _finding("file-changed", each, _written(path))


def _finding(kind: str, of: KeptFile, at: datetime.datetime) -> Finding:
    name, label = f"{of.sha256}.{of.suffix}", of.row._meta.label_lower
    return Finding(kind, of.row.pk, name, label, ("sha256",), at)


def _besides(city_id: int, named: dict[File, KeptFile], there: dict[str, Path]) -> Iterator[Finding]:
    """Files no row names. What a job left that was broken off is told by its time, and let be."""
    names = {f"{sha256}.{suffix}" for sha256, suffix in named}
    besides = [there[name] for name in sorted(set(there) - names)]
    broken_off = _broken_off(city_id) if besides else []
    for path in besides:
        at = _written(path)
        if timezone.now() - at < YOUNG or any(start <= at <= end for start, end in broken_off):
            continue
        yield Finding("file-extra", name=path.name, at=at)


def _broken_off(city_id: int) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """From when to when jobs were at work that did not end with their first attempt."""
    jobs = Job.objects.filter(Q(attempt__gt=1) | ~Q(state=JobState.DONE), city=city_id)
    return [(job.created_at, job.finished_at or timezone.now()) for job in jobs]


def _written(path: Path) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(path.stat().st_mtime, tz=datetime.UTC)
