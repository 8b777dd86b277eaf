"""Recording a consultation: as a whole where it was a talk, section by section where it was more."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import is_admin_of, require_processing_record, require_staff
from analysis.disclosure import RULES
from core.errors import Refused
from mapping.models import BoundarySet
from records.actions import submit
from records.permissions import require, require_clearance
from stakeholders.actions.attribution import ORGANISATION, Speaker, attribute, came, sectors_there, was_there
from stakeholders.models import (
    Attendance,
    AttributedRow,
    Consultation,
    Finding,
    HeadCount,
    Need,
    Organisation,
    Outlook,
    PartOfConsultation,
    Quote,
    TrustRating,
)
from stakeholders.vocabulary import Confidentiality, Instrument, Part, Sector, StakeholderBlock

SAID: tuple[type[AttributedRow], ...] = (Need, Outlook, TrustRating, Finding, Quote)
Row = PartOfConsultation | Attendance | HeadCount


@dataclass(frozen=True, slots=True)
class SectionChanges:
    """What one section says of its rows: those to keep, new ones too, with who said it, and those to take out."""

    kept: Sequence[Row] = ()
    removed: Sequence[Row] = ()
    raised_by: Mapping[int, Speaker] = field(default_factory=dict)  # by id() of the row


@transaction.atomic
def record_consultation(*, consultation: Consultation, by: User) -> Consultation:
    """Keep a new consultation as its author's draft. Raises Refused, ValidationError."""
    member = require_staff(consultation.city_id, by)
    require_processing_record(consultation.city)
    require_clearance(member, consultation)
    _check_named_admin(consultation, by)
    consultation.created_by = by
    consultation.boundary_set = BoundarySet.objects.in_force(on=consultation.first_day).first() or _newest()
    _tidy(consultation)
    consultation.full_clean()
    consultation.save()
    return consultation


@transaction.atomic
def change_consultation(*, consultation: Consultation, by: User) -> Consultation:
    """Keep what was changed in one that is open. Raises Refused, ValidationError."""
    there = _open_to(consultation, by)
    if there.confidentiality != consultation.confidentiality and rule_is_fixed(there):
        raise Refused(_("The rule was promised before anything was said: it is fixed. Record it anew instead."))
    _check_named_admin(consultation, there.created_by)
    _tidy(consultation)
    consultation.full_clean()
    consultation.save()
    return consultation


@transaction.atomic
def keep_part(*, consultation: Consultation, part: Part, told: SectionChanges, by: User) -> Consultation:
    """Keep one section: the session's own words, and its rows. Raises Refused, ValidationError."""
    consultation.done_parts = [each for each in Part.values if each in {*consultation.done_parts, part.value}]
    change_consultation(consultation=consultation, by=by)
    _keep_rows(consultation, told)
    if part == Part.HEARD:
        _say_no_more_than_allowed(consultation)
    return consultation


@transaction.atomic
def record_conversation(
    *, consultation: Consultation, told: SectionChanges, who: Speaker, by: User, hand_in: bool
) -> Consultation:
    """Keep a conversation with all that was said in it, and hand it in if wished; or nothing of it."""
    consultation.instrument = Instrument.CONVERSATION
    record_consultation(consultation=consultation, by=by)
    _keep_whom(consultation, who)
    _keep_rows(consultation, told)
    return submit(record=consultation, by=by) if hand_in else consultation


@transaction.atomic
def change_conversation(*, consultation: Consultation, told: SectionChanges, who: Speaker, by: User) -> Consultation:
    """Keep a conversation that was corrected: what stays of what was said, what is new, what goes."""
    if consultation.confidentiality != Consultation.objects.get(pk=consultation.pk).confidentiality:
        raise Refused(_("The rule was promised before anything was said: it is fixed. Record it anew instead."))
    change_consultation(consultation=consultation, by=by)
    Attendance.objects.filter(consultation=consultation).delete()
    _keep_whom(consultation, who)
    _keep_rows(consultation, told)
    return consultation


def rule_is_fixed(consultation: Consultation) -> bool:
    """Once anything is kept under it, a rule of confidentiality stays: it was promised."""
    if not consultation.pk:
        return False
    kept: Iterable[type[models.Model]] = (
        Attendance,
        *PartOfConsultation.__subclasses__(),
        *AttributedRow.__subclasses__(),
    )
    return any(
        model._default_manager.filter(consultation=consultation).exists() for model in kept if not model._meta.abstract
    )


def _keep_whom(consultation: Consultation, who: Speaker) -> None:
    """With whom one talked is kept on the record only; else what they said would be theirs."""
    if RULES[consultation.confidentiality].names_organisations and who.kind == ORGANISATION:
        organisation = Organisation.objects.get(pk=who.code)
        _own(Attendance(organisation=organisation), consultation).save()


def _keep_rows(consultation: Consultation, told: SectionChanges) -> None:
    """In an order that says nothing: new rows are numbered by lot, so that no number leads to who spoke when."""
    for row in told.removed:
        row.delete()
    there = came(consultation)
    sectors = sectors_there(consultation, there)
    for row in told.kept:
        speaker = told.raised_by.get(id(row))
        if isinstance(row, AttributedRow) and speaker is not None:
            _check_was_there(speaker, sectors)
            attribute(row, speaker, consultation, there)
        _own(row, consultation).full_clean(exclude=["consultation"])
    for row in secrets.SystemRandom().sample(list(told.kept), len(told.kept)):
        row.save()


def _own(row: Row, consultation: Consultation) -> Row:
    row.city, row.consultation = consultation.city, consultation
    if not isinstance(row, HeadCount):
        row.confidentiality = consultation.confidentiality
    return row


def _say_no_more_than_allowed(consultation: Consultation) -> None:
    """After the list of those who came was changed: a sector with too few of them is no longer named."""
    there = came(consultation)
    sectors = sectors_there(consultation, there)
    for model in SAID:
        rows: Iterable[AttributedRow] = model._default_manager.filter(consultation=consultation).select_related(
            "organisation"
        )
        for row in rows:
            before = row.organisation_id, row.sector
            speaker = Speaker.of(row)
            if speaker.kind == ORGANISATION and speaker.code not in {str(each.pk) for each in there}:
                raise Refused(
                    _("%(name)s is named with something that was said. Take that out first.")
                    % {"name": row.organisation}
                )
            _check_was_there(speaker, sectors)
            attribute(row, speaker, consultation, there)
            if before != (row.organisation_id, row.sector):
                row.save(update_fields=["organisation", "sector", "block"])


def _check_was_there(speaker: Speaker, sectors: set[str]) -> None:
    if not was_there(speaker, sectors):
        kinds = dict([*Sector.choices, *StakeholderBlock.choices])
        raise Refused(
            _(
                "Something was said by “%(who)s”, and none of them took part. Say under “Who was heard” who did, or "
                "change who said it."
            )
            % {"who": kinds[speaker.code]}
        )


def _tidy(consultation: Consultation) -> None:
    if consultation.confidentiality != Confidentiality.CONFIDENTIAL:
        consultation.named_admin = None
        consultation.organisations_invited = consultation.organisations_came = None


def _open_to(consultation: Consultation, by: User) -> Consultation:
    rows = Consultation.objects.select_for_update(no_key=True, of=("self",)).visible_to(by)
    there: Consultation | None = rows.filter(pk=consultation.pk).first()
    member = require_staff(consultation.city_id, by)
    if there is None:
        raise Refused(_("You are not cleared for this record."))
    require("change", there, member)
    return there


def _check_named_admin(consultation: Consultation, author: User | None) -> None:
    """The one admin who reads a confidential session approves it, so it cannot be its author."""
    if consultation.confidentiality != Confidentiality.CONFIDENTIAL:
        return
    named = consultation.named_admin
    if named is None or not is_admin_of(consultation.city_id, named):
        raise Refused(_("Name the one admin who reads it beside you."))
    if author is not None and named.pk == author.pk:
        raise Refused(_("Name another admin than yourself: nobody approves their own record."))


def _newest() -> BoundarySet | None:
    return BoundarySet.objects.order_by("-valid_from").first()
