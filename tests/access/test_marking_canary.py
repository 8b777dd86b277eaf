"""One record of every kind at every marking, each with a word of its own; then everything that somebody can reach is
read. Nobody meets a word above their clearance, and whoever is cleared meets each of those they should.

And figures: before and after one more record above one's clearance, everything one can reach is the same, byte by byte.
So it is where, meanwhile, something else was told in confidence in one session (or three, which any period or filter
would tell apart): by whoever did not record it and is not the admin it names, it is not read (`test_one_session.py`).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.city import city_context
from accounts.markings import ORDER, Marking, readable
from accounts.models import City, Membership
from analysis.records import Period
from mapping.models import Observation, Source
from planning.models import Project
from records.models import Access, Verb
from records.registries.record_types import all_histories
from reports.actions import create_diagnosis
from reports.models import Diagnosis, Judgement, Priority
from reports.snapshot import freeze, load
from stakeholders.models import Consultation
from tests.access.crawl import crawl, differing
from tests.access.marked import (
    inside,
    plant_consultation,
    plant_diagnosis,
    plant_factor,
    plant_observation,
    plant_project,
    plant_series,
    plant_service,
    plant_source,
    word,
)
from tests.access.told import DAYS, OTHER, SAID, held_in_confidence, places_of_sessions, said_otherwise
from tests.factories import make_member, sign_in
from tests.reports.conftest import small_city
from tests.reports.test_voices import YEAR
from tests.stakeholders.makers import make_group, make_organisation

KINDS = (
    *("source", "observation", "consultation", "factor", "service", "series"),
    *("judgement", "priority", "recommendation", "project"),
)
# Those whose pages are named one by one in _places; any other has a page of its name and one that changes it.
OF_THEIR_OWN = {"source", "observation", "consultation", "project"}
# Marked, and tried elsewhere: what is told of them, and to whom, depends on more than who reads up to where.
ELSEWHERE = {
    "notice": "tests/notices/test_whom_a_notice_is_for.py",
    "erasure": "tests/records/test_erased_traces.py: it holds no word of what was erased",
    "reviewflag": "planted with its project",
}
# Each role at the clearances beside a step; the rest of the fifteen in the soak.
NOW = {("admin", "amber"), ("officer", "green"), ("reader", "amber")}
READERS = [
    pytest.param(role, str(clearance), marks=() if (role, str(clearance)) in NOW else pytest.mark.soak)
    for role in ("admin", "officer", "reader")
    for clearance in ORDER
]


@pytest.fixture
def elver(db: None) -> City:
    return small_city()


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> None:
    settings.ARTEFACTS = tmp_path


def who_works_here(city: City) -> tuple[Membership, Membership]:
    return (
        make_member(city, "author@elverhavn.example", "officer", name="Author"),
        make_member(city, "approver@elverhavn.example", "admin", name="Approver"),
    )


def _places(city: City) -> dict[str, list[dict[str, Any]]]:
    """Every page of everything planted, whether this person may open it or not; of each kind the oldest first."""
    with inside(city):
        in_confidence = places_of_sessions()
        observations = list(Observation.objects.exclude(created_by=None).order_by("pk").values_list("pk", flat=True))
        consultations = list(Consultation.objects.order_by("pk").values_list("pk", flat=True))
        sources = list(Source.objects.order_by("pk").values_list("pk", flat=True))
        diagnoses = list(Diagnosis.objects.order_by("pk").values_list("number", "pk"))
        judgements = list(Judgement.objects.order_by("pk").values_list("diagnosis__number", "pk"))
        priorities = list(Priority.objects.order_by("pk").values_list("diagnosis__number", "pk"))
        projects = list(Project.objects.order_by("pk").values_list("pk", flat=True))
        others = {
            kind.name: list(kind.model._default_manager.order_by("pk").values_list("pk", flat=True))
            for kind in all_histories()
            if kind.name in KINDS and kind.name not in OF_THEIR_OWN
        }
        districts = list({row.district_id for row in Observation.objects.exclude(created_by=None)})
    numbers = [{"number": number} for number, _pk in diagnoses]
    histories = [
        *(("observation", pk) for pk in observations),
        *(("consultation", pk) for pk in consultations),
        *(("source", pk) for pk in sources),
        *(("project", pk) for pk in projects),
        *(("diagnosis", pk) for _number, pk in diagnoses),
        *((kind, pk) for kind, found in others.items() for pk in found),
    ]
    planted: dict[str, list[dict[str, Any]]] = {
        "observation": [{"pk": pk} for pk in observations],
        "observation_change": [{"pk": pk} for pk in observations],
        "record_step": [{"kind": "observation", "pk": pk, "verb": "mark"} for pk in observations],
        "record_erase": [{"kind": "observation", "pk": pk} for pk in observations],
        "consultation": [{"pk": pk} for pk in consultations],
        "consultation_part": [{"pk": pk, "part": "needs"} for pk in consultations],
        **{
            key: [{"pk": pk} for pk in projects]
            for key in ("project", "project_change", "project_ground", "project_indicators", "project_measured")
        },
        **{page: [{"pk": pk} for pk in found] for kind, found in others.items() for page in (kind, f"{kind}_change")},
        "source_change": [{"pk": pk} for pk in sources],
        "district": [{"pk": pk} for pk in districts],
        "history": [{"kind": kind, "pk": pk} for kind, pk in histories],
        **dict.fromkeys(
            ("diagnosis", "judgements", "release_check", "release_now", "priorities", "recommendations"), numbers
        ),
        "judgement": [{"number": number, "pk": pk} for number, pk in judgements],
        "priority": [{"number": number, "pk": pk} for number, pk in priorities],
        "diagnosis_records": [{**number, "window": "now", "of": "all"} for number in numbers],
        "edition_page": [{**number, "audience": "restricted"} for number in numbers],
    }
    return {name: [*in_confidence.get(name, []), *planted.get(name, [])] for name in {**planted, **in_confidence}}


def test_one_of_every_kind_that_is_marked_is_planted() -> None:
    kinds = [each for kind in all_histories() for each in (kind, *kind.parts)]
    unplanted = {kind.name for kind in kinds if kind.is_marked} ^ {*KINDS, *ELSEWHERE}
    assert not unplanted, f"in KINDS (and planted by _plant) or ELSEWHERE: {sorted(unplanted)}"


def _met(kind: str, marking: str, pages: dict[str, str]) -> list[str]:
    return sorted(address for address, page in pages.items() if word(kind, marking) in page)


def _expected(role: str, clearance: str) -> Iterator[tuple[str, str]]:
    """What somebody must meet: members read the reports that were released, who works here everything."""
    for number, marking in enumerate(Marking.values, start=1):
        if readable(marking, clearance):
            # every member sees the plan
            for kind in KINDS if role != "reader" else ("judgement", "project"):
                if role != "reader" or number % 2 or kind == "project":
                    yield kind, marking
    if role != "reader" and readable("amber", clearance):
        yield "contacts", "amber"


def _plant(city: City, marking: str, author: Membership, approver: Membership) -> None:
    """One of everything at this marking, and that somebody opened what was written."""
    with inside(city):
        plant_source(city, marking)
        opened: list[Observation | Consultation] = [
            plant_observation(city, author, approver, marking),
            plant_consultation(city, author, approver, marking),
        ]
        plant_factor(city, author, approver, marking)
        plant_service(city, author, approver, marking)
        plant_series(city, marking)
        plant_project(city, author, marking)
        for row in opened:
            label = row._meta.label_lower
            Access.objects.create(city=city, user=approver.user, verb=Verb.OPENED, model=label, object_id=row.pk)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(("role", "clearance"), READERS)
def test_nobody_meets_a_word_above_their_clearance_or_sees_that_there_is_one(
    elver: City, role: str, clearance: str
) -> None:
    """That a diagnosis was made is no secret. All else above is planted between two looks, which see the same."""
    author, approver = who_works_here(elver)
    who = make_member(elver, "reads@elverhavn.example", role, clearance=clearance)
    make_group(elver, name="Young people", code="young")
    make_group(elver, name="Older people", code="older")
    make_group(elver, name="Quiet people", code="quiet")
    make_organisation(elver, name="Harbour Youth Club", contacts=word("contacts", "amber"))
    for number, marking in enumerate(Marking.values, start=1):
        if readable(marking, clearance):
            _plant(elver, marking, author, approver)
        with inside(elver):
            plant_diagnosis(elver, approver, marking, 100 + number, "released" if number % 2 else "in_review")
    with inside(elver):
        held, *_others = [held_in_confidence(elver, day, clearance) for day in DAYS[role]]
    its_page = f"/city/elverhavn/consultations/{held.pk}/"
    its_author = sign_in(Client(), author).get(its_page).content.decode()
    before = crawl(who, elver, _places(elver))
    with inside(elver):
        said_otherwise(held)
    for marking in Marking.values:
        if not readable(marking, clearance):
            _plant(elver, marking, author, approver)
    after = crawl(who, elver, _places(elver))
    assert differing(before, after) == {}
    planted_words = {(kind, marking) for kind in KINDS for marking in Marking.values} | {("contacts", "amber")}
    met = {(kind, marking): found for kind, marking in planted_words if (found := _met(kind, marking, after))}
    assert set(met) == set(_expected(role, clearance)), met
    assert not [address for address, page in after.items() if SAID in before.get(address, "") or OTHER in page]
    # its page is looked at; whoever recorded it reads it there
    assert its_page in before
    assert SAID in its_author


@pytest.mark.parametrize("above", ["amber_strict", "red"])
def test_what_a_diagnosis_is_made_of_is_the_same_bytes_with_a_record_above_and_without(elver: City, above: str) -> None:
    author, approver = who_works_here(elver)
    with city_context(elver.pk, via="test"):
        plant_source(elver, "amber")
        plant_observation(elver, author, approver, "amber")
        plant_consultation(elver, author, approver, "amber")
        plant_factor(elver, author, approver, "amber")
        plant_service(elver, author, approver, "amber")
        before = frozen_bytes(elver)
        plant_source(elver, above)
        batch = Observation.objects.filter(created_by=None)[0].batch
        for marking, key in ((above, f"source-{above}"), ("amber", f"source-{above}"), (above, "source-amber")):
            plant_observation(
                elver, author, approver, marking, source=Source.objects.get(key=key),
                external_key=f"{marking} {key}",
            )  # fmt: skip
        plant_consultation(elver, author, approver, above)
        plant_factor(elver, author, approver, above)
        plant_service(elver, author, approver, above)
        assert frozen_bytes(elver) == before
        # one more row of a file, marked above
        batch.rows_read, batch.added = batch.rows_read + 1, batch.added + 1
        batch.save()
        source = Source.objects.get(key="police")
        plant_observation(elver, author, approver, above, batch=batch, source=source, external_key="of the file")
        assert frozen_bytes(elver) == before
        # and what it is made of is marked as the highest of it
        assert load(before).marking == "amber"


def frozen_bytes(city: City, period: Period = YEAR) -> bytes:
    with transaction.atomic():
        years = period.end.year - period.start.year + 1
        made = create_diagnosis(city_id=city.pk, period=period, comparison=period.years_earlier(years))
        frozen = freeze(made)
        transaction.set_rollback(True)
    return frozen
