"""The diagnosis in another language than English: every word, number and date of it."""

import dataclasses
import datetime
import re
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext
from pytest_django.plugin import DjangoDbBlocker

from accounts.city import city_context
from accounts.models import City
from analysis.records import Period
from demo.cities import ELVERHAVN, make_cities
from operations.translations import catalogues
from operations.translations.pseudo import CLOSE, OPEN
from output.document import Report
from reports.actions import accept_all_proposed, create_diagnosis, propose
from reports.editions import decided, restricted_files
from reports.proposals import propose as proposals_of
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.sections.report import build_report
from reports.snapshot import freeze, load
from tests.once import once
from tests.output.reading import opened, text
from tests.output.test_layout import assert_tidy
from tests.pseudo_locale import pseudo_locale

# Words of everyday English that no Danish text has.
ENGLISH = re.compile(
    r"\b(the|and|with|which|records?|were|was|their|than|this|that|not|no|residents|districts?|before|source"
    r"|likely|certain|high|moderate|low|january|february|march|may|june|july|october)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def pseudo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pseudo_locale(tmp_path_factory)


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[City]:
    """The fictional city of the demonstration: many sources, districts, an online source, concentrations."""

    def made() -> City:
        make_cities(tmp_path_factory.mktemp("cities"), lambda _said: None)
        return City.objects.get(slug=ELVERHAVN)

    yield from once(django_db_blocker, made)


@pytest.fixture
def elverhavn_with_records(demonstration: City, db: None) -> City:
    return copy(demonstration)


def _context(city: City, language: str) -> SectionContext:
    year = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
    with translation.override(language), city_context(city.pk, via="test"):
        diagnosis = create_diagnosis(city_id=city.pk, period=year, language=language, dated=datetime.date(2026, 3, 1))
        frozen = load(freeze(diagnosis))
        landscape = analysed(frozen)
        propose(diagnosis=diagnosis, proposals=proposals_of(SectionContext(frozen, landscape)))
        accept_all_proposed(diagnosis=diagnosis)
        return SectionContext(frozen, landscape, decided(diagnosis))


def _texts(part: Any) -> Iterator[str]:
    """Every text of a report: what is set, drawn or read out."""
    if isinstance(part, str):
        yield from re.findall(r">([^<]+)</", part) if part.startswith("<svg") else [part]
    elif dataclasses.is_dataclass(part):
        for each in dataclasses.fields(part):
            if each.name not in {"language", "marking", "align", "level", "kind", "look"}:
                yield from _texts(getattr(part, each.name))
    elif isinstance(part, list | tuple):
        for item in part:
            yield from _texts(item)


def _facts_of_the_city(context: SectionContext) -> re.Pattern[str]:
    """What a city or its files say themselves stays as they say it."""
    frozen = context.frozen
    facts = {value for value in frozen.processing_record.values() if isinstance(value, str)}
    facts |= {area.name for area in frozen.areas} | {area.code for area in frozen.areas}
    facts |= {context.city, frozen.boundaries["name"], "Elverhavn in figures (fictional)"}
    facts |= {source["name"] for source in frozen.sources} | {each["file_name"] for each in frozen.imports}
    facts |= {event.platform for event in frozen.events if event.platform}
    # whole, or as it is printed: in groups, of which one may be of letters alone
    hashes = r"\b(?:[0-9a-f]{4}(?: [0-9a-f]{4}){3}|[0-9a-f]{8}(?: [0-9a-f]{8}){7})\b|\b(?=\w*\d)[0-9a-f]{4,64}\b"
    return re.compile("|".join([*map(_however_broken, sorted(facts, key=len, reverse=True)), hashes]))


def _however_broken(fact: str) -> str:
    """A long word may be broken over lines."""
    return r"\s*".join(re.escape(letter) for letter in fact if not letter.isspace())


def _unmarked(texts: Iterator[str], facts: re.Pattern[str]) -> Iterator[str]:
    """What stands outside the marks. A label of a drawing may have more than one line, so marks go on over texts."""
    depth = 0
    for said in texts:
        outside = ""
        for letter in said:
            depth += (letter == OPEN) - (letter == CLOSE)
            outside += letter if depth == 0 else " "
        if re.search(r"[^\W\d_]{2,}", facts.sub(" ", outside)):
            yield outside


def test_every_text_of_the_diagnosis_can_be_translated(
    elverhavn_with_records: City, pseudo_folder: Path, settings: Any
) -> None:
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, pseudo_folder]
    context = _context(elverhavn_with_records, "qps")
    with translation.override("qps"):
        report: Report = build_report(context)
    facts = _facts_of_the_city(context)
    assert list(_unmarked(_texts(report), facts)) == []


def test_a_danish_diagnosis_is_danish_throughout(elverhavn_with_records: City) -> None:
    context = _context(elverhavn_with_records, "da")
    with translation.override("da"):
        pdf = restricted_files(context).pdf
    with opened(pdf) as file:
        assert str(file.Root.Lang).startswith("da")
        assert file.docinfo["/Title"] == "Lokalt billede og behov, nr. 1, Elverhavn"
    set_ = re.sub(r"\s+", " ", text(pdf))
    # what runs over a page stands in one piece again without the lines at the foot and the head
    set_ = re.sub(r"(?:[0-9a-f]{4} ){4}\d+\s?Elverhavn · Lokalt billede og behov, nr\. 1 TLP:AMBER ", "", set_)
    ours = _facts_of_the_city(context).sub(" ", set_)
    assert {found.lower() for found in ENGLISH.findall(ours)} == set()
    assert "1. januar 2025 – 31. december 2025" in set_
    assert "1. marts 2026" in set_
    assert re.search(r"\d,\d \(\d+,\d–", set_), "a ratio with a decimal comma"
    assert not re.search(r"\d,\d{3}\b", set_), "thousands with a comma"
    assert_tidy(pdf)


def test_danish_calls_a_consultation_what_the_glossary_does() -> None:
    """A *høring* is a formal step of administrative law, and stands for hearings alone."""
    entries = [each for each in catalogues.read("da") if each.id]
    told = [str(each.id) for each in entries if "høring" in str(each.string).lower()]
    assert len(told) >= 2
    assert [source for source in told if "hearing" not in source] == []


def test_danish_calls_a_city_what_the_glossary_does() -> None:
    """What answers for prevention is the municipality, also where it is a city."""
    entries = [each for each in catalogues.read("da") if each.id]
    assert [str(each.id) for each in entries if re.search(r"(?<![(\"])\bby(ens?)?\b", str(each.string).lower())] == []


def test_danish_calls_the_page_of_the_plan_a_plan() -> None:
    """Its step is what one does there."""
    with translation.override("da"):
        assert (gettext("Plan"), pgettext("the page", "Plan")) == ("Planlæg", "Plan")
