"""All checks of a row asked at once say what Django says of each."""

import datetime
import random
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from accounts.city import city_context
from accounts.models import City, CityOwned, checks, free
from mapping.models import Source, SourceCoverage
from tests.sizes import in_full_by_soak

DAYS = [None, datetime.date(2024, 2, 29), datetime.date(2026, 1, 1)]


def _checks(model: type[models.Model]) -> list[models.CheckConstraint]:
    return [each for each in model._meta.constraints if isinstance(each, models.CheckConstraint)]


CHECKED = [model for model in apps.get_models() if issubclass(model, CityOwned) and _checks(model)]


MOMENTS = [day and datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC) for day in DAYS]
# The first of a field's kinds says what it may hold.
VALUES: list[tuple[Any, list[Any]]] = [
    (models.DateTimeField, MOMENTS),
    (models.DateField, DAYS),
    (models.BooleanField, [False, True]),
    ((models.IntegerField, models.ForeignKey, models.FloatField, models.DecimalField), [None, 0, 1, 2, 3]),
    ((models.CharField, models.TextField), ["", "words"]),
]


def _value(field: Any, chance: random.Random) -> Any:
    usual = next((values for kind, values in VALUES if isinstance(field, kind)), [field.get_default()])
    return chance.choice([*usual, *(code for code, _label in field.flatchoices or ())])


def _row(model: type[models.Model], chance: random.Random) -> models.Model:
    row = model()
    for field in model._meta.concrete_fields:
        if not field.primary_key and not field.generated:
            setattr(row, field.attname, _value(field, chance))
    return row


def _holds(check: Any, row: models.Model, exclude: set[str]) -> bool:
    try:
        check.validate(type(row), row, exclude=exclude)
    except ValidationError:
        return False
    return True


@in_full_by_soak("rounds", 40)
def test_of_any_row_they_say_together_what_each_says(elverhavn: City, rounds: int) -> None:
    chance = random.Random(61)
    held, broken = 0, 0
    assert len(CHECKED) > 20
    with city_context(elverhavn.pk, via="test"):
        for model in CHECKED:
            for _round in range(rounds):
                row, names = _row(model, chance), [field.name for field in model._meta.concrete_fields]
                exclude = set(chance.sample(names, chance.choice([0, 0, 1, len(names) // 2])))
                said = all(_holds(each, row, exclude) for each in _checks(model))
                assert checks.hold(row, exclude) is said, (model, row.__dict__, exclude)
                held, broken = held + said, broken + (not said)
    assert min(held, broken) > rounds


def test_the_one_that_is_broken_is_said_and_none_asked_for_by_itself_where_all_hold(elverhavn: City) -> None:
    cover = SourceCoverage(city=elverhavn, whole_city=True, start="2025-12-31", end="2025-01-01", completeness="full")
    with city_context(elverhavn.pk, via="test"):
        with pytest.raises(ValidationError) as told:
            cover.validate_constraints(exclude=["source"])
        cover.start, cover.end = "2025-01-01", "2025-12-31"
        with CaptureQueriesContext(connection) as asked:
            cover.validate_constraints(exclude=["source"])
    assert told.value.messages
    assert len(_checks(SourceCoverage)) >= 1
    assert sum("_holds" in each["sql"] for each in asked) == 1
    assert not any("_check" in each["sql"] for each in asked)


def test_whether_a_number_is_free_twice_is_not_asked_of_a_row_that_is_there(elverhavn: City) -> None:
    """What the pair of city and number says of two rows, the number alone says already, in the database."""
    owned = [each for each in apps.get_models() if issubclass(each, CityOwned) and not each._meta.abstract]
    assert len(owned) > 20
    assert {each._meta.pk.name for each in owned} == {"id"}
    with city_context(elverhavn.pk, via="test"):
        source = Source.objects.create(city=elverhavn, key="police", name="Police", source_type="police")
        with CaptureQueriesContext(connection) as asked:
            source.validate_constraints()
        other = Source(city=elverhavn, key="police", name="Another", source_type="police")
        with pytest.raises(ValidationError):
            other.validate_constraints()
    others = [
        each
        for each in Source._meta.constraints
        if isinstance(each, models.UniqueConstraint) and "id" not in each.fields
    ]
    assert sum("SAVEPOINT" not in each["sql"] for each in asked) == len(others) + bool(_checks(Source))


OWN = [model for model in apps.get_models() if issubclass(model, CityOwned) and free.told_by_columns(model)]


def _is_own(constraint: Any, row: models.Model, exclude: set[str]) -> bool:
    try:
        constraint.validate(type(row), row, exclude=exclude)
    except ValidationError:
        return False
    return True


def test_what_is_said_to_be_free_is_free_as_django_says(elverhavn: City) -> None:
    chance = random.Random(62)
    assert len(OWN) > 15
    with city_context(elverhavn.pk, via="test"):
        for model in OWN:
            own = free.told_by_columns(model)
            for _round in range(4):
                row = _row(model, chance)
                row.city_id = elverhavn.pk  # type: ignore[attr-defined]
                exclude = set(
                    chance.sample([field.name for field in model._meta.concrete_fields], chance.choice([0, 1]))
                )
                if free.are_free(row, own, exclude):
                    assert all(_is_own(each, row, exclude) for each in own), (model, row.__dict__, exclude)


def test_what_another_row_has_is_not_free_and_what_is_the_rows_own_is(elverhavn: City) -> None:
    own = free.told_by_columns(Source)
    with city_context(elverhavn.pk, via="test"):
        first = Source.objects.create(city=elverhavn, key="police", name="Police", source_type="police")
        for row, is_free in (
            (Source(city=elverhavn, key="police", name="Another", source_type="police"), False),
            (Source(city=elverhavn, key="press", name="Another", source_type="press"), True),
            (first, True),
        ):
            assert free.are_free(row, own, None) is is_free
        assert free.are_free(Source(city=elverhavn, key="police"), own, {"key"})


def test_a_city_that_was_read_is_not_asked_for_again_and_one_that_is_not_there_is_refused(elverhavn: City) -> None:
    with city_context(elverhavn.pk, via="test"):
        row = Source(city=elverhavn, key="police", name="Police", source_type="police")
        with CaptureQueriesContext(connection) as asked:
            row.clean_fields()
        assert not [each for each in asked.captured_queries if '"accounts_city"' in each["sql"]]
        for nobody in (Source(city_id=0), Source(city=City(pk=elverhavn.pk + 1))):
            with pytest.raises(ValidationError) as told:
                nobody.clean_fields()
            assert "city" in told.value.error_dict
