"""The pages of the districts."""

import csv
import datetime
import re

from django.test import Client

from accounts.models import City, Membership
from mapping.models import BoundarySet, District, Observation, Source
from tests.factories import make_member, sign_in, today_in
from tests.mapping.makers import inside, with_districts, with_record

DISTRICTS = "/city/elverhavn/districts/"


def _city(city: City) -> City:
    return with_districts(with_record(city), "1", "2", "3")


def _observed(city: City, code: str, *days: str, marking: str = "amber", state: str = "approved") -> None:
    with inside(city):
        source, _made = Source.objects.get_or_create(
            city=city, key="police", defaults={"name": "Police", "source_type": "police"}
        )
        district = District.objects.get(code=code)
        admin = make_member(city, f"{code}-{marking}-{state}-{days[0]}@elverhavn.example", "admin").user
        Observation.objects.bulk_create(
            Observation(
                city=city, district=district, source=source, first_day=day, last_day=day, title="Threat",
                scope="threat", place="district", manifestations=["threat"], targets=["none"], currents=["none_known"],
                reliability="B", credibility="2", state=state, approved_by=admin if state == "approved" else None,
                approved_at="2026-01-15T00:00Z" if state == "approved" else None, marking=marking,
            )
            for day in map(datetime.date.fromisoformat, days)
        )  # fmt: skip


def _numbers(client: Client, query: str = "") -> dict[str, int]:
    return {each.code: each.records for each in client.get(f"{DISTRICTS}{query}").context["rows"]}


def test_officers_see_how_many_approved_records_they_may_read(client: Client, elverhavn: City) -> None:
    _city(elverhavn)
    _observed(elverhavn, "1", "2025-01-01", "2025-02-01")
    _observed(elverhavn, "1", "2025-03-01", marking="red")
    _observed(elverhavn, "2", "2025-03-01", state="draft")
    officer = make_member(elverhavn, "officer@elverhavn.example", "officer", clearance="amber")
    assert _numbers(sign_in(client, officer)) == {"1": 2, "2": 0, "3": 0}
    page = client.get(DISTRICTS).content.decode()
    assert "1 Feb 2025" in page


def test_network_members_see_districts_and_no_number_of_records(
    client: Client, elverhavn: City, rita: Membership
) -> None:
    _city(elverhavn)
    _observed(elverhavn, "1", "2025-01-01")
    page = sign_in(client, rita).get(DISTRICTS)
    assert "District 1" in page.content.decode()
    assert "Records" not in page.content.decode()
    with inside(elverhavn):
        district = District.objects.get(code="1")
    detail = client.get(f"{DISTRICTS}{district.pk}/").content.decode()
    assert "67.6" in detail
    assert "Approved records" not in detail
    assert client.get(f"{DISTRICTS}export/").status_code == 403


def test_districts_are_searched_and_sorted_in_the_address(client: Client, elverhavn: City, alice: Membership) -> None:
    _city(elverhavn)
    _observed(elverhavn, "2", "2025-01-01")
    sign_in(client, alice)
    assert list(_numbers(client, "?sort=-records")) == ["2", "3", "1"]
    assert list(_numbers(client, "?q=district+3")) == ["3"]
    assert "Nothing fits this search" in client.get(f"{DISTRICTS}?q=nowhere").content.decode()


def test_only_the_boundaries_in_force_are_listed(client: Client, elverhavn: City, alice: Membership) -> None:
    _city(elverhavn)
    with inside(elverhavn):
        for day, code in (("2099-01-01", "future"), ("1700-01-01", "past")):
            made = BoundarySet.objects.create(city=elverhavn, name=code, valid_from=day)
            District.objects.create(city=elverhavn, boundary_set=made, code=code, name=code, geometry={}, area_km2=1)
    assert set(_numbers(sign_in(client, alice))) == {"1", "2", "3"}


def test_a_district_shows_its_years_also_those_without_records(
    client: Client, elverhavn: City, alice: Membership
) -> None:
    _city(elverhavn)
    _observed(elverhavn, "1", "2023-05-01", "2025-01-01", "2025-02-01")
    with inside(elverhavn):
        district = District.objects.get(code="1")
    page = sign_in(client, alice).get(f"{DISTRICTS}{district.pk}/")
    today = today_in(elverhavn)
    since_then = [(year, 0) for year in range(today.year, 2025, -1)]
    told = [(each.year, each.count) for each, _url, _long in page.context["years"]]
    assert told == [*since_then, (2025, 2), (2024, 0), (2023, 1)]
    # of a year that is not over the count is of fewer days than those beside it
    _observed(elverhavn, "1", f"{today.year}-01-01")
    year = " ".join(client.get(f"{DISTRICTS}{district.pk}/").content.decode().split())
    assert re.search(rf'<th scope="row">{today.year}</th> <td>(?:(?!</tr>).)*so far', year)
    assert year.count("so far") == 1


def test_districts_of_another_city_do_not_exist(client: Client, alice: Membership, charlie: Membership) -> None:
    _city(charlie.city)
    with inside(charlie.city):
        foreign = District.objects.first()
    assert foreign is not None
    sign_in(client, alice)
    assert client.get(f"{DISTRICTS}{foreign.pk}/").status_code == 404
    assert "No districts yet" in client.get(DISTRICTS).content.decode()


def test_the_file_holds_what_the_list_shows(client: Client, elverhavn: City, alice: Membership) -> None:
    _city(elverhavn)
    _observed(elverhavn, "2", "2025-01-01")
    answer = sign_in(client, alice).get(f"{DISTRICTS}export/?sort=-records")
    lines = list(csv.DictReader(answer.getvalue().decode("utf-8-sig").splitlines()))
    shown = {"Code": "2", "District": "District 2", "Residents": "", "Area, km²": "67.6", "Records": "1"}
    assert {name: lines[0][name] for name in shown} == shown
    assert lines[0]["Latest"] == "2025-01-01"
    assert len(lines) == 3
