"""How strong the concern is that people told of a district: a mean of sessions, each once, where enough told."""

from collections.abc import Iterator
from statistics import fmean
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import ngettext

from accounts.models import User
from analysis.disclosure import FEWEST_RATERS, Attribution, may_show_rating, rater
from analysis.records import Period
from core import formats
from mapping.models import District
from stakeholders.models import Outlook

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def told(user: User, district: District, period: Period) -> "Iterator[tuple[StrOrPromise, str]]":
    """For the panel of the map; that none was told is said as well."""
    rows = list(Outlook.objects.filter(district=district.code).readable_outcomes(user, period))
    if not rows:
        yield __("Concern"), _("no level told, in what you may read")
        return
    if not may_show_rating(map(_rater, rows)):
        few = _("told by fewer than %(least)s organisations, so no level is shown")
        yield __("Concern"), few % {"least": FEWEST_RATERS}
        return
    levels: dict[int, list[int]] = {}
    for row in rows:
        levels.setdefault(row.consultation_id, []).append(row.concern)
    count, mean = len(levels), fmean(map(fmean, levels.values()))
    words = ngettext(
        "%(mean)s of 5, told in %(count)s consultation", "%(mean)s of 5, told in %(count)s consultations", count
    )
    yield __("Concern"), words % {"mean": formats.decimal(mean), "count": formats.number(count)}


def _rater(row: Outlook) -> str:
    said = Attribution(row.organisation_id, row.sector, row.block)
    return rater(row.confidentiality, row.consultation_id, said)
