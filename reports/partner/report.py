"""The partner edition as a whole."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from output.document import Block, Report, Section
from reports.partner import sections
from reports.partner.view import PartnerView
from reports.sections import contents
from reports.sections.report import cover, fingerprint, labels
from reports.snapshot import SnapshotData

WRITTEN: dict[contents.DiagnosisSection, Callable[[PartnerView, SnapshotData], Iterable[Block]]] = {
    contents.SUMMARY: sections.summary,
    contents.SCOPE: sections.scope_and_method,
    contents.PLACES: sections.places_of_city,
    contents.LANDSCAPE: sections.landscape,
    contents.TARGETS: sections.groups,
    contents.VOICES: sections.what_stakeholders_say,
    contents.JUDGEMENTS: sections.judgements,
    contents.ANNEX: sections.annexed,
}


def build_partner_report(view: PartnerView) -> Report:
    """The contents of the partner edition, in the language that is active: a function of the view alone."""
    context, frozen = view.context, view.context.frozen
    words = {"title": context.title, "number": context.number, "city": context.city}
    return Report(
        title=_("%(title)s, no. %(number)s, %(city)s") % words,
        language=frozen.diagnosis["language"],
        author=frozen.processing_record["owner"],
        issued=frozen.diagnosis["dated"],
        description=sections.key_sentence(view),
        keywords=[context.city, _("prevention"), context.title],
        cover=cover(context, _("Partner edition")),
        sections=[
            Section(number=str(each.number), title=str(each.title), blocks=list(WRITTEN[each](view, frozen)))
            for each in contents.SECTIONS
            if each in WRITTEN
        ],
        running_title=_("%(city)s · %(title)s, no. %(number)s") % words,
        footer=fingerprint(context),
        marking="green",
        labels=labels(),
    )
