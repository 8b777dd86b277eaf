"""The diagnosis of the fictional city in both languages, made again of its snapshot alone with every judgement
confirmed: it is as long as may be, and no longer."""

import re
from pathlib import Path

import pytest

from tests.demo.demonstration import manage
from tests.output.reading import emptiness, page_texts
from tests.reports.sentences.saying import A_MINUTE, words_read

# The annex begins on the next one at the latest, wherever on it.
MOST_BEFORE_THE_ANNEX = 15

AGAIN = """
import json, pathlib
from dataclasses import replace
from django.utils.translation import override
from accounts.city import city_context
from accounts.models import City
from jobs import artefacts
from reports.editions import partner_files, restricted_files, weighed
from reports.models import Diagnosis, Snapshot
from reports.proposals import propose
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.sections.decisions import Decided
from reports.snapshot import load

city = City.objects.get(slug="elverhavn")
with city_context(city.pk, via="test"):
    made = Diagnosis.objects.get(start__year=2025)
    raw = json.loads(artefacts.read(city.pk, Snapshot.objects.get(diagnosis=made).sha256, "json"))
    weighing = weighed(made)
for language in ("en", "da"):
    frozen = load(json.dumps({**raw, "diagnosis": {**raw["diagnosis"], "language": language}}).encode())
    with override(language):
        context = SectionContext(frozen, analysed(frozen), weighed=weighing)
        confirmed = tuple(
            Decided(p.statement, p.likelihood, p.confidence, p.reasons, p.evidence, "confirmed", False, key=p.key)
            for p in propose(context)
        )
        files = {"restricted": restricted_files(replace(context, judgements=confirmed)),
                 "partner": partner_files(frozen, weighing=weighing)}
    for audience, made in files.items():
        pathlib.Path(f"FOLDER/{language}-{audience}.pdf").write_bytes(made.pdf)
"""

EDITIONS = [(language, audience) for language in ("en", "da") for audience in ("restricted", "partner")]


@pytest.fixture(scope="module")
def folder(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the editions are."""
    folder = tmp_path_factory.mktemp("editions")
    done = manage(home, "shell", given=AGAIN.replace("FOLDER", str(folder)))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[tuple[str, str], list[str]]:
    """The text of each page of each edition."""
    return {each: page_texts((folder / f"{'-'.join(each)}.pdf").read_bytes()) for each in EDITIONS}


@pytest.mark.parametrize("edition", EDITIONS, ids="-".join)
def test_at_most_fifteen_pages_and_a_part_come_before_the_annex(
    pages: dict[tuple[str, str], list[str]], edition: tuple[str, str]
) -> None:
    annex = re.compile(r"\b14 (?:Annex|Bilag) 14\.1 ")
    (begins,) = [at for at, text in enumerate(pages[edition]) if at > 1 and annex.search(text)]
    assert begins <= MOST_BEFORE_THE_ANNEX


@pytest.mark.parametrize("edition", EDITIONS, ids="-".join)
def test_no_page_is_two_thirds_empty(folder: Path, edition: tuple[str, str]) -> None:
    empty = emptiness((folder / f"{'-'.join(edition)}.pdf").read_bytes())
    assert {page: share for page, share in enumerate(empty, start=1) if share > 2 / 3} == {}


@pytest.mark.parametrize("edition", EDITIONS, ids="-".join)
def test_the_contents_take_one_page_and_the_summary_another(
    pages: dict[tuple[str, str], list[str]], edition: tuple[str, str]
) -> None:
    summary, scope = {"en": ("Summary", "Scope"), "da": ("Sammenfatning", "Afgrænsning")}[edition[0]]
    assert {"en": "Contents", "da": "Indhold"}[edition[0]] in pages[edition][1]
    assert f"2 {summary}" in pages[edition][2]
    assert f"3 {scope}" in pages[edition][3]


@pytest.mark.parametrize(("language", "audience"), EDITIONS)
def test_its_summary_is_read_in_two_minutes_once_all_is_decided(
    pages: dict[tuple[str, str], list[str]], language: str, audience: str
) -> None:
    """With what stands in pictures, without the running head and the fingerprint and number at the foot."""
    _head, title, page = pages[language, audience][2].partition({"en": "2 Summary", "da": "2 Sammenfatning"}[language])
    assert title
    assert A_MINUTE < len(list(words_read(page))) - 5 <= 2 * A_MINUTE
