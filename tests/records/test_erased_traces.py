"""What was made of an erased record, or says what it was, is as closed or as gone as the record."""

from pathlib import Path

import pytest
from django.db import connection

from accounts.markings import ORDER
from accounts.models import City, Membership
from mapping.actions.sources import _free_key
from mapping.models import Observation, ObservationImport, Source
from records.actions import erase
from records.actions.drafts import set_aside
from records.history import history_of
from records.models import Draft, Tombstone
from records.models.drafts import MOST_DRAFTS
from records.registries.record_types import history_by_model
from records.verification import verify_city
from tests.factories import make_member
from tests.mapping.imports.test_later_exports import EARLIER, FIRST, _import
from tests.mapping.makers import inside, table, with_districts, with_record
from tests.records.makers import make_observation


@pytest.fixture
def city(elverhavn: City) -> City:
    return with_districts(with_record(elverhavn), "01", "02")


@pytest.mark.parametrize("marking", ORDER)
def test_why_it_was_erased_is_for_those_who_might_have_read_it(city: City, alice: Membership, marking: str) -> None:
    make_member(city, "carla@elverhavn.example", "admin", clearance="amber")
    carla = Membership.objects.get(user__email="carla@elverhavn.example")
    with inside(city):
        record = make_observation(city, marking=marking)
        stone = erase(record=record, reason="Named somebody.", by=alice.user)
        kind = history_by_model(Tombstone)
        for member in (alice, carla):
            reads = ORDER.index(marking) <= ORDER.index(member.clearance)
            assert kind.visible(member.user).filter(pk=stone.pk).exists() is reads
            assert kind.events_for(member).filter(pgh_obj_id=stone.pk).exists() is reads
            assert bool(history_of(kind, stone.pk, clearance=member.clearance)) is reads


def test_a_key_that_a_file_left_out_goes_with_the_record_from_every_file_and_its_history(
    city: City, alice: Membership, tmp_path: Path
) -> None:
    rows = ("secret-key-7,2021-03-01,01,Assault", "2,2021-03-02,01,Threat")
    gone = ("secret-key-7,2021-03-01,01,Remove", "2,2021-03-02,01,Threat")
    _import(city, table(tmp_path / "first.csv", *rows), day=EARLIER)
    _import(city, table(tmp_path / "second.csv", *gone))
    with inside(city):
        kept = ObservationImport.objects.exclude(not_counted=[]).get()
        assert [row["key"] for row in kept.not_counted] == ["secret-key-7"]
        record = Observation.objects.get(external_key="secret-key-7")
        erase(record=record, reason="Asked for by somebody it is about", by=alice.user)
        kept.refresh_from_db()
        assert [(row["key"], row["reason"]) for row in kept.not_counted] == [("", "withdrawn by the police")]
    _import(city, table(tmp_path / "third.csv", *gone))  # and it does not come back with a later one
    with inside(city):
        assert verify_city(city_id=city.pk).holds
        with connection.cursor() as cursor:
            for name in ("mapping_observationimport", "mapping_observationimportevent"):
                cursor.execute(f"SELECT count(*) FROM {name} t WHERE t::text LIKE %s", ["%secret-key-7%"])
                assert cursor.fetchone() == (0,), name


@pytest.mark.parametrize("clearance", ORDER)
def test_a_files_name_is_read_up_to_the_marking_of_its_source(city: City, clearance: str, tmp_path: Path) -> None:
    _import(city, table(tmp_path / "informant-hansen.csv", *FIRST), day=EARLIER)
    with inside(city):
        Source.objects.update(marking="amber_strict")
        Observation.objects.update(marking="clear")
        record = Observation.objects.order_by("pk").last()
        assert record is not None
        told = str(history_of(history_by_model(Observation), record.pk, clearance=clearance))
    assert ("informant-hansen" in told) is (clearance in {"amber_strict", "red"})
    assert ("something above your clearance" in told) is ("informant-hansen" not in told)


def test_a_sources_key_tells_nothing_of_another_of_its_name(city: City) -> None:
    with inside(city):
        keys = {_free_key(Source(city=city, name="Hotline")) for _again in range(5)}
        for key in keys:
            Source.objects.create(city=city, key=key, name="Hotline", source_type="police", marking="red")
        with_others = _free_key(Source(city=city, name="Hotline"))
    assert all(len(key) == len("hotline-0000") for key in [*keys, with_others])
    assert with_others not in keys


def test_what_is_set_aside_has_a_largest_number(city: City, bob: Membership) -> None:
    with inside(city):
        goes_on = Draft.objects.create(city=city, owner=bob.user, form="mapping.observation", record="1", data={})
        for number in range(MOST_DRAFTS + 3):
            set_aside(city=city, owner=bob.user, form="mapping.observation", record="1", data={"title": [str(number)]})
        aside = Draft.objects.set_aside()
        assert aside.count() == MOST_DRAFTS
        assert "0" not in {row.beside["title"][0] for row in aside}
        assert Draft.objects.filter(pk=goes_on.pk).exists()
