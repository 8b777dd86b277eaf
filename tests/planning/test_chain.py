"""From every line of what a project stands on to the records and voices behind it in at most three clicks, and from a
record back. The addresses are those that stand in the pages."""

import datetime
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City, Membership
from jobs import artefacts
from mapping.models import Observation
from planning.models import Grounding, Project
from reports import selection
from reports.actions import create_diagnosis, keep_snapshot
from reports.following import SNAPSHOT
from reports.models import Diagnosis, Judgement, Priority
from reports.snapshot import freeze, load
from stakeholders.models import Need
from tests.factories import make_member
from tests.mapping.makers import inside
from tests.once import once, signed_in
from tests.planning.makers import judge, make_project
from tests.reports.conftest import small_city
from tests.reports.test_snapshot import YEAR
from tests.stakeholders.makers import make_consultation, make_organisation

LINK = re.compile(r'<a[^>]*\shref="([^"]+)"', re.DOTALL)
BEHIND = re.compile(r"/city/elverhavn/(?:observations|consultations)/\d+/$")
APPROVED: dict[str, Any] = {"state": "approved", "approved_at": "2026-01-15T00:00Z"}


@dataclass(frozen=True)
class Ground:
    city: City
    officer: Membership
    admin: Membership
    low: Membership
    project: Project
    said_in: int


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    yield from once(django_db_blocker, _ground)


def _ground() -> Ground:
    city = small_city(districts=3, per_year=6)
    admin = make_member(city, "admin@x.example", "admin")
    officer = make_member(city, "officer@x.example", "officer", clearance="amber")
    low = make_member(city, "low@x.example", "officer", clearance="green")
    club = make_organisation(city, name="Quay Club")
    session = make_consultation(city, organisations=[club], first_day=datetime.date(2025, 5, 2), **APPROVED)
    project = make_project(city, officer, status="active", title="Evenings")
    with inside(city):
        made = create_diagnosis(city_id=city.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
        data = freeze(made)
        kept = artefacts.store(city.pk, data, SNAPSHOT)
        keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=load(data))
        figure = Observation.objects.filter(district__code="00", first_day__year=2025)[0]
        need = Need.objects.get()
        # by the rule on records and on sessions; of one's own on a record, a passage and a figure
        evidence = {
            "district.00.change": [{"what": "Now", "value": "6", "records": {"window": "now", "of": "district=00"}}],
            "voices.need.safe_spaces": [{"what": "Told in", "value": "1", "consultations": [session.pk]}],
            "own.record": [{"cited": f"observation:{figure.pk}", "event": 1}],
            "own.passage": [{"cited": f"need:{need.pk}", "event": 1}],
            "own.figure": [{"cited": "figure:now/district=01"}],
        }
        for order, (key, rows) in enumerate(evidence.items()):
            row = judge(made, key, f"It is so, of {key}")
            Judgement.objects.filter(pk=row.pk).update(evidence=rows, order=order)
            Grounding.objects.create(city=city, project=project, kind="judgement", key=key, chosen_in=made.number)
        Priority.objects.create(
            city=city, diagnosis=made, marking="amber", category="safe_spaces", order=1, lowest="low", highest="high"
        )
        for kind, key in (("priority", "safe_spaces:"), ("need", "safe_spaces")):
            Grounding.objects.create(city=city, project=project, kind=kind, key=key, chosen_in=made.number)
        Diagnosis.objects.update(
            state="released", marking="amber", released_by=admin.user, checked_by=officer.user, released_on="2026-02-03"
        )
    return Ground(city, officer, admin, low, project, session.pk)


def _links(text: str) -> list[str]:
    return [html.unescape(to) for to in LINK.findall(text)]


def _main(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def _at(page: str, anchor: str) -> str:
    """The row that an address leads to."""
    start = page.index(f'id="{anchor}"')
    return page[start : page.index("</li>", start)]


@pytest.mark.parametrize("who", ["officer", "admin"])
def test_from_every_line_of_a_project_to_a_record_or_a_voice_in_three_clicks(
    ground: Ground, db: None, who: str
) -> None:
    client = signed_in(getattr(ground, who))
    page = _main(client, f"/city/elverhavn/projects/{ground.project.pk}/")
    lines = _links(page[page.index("ground-chain") : page.index("</ol>", page.index("ground-chain"))])
    assert len(lines) == 7
    # of one's own nobody says that it is of the whole city
    assert page[page.index("own.record") : page.index("own.passage")].count("whole city") == 0
    reached = []
    for line in lines:
        address, _hash, anchor = line.partition("#")
        behind = [to for to in _links(_at(_main(client, address), anchor)) if "/projects/" not in to]
        second = next(to for to in behind if not to.endswith(("/judgements/", "/priorities/")))
        if not BEHIND.search(second):
            answer = client.get(second, follow=True)
            # one session alone is opened at once
            last = answer.redirect_chain[-1][0] if answer.redirect_chain else ""
            second = (
                last if BEHIND.search(last) else next(to for to in _links(_main(client, second)) if BEHIND.search(to))
            )
        assert client.get(second).status_code == 200
        reached.append(second.split("/")[3])
    assert reached == [
        *("observations", "consultations", "observations", "consultations", "observations"),
        *("consultations", "consultations"),
    ]


def test_from_a_record_back_to_the_project_in_three_clicks(ground: Ground, db: None) -> None:
    client, project = signed_in(ground.officer), f"/city/elverhavn/projects/{ground.project.pk}/"
    with inside(ground.city):
        record = Observation.objects.filter(district__code="00", first_day__year=2025)[0]
    first = next(
        to for to in _links(_main(client, f"/city/elverhavn/observations/{record.pk}/")) if "/of-record/" in to
    )
    second = next(to for to in _links(_main(client, first)) if to.endswith("/judgements/"))
    assert project in _links(_main(client, second))
    # and from the list of what comes first
    assert project in _links(_main(client, second.replace("judgements", "priorities")))


def test_who_is_not_cleared_for_the_diagnosis_is_led_nowhere(ground: Ground, db: None) -> None:
    client = signed_in(ground.low)
    page = _main(client, f"/city/elverhavn/projects/{ground.project.pk}/")
    assert "ground-chain" not in page
    for name in ("judgements", "priorities"):
        listed = _main(client, f"/city/elverhavn/diagnoses/1/{name}/")
        assert "/records/" not in listed
        assert "/consultations/" not in listed


def test_a_project_above_one_s_clearance_is_named_under_no_judgement(ground: Ground, db: None) -> None:
    with inside(ground.city):
        Project.objects.update(marking="red", title="Above amber")
    for name in ("judgements", "priorities"):
        address = f"/city/elverhavn/diagnoses/1/{name}/"
        assert "Above amber" not in _main(signed_in(ground.officer), address)
        assert "Above amber" in _main(signed_in(ground.admin), address)


@pytest.mark.parametrize("name", ["observation", "consultation", "need", "source"])
def test_from_a_record_to_what_stands_on_it_and_back_in_three_clicks(ground: Ground, db: None, name: str) -> None:
    """Record → what stands on it → project, and from there by its ground back to a record."""
    client, project = signed_in(ground.admin), f"/city/elverhavn/projects/{ground.project.pk}/"
    with inside(ground.city):
        record = Observation.objects.filter(district__code="00", first_day__year=2025)[0]
        need, key = Need.objects.get().pk, Observation.objects.filter(district__code="00")[0].source_id
    numbers = {"observation": record.pk, "consultation": ground.said_in, "need": need, "source": key}
    pages = {"observation": "observations", "consultation": "consultations", "source": "sources"}
    page = _main(
        client,
        f"/city/elverhavn/{pages.get(name, 'consultations')}/{numbers.get(name if name in pages else 'consultation')}/",
    )
    asked = f"/city/elverhavn/diagnoses/standing-on/{name}/{numbers[name]}/"
    assert asked in _links(page)
    shown = _main(client, asked)
    assert project in _links(shown)
    words = {
        # what counted it, and what somebody attached
        "observation": {"district.00.change", "own.record"},
        "consultation": {"voices.need.safe_spaces", "own.passage"},
        "need": {"voices.need.safe_spaces", "own.passage"},
        "source": {"district.00.change", "own.record", "own.figure"},
    }
    every = {"district.00.change", "voices.need.safe_spaces", "own.record", "own.passage", "own.figure"}
    assert {key for key in every if f"It is so, of {key}" in shown} == words[name]
    is_said = name in {"consultation", "need"}
    assert (shown.count('href="/city/elverhavn/diagnoses/1/priorities/#priority-') == 1) is is_said
    # the first of them leads to where it stands, and that to the record or its session
    first = next(to for to in _links(shown) if "#judgement-" in to)
    address, _hash, anchor = first.partition("#")
    behind = _links(_at(_main(client, address), anchor))
    assert project in behind
    assert any(to != project for to in behind)


def test_what_stands_on_a_record_is_told_to_whom_it_is_open_alone(ground: Ground, db: None) -> None:
    with inside(ground.city):
        record = Observation.objects.filter(district__code="00", first_day__year=2025)[0]
    asked = f"/city/elverhavn/diagnoses/standing-on/observation/{record.pk}/"
    low = signed_in(ground.low)
    answer = low.get(asked)
    assert answer.status_code == 404 or "It is so" not in answer.content.decode()
    officer = signed_in(ground.officer)
    assert "It is so" in _main(officer, asked)
    for wrong in ("observation/999999/", "consultation/999999/", "need/999999/", "source/999999/", "quote/1/"):
        assert officer.get(f"/city/elverhavn/diagnoses/standing-on/{wrong}").status_code == 404
    with inside(ground.city):
        other = Observation.objects.filter(first_day__year=2024)[0]
    page = _main(officer, f"/city/elverhavn/diagnoses/standing-on/observation/{other.pk}/")
    assert "Nothing of it that you may read stands on this." in page


@pytest.mark.parametrize(("name", "most"), [("observation", 2), ("consultation", 0)])
def test_what_stands_on_a_record_is_looked_for_among_its_own_rows(
    ground: Ground, db: None, name: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many records a diagnosis is made of, and however many judgements it makes."""
    read: list[int] = []
    told = selection._told

    def counted(row: dict[str, Any], types: Mapping[str, str], dated: str) -> dict[str, Any]:
        read.append(row["id"])
        return told(row, types, dated)

    monkeypatch.setattr(selection, "_told", counted)
    with inside(ground.city):
        record = Observation.objects.filter(district__code="00", first_day__year=2025)[0]
    number = {"observation": record.pk, "consultation": ground.said_in}[name]
    shown = _main(signed_in(ground.admin), f"/city/elverhavn/diagnoses/standing-on/{name}/{number}/")
    assert "It is so, of " in shown
    assert len(read) <= most
