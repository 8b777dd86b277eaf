"""Series: linked by a person, one by one and many at once, and taken apart again; who may read which."""

import pytest
from django.test import Client

from accounts.models import City, Membership
from core.errors import Refused
from mapping.actions.once import decide_pair
from mapping.actions.series import link_to_series
from mapping.models import Observation, Series
from records.actions import change_marking
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside
from tests.mapping.test_once import told
from tests.records.makers import make_series


@pytest.fixture
def admin(elverhavn: City) -> Membership:
    return make_member(elverhavn, "admin@elverhavn.example", "admin")


def numbers(city: City, series: Series) -> list[int]:
    with inside(city):
        return list(Observation.objects.filter(series=series).order_by("pk").values_list("pk", flat=True))


def test_many_are_put_in_at_once_and_one_is_taken_out(elverhavn: City, admin: Membership) -> None:
    one, other = told(elverhavn, "police"), told(elverhavn, "press")
    series, client = make_series(elverhavn), sign_in(Client(), admin)
    page = client.get(f"/city/elverhavn/series/{series.pk}/", {"q": "slogans"})
    assert {row.pk for row in page.context["more"]} == {one.pk, other.pk}
    client.post(f"/city/elverhavn/series/{series.pk}/link/", {"record": [one.pk, other.pk]})
    assert numbers(elverhavn, series) == [one.pk, other.pk]
    assert "2 events count" in client.get("/city/elverhavn/series/").content.decode()
    client.post(f"/city/elverhavn/observations/{one.pk}/series/", {"series": ""})
    assert numbers(elverhavn, series) == [other.pk]
    client.post(f"/city/elverhavn/observations/{one.pk}/series/", {"series": series.pk})
    assert "The same tag" in client.get(f"/city/elverhavn/observations/{one.pk}/").content.decode()
    listed = client.get("/city/elverhavn/observations/", {"series": series.pk}).context["rows"]
    assert {row.pk for row in listed} == {one.pk, other.pk}


def test_records_of_one_event_go_together(elverhavn: City, admin: Membership) -> None:
    one, other = told(elverhavn, "police"), told(elverhavn, "press")
    series = make_series(elverhavn)
    with inside(elverhavn):
        decide_pair(one=one, other=other, same=True, by=admin.user)
        assert link_to_series(city=elverhavn, series=series, numbers=[other.pk], by=admin.user) == 2
    assert numbers(elverhavn, series) == [one.pk, other.pk]


def test_a_series_is_marked_as_its_highest_record_and_read_so(elverhavn: City, admin: Membership) -> None:
    one, secret = told(elverhavn, "police"), told(elverhavn, "press")
    series = make_series(elverhavn, name="Tag of the harbour")
    officer = make_member(elverhavn, "officer@elverhavn.example", "officer", clearance="amber")
    client = sign_in(Client(), officer)
    with inside(elverhavn):
        link_to_series(city=elverhavn, series=series, numbers=[one.pk, secret.pk], by=admin.user)
    assert "Tag of the harbour" in client.get(f"/city/elverhavn/observations/{one.pk}/").content.decode()
    with inside(elverhavn):
        change_marking(record=secret, by=admin.user, marking="red", reason="A source to protect")
    assert "Tag of the harbour" not in client.get(f"/city/elverhavn/observations/{one.pk}/").content.decode()
    assert client.get(f"/city/elverhavn/series/{series.pk}/").status_code == 404
    exported = b"".join(client.get("/city/elverhavn/observations/export/")).decode()
    assert "Tag of the harbour" not in exported
    with inside(elverhavn), pytest.raises(Refused, match="not cleared"):
        link_to_series(city=elverhavn, series=None, numbers=[one.pk], by=officer.user)
    assert numbers(elverhavn, series) == [one.pk, secret.pk]
