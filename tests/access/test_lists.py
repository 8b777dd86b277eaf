"""Every list of the site: its page, its CSV and its workbook say the same of the same rows, and leave nothing out.

A new list gets a line in LISTS. A field of its model that no file holds is named there with the reason; a list of
tests/access/lists.py without a line here fails the suite.
"""

import csv
import datetime
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db.models import Model
from django.http import HttpRequest, QueryDict
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker
from python_calamine import CalamineWorkbook

from accounts.city import city_context
from accounts.lists import people
from accounts.models import City, Membership
from core.lists import Column, Listing, of_files
from jobs.lists import jobs
from jobs.models import Job
from mapping.lists.districts import districts
from mapping.lists.factors import factors
from mapping.lists.observations import observations
from mapping.lists.series import series
from mapping.lists.sources import columns_of_sources
from mapping.lists.trigger_events import trigger_events
from mapping.models import District, Factor, Observation, Series, Source, SourceCoverage, TriggerEvent
from notices.lists import changes, notices
from notices.models import ChangeNotice, Delivery
from planning.lists.projects import projects
from planning.models import Project
from records.lists import accesses
from records.models import Access
from reports.lists import diagnoses
from reports.models import Diagnosis
from stakeholders.lists.consultations import consultations
from stakeholders.lists.groups import groups
from stakeholders.lists.organisations import organisations
from stakeholders.lists.services import services
from stakeholders.models import Consultation, Organisation, PopulationGroup, Service
from tests.access import lists
from tests.access.cells import as_csv, without_zone
from tests.access.ground import Ground
from tests.factories import make_member, sign_in
from tests.once import once
from tests.records.makers import make_observation
from tests.stakeholders.makers import make_consultation, make_organisation

CITY = "the file is of one city, which its name says"
ASKED = "what is asked of some stands on its page, beside who they are"
FIGURES = ("figures", "figures_marking")


@dataclass(frozen=True, slots=True)
class OneList:
    """`left_out` are fields that no file holds, and why; `key` and `column` name a row on the page and in the file."""

    listing: Callable[[Any], Listing]
    model: type[Model]
    column: str
    key: Callable[[Any], object]
    query: str
    left_out: Mapping[str, str] = field(default_factory=lambda: {"city": CITY})


def _pk(row: Any) -> object:
    return row.pk


LISTS = {
    "observations": OneList(
        observations,
        Observation,
        "Record no.",
        _pk,
        "sort=-title&state=draft",
        {"city": CITY, "counts_below": "speaks of another record; whether this one counts for the reader stands there"},
    ),
    "consultations": OneList(consultations, Consultation, "Record no.", _pk, "sort=title&instrument=workshop"),
    "organisations": OneList(organisations, Organisation, "Record no.", _pk, "sort=-name&sector=youth"),
    "factors": OneList(factors, Factor, "Record no.", _pk, "sort=-title&kind=driver"),
    "services": OneList(services, Service, "Record no.", _pk, "sort=-title&needs=youth_provision"),
    "projects": OneList(projects, Project, "Record no.", _pk, "sort=-title&level=primary"),
    "series_list": OneList(series, Series, "Record no.", _pk, "sort=-name"),
    "trigger_events": OneList(trigger_events, TriggerEvent, "Record no.", _pk, "sort=title"),
    "groups": OneList(groups, PopulationGroup, "Record no.", _pk, "sort=-name"),
    "districts": OneList(
        districts,
        District,
        "Record no.",
        _pk,
        "sort=-code",
        {"city": CITY, "geometry": "an outline is no cell; it stands in the file of boundaries"},
    ),
    "people": OneList(
        people,
        Membership,
        "E-mail address",
        lambda row: row.user.email,
        "sort=-name&role=officer",
        {"city": CITY, "id": "a person is named by the address", "user": "as name and address"},
    ),
    "jobs": OneList(
        jobs,
        Job,
        "Record no.",
        _pk,
        "sort=state&state=failed",
        {
            "city": CITY,
            "payload": "numbers for the worker; the job's page leads to what it is about",
            "token": "which worker may write",
            "lease_until": "until when a worker holds it",
        },
    ),
    "notices": OneList(
        notices,
        Delivery,
        "Record no.",
        _pk,
        "sort=told",
        {"city": CITY, "user": "one's own notices", "notice": "field by field", "mailing": "which mail named it"},
    ),
    "changes": OneList(
        changes,
        ChangeNotice,
        "Record no.",
        _pk,
        "sort=told&notice_class=must",
        {
            "city": CITY,
            "question": ASKED,
            "answer_by": ASKED,
            "state": "what is told was released",
            "sources": "which events it is made of; they are read in the history",
            "edited_by": "who released it answers for its words",
            "worded": "its texts once more, in every language",
            **dict.fromkeys(FIGURES, "a table with a marking of its own, on the page of the change"),
        },
    ),
    "accesses": OneList(
        accesses,
        Access,
        "When",
        lambda row: row.at.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        "sort=when&verb=opened",
        {"city": CITY, "id": "no page shows one alone", "user": "as name and address"},
    ),
    "diagnoses": OneList(
        diagnoses,
        Diagnosis,
        "Number",
        lambda row: row.number,
        "sort=period",
        {
            "city": CITY,
            "id": "a diagnosis goes by its number",
            "checked_pages": "digests of the texts that were checked, for the release alone",
        },
    ),
}


def _request(member: Membership) -> Any:
    request: Any = HttpRequest()
    request.META = {"SERVER_NAME": "testserver", "SERVER_PORT": "80"}
    request.city, request.membership, request.user = member.city, member, member.user
    request.GET = QueryDict()
    return request


def _listing(name: str, member: Membership) -> Listing:
    with city_context(member.city.pk, via="test", actor_id=member.user.pk):
        return LISTS[name].listing(_request(member))


def _file(client: Client, name: str, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{reverse(f'{name}_export', args=['elverhavn'])}?{query}")
    assert answer.status_code == 200, answer
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def _cells(client: Client, name: str, query: str = "") -> list[list[str]]:
    answer = client.get(f"{reverse(f'{name}_export', args=['elverhavn'])}?{query}")
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def _workbook(client: Client, name: str, query: str = "") -> tuple[CalamineWorkbook, bytes]:
    answer = client.get(f"{reverse(f'{name}_export', args=['elverhavn'])}?format=xlsx&{query}")
    assert answer.status_code == 200, answer
    content = answer.getvalue()
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return CalamineWorkbook.from_filelike(io.BytesIO(content)), content


@pytest.fixture(scope="module")
def prepared(ground: Ground, django_db_blocker: DjangoDbBlocker) -> Iterator[Membership]:
    yield from once(django_db_blocker, lambda: _some_of_everything(ground.city))


def _some_of_everything(city: City) -> Membership:
    admin = make_member(city, "admin@elverhavn.example", "admin", name="Åse Admin")
    for number, title in enumerate(("Ørsted", "Aalborg", "Zulu")):
        day = f"2026-02-0{number + 1}"
        make_observation(city, admin, title=title, first_day=day, last_day=day)
        make_organisation(city, name=title)
        make_consultation(city, admin, title=title)
    for name in ("notices", "accesses"):
        for number in range(3):
            lists.LISTS[name].make(city, number)
    return admin


@pytest.fixture
def admin(prepared: Membership, db: None) -> Membership:
    """In a city that has some of everything."""
    return deepcopy(prepared)


def test_every_list_has_a_line() -> None:
    assert set(LISTS) == set(lists.LISTS), f"in LISTS: {sorted({*LISTS} ^ {*lists.LISTS})}"


def test_what_the_page_shows_the_files_hold(admin: Membership) -> None:
    for name in LISTS:
        columns = _listing(name, admin).columns
        for column in columns:
            if isinstance(column, Column) and column.name != "actions":
                assert column.in_files, f"{name}: {column.name} is on the page alone"
        names, labels = [each.name for each in of_files(columns)], [str(each.label) for each in of_files(columns)]
        twice = {each for each in names if names.count(each) > 1}
        assert not twice, f"{name}: two columns of the files have one name: {sorted(twice)}"
        assert all(labels), name


def test_every_field_that_is_recorded_is_in_the_files(admin: Membership) -> None:
    for name, line in LISTS.items():
        held = {each.name for each in of_files(_listing(name, admin).columns)}
        fields = {each.name for each in line.model._meta.concrete_fields}
        assert fields - held == set(line.left_out), name


def test_every_field_of_a_notice_and_of_where_a_source_looked_is_in_the_files(admin: Membership) -> None:
    told = {each.name for each in of_files(_listing("notices", admin).columns)}
    # of what and of which events it is made stands with the changes (LISTS)
    made_of = {"state", "sources", "edited_by", "model", "record", "question", "answer_by", "worded", *FIGURES}
    assert {each.name for each in ChangeNotice._meta.concrete_fields} - told == {"city", *made_of}
    looked = {each.name for each in of_files(columns_of_sources(_request(admin)))}
    fields = {each.name for model in (Source, SourceCoverage) for each in model._meta.concrete_fields}
    assert fields - looked == {"city", "id", "name"}  # `source` is the name


def test_a_field_of_codes_is_there_as_words_and_as_code(admin: Membership) -> None:
    with city_context(admin.city.pk, via="test"):
        Observation.objects.filter(title="Zulu").update(
            currents=["jihadist", "right_wing"], severity=3, how_known="", platform="A forum"
        )
    row = next(row for row in _file(sign_in(Client(), admin), "observations") if row["Title"] == "Zulu")
    assert row["Current (code)"] == "jihadist; right_wing"
    assert len(row["Current"].split("; ")) == 2
    assert row["Severity (code)"] == "3"
    assert row["Severity"] == "A threat, an assault without injury, or damage that costs."
    assert (row["How do we know?"], row["Platform"]) == ("", "A forum")
    assert row["Recorded by"] == "Åse Admin"
    assert row["Address"] == f"http://testserver/city/elverhavn/observations/{row['Record no.']}/"


@pytest.mark.parametrize("name", LISTS)
def test_a_file_holds_the_rows_of_the_page_in_its_order(name: str, admin: Membership) -> None:
    client, line = sign_in(Client(), admin), LISTS[name]
    everything = client.get(reverse(name, args=["elverhavn"])).context["rows"]
    page = client.get(f"{reverse(name, args=['elverhavn'])}?{line.query}").context["rows"]
    expected = [str(line.key(row)) for row in page]
    rows = _file(client, name, line.query)
    found = [row[line.column] for row in rows]
    if name == "accesses":
        found = [datetime.datetime.fromisoformat(each).astimezone(datetime.UTC).isoformat() for each in found]
    assert found == expected
    assert expected
    assert len(everything) >= len(expected)


@pytest.mark.parametrize("name", [*LISTS, "sources", "map", "histories"])
def test_a_workbook_holds_the_cells_of_the_csv(name: str, admin: Membership) -> None:
    client = sign_in(Client(), admin)
    query = LISTS[name].query if name in LISTS else ""
    lines = [[without_zone(each) for each in line] for line in _cells(client, name, query)]
    book, _content = _workbook(client, name, query)
    sheet = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert len(lines) > 1
    assert [[as_csv(cell) for cell in row] for row in sheet] == lines


def test_days_and_numbers_of_a_workbook_are_days_and_numbers(admin: Membership) -> None:
    book, content = _workbook(sign_in(Client(), admin), "observations", "q=Aalborg")
    head, row = book.get_sheet_by_index(0).to_python()
    cells = dict(zip(head, row, strict=True))
    assert cells["When"] == datetime.date(2026, 2, 2)
    assert isinstance(cells["Recorded"], datetime.datetime)
    assert isinstance(cells["Record no."], float)
    assert b'<pane ySplit="1"' in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_a_workbook_says_what_it_is(admin: Membership) -> None:
    with city_context(admin.city.pk, via="test"):
        Observation.objects.filter(title="Zulu").update(marking="green")
        Observation.objects.filter(title="Aalborg").update(marking="amber_strict")
    book, _content = _workbook(sign_in(Client(), admin), "observations", "q=l&state=draft&sort=-title")
    about = {line[0]: line[1] for line in reversed(book.get_sheet_by_index(1).to_python())}
    assert (about["City"], about["By"], about["Read up to"]) == ("Elverhavn", "Åse Admin", "TLP:RED")
    assert (about["Search"], about["Review"], about["Sorted by"]) == ("l", "Draft", "Title, falling")
    assert about["Highest marking in it"] == "TLP:AMBER+STRICT"
    assert int(str(about["Rows"])) == len(book.get_sheet_by_index(0).to_python()) - 1
    assert about["Current (code)"] == "currents"


def test_taking_a_list_along_is_recorded(admin: Membership) -> None:
    client = sign_in(Client(), admin)
    _file(client, "organisations")
    _workbook(client, "histories")
    kept = [(row["Name"], row["Did what"], row["What"]) for row in _file(client, "accesses", "verb=exported&sort=when")]
    assert kept[:2] == [("Åse Admin", "Exported", "Organisation"), ("Åse Admin", "Exported", "History")]


def test_what_runs_as_a_formula_does_so_in_neither_file(admin: Membership) -> None:
    hostile = '=HYPERLINK("http://evil.example";"x");=1+1'
    make_organisation(admin.city, name=hostile, about='fine;"=cmd|x"')
    client = sign_in(Client(), admin)
    (row,) = _file(client, "organisations", "q=HYPERLINK")
    assert row["Name"] == """'=HYPERLINK("http://evil.example";"x");'=1+1"""
    assert row["What it does"] == """fine;"'=cmd|x\""""
    book, content = _workbook(client, "organisations", "q=HYPERLINK")
    assert book.get_sheet_by_index(0).to_python()[1][0] == hostile
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"<hyperlink" not in sheet


def test_too_long_a_list_is_no_workbook(admin: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.exports.LONGEST_WORKBOOK", 2)
    client = sign_in(Client(), admin)
    answer = client.get("/city/elverhavn/organisations/export/?format=xlsx", follow=True)
    assert answer.redirect_chain == [("/city/elverhavn/organisations/", 302)]
    assert "A workbook holds at most 2 rows" in answer.content.decode()
    assert len(_file(client, "organisations")) > 2


def test_too_long_a_history_is_no_workbook(admin: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a million records is a million things that happened."""
    monkeypatch.setattr("accounts.exports.LONGEST_WORKBOOK", 2)
    client = sign_in(Client(), admin)
    answer = client.get("/city/elverhavn/history/export/?format=xlsx", follow=True)
    assert answer.redirect_chain == [("/city/elverhavn/history/", 302)]
    assert "A workbook holds at most 2 rows" in answer.content.decode()
    assert len(_file(client, "histories")) > 2
    monkeypatch.setattr("accounts.exports.LONGEST_WORKBOOK", len(_file(client, "histories")))
    assert client.get("/city/elverhavn/history/export/?format=xlsx").status_code == 200


def test_a_file_of_consultations_says_what_the_page_says_to_the_same_reader(admin: Membership) -> None:
    leader = make_member(admin.city, "leads@elverhavn.example", "officer", name="Lea Leader")
    make_consultation(admin.city, leader, title="Behind closed doors", confidentiality="chatham_house",
                      venue="A kitchen", people=7, state="submitted")  # fmt: skip
    with city_context(admin.city.pk, via="test", actor_id=admin.user.pk):
        Consultation.objects.filter(title="Behind closed doors").update(
            state="approved", approved_by=admin.user, approved_at=datetime.datetime(2026, 4, 1, tzinfo=datetime.UTC)
        )
    other = make_member(admin.city, "other@elverhavn.example", "officer")
    need = "Safe spaces [safe_spaces]: A place to meet after school · priority 4 of 5 · City-wide · Public bodies"
    for member, title, venue, when in (
        (leader, "Behind closed doors", "A kitchen", "2026-03-01"),
        (other, "", "", ""),
    ):
        rows = _file(sign_in(Client(), member), "consultations", "confidentiality=chatham_house")
        (row,) = [row for row in rows if row["Review (code)"] == "approved"]
        assert (row["Title"], row["Kind of place"], row["When"]) == (title, venue, when)
        assert row["Recorded by"] == ("Lea Leader" if title else "")
        assert (row["Month"], row["Needs"]) == ("2026-03", need)


def test_a_long_list_says_so_and_can_be_read_on(admin: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.lists.pages.COUNTED", 3)
    page = sign_in(Client(), admin).get("/city/elverhavn/organisations/")
    assert page.context["rows"].found == 3
    assert "3+ found" in page.content.decode()
