"""What makes violence more or less likely in an area or a setting; never who lives there."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.vocabulary import Term

GROUNDWORK = _("Groundwork, domain list")
ICD_203 = _("ICD 203, levels of confidence")


class FactorKind(Term):
    DRIVER = (
        "driver",
        _("Something about an area or a setting that makes violent extremism more likely there."),
        GROUNDWORK,
        _("Driver"),
    )
    PROTECTIVE = (
        "protective",
        _("Something about an area or a setting that makes it less likely there."),
        GROUNDWORK,
        _("Protective factor"),
    )


class FactorAbout(Term):
    """What a factor is told of. There is no third: groups of people are heard, never told of as a cause."""

    AREA = "area", _("Districts, or the whole city."), GROUNDWORK, _("An area")
    SETTING = "setting", _("A kind of place, such as schools or gaming."), GROUNDWORK, _("A setting")


class FactorConfidence(Term):
    HIGH = "high", _("Several good sources agree."), ICD_203, pgettext_lazy("confidence", "High")
    MODERATE = (
        "moderate",
        _("Credible, and not enough to be sure."),
        ICD_203,
        pgettext_lazy("confidence", "Moderate"),
    )
    LOW = "low", _("One source, or weak ones."), ICD_203, pgettext_lazy("confidence", "Low")
