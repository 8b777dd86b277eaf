"""Drivers and protective factors: what about an area or a setting makes violence more or less likely there."""

from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from core.lengths import SENTENCES
from mapping.vocabulary import FactorAbout, FactorConfidence, FactorKind, Setting
from records.evidence import LONGEST_REFERENCE, marking_of
from records.models import Record, RecordQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class FactorQuerySet(RecordQuerySet):
    """A class of this module: mypy forgets the methods of one of another between two runs."""


@with_history()
class Factor(Record):
    """One driver or protective factor. It has a place and no people: there is no field for a group, on purpose."""

    kind = models.CharField(_("kind"), max_length=10, choices=FactorKind)
    title = models.CharField(_("title"), max_length=200)
    statement = models.TextField(_("what it is and what it does"), max_length=SENTENCES)
    about = models.CharField(_("what it is told of"), max_length=10, choices=FactorAbout, default=FactorAbout.AREA)
    districts = ArrayField(models.CharField(max_length=60), verbose_name=_("districts"), default=list, blank=True)
    setting = models.CharField(_("setting"), max_length=20, choices=Setting, blank=True)
    evidence = models.TextField(_("how it is known"), max_length=SENTENCES)
    source_link = models.URLField(_("link to the source"), max_length=500, blank=True)
    # "observation:12": records of the city, by the name of their kind and their number
    rests_on = ArrayField(
        models.CharField(max_length=LONGEST_REFERENCE),
        verbose_name=_("records it rests on"),
        default=list,
        blank=True,
    )
    confidence = models.CharField(_("confidence"), max_length=10, choices=FactorConfidence)

    objects: ClassVar[models.Manager["Factor"]] = FactorQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("driver or protective factor")
        verbose_name_plural = _("drivers and protective factors")
        ordering = ["kind", "title", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(about=FactorAbout.AREA, setting="") | Q(about=FactorAbout.SETTING) & ~Q(setting=""),
                name="mapping_factor_about",
                violation_error_message=_("Name the setting, or say that it is told of an area."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FactorKind.values)
                & Q(about__in=FactorAbout.values)
                & Q(setting__in=["", *Setting.values])
                & Q(confidence__in=FactorConfidence.values),
                name="mapping_factor_vocabulary",
                violation_error_message=_("A code from outside the vocabulary was used."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def least_marking(self) -> str:
        return marking_of(self.rests_on)

    def facts(self) -> "list[tuple[StrOrPromise, str]]":
        """What is known of it, but for districts and records, which are to be looked up."""
        return [
            (_("Kind"), self.get_kind_display()),
            (_("What it is told of"), self.get_about_display()),
            (_("Setting"), self.get_setting_display()),
            (_("How it is known"), self.evidence),
            (_("Confidence"), self.get_confidence_display()),
        ]
