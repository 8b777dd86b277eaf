"""How strong the concern is that people told of a district, where enough told: as the diagnosis has it, each who told
it counted once by the mean of their ratings, and of these the middle one.

It is that of whole years, of each of which enough told: of months that anybody may choose, the middle one of four
beside that of three would tell what one organisation said.
"""

import datetime
from collections.abc import Iterator, Sequence
from statistics import fmean, median
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import ngettext

from accounts.models import User
from analysis.disclosure import FEWEST_RATERS, may_show_rating, window_of, windows_touched
from analysis.records import Period
from core import formats
from mapping.models import District
from stakeholders.models import Outlook

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def told(user: User, district: District, period: Period) -> "Iterator[tuple[StrOrPromise, str]]":
    """For the panel of the map; that none was told is said as well."""
    years = windows_touched(period.start, period.end)
    whole = Period(datetime.date(years[0], 1, 1), datetime.date(years[-1], 12, 31))
    found = Outlook.objects.filter(district=district.code).select_related("consultation")
    rows = list(found.readable_outcomes(user, whole))
    if not rows:
        yield __("Concern"), _("no level told, in what you may read")
        return
    enough = _years_with_enough(rows)
    if not enough:
        few = _("told by fewer than %(least)s organisations a year, so no level is shown")
        yield __("Concern"), few % {"least": FEWEST_RATERS}
        return
    rows = [row for row in rows if window_of(row.consultation.first_day) in enough]
    levels: dict[str, list[int]] = {}
    for row in rows:
        levels.setdefault(row.rater, []).append(row.concern)
    count, middle = len({row.consultation_id for row in rows}), median(map(fmean, levels.values()))
    words = ngettext(
        "%(middle)s of 5, the middle one of %(raters)s who told it in %(count)s consultation of %(years)s",
        "%(middle)s of 5, the middle one of %(raters)s who told it in %(count)s consultations of %(years)s",
        count,
    )
    yield (
        __("Concern"),
        words
        % {
            "middle": formats.decimal(middle),
            "raters": formats.number(len(levels)),
            "count": formats.number(count),
            "years": ", ".join(map(str, enough)),
        },
    )


def _years_with_enough(rows: Sequence[Outlook]) -> list[int]:
    """The years in which enough different ones told."""
    told_in: dict[int, list[str]] = {}
    for row in rows:
        told_in.setdefault(window_of(row.consultation.first_day), []).append(row.rater)
    return sorted(year for year, raters in told_in.items() if may_show_rating(raters))
