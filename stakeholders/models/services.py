"""Services: who offers what, where, and which needs it meets. For a need and a level, never for a kind of people."""

import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.markings import Marking
from core import formats
from core.lengths import SENTENCES
from core.vocabulary import in_words
from mapping.vocabulary import only_from
from records.models import Record, RecordQuerySet
from stakeholders.models.organisations import Organisation, codes
from stakeholders.vocabulary import NeedCategory, PreventionLevel

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ServiceQuerySet(RecordQuerySet):
    def offered_on(self, day: datetime.date) -> Self:
        """Those that can be turned to on a day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


@with_history()
class Service(Record):
    """One offer of an organisation of the directory. There is no field for whom it serves by origin or belief."""

    # Whom to ask for is for those who are cleared for contacts.
    CONTACTS = Organisation.CONTACTS

    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="services",
        db_constraint=False,
        verbose_name=_("provider"),
    )
    title = models.CharField(_("name"), max_length=200)
    about = models.TextField(_("what it offers"), max_length=SENTENCES)
    needs = codes(_("needs it meets"))
    levels = codes(_("prevention level"))
    districts = codes(_("districts"))
    capacity = models.CharField(_("capacity"), max_length=120, blank=True)
    contact_role = models.CharField(_("whom to ask for"), max_length=120, blank=True)
    valid_from = models.DateField(_("offered from"))
    valid_until = models.DateField(_("offered until"), null=True, blank=True)
    marking = models.CharField(_("marking"), max_length=12, choices=Marking, default=Marking.GREEN)

    objects: ClassVar[models.Manager["Service"]] = ServiceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("service")
        ordering = ["title", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_from__lte=F("valid_until")),
                name="stakeholders_service_dates",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(
                condition=only_from("needs", NeedCategory)
                & only_from("levels", PreventionLevel)
                & Q(needs__len__gte=1)
                & Q(levels__len__gte=1),
                name="stakeholders_service_vocabulary",
                violation_error_message=_("Name at least one need and one level, of those in the list."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> str:
        """From which day, and until which where that is known."""
        if self.valid_until is None:
            is_ahead = self.valid_from > timezone.localdate()
            return str(_("from %(day)s") if is_ahead else _("since %(day)s")) % {"day": formats.day(self.valid_from)}
        return formats.days(self.valid_from, self.valid_until)

    def facts(self) -> "list[tuple[StrOrPromise, str]]":
        """What is known of it, but for districts, which are to be looked up, and whom to ask for."""
        return [
            (_("Needs it meets"), in_words(self.needs, NeedCategory)),
            (_("Prevention level"), in_words(self.levels, PreventionLevel)),
            (_("Capacity"), self.capacity),
            (_("Offered"), self.when),
        ]
