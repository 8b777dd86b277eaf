"""What a city says about itself has a history like everything else that is kept."""

import json

import pytest
from django.db import DataError, ProgrammingError, connection, connections, transaction
from django.test import Client

from accounts.actions import create_city
from accounts.city import city_context
from accounts.models import City, Membership
from records.actions.sealing import seal_city
from records.verification import verify_city
from tests.factories import send, sign_in
from tests.services import PROJECT

SETTINGS = "/city/elverhavn/settings/"
SAID = {
    "name": "Elverhavn", "country": "DK", "time_zone": "Europe/Copenhagen", "languages": ["da", "en"],
    "emergency_number": "112", "worry_channel": "",
}  # fmt: skip


def test_history_says_who_changed_what(client: Client, alice: Membership) -> None:
    City.objects.update(languages=["da", "en"])
    send(sign_in(client, alice), SETTINGS, {**SAID, "emergency_number": "114"})
    assert City.objects.get().emergency_number == "114"
    page = client.get(f"/city/elverhavn/history/settings/{alice.city_id}/").content.decode()
    for word in ("Alice", "Emergency number", "112", "114"):
        assert word in page
    listed = client.get("/city/elverhavn/history/?kind=settings").content.decode()
    assert "About the city" in listed
    assert f"/history/settings/{alice.city_id}/" in client.get(SETTINGS).content.decode()


def test_a_page_that_is_stale_says_by_whom(client: Client, alice: Membership) -> None:
    City.objects.update(languages=["da", "en"])
    sign_in(client, alice)
    begun = client.get(SETTINGS).context["writing"].now
    with city_context(alice.city_id, via="page", actor_id=alice.user_id):
        City.objects.update(emergency_number="114")
    mine = client.post(SETTINGS, {"base_version": begun, **SAID, "emergency_number": "115"})
    page = mine.content.decode()
    assert "Alice" in page[page.index("<main") :]
    assert City.objects.get().emergency_number == "114"


def test_of_another_city_nobody_reads_it(
    client: Client, alice: Membership, bob: Membership, charlie: Membership
) -> None:
    address = f"/city/elverhavn/history/settings/{charlie.city_id}/"
    assert sign_in(client, alice).get(address).status_code == 404
    assert sign_in(client, bob).get(f"/city/elverhavn/history/settings/{alice.city_id}/").status_code == 404
    events = City.pgh_event_model.objects  # type: ignore[attr-defined]
    with city_context(alice.city_id, via="test"):
        assert set(events.values_list("pgh_obj", flat=True)) == {alice.city_id}
    with pytest.raises((ProgrammingError, DataError)), transaction.atomic():
        list(events.all())


def test_it_is_sealed_and_verified_and_nobody_rewrites_it(alice: Membership) -> None:
    with city_context(alice.city_id, via="test"):
        City.objects.update(name="Elverhavn by the sea")
        seal_city(city_id=alice.city_id)
        assert verify_city(city_id=alice.city_id).holds
        for verb in ("UPDATE accounts_cityevent SET name = 'x'", "DELETE FROM accounts_cityevent"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(verb)


def test_a_city_made_by_the_command_says_so(db: None) -> None:
    record = json.loads((PROJECT / "examples" / "processing-record.json").read_text(encoding="utf-8"))
    city = create_city(slug="made", name="Made", country="DK", processing_record=record)
    with city_context(city.pk, via="test"):
        (event,) = City.pgh_event_model.objects.all()  # type: ignore[attr-defined]
        assert (event.pgh_label, event.name, event.pgh_context) == ("insert", "Made", {"via": "create_city"})


def test_a_city_renamed_behind_the_history_is_found(committed_db: None) -> None:
    city = City.objects.create(slug="made", name="Made", country="DK")
    with city_context(city.pk, via="test", using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_city DISABLE TRIGGER USER")
        cursor.execute("UPDATE accounts_city SET name = 'Taken over'")
        cursor.execute("ALTER TABLE accounts_city ENABLE TRIGGER USER")
    with city_context(city.pk, via="test"):
        found = list(verify_city(city_id=city.pk).findings)
    assert len(found) == 1
    assert "name" in str(found[0])
