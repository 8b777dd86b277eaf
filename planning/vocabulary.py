"""What a project is, what it stands on, and what may put it in question."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.vocabulary import Term

GROUNDWORK = _("Groundwork, domain list")


class ProjectStatus(Term):
    PLANNED = "planned", _("Thought of, and not begun."), GROUNDWORK, pgettext_lazy("a project", "Planned")
    ACTIVE = "active", _("Under way."), GROUNDWORK, pgettext_lazy("a project", "Active")
    PAUSED = "paused", _("Begun, and resting for now."), GROUNDWORK, pgettext_lazy("a project", "Paused")
    FINISHED = "finished", _("Brought to its end."), GROUNDWORK, pgettext_lazy("a project", "Finished")
    STOPPED = (
        "stopped",
        _("Ended before it was through, for a reason."),
        GROUNDWORK,
        pgettext_lazy("a project", "Stopped"),
    )


class RaisedBy(Term):
    """Who wanted it first: a project that nobody but its funder asked for is one to ask about."""

    HEARD = "heard", _("People or organisations who were heard asked for it."), GROUNDWORK, _("Those who were heard")
    CITY = "city", _("A unit of the city proposed it."), GROUNDWORK, _("The city")
    PARTNER = "partner", _("An organisation of the network proposed it."), GROUNDWORK, _("A partner")
    FUNDER = "funder", _("Nobody but the funder asked for it."), GROUNDWORK, _("The funder only")


class GroundKind(Term):
    """What of a diagnosis a project stands on. Each goes by a key that is the same in the next diagnosis."""

    JUDGEMENT = "judgement", _("A judgement that was confirmed or rewritten."), GROUNDWORK, _("Judgement")
    PRIORITY = "priority", _("A need in a district, or in the whole city."), GROUNDWORK, _("Priority")
    NEED = "need", _("A kind of need, wherever it was raised."), GROUNDWORK, _("Need")


class IndicatorKind(Term):
    OUTPUT = "output", _("What the project does or makes."), GROUNDWORK, _("Output")
    OUTCOME = "outcome", _("What becomes of it for those it is with and for."), GROUNDWORK, _("Outcome")


class Aim(Term):
    AT_LEAST = "at_least", _("More is better."), GROUNDWORK, _("at least")
    AT_MOST = "at_most", _("Less is better."), GROUNDWORK, _("at most")


class FlagCause(Term):
    GROUND_CHANGED = (
        "ground_changed",
        _("A newly released diagnosis says otherwise what the project stands on."),
        GROUNDWORK,
        _("Its ground changed"),
    )
    GROUND_GONE = (
        "ground_gone",
        _("A newly released diagnosis does not say any more what the project stands on."),
        GROUNDWORK,
        _("Its ground is gone"),
    )
    FIGURE_MOVED = (
        "figure_moved",
        _("A figure that the project stands on began to rise since."),
        GROUNDWORK,
        _("A figure it stands on moved"),
    )
    EVIDENCE_ERASED = (
        "evidence_erased",
        _("A record was erased that what the project stands on was made of."),
        GROUNDWORK,
        _("A record behind it was erased"),
    )
    REVIEW_DUE = "review_due", _("Its day of review has passed."), GROUNDWORK, _("Its day of review has passed")
    PARTNER_LEFT = (
        "partner_left",
        _("An organisation it is done with is not active any more."),
        GROUNDWORK,
        _("A partner left"),
    )
    FUNDING_LOST = "funding_lost", _("A funder pays no more."), GROUNDWORK, _("Funding was lost")
    HARM = "harm", _("Somebody says that it does harm."), GROUNDWORK, _("A complaint of harm")
    CONSULTED = (
        "consulted",
        _("An organisation or people who were consulted say something new of it."),
        GROUNDWORK,
        _("Said by somebody who was consulted"),
    )
    ASKED = "asked", _("Somebody asks to look at it again."), GROUNDWORK, _("Asked to look again")


class FlagDecision(Term):
    KEEP = "keep", _("It goes on as it is."), GROUNDWORK, _("Keep")
    ADAPT = "adapt", _("It goes on in another way."), GROUNDWORK, _("Adapt")
    STOP = "stop", _("It ends."), GROUNDWORK, _("Stop")
