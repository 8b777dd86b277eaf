"""Observations: one thing seen in the local landscape. Events, never individuals."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.markings import up_to
from accounts.models import City, Marking, User
from analysis.records import WELL_CREDIBLE, WELL_RELIABLE
from core import formats
from core.lengths import SENTENCES
from core.vocabulary import in_words
from mapping.models.boundaries import District
from mapping.models.imports import ObservationImport
from mapping.models.series import Series
from mapping.models.sources import Source
from mapping.vocabulary import (
    HOURS,
    SEVERITY,
    Basis,
    Credibility,
    Current,
    HowKnown,
    Manifestation,
    Place,
    Precision,
    Reliability,
    Scope,
    Setting,
    Space,
    Target,
    only_from,
)
from records.changes import who_said
from records.models import Record, RecordQuerySet, ReviewState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ObservationQuerySet(RecordQuerySet):
    def in_period(self, start: datetime.date, end: datetime.date) -> Self:
        """Observations that happened, or may have happened, between two days, both included."""
        return self.filter(first_day__lte=end, last_day__gte=start)

    def counted(self, clearance: str) -> Self:
        """What counts for somebody cleared so far: of records that tell of the same event the best they may read.

        Every number of records that a page, a file or a diagnosis shows is of these. What is true of every record is
        not asked, and no more codes are compared than must be: of a million records each comparison takes its time.
        """
        readable = up_to(clearance)
        above = [each for each in Marking.values if each not in readable]
        rows = self.approved().filter(marking__in=readable) if above else self.approved()
        return rows.filter(counts_below__in=["", *above])

    def comparable(self) -> Self:
        """Of which it can be told whether two are of one event: the day and the district are known."""
        states = [ReviewState.SUBMITTED, ReviewState.APPROVED]
        return self.filter(state__in=states, precision=Precision.DAY, place=Place.DISTRICT)

    def well_graded(self) -> Self:
        """By the letters and figures of the analysis."""
        return self.filter(
            reliability__in=sorted(WELL_RELIABLE), credibility__in=[str(each) for each in sorted(WELL_CREDIBLE)]
        )


def _codes(verbose_name: object, size: int = 40) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=size), verbose_name=verbose_name, default=list)  # type: ignore[arg-type]


@with_history()
class Observation(Record):
    """One event. The officer fills the first part, the reviewer the second, machines the third."""

    # Held by the source's constraint, which leads to a city: a second check of every row costs a tenth of an import.
    city = models.ForeignKey(City, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    title = models.CharField(_("title"), max_length=200)
    what_happened = models.TextField(_("what happened, in two sentences"), max_length=SENTENCES, blank=True)
    scope = models.CharField(_("in scope because"), max_length=30, choices=Scope)
    first_day = models.DateField(_("when"))
    last_day = models.DateField(_("until"))
    precision = models.CharField(_("how exactly"), max_length=6, choices=Precision, default=Precision.DAY)
    hour = models.PositiveSmallIntegerField(_("hour of the day"), null=True, blank=True, choices=HOURS)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    place = models.CharField(_("where"), max_length=10, choices=Place)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    cell_longitude = models.FloatField(_("longitude of the grid cell"), null=True, blank=True)
    cell_latitude = models.FloatField(_("latitude of the grid cell"), null=True, blank=True)
    space = models.CharField(_("space"), max_length=8, choices=Space, default=Space.OFFLINE)
    platform = models.CharField(_("platform"), max_length=80, blank=True)
    manifestations = _codes(_("what kind"))
    targets = _codes(_("who was targeted or harmed"))
    how_known = models.CharField(_("how do we know?"), max_length=20, choices=HowKnown, blank=True)

    currents = _codes(_("current"))
    setting = models.CharField(_("setting"), max_length=20, choices=Setting, blank=True)
    severity = models.PositiveSmallIntegerField(_("severity"), null=True, blank=True, choices=SEVERITY.items())
    basis = models.CharField(_("basis"), max_length=12, choices=Basis, blank=True)
    reliability = models.CharField(_("reliability of the source"), max_length=1, choices=Reliability)
    credibility = models.CharField(_("credibility of the information"), max_length=1, choices=Credibility)
    source = models.ForeignKey(Source, models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    source_link = models.URLField(_("link to the source"), max_length=500, blank=True)
    trigger_event = models.CharField(_("trigger event"), max_length=200, blank=True)
    series = models.ForeignKey(
        Series,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="observations",
        db_constraint=False,
        db_index=False,
    )
    # The lowest marking of a better record of the same event, where there is one: whoever reads that counts that one,
    # whoever does not counts this. Kept by `mapping.actions.once`; told in no history, since it speaks of another.
    counts_below = models.CharField(_("counts below"), max_length=12, choices=Marking, blank=True, editable=False)

    external_key = models.CharField(_("key in the source"), max_length=120, blank=True)
    batch = models.ForeignKey(
        ObservationImport,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    of_the_review = Record.of_the_review | {
        *("currents", "setting", "severity", "basis", "trigger_event"),
        *("source", "source_link", "reliability", "credibility"),
        *("series", "counts_below"),
    }

    # In which what it was part of is nobody's decision yet.
    NOT_DECIDED: ClassVar[frozenset[str]] = frozenset({ReviewState.DRAFT, ReviewState.SUBMITTED, ReviewState.RETURNED})

    objects: ClassVar[models.Manager["Observation"]] = ObservationQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("observation")
        ordering = ["-first_day", "id"]
        indexes = [
            # What pages count stands in the index itself, so that a million records are counted without reading one of
            # them. `Count("*")` does that; `Count("pk")` wants the record.
            models.Index(
                fields=["city", "state", "first_day"],
                include=["last_day", "marking", "counts_below", "place", "district", "source", "currents"],
                name="mapping_observation_once",
            ),
            models.Index(
                "city",
                F("first_day").desc(),
                F("id").desc(),
                name="mapping_observation_latest",
            ),
            models.Index(
                fields=["city", "review_by"],
                include=["marking"],
                condition=Q(state=ReviewState.APPROVED),
                name="mapping_observation_stale",
            ),
            models.Index("city", "district", name="mapping_observation_where"),
            models.Index("city", "series", condition=Q(series__isnull=False), name="mapping_observation_series"),
        ]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "source", "external_key"],
                condition=~Q(external_key=""),
                name="mapping_observation_external_key",
                violation_error_message=_("This source has a record with the same key already."),
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="mapping_observation_dates",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(precision=Precision.DAY) | Q(first_day=F("last_day")),
                name="mapping_observation_one_day",
                violation_error_message=_("With a known day, first and last day are the same."),
            ),
            models.CheckConstraint(
                condition=Q(hour__isnull=True) | Q(hour__range=(0, 23), precision=Precision.DAY),
                name="mapping_observation_hour",
                violation_error_message=_("An hour belongs to a known day."),
            ),
            models.CheckConstraint(
                condition=Q(place=Place.DISTRICT, district__isnull=False)
                | (~Q(place=Place.DISTRICT) & Q(district__isnull=True)),
                name="mapping_observation_place",
                violation_error_message=_("Name the district, or say that the place is wider than one."),
            ),
            models.CheckConstraint(
                condition=Q(cell_longitude__isnull=True, cell_latitude__isnull=True)
                | Q(cell_longitude__range=(-180, 180), cell_latitude__range=(-90, 90)),
                name="mapping_observation_cell",
            ),
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(severity__range=(1, 5)),
                name="mapping_observation_severity",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReviewState.APPROVED) | Q(approved_by__isnull=False) | Q(batch__isnull=False),
                name="mapping_observation_approved_by",
                violation_error_message=_("Somebody approves a record, or the batch it came in."),
            ),
            models.CheckConstraint(
                condition=Q(scope__in=Scope.values)
                & Q(place__in=Place.values)
                & Q(space__in=Space.values)
                & Q(precision__in=Precision.values)
                & Q(reliability__in=Reliability.values)
                & Q(credibility__in=Credibility.values)
                & Q(setting__in=["", *Setting.values])
                & Q(basis__in=["", *Basis.values])
                & Q(how_known__in=["", *HowKnown.values])
                & only_from("manifestations", Manifestation)
                & only_from("targets", Target)
                & only_from("currents", Current),
                name="mapping_observation_vocabulary",
                violation_error_message=_("A code from outside the vocabulary was used."),
            ),
            models.CheckConstraint(
                condition=Q(counts_below__in=["", *Marking.values]), name="mapping_observation_counts_below"
            ),
            models.CheckConstraint(
                # a register may not say what was done; a person who records must
                condition=Q(manifestations__len__gte=1) | Q(batch__isnull=False),
                name="mapping_observation_what",
                violation_error_message=_("Say what kind of event it was."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def least_marking(self) -> str:
        return self.source.marking if self.source_id else super().least_marking()

    @property
    def when(self) -> str:
        """The day and, where it is known, the hour, or from which day to which."""
        days = formats.days(self.first_day, self.last_day)
        return days if self.hour is None else f"{days}, {self.get_hour_display()}"

    @property
    def kinds(self) -> str:
        return in_words(self.manifestations, Manifestation)

    @property
    def where(self) -> str:
        return self.district.name if self.district else str(Place(self.place).label)

    def unsaid(self) -> list[str]:
        told = []
        if not self.currents:
            told.append(_("No current is said: it counts under none, and not as unknown either."))
        if self.severity is None:
            told.append(_("No severity is said: where the diagnosis tells how severe, it is left out."))
        return [str(each) for each in told]

    @classmethod
    def proposals(cls, records: "Sequence[Observation]") -> dict[int, list[str]]:
        """Whoever saw it may say what it was part of and how severe; the reviewer confirms that by approving it."""
        open_ = [each for each in records if each.pk and each.state in cls.NOT_DECIDED]
        said = who_said(open_, ["currents", "severity"])
        people = User.objects.in_bulk({who for each in said.values() for who in each.values() if who})
        return {
            each.pk: [told for told in each._proposed(said[each.pk], people) if told]
            for each in open_
            if said.get(each.pk)
        }

    def _proposed(self, said: "Mapping[str, int]", people: "Mapping[int, User]") -> "Iterator[str]":
        sentences = {
            "currents": (gettext("%(who)s proposes as current: %(what)s."), in_words(self.currents, Current)),
            "severity": (gettext("%(who)s proposes as severity: %(what)s."), self._severity_in_words()),
        }
        for name, who in said.items():
            sentence, what = sentences[name]
            yield sentence % {"who": people[who], "what": what} if who in people else ""

    def _severity_in_words(self) -> str:
        return f"{self.severity}: {self.get_severity_display()}" if self.severity else ""

    def facts(self) -> "list[tuple[StrOrPromise, str]]":
        """What is known of it, for a page: a word and what it is, empty where it is not known."""
        return [
            (_("When"), self.when),
            (_("Where"), self.where),
            (_("Space"), self.get_space_display()),
            (_("Platform"), self.platform),
            (_("What kind"), self.kinds),
            (_("In scope because"), self.get_scope_display()),
            (_("Who was targeted or harmed"), in_words(self.targets, Target)),
            (_("Current"), in_words(self.currents, Current)),
            (_("Setting"), self.get_setting_display()),
            (_("Severity"), self._severity_in_words()),
            (_("Basis"), self.get_basis_display()),
            (_("How do we know?"), self.get_how_known_display()),
            (_("Reliability of the source"), f"{self.reliability}: {self.get_reliability_display()}"),
            (_("Credibility of the information"), f"{self.credibility}: {self.get_credibility_display()}"),
            (_("Source"), self.source.name),
            (_("Trigger event"), self.trigger_event),
            (_("Reported on"), formats.day(self.reported_on) if self.reported_on else ""),
        ]
