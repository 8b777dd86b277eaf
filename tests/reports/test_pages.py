"""The pages of the diagnoses: asking for one, seeing how far it is, getting the file one is cleared for."""

import datetime
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Marking, Membership
from jobs import artefacts
from jobs.models import Job
from output.document import Figure, Section
from output.web.page import page_of
from records.models import Access, Verb
from reports.actions import keep_edition
from reports.models import Diagnosis, Edition, Judgement
from tests.conftest import WakeWorker, wait_until
from tests.factories import make_member, sign_in
from tests.mapping.makers import with_record
from tests.reports.sample import DRAWING, sample_report

DIAGNOSES = "/city/elverhavn/diagnoses/"
PDF = b"%PDF-1.7 of a test"


@pytest.fixture(autouse=True)
def _files_of_this_test(request: pytest.FixtureRequest, settings: object, tmp_path: Path) -> None:
    """Where no worker, which has its own settings, makes the files."""
    if "wake_worker" not in request.fixturenames:
        settings.ARTEFACTS = tmp_path  # type: ignore[attr-defined]


def _diagnosis(city: City, number: int = 1, state: str = "in_review", *, with_pdf: bool = True) -> Diagnosis:
    with city_context(city.pk, via="test"):
        made = Diagnosis.objects.create(
            city=city,
            number=number,
            state=state,
            start=datetime.date(2025, 1, 1),
            end=datetime.date(2025, 12, 31),
            compare_start=datetime.date(2024, 1, 1),
            compare_end=datetime.date(2024, 12, 31),
            dated=datetime.date(2026, 2, 1),
        )
        if with_pdf:
            kept = artefacts.store(city.pk, PDF, "pdf")
            keep_edition(
                diagnosis=made, audience=Edition.Audience.RESTRICTED, sha256=kept.sha256, size=kept.size, engine="test"
            )
    return made


def _words(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(address).content.decode()))


def _of(city: City, role: str, clearance: str) -> Client:
    return sign_in(Client(), make_member(city, f"{role}-{clearance}@elverhavn.example", role, clearance=clearance))


@pytest.mark.parametrize("role", ["admin", "officer", "reader"])
@pytest.mark.parametrize("state", ["in_review", "released"])
@pytest.mark.parametrize("clearance", Marking.values)
def test_the_file_goes_to_who_is_cleared_and_to_network_members_once_released(
    elverhavn: City, role: str, state: str, clearance: str
) -> None:
    _diagnosis(elverhavn, state=state)
    client = _of(elverhavn, role, clearance)
    gets_it = clearance in {"amber", "amber_strict", "red"} and (role != "reader" or state == "released")
    answer = client.get(f"{DIAGNOSES}1/restricted.pdf")
    assert answer.status_code == (200 if gets_it else 404)
    assert (answer.content == PDF) is gets_it
    offered = client.get(f"{DIAGNOSES}1/")
    assert offered.status_code == (404 if (role, state) == ("reader", "in_review") else 200)
    assert ("restricted.pdf" in offered.content.decode()) is gets_it


def test_whoever_reads_the_partner_edition_alone_is_not_led_to_a_comparison_of_the_other(elverhavn: City) -> None:
    """Two diagnoses are set beside each other from their restricted editions: the link led to “page not found”."""
    made = _diagnosis(elverhavn, state="released")
    kept = artefacts.store(elverhavn.pk, PDF, "pdf")
    with city_context(elverhavn.pk, via="test"):
        keep_edition(
            diagnosis=made, audience=Edition.Audience.PARTNER, sha256=kept.sha256, size=kept.size, engine="test"
        )
    there = "/diagnoses/compare/?b=1"
    for clearance, is_led in (("green", False), ("amber", True)):
        client = _of(elverhavn, "reader", clearance)
        assert "partner.pdf" in client.get(f"{DIAGNOSES}1/").content.decode()
        assert (there in client.get(f"{DIAGNOSES}1/").content.decode()) is is_led
        assert client.get(f"{DIAGNOSES}compare/?b=1").status_code == (200 if is_led else 404)


def test_a_download_is_an_attachment_that_nobody_keeps_and_it_is_noted(client: Client, alice: Membership) -> None:
    _diagnosis(alice.city)
    answer = sign_in(client, alice).get(f"{DIAGNOSES}1/restricted.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="elverhavn-diagnosis-1-restricted.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    with city_context(alice.city_id, via="test"):
        noted = Access.objects.get()
        assert (noted.user, noted.verb, noted.model) == (alice.user, "downloaded", "reports.edition")
        assert noted.object_id == str(Edition.objects.get().pk)


def test_a_file_that_was_changed_is_not_handed_out(client: Client, alice: Membership, tmp_path: Path) -> None:
    _diagnosis(alice.city)
    kept = next(tmp_path.rglob("*.pdf"))
    kept.write_bytes(b"something else")
    answer = sign_in(client, alice).get(f"{DIAGNOSES}1/restricted.pdf", follow=True)
    assert "changed or damaged" in answer.content.decode()
    with city_context(alice.city_id, via="test"):
        assert not Access.objects.filter(verb="downloaded").exists()


def test_diagnoses_of_another_city_do_not_exist(client: Client, alice: Membership, charlie: Membership) -> None:
    _diagnosis(charlie.city, number=7)
    sign_in(client, alice)
    for address in (f"{DIAGNOSES}7/", f"{DIAGNOSES}7/restricted.pdf", "/city/sandvig/diagnoses/7/restricted.pdf"):
        assert client.get(address).status_code == 404
    assert client.get(DIAGNOSES).context["rows"].found == 0


def test_network_members_see_in_the_list_what_was_released(client: Client, rita: Membership) -> None:
    for number, state in enumerate(("in_review", "released", "failed", "superseded"), start=1):
        _diagnosis(rita.city, number, state)
    rows = sign_in(client, rita).get(DIAGNOSES).context["rows"]
    assert {diagnosis.number for diagnosis in rows} == {2, 4}


def test_the_list_is_searched_filtered_and_sorted_in_the_address(client: Client, alice: Membership) -> None:
    for number in range(1, 13):
        _diagnosis(alice.city, number, "released" if number % 2 else "in_review", with_pdf=False)
    sign_in(client, alice)

    def numbers(query: str) -> list[int]:
        return [diagnosis.number for diagnosis in client.get(f"{DIAGNOSES}?{query}").context["rows"]]

    assert numbers("") == list(range(12, 0, -1))
    assert numbers("q=12") == [12]
    assert numbers("state=released&sort=number") == [1, 3, 5, 7, 9, 11]


def test_only_an_admin_asks_for_a_diagnosis(client: Client, alice: Membership, bob: Membership) -> None:
    with_record(alice.city)
    assert "Ask for a diagnosis" not in _words(sign_in(client, bob), DIAGNOSES)
    assert client.get(f"{DIAGNOSES}new/").status_code == 403
    assert "Ask for a diagnosis" in _words(sign_in(client, alice), f"{DIAGNOSES}new/")


def test_without_a_processing_record_the_way_there_is_shown(client: Client, alice: Membership) -> None:
    page = sign_in(client, alice).get(f"{DIAGNOSES}new/").content.decode()
    assert "Fill the processing record first" in page
    assert "/city/elverhavn/processing-record/" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"end": "2099-12-31"}, "This day has not come yet"),
        ({"start": "2025-12-31", "end": "2025-01-01"}, "The last day lies before the first"),
        ({"start": "soon"}, "This is not a day."),
        ({"years_earlier": "99"}, "What was chosen is not offered here."),
        ({"start": "2023-01-01"}, "for example 2020-01-01 to 2022-12-31"),
    ],
)
def test_what_cannot_be_asked_for_is_said_beside_the_field_and_nothing_is_lost(
    client: Client, alice: Membership, changes: dict[str, str], said: str
) -> None:
    with_record(alice.city)
    asked = {"start": "2025-01-01", "end": "2025-12-31", "years_earlier": "1", "language": "en", **changes}
    page = sign_in(client, alice).post(f"{DIAGNOSES}new/", asked)
    assert said in page.content.decode()
    assert f'value="{asked["end"]}"' in page.content.decode()
    with city_context(alice.city_id, via="test"):
        assert not Diagnosis.objects.exists()
    assert not Job.objects.exists()


def test_network_members_neither_see_nor_find_who_asked_for_a_diagnosis(client: Client, elverhavn: City) -> None:
    made = _diagnosis(elverhavn, state="released")
    asker = make_member(elverhavn, "asker@elverhavn.example", "admin", name="Ingrid")
    with city_context(elverhavn.pk, via="test"):
        Diagnosis.objects.filter(pk=made.pk).update(requested_by=asker.user)
    reader, officer = _of(elverhavn, "reader", "red"), _of(elverhavn, "officer", "red")
    assert "Ingrid" in _words(officer, DIAGNOSES)
    assert "Ingrid" not in _words(reader, DIAGNOSES)
    assert "No. 1" in _words(officer, f"{DIAGNOSES}?q=ingrid")
    assert "No. 1" not in _words(reader, f"{DIAGNOSES}?q=ingrid")


def test_a_worker_makes_what_an_admin_asked_for_and_the_page_shows_it(
    elver_of_workers: City, wake_worker: WakeWorker
) -> None:
    with transaction.atomic():
        admin = make_member(elver_of_workers, "alice@elverhavn.example", "admin")
    client = sign_in(Client(), admin)
    asked = {
        "start": "2025-01-01",
        "end": "2025-12-31",
        "years_earlier": "1",
        "language": "en",
        "accept_proposed": "on",
    }
    answer = client.post(f"{DIAGNOSES}new/", asked)
    assert answer["Location"] == f"{DIAGNOSES}1/"
    waiting = client.get(f"{DIAGNOSES}1/").content.decode()
    assert "Waits for a worker" in waiting
    assert 'hx-trigger="every 2s"' in waiting

    wake_worker()
    wait_until(lambda: Job.objects.get().is_over, seconds=90, what="the diagnosis")
    page = client.get(f"{DIAGNOSES}1/").content.decode()
    assert "In review" in page
    assert "hx-trigger" not in page
    pdf = client.get(f"{DIAGNOSES}1/restricted.pdf").content
    assert pdf.startswith(b"%PDF")
    job = Job.objects.get()
    assert client.get(f"/city/elverhavn/diagnoses/of-job/{job.pk}/")["Location"] == f"{DIAGNOSES}1/"
    assert "See what it made" in client.get(f"/city/elverhavn/jobs/{job.pk}/").content.decode()


def test_the_page_says_what_the_pdf_says_to_who_may_have_it_and_is_recorded(elverhavn: City) -> None:
    made = _diagnosis(elverhavn, state="released")
    page = artefacts.store(elverhavn.pk, page_of(sample_report()), "page")
    with city_context(elverhavn.pk, via="test"):
        Edition.objects.filter(diagnosis=made).update(page_sha256=page.sha256)
    client = _of(elverhavn, "reader", "amber")
    words = _words(client, f"{DIAGNOSES}1/read/restricted/")
    assert "5 The landscape" in words
    assert "5.1 By area" in words
    assert "Table 1. Records by district" in words
    assert "Recorded events in Højvang rose from 14 to 45." in words
    with city_context(elverhavn.pk, via="test"):
        assert Access.objects.filter(verb=Verb.OPENED, model="reports.edition").count() == 1
    assert _of(elverhavn, "reader", "green").get(f"{DIAGNOSES}1/read/restricted/").status_code == 404


def test_a_page_that_was_changed_on_the_disk_is_not_shown(elverhavn: City) -> None:
    made = _diagnosis(elverhavn, state="released")
    page = artefacts.store(elverhavn.pk, page_of(sample_report()), "page")
    with city_context(elverhavn.pk, via="test"):
        Edition.objects.filter(diagnosis=made).update(page_sha256=page.sha256)
    page.path.write_bytes(page.path.read_bytes().replace(b"45", b"99"))
    answer = _of(elverhavn, "admin", "red").get(f"{DIAGNOSES}1/read/restricted/", follow=True)
    assert "was changed or damaged" in answer.content.decode()
    assert "99 events" not in answer.content.decode()


@pytest.mark.parametrize("inside", ["<script>", '<g onload="x()">', '<g style="a">', '<image href="x">', "<style>"])
def test_a_figure_that_is_no_drawing_is_never_kept(inside: str) -> None:
    figure = Figure(svg=DRAWING.replace("<path", f"{inside}<path"), alt="A bar.")
    with pytest.raises(ValueError, match="no drawing"):
        page_of(sample_report(sections=[Section(title="x", blocks=[figure])]))


def test_the_history_of_a_diagnosis_tells_its_judgements_with_their_evidence(elverhavn: City) -> None:
    made = _diagnosis(elverhavn)
    with city_context(elverhavn.pk, via="test"):
        Judgement.objects.create(
            city=elverhavn, diagnosis=made, key="city.change", section=5, order=1, statement="More was recorded",
            confidence="low", evidence=[{"what": "Compared", "value": "14 → 45"}], confidence_reasons=["one source"],
        )  # fmt: skip
    words = _words(_of(elverhavn, "admin", "red"), f"/city/elverhavn/history/diagnosis/{made.pk}/")
    assert "14 → 45" in words
    assert "one source" in words
