"""One paragraph of the country's own threat assessment beside the local picture: not the city's words, and dated."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.formats import day
from output.document import Block, Paragraph, Run
from reports.models.diagnoses import months_later
from reports.sections import standing
from reports.sections.context import SectionContext
from reports.sections.wording import shortened

# The summary prints so much of it; section 5 has all of it.
MOST_IN_SUMMARY, LONGEST_SOURCE = 200, 50
OLD_AFTER_MONTHS = 12


def in_short(context: SectionContext) -> Iterator[Block]:
    """Beside the local picture of the summary; nothing where none is given, which section 3 says."""
    if text := _text(context):
        yield Paragraph(list(_said(context, _cut(text), LONGEST_SOURCE)))


def in_full(context: SectionContext) -> Iterator[Block]:
    """Of section 5, where the summary had no room for all of it or is left out."""
    text = _text(context)
    if text and not (_cut(text) == text and standing.stands(context, standing.Numbered.SUMMARY)):
        yield Paragraph(list(_said(context, text)))


def published(context: SectionContext) -> Iterator[tuple[str, str]]:
    """Of section 3: whose words they are, from when, and where they can be read."""
    if _text(context):
        city = context.frozen.city
        where = ", ".join(filter(None, [city["threat_source"], _dated(city), city["threat_link"]]))
        yield _("The country's own threat assessment"), where


def is_given(context: SectionContext) -> bool:
    return bool(_text(context))


def not_given(context: SectionContext) -> str:
    """Of section 3."""
    if "threat_text" not in context.frozen.city:
        return _("The country's own threat assessment was not kept yet when this diagnosis was computed.")
    return _("The country's own threat assessment is not given here; that there is none is not said by that.")


def _text(context: SectionContext) -> str:
    return str(context.frozen.city.get("threat_text", ""))


def _cut(text: str) -> str:
    """Whole sentences, as many as there is room for; at least one, cut where it alone is too long."""
    if len(text) <= MOST_IN_SUMMARY:
        return text
    whole = text[:MOST_IN_SUMMARY].rpartition(". ")[0]
    return f"{whole}. …" if whole else shortened(text, MOST_IN_SUMMARY)


def _said(context: SectionContext, text: str, most: int = 1_000) -> Iterator[Run]:
    """With whose it is, and from when; what is older than a year says so."""
    city = context.frozen.city
    yield Run(_("The country's own assessment") + " ", strong=True)
    yield Run(
        _("(%(source)s, %(day)s):") % {"source": shortened(city["threat_source"], most), "day": _dated(city)} + " ",
        look="back",
    )
    yield Run(text)
    if (
        months_later(datetime.date.fromisoformat(city["threat_dated"]), OLD_AFTER_MONTHS)
        < context.frozen.diagnosis["dated"]
    ):
        yield Run(" ")
        yield Run(_("older than 12 months"), look="unknown")


def _dated(city: Mapping[str, Any]) -> str:
    return day(datetime.date.fromisoformat(city["threat_dated"]))
