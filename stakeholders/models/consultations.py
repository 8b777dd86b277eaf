"""A consultation: one time that people were heard, under one rule of confidentiality."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import BooleanField, Case, CharField, F, Q, Value, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.models import ADMINS, user_field
from analysis.disclosure import RULES
from core import formats
from core.lengths import SENTENCES
from core.vocabulary import in_words
from mapping.models import BoundarySet
from mapping.vocabulary import only_from
from records.models import Record, RecordQuerySet, ReviewState
from records.models.review import has_role
from stakeholders.models.organisations import codes
from stakeholders.vocabulary import SECTIONS, Barrier, Confidentiality, ConsentBy, Held, Instrument, Part

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from accounts.models import User


class ConsultationQuerySet(RecordQuerySet):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those this person may read as a whole; of the others they may read what was said, once it is approved."""
        return super().visible_to(user).filter(self._open_to(user))

    def outcomes_visible_to(self, user: "User | AnonymousUser") -> Self:
        """Those of which this person may read at least what was said."""
        return super().visible_to(user).filter(self._open_to(user) | Q(state=ReviewState.APPROVED))

    def told_alone_to(self, user: "User | AnonymousUser") -> Self:
        """Those of which what was said may be read by this person session by session. What was said in confidence is
        told by nobody's session alone, save to those who may read it as a whole."""
        alone = [rule for rule, each in RULES.items() if each.fewest_sessions == 1]
        approved = Q(state=ReviewState.APPROVED, confidentiality__in=alone)
        return super().visible_to(user).filter(self._open_to(user) | approved)

    def for_list(self, user: "User | AnonymousUser") -> Self:
        """With `is_open` (may be read as a whole), and what the list shows and orders by where it may not: no title
        (`shown_title`) and the month (`shown_day`)."""
        is_open = Case(When(self._open_to(user), then=Value(True)), default=Value(False), output_field=BooleanField())
        title = Case(When(self._open_to(user), then=F("title")), default=Value(""), output_field=CharField())
        day = Case(When(self._open_to(user), then=F("first_day")), default=TruncMonth("first_day"))
        return self.outcomes_visible_to(user).annotate(is_open=is_open, shown_title=title, shown_day=day)

    @staticmethod
    def _open_to(user: "User | AnonymousUser") -> Q:
        """The rule of confidentiality: on the record everybody who works here, else who led it and the admins, and of
        confidential ones the one admin that was named."""
        is_admin = Q(has_role(user, ADMINS))
        return (
            Q(confidentiality=Confidentiality.ON_RECORD)
            | Q(created_by=user.pk or 0)
            | (Q(confidentiality=Confidentiality.CHATHAM_HOUSE) & is_admin)
            | (Q(confidentiality=Confidentiality.CONFIDENTIAL, named_admin=user.pk or 0) & is_admin)
        )


@with_history()
class Consultation(Record):
    """One time that people were heard. Whoever records it is its facilitator, or writes for them."""

    title = models.CharField(_("title"), max_length=200)
    instrument = models.CharField(_("instrument"), max_length=20, choices=Instrument)
    confidentiality = models.CharField(_("confidentiality"), max_length=15, choices=Confidentiality)
    named_admin = user_field(_("the admin who reads it"))
    first_day = models.DateField(_("when"))
    last_day = models.DateField(_("until"), null=True, blank=True)
    held = models.CharField(_("where"), max_length=10, choices=Held, default=Held.CITY_WIDE)
    boundary_set = models.ForeignKey(
        BoundarySet, models.PROTECT, null=True, blank=True, related_name="+", db_constraint=False, db_index=False
    )
    districts = codes(_("districts"))
    venue = models.CharField(_("kind of place"), max_length=120, blank=True)
    organiser = models.CharField(_("organised by"), max_length=200, blank=True)
    languages = models.CharField(_("languages spoken"), max_length=200, blank=True)
    interpreter = models.BooleanField(_("an interpreter was there"), default=False)

    people = models.PositiveIntegerField(_("people who took part"), null=True, blank=True)
    organisations_invited = models.PositiveIntegerField(_("organisations invited"), null=True, blank=True)
    organisations_came = models.PositiveIntegerField(_("organisations that took part"), null=True, blank=True)
    barriers = codes(_("what kept people away"))
    barriers_note = models.TextField(_("more about what kept them away"), max_length=SENTENCES, blank=True)

    consent_by = models.CharField(_("how they agreed"), max_length=12, choices=ConsentBy, blank=True)
    promised = models.TextField(_("what was promised back"), max_length=SENTENCES, blank=True)
    done_parts = codes(_("sections that are done"))

    objects: ClassVar[models.Manager["Consultation"]] = ConsultationQuerySet.as_manager()

    # Filled in lists (`for_list`).
    is_open = False
    shown_title = ""

    class Meta(Record.Meta):
        verbose_name = _("consultation")
        ordering = ["-first_day", "id"]
        indexes = [models.Index("city", "state", "first_day", name="stakeholders_consult_when")]
        constraints = [
            *Record.Meta.constraints,
            # what is said points at both, so that no row of a session can stand under another rule
            models.UniqueConstraint(fields=["city", "id", "confidentiality"], name="stakeholders_consultation_rule"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(first_day__lte=F("last_day")),
                name="stakeholders_consultation_dates",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(confidentiality=Confidentiality.CONFIDENTIAL) | Q(named_admin__isnull=False),
                name="stakeholders_consultation_named_admin",
                violation_error_message=_("Name the one admin who reads it beside you."),
            ),
            models.CheckConstraint(
                condition=Q(named_admin__isnull=True) | ~Q(named_admin=F("created_by")),
                name="stakeholders_consultation_other_admin",
                violation_error_message=_("Name another admin than yourself: nobody approves their own record."),
            ),
            models.CheckConstraint(
                condition=Q(organisations_came__isnull=True)
                | Q(organisations_invited__isnull=True)
                | Q(organisations_came__lte=F("organisations_invited")),
                name="stakeholders_consultation_came",
                violation_error_message=_("More organisations came than were invited. Count all who came as invited."),
            ),
            models.CheckConstraint(
                condition=Q(confidentiality=Confidentiality.CONFIDENTIAL)
                | Q(organisations_invited__isnull=True, organisations_came__isnull=True),
                name="stakeholders_consultation_counts",
            ),
            models.CheckConstraint(
                condition=Q(instrument__in=Instrument.values)
                & Q(confidentiality__in=Confidentiality.values)
                & Q(held__in=Held.values)
                & Q(consent_by__in=["", *ConsentBy.values])
                & only_from("barriers", Barrier)
                & only_from("done_parts", Part),
                name="stakeholders_consultation_vocabulary",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def when(self) -> str:
        return formats.days(self.first_day, self.last_day or self.first_day)

    @property
    def anonymous_title(self) -> str:
        """What it goes by for those who may only read what was said: neither title nor day."""
        return gettext("%(instrument)s, %(month)s") % {
            "instrument": self.get_instrument_display(),
            "month": formats.month(self.first_day),
        }

    @property
    def parts(self) -> tuple[Part, ...]:
        """The sections its form has; quotes are not kept of confidential ones."""
        parts = SECTIONS[self.instrument]
        if not RULES[self.confidentiality].keeps_quotes:
            return tuple(part for part in parts if part != Part.QUOTES)
        return parts

    def missing(self) -> list[str]:
        """A session counts once it says who was heard, under which agreement, and what they said."""
        if self.is_conversation:
            return []
        needed = (Part.SESSION, Part.HEARD, Part.CONSENT)
        open_parts = [str(part.label) for part in needed if part in self.parts and part not in self.done_parts]
        missing = [gettext("Fill “%(part)s”.") % {"part": part} for part in open_parts]
        if not {Part.NEEDS, Part.OUTLOOK, Part.TRUST, Part.FINDINGS} & set(self.done_parts):
            missing.append(
                gettext("Record what was said: a need, an outlook or a finding. No concern is a finding too.")
            )
        return missing

    @property
    def rule(self) -> Confidentiality:
        return Confidentiality(self.confidentiality)

    @property
    def is_conversation(self) -> bool:
        return self.instrument == Instrument.CONVERSATION

    @property
    def keeps_organisations(self) -> bool:
        return RULES[self.confidentiality].keeps_organisations

    def session_facts(self) -> "list[tuple[StrOrPromise, str]]":
        """How it was held, for those who read it as a whole; districts are codes to look up."""
        return [
            (_("When"), self.when),
            (_("Kind of place"), self.venue),
            (_("Organised by"), self.organiser),
            (_("Languages spoken"), self.languages),
            (_("Interpreter"), gettext("Yes") if self.interpreter else ""),
            (_("How they agreed"), self.get_consent_by_display()),
            (_("What was promised back"), self.promised),
            (_("What kept people away"), in_words(self.barriers, Barrier)),
            (_("More about what kept them away"), self.barriers_note),
        ]
