"""Every announced field of everything that is out: changed whatever way, it is a notice within the minute."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.text import capfirst
from pytest_django.plugin import DjangoDbBlocker

from accounts.city import city_context
from accounts.models import City, Membership
from config.celeryconfig import beat_schedule
from mapping.actions.later_exports import Wishes
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.models import Observation
from notices.composing import differences
from notices.models import ChangeNotice
from planning.actions import keep_grounds, keep_project, keep_rows, raise_flag
from planning.models import Funding, Grounding, Indicator, Measurement, Partnership, Project, ReviewFlag
from planning.vocabulary import FlagCause
from records.registries import record_types
from records.registries.change_notices import Announces, NoticeClass
from records.registries.record_types import announced
from reports.models import Diagnosis
from tests.factories import make_member, sign_in
from tests.mapping.makers import column_mapping, inside, table, with_districts, with_record
from tests.notices.conftest import collected
from tests.once import once
from tests.planning.makers import TODAY, make_project, released
from tests.stakeholders.makers import make_organisation

LATER = TODAY + datetime.timedelta(days=400)
# What each field says afterwards; a function where another row is needed.
OTHERWISE: dict[type[Any], dict[str, Any]] = {
    Project: {
        "status": "paused", "objective": "Another aim.", "for_whom": "Whoever comes.", "level": "tertiary",
        "title": "Another title", "setting": "prison", "needs": ["training"], "districts": ["01"],
        "owner": "Library", "starts_on": TODAY, "ends_on": LATER, "decided_by": "Council", "decided_on": TODAY,
        "budget": 7, "lessons": "Fewer evenings.", "review_on": LATER,
    },
    Indicator: {"title": "Doors open", "baseline": 3, "aim": "at_most", "target": 7, "due": LATER},
    Measurement: {"value": 93, "of": 120, "measured_on": LATER, "source": "Counted by hand"},
    Partnership: {"organisation": lambda: make_organisation(City.objects.get(slug="elverhavn"), name="Library")},
    Funding: {"funder": "A fund", "lost_on": TODAY},
    Grounding: {"kind": "priority", "chosen_in": 2},
    ReviewFlag: {"decision": "adapt", "reason": "Another reason."},
    City: {"mission": "Everybody is safe.", "common_goal": "Together."},
    Diagnosis: {"state": "superseded"},
}  # fmt: skip


@dataclass(frozen=True)
class Ground:
    city: City
    admin: Membership
    officer: Membership
    project: Project


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    yield from once(django_db_blocker, _ground)


def _ground() -> Ground:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", time_zone="Europe/Copenhagen")
    with_districts(with_record(city), "01", "02", "10")
    admin = make_member(city, "alice@elverhavn.example", "admin")
    officer = make_member(city, "bob@elverhavn.example", "officer")
    body = make_organisation(city)
    made = make_project(city, officer, status="active", needs=["safe_spaces"], organisations=[body])
    with inside(city):
        released(city, 1)
        Grounding.objects.create(city=city, project=made, kind="need", key="training", chosen_in=1)
        flag = raise_flag(project=made, cause=FlagCause.HARM, key="1", after="It might do harm.")
        assert flag is not None
        decided = {"decision": "keep", "reason": "It does none.", "decided_at": "2026-01-15T00:00Z"}
        ReviewFlag.objects.filter(pk=flag.pk).update(**decided)
    collected(city)
    return Ground(city, admin, officer, made)


@pytest.fixture
def quiet(ground: Ground, db: None) -> Ground:
    """Nothing waits to be told."""
    with inside(ground.city):
        ChangeNotice.objects.all().delete()
    return ground


def _waiting(city: City) -> list[ChangeNotice]:
    collected(city)
    with inside(city):
        return list(ChangeNotice.objects.pending().filter(city=city))


def _said(city: City, notice: ChangeNotice) -> set[str]:
    """Labels of the fields that it tells of."""
    with inside(city):
        return {each.label for each in differences(notice, "red")}


def test_this_test_knows_every_announced_field() -> None:
    assert {model: set(said.fields) for model, said in announced().items()} == {
        model: set(fields) for model, fields in OTHERWISE.items()
    }


FIELDS = [(model, name) for model, fields in OTHERWISE.items() for name in fields]


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=[f"{model.__name__}.{name}" for model, name in FIELDS])
def test_a_change_of_it_waits_to_be_told_and_says_which(model: type[Any], name: str, quiet: Ground) -> None:
    city = quiet.city
    with inside(city):
        value = OTHERWISE[model][name]
        column = model._meta.get_field(name).attname
        model._default_manager.all().update(**{column: value().pk if callable(value) else value})
    (notice,) = _waiting(city)
    about = model if model in (City, Diagnosis) else Project
    assert notice.model == about._meta.label_lower
    assert notice.notice_class == announced()[model].fields[name]
    assert _said(city, notice) == {capfirst(str(model._meta.get_field(name).verbose_name))}


PARTS = [Indicator, Measurement, Partnership, Funding, Grounding]


@pytest.mark.parametrize("model", PARTS, ids=[each.__name__ for each in PARTS])
def test_that_a_part_is_gone_and_that_it_is_there_again_waits_to_be_told(model: type[Any], quiet: Ground) -> None:
    city = quiet.city
    with inside(city):
        row = model._default_manager.get()
        if model is Indicator:
            Measurement.objects.all().delete()
        row.delete()
    (notice,) = _waiting(city)
    assert notice.before
    assert not notice.after.strip("–") or "–" in notice.after
    with inside(city):
        ChangeNotice.objects.all().delete()
        row.pk, row._state.adding = None, True
        row.save()
    (notice,) = _waiting(city)
    assert notice.model == "planning.project"


def _by_action(ground: Ground) -> None:
    with city_context(ground.city.pk, via="page", actor_id=ground.officer.user_id):
        found = Project.objects.select_related("city").get(pk=ground.project.pk)
        found.objective = "Another aim."
        keep_project(project=found, partners=[each.organisation for each in found.partnerships.all()],
                     by=ground.officer.user)  # fmt: skip


def _by_rows(ground: Ground) -> None:
    with city_context(ground.city.pk, via="page", actor_id=ground.officer.user_id):
        row = Funding.objects.get()
        row.funder = "A fund"
        keep_rows(project=ground.project, written=[row], by=ground.officer.user)


def _by_ground(ground: Ground) -> None:
    with city_context(ground.city.pk, via="page", actor_id=ground.officer.user_id):
        keep_grounds(project=ground.project, chosen=[("need", "training"), ("need", "information")],
                     offered=[("need", "information"), ("need", "training")], number=1, because="",
                     by=ground.officer.user)  # fmt: skip


def _by_form(ground: Ground) -> None:
    client = sign_in(Client(), ground.officer)
    address = f"/city/elverhavn/projects/{ground.project.pk}/change/"
    form = client.get(address).context["writing"]
    sent = {name: form.form[name].value() for name in form.form.fields}
    sent = {name: value for name, value in sent.items() if value not in (None, "")}
    answer = client.post(address, {**sent, "objective": "Another aim.", "base_version": form.now})
    assert answer.status_code == 302, answer.context["writing"].form.errors


def _by_form_of_rows(ground: Ground) -> None:
    client = sign_in(Client(), ground.officer)
    address = f"/city/elverhavn/projects/{ground.project.pk}/funding/"
    with inside(ground.city):
        row = Funding.objects.get()
    form = client.get(address).context["writing"]
    sent = {
        "funding-TOTAL_FORMS": 1, "funding-INITIAL_FORMS": 1, "funding-0-id": row.pk, "funding-0-funder": "A fund",
        "funding-0-amount": row.amount, "base_version": form.now,
    }  # fmt: skip
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["writing"].section.errors


def _by_command(ground: Ground) -> None:
    with city_context(ground.city.pk, via="command move_projects"):
        Project.objects.update(districts=["10"])


def _by_sql(ground: Ground) -> None:
    with inside(ground.city), connection.cursor() as cursor:
        cursor.execute("UPDATE planning_project SET owner = 'Library'")


def _by_many_at_once(ground: Ground) -> None:
    with inside(ground.city):
        here: dict[str, Any] = {"city": ground.city, "project": ground.project}
        Indicator.objects.bulk_create(Indicator(title=f"Number {number}", **here) for number in range(3))


WAYS = [_by_action, _by_rows, _by_ground, _by_form, _by_form_of_rows, _by_command, _by_sql, _by_many_at_once]


@pytest.mark.parametrize("way", WAYS)
def test_of_a_project_it_waits_whatever_way_it_was_made(way: Callable[[Ground], None], quiet: Ground) -> None:
    way(quiet)
    (notice,) = _waiting(quiet.city)
    assert (notice.model, notice.record) == ("planning.project", quiet.project.pk)


def test_what_a_file_brings_in_and_takes_over_waits_as_well(
    quiet: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that is announced comes by file today: records do, so they are promised to the network here."""
    said = Announces(fields={"first_day": NoticeClass.DIGEST}, is_out=lambda row: row.state == "approved")
    types: dict[Any, Any] = record_types._types
    monkeypatch.setitem(types, Observation, replace(types[Observation], announces=said))
    city = quiet.city
    mapping = read_mapping(column_mapping())

    def take_in(name: str, day: datetime.date, *rows: str, take_over: str = "") -> None:
        with inside(city):
            import_observations(city=city, mapping=mapping, path=table(tmp_path / name, *rows), extracted_on=day,
                                wishes=Wishes(take_over=take_over))  # fmt: skip

    take_in("a.csv", datetime.date(2021, 12, 31), "E1,2021-03-04,02,Assault", "E2,2021-03-04,02,Assault")
    assert [each.model for each in _waiting(city)] == ["mapping.observation"] * 2
    with inside(city):
        ChangeNotice.objects.all().delete()
    later = ("E1,2021-03-05,02,Assault", "E2,2021-03-04,02,Assault")
    take_in("b.csv", datetime.date(2022, 1, 31), *later, take_over="Corrected by the source.")
    (notice,) = _waiting(city)
    assert notice.before
    assert notice.after
    assert notice.before != notice.after


def test_beat_seals_and_collects_within_the_minute() -> None:
    """A change waits at most one turn to be sealed and one to be collected."""
    turns = [beat_schedule[name]["schedule"] for name in ("seal", "collect")]
    assert sum(float(str(each)) for each in turns) <= 60
