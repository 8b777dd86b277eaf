"""What is asked of whom, who answered what; and members that are bodies, or people on paper."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.markings import Marking, readable
from accounts.models import STAFF, CityOwned, Membership
from core.lengths import REASON, SENTENCES
from notices.models.notices import ChangeNotice

# Accounts of one member, beside its person and its deputy.
MOST_OTHERS = 100
# A letter lies open in a house in which nobody is cleared for more.
LETTERS_UP_TO = Marking.GREEN

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class NetworkBodyQuerySet(models.QuerySet["NetworkBody"]):
    def spoken_for_by(self, user: int) -> Self:
        """Those of which somebody is the named person, or their deputy."""
        return self.filter(Q(person=user) | Q(deputy=user), is_current=True)

    def on_paper(self) -> Self:
        """Those whom no account tells, and a letter does."""
        return self.filter(is_current=True, person=None, deputy=None).exclude(address="")


@with_history()
class NetworkBody(CityOwned):
    """A member of the network that is no account: told through a person and a deputy, or by letter.

    Person and deputy speak and sign for it. `others` are accounts that belong to it as well: as its person and its
    deputy do, they read what is shared with it, and no more than clear while it has not signed the memorandum.
    """

    name = models.CharField(_("name of the member"), max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("told through"),
    )  # fmt: skip
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("deputy"),
    )  # fmt: skip
    others = ArrayField(
        models.BigIntegerField(),
        verbose_name=_("others with an account who belong to it"),
        default=list,
        blank=True,
        size=MOST_OTHERS,
    )
    address = models.TextField(_("postal address"), max_length=REASON, blank=True)
    is_current = models.BooleanField(_("belongs to the network"), default=True)
    # Set by the database, whoever writes the row (stakeholders/migrations/0011).
    unsigned_from = models.DateTimeField(
        _("nothing above clear is shared with it, from"), null=True, blank=True, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["NetworkBody"]] = NetworkBodyQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("member of the network")
        ordering = ["name", "id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "name"],
                name="notices_networkbody_once",
                violation_error_message=_("A member of this name is in the list already."),
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=models.F("person")),
                name="notices_networkbody_two_people",
                violation_error_message=_("The deputy is somebody else."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Who left the network may be reached by nobody."""
        if self.is_current and not self.people and not self.address.strip():
            nobody = _("Name a person, or write a postal address: else nobody tells this member anything.")
            raise ValidationError({"person": nobody})

    @property
    def people(self) -> list[int]:
        return [pk for pk in (self.person_id, self.deputy_id) if pk is not None]

    @property
    def is_unsigned(self) -> bool:
        """Whether it has not signed the network's memorandum that holds."""
        return self.unsigned_from is not None and self.unsigned_from <= timezone.now()

    def may_be_shown(self, marking: str) -> bool:
        """Whether what is marked so is shared with it at all; each of its people is cleared for themselves."""
        return not self.is_unsigned or readable(marking, Marking.CLEAR)

    def may_be_written_to(self, marking: str) -> bool:
        """Whether what is marked so goes to it on paper."""
        return self.may_be_shown(marking) and readable(marking, LETTERS_UP_TO)


class AskedQuerySet(models.QuerySet["Asked"]):
    def of(self, user: int | OuterRef) -> Self:
        """What is asked of somebody themselves, or of a body they speak for."""
        return self.filter(Q(user=user) | Q(body__person=user) | Q(body__deputy=user))


@with_history(part_of="notice")
class Asked(CityOwned):
    """Of whom an answer is asked: of somebody with an account, or of a body of the network."""

    class Closed(models.TextChoices):
        """Why it is asked no more though it was not done."""

        REPLACED = "replaced", _("another version took its place")
        ENDED = "ended", _("the memorandum ends")

    notice = models.ForeignKey(ChangeNotice, models.CASCADE, related_name="asked", db_constraint=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False, verbose_name=_("member")
    )
    body = models.ForeignKey(
        NetworkBody, models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False,
        verbose_name=_("member of the network"),
    )  # fmt: skip
    # By rule, once; by an admin's button as often as they press it.
    reminded_by_rule_at = models.DateTimeField(_("reminded by rule"), null=True)
    reminded_at = models.DateTimeField(_("last reminded"), null=True)
    # What was asked is done, elsewhere than in an answer: the memorandum is signed. Or it is asked no more.
    settled_at = models.DateTimeField(_("done"), null=True)
    closed_as = models.CharField(_("asked no more, because"), max_length=10, choices=Closed, blank=True, default="")

    objects: ClassVar[models.Manager["Asked"]] = AskedQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("who is asked")
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "notice", "user", "body"], nulls_distinct=False,
                                    name="notices_asked_once"),
            models.CheckConstraint(
                condition=Q(user__isnull=True, body__isnull=False) | Q(user__isnull=False, body__isnull=True),
                name="notices_asked_one",
            ),
            models.CheckConstraint(
                condition=Q(closed_as="") | Q(closed_as__in=["replaced", "ended"], settled_at__isnull=False),
                name="notices_asked_closed",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """As every member reads it."""
        return str(self.body) if self.body is not None or self.user is None else self.user.public_name

    @property
    def people(self) -> list[int]:
        """Whose account may answer."""
        if self.body is not None:
            return self.body.people
        return [self.user_id] if self.user_id is not None else []


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """To those who work here every thread; to others their own, and what its author lets the network read. What an
        admin noted for a member on paper is not their own, whatever they are by now."""
        works_here = Membership.objects.of(user).filter(city=OuterRef("city"), role__in=STAFF)
        return self.filter(Q(thread=user.pk, is_on_paper=False) | Q(is_shared=True, is_city=False) | Exists(works_here))


@with_history(part_of="notice")
class Answer(CityOwned):
    """One word in a thread between a member and the city about a notice."""

    notice = models.ForeignKey(ChangeNotice, models.CASCADE, related_name="answers", db_constraint=False)
    thread = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("thread with")
    )
    body = models.ForeignKey(
        NetworkBody, models.SET_NULL, null=True, blank=True, related_name="+", db_constraint=False, db_index=False,
        verbose_name=_("for"),
    )  # fmt: skip
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("by")
    )
    is_city = models.BooleanField(_("the city answers"), default=False)
    text = models.TextField(_("answer"), max_length=SENTENCES)
    is_shared = models.BooleanField(_("the network may read it"), default=False)
    # Of a member without an account: noted by an admin, in whose thread it stands.
    is_on_paper = models.BooleanField(_("said on paper or aloud"), default=False)
    made_at = models.DateTimeField(_("said"), db_default=Now())

    objects: ClassVar[models.Manager["Answer"]] = AnswerQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("answer to a notice")
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return f"{self.notice_id}: {self.by_id}"


@with_history(part_of="notice")
class Letter(CityOwned):
    """A notice to a member on paper, and on which day they were told. A day that is corrected stays in the history."""

    notice = models.ForeignKey(ChangeNotice, models.CASCADE, related_name="letters", db_constraint=False)
    body = models.ForeignKey(NetworkBody, models.CASCADE, related_name="letters", db_constraint=False)
    told_on = models.DateField(_("told on"), null=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("noted by"),
    )

    class Meta(CityOwned.Meta):
        verbose_name = _("letter")
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "notice", "body"], name="notices_letter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} → {self.body_id}"

    @property
    def addressed(self) -> str:
        """What stands on the envelope, the name once."""
        name, address = self.body.name, self.body.address
        return address if address.startswith(name) else f"{name}\n{address}"
