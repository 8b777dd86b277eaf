"""Who reads the partner edition, what it is marked, and when it may go out."""

import datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client

from accounts.markings import Marking, readable
from accounts.models import City
from core.errors import Refused
from jobs import artefacts
from mapping.actions.sources import keep_source
from output.web.page import page_of
from records.actions import change_marking
from reports.actions import create_diagnosis, keep_edition, keep_snapshot, release
from reports.editions import EditionFiles, partner_files
from reports.following import SNAPSHOT, words_now
from reports.models import PAGE, PDF, Diagnosis, Edition
from reports.release.permissions import tells_by_difference
from reports.snapshot import freeze, load
from tests.access.marked import (
    inside,
    plant_consultation,
    plant_factor,
    plant_observation,
    plant_service,
    plant_source,
    word,
)
from tests.access.test_marking_canary import who_works_here
from tests.factories import make_member, sign_in
from tests.output.reading import opened, text
from tests.reports.sample import sample_report
from tests.reports.test_voices import YEAR

HERE = "/city/elverhavn/"
IN_WORDS: dict[str, Any] = {"consultation": plant_consultation, "factor": plant_factor, "service": plant_service}


@pytest.fixture
def elver(elver: City, settings: Any, tmp_path: Path) -> City:
    settings.ARTEFACTS = tmp_path
    return elver


def _kept(city: City, number: int, state: str, windows: list[dict[str, Any]] | None = None) -> Diagnosis:
    """A diagnosis made of amber records, with both editions."""
    made = Diagnosis.objects.create(
        city=city, number=number, state=state, marking="amber", start=datetime.date(2025, 1, 1),
        end=datetime.date(2025, 12, 31), compare_start=datetime.date(2024, 1, 1),
        compare_end=datetime.date(2024, 12, 31), dated=datetime.date(2026, 2, 1),
    )  # fmt: skip
    pdf = artefacts.store(city.pk, b"%PDF of both", PDF)
    page = artefacts.store(city.pk, page_of(sample_report()), PAGE)
    for audience in Edition.Audience.values:
        keep_edition(
            diagnosis=made, audience=audience, sha256=pdf.sha256, size=pdf.size, page_sha256=page.sha256,
            engine="test", figures={"windows": windows or []} if audience == "partner" else None,
        )  # fmt: skip
    return made


def test_figures_of_amber_records_are_marked_green_once_protected(elver: City) -> None:
    with inside(elver):
        made = _kept(elver, 1, "in_review")
        assert dict(made.editions.values_list("audience", "marking")) == {"restricted": "amber", "partner": "green"}


@pytest.mark.parametrize("role", ["admin", "officer", "reader"])
@pytest.mark.parametrize("clearance", Marking.values)
def test_everybody_cleared_for_green_reads_it_once_it_is_released(elver: City, role: str, clearance: str) -> None:
    """From the list, the diagnosis' own page, the page of the edition and the file alike."""
    with inside(elver):
        _kept(elver, 1, "released")
        _kept(elver, 2, "in_review")
    client = sign_in(Client(), make_member(elver, f"{role}@elverhavn.example", role, clearance=clearance))
    reads = readable("green", clearance)
    reads_records = readable("amber", clearance)
    for number, gets_it in ((1, reads), (2, reads_records and role != "reader")):
        page = client.get(f"{HERE}diagnoses/{number}/")
        offered = page.status_code == 200 and "partner.pdf" in page.content.decode()
        assert offered is gets_it
        for address in (f"{number}/partner.pdf", f"{number}/read/partner/"):
            assert client.get(f"{HERE}diagnoses/{address}").status_code == (200 if gets_it else 404)
    offers = client.get(f"{HERE}diagnoses/1/").content.decode()
    assert ("restricted.pdf" in offers) is reads_records


@pytest.mark.parametrize(
    ("kind", "then", "expected"),
    [
        ("observation", "amber", "green"),
        ("source", "amber", "green"),
        ("consultation", "amber", "amber"),
        ("factor", "amber", "amber"),
        ("service", "amber", "amber"),
        ("observation", "red", "red"),
        ("consultation", "red", "red"),
        ("factor", "red", "red"),
        ("service", "red", "red"),
    ],
)
def test_words_follow_the_marking_of_what_was_said_figures_up_to_amber_do_not(
    elver: City, kind: str, then: str, expected: str
) -> None:
    author, admin = who_works_here(elver)
    with inside(elver):
        source = plant_source(elver, "green")
        record: Any = plant_observation(elver, author, admin, "green")
        if kind in IN_WORDS:
            record = IN_WORDS[kind](elver, author, admin, "green")
        made = create_diagnosis(city_id=elver.pk, period=YEAR)
        data = freeze(made)
        kept = artefacts.store(elver.pk, data, SNAPSHOT)
        keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=load(data))
        keep_edition(diagnosis=made, audience="partner", sha256="0" * 64, size=1, engine="test")
        if kind == "source":
            source.marking = then
            keep_source(source=source, looked=[], removed=[], by=admin.user)
        else:
            change_marking(record=record, by=admin.user, marking=then)
        assert Edition.objects.get(diagnosis=made).marking == expected
        Diagnosis.objects.filter(pk=made.pk).update(state="in_review")
        # what says green on every page is not let out by then
        why = "Nothing is released before" if expected == "green" else "Ask for a new diagnosis"
        with pytest.raises(Refused, match=why):
            release(diagnosis=made, note="", by=admin.user)
        assert words_now(load(data)) == (then if kind in IN_WORDS else "clear")


def test_words_above_green_are_in_no_part_of_it(elver: City) -> None:
    """Statements, quotes, names of sources and platforms of every marking, planted and looked for."""
    author, admin = who_works_here(elver)
    with inside(elver):
        for marking in Marking.values:
            plant_source(elver, marking)
            plant_observation(elver, author, admin, marking)
            for plant in IN_WORDS.values():
                plant(elver, author, admin, marking)
        frozen = load(freeze(create_diagnosis(city_id=elver.pk, period=YEAR)))
    files: EditionFiles = partner_files(frozen)
    everything = (text(files.pdf) + _unseen(files.pdf) + files.page.decode() + str(files.figures)).replace("\n", " ")
    assert word("contacts", "amber") not in everything
    for marking in Marking.values:
        for kind in ("source", "observation", "platform"):
            assert word(kind, marking) not in everything
        for kind in IN_WORDS:
            assert (word(kind, marking) in everything) is readable(marking, "green"), (kind, marking)


def _unseen(pdf: bytes) -> str:
    """What a PDF says beside its pages: metadata, bookmarks, alternative and replacing texts, names of files."""
    document = opened(pdf)
    said = [str(value) for each in document.objects if isinstance(each, pikepdf.Dictionary) for value in each.values()]
    metadata = [each.read_bytes().decode() for each in document.objects if isinstance(each, pikepdf.Stream) and
                each.get("/Type") == "/Metadata"]  # fmt: skip
    assert metadata
    return " ".join([*said, *metadata])


def _window(start: str, end: str, number: int) -> dict[str, Any]:
    return {"start": start, "end": end, "number": number, "boundaries": "b", "shown": [[["total"], 20]]}


@pytest.mark.parametrize(
    ("other", "state", "expected"),
    [
        (_window("2025-01-01", "2025-12-31", 1), "released", True),
        (_window("2025-12-31", "2026-12-30", 1), "released", True),
        (_window("2025-01-01", "2025-12-31", 1), "in_review", False),
        (_window("2024-01-01", "2024-12-31", 1), "released", False),
        # printed again as the other printed it
        (_window("2025-01-01", "2025-12-31", 2), "released", False),
    ],
)
def test_two_editions_made_apart_do_not_both_go_out(
    elver: City, other: dict[str, Any], state: str, expected: bool
) -> None:
    """The difference of two counts of the same days, made from two states of the records, tells of single ones."""
    author, admin = who_works_here(elver)
    with inside(elver):
        first = _kept(elver, 1, "in_review", [other])
        if state == "released":
            people = {"checked_by": author.user, "released_by": admin.user, "released_on": first.dated}
            Diagnosis.objects.filter(pk=first.pk).update(state="released", **people)
        second = _kept(elver, 2, "in_review", [_window("2025-01-01", "2025-12-31", 2)])
        assert tells_by_difference(second) is expected


def test_a_later_snapshot_holds_what_was_given_out_before(elver: City) -> None:
    author, admin = who_works_here(elver)
    with inside(elver):
        first = _kept(elver, 1, "in_review", [_window("2025-01-01", "2025-12-31", 1)])
        second = create_diagnosis(city_id=elver.pk, period=YEAR)
        plant_source(elver, "green")
        plant_observation(elver, author, admin, "green")
        assert load(freeze(second)).printed == []
        people = {"checked_by": author.user, "released_by": admin.user, "released_on": first.dated}
        Diagnosis.objects.filter(pk=first.pk).update(state="released", **people)
        frozen = load(freeze(second))
    assert [each["number"] for each in frozen.printed] == [1]
