"""What is made of records carries their highest marking, and follows when one of them is marked higher."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import City, Marking
from core.errors import Refused
from jobs import artefacts
from mapping.actions.sources import keep_source
from mapping.models import Source
from records.actions import change_marking
from reports.actions import answer_check, create_diagnosis, keep_edition, keep_snapshot, propose
from reports.following import SNAPSHOT
from reports.models import Diagnosis, Edition, Judgement
from reports.proposals import propose as proposals
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.snapshot import freeze, load
from stakeholders.models import Consultation
from tests.access.marked import inside, plant_consultation, plant_factor, plant_observation, plant_service, plant_source
from tests.access.test_marking_canary import who_works_here
from tests.factories import make_member, send, sign_in
from tests.reports.test_voices import YEAR

HERE = "/city/elverhavn/"
ORDER = list(Marking.values)


@pytest.fixture
def elver(elver: City, settings: Any, tmp_path: Path) -> City:
    settings.ARTEFACTS = tmp_path
    return elver


def _made(city: City) -> Diagnosis:
    """As the job makes it, without drawing."""
    made = create_diagnosis(city_id=city.pk, period=YEAR)
    data = freeze(made)
    kept = artefacts.store(city.pk, data, SNAPSHOT)
    frozen = load(data)
    keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=frozen)
    propose(diagnosis=made, proposals=proposals(SectionContext(frozen, analysed(frozen))))
    keep_edition(diagnosis=made, audience="restricted", sha256="0" * 64, size=1, engine="test")
    return made


def _markings(made: Diagnosis) -> set[str]:
    """Of everything that was made for a diagnosis; there is some of each."""
    rows = [Diagnosis.objects.filter(pk=made.pk), *(m.objects.filter(diagnosis=made) for m in (Judgement, Edition))]
    found = [set(each.values_list("marking", flat=True)) for each in rows]
    assert all(found)
    return set().union(*found)


@pytest.mark.parametrize("kind", ["observation", "consultation", "factor", "service", "source"])
@pytest.mark.parametrize("then", ["amber_strict", "red"])
def test_raising_what_a_diagnosis_was_made_of_raises_all_of_it(elver: City, kind: str, then: str) -> None:
    author, admin = who_works_here(elver)
    with inside(elver):
        source = plant_source(elver, "amber")
        record: Any = plant_observation(elver, author, admin, "amber")
        plant: Any = {"consultation": plant_consultation, "factor": plant_factor, "service": plant_service}.get(kind)
        if plant:
            record = plant(elver, author, admin, "amber")
        made = _made(elver)
        assert _markings(made) == {"amber"}
        if kind == "source":
            source.marking = then
            keep_source(source=source, looked=[], removed=[], by=admin.user)
            record.refresh_from_db()
            assert record.marking == then
        else:
            change_marking(record=record, by=admin.user, marking=then)
        assert _markings(made) == {then}
        # its report says amber on every page: it is not released, and the next leaves the record out
        made.refresh_from_db()
        with pytest.raises(Refused, match="Ask for a new diagnosis"):
            answer_check(diagnosis=made, answers=[], by=admin.user)
        assert _markings(_made(elver)) == {"amber"}


@pytest.mark.parametrize("state", ["released", "superseded", "withdrawn"])
def test_what_was_released_follows_as_well_and_only_upwards(elver: City, state: str) -> None:
    """A record of it can be marked higher; nothing else of it changes, and nothing makes it lower."""
    author, admin = who_works_here(elver)
    with inside(elver):
        plant_source(elver, "amber")
        record = plant_observation(elver, author, admin, "amber")
        made = _made(elver)
        people = {"checked_by": author.user, "released_by": admin.user, "released_on": made.dated}
        Diagnosis.objects.filter(pk=made.pk).update(state="released", **people)
        Diagnosis.objects.filter(pk=made.pk).update(state=state)
        change_marking(record=record, by=admin.user, marking="red")
        assert _markings(made) == {"red"}
        if state == "withdrawn":
            return
        for model, of_it in (
            (Diagnosis, {"pk": made.pk}),
            (Judgement, {"diagnosis": made}),
            (Edition, {"diagnosis": made}),
        ):
            rows = model._default_manager.filter(**of_it)
            assert rows.exists()
            for lower in ("amber", "clear", "nonsense"):
                with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
                    rows.update(marking=lower)


def test_what_it_was_not_made_of_raises_nothing_and_lowering_lowers_nothing(elver: City) -> None:
    author, admin = who_works_here(elver)
    with inside(elver):
        source = plant_source(elver, "clear")
        held = plant_observation(elver, author, admin, "amber", source=source)
        made = _made(elver)
        later = plant_observation(elver, author, admin, "amber", source=source, external_key="later")
        change_marking(record=later, by=admin.user, marking="red")
        assert _markings(made) == {"amber"}
        change_marking(record=held, by=admin.user, marking="green")
        assert _markings(made) == {"amber"}


def test_a_record_raised_while_it_is_frozen_raises_what_is_kept(elver: City) -> None:
    author, admin = who_works_here(elver)
    with inside(elver):
        plant_source(elver, "amber")
        record = plant_observation(elver, author, admin, "amber")
        made = create_diagnosis(city_id=elver.pk, period=YEAR)
        frozen = load(freeze(made))
        change_marking(record=record, by=admin.user, marking="red")
        keep_snapshot(diagnosis=made, sha256="0" * 64, size=1, frozen=frozen)
        assert Diagnosis.objects.get(pk=made.pk).marking == "red"


def test_an_admin_marks_what_is_approved_otherwise_and_the_history_says_why(elver: City) -> None:
    author, admin = who_works_here(elver)
    with inside(elver):
        plant_source(elver, "amber")
        record = plant_observation(elver, author, admin, "amber")
        address = reverse("record_step", args=["elverhavn", "observation", record.pk, "mark"])
        client = sign_in(Client(), admin)
        assert address in client.get(f"{HERE}observations/{record.pk}/").content.decode()
        refused = send(client, address, {"marking": "red"})
        assert refused.context["writing"].form.errors.keys() == {"reason"}
        done = send(client, address, {"marking": "red", "reason": "The partner asks for it."}, follow=True)
        assert "Noted. It is marked so from now on." in done.content.decode()
        record.refresh_from_db()
        assert (record.marking, record.state) == ("red", "approved")
        history = client.get(f"{HERE}history/observation/{record.pk}/").content.decode()
        assert "The partner asks for it." in history
        assert "TLP:RED" in history


@pytest.mark.parametrize(
    ("role", "clearance", "now", "offered"),
    [
        ("officer", "amber", "amber", []),
        ("officer", "red", "amber", ["amber_strict", "red"]),
        ("officer", "amber", "green", ["amber"]),
        # not below the source it is of, which is green
        ("admin", "amber", "amber", ["green"]),
        ("admin", "red", "amber", ["green", "amber_strict", "red"]),
    ],
)
def test_one_is_offered_the_markings_one_may_give(
    elver: City, role: str, clearance: str, now: str, offered: list[str]
) -> None:
    author, admin = who_works_here(elver)
    who = make_member(elver, "marks@elverhavn.example", role, clearance=clearance)
    with inside(elver):
        police = Source.objects.get(key="police")
        record = plant_observation(elver, author, admin, now, source=police, review_by="2099-01-01")
        client, address = sign_in(Client(), who), f"{HERE}review/observation/{record.pk}/mark/"
        assert (address in client.get(f"{HERE}observations/{record.pk}/").content.decode()) is bool(offered)
        form = client.get(address).context["writing"].form
        assert [code for code, _label in form.fields["marking"].choices] == offered
        for marking in set(ORDER) - set(offered):
            answer = send(client, address, {"marking": marking, "reason": "Because."})
            assert answer.status_code == 200
        record.refresh_from_db()
        assert record.marking == now


def test_a_history_tells_nothing_of_the_time_in_which_a_record_was_above(elver: City) -> None:
    author, admin = who_works_here(elver)
    reads = make_member(elver, "reads@elverhavn.example", "officer", clearance="amber")
    with inside(elver):
        held = plant_consultation(elver, author, admin, "amber", "as it was first")
        change_marking(record=held, by=admin.user, marking="red")
        for title in ("while it was red", "as it is now"):
            Consultation.objects.update(title=title)
            held.need_rows.update(statement=f"a need {title}")
        change_marking(record=held, by=admin.user, marking="amber")
        told = sign_in(Client(), reads).get(f"{HERE}history/consultation/{held.pk}/").content.decode()
        everything = sign_in(Client(), admin).get(f"{HERE}history/consultation/{held.pk}/").content.decode()
    for words in ("while it was red", "a need while it was red"):
        assert words in everything
        assert words not in told
    for words in ("as it was first", "as it is now"):
        assert words in told
