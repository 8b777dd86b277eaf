"""The fixed words of a document, in the language that is active."""

from django.utils.translation import gettext as _

from output.document import Labels


def labels() -> Labels:
    return Labels(
        contents=_("Contents"),
        figure=_("Figure"),
        table=_("Table"),
        key_sentence=_("In one sentence."),
        likelihood=_("Likelihood"),
        confidence=_("Confidence"),
        evidence=_("Evidence"),
        status=_("Status"),
        empty_table=_("There are no rows to show."),
    )
