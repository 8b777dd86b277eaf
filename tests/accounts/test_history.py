"""History catches every way a row can be written, with who and why in the event row itself."""

from collections.abc import Callable
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection
from pgtrigger import registry

from accounts.city import city_context
from accounts.models import City, CityOwned
from accounts.triggers import Triggers
from mapping.models import Source

OURS = {"accounts", "home", "jobs", "mapping", "notices", "planning", "records", "reports", "stakeholders"}


def _made(city: City, key: str = "police") -> Source:
    return Source.objects.create(city=city, key=key, name="Police", source_type="police")


def _raw(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _save(source: Source) -> None:
    source.name = "City police"
    source.save()


def _bulk_create(source: Source) -> None:
    Source.objects.bulk_create(
        [Source(city_id=source.city_id, key=f"school-{n}", name="School", source_type="school") for n in range(3)]
    )


WAYS: list[tuple[str, Callable[[Source], object], list[str]]] = [
    ("create", lambda source: _made(source.city, "media"), ["insert"]),
    ("save", _save, ["update"]),
    ("update()", lambda source: Source.objects.update(name="City police"), ["update"]),
    ("bulk_create", _bulk_create, ["insert", "insert", "insert"]),
    ("raw SQL", lambda source: _raw("UPDATE mapping_source SET name = 'City police'"), ["update"]),
    ("delete", lambda source: source.delete(), ["delete"]),
]


@pytest.mark.parametrize(("way", "expected"), [way[1:] for way in WAYS], ids=[way[0] for way in WAYS])
def test_every_way_to_write_is_in_the_history(
    elverhavn: City, way: Callable[[Source], object], expected: list[str]
) -> None:
    event = apps.get_model("mapping", "SourceEvent")
    with city_context(elverhavn.pk, via="test"):
        source = _made(elverhavn)
    with city_context(elverhavn.pk, via="page", reason="spelling"):
        before = set(event.objects.values_list("pk", flat=True))
        way(source)
        written = event.objects.exclude(pk__in=before)
        assert list(written.values_list("pgh_label", flat=True)) == expected
        assert {str(context) for context in written.values_list("pgh_context", flat=True)} == {
            str({"via": "page", "reason": "spelling"})
        }


def test_an_update_that_changes_nothing_writes_no_history(elverhavn: City) -> None:
    with city_context(elverhavn.pk, via="test"):
        source = _made(elverhavn)
        source.save()
        assert source.events.count() == 1  # type: ignore[attr-defined]


def test_every_record_of_a_city_has_a_history(db: None) -> None:
    models = [model for model in apps.get_models() if issubclass(model, CityOwned)]
    without = [model.__name__ for model in models if not hasattr(model, "events") and "Event" not in model.__name__]
    assert len(models) > 10
    # the chain itself, what was found when it was verified, the log of accesses (all append-only), and what is only
    # typed so far
    of_records = {"Access", "Draft", "Seal", "SealMark", "Verification"}
    # how a notice reached somebody, which says nothing of what was told: a delivery, which is three times and nothing
    # else; a mail on its way and what waits for one; how often and by which link somebody wants to be told, which is
    # theirs alone; and how far the chain was read for what is to be told
    of_telling = {"CollectorMark", "Delivery", "FeedLink", "Mailing", "NoticePace", "Wait"}
    assert set(without) == of_records | of_telling
    # what the policies are not on
    ours = [
        model for model in apps.get_models()
        if model._meta.app_label in OURS and not (issubclass(model, CityOwned) or hasattr(model, "pgh_tracked_model"))
    ]  # fmt: skip
    assert {model.__name__ for model in ours if not hasattr(model, "events")} == {
        *("User", "Invitation", "HostAccess", "Job")
    }


def test_triggers_are_found_as_django_pgtrigger_itself_finds_them() -> None:
    """By looking through all; one that is there is refused, and one that was taken away is announced again."""
    known = Triggers()
    known.update(registry._registry)
    theirs: Any = registry._Registry
    assert len(known) > 200
    assert known.by_db_table == theirs.by_db_table.fget(known)
    assert known.pg_function_names == theirs.pg_function_names.fget(known)
    key = "mapping.Source:insert_insert"
    model, trigger = known[key]
    with pytest.raises(KeyError, match="already used"):
        known[key] = model, pgtrigger.Protect(name=trigger.name, operation=pgtrigger.Delete)
    before = {**known.by_db_table}
    triggers = list(model._meta.triggers)
    originals = list(model._meta.original_attrs["triggers"])
    del known[key]
    assert before.keys() - known.by_db_table.keys() == {("mapping_source", "insert_insert")}
    assert theirs.pg_function_names.fget(known) == known.pg_function_names
    known[key] = model, trigger
    assert known.by_db_table == before
    model._meta.triggers, model._meta.original_attrs["triggers"] = triggers, originals
