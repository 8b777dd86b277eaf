"""How we know: the two axes of the Admiralty code, where it came from, and how serious it was."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.vocabulary import Term

ADMIRALTY = _("NATO AJP-2.1, Admiralty code")
GROUNDWORK = _("Groundwork, domain list")
TENSION = _("UK Institute of Community Cohesion, tension monitoring toolkit")


class Reliability(Term):
    """How reliable the source is."""

    A = "A", _("No doubt about it."), ADMIRALTY, _("Completely reliable")
    B = "B", _("Minor doubt; mostly right before."), ADMIRALTY, _("Usually reliable")
    C = "C", _("Some doubt; has been right before."), ADMIRALTY, _("Fairly reliable")
    D = "D", _("Significant doubt."), ADMIRALTY, _("Not usually reliable")
    E = "E", _("Has been wrong before."), ADMIRALTY, _("Unreliable")
    F = "F", _("No basis to judge."), ADMIRALTY, _("Cannot be judged")


class Credibility(Term):
    """How credible the information itself is."""

    CONFIRMED = "1", _("Confirmed by independent sources."), ADMIRALTY, _("Confirmed")
    PROBABLY = "2", _("Fits what else is known."), ADMIRALTY, _("Probably true")
    POSSIBLY = "3", _("Reasonable, agrees with some of it."), ADMIRALTY, _("Possibly true")
    DOUBTFUL = "4", _("Possible, not backed by anything."), ADMIRALTY, _("Doubtful")
    IMPROBABLE = "5", _("Contradicted by what else is known."), ADMIRALTY, _("Improbable")
    CANNOT_BE_JUDGED = "6", _("No basis to judge."), ADMIRALTY, _("Cannot be judged")


class HowKnown(Term):
    """The officer's worded answer; `GRADES` gives the code the reviewer sees and may adjust."""

    SEEN_BY_STAFF = "seen_by_staff", _("Our own staff were there."), GROUNDWORK, _("Seen by our staff")
    PARTNER_SAW = (
        "partner_saw",
        _("A partner who was there told us."),
        GROUNDWORK,
        _("Told by a partner who saw it"),
    )
    MEDIA_OR_POLICE = (
        "media_or_police",
        _("It was reported by an editorial medium or the police."),
        GROUNDWORK,
        _("Reported by media or police"),
    )
    RESIDENT_TOLD = (
        "resident_told",
        _("A resident told us what they lived through."),
        GROUNDWORK,
        _("Told by a resident who saw it"),
    )
    SECOND_HAND = "second_hand", _("Someone heard it from others."), GROUNDWORK, _("Heard second-hand")


# A resident's testimony is never F for being a resident's.
GRADES: dict[str, tuple[str, str]] = {
    HowKnown.SEEN_BY_STAFF: (Reliability.A, Credibility.PROBABLY),
    HowKnown.PARTNER_SAW: (Reliability.B, Credibility.PROBABLY),
    HowKnown.MEDIA_OR_POLICE: (Reliability.B, Credibility.POSSIBLY),
    HowKnown.RESIDENT_TOLD: (Reliability.C, Credibility.POSSIBLY),
    HowKnown.SECOND_HAND: (Reliability.D, Credibility.DOUBTFUL),
}


class SourceType(Term):
    POLICE = "police", "", GROUNDWORK, _("Police")
    MUNICIPAL_SERVICE = "municipal_service", "", GROUNDWORK, _("Municipal service")
    SCHOOL = "school", "", GROUNDWORK, _("School")
    CIVIL_SOCIETY = "civil_society", "", GROUNDWORK, _("Civil society")
    FAITH = "faith", "", GROUNDWORK, _("Faith community")
    RESIDENT = "resident", "", GROUNDWORK, pgettext_lazy("a type of source", "Residents")
    MEDIA = "media", "", GROUNDWORK, _("Media")
    ONLINE_MONITORING = "online_monitoring", "", GROUNDWORK, _("Online monitoring")
    RESEARCH = "research", "", GROUNDWORK, _("Research")
    OTHER = "other", "", GROUNDWORK, _("Other")


class Basis(Term):
    EVIDENCED = "evidenced", _("Documented by a record or trace."), TENSION, _("Evidenced")
    EXPERIENCED = "experienced", _("Lived through by those affected."), TENSION, _("Experienced")
    POTENTIAL = "potential", _("Expected, has not happened yet."), TENSION, _("Potential")


class Completeness(Term):
    """How completely a source looked at what it covered."""

    FULL = (
        "full",
        _("Everything that came to its notice is here."),
        GROUNDWORK,
        pgettext_lazy("how completely", "Complete"),
    )
    PARTIAL = "partial", _("A known part is missing."), GROUNDWORK, _("Partial")
    SPORADIC = "sporadic", _("Only what happened to be noticed."), GROUNDWORK, _("Sporadic")


# Written anchors of severity 1–5.
SEVERITY = {
    1: _("Unpleasant; no one was targeted in person and nothing was damaged."),
    2: _("Someone was targeted or something small was damaged."),
    3: _("A threat, an assault without injury, or damage that costs."),
    4: _("Injury, a weapon, arson, or a pattern against the same people."),
    5: _("A life was taken or in danger."),
}
