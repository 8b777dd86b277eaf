"""What two diagnoses are compared by leads to a series and to sessions, and nowhere where nothing is compared."""

import datetime

from accounts.models import City
from mapping.models import Observation, Series
from reports.compared_with import Asked
from tests.access.marked import inside, plant_consultation
from tests.access.test_marking_canary import who_works_here
from tests.reports.leads.test_leads_since import HERE, _led, _officer
from tests.reports.test_comparing import _context, _made, _plant, _released, elver, ten_districts

__all__ = ["elver", "ten_districts"]


def test_records_of_a_series_are_all_shown_and_told_to_count_once(elver: City) -> None:
    with inside(elver):
        _released(elver, 2024)
        _plant(elver, 40, 2025)
        tag = Series.objects.create(city=elver, name="The same tag")
        few = Observation.objects.filter(external_key__in=["planted-1", "planted-2", "planted-3"])
        assert few.update(series=tag) == 3
        led = {run["to"]: run["text"] for run in _led(_made(elver))}
    assert led["since/now/currents=jihadist"] == "38"
    told = _officer(elver).get(f"{HERE}since/now/currents=jihadist/").content.decode()
    assert "Counted in diagnosis no. 2: 40." in told
    assert "a series counts as one, so the report says 38." in told


def test_organisations_that_came_lead_to_where_they_were_heard(elver: City) -> None:
    with inside(elver):
        _released(elver, 2024)
        heard = plant_consultation(elver, *who_works_here(elver), "amber", first_day=datetime.date(2025, 3, 1))
        made = _made(elver)
        frozen = _context(made).frozen
        blocks = {unit.block for each in frozen.sessions for unit in each.units if unit.is_named}
    asked = [Asked.read(f"now/heard={block}") for block in blocks]
    assert [each.sessions_in(frozen) for each in asked if each] == [{heard.pk}] * len(blocks)
    client = _officer(elver)
    for block in blocks:
        assert str(heard.anonymous_title) in client.get(f"{HERE}since/now/heard={block}/").content.decode()


def test_where_nothing_was_released_before_nothing_leads_there(elver: City) -> None:
    with inside(elver):
        _made(elver)
        second = _made(elver)
        assert _led(second) == []
    client = _officer(elver)
    assert client.get(f"{HERE}since/before/city=city/").status_code == 404
    assert client.get(f"{HERE}since/now/city=city/").status_code == 404
