"""History says who did what, which row it was, and what things are called; never codes, and no change without one."""

import csv
import datetime
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.city import city_context
from accounts.models import City, Membership
from mapping.map.panel import DISTRICT_PAGE, PANEL
from mapping.models import BoundarySet, District, Observation
from notices.models import Asked, ChangeNotice, NetworkBody
from planning.models import Grounding
from records.actions import record_access, record_view
from records.models import Verb
from records.registries.record_types import History, all_histories
from records.values import fields_of, label_of
from reports.actions import keep_edition
from reports.models import JUDGEMENTS, Diagnosis
from tests.factories import sign_in
from tests.planning.makers import make_project, released
from tests.records.makers import make_factor, make_observation, make_series
from tests.stakeholders.makers import make_consultation, make_group, make_organisation, make_service
from tests.stakeholders.memoranda import make_body, make_version, signed

HISTORY = "/city/elverhavn/history/"


def _words(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(address).content.decode()))


def _with_parts() -> Iterator[History]:
    for kind in all_histories():
        yield kind
        yield from kind.parts


def _district(city: City, code: str, name: str) -> None:
    with city_context(city.pk, via="test"):
        boundaries, _made = BoundarySet.objects.get_or_create(
            city=city, name="districts", valid_from=datetime.date(2020, 1, 1)
        )
        outline = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}
        District.objects.create(
            city=city, boundary_set=boundaries, code=code, name=name, geometry=outline, area_km2=1.0
        )


def test_who_recorded_and_who_approved_are_told_apart(
    client: Client, elverhavn: City, alice: Membership, bob: Membership
) -> None:
    seen = make_observation(elverhavn, bob)
    with city_context(elverhavn.pk, via="test", actor_id=alice.user_id):
        Observation.objects.filter(pk=seen.pk).update(approved_by=alice.user)
    words = _words(sign_in(client, alice), f"{HISTORY}observation/{seen.pk}/")
    assert "Recorded by Bob" in words
    assert "Approved by – became Alice" in words
    assert "User" not in words


def test_what_has_a_name_of_its_own_is_not_called_after_whom_it_leads_to(
    client: Client, elverhavn: City, alice: Membership
) -> None:
    with city_context(elverhavn.pk, via="test", actor_id=alice.user_id):
        made = released(elverhavn, 1)
        Diagnosis.objects.filter(pk=made.pk).update(checked_by=alice.user)
    words = _words(sign_in(client, alice), f"{HISTORY}diagnosis/{made.pk}/")
    assert "Do-no-harm check by – became Alice" in words


def test_a_diagnosis_is_called_by_its_number_in_its_city(
    client: Client, elverhavn: City, other_city: City, alice: Membership
) -> None:
    made = []
    for city, numbers in ((other_city, (1, 2)), (elverhavn, (1,))):
        with city_context(city.pk, via="test"):
            made += [released(city, number) for number in numbers]
    assert made[-1].pk != 1
    words = _words(sign_in(client, alice), f"{HISTORY}?kind=diagnosis")
    assert re.search(r"Made: Diagnosis 1 \d", words)
    assert f"Diagnosis {made[-1].pk}" not in words


def test_a_person_is_named_in_what_was_done_of_late(client: Client, elverhavn: City, alice: Membership) -> None:
    entries = sign_in(client, alice).get(f"{HISTORY}?kind=person").context["entries"]
    assert [(entry.title, entry.beside_title) for entry in entries] == [("Alice", "Person")]


def test_which_row_of_a_part_was_changed_is_said(client: Client, elverhavn: City, alice: Membership) -> None:
    with city_context(elverhavn.pk, via="test", actor_id=alice.user_id):
        body = NetworkBody.objects.create(city=elverhavn, name="Youth Council")
        notice = ChangeNotice.objects.create(city=elverhavn, what="change", title="It begins", after="So")
        asked = Asked.objects.create(city=elverhavn, notice=notice, body=body)
        Asked.objects.filter(pk=asked.pk).update(settled_at=datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC))
    words = _words(sign_in(client, alice), f"{HISTORY}notice/{notice.pk}/")
    assert "Who is asked: Changed · Youth Council" in words
    assert "Who is asked: Made ·" not in words


def test_every_part_says_what_tells_its_rows_apart() -> None:
    parts = [part for kind in all_histories() for part in kind.parts]
    assert parts
    for part in parts:
        named = {field.name for field in part.model._meta.concrete_fields}
        assert part.called_by, part.name
        assert set(part.called_by) <= named, part.name


def test_no_field_of_any_history_is_called_user() -> None:
    labels = [label_of(each).lower() for kind in _with_parts() for each in fields_of(kind, "red")]
    assert "recorded by" in labels
    assert "user" not in labels


def test_a_series_that_a_record_was_put_into_is_told(client: Client, elverhavn: City, alice: Membership) -> None:
    seen = make_observation(elverhavn)
    make_series(elverhavn, seen, name="The same tag at the tram stops")
    words = _words(sign_in(client, alice), f"{HISTORY}observation/{seen.pk}/")
    assert "Series – became The same tag at the tram stops" in words


def test_what_the_memorandum_closes_and_opens_to_a_member_is_told(
    client: Client, elverhavn: City, alice: Membership, bob: Membership, rita: Membership
) -> None:
    body = make_body(elverhavn, "Youth Council", rita)
    version = make_version(elverhavn, bob, alice, since=40)
    signed(version, body, rita)
    sign_in(client, alice)
    for address, said in (
        (f"network-member/{body.pk}", "Nothing above clear is shared with it, from"),
        (f"person/{rita.pk}", "Reads what is marked clear alone, from"),
    ):
        words = _words(client, f"{HISTORY}{address}/")
        assert re.search(rf"Changed [^#]*? {said} \S+ \S+ \S+ \S+ became –", words), words
        assert re.search(rf"{said} – became", words)


def test_codes_of_the_city_are_told_by_their_names(client: Client, elverhavn: City, alice: Membership) -> None:
    sign_in(client, alice)
    _district(elverhavn, "E17", "Højvang")
    factor = make_factor(elverhavn, districts=["E17", "E99"])
    assert "Districts Højvang, E99" in _words(client, f"{HISTORY}factor/{factor.pk}/")
    project = make_project(elverhavn, alice, districts=["E17"])
    with city_context(elverhavn.pk, via="test"):
        for kind, key in (("need", "safe_spaces"), ("priority", "training:E17"), ("judgement", "level")):
            Grounding.objects.create(city=elverhavn, project=project, kind=kind, key=key, chosen_in=1)
    words = _words(client, f"{HISTORY}project/{project.pk}/")
    for said in ("Districts Højvang", "Key Safe spaces ", "Key Training (Højvang)", "Key level"):
        assert said in words


def test_so_are_districts_and_groups_of_whoever_is_heard_and_helps(
    client: Client, elverhavn: City, alice: Membership
) -> None:
    sign_in(client, alice)
    _district(elverhavn, "E17", "Højvang")
    make_group(elverhavn, name="Young people", code="young")
    body = make_organisation(elverhavn, groups=["young"], districts=["E17"])
    service = make_service(elverhavn, organisation=body, districts=["E17"])
    session = make_consultation(elverhavn, held="districts", districts=["E17"])
    for kind, record in (("organisation", body), ("service", service), ("consultation", session)):
        words = _words(client, f"{HISTORY}{kind}/{record.pk}/")
        assert "Højvang" in words, kind
        assert "E17" not in words, kind
        assert ("Young people" in words) == (kind == "organisation")


def test_what_many_diagnoses_are_called_is_asked_for_once(client: Client, elverhavn: City, alice: Membership) -> None:
    sign_in(client, alice)
    taken = []
    for number in range(1, 5):
        with city_context(elverhavn.pk, via="test"):
            released(elverhavn, number)
        client.get(f"{HISTORY}?kind=diagnosis")  # what is asked for once in a process
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{HISTORY}?kind=diagnosis")
        taken.append(len(asked))
    assert taken[0] == taken[-1]


def test_the_file_of_a_history_says_what_each_record_was_called(
    client: Client, elverhavn: City, alice: Membership
) -> None:
    make_observation(elverhavn, title="Stickers at the library")
    file = sign_in(client, alice).get(f"{HISTORY}export/?kind=observation").getvalue().decode("utf-8-sig")
    assert [row["Title"] for row in csv.DictReader(file.splitlines())] == ["Stickers at the library"]


@pytest.mark.parametrize(("language", "named"), [("en", "Denmark English, qq"), ("da", "Danmark engelsk, qq")])
def test_country_and_languages_of_a_city_are_named(
    client: Client, elverhavn: City, alice: Membership, language: str, named: str
) -> None:
    client.cookies["django_language"] = language
    with city_context(elverhavn.pk, via="test"):
        City.objects.filter(pk=elverhavn.pk).update(languages=["en", "qq"])
    words = _words(sign_in(client, alice), f"{HISTORY}settings/{elverhavn.pk}/")
    for each in named.split(" ", 1):
        assert f" {each} " in words


def test_who_saw_what_names_a_diagnosis_and_an_edition_by_the_number_of_its_city(
    client: Client, elverhavn: City, other_city: City, alice: Membership
) -> None:
    for city, numbers in ((other_city, (1, 2)), (elverhavn, (1,))):
        with city_context(city.pk, via="test"):
            for number in numbers:
                made = released(city, number)
                edition = keep_edition(diagnosis=made, audience="restricted", sha256="0" * 64, size=1, engine="test")
    assert made.pk != 1
    sign_in(client, alice)
    client.get(f"{HISTORY}diagnosis/{made.pk}/")
    with city_context(elverhavn.pk, via="test"):
        record_access(city=elverhavn, user=alice.user, verb=Verb.DOWNLOADED, of=edition)
        record_view(city=elverhavn, user=alice.user, what=JUDGEMENTS, number=made.pk)
    words = _words(client, "/city/elverhavn/accesses/")
    for said in ("History: Diagnosis 1 ", "Edition 1 (Restricted edition)", "Judgements of diagnosis 1 "):
        assert said in words, said
    file = client.get("/city/elverhavn/accesses/export/").getvalue().decode()
    assert "Edition 1 (Restricted edition)" in file


def test_who_saw_what_names_a_district_by_its_name(client: Client, elverhavn: City, alice: Membership) -> None:
    """“District 32” it said, a number that stands nowhere else."""
    _district(elverhavn, "E17", "Højvang")
    with city_context(elverhavn.pk, via="test"):
        district = District.objects.get(code="E17")
        for page in (PANEL, DISTRICT_PAGE):
            record_view(city=elverhavn, user=alice.user, what=page, number=district.pk)
    words = _words(sign_in(client, alice), "/city/elverhavn/accesses/")
    for said in (f"District {district.name} ", f"District on the map {district.name} "):
        assert said in words, said
