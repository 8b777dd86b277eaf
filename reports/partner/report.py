"""The partner edition as a whole."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.document_labels import labels
from output.document import Block, Report
from reports.partner import sections, summary
from reports.partner.view import PartnerView
from reports.sections import contents, standing
from reports.sections.context import SectionContext
from reports.sections.report import cover
from reports.snapshot import short_fingerprint


def build_partner_report(view: PartnerView) -> Report:
    """The contents of the partner edition, in the language that is active: a function of the view alone."""
    context, frozen = view.context, view.context.frozen
    words = {"title": context.title, "number": context.number, "city": context.city}
    return Report(
        title=_("%(title)s, no. %(number)s, %(city)s") % words,
        language=frozen.diagnosis["language"],
        author=frozen.processing_record["owner"],
        issued=frozen.diagnosis["dated"],
        description=summary.key_sentence(view),
        keywords=[context.city, _("prevention"), context.title],
        cover=cover(context, _("Partner edition")),
        sections=[
            each.printed(_written(each, view), one_page=each == contents.SUMMARY and _fills_a_page(context))
            for each in contents.sections_of(context)
            if each in sections.WRITTEN
        ],
        running_title=_("%(city)s · %(title)s, no. %(number)s") % words,
        footer=short_fingerprint(frozen.sha256),
        marking="green",
        labels=labels(),
        with_contents=not context.is_short,
    )


def _fills_a_page(context: SectionContext) -> bool:
    """Where nothing that was said may be told, little is left of a summary, and what follows begins below it."""
    return not context.is_short and bool(context.voices.sessions)


def _written(section: contents.DiagnosisSection, view: PartnerView) -> Iterable[Block]:
    """All of it, or what stands of it in any case."""
    whole = standing.stands(view.context, section.number)
    return (sections.WRITTEN if whole else sections.COMPULSORY)[section](view, view.context.frozen)
