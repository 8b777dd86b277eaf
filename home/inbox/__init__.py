"""What waits for one person in a city: notices, drafts, returned and submitted records, diagnoses, groups not heard."""

from collections.abc import Iterator, Sequence

from accounts.requests import CityRequest
from analysis.records import Coverage
from home.figures import Figures
from home.inbox.city import failed_jobs, host_access, pending, verification
from home.inbox.diagnoses import current_diagnoses, in_force, of_diagnoses
from home.inbox.drafts import drafts, not_handed_in_by
from home.inbox.item import InboxItem
from home.inbox.memorandum import of_memorandum
from home.inbox.notices import of_notices
from home.inbox.plan import asked_for, flags, review_days
from home.inbox.records import nobody_looks, not_heard, returned, stale, to_review
from reports.models import Diagnosis
from stakeholders.reach import Reach

__all__ = ["current_diagnoses", "drafts", "in_force", "inbox", "of_memorandum"]


def inbox(
    request: CityRequest,
    there: Figures,
    *,
    coverage: Sequence[Coverage],
    heard: Reach,
    diagnoses: Sequence[Diagnosis],
) -> Iterator[InboxItem]:
    """Of those who work here, the most pressing first."""
    yield from returned(request, there)
    yield from of_diagnoses(request, diagnoses)
    yield from host_access(request, there)
    yield from pending(request, there)
    yield from failed_jobs(request, there)
    yield from verification(request)
    yield from to_review(request, there)
    yield from flags(request, there)
    yield from asked_for(request, there)
    yield from review_days(request, there)
    yield from of_memorandum(request, revisions=there["revisions"])
    yield from of_notices(request, there)
    yield from not_handed_in_by(request)
    yield from drafts(request)
    yield from stale(request, there)
    yield from nobody_looks(request, coverage)
    yield from not_heard(request, heard)
