"""The page of a district: each number leads to just its records, and what was said is told by the rules alone."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import City, Membership
from mapping.models import District, Observation
from stakeholders.models import Finding, Need
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside
from tests.mapping.test_map import mapped
from tests.mapping.test_map_to_records import _some
from tests.stakeholders.makers import make_consultation

__all__ = ["mapped"]

NUMBER = re.compile(r'<a href="(/city/elverhavn/observations/\?[^"]+)">\s*([\d,]+)')
RULES = ("on_record", "chatham_house", "confidential")
APPROVED: dict[str, Any] = {"state": "approved", "approved_at": "2025-04-01T12:00Z"}


def _page(client: Client, city: City, code: str) -> str:
    with inside(city):
        number = District.objects.get(code=code).pk
    return html.unescape(client.get(f"/city/elverhavn/districts/{number}/").content.decode())


def test_every_number_leads_to_just_its_records(mapped: City, alice: Membership) -> None:
    _some(mapped, alice)
    with inside(mapped):
        over_new_year = Observation.objects.filter(district__code="1", state="approved").first()
        assert over_new_year is not None
        Observation.objects.filter(pk=over_new_year.pk).update(
            first_day="2024-12-31", last_day="2025-01-01", precision="period"
        )
    for clearance in ("red", "amber"):
        seer = make_member(mapped, f"{clearance}@elverhavn.example", "officer", clearance=clearance)
        client = sign_in(Client(), seer)
        for code in ("1", "2", "3"):
            page = _page(client, mapped, code)
            found = [(url, int(number.replace(",", ""))) for url, number in NUMBER.findall(page)]
            assert len(found) >= 4, "the usual period, all of it, two years, a source"
            for url, number in found:
                assert client.get(url).context["rows"].found == number, url
            assert ("1 more lies in no single year" in page) == (code == "1")
            # it was six numbers, without where it is, years, or who looked
            assert "district-where" in page
            assert all(each in page for each in ("Recorded by year", "Who looked", "What was said of it"))


def test_a_year_in_which_nobody_looked_is_no_nought(mapped: City, alice: Membership) -> None:
    page = _page(sign_in(Client(), alice), mapped, "1")
    told = dict(re.findall(r'<th scope="row">(\d{4})</th>\s*<td>(.*?)</td>', page, re.S))
    assert "not looked at" in told["2026"]
    assert ("<svg" in told["2025"], "not looked at" in told["2025"]) == (True, False)


def test_what_was_said_is_told_by_the_rules_alone(
    mapped: City, alice: Membership, bob: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    otto = make_member(mapped, "otto@elverhavn.example", "officer")
    here: dict[str, Any] = {"category": "funding", "priority": 3, "block": "civil_society"}
    for rule in RULES:
        named: dict[str, Any] = {"named_admin": alice.user} if rule == "confidential" else {}
        session = make_consultation(
            mapped, bob, confidentiality=rule, first_day="2025-03-17", approved_by=alice.user, **APPROVED, **named
        )
        with inside(mapped):
            of: dict[str, Any] = {"consultation": session, "confidentiality": rule, "city": mapped}
            Need.objects.create(statement=f"Lights {rule}", districts=["1"], **of, **here)
            Need.objects.create(statement=f"Benches {rule}", districts=["2"], **of, **here)
            Finding.objects.create(
                statement=f"Found {rule}", kind="no_concern", districts=["1"], block="civil_society", **of
            )
    unread = make_consultation(mapped, bob, first_day="2025-03-17")
    with inside(mapped):
        of = {"consultation": unread, "confidentiality": "on_record", "city": mapped}
        Need.objects.create(statement="Not approved", districts=["1"], **of, **here)
    for who, read in ((alice, 3), (bob, 3), (otto, 2)):
        page = _page(sign_in(Client(), who), mapped, "1")
        assert [f"Lights {rule}" in page for rule in RULES] == [place < read for place in range(3)]
        assert [f"Found {rule}" in page for rule in RULES] == [place < read for place in range(3)]
        assert ("Benches" in page, "Not approved" in page) == (False, False)
        # of a session that is not theirs to read the month alone
        assert page.count("March 2025") == (2 if who is otto else 0)
        assert "There are more" not in page
    # it ended at 30 of each kind and did not say so
    monkeypatch.setattr("stakeholders.said_in_district.MOST", 1)
    assert "There are more: the newest 2 are listed." in _page(sign_in(Client(), alice), mapped, "1")


def test_a_member_of_the_network_sees_where_it_is_and_no_number_of_records(mapped: City, alice: Membership) -> None:
    _some(mapped, alice)
    page = _page(sign_in(Client(), make_member(mapped, "rita@elverhavn.example", "reader")), mapped, "1")
    assert ("district-where" in page, "observations" in page, "Who looked" in page) == (True, False, False)
