"""The PDF a mayor could be handed: tagged, described, complete."""

import datetime
import io
import re

import pypdf
import pytest
from pytest_django.plugin import DjangoDbBlocker

from accounts.city import city_context
from accounts.models import City
from analysis.records import Period
from mapping.models import District
from reports.actions import accept_all_proposed, create_diagnosis, propose
from reports.editions import decided, restricted_files
from reports.proposals import propose as proposals_of
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.snapshot import SnapshotData, freeze, load
from tests.once import undone
from tests.output.reading import elements, fonts, opened, text
from tests.output.test_layout import assert_tidy

YEAR = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))


def _context(city: City, *, accept: bool) -> SectionContext:
    with city_context(city.pk, via="test"):
        diagnosis = create_diagnosis(
            city_id=city.pk, period=YEAR, dated=datetime.date(2026, 2, 1), long_because="All of it is asked for."
        )
        frozen: SnapshotData = load(freeze(diagnosis))
        landscape = analysed(frozen)
        propose(diagnosis=diagnosis, proposals=proposals_of(SectionContext(frozen, landscape)))
        if accept:
            accept_all_proposed(diagnosis=diagnosis)
        return SectionContext(frozen, landscape, decided(diagnosis))


@pytest.fixture(scope="module")
def accepted(small: City, django_db_blocker: DjangoDbBlocker) -> bytes:
    """The file of one city, which all tests read."""
    with django_db_blocker.unblock(), undone():
        return restricted_files(_context(small, accept=True)).pdf


def _text(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", text(pdf))


def test_the_file_is_tagged_titled_and_in_a_language(accepted: bytes) -> None:
    with opened(accepted) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("en")
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/Title"] == "Local picture and needs, no. 1, Elverhavn"
        assert "/Outlines" in pdf.Root
        figures = [element for kind, element in elements(pdf) if kind == "/Figure"]
        assert len(figures) >= 5
        assert all(str(figure.get("/Alt", "")).strip() for figure in figures)


def test_every_font_is_inside_the_file(accepted: bytes) -> None:
    assert fonts(accepted)
    assert all(embedded for _name, embedded in fonts(accepted))


def test_nothing_overlaps_or_leaves_the_page(accepted: bytes) -> None:
    assert_tidy(accepted)


def test_every_section_there_is_has_its_heading(accepted: bytes) -> None:
    titles = [item.title for item in pypdf.PdfReader(io.BytesIO(accepted)).outline if not isinstance(item, list)]
    assert [str(title).split(" ")[0] for title in titles if str(title)[0].isdigit()] == [
        "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14"
    ]  # fmt: skip


def test_unread_judgements_are_named_on_the_cover_and_in_section_12(accepted: bytes) -> None:
    assert _text(accepted).count("accepted without review: no person has read") >= 2


def test_undecided_judgements_are_not_printed(elver: City) -> None:
    context = _context(elver, accept=False)
    text = _text(restricted_files(context).pdf)
    assert "1 proposed judgement is still undecided and is not printed" in text
    assert "No judgement has been confirmed yet." in text
    assert all(judgement.statement not in text for judgement in context.judgements)


def test_the_summary_counts_what_the_snapshot_holds(accepted: bytes) -> None:
    """Three of four districts with 6 records a year: 18 in 2025, 18 in 2024."""
    text = _text(accepted)
    assert "18 events were recorded in 2025, after 18 in 2024" in text
    assert "18 of 18 events are placed in a district, in 3 of 4 districts" in text
    assert "All 18 records that say so read “Threat”." in text


def test_words_that_label_a_place_or_a_group_are_not_used(accepted: bytes) -> None:
    """A district, group or place is never called dangerous, radical or extremist."""
    assert not re.search(r"\b(dangerous|radical|extremist|hotspot|no-go)\b", _text(accepted), re.IGNORECASE)


def test_a_city_whose_residents_nobody_knows_has_a_diagnosis_without_rates(elver: City) -> None:
    with city_context(elver.pk, via="test"):
        District.objects.update(population=None)
    printed = _text(restricted_files(_context(elver, accept=True)).pdf)
    assert "residents not known" in printed
    assert "The number of residents is not known" in printed or "how many live there is not known" in printed
