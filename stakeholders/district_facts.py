"""How strong the concern is that people told of a district: a mean of sessions, each of them once."""

from collections.abc import Iterator
from statistics import fmean
from typing import TYPE_CHECKING

from django.db.models import Avg
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import ngettext

from accounts.models import User
from analysis.records import Period
from core import formats
from mapping.models import District
from stakeholders.models import Consultation, Outlook

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def told(user: User, district: District, period: Period) -> "Iterator[tuple[StrOrPromise, str]]":
    """For the panel of the map; that none was told is said as well."""
    heard = Consultation.objects.outcomes_visible_to(user).approved()
    heard = heard.filter(first_day__range=(period.start, period.end))
    rows = Outlook.objects.filter(consultation__in=heard.values("pk"), district=district.code)
    by_session = list(rows.values_list("consultation").annotate(mean=Avg("concern")).values_list("mean", flat=True))
    if not by_session:
        yield __("Concern"), _("no level told, in what you may read")
        return
    count, mean = len(by_session), fmean(map(float, by_session))
    words = ngettext(
        "%(mean)s of 5, told in %(count)s consultation", "%(mean)s of 5, told in %(count)s consultations", count
    )
    yield __("Concern"), words % {"mean": formats.decimal(mean), "count": formats.number(count)}
