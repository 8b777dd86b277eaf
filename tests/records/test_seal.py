"""The audit chain: what is committed is sealed, and whatever is done to it afterwards is found."""

import io
import threading
import time
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from accounts.city import city_context
from accounts.models import City
from mapping.models import Source
from records.actions import forget_old, seal_city
from records.models import Seal, SealMark
from records.tasks import seal
from records.verification import verify_city
from tests.factories import today_in
from tests.records.makers import make_observation, make_observations


def _sealed(city: City) -> int:
    with city_context(city.pk, via="test"):
        return seal_city(city_id=city.pk)


def _said(*arguments: str) -> str:
    out = io.StringIO()
    call_command("verify", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_what_is_written_is_sealed_once(elverhavn: City) -> None:
    make_observation(elverhavn)  # and its city, source and processing record
    assert _sealed(elverhavn) == 4
    assert _sealed(elverhavn) == 0
    assert "4 events in 4 seals, 0 of them erased, 0 waiting" in _said("elverhavn")


def test_nothing_is_sealed_compared_or_forgotten_row_by_row(elverhavn: City) -> None:
    """Of rows that nobody has counted yet, as after a first import, one is expected: 20,000 took minutes."""
    make_observation(elverhavn)
    plans: list[str] = []

    def planned(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(("WITH", "SELECT s.event_id")):
            execute(f"EXPLAIN {sql}", params, many, context)
            plans.append("\n".join(row for (row,) in context["cursor"].fetchall()))
        return execute(sql, params, many, context)

    with city_context(elverhavn.pk, via="test"), connection.execute_wrapper(planned):
        seal_city(city_id=elverhavn.pk)
        sealed = len(plans)
        forget_old(city_id=elverhavn.pk, on=today_in(elverhavn))
    assert 0 < sealed < len(plans)
    assert [plan for plan in plans if "Nested Loop" in plan] == []
    with city_context(elverhavn.pk, via="test"), connection.cursor() as cursor:
        assert verify_city(city_id=elverhavn.pk).holds
        cursor.execute("SHOW enable_nestloop")
        assert cursor.fetchone() == ("off",)
    # what comes after a seal in its transaction is planned as ever
    with city_context(elverhavn.pk, via="test"), connection.cursor() as cursor:
        make_observation(elverhavn)
        assert seal_city(city_id=elverhavn.pk)
        cursor.execute("SHOW enable_nestloop")
        assert cursor.fetchone() == ("on",)


def test_every_city_has_a_chain_of_its_own(elverhavn: City, other_city: City) -> None:
    for city in (elverhavn, other_city, elverhavn):
        make_observation(city)
        _sealed(city)
    for city, sequences in ((elverhavn, [1, 2, 3, 4, 5]), (other_city, [1, 2, 3, 4])):
        with city_context(city.pk, via="test"):
            assert list(Seal.objects.values_list("sequence", flat=True)) == sequences
            assert verify_city(city_id=city.pk).holds


def test_a_column_that_comes_later_alters_nothing(committed_db: None) -> None:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    make_observation(city)
    _sealed(city)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE mapping_observationevent ADD COLUMN later text NOT NULL DEFAULT 'x'")
    try:
        with city_context(city.pk, via="test"):
            assert verify_city(city_id=city.pk).holds
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE mapping_observationevent DROP COLUMN later")


def test_the_first_event_of_a_table_is_sealed_however_often_the_sealer_came_by_before(committed_db: None) -> None:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    for _visit in range(3):
        _sealed(city)
    make_observation(city)
    assert _sealed(city) >= 1
    with city_context(city.pk, via="test"):
        assert list(verify_city(city_id=city.pk).findings) == []


def test_a_slow_transaction_is_sealed_when_it_commits(committed_db: None) -> None:
    """Its events have lower numbers than what was sealed while it ran, and are not passed over."""
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    written, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        with city_context(city.pk, via="slow"):
            Source.objects.create(city=city, key="slow", name="Slow", source_type="media")
            written.set()
            go_on.wait(20)
        connection.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert written.wait(20)
    for number in range(600):  # so many that the mark would move
        with city_context(city.pk, via="fast"):
            Source.objects.create(city=city, key=f"fast-{number}", name="Fast", source_type="media")
    sealed = [_sealed(city) for _again in range(3)]
    go_on.set()
    thread.join()
    assert sealed == [601, 0, 0]  # with the city itself
    with city_context(city.pk, via="test"):
        assert SealMark.objects.get(event_table="mapping_sourceevent").settled == 0
    assert _sealed(city) == 1
    assert _settled_at_last(city) == 601
    with city_context(city.pk, via="test"):
        assert verify_city(city_id=city.pk).events == 602


def _settled_at_last(city: City, above: int = 0) -> int:
    """The mark moves when no older transaction of the whole server runs, those of tests beside this one included."""
    for _again in range(100):
        assert _sealed(city) == 0
        with city_context(city.pk, via="test"):
            settled = SealMark.objects.get(event_table="mapping_sourceevent").settled
            if settled > above:
                return settled
        time.sleep(0.2)
    return 0


def test_a_mark_moves_on_where_other_cities_alone_write(committed_db: None) -> None:
    """Else the sealer looked at all they wrote at every visit."""
    city, other = (City.objects.create(slug=slug, name=slug, country="DK") for slug in ("elverhavn", "sandvig"))
    with city_context(city.pk, via="test"):
        Source.objects.create(city=city, key="one", name="One", source_type="media")
    assert _sealed(city) == 2
    assert _settled_at_last(city) == 1
    with city_context(other.pk, via="test"):
        Source.objects.bulk_create(
            Source(city=other, key=f"{number}", name="Fast", source_type="media") for number in range(600)
        )
    assert _settled_at_last(city, above=1) == 601


def test_two_sealers_do_not_fork_the_chain(committed_db: None) -> None:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    make_observations(city, None, [{}] * 20)

    def seal_now() -> None:
        seal()
        connection.close()

    threads = [threading.Thread(target=seal_now) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with city_context(city.pk, via="test"):
        verdict = verify_city(city_id=city.pk)
        assert (verdict.holds, verdict.events, verdict.waiting) == (True, 23, 0)


def test_what_is_rolled_back_is_never_sealed(elverhavn: City) -> None:
    assert _sealed(elverhavn) == 1  # the city itself
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_observation(elverhavn)
        raise ZeroDivisionError
    assert _sealed(elverhavn) == 0


def test_the_application_cannot_rewrite_the_chain(elverhavn: City) -> None:
    make_observation(elverhavn)
    _sealed(elverhavn)
    for change in ("UPDATE records_seal SET head = ''", "DELETE FROM records_sealedevent"):
        with (
            city_context(elverhavn.pk, via="test"),
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_the_command_names_what_is_wrong_and_fails(committed_db: None) -> None:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    make_observation(city)
    _sealed(city)
    with city_context(city.pk, via="test", using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE mapping_observationevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE mapping_observationevent SET title = 'Nothing happened' RETURNING pgh_id")
        number = cursor.fetchone()[0]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE mapping_observationevent ENABLE TRIGGER USER")
    out = io.StringIO()
    with pytest.raises(CommandError, match="Not as it was sealed: elverhavn"):
        call_command("verify", "elverhavn", stdout=out, stderr=out)
    assert f"Event {number} of mapping_observationevent: it was altered" in out.getvalue()


def test_a_head_kept_elsewhere_shows_that_the_end_was_cut_off(committed_db: None) -> None:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    for _number in range(2):
        make_observation(city)
        _sealed(city)
    slug, head = _said("elverhavn", "--head").split()
    assert "5 events" in _said(slug, "--expect", head)
    with city_context(city.pk, via="test", using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE mapping_observationevent DISABLE TRIGGER USER")
        cursor.execute(
            "DELETE FROM mapping_observationevent WHERE pgh_id = (SELECT max(pgh_id) FROM mapping_observationevent)"
        )
        cursor.execute("ALTER TABLE mapping_observation DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM mapping_observation WHERE id = (SELECT max(id) FROM mapping_observation)")
        cursor.execute("DELETE FROM records_sealedevent WHERE seal_id = (SELECT max(id) FROM records_seal)")
        cursor.execute("DELETE FROM records_seal WHERE id = (SELECT max(id) FROM records_seal)")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE mapping_observationevent ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE mapping_observation ENABLE TRIGGER USER")
    _said("elverhavn")  # by itself the shorter chain holds
    with pytest.raises(CommandError):
        _said("elverhavn", "--expect", head)


def test_the_beat_keeps_the_chain_at_most_a_minute_behind() -> None:
    from config.celery import app

    assert app.conf.beat_schedule["seal"]["schedule"] <= 30
    assert "records.tasks.seal" in app.tasks
