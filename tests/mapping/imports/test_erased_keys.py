"""What was erased does not come back with the next file of its source, whatever secret the key was kept under."""

import datetime
import hmac
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from accounts.models import City, Membership, ProcessingRecord
from mapping.actions.batches import TakenIn
from mapping.actions.later_exports import Wishes
from mapping.actions.staging import Incoming
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.models import Observation
from records.actions import erase
from records.models import Tombstone
from records.source_keys import SourceKeys
from records.tasks import retain
from records.verification import verify_city
from tests.days import zone_of_another_day
from tests.factories import today_in
from tests.mapping.makers import column_mapping, inside, table, with_districts, with_record

FIRST = ("1,2021-03-01,01,Assault", "2,2021-03-02,01,Assault", "3,2021-03-03,02,Assault")
LATER = datetime.date(2022, 1, 31)


@pytest.fixture
def city(elverhavn: City) -> City:
    return with_districts(with_record(elverhavn), "01", "02")


def _import(city: City, path: Path, day: datetime.date = LATER, source: str = "police", **how: Any) -> TakenIn:
    mapping = column_mapping(source={"key": source, "name": source.title(), "type": "police"})
    with inside(city):
        return import_observations(city=city, path=path, mapping=read_mapping(mapping), extracted_on=day, **how)


def _keys(city: City) -> list[str]:
    with inside(city):
        return sorted(Observation.objects.values_list("external_key", flat=True))


def _erase(city: City, admin: Membership, key: str) -> Tombstone:
    with inside(city):
        record = Observation.objects.get(external_key=key)
        return erase(record=record, reason="Asked for by somebody it is about", by=admin.user)


def _erased_one(city: City, admin: Membership, path: Path) -> Tombstone:
    _import(city, path)
    return _erase(city, admin, "2")


def test_the_day_it_is_said_to_be_erased_on_is_the_city_s(city: City, alice: Membership, tmp_path: Path) -> None:
    city.time_zone = zone_of_another_day()
    city.save(update_fields=["time_zone"])
    path = table(tmp_path / "police.csv", *FIRST)
    _erased_one(city, alice, path)
    assert _import(city, path).erased == ((3, today_in(city)),)


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"day": datetime.date(2021, 6, 1)},
        {"day": datetime.date(2023, 6, 1)},
        {"wishes": Wishes(take_over="corrected by the police"), "day": datetime.date(2023, 6, 1)},
        {"wishes": Wishes(withdraw_missing="no longer there"), "day": datetime.date(2023, 6, 1)},
    ],
)
def test_an_erased_record_is_left_out_by_every_kind_of_later_file(
    city: City, alice: Membership, tmp_path: Path, how: dict[str, Any]
) -> None:
    path = table(tmp_path / "police.csv", *FIRST)
    stone = _erased_one(city, alice, path)
    taken_in = _import(city, path, **how)
    assert _keys(city) == ["1", "3"]
    day = timezone.localdate(stone.erased_at, ZoneInfo(city.time_zone))
    assert taken_in.erased == ((3, day),)  # row 1 is the header
    assert f"Rows left out because their record was erased here (1): row 3 (erased on {day})." in taken_in.notes
    assert (taken_in.imported.added, taken_in.imported.already_there) == (0, 2)


@pytest.mark.parametrize("looked", ["repeats", "compare"])
def test_what_is_erased_while_a_file_is_taken_in_is_not_in_it(
    city: City, alice: Membership, tmp_path: Path, looked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at what was erased and the rows it was there for one moment, and then it was new."""
    path = table(tmp_path / "police.csv", *FIRST)
    _import(city, path)
    look: Any = getattr(Incoming, looked)

    def erased_then(incoming: Incoming, *args: Any) -> Any:
        _erase(city, alice, "2")
        return look(incoming, *args)

    monkeypatch.setattr(Incoming, looked, erased_then)
    with pytest.raises(ValidationError, match="was erased while the file was taken in"):
        _import(city, path)


def test_what_else_is_erased_meanwhile_is_no_matter_to_a_file(
    city: City, alice: Membership, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _import(city, table(tmp_path / "media.csv", *FIRST), source="media")
    look = Incoming.compare

    def erased_then(incoming: Incoming, *args: Any) -> Any:
        _erase(city, alice, "2")
        return look(incoming, *args)

    monkeypatch.setattr(Incoming, "compare", erased_then)
    assert _import(city, table(tmp_path / "police.csv", *FIRST)).imported.added == 3


def test_where_nothing_was_erased_nothing_is_said_of_it(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "police.csv", *FIRST)
    _import(city, path)
    assert not [note for note in _import(city, path).notes if "erased" in note]


def test_what_goes_when_its_time_is_over_does_not_come_back_either(city: City, tmp_path: Path) -> None:
    path = table(tmp_path / "police.csv", *FIRST)
    _import(city, path)
    with inside(city):
        ProcessingRecord.objects.update(retention={"observation": 12})
        two_years_ago = timezone.now() - datetime.timedelta(days=730)
        Observation.objects.filter(external_key__in=["1", "3"]).update(created_at=two_years_ago)
    retain()
    assert _keys(city) == ["2"]
    assert [row for row, _day in _import(city, path).erased] == [2, 4]
    assert _keys(city) == ["2"]
    with inside(city):
        assert verify_city(city_id=city.pk).findings == []


def test_the_same_key_of_another_source_or_city_is_another_event(
    city: City, other_city: City, alice: Membership, tmp_path: Path
) -> None:
    path = table(tmp_path / "police.csv", *FIRST)
    _erased_one(city, alice, path)
    assert _import(city, path, source="media").imported.added == 3
    elsewhere = with_districts(with_record(other_city), "01", "02")
    assert _import(elsewhere, path).imported.added == 3


def test_a_record_typed_by_hand_has_no_key_to_keep(city: City, alice: Membership, tmp_path: Path) -> None:
    _import(city, table(tmp_path / "police.csv", *FIRST))
    with inside(city):
        Observation.objects.filter(external_key="2").update(external_key="")
        record = Observation.objects.get(external_key="")
        assert erase(record=record, reason="Asked for", by=alice.user).source_key == ""


def test_only_a_keyed_digest_stays(city: City, alice: Membership, tmp_path: Path, settings: Any) -> None:
    stone = _erased_one(city, alice, table(tmp_path / "police.csv", *FIRST))
    secret = hmac.digest(settings.SECRET_KEY.encode(), f"groundwork: keys of erased records of city {city.pk}".encode(),
                         "sha256")  # fmt: skip
    assert stone.source_key == hmac.new(secret, b"police\x002", "sha256").hexdigest()
    with inside(city), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_tombstoneevent WHERE source_key = %s", [stone.source_key])
        assert cursor.fetchone() == (1,)


def test_a_secret_that_is_renewed_is_still_understood_while_it_is_kept(
    city: City, alice: Membership, tmp_path: Path, settings: Any
) -> None:
    path = table(tmp_path / "police.csv", *FIRST)
    before = settings.SECRET_KEY
    _erased_one(city, alice, path)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "renewed" * 8, [before]
    assert len(_import(city, path).erased) == 1
    settings.SECRET_KEY_FALLBACKS, settings.ERASURE_KEYS = [], [before]
    assert len(_import(city, path).erased) == 1
    settings.ERASURE_KEYS = []
    assert _import(city, path).erased == ()
    assert _keys(city) == ["1", "2", "3"]


def test_keys_and_sources_that_run_together_are_told_apart() -> None:
    made = SourceKeys(1)
    assert made.digest("police", "1") != made.digest("police1", "")
    assert made.digest("police", "1") != SourceKeys(2).digest("police", "1")
