"""Who belongs to a city, in which role, and who was asked to."""

import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection, models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Lower, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.markings import Marking, readable
from accounts.models.cities import City
from accounts.models.users import User
from accounts.prepared import Prepared
from core.lengths import REASON

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


CITY_COLUMNS = [field.attname for field in City._meta.concrete_fields]
MEMBERSHIP_COLUMNS = [
    *("id", "city_id", "user_id", "role", "clearance", "unsigned_from", "expires_at", "suspended_at", "created_at"),
]
ENTER = Prepared(
    "enter_city",
    f"""
    SELECT {", ".join(f"m.{column}" for column in MEMBERSHIP_COLUMNS)}, {", ".join(f"c.{c}" for c in CITY_COLUMNS)},
        EXISTS (SELECT FROM mfa_authenticator a WHERE a.user_id = m.user_id) AS has_second_factor,
        EXISTS (
            SELECT FROM accounts_membership o
            WHERE o.user_id = m.user_id AND o.id <> m.id
            AND (o.expires_at IS NULL OR o.expires_at > statement_timestamp()) AND o.suspended_at IS NULL
        ) AS has_other_cities,
        set_config('app.city', m.city_id::text, true), set_config('pghistory.context_metadata', $1, true)
    FROM accounts_membership m JOIN accounts_city c ON c.id = m.city_id
    WHERE m.user_id = $2 AND c.slug = $3 AND (m.expires_at IS NULL OR m.expires_at > statement_timestamp())
        AND m.suspended_at IS NULL
    """,  # noqa: S608  (names of columns)
)
IN_CITY = Prepared(
    "member_of_city",
    f"""
    SELECT {", ".join(MEMBERSHIP_COLUMNS)} FROM accounts_membership
    WHERE user_id = $1 AND city_id = $2 AND (expires_at IS NULL OR expires_at > statement_timestamp())
        AND suspended_at IS NULL
    """,  # noqa: S608  (names of columns)
)


class Role(models.TextChoices):
    OFFICER = "officer", _("City officer")
    ADMIN = "admin", _("Admin")
    READER = "reader", _("Network member")


# Who works on what a city keeps; network members read editions and notices only.
STAFF = (Role.ADMIN, Role.OFFICER)
ADMINS = (Role.ADMIN,)
EVERYBODY = tuple(Role)


# What usually fits a role; the person who invites may choose otherwise.
USUAL_CLEARANCE = {Role.OFFICER: Marking.AMBER_STRICT, Role.ADMIN: Marking.RED, Role.READER: Marking.GREEN}


def read_up_to() -> Case:
    """Of rows of memberships, up to which marking somebody reads now: as they are cleared, or clear alone while the
    member they stand for has not signed the network's memorandum (`unsigned_from`)."""
    return Case(
        When(unsigned_from__lte=Now(), then=Value(Marking.CLEAR.value)),
        default=F("clearance"),
        output_field=models.CharField(),
    )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def belonging(self) -> Self:
        """Also who is suspended: they are told of what is about them, and keep what is theirs."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=Now()))

    def in_force(self) -> Self:
        """Those who may do something now."""
        return self.belonging().filter(suspended_at=None)

    def of(self, user: "User | AnonymousUser") -> Self:
        """What this person may do now. Access of host staff ends by itself."""
        return self.in_force().filter(user=user.pk)

    def staff(self) -> Self:
        return self.filter(role__in=STAFF)

    def admins(self) -> Self:
        return self.filter(role__in=ADMINS)

    def enter(self, user: "User | AnonymousUser", slug: str, history: str) -> "Membership | None":
        """The membership, with its city, in which this person opens a page of the city; the open transaction is the
        city's from here on (`accounts.city`).

        Every page asks this, so it is written down instead of composed, and one round trip.
        """
        row = ENTER.one(history, user.pk, slug)
        if row is None:
            return None
        membership = Membership.from_db(connection.alias, MEMBERSHIP_COLUMNS, row[: len(MEMBERSHIP_COLUMNS)])
        membership.user = user  # type: ignore[assignment]
        membership.city = City.from_db(connection.alias, CITY_COLUMNS, row[len(MEMBERSHIP_COLUMNS) : -4])
        membership.has_second_factor, membership.has_other_cities = row[-4:-2]
        return membership

    def in_city(self, user: "User | AnonymousUser", city_id: int) -> "Membership | None":
        """What this person may do now in a city, which every action asks first."""
        row = IN_CITY.one(user.pk, city_id)
        return Membership.from_db(connection.alias, MEMBERSHIP_COLUMNS, row) if row else None

    def held_up(self) -> Self:
        """Who cannot come in now though they belong, and so can refuse nothing."""
        return self.filter(Q(suspended_at__isnull=False) | Q(user__is_active=False))

    def lasting(self) -> Self:
        """Members proper, not host staff on a visit."""
        return self.filter(expires_at__isnull=True)

    def for_list(self) -> Self:
        """With whom it is, and whether they have a second factor."""
        factors = Authenticator.objects.filter(user=OuterRef("user")).values("pk")
        return self.belonging().select_related("user").annotate(has_second_factor=Exists(factors))


@with_history()
class Membership(models.Model):
    """One person's role and clearance in one city; for host staff on a visit, until when."""

    Role = Role

    city = models.ForeignKey(City, models.CASCADE, related_name="memberships", verbose_name=_("city"))
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    clearance = models.CharField(_("clearance"), max_length=12, choices=Marking, default=Marking.GREEN)
    # Set by the database, whoever writes the row (stakeholders/migrations/0011): nothing above clear is shared with
    # a member of the network that has not signed its memorandum.
    unsigned_from = models.DateTimeField(
        _("reads what is marked clear alone, from"), null=True, blank=True, editable=False
    )
    expires_at = models.DateTimeField(_("until"), null=True, blank=True)
    # Shut out at once, until a second admin lifts it or lets the membership end.
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Membership"]] = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city", "user"],
                name="accounts_membership_once",
                violation_error_message=_("This person already belongs to the city."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["officer", "admin", "reader"]), name="accounts_membership_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()}, {self.city})"

    # Filled where a page of the city is opened (`enter`), and in lists (`for_list`).
    has_second_factor = False
    has_other_cities = False

    @property
    def is_admin(self) -> bool:
        return self.role in ADMINS

    @property
    def needs_second_factor(self) -> bool:
        return self.role in settings.SECOND_FACTOR_ROLES

    @property
    def works_here(self) -> bool:
        """Officers and admins read records and write them."""
        return self.role in STAFF

    @property
    def is_unsigned(self) -> bool:
        """Whether the member they stand for has not signed the memorandum that holds."""
        return self.unsigned_from is not None and self.unsigned_from <= timezone.now()

    @property
    def reads_up_to(self) -> Marking:
        """Up to which marking they read now; `clearance` is what they were given."""
        return Marking.CLEAR if self.is_unsigned else Marking(self.clearance)

    def is_cleared_for(self, marking: str) -> bool:
        return readable(marking, self.reads_up_to)


INVITATION_DAYS = 7
INVITATION_KEPT_DAYS = 90


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Also of who was asked in by whoever runs the server, and by nobody who is no admin by now."""
        in_time = self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=Now())
        return in_time.filter(Q(invited_by=None) | self._by_an_admin())

    def for_list(self) -> Self:
        return self.pending().select_related("invited_by").annotate(is_by_an_admin=self._by_an_admin())

    @staticmethod
    def _by_an_admin() -> Exists:
        """Whoever was shut out, or is one no more, lets nobody in: it may have been somebody else at their account."""
        admins = Membership.objects.in_force().lasting().admins().filter(user__is_active=True)
        return Exists(admins.filter(city=OuterRef("city"), user=OuterRef("invited_by")))

    def pending(self) -> Self:
        """Open ones and those that ran out, which can be sent again."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)

    def long_over(self) -> Self:
        """Accepted, withdrawn or run out so long ago that the address need not be known any more."""
        day = Now() - datetime.timedelta(days=INVITATION_KEPT_DAYS)
        return self.filter(Q(accepted_at__lt=day) | Q(withdrawn_at__lt=day) | Q(expires_at__lt=day))


class Invitation(models.Model):
    """A link sent by e-mail; only the digest of its secret is kept, so a copy of the database opens nothing."""

    city = models.ForeignKey(City, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    clearance = models.CharField(_("clearance"), max_length=12, choices=Marking, default=Marking.GREEN)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("invited by"))
    made_at = models.DateTimeField(_("made"), db_default=Now())
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects: ClassVar[models.Manager["Invitation"]] = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "email"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="accounts_invitation_once",
                violation_error_message=_("This address has an invitation already. Send it again, or withdraw it."),
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="accounts_invitation_email_lower"),
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()}, {self.city})"

    # Filled by `for_list`.
    is_by_an_admin = True

    @property
    def has_run_out(self) -> bool:
        return self.expires_at <= timezone.now()


class HostAccess(models.Model):
    """Host staff ask to see a city's content: for a reason, for some hours, and only if an admin of it says yes."""

    city = models.ForeignKey(City, models.CASCADE, related_name="host_accesses")
    staff = models.ForeignKey(User, models.CASCADE, related_name="+")
    reason = models.TextField(_("reason"), max_length=REASON)
    hours = models.PositiveSmallIntegerField(_("hours"), default=4)
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    granted = models.BooleanField(_("granted"), default=False)

    class Meta:
        verbose_name = _("access of host staff")
        verbose_name_plural = _("accesses of host staff")
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=72),
                name="accounts_hostaccess_hours",
                violation_error_message=_("Access lasts from 1 to 72 hours."),
            ),
            models.CheckConstraint(
                condition=Q(granted=False) | Q(decided_at__isnull=False), name="accounts_hostaccess_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} → {self.city}"
