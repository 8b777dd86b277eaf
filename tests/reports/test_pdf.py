"""The PDF a mayor could be handed: tagged, described, complete."""

import datetime
import io
import re
from typing import Any

import pikepdf
import pypdf
import pytest

from accounts.city import city_context
from accounts.models import City
from analysis.records import Period
from reports.actions import accept_all_proposed, create_diagnosis, propose
from reports.contents.reading import Reading, analysed
from reports.pdf import decided, restricted_edition
from reports.proposals import propose as proposals_of
from reports.snapshot import Frozen, freeze, thaw

YEAR = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))


def _reading(city: City, *, accept: bool) -> Reading:
    with city_context(city.pk, via="test"):
        diagnosis = create_diagnosis(city_id=city.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
        frozen: Frozen = thaw(freeze(diagnosis))
        landscape = analysed(frozen)
        propose(diagnosis=diagnosis, proposals=proposals_of(Reading(frozen, landscape)))
        if accept:
            accept_all_proposed(diagnosis=diagnosis)
        return Reading(frozen, landscape, decided(diagnosis))


@pytest.fixture
def accepted(elver: City) -> bytes:
    return restricted_edition(_reading(elver, accept=True))


def _text(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def _elements(node: Any) -> list[Any]:
    """Every structure element below a node."""
    kids = node.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    found = []
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            found += [kid, *_elements(kid)]
    return found


def test_the_file_is_tagged_titled_and_in_a_language(accepted: bytes) -> None:
    with pikepdf.open(io.BytesIO(accepted)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/Title"] == "Local diagnosis no. 1 of Elverhavn"
        assert "/Outlines" in pdf.Root
        figures = [e for e in _elements(pdf.Root.StructTreeRoot) if e["/S"] == "/Figure"]
        assert len(figures) >= 5
        assert all(str(figure.get("/Alt", "")).strip() for figure in figures)


def test_every_section_there_is_has_its_heading(accepted: bytes) -> None:
    titles = [item.title for item in pypdf.PdfReader(io.BytesIO(accepted)).outline if not isinstance(item, list)]  # type: ignore[union-attr]
    assert [str(title).split(" ")[0] for title in titles if str(title)[0].isdigit()] == [
        "2", "3", "4", "5", "6", "7", "12", "14"
    ]  # fmt: skip


def test_unread_judgements_are_named_on_the_cover_and_in_section_12(accepted: bytes) -> None:
    assert _text(accepted).count("accepted without review: no person has read") >= 2


def test_undecided_judgements_are_not_printed(elver: City) -> None:
    reading = _reading(elver, accept=False)
    text = _text(restricted_edition(reading))
    assert "still undecided and are not printed" in text
    assert "No judgement has been confirmed yet." in text
    assert all(judgement.statement not in text for judgement in reading.judgements)


def test_the_summary_counts_what_the_snapshot_holds(elver: City, accepted: bytes) -> None:
    """Three of four districts with 6 records a year: 18 in 2025, 18 in 2024."""
    text = _text(accepted)
    assert "18 events were recorded in Elverhavn in 2025, 18 in 2024" in text
    assert "18 of 18 events are placed in a district, in 3 of 4 districts" in text
    assert "Threat (18)" in text


def test_words_that_label_a_place_or_a_group_are_not_used(accepted: bytes) -> None:
    """A district, group or place is never called dangerous, radical or extremist."""
    assert not re.search(r"\b(dangerous|radical|extremist|hotspot|no-go)\b", _text(accepted), re.IGNORECASE)
