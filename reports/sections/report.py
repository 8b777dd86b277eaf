"""The edition as a whole: cover, sections, running lines."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from core.document_labels import labels
from core.formats import day
from output.document import Block, Cover, Report, Section
from reports.models.diagnoses import REVIEW_AFTER_MONTHS, months_later
from reports.sections import (
    annex,
    contents,
    drivers,
    judgements,
    landscape,
    network,
    online,
    perceived,
    places,
    priorities,
    scope,
    standing,
    summary,
    targets,
    voices,
)
from reports.sections.context import SectionContext
from reports.sections.periods import long_period
from reports.snapshot import short_fingerprint

# What is written of each section; of what nothing can be recorded yet, nothing is.
WRITTEN: dict[contents.DiagnosisSection, Callable[[SectionContext], Iterable[Block]]] = {
    contents.SUMMARY: summary.blocks,
    contents.SCOPE: scope.blocks,
    contents.PLACES: places.blocks,
    contents.LANDSCAPE: landscape.blocks,
    contents.ONLINE: online.blocks,
    contents.TARGETS: targets.blocks,
    contents.DRIVERS: drivers.blocks,
    contents.VOICES: voices.blocks,
    contents.PERCEIVED: perceived.blocks,
    contents.ASSETS: network.blocks,
    contents.JUDGEMENTS: judgements.blocks,
    contents.PRIORITIES: priorities.blocks,
    contents.ANNEX: annex.blocks,
}

# Of a section that was left out, what everybody must be told.
COMPULSORY: dict[contents.DiagnosisSection, Callable[[SectionContext], Iterable[Block]]] = {
    contents.VOICES: voices.compulsory,
    contents.JUDGEMENTS: judgements.compulsory,
}


def build_report(context: SectionContext) -> Report:
    """The contents of the restricted edition, in the language that is active."""
    diagnosis = context.frozen.diagnosis
    words = {"title": context.title, "number": context.number, "city": context.city}
    return Report(
        title=_("%(title)s, no. %(number)s, %(city)s") % words,
        language=diagnosis["language"],
        author=context.frozen.processing_record["owner"],
        issued=diagnosis["dated"],
        description=summary.key_sentence(context),
        keywords=[context.city, _("prevention"), context.title],
        cover=cover(context, _("Restricted edition")),
        sections=[_section(each, context) for each in contents.sections_of(context) if each in WRITTEN],
        running_title=_("%(city)s · %(title)s, no. %(number)s") % words,
        footer=short_fingerprint(context.frozen.sha256),
        marking="amber",
        labels=labels(),
        with_contents=not context.is_short,
    )


def _section(section: contents.DiagnosisSection, context: SectionContext) -> Section:
    return section.printed(_written(section, context), one_page=section == contents.SUMMARY and not context.is_short)


def _written(section: contents.DiagnosisSection, context: SectionContext) -> Iterable[Block]:
    """All of it, or what stands of it in any case."""
    return (WRITTEN if standing.stands(context, section.number) else COMPULSORY)[section](context)


def cover(context: SectionContext, edition: str) -> Cover:
    diagnosis = context.frozen.diagnosis
    return Cover(
        city=_("City of %(city)s") % {"city": context.city},
        title=context.title,
        subtitle="" if diagnosis.get("title") else _("for prevention"),
        lines=[
            _("No. %(number)s · %(period)s") % {"number": context.number, "period": long_period(context.frozen.period)},
            edition,
        ],
        facts=[
            (_("Owner"), context.frozen.processing_record["owner"]),
            (_("Dated"), day(diagnosis["dated"])),
            (_("Review by"), day(months_later(diagnosis["dated"], REVIEW_AFTER_MONTHS))),
            (_("Status"), _status(context)),
            (_("Fingerprint"), short_fingerprint(context.frozen.sha256)),
        ],
        banner=judgements.unread_sentence(context) if context.unread else "",
        outline=places.cover_outline(context),
        outline_alt=_("Outline of the districts of %(city)s.") % {"city": context.city},
    )


def _status(context: SectionContext) -> str:
    if context.release is None:
        return _("in review, not released")
    return _("released on %(day)s") % {"day": day(context.release.on)}
