"""Two diagnoses beside each other: what the newer keeps of the older, and the page that compares any two."""

import datetime
import re
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City
from analysis.records import Period
from jobs import artefacts
from mapping.models import Observation
from output.document import Bullets, Heading, Paragraph
from output.web.page import page_of
from records.actions import change_marking
from reports.actions import accept_all_proposed, create_diagnosis, keep_edition, keep_snapshot, propose
from reports.editions import decided
from reports.erasure import copies
from reports.models import PAGE, Diagnosis, Edition, Judgement, Priority, Snapshot
from reports.proposals import propose as proposals
from reports.sections import since_last
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.sections.decisions import Decided
from reports.sections.report import build_report
from reports.snapshot import freeze, load
from tests.access.marked import inside, plant_consultation, plant_source
from tests.access.test_marking_canary import who_works_here
from tests.factories import make_member, sign_in
from tests.once import once
from tests.reports.conftest import small_city

PAGE_OF_TWO = "/city/elverhavn/diagnoses/compare/"


@pytest.fixture(scope="module")
def ten_districts(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    yield from once(django_db_blocker, lambda: small_city(districts=10))


@pytest.fixture
def elver(ten_districts: City, db: None, settings: Any, tmp_path: Path) -> City:
    settings.ARTEFACTS = tmp_path
    return copy(ten_districts)


def _year(number: int) -> Period:
    return Period(datetime.date(number, 1, 1), datetime.date(number, 12, 31))


@lru_cache(maxsize=8)
def _read(data: bytes) -> SectionContext:
    """What is computed of frozen records alone: most tests freeze the same of 2024."""
    frozen = load(data)
    return SectionContext(frozen, analysed(frozen))


@lru_cache(maxsize=8)
def _printed(data: bytes, judgements: tuple[Decided, ...]) -> bytes:
    """Likewise of those and of what was decided."""
    return page_of(build_report(replace(_read(data), judgements=judgements)))


def _made(city: City, year: int = 2025, *, dated: str = "") -> Diagnosis:
    """As the job makes it, with a page and no pictures in it."""
    day = datetime.date.fromisoformat(dated or f"{year + 1}-02-01")
    made = create_diagnosis(city_id=city.pk, period=_year(year), dated=day)
    data = freeze(made)
    kept = artefacts.store(city.pk, data, "json")
    context = _read(data)
    keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=context.frozen)
    propose(diagnosis=made, proposals=proposals(context))
    accept_all_proposed(diagnosis=made)
    page = artefacts.store(city.pk, _printed(data, decided(made)), PAGE)
    keep_edition(
        diagnosis=made, audience="restricted", sha256=f"{made.number:064}", size=1, page_sha256=page.sha256,
        engine="test",
    )  # fmt: skip
    keep_edition(diagnosis=made, audience="partner", sha256=f"{made.number:063}1", size=1, engine="test")
    return made


def _released(city: City, year: int = 2025, **fields: Any) -> Diagnosis:
    made = _made(city, year, **fields)
    Diagnosis.objects.filter(pk=made.pk).update(state="released")
    made.refresh_from_db()
    return made


def _context(made: Diagnosis) -> SectionContext:
    return replace(_read(artefacts.read(made.city_id, made.snapshot.sha256, "json")), judgements=decided(made))


def _said(context: SectionContext) -> str:
    found = []
    for block in since_last.blocks(context):
        if isinstance(block, Bullets):
            found += ["".join(run.text for run in item) for item in block.items if not isinstance(item, str)]
        elif isinstance(block, Heading | Paragraph):
            found.append(str(block.text))
    return "\n".join(found)


def _plant(city: City, number: int, year: int) -> None:
    """Records in one district under one current, as approved as the others."""
    one = Observation.objects.filter(district__code="03", first_day__year=year).order_by("pk")[0]
    rows = []
    for n in range(number):
        day = datetime.date(year, 1 + n % 12, 1 + n % 28)
        fields = {f.attname: getattr(one, f.attname) for f in Observation._meta.concrete_fields if not f.primary_key}
        rows.append(Observation(**{**fields, "first_day": day, "last_day": day, "currents": ["jihadist"],
                                   "external_key": f"planted-{n}"}))  # fmt: skip
    Observation.objects.bulk_create(rows)


def test_a_diagnosis_keeps_what_the_last_released_one_said(elver: City) -> None:
    with inside(elver):
        first = _released(elver, 2024)
        kept = _context(_made(elver)).frozen.compared
        assert kept is not None
        assert (kept["number"], kept["sha256"]) == (first.number, first.snapshot.sha256)
        assert [row["key"] for row in kept["judgements"]] == list(
            first.judgements.order_by("section", "order").values_list("key", flat=True)
        )
        # nine districts of ten with six records each
        assert kept["told"]["figures"]["families"]["city"] == {"city": 54}


def test_it_is_made_again_from_its_snapshot_alone(elver: City) -> None:
    """What it is compared with may be gone by then, from the rows and from the disk: the same bytes."""
    with inside(elver):
        first = _released(elver, 2024)
        _plant(elver, 300, 2025)
        second = _made(elver)
        before = page_of(build_report(_context(second)))
        artefacts.remove(elver.pk, first.snapshot.sha256, "json")
        Judgement.objects.filter(diagnosis=first).delete()
        Snapshot.objects.filter(diagnosis=first).delete()
        assert page_of(build_report(_context(second))) == before
        assert "District 3: 6 → 306 (rose against the city)" in before.decode()


def test_section_two_tells_what_was_planted_and_the_annex_all_of_it(elver: City) -> None:
    with inside(elver):
        _released(elver, 2024)
        _plant(elver, 300, 2025)
        context = _context(_made(elver))
        said = _said(context)
        assert "Diagnosis no. 2 (1 January to 31 December 2025) beside no. 1" in said or "beside no. 1" in said
        figures = next(line for line in said.splitlines() if line.startswith("Figures. "))
        assert "The whole city: 54 → 354 (higher than before)" in figures
        assert "District 3: 6 → 306 (rose against the city)" in figures
        assert "Violent jihadist extremism: 0 → 300 (higher than before)" in figures
        assert not re.search("District [0-24-9]", figures)
        full = " ".join(str(block) for block in since_last.in_full(context))
        assert context.frozen.compared is not None
        assert context.frozen.compared["sha256"] in full
        assert "Judgements that are new" in full


def test_without_a_released_one_before_it_says_so(elver: City) -> None:
    with inside(elver):
        _made(elver, 2024)  # in review
        first = _made(elver)
        assert _context(first).frozen.compared == {}
        assert "No diagnosis that was released before this one" in _said(_context(first))
        assert list(since_last.in_full(_context(first))) == []
        old = replace(_context(first).frozen, compared=None)
    assert _said(SectionContext(old, analysed(old))) == ""


def test_of_a_last_one_that_is_marked_higher_nothing_is_told(elver: City) -> None:
    with inside(elver):
        first = _released(elver, 2024)
        Diagnosis.objects.filter(pk=first.pk).update(marking="red")
        context = _context(_made(elver))
        assert set(context.frozen.compared or {}) == {"number", "start", "end", "released_on"}
        assert "The last released one, no. 1" in _said(context)
        assert "may not be told of here" in _said(context)
        assert list(since_last.in_full(context)) == []


def test_of_a_last_one_whose_records_were_erased_the_judgements_are_compared(elver: City) -> None:
    with inside(elver):
        first = _released(elver, 2024)
        artefacts.remove(elver.pk, first.snapshot.sha256, "json")
        said = _said(_context(_made(elver)))
        assert "Figures, voices, sources and gaps: the records of one of the two were erased since." in said
        assert "Judgements. 1 changed." in said
        assert "Figures. " not in said


def test_marking_a_record_of_the_last_one_higher_raises_what_was_compared_with_it(elver: City) -> None:
    """A consultation of 2024 is in no. 1 alone; that it is gone from no. 2 is told there."""
    author, admin = who_works_here(elver)
    with inside(elver):
        plant_source(elver, "amber")
        told = plant_consultation(elver, author, admin, "amber")
        type(told).objects.filter(pk=told.pk).update(first_day="2024-05-01", last_day="2024-05-01")
        told.refresh_from_db()
        first, second = _released(elver, 2024), _made(elver)
        assert told.pk not in {row["id"] for row in _context(second).frozen.consultations}
        other = _made(elver, 2023)
        change_marking(record=told, by=admin.user, marking="red")
        rows = [Diagnosis.objects.get(pk=each.pk).marking for each in (first, second)]
        assert rows == ["red", "red"]
        assert Diagnosis.objects.get(pk=other.pk).marking == "red"  # compared with the same one
        markings = Edition.objects.filter(diagnosis=second).values_list("audience", "marking")
        # the partner edition tells nothing of what it was compared with
        assert dict(markings) == {"restricted": "red", "partner": "green"}


def test_a_last_one_raised_while_the_next_is_frozen_raises_what_is_kept(elver: City) -> None:
    with inside(elver):
        first = _released(elver, 2024)
        made = create_diagnosis(city_id=elver.pk, period=_year(2025))
        frozen = load(freeze(made))
        Diagnosis.objects.filter(pk=first.pk).update(marking="red")
        keep_snapshot(diagnosis=made, sha256="0" * 64, size=1, frozen=frozen)
        assert Diagnosis.objects.get(pk=made.pk).marking == "red"


def test_the_page_compares_the_newest_released_with_the_one_before(elver: City) -> None:
    with inside(elver):
        for year in (2023, 2024):
            _released(elver, year)
        _plant(elver, 300, 2025)
        _released(elver)
        _made(elver)
    officer = sign_in(Client(), make_member(elver, "bob@elverhavn.example", "officer", clearance="amber"))
    page = officer.get(PAGE_OF_TWO).content.decode()
    assert "beside no. 2" in page
    assert "District 3: 6 → 306 (rose against the city)" in page
    assert re.search(r'href="/city/elverhavn/diagnoses/3/read/restricted/#part-5"', page)
    assert re.search(r'href="/city/elverhavn/diagnoses/2/read/restricted/#part-5"', page)
    assert "TLP:" in page
    swapped = officer.get(f"{PAGE_OF_TWO}?a=3&b=2").content.decode()
    assert "District 3: 306 → 6 (from no. 2 to no. 3: rose against the city)" in swapped
    itself = officer.get(f"{PAGE_OF_TWO}?a=3&b=3").content.decode()
    assert "It is the same diagnosis: nothing differs." in itself
    assert "→" not in itself


def test_each_line_leads_to_a_place_that_is_there(elver: City) -> None:
    """Section and judgement, in the editions of both."""
    with inside(elver):
        _released(elver, 2024)
        _plant(elver, 300, 2025)
        _released(elver)
    officer = sign_in(Client(), make_member(elver, "bob@elverhavn.example", "officer", clearance="amber"))
    page = officer.get(PAGE_OF_TWO).content.decode()
    places = set(re.findall(r'href="(/city/elverhavn/diagnoses/\d/read/restricted/)#([\w-]+)"', page))
    assert {anchor[0] for _url, anchor in places} == {"J", "p"}
    assert {url for url, _anchor in places} == {f"/city/elverhavn/diagnoses/{n}/read/restricted/" for n in (1, 2)}
    for url in {url for url, _anchor in places}:
        there = officer.get(url).content.decode()
        assert all(f'id="{anchor}"' in there for where, anchor in places if where == url)


def test_where_somebody_asks_for_an_erasure_what_was_compared_is_withdrawn_too(elver: City) -> None:
    """A consultation of 2024 is in no. 1 alone, and figures of it in no. 2; when its time is over the figures stay."""
    author, admin = who_works_here(elver)
    with inside(elver):
        told = plant_consultation(elver, author, admin, "amber")
        type(told).objects.filter(pk=told.pk).update(first_day="2024-05-01", last_day="2024-05-01")
        first, second = _released(elver, 2024), _released(elver)
        model = told._meta.label_lower
        gone = {name for name, _kind in copies(elver.pk, model, [told.pk], on_request=False)}
        assert gone == {first.snapshot.sha256}
        Snapshot.objects.update(gone_at=None)
        copies(elver.pk, model, [told.pk], on_request=True)
        states = dict(Diagnosis.objects.values_list("pk", "state"))
        assert (states[first.pk], states[second.pk]) == ("withdrawn", "withdrawn")


def test_priorities_that_moved_stand_in_section_two_and_on_the_page(elver: City) -> None:
    """As each was printed: the older's as the newer kept them, a band that a person set in the newer."""
    admin = make_member(elver, "b@elverhavn.example", "admin", clearance="amber")
    with inside(elver):
        first = _made(elver, 2024)
        here = {"city": elver, "diagnosis": first, "category": "training", "parts": []}
        Priority.objects.create(**here, order=1, lowest="low", highest="medium", area="")
        Priority.objects.create(**here, order=2, lowest="low", highest="low", area="03")
        Diagnosis.objects.filter(pk=first.pk).update(state="released")
        second = _made(elver)
        kept = load(artefacts.read(elver.pk, second.snapshot.sha256, "json")).compared
        assert kept is not None
        assert [(row["category"], row["area"], row["lowest"]) for row in kept["priorities"]] == [
            ("training", "", "low"), ("training", "03", "low")
        ]  # fmt: skip
        # nothing was raised in the newer
        assert "Among the priorities then and not now: Training (whole city), low to medium; Training" in _said(
            _context(second)
        )
        Priority.objects.create(
            **{**here, "diagnosis": second}, order=1, lowest="low", highest="low", area="", band="high",
            reason="So.", decided_by=admin.user, decided_at="2026-02-02T00:00Z",
        )  # fmt: skip
    page = sign_in(Client(), admin).get(PAGE_OF_TWO, {"a": 1, "b": 2}).content.decode()
    assert "Training (whole city): low to medium → high (moved)" in page
    assert "then and not now: Training (District 3), low." in page
    assert "/city/elverhavn/diagnoses/2/read/restricted/#part-13" in page
