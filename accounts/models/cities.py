"""Cities, who belongs to them, and what every row of a city has."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.models import checks, free
from core.form_words import can_be_seen, is_one_line
from core.lengths import REASON, SENTENCES
from core.time_zones import validate_time_zone

Constraints = list[tuple[type[models.Model], Sequence[models.BaseConstraint]]]


@with_history(is_city=True)
class City(models.Model):
    """A city that keeps its own ground in this installation."""

    slug = models.SlugField(_("short name in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(
        _("country"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, as in ISO 3166-1: DK, CA."))],
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC", validators=[validate_time_zone])
    languages = ArrayField(models.CharField(max_length=12), verbose_name=_("languages"), default=list)
    emergency_number = models.CharField(_("emergency number"), max_length=20, default="112")
    worry_channel = models.CharField(_("where to turn with a worry about a person"), max_length=300, blank=True)
    mission = models.TextField(_("mission of the prevention network"), max_length=SENTENCES, blank=True)
    common_goal = models.TextField(_("common goal of the prevention network"), max_length=SENTENCES, blank=True)
    # Empty where two people look at everything; it holds in a very small city alone (`accounts.four_eyes`).
    alone_because = models.TextField(
        _("why one person approves and releases alone"), max_length=REASON, blank=True, default=""
    )
    # One paragraph of the country's own threat assessment as it was published: never the city's words.
    threat_text = models.TextField(_("from the country's own threat assessment"), max_length=REASON, blank=True)
    threat_source = models.CharField(_("who published it"), max_length=200, blank=True)
    threat_dated = models.DateField(_("published on"), null=True, blank=True)
    threat_link = models.CharField(
        _("where it is published"), max_length=300, blank=True, validators=[URLValidator(schemes=["https", "http"])]
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(threat_text="") | (~Q(threat_source="") & Q(threat_dated__isnull=False)),
                name="accounts_city_threat",
                violation_error_message=_("Say who published the threat assessment, and on which day."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Whoever names it, by no form either: the name stands in the subject of mails, of which none would go out."""
        try:
            if self.name:
                can_be_seen(self.name)
                is_one_line(self.name)
        except ValidationError as problem:
            raise ValidationError({"name": problem}) from None

    @property
    def language(self) -> str:
        """The first of its languages that we speak: of what is kept in words and nobody asked for."""
        spoken = [code for code, _name in settings.LANGUAGES]
        return next((code for code in self.languages if code in spoken), settings.LANGUAGE_CODE)


class CityOwned(models.Model):
    """Every row belongs to one city: row-level security reads `city_id` (see `accounts.security`).

    The unique pair lets other rows of the same city, and of no other, point at this one.
    """

    city = models.ForeignKey(City, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["city", "id"], name="%(app_label)s_%(class)s_city_row")
        ]

    _checks_hold = False
    # What is free already, of what must be its own.
    _free: free.Own = ()

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Whether what it points at is there is not asked again where that was read in its city; the database refuses
        what is not there."""
        read = (each.name for each in _pointing(type(self)) if self._has_read(each))
        super().clean_fields({*(exclude or ()), *read})

    def _has_read(self, field: "models.ForeignKey[Any, Any]") -> bool:
        there = self._state.fields_cache.get(field.name)
        if there is None or there._state.adding or there.pk != getattr(self, field.attname):
            return False
        # one of another city may have been read while that was open; what is in none belongs to them all
        is_of_the_city: bool = getattr(there, "city_id", self.city_id) == self.city_id
        return is_of_the_city

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Its checks all at once, and whether all that must be its own is free; one by one where that is not enough, to
        say which is broken."""
        self._checks_hold = checks.hold(self, exclude)
        own = free.told_by_columns(type(self))
        self._free = own if free.are_free(self, own, exclude) else ()
        try:
            super().validate_constraints(exclude)
        finally:
            self._checks_hold, self._free = False, ()

    def get_constraints(self) -> Constraints:
        found: Constraints = super().get_constraints()
        return [(model, [each for each in constraints if self._is_asked(each)]) for model, constraints in found]

    def _is_asked(self, constraint: models.BaseConstraint) -> bool:
        """Not what was asked with the others, and not the pair above."""
        if isinstance(constraint, models.CheckConstraint):
            return not self._checks_hold
        return constraint not in self._free and not free.is_anyway(constraint)


@cache
def _pointing(model: type[models.Model]) -> "tuple[models.ForeignKey[Any, Any], ...]":
    """The fields that may point at whatever row of the city there is."""
    fields = (each for each in model._meta.local_concrete_fields if isinstance(each, models.ForeignKey))
    return tuple(each for each in fields if not each.get_limit_choices_to())
