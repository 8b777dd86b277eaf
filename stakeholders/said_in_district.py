"""The needs and findings told of a district, for its page: what one may read session by session, of approved ones.

Nothing said in confidence is told alone (`readable_outcomes`), and of a session that one may not read as a whole the
day is told by its month.
"""

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from core import formats
from core.lists import first_of
from mapping.map.panel_facts import DistrictVoice
from mapping.models import District
from records.models import ReviewState
from stakeholders.models import Consultation, Finding, Need

if TYPE_CHECKING:
    from collections.abc import Sequence

# Of each kind, the latest.
MOST = 30


def said_in_district(user: User, district: District) -> "tuple[Sequence[DistrictVoice], bool]":
    """What was said of a district that this person may read, the latest of each kind; and whether there is more."""
    of_these = Q(consultation__boundary_set=district.boundary_set_id) | Q(consultation__boundary_set=None)
    rows: list[Any] = []
    has_more = False
    for model in (Need, Finding):
        readable = model.objects.readable_outcomes(user).filter(of_these, districts__contains=[district.code])
        approved = readable.filter(consultation__state=ReviewState.APPROVED).select_related("organisation")
        found, is_cut = first_of(approved.order_by(F("consultation__first_day").desc(), "-pk"), MOST)
        has_more |= is_cut
        rows += found
    heard_in = {row.consultation_id for row in rows}
    sessions = {each.pk: each for each in Consultation.objects.for_list(user).filter(pk__in=heard_in)}
    told = [_said(row, sessions[row.consultation_id], district) for row in rows if row.consultation_id in sessions]
    return told, has_more


def _said(row: Any, session: Consultation, district: District) -> DistrictVoice:
    name = "need" if isinstance(row, Need) else "finding"
    page = reverse("consultation", args=[district.city.slug, session.pk])
    return DistrictVoice(
        kind=str(row.get_category_display() if isinstance(row, Need) else row.get_kind_display()),
        words=row.statement,
        said_by=row.said_by,
        when=formats.short_day(session.first_day) if session.is_open else formats.month(session.first_day),
        # in the order of what may be told
        day=session.first_day if session.is_open else session.first_day.replace(day=1),
        marking=session.marking,
        url=f"{page}#{name}-{row.pk}",
    )
