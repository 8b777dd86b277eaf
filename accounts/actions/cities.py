"""What may be done with cities and who belongs to them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.invitations import invite
from accounts.city import city_context, without_city
from accounts.models import City, Marking, ProcessingRecord, Role
from core.form_words import UNKEPT

# What a processing record's file holds: every field of the model but those the machine fills.
RECORD_FIELDS = {
    field.name: field
    for field in ProcessingRecord._meta.concrete_fields
    if field.name not in {"id", "city", "changed_at"}
}
MAY_BE_LEFT_OUT = {"retention", "officer_opinion_on"}


@transaction.atomic
def create_city(
    *,
    slug: str,
    name: str,
    country: str,
    processing_record: Mapping[str, Any],
    admin_email: str = "",
    time_zone: str = "UTC",
    languages: Sequence[str] = ("en",),
    emergency_number: str = "112",
    worry_channel: str = "",
    via: str = "create_city",
    actor_id: int | None = None,
) -> City:
    """A city with its processing record and, where an address is given, an invitation for its first admin.

    A slug that is taken is refused, whatever the rest says: making a city again could otherwise change who may
    process what, unnoticed. Raises ValidationError that names every field at fault.
    """
    city = City(
        slug=slug,
        name=name,
        country=country,
        time_zone=time_zone,
        languages=list(languages),
        emergency_number=emergency_number,
        worry_channel=worry_channel,
    )
    problems = [*_problems_of_city(city), *_problems_of_record(processing_record), *_problems_of_email(admin_email)]
    if problems:
        raise ValidationError(problems)
    with without_city(via=via, actor_id=actor_id):
        city.save()
    with city_context(city.pk, via=via, actor_id=actor_id):
        _save_record(city, processing_record)
        if admin_email:
            invite(city=city, email=admin_email, role=Role.ADMIN, clearance=Marking.RED)
    return city


@transaction.atomic
def save_processing_record(*, city: City, record: ProcessingRecord) -> ProcessingRecord:
    """Keep a city's processing record; the first one opens the city for content."""
    record.city = city
    record.full_clean()
    record.save()
    return record


@transaction.atomic
def save_settings(*, city: City) -> City:
    """Keep what an admin changed about the city itself."""
    city.full_clean()
    city.save(
        update_fields=[
            *("name", "country", "time_zone", "languages", "emergency_number", "worry_channel"),
            *("mission", "common_goal"),
            *("threat_text", "threat_source", "threat_dated", "threat_link"),
        ]
    )
    return city


def _problems_of_city(city: City) -> list[str]:
    if City.objects.filter(slug=city.slug).exists():
        return [_("There is a city “%(slug)s” already; it was not changed. Choose another slug.") % {"slug": city.slug}]
    try:
        city.full_clean()
    except ValidationError as error:
        return [f"{field}: {message}" for field, messages in error.message_dict.items() for message in messages]
    return []


def _problems_of_record(given: Mapping[str, Any]) -> list[str]:
    """Every field that is missing, unknown or not allowed, by its path in the file."""
    missing = [name for name in RECORD_FIELDS if name not in given and name not in MAY_BE_LEFT_OUT]
    unknown = [name for name in given if name not in RECORD_FIELDS]
    problems = [
        _("$.%(field)s is missing from the processing record. Add it: %(what)s.") % {"field": name, "what": _what(name)}
        for name in missing
    ]
    problems += [
        _(
            "$.%(field)s is not a field of a processing record. Remove it or correct its spelling; "
            "there are: %(fields)s."
        )
        % {"field": name, "fields": ", ".join(RECORD_FIELDS)}
        for name in unknown
    ]
    return problems + _problems_of_values({name: given[name] for name in RECORD_FIELDS if name in given})


def _problems_of_values(values: Mapping[str, Any]) -> list[str]:
    problems = [
        _("$.%(field)s must be a text.") % {"field": name}
        for name, value in values.items()
        if not isinstance(value, str) and not (name in MAY_BE_LEFT_OUT and value is None) and name != "retention"
    ]
    problems += [f"$.{name}: {UNKEPT}" for name, value in values.items() if _is_unkept(value)]
    try:
        ProcessingRecord(**values).clean_fields(exclude={"city", *(set(RECORD_FIELDS) - set(values))})
    except ValidationError as error:
        problems += [
            f"$.{field}: {message}{_allowed(field)}"
            for field, messages in error.message_dict.items()
            for message in messages
        ]
    return problems


def _is_unkept(value: object) -> bool:
    """Of what an escape in JSON can stand for: NUL, and half a character."""
    return isinstance(value, str) and any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in value)


def _what(name: str) -> str:
    return f"{RECORD_FIELDS[name].verbose_name}{_allowed(name)}"


def _allowed(name: str) -> str:
    choices = RECORD_FIELDS[name].flatchoices
    if not choices:
        return ""
    return " " + _("(one of: %(codes)s)") % {"codes": ", ".join(str(code) for code, _label in choices)}


def _problems_of_email(email: str) -> list[str]:
    if not email:
        return []
    try:
        validate_email(email)
    except ValidationError:
        return [_("“%(email)s” is not an e-mail address.") % {"email": email}]
    return []


def _save_record(city: City, values: Mapping[str, Any]) -> None:
    record = ProcessingRecord(city=city, **values)
    record.full_clean()
    record.save()
