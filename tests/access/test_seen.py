"""Reading is seen: every page that shows what stands in records leaves a line in the list of who saw what.

A new page leaves one, or says in `unseen.py` why it need not: `test_matrix.py` asks every page.
"""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import City
from mapping.models import District
from records.models import Access
from records.models.accesses import Called
from reports.models import Diagnosis
from tests.access.ground import Ground
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside
from tests.stakeholders.makers import make_organisation


def _lines(city: City) -> int:
    with inside(city):
        return Access.objects.count()


def test_a_district_of_the_map_is_seen_when_its_panel_is_open(furnished: City) -> None:
    client = sign_in(Client(), make_member(furnished, "bob@elverhavn.example", "officer"))
    client.get("/city/elverhavn/map/?district=1")
    with inside(furnished):
        seen = Access.objects.get()
        district = District.objects.get()
        assert (seen.verb, seen.model, seen.object_id) == ("opened", "mapping.panel", str(district.pk))
        assert seen.what(Called(furnished.pk)) == f"District on the map {district.name}"


def test_a_history_is_seen_by_its_record(ground: Ground, furnished: City) -> None:
    here = ground.here
    client = sign_in(Client(), make_member(furnished, "admin@elverhavn.example", "admin"))
    client.get(reverse("history", kwargs={"city": "elverhavn", **here["history"]}))
    with inside(furnished):
        number = Diagnosis.objects.get(pk=here["history"]["pk"]).number
        assert Access.objects.get().what(Called(furnished.pk)) == f"History: Diagnosis {number}"


def test_a_list_is_one_line_with_the_number_of_its_records(furnished: City) -> None:
    for number in range(4):
        make_organisation(furnished, name=f"More {number}")
    client = sign_in(Client(), make_member(furnished, "admin@elverhavn.example", "admin"))
    assert b"".join(client.get("/city/elverhavn/organisations/export/")).count(b"More") == 4
    with inside(furnished):
        seen = Access.objects.get()
        assert (seen.verb, seen.model, seen.records) == ("exported", "stakeholders.organisation", 5)


def test_what_is_sent_is_not_counted_as_another_reading(ground: Ground, furnished: City) -> None:
    here = ground.here
    client = sign_in(Client(), make_member(furnished, "admin@elverhavn.example", "admin"))
    client.post(
        reverse("organisation_change", kwargs={"city": "elverhavn", **here["organisation_change"]}), {"name": ""}
    )
    assert _lines(furnished) == 0


@pytest.mark.parametrize("page", ["organisations", "people"])
def test_contacts_are_taken_along_after_the_password_was_asked_for_again(furnished: City, page: str) -> None:
    admin = make_member(furnished, "admin@elverhavn.example", "admin")
    address = f"/city/elverhavn/{page}/export/"
    asked = sign_in(Client(), admin, fresh=False).get(address)
    assert (asked.status_code, "reauthenticate" in asked.headers["Location"]) == (302, True)
    assert _lines(furnished) == 0
    assert sign_in(Client(), admin).get(address).status_code == 200
