"""Factors, services and the directory in the snapshot: what counts on its day, up to its marking, and nothing else."""

import datetime
import json
from pathlib import Path
from typing import Any

from accounts.city import city_context
from accounts.models import City
from jobs import artefacts
from reports.actions import create_diagnosis, keep_snapshot
from reports.following import SNAPSHOT, holds
from reports.models import Snapshot
from reports.snapshot import freeze, load
from reports.snapshot.network import markings_of
from tests.access.marked import plant_factor, plant_service
from tests.access.test_marking_canary import who_works_here
from tests.reports.test_voices import YEAR
from tests.stakeholders.makers import make_organisation

DAY = datetime.date(2026, 2, 1)


def _frozen(city: City) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(freeze(create_diagnosis(city_id=city.pk, period=YEAR, dated=DAY)))
    return raw


def test_what_counts_on_the_day_is_frozen_and_marks_what_is_made_of_it(elver: City) -> None:
    author, admin = who_works_here(elver)
    make_organisation(elver, name="Club", contacts="club@elver.example", brings=["trust"], in_network=True)
    make_organisation(elver, name="Gone", is_current=False)
    with city_context(elver.pk, via="test"):
        before = load(json.dumps(_frozen(elver)).encode())
        assert (before.factors, before.services, before.marking) == ([], [], "amber")
        factor = plant_factor(elver, author, admin, "amber")
        service = plant_service(elver, author, admin, "green")
        for state, kept in (("submitted", []), ("approved", [factor.pk])):
            type(factor).objects.filter(pk=factor.pk).update(state=state)
            assert [row["id"] for row in _frozen(elver)["factors"]] == kept
        for days, kept in (
            ({"valid_until": "2026-01-31"}, []),
            ({"valid_until": "2026-02-01"}, [service.pk]),
            ({"valid_from": "2026-02-02", "valid_until": None}, []),
            ({"valid_from": "2026-02-01"}, [service.pk]),
        ):
            type(service).objects.filter(pk=service.pk).update(**days)
            assert [row["id"] for row in _frozen(elver)["services"]] == kept
        type(elver).objects.filter(pk=elver.pk).update(mission="That everybody is safe.")
        raw = _frozen(elver)
    assert raw["city"]["mission"] == "That everybody is safe."
    assert [row["name"] for row in raw["organisations"]] == ["Club", "Provider"]
    assert "club@elver.example" not in json.dumps(raw)
    assert raw["services"][0]["provider"] == "Provider"


def test_what_is_in_a_snapshot_is_found_in_it_when_it_is_erased(elver: City, settings: Any, tmp_path: Path) -> None:
    """So that a diagnosis that printed it is withdrawn; an organisation is printed by its name."""
    settings.ARTEFACTS = tmp_path
    author, admin = who_works_here(elver)
    with city_context(elver.pk, via="test"):
        service = plant_service(elver, author, admin, "amber")
        rows: list[Any] = [plant_factor(elver, author, admin, "amber"), service, service.organisation]
        made = create_diagnosis(city_id=elver.pk, period=YEAR, dated=DAY)
        data = freeze(made)
        kept = artefacts.store(elver.pk, data, SNAPSHOT)
        keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=load(data))
        snapshot = Snapshot.objects.get()
        for row in rows:
            label = row._meta.label_lower
            assert holds(snapshot, label, [row.pk]), label
            assert not holds(snapshot, label, [row.pk + 1]), label


def test_a_snapshot_from_before_they_were_kept_is_read(elver: City) -> None:
    with city_context(elver.pk, via="test"):
        raw = _frozen(elver)
    for name in ("factors", "services", "organisations"):
        del raw[name]
    for name in ("mission", "common_goal"):
        del raw["city"][name]
    found = load(json.dumps(raw).encode())
    assert (found.factors, found.services, found.organisations) == (None, None, None)


def test_whom_to_ask_for_is_marked_as_contacts_are() -> None:
    row = {"marking": "green", "contact_role": ""}
    assert markings_of({"services": [row]}) == {"green"}
    assert markings_of({"services": [row, {**row, "contact_role": "Duty leader"}]}) == {"green", "amber"}
    assert markings_of({}) == set()
