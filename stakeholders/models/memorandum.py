"""The memorandum of the prevention network: its versions, who signed which, who dissents, and who asks to revise it.

What a signature opens is decided by the database (`stakeholders/migrations`, `stakeholders_unsigned_from`): a member
without one reads what is marked clear, and nothing else.
"""

import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.city import CurrentCity
from accounts.history import with_history
from accounts.models import STAFF, City, CityOwned, Membership, user_field
from core.lengths import REASON, SENTENCES
from notices.models import NetworkBody
from stakeholders.vocabulary import HowSigned, RevisionAnswer, VersionState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

DRAFT, PUT, DECIDED = VersionState
# The parts of the text, in the order in which they are read.
TEXTS = ("common_goal", "mission", "vision", "principles", "decisions")


class MemorandumQuerySet(models.QuerySet["Memorandum"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Every member reads it, also who has signed nothing: it is what they are to sign. Drafts are for those who
        write them."""
        mine = Membership.objects.of(user).filter(city=CurrentCity())
        works_here = models.Exists(mine.filter(role__in=STAFF))
        return self.filter(models.Exists(mine), ~Q(state=DRAFT) | works_here, city=CurrentCity())

    def decided(self) -> Self:
        return self.filter(state=DECIDED)

    def in_force(self, *, on: datetime.date | None = None) -> "Memorandum | None":
        """The one that holds on a day, today if none is named. Of one that was ended no older one takes the place."""
        on = on or timezone.localdate()
        found = self.decided().filter(in_force_on__lte=on).order_by("-number").first()
        return None if found is not None and found.has_ended(on) else found

    def newest(self) -> "Memorandum | None":
        """The last that was decided, in force by now or not yet, or ended."""
        return self.decided().order_by("-number").first()

    def to_sign(self) -> "Memorandum | None":
        """The newest that was decided, unless it is said when it ends: then nobody is asked any more."""
        found = self.newest()
        return None if found is not None and found.ended_on is not None else found

    def under_way(self) -> "Memorandum | None":
        """The one that is written, or before the members."""
        return self.exclude(state=DECIDED).first()

    def with_end(self) -> Self:
        """Each with the day on which another took its place (`replaced_on`)."""
        return self.annotate(replaced_on=_end())

    def replaced(self, *, before: datetime.date) -> Self:
        """Those that did not hold any more by that day."""
        return self.decided().alias(end=_end()).filter(end__lt=before)


def _end() -> Subquery:
    later = Memorandum.objects.decided().filter(city=OuterRef("city"), number__gt=OuterRef("number"))
    return Subquery(later.order_by("number").values("in_force_on")[:1])


def aims_of(city: City) -> dict[str, str]:
    """Mission, vision and common goal of the network: what its memorandum says, and where none holds, what the city
    wrote."""
    version = Memorandum.objects.in_force()
    source = version or city
    vision = version.vision if version else ""
    return {"mission": source.mission, "vision": vision, "common_goal": source.common_goal}


@with_history()
class Memorandum(CityOwned):
    """One version. Its texts are read by every member, signed or not, and by whoever a member shows them to: nothing in
    them is marked above clear.

    Once it is decided no row of it changes; that the day on which it is looked at again is put off, and once that it
    ends, is all that may.
    """

    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=VersionState, default=DRAFT)
    common_goal = models.TextField(_("common goal"), max_length=SENTENCES, blank=True)
    mission = models.TextField(_("mission"), max_length=SENTENCES, blank=True)
    vision = models.TextField(_("vision"), max_length=SENTENCES, blank=True)
    principles = models.TextField(_("what is shared, and with whom"), max_length=SENTENCES, blank=True)
    decisions = models.TextField(_("how the network decides, and revises this"), max_length=SENTENCES, blank=True)
    because = models.TextField(_("what is new in this version, and why"), max_length=REASON, blank=True)
    comment_by = models.DateField(_("members say what they think until"), null=True, blank=True)
    put_by = user_field(_("put to the members by"))
    put_on = models.DateField(_("put to the members on"), null=True, blank=True)
    taken_back_because = models.TextField(_("why it was taken back"), max_length=REASON, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    in_force_on = models.DateField(_("in force from"), null=True, blank=True)
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)
    kept_because = models.TextField(_("why it stays as it is"), max_length=REASON, blank=True)
    agreed_by = user_field(_("put in force by"))
    # The first day on which it does not hold any more; said once, and announced to every member.
    ended_on = models.DateField(_("holds no more from"), null=True, blank=True)
    ended_because = models.TextField(_("why it ends"), max_length=REASON, blank=True)
    ending_decided_by = models.CharField(_("its end was decided by"), max_length=200, blank=True)
    ended_by = user_field(_("its end noted by"))
    # Of a very small city (`accounts.four_eyes`).
    alone_because = models.TextField(
        _("why one person alone put it in force"), max_length=REASON, blank=True, default="", editable=False
    )
    created_by = user_field(_("begun by"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Memorandum"]] = MemorandumQuerySet.as_manager()

    # Filled by `with_end`.
    replaced_on: datetime.date | None

    class Meta(CityOwned.Meta):
        verbose_name = _("memorandum")
        ordering = ["-number"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "number"],
                name="stakeholders_memorandum_number",
                violation_error_message=_("This version is there already."),
            ),
            models.UniqueConstraint(
                fields=["city"],
                condition=~Q(state="decided"),
                name="stakeholders_memorandum_one_under_way",
                violation_error_message=_("Another version is being written already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=VersionState.values), name="stakeholders_memorandum_vocabulary"
            ),
            models.CheckConstraint(
                condition=~Q(state="decided")
                | (
                    Q(in_force_on__isnull=False, review_on__isnull=False, decided_on__isnull=False)
                    & ~Q(decided_by="")
                    & ~Q(common_goal="")
                    & ~Q(mission="")
                    & ~Q(principles="")
                ),
                name="stakeholders_memorandum_whole",
                violation_error_message=_(
                    "Before it is decided it says its common goal, its mission, what is shared, who decided and from "
                    "which day it holds."
                ),
            ),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(in_force_on__isnull=True) | Q(review_on__gt=F("in_force_on")),
                name="stakeholders_memorandum_days",
                violation_error_message=_("It is looked at again after it came in force."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_because="", ending_decided_by="")
                | (Q(state="decided", ended_on__gt=F("in_force_on")) & ~Q(ended_because="") & ~Q(ending_decided_by="")),
                name="stakeholders_memorandum_ended",
                violation_error_message=_("What ends was in force before. Say who decided that it ends, and why."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Memorandum, version %(number)s") % {"number": self.number})

    @property
    def is_decided(self) -> bool:
        return self.state == DECIDED

    def has_ended(self, on: datetime.date) -> bool:
        return self.ended_on is not None and self.ended_on <= on

    def is_past(self, on: datetime.date) -> bool:
        """Whether it holds no more: it ended, or another took its place. Of one that was read `with_end`."""
        return self.has_ended(on) or (self.is_decided and self.replaced_on is not None and self.replaced_on <= on)

    @cached_property
    def before(self) -> "Memorandum | None":
        """The last one that was decided before it; whoever has all of them at hand says which."""
        earlier = Memorandum.objects.decided().filter(city=self.city_id, number__lt=self.number)
        return earlier.order_by("-number").first()

    def follows_none(self, before: "Memorandum | None") -> bool:
        """Whether the one before it ended, and none holds until this one does. A signature opens at once, so nobody
        signs ahead of that day (`stakeholders_signs_ahead` in the database)."""
        assert self.in_force_on is not None  # noqa: S101 (asked for by the database, of one that is decided)
        return before is not None and before.has_ended(self.in_force_on - datetime.timedelta(days=1))

    def is_ahead(self, on: datetime.date) -> bool:
        """Whether it is decided, and nobody signs it yet."""
        if not self.is_decided or self.ended_on is not None:
            return False
        assert self.in_force_on is not None  # noqa: S101
        return self.in_force_on > on and self.follows_none(self.before)

    @property
    def is_past_review(self) -> bool:
        return self.is_decided and self.review_on is not None and self.review_on <= timezone.localdate()


@with_history(part_of="memorandum")
class MemorandumRole(CityOwned):
    """What a member takes on, and what concerns it; without a member it is the city's own."""

    memorandum = models.ForeignKey(Memorandum, models.CASCADE, related_name="roles", db_constraint=False)
    body = models.ForeignKey(
        NetworkBody, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False,
        verbose_name=_("member of the network"),
    )  # fmt: skip
    takes_on = models.TextField(_("role and responsibilities"), max_length=SENTENCES)
    concerns = models.TextField(_("areas of concern"), max_length=SENTENCES, blank=True)

    class Meta(CityOwned.Meta):
        verbose_name = _("role of a member")
        ordering = ["id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "memorandum", "body"],
                nulls_distinct=False,
                name="stakeholders_memorandumrole_once",
                violation_error_message=_("This member stands in the list already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.body) if self.body is not None else pgettext("a member", "The city")


class SignatureQuerySet(models.QuerySet["Signature"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


@with_history(part_of="memorandum")
class Signature(CityOwned):
    """That a member signed a version: here through its person or deputy (`signed_by`), or on paper (`office`), noted
    by an admin. It is withdrawn with a reason, never taken away."""

    memorandum = models.ForeignKey(Memorandum, models.CASCADE, related_name="signatures", db_constraint=False)
    body = models.ForeignKey(
        NetworkBody, models.PROTECT, related_name="signatures", db_constraint=False, db_index=False,
        verbose_name=_("member of the network"),
    )  # fmt: skip
    how = models.CharField(_("how"), max_length=10, choices=HowSigned, default=HowSigned.SCREEN)
    signed_on = models.DateField(_("signed on"))
    signed_by = user_field(_("signed by"))
    office = models.CharField(_("office of who signed"), max_length=200, blank=True)
    recorded_by = user_field(_("noted by"))
    recorded_at = models.DateTimeField(_("noted"), db_default=Now())
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_because = models.TextField(_("why it was withdrawn"), max_length=REASON, blank=True)
    withdrawn_by = user_field(_("withdrawn by"))

    objects: ClassVar[models.Manager["Signature"]] = SignatureQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("signature")
        ordering = ["signed_on", "id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "memorandum", "body"],
                condition=Q(withdrawn_at__isnull=True),
                name="stakeholders_signature_once",
                violation_error_message=_("This member has signed this version already."),
            ),
            models.CheckConstraint(
                condition=Q(how="screen", signed_by__isnull=False)
                | (Q(how="paper", signed_by__isnull=True, recorded_by__isnull=False) & ~Q(office="")),
                name="stakeholders_signature_how",
                violation_error_message=_("Say which office of the member signed on paper."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="stakeholders_signature_why",
                violation_error_message=_("Say why it is withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.body)


@with_history(part_of="memorandum")
class Dissent(CityOwned):
    """Where a member does not agree, in its own words; it may sign all the same."""

    memorandum = models.ForeignKey(Memorandum, models.CASCADE, related_name="dissents", db_constraint=False)
    body = models.ForeignKey(
        NetworkBody, models.PROTECT, related_name="+", db_constraint=False, db_index=False,
        verbose_name=_("member of the network"),
    )  # fmt: skip
    words = models.TextField(_("in its own words"), max_length=SENTENCES)
    recorded_by = user_field(_("noted by"))
    recorded_on = models.DateField(_("noted on"))

    class Meta(CityOwned.Meta):
        verbose_name = _("dissent")
        ordering = ["id"]
        constraints = [*CityOwned.Meta.constraints]

    def __str__(self) -> str:
        return str(self.body)


class RevisionRequestQuerySet(models.QuerySet["RevisionRequest"]):
    def waiting(self) -> Self:
        return self.filter(answer="")

    def to_show(self, version: Memorandum, seen: "Iterable[Memorandum]") -> Self:
        """What was asked of a version, and what nobody has answered of any that is `seen`: it is asked of the network,
        whichever version it was read in."""
        found = self.filter(Q(memorandum=version) | Q(answer="", memorandum__in=[each.pk for each in seen]))
        return found.select_related("memorandum", "asked_by", "answered_by")


@with_history(part_of="memorandum")
class RevisionRequest(CityOwned):
    """A member asks that the memorandum says something else. It is answered before all: taken up, or not and why."""

    memorandum = models.ForeignKey(Memorandum, models.CASCADE, related_name="revisions", db_constraint=False)
    text = models.TextField(_("what should be otherwise, and why"), max_length=SENTENCES)
    asked_by = user_field(_("asked by"))
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    answer = models.CharField(_("answer"), max_length=10, choices=RevisionAnswer, blank=True)
    because = models.TextField(_("because"), max_length=REASON, blank=True)
    answered_by = user_field(_("answered by"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects: ClassVar[models.Manager["RevisionRequest"]] = RevisionRequestQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("revision asked for")
        ordering = ["-asked_at", "-id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answer="", because="", answered_at__isnull=True)
                | (Q(answer__in=RevisionAnswer.values, answered_at__isnull=False) & ~Q(because="")),
                name="stakeholders_revisionrequest_why",
                violation_error_message=_("Say why. Every member reads it."),
            ),
        ]

    def __str__(self) -> str:
        return self.text
