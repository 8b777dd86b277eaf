"""The diagnosis: one numbered, frozen reading of a city's ground, and the snapshot it rests on."""

import calendar
import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.markings import Marking, highest, readable
from accounts.models import CityOwned, Membership, user_field
from core.lengths import REASON, SENTENCES, TITLE
from records.models.review import cleared, open_to_member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


USUAL_TITLE = _("Local picture and needs")
REVIEW_AFTER_MONTHS = 6
# Of the table of sections; what each is stands in `reports.sections`.
SECTION_NUMBERS = range(2, 15)
NEVER_LEFT_OUT = (3, 14)
# Kinds of the files of an edition (`jobs.artefacts`).
PDF, PAGE = "pdf", "page"
# All of one diagnosis, in the list of who saw what.
JUDGEMENTS = "reports.judgements"
PRIORITIES = "reports.priorities"
# The form of such a one.
WRITTEN = "written"
# Two of them beside each other.
COMPARISON = "reports.comparison"


def months_later(start: datetime.date, months: int) -> datetime.date:
    """The same day so many months on, or the last day of a shorter month."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, calendar.monthrange(year, month + 1)[1]))


class DiagnosisQuerySet(models.QuerySet["Diagnosis"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Officers and admins see every diagnosis of their city, network members those that were released."""
        mine = Membership.objects.of(user).filter(city=OuterRef("city"))
        works_here = Exists(mine.staff())
        return self.filter(works_here | (Q(state__in=Diagnosis.GIVEN_OUT) & Exists(mine)))

    def for_list(self) -> Self:
        return self.select_related("requested_by")


@with_history()
class Diagnosis(CityOwned):
    """A released diagnosis never changes; a correction is a new number that supersedes it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ANALYSING = "analysing", _("Being computed")
        IN_REVIEW = "in_review", _("In review")
        RELEASED = "released", _("Released")
        SUPERSEDED = "superseded", _("Superseded")
        FAILED = "failed", _("Failed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # What the whole network may know of.
    GIVEN_OUT = (State.RELEASED, State.SUPERSEDED)

    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    compare_start = models.DateField(_("first day of the comparison"))
    compare_end = models.DateField(_("last day of the comparison"))
    language = models.CharField(_("language"), max_length=12, default="en")
    title = models.CharField(_("title of the reports"), max_length=TITLE, blank=True, default="")
    # Numbers of the fixed table (`reports.sections.standing`) in the order asked for; empty as the rule has it.
    sections = ArrayField(
        models.PositiveSmallIntegerField(),
        size=len(SECTION_NUMBERS),
        verbose_name=_("sections"),
        default=list,
        blank=True,
    )
    long_because = models.TextField(
        _("why the long one although there are few records"), max_length=REASON, blank=True, default=""
    )
    dated = models.DateField(_("date of the diagnosis"))
    accept_proposed = models.BooleanField(_("proposed judgements are accepted unread"), default=False)
    # The highest of what it was made of: that of its snapshot, its judgements and the check. That there is a diagnosis,
    # and of which period, every member may know.
    marking = models.CharField(
        _("marking of what it was made of"), max_length=12, choices=Marking, default=Marking.CLEAR, editable=False
    )
    job = models.UUIDField(_("job"), null=True, blank=True)
    error = models.TextField(_("why it failed"), blank=True)
    requested_by = user_field(_("asked for by"))
    checked_by = user_field(_("do-no-harm check by"))
    checked_at = models.DateTimeField(_("do-no-harm check"), null=True, blank=True)
    # Which page each edition had then: what is released prints what was checked.
    checked_pages = models.JSONField(_("texts that were checked"), default=dict, blank=True, editable=False)
    released_by = user_field(_("released by"))
    released_on = models.DateField(_("released"), null=True, blank=True)
    release_note = models.TextField(_("why, for every member"), max_length=REASON, blank=True)
    # Why whoever released it is no second person; empty where they are (`accounts.four_eyes`).
    alone_because = models.TextField(
        _("released by one person, because"), max_length=REASON, blank=True, default="", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Diagnosis"]] = DiagnosisQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("diagnosis")
        verbose_name_plural = _("diagnoses")
        ordering = ["-number"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "number"], name="reports_diagnosis_number"),
            models.CheckConstraint(
                condition=Q(start__lte=F("end"), compare_start__lte=F("compare_end"), compare_end__lt=F("start")),
                name="reports_diagnosis_periods",
                violation_error_message=_("The comparison must end before the period begins."),
            ),
            models.CheckConstraint(
                condition=Q(sections__contained_by=list(SECTION_NUMBERS), sections__len__lte=len(SECTION_NUMBERS))
                & (Q(sections__len=0) | Q(sections__contains=list(NEVER_LEFT_OUT))),
                name="reports_diagnosis_sections",
                violation_error_message=_("Sections 3 and 14 cannot be left out."),
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True)
                | Q(checked_by__isnull=True)
                | ~Q(released_by=F("checked_by"))
                | ~Q(alone_because=""),
                name="reports_diagnosis_four_eyes",
                violation_error_message=_("A second person releases. Ask another admin."),
            ),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True) | Q(released_by__isnull=False, checked_by__isnull=False),
                name="reports_diagnosis_released_by",
                violation_error_message=_("Nothing is released before the do-no-harm check."),
            ),
        ]

    def __str__(self) -> str:
        return gettext("No. %(number)s") % {"number": self.number}

    @property
    def shown_title(self) -> str:
        """What its reports are called; without a title of the city's own, the usual one in their language."""
        with override(self.language):
            return self.title or str(USUAL_TITLE)

    @property
    def review_by(self) -> datetime.date:
        """After this day the picture it gives counts as old."""
        return months_later(self.dated, REVIEW_AFTER_MONTHS)

    @property
    def is_past_review(self) -> bool:
        return self.review_by < timezone.localdate()

    @property
    def is_open(self) -> bool:
        """In review, and not on its way out: judgements can be decided, the check can be made."""
        return self.state == self.State.IN_REVIEW and self.released_by_id is None

    @property
    def is_above_its_reports(self) -> bool:
        """Whether something it was made of is marked higher by now than its reports are."""
        return not readable(self.marking, highest(Edition.MARKINGS.values()))

    @property
    def is_given_out(self) -> bool:
        return self.state in self.GIVEN_OUT


def last_released(diagnosis: Diagnosis) -> Diagnosis | None:
    """The newest before this one that members can read by now, with its snapshot."""
    given_out = Diagnosis.objects.filter(state__in=Diagnosis.GIVEN_OUT, number__lt=diagnosis.number)
    return given_out.order_by("-number").select_related("snapshot").first()


@with_history()
class Snapshot(CityOwned):
    """Every approved record of the periods, frozen as canonical JSON in a file named by its SHA-256."""

    diagnosis = models.OneToOneField(Diagnosis, models.CASCADE, related_name="snapshot", db_constraint=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    method_version = models.CharField(_("version of the method"), max_length=20)
    # Erased with a record it held; from then on the diagnosis cannot be computed again.
    gone_at = models.DateTimeField(_("erased"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(CityOwned.Meta):
        verbose_name = _("snapshot")

    def __str__(self) -> str:
        return self.sha256[:16]


@with_history(part_of="diagnosis")
class ReleaseCheck(CityOwned):
    """One answer of the do-no-harm check: to a question of the list, or to something the screen found."""

    class Answer(models.TextChoices):
        NO_RISK = "no_risk", _("No")
        ADDRESSED = "addressed", _("Yes, and this is what was done about it")
        OPEN = "open", _("Yes, and it is not solved")

    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="checks", db_constraint=False)
    question = models.CharField(_("question"), max_length=80)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    note = models.TextField(_("what was done about it"), max_length=SENTENCES, blank=True)
    answered_by = user_field(_("answered by"))

    class Meta(CityOwned.Meta):
        verbose_name = _("answer of the do-no-harm check")
        ordering = ["id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "diagnosis", "question"], name="reports_releasecheck_once"),
            models.CheckConstraint(
                condition=Q(answer="no_risk") | ~Q(note=""),
                name="reports_releasecheck_note",
                violation_error_message=_("Say what was done about it, or what is not solved."),
            ),
        ]

    def __str__(self) -> str:
        return self.question


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Finished editions up to one's clearance; for network members once their diagnosis was released."""
        # Figures are protected from readers of what was given out; what was not is for who may read the records.
        reads_records = ~Q(audience="partner") | Q(cleared(user, Value(Marking.AMBER.value)))
        released = Q(diagnosis__state__in=Diagnosis.GIVEN_OUT) & Q(open_to_member(user))
        seen = (Q(cleared(user)) & reads_records) | released
        return self.filter(seen, withdrawn_at=None).exclude(sha256="")


@with_history()
class Edition(CityOwned):
    """One file made of a diagnosis, for one audience in one language."""

    class Audience(models.TextChoices):
        RESTRICTED = "restricted", _("Restricted edition")
        PARTNER = "partner", _("Partner edition")

    # Printed on every page. Words are of records up to it; so are figures, but for those of the partner edition, which
    # are protected and made of the same records as those of the restricted one.
    MARKINGS: ClassVar[dict[str, Marking]] = {Audience.RESTRICTED: Marking.AMBER, Audience.PARTNER: Marking.GREEN}

    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="editions", db_constraint=False)
    audience = models.CharField(_("edition"), max_length=10, choices=Audience)
    language = models.CharField(_("language"), max_length=12)
    # What somebody must be cleared for to get the files: what is printed on them, or more since a record they were made
    # of was marked higher.
    marking = models.CharField(_("marking"), max_length=12, choices=Marking, default=Marking.AMBER, editable=False)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("bytes"), default=0)
    # The same contents for a web page; empty for editions made before there was one.
    page_sha256 = models.CharField(_("SHA-256 of the page"), max_length=64, blank=True)
    engine = models.CharField(_("engine fingerprint"), max_length=64, blank=True)
    # What a protected edition prints of small counts, for later ones: what is out is part of what readers know.
    figures = models.JSONField(_("figures it prints"), default=dict, blank=True, editable=False)
    error = models.TextField(_("why it failed"), blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Edition"]] = EditionQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("edition")
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "diagnosis", "audience", "language"], name="reports_edition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_audience_display()} ({self.language})"

    def files(self) -> "Iterator[tuple[str, str]]":
        """Names and kinds of the files it is made of."""
        for sha256, suffix in ((self.sha256, PDF), (self.page_sha256, PAGE)):
            if sha256:
                yield sha256, suffix
