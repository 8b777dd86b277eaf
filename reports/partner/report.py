"""The partner edition as a whole."""

from django.utils.translation import gettext as _

from output.document import Report
from reports.partner import sections
from reports.partner.view import PartnerView
from reports.sections import contents
from reports.sections.report import cover, fingerprint, labels


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
            each.printed(sections.WRITTEN[each](view, frozen)) for each in contents.SECTIONS if each in sections.WRITTEN
        ],
        running_title=_("%(city)s · %(title)s, no. %(number)s") % words,
        footer=fingerprint(context),
        marking="green",
        labels=labels(),
    )
