"""What a row points at is looked for before it is kept, unless it was read in the city a moment ago."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.city import city_context
from accounts.models import City, CityOwned
from mapping.models import Source, SourceCoverage

NOT_THERE = 999_999


def _source(city: City, key: str) -> Source:
    return Source.objects.create(city=city, key=key, name=key, source_type="police")


def _cover(source: Source) -> SourceCoverage:
    return SourceCoverage(
        city=source.city, source=source, whole_city=True, start="2025-01-01", end="2025-12-31", completeness="full"
    )


def _asks(row: CityOwned) -> int:
    with CaptureQueriesContext(connection) as asked:
        row.clean_fields()
    return len(asked)


def _refused(row: CityOwned, name: str) -> None:
    with pytest.raises(ValidationError) as told:
        row.clean_fields()
    assert list(told.value.message_dict) == [name]


def test_what_was_read_is_not_asked_for_and_what_was_not_is(elverhavn: City) -> None:
    with city_context(elverhavn.pk, via="test"):
        first, second = _source(elverhavn, "first"), _source(elverhavn, "second")
        cover = _cover(first)
        assert _asks(cover) == 0
        cover.save()
        read = SourceCoverage.objects.get()
        assert _asks(read) == 2
        read.source, read.city = first, elverhavn
        assert _asks(read) == 0
        read.source_id = second.pk
        assert _asks(read) == 1
        read.source = first
        assert _asks(read) == 0


def test_what_is_not_there_is_refused(elverhavn: City, other_city: City) -> None:
    with city_context(other_city.pk, via="test"):
        foreign = _source(other_city, "foreign")
    with city_context(elverhavn.pk, via="test"):
        source = _source(elverhavn, "source")
        _cover(source).save()
        read = SourceCoverage.objects.get()
        for number in (NOT_THERE, foreign.pk):
            read.source_id = number
            _refused(read, "source")
        read.source = foreign
        _refused(read, "source")
        read.source = Source(pk=NOT_THERE, city=elverhavn)
        _refused(read, "source")
        read.source = Source(pk=foreign.pk, city=elverhavn)
        _refused(read, "source")
        gone = _source(elverhavn, "gone")
        cover = _cover(gone)
        gone.delete()
        _refused(cover, "source")
        read.source_id = None  # type: ignore[assignment]
        _refused(read, "source")
        read.source = source
        read.city = City(pk=NOT_THERE)
        assert "city" in _errors(read)


def _errors(row: CityOwned) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as told:
        row.clean_fields()
    return told.value.message_dict
