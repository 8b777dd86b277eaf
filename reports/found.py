"""How one search over everything finds diagnoses, and for those who decide about them their judgements."""

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import formats
from core.lists import cells
from records.registries.findable import Findable, Hit, texts
from reports.models import Diagnosis, Judgement

LONGEST_TITLE = 120


def _diagnoses(member: Membership) -> Any:
    return Diagnosis.objects.visible_to(member.user).alias(searched=texts("number", "title"))


def _diagnosis(row: Diagnosis, city: str) -> Hit:
    title = f"{row}: {row.shown_title}"
    chip = cells.chip(row.get_state_display())
    return Hit(title, reverse("diagnosis", args=[city, row.number]), when=formats.days(row.start, row.end), state=chip)


def _judgements(member: Membership) -> Any:
    rows = Judgement.objects.visible_to(member.user).select_related("diagnosis")
    return rows.alias(searched=texts("statement"))


def _judgement(row: Judgement, city: str) -> Hit:
    title = Truncator(row.statement).chars(LONGEST_TITLE)
    url = reverse("judgements", args=[city, row.diagnosis.number]) + f"#judgement-{row.pk}"
    return Hit(title, url, str(row.diagnosis), state=cells.chip(row.get_state_display()))


DIAGNOSES = Findable(_("Diagnoses"), _diagnoses, _diagnosis, ("-number",), "diagnoses", members=True)
JUDGEMENTS = Findable(_("Judgements"), _judgements, _judgement, ("-diagnosis__number", "section", "order"))
