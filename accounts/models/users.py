"""People who sign in."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.models import ForeignKey
    from django_stubs_ext import StrOrPromise


class UserManager(BaseUserManager["User"]):
    """People are found by e-mail address, whatever its letter case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class Appearance(models.TextChoices):
    AUTO = "auto", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    CONTRAST = "contrast", _("High contrast")


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Signs in by e-mail; what they may see is decided by memberships."""

    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("There is already an account with this address.")}
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(
        _("language"), max_length=12, blank=True, choices=settings.LANGUAGES, help_text=_("Empty: as the browser asks.")
    )
    appearance = models.CharField(_("appearance"), max_length=10, choices=Appearance, default=Appearance.AUTO)
    session_epoch = models.PositiveIntegerField(_("sessions ended so many times"), default=0, editable=False)
    is_staff = models.BooleanField(_("host staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="accounts_user_email_lower",
                violation_error_message=_("E-mail addresses are kept in lower case."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new password ends what was opened under the one before, as signing out everywhere does; Django hashing the
        same one anew does not."""
        has_new_password = self.pk is not None and getattr(self, "_password", None) is not None
        if has_new_password:
            self.session_epoch = F("session_epoch") + 1  # counted in the database
            if (only := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*only, "session_epoch"}
        super().save(*args, **kwargs)
        if has_new_password:
            self.refresh_from_db(fields=["session_epoch"])

    def get_session_auth_hash(self) -> str:
        """Sessions end when the password changes, and when the person signs out everywhere."""
        return salted_hmac(f"session {self.session_epoch}", self.password, algorithm="sha256").hexdigest()

    @property
    def public_name(self) -> str:
        """As every member may read it: nobody's address."""
        return self.name or __("somebody without a name")


def user_field(verbose_name: "StrOrPromise | None" = None) -> "ForeignKey[User | None, User | None]":
    """Who did something to a row, as long as the row is kept; empty where nobody has, or the program did it."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=verbose_name,
    )
