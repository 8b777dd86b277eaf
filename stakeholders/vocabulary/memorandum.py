"""The memorandum of the network: how far a version has come, how it is signed, what becomes of a wish to revise it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.vocabulary import Term

GROUNDWORK = _("Groundwork, domain list")
# So long a signature holds after the next version came in force; the database counts it (migration 0011).
GRACE_DAYS = 30


class VersionState(Term):
    DRAFT = "draft", _("Being written by those who work for the city."), GROUNDWORK, pgettext_lazy("a version", "Draft")
    PUT = "put", _("Before the members, who say what they think of it."), GROUNDWORK, _("Put to the members")
    DECIDED = "decided", _("Decided, and never changed again."), GROUNDWORK, pgettext_lazy("a version", "Decided")


class HowSigned(Term):
    SCREEN = "screen", _("By the person named for the member, or their deputy, here."), GROUNDWORK, _("on screen")
    PAPER = "paper", _("On paper, and noted here by an admin."), GROUNDWORK, _("on paper")


class RevisionAnswer(Term):
    TAKEN_UP = "taken_up", _("The next version takes it up."), GROUNDWORK, _("Taken up")
    NOT_TAKEN = "not_taken", _("It stays as it is, for a reason."), GROUNDWORK, _("Not taken up")
