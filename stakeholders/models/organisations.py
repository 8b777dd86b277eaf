"""Whom a city hears: population groups and organisations. Never persons, never a rating of their influence."""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.markings import Marking
from accounts.models import CityOwned, Membership
from core.lengths import SENTENCES
from core.vocabulary import in_words
from mapping.vocabulary import only_from
from stakeholders.vocabulary import BLOCKS, Bring, PreventionLevel, Sector, StakeholderBlock

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from accounts.models import User


def codes(verbose_name: "StrOrPromise", size: int = 60) -> "ArrayField[list[str], list[str]]":
    """Several codes of a vocabulary, of districts or of population groups."""
    return ArrayField(models.CharField(max_length=size), verbose_name=verbose_name, default=list, blank=True)


class OfStaffQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The directory is for those who work here."""
        mine = Membership.objects.of(user).staff()
        return self.filter(city__in=mine.values("city"))

    def current(self) -> Self:
        """Organisations that are still active, groups that are to be heard."""
        return self.filter(is_current=True)


@with_history()
class PopulationGroup(CityOwned):
    """Whom the city wants to hear. A voice, never a category of risk; `code` never changes."""

    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    marginalised = models.BooleanField(_("historically marginalised"), default=False)
    size = models.PositiveIntegerField(_("estimated size, people"), null=True, blank=True)
    is_current = models.BooleanField(_("the city sets out to hear it"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["PopulationGroup"]] = OfStaffQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("population group")
        ordering = ["name"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "code"],
                name="stakeholders_populationgroup_code",
                violation_error_message=_("Another population group has this code."),
            ),
            models.UniqueConstraint(
                fields=["city", "name"],
                name="stakeholders_populationgroup_name",
                violation_error_message=_("There is a population group of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@with_history()
class Organisation(CityOwned):
    """One organisation of the directory. Its contacts are for officers and admins who are cleared for them, and printed
    nowhere."""

    CONTACTS = Marking.AMBER

    name = models.CharField(_("name"), max_length=200)
    sector = models.CharField(_("type"), max_length=30, choices=Sector)
    levels = codes(_("prevention level"))
    districts = codes(_("districts it works in"))
    groups = codes(_("population groups it reaches"))
    brings = codes(_("what it can bring"))
    about = models.TextField(_("what it does"), max_length=SENTENCES, blank=True)
    contacts = models.TextField(_("contacts"), max_length=SENTENCES, blank=True)
    in_network = models.BooleanField(_("member of the prevention network"), default=False)
    # Whether it said that its name may stand, with what it can bring, in the edition that every member reads.
    may_share = models.BooleanField(_("said that every member may read what it can bring"), default=False)
    is_current = models.BooleanField(_("still active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Organisation"]] = OfStaffQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("organisation")
        ordering = ["name"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "name"],
                name="stakeholders_organisation_name",
                violation_error_message=_("There is an organisation of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(sector__in=Sector.values)
                & only_from("levels", PreventionLevel)
                & only_from("brings", Bring),
                name="stakeholders_organisation_vocabulary",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def block(self) -> StakeholderBlock:
        return BLOCKS[self.sector]

    def facts(self) -> "list[tuple[StrOrPromise, str]]":
        """What is known of it, but for districts and groups, which are codes to look up."""
        return [
            (_("Type"), self.get_sector_display()),
            (_("Counts as"), str(self.block.label)),
            (_("What it does"), self.about),
            (_("Prevention level"), in_words(self.levels, PreventionLevel)),
            (_("What it can bring"), in_words(self.brings, Bring)),
            (_("Partner edition"), str(_("Named there") if self.may_share else _("Not named there"))),
            (_("Network"), str(_("Member of the prevention network") if self.in_network else _("Not a member"))),
        ]
