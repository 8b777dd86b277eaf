"""Section 9: what consultations say goes into the snapshot and the file as far as each one's rule lets it."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client

from accounts.city import city_context
from accounts.models import City
from analysis.records import Period
from mapping.models import Observation, Source, SourceCoverage
from reports.actions import create_diagnosis
from reports.actions import propose as keep_proposed
from reports.editions import decided, restricted_files
from reports.proposals import propose
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.snapshot import freeze, load
from stakeholders.models import Consultation, Disagreement, Finding, HeadCount, Need, Organisation, Outlook, Quote
from tests.factories import make_member, sign_in
from tests.output.reading import text
from tests.output.test_layout import assert_tidy
from tests.stakeholders.makers import make_consultation, make_group, make_organisation

YEAR = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))


def _heard(city: City, *came: Organisation, **fields: Any) -> Consultation:
    """An approved consultation of the period."""
    facts = {"state": "approved", "first_day": datetime.date(2025, 5, 2), "districts": ["00"], "held": "districts"}
    if fields.get("state", "approved") == "approved":
        facts["approved_at"] = "2026-01-15T00:00Z"
    with city_context(city.pk, via="test"):
        return make_consultation(city, organisations=came, **{**facts, **fields})


def _say(row: type[Any], one: Consultation, **fields: Any) -> None:
    with city_context(one.city_id, via="test"):
        rule = {} if row is HeadCount else {"confidentiality": one.confidentiality}
        row.objects.create(city=one.city, consultation=one, **rule, **fields)


def _bytes(city: City) -> bytes:
    with city_context(city.pk, via="test"):
        return freeze(create_diagnosis(city_id=city.pk, period=YEAR, dated=datetime.date(2026, 2, 1)))


def _context(data: bytes) -> SectionContext:
    frozen = load(data)
    return SectionContext(frozen, analysed(frozen))


def _printed(city: City) -> str:
    pdf = restricted_files(_context(_bytes(city))).pdf
    assert_tidy(pdf)
    return " ".join(text(pdf).split())


def test_where_nobody_was_consulted_the_section_says_so(elver: City) -> None:
    printed = _printed(elver)
    assert "Nobody was consulted in the period" in printed
    assert "Not consulted: no consultation is recorded" in printed


def test_what_was_said_on_the_record_is_told_with_its_sector_and_who_was_not_heard_is_named(elver: City) -> None:
    club = make_organisation(elver, name="Harbour Youth Club", sector="youth")
    make_group(elver, name="Young people")
    make_group(elver, name="Older people")
    one = _heard(elver, club, people=11)
    said = {"organisation": club, "sector": "youth", "block": "public_bodies"}
    _say(Need, one, category="training", priority=5, statement="Staff who know what to do with a tip", **said)
    _say(Finding, one, kind="asset", statement="The harbour festival brings everybody together", **said)
    _say(Quote, one, text="We found out from the paper", consented=True, attribution="organisation", **said)
    _say(Quote, one, text="Not agreed to be told", consented=False, attribution="organisation", **said)
    for level in (2, 4, 5):
        other = make_organisation(elver, name=f"Club of level {level}", sector="youth")
        _say(Outlook, one, concern=level, direction="same", district="", **{**said, "organisation": other})
    _say(Disagreement, one, statement="Whether the youth club should stay open late", blocks=["residents"])
    _say(HeadCount, one, axis="group", code="young-people", people=9)
    printed = _printed(elver)
    assert (
        "1 consultation in the period. Sectors known to be heard: 1. Groups not yet reached by us: 1 of 2." in printed
    )
    assert "Staff who know what to do with a tip" in printed
    assert "The harbour festival brings everybody together (Youth" in printed
    assert "“We found out from the paper” (Harbour Youth Club)" in printed
    assert "Not agreed to be told" not in printed
    assert "Whether the youth club should stay open late (Residents)" in printed
    assert "Not yet reached by us: Older people." in printed
    assert "Thinly heard, once or only through a representative: Young people." in printed
    assert "No voice of:" in printed
    assert "No consultation about: District 1, District 2 and District 3." in printed
    assert "An order needs at least 3 sectors and 6 organisations" in printed
    # the session that names nobody raised another need, and is not told of here as none of one
    assert "raised by 1 of 4 organisations. " in printed
    assert "0 of 1 session" not in printed
    assert "Fewer than 30 ratings" in printed


def test_a_session_of_another_period_or_not_approved_is_not_in_the_snapshot(elver: City) -> None:
    _heard(elver, first_day=datetime.date(2024, 5, 2))
    _heard(elver, state="submitted")
    assert json.loads(_bytes(elver))["consultations"] == []


def test_under_the_chatham_house_rule_no_organisation_is_in_the_file_or_the_snapshot(elver: City) -> None:
    bodies = [make_organisation(elver, name=f"Congregation {n}", sector="faith") for n in (1, 2, 3)]
    one = _heard(elver, *bodies, confidentiality="chatham_house")
    _say(Need, one, category="training", priority=2, statement="Guards at the door", sector="faith",
         block="civil_society")  # fmt: skip
    data = _bytes(elver)
    frozen = json.loads(data)["consultations"][0]
    assert frozen["organisations"] == []
    assert frozen["sectors"] == {"faith": 3}
    # the directory is printed as it is, whoever was heard; nothing else knows of them
    whole = json.loads(data)
    assert all(set(body) == {"id", "name", "brings", "in_network", "may_share"} for body in whole.pop("organisations"))
    assert "Congregation" not in json.dumps(whole)
    printed = _printed(elver)
    assert "Guards at the door (Civil society)" in printed
    assert "Guards at the door (Faith" not in printed


@pytest.mark.parametrize(("sessions", "counted"), [(2, False), (3, True)])
def test_what_was_said_in_confidence_counts_from_three_sessions_of_a_block_on_and_is_never_told_in_words(
    elver: City, sessions: int, counted: bool
) -> None:
    make_group(elver, name="Young people")
    admin = make_member(elver, "alice@elverhavn.example", "admin").user
    for _number in range(sessions):
        one = _heard(elver, confidentiality="confidential", named_admin=admin, people=4)
        _say(Outlook, one, concern=5, direction="worse", district="00", block="public_bodies")
        _say(Finding, one, kind="threat", statement="A canary sang in confidence", block="public_bodies")
        _say(HeadCount, one, axis="group", code="young-people", people=4)
    data = _bytes(elver)
    said = _context(data).voices
    assert [voiced.category for voiced in said.needs] == (["safe_spaces"] if counted else [])
    assert [reach.sessions for reach in said.groups] == [sessions if counted else 0]
    # of a single district nothing is told, however many there are
    assert said.concern == ()
    assert said.districts == {}
    printed = _printed(elver)
    assert "canary" not in printed
    assert "A place to meet after school" not in printed
    assert f"Of {sessions} confidential consultations something is not told" in printed
    assert ("Not yet reached by us: Young people." in printed) is not counted


def test_a_snapshot_from_before_consultations_can_still_be_printed(elver: City) -> None:
    raw = json.loads(_bytes(elver))
    raw["format"] = "groundwork-snapshot/1"
    del raw["groups"], raw["consultations"]
    printed = text(restricted_files(_context(json.dumps(raw).encode())).pdf)
    assert "Nobody was consulted" in " ".join(printed.split())


def test_a_judgement_opens_the_consultations_it_stands_on_and_prints_none_of_them(elver: City) -> None:
    one = _heard(elver)
    _say(Disagreement, one, statement="How late to stay open", blocks=["residents", "public_bodies"])
    admin = make_member(elver, "alice@elverhavn.example", "admin", clearance="red")
    with city_context(elver.pk, via="test"):
        diagnosis = create_diagnosis(city_id=elver.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
        keep_proposed(diagnosis=diagnosis, proposals=propose(_context(freeze(diagnosis))))
        (kept,) = diagnosis.judgements.filter(key__startswith="voices.disagreement")
        (printed,) = [each for each in decided(diagnosis) if each.statement == kept.statement]
    assert kept.statement == "Public bodies and Residents did not agree: How late to stay open"
    assert "Said in" not in dict(printed.evidence)
    client = sign_in(Client(), admin)
    page = client.get(f"/city/elverhavn/diagnoses/{diagnosis.number}/judgements/{kept.pk}/").content.decode()
    address = f"/city/elverhavn/consultations/{one.pk}/"
    assert f'href="{address}"' in page
    assert client.get(address).status_code == 200
    history = client.get(f"/city/elverhavn/history/diagnosis/{diagnosis.pk}/").content.decode()
    assert "How late to stay open" in history


@pytest.mark.parametrize(("level", "reason"), [(5, None), (1, "disagrees"), (3, "too few of them")])
def test_what_was_told_of_a_district_weighs_in_the_confidence_of_a_judgement_about_it(
    elver: City, level: int, reason: str | None
) -> None:
    with city_context(elver.pk, via="test"):
        one_of_them = Observation.objects.filter(district__code="01").first()
        assert one_of_them
        sources = [
            Source.objects.create(city=elver, key=kind, name=kind, source_type=kind)
            for kind in ("municipal_service", "civil_society")
        ]
        for source in sources:
            SourceCoverage.objects.create(
                city=elver, source=source, whole_city=True, start="2020-01-01", end="2025-12-31", completeness="full"
            )
        for number in range(40):  # far more than in the other districts
            one_of_them.pk, one_of_them.external_key = None, f"more-{number}"
            one_of_them.first_day = one_of_them.last_day = datetime.date(2025, 1 + number % 12, 3)
            one_of_them.source = sources[number % 2]
            one_of_them.setting = ("street", "school")[number % 2]
            one_of_them.save(force_insert=True)
    for _number in range(3):
        one = _heard(elver, districts=["01"])
        _say(Outlook, one, concern=level, direction="worse", district="01", block="residents")
    found = {each.key: each for each in propose(_context(_bytes(elver)))}["district.01.concentration"]
    told = [value for what, value in found.evidence if what == "Concern told of it"]
    assert told == [f"{level}.0 of 5, the middle one of 3 who told it in 3 consultations"]
    assert any(reason in each for each in found.reasons) if reason else not any("consult" in r for r in found.reasons)
