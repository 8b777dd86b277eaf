"""From every number of the summary to its records in at most three clicks, and back; and nothing above one's clearance
on the way. The addresses are those that stand in the pages."""

import datetime
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City, Membership
from core.formats import percent
from jobs import artefacts
from mapping.models import Observation
from output.web.page import page_of
from records.actions import change_marking, erase, reopen
from reports.actions import create_diagnosis, keep_edition, keep_snapshot
from reports.editions import partner_files, restricted_report
from reports.following import SNAPSHOT
from reports.models import PAGE, Diagnosis
from reports.recounted.since_frozen import since_frozen
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.selection import NOW, Selection, numbers_in, raw_snapshot_of
from reports.snapshot import freeze, load
from stakeholders.models import Need
from tests.factories import make_member
from tests.mapping.makers import inside
from tests.once import once, signed_in
from tests.reports.conftest import small_city
from tests.reports.test_snapshot import YEAR
from tests.stakeholders.makers import make_consultation, make_organisation

HERE = "/city/elverhavn/diagnoses/1/"
PAGE_OF_IT = f"{HERE}read/restricted/"
LINK = re.compile(r'<a[^>]*\shref="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
APPROVED: dict[str, Any] = {"state": "approved", "approved_at": "2026-01-15T00:00Z"}


@dataclass(frozen=True)
class Ground:
    city: City
    admin: Membership
    officer: Membership
    green: Membership
    member: Membership


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    yield from once(django_db_blocker, _ground)


def _ground() -> Ground:
    city = small_city(districts=5, per_year=8)
    people = {
        name: make_member(city, f"{name}@x.example", role, clearance=clearance)
        for name, role, clearance in (
            ("admin", "admin", "red"), ("officer", "officer", "amber"), ("green", "officer", "green"),
            ("member", "reader", "amber"),
        )
    }  # fmt: skip
    heard = make_organisation(city, name="Quay Club")
    for words in ("A place to meet", "Somebody to call"):
        told = make_consultation(
            city, organisations=[heard], first_day=datetime.date(2025, 5, 2), confidentiality="on_record", **APPROVED
        )
        with inside(city):
            Need.objects.filter(consultation=told).update(statement=words)
    with inside(city):
        Observation.objects.filter(first_day__month=2).update(targets=["antisemitic"], title="Stickers")
        Observation.objects.filter(first_day__month=3).update(space="online", manifestations=["hate_speech"])
        made = create_diagnosis(city_id=city.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
        data = freeze(made)
        kept = artefacts.store(city.pk, data, SNAPSHOT)
        frozen = load(data)
        keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=frozen)
        page = page_of(restricted_report(SectionContext(frozen, analysed(frozen))))
        partner = partner_files(frozen).page
        for audience, each in (("restricted", page), ("partner", partner)):
            name = artefacts.store(city.pk, each, PAGE).sha256
            keep_edition(diagnosis=made, audience=audience, sha256="0" * 64, size=1, engine="t", page_sha256=name)
        Diagnosis.objects.update(state="in_review")
    return Ground(city, **people)


def _links(text: str) -> list[tuple[str, str]]:
    """Addresses with their words."""
    found = [(html.unescape(to), re.sub(r"<[^>]+>|\s+", " ", words).strip()) for to, words in LINK.findall(text)]
    return [(to, html.unescape(words)) for to, words in found]


def _open(client: Client, address: str) -> Any:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer


def _section(page: str, number: str) -> str:
    start = page.index(f'<span id="part-{number}"></span>')
    return page[start : page.index("</section>", start)]


@pytest.mark.parametrize("who", ["admin", "officer"])
def test_every_number_of_the_summary_leads_to_its_records_and_back(ground: Ground, db: None, who: str) -> None:
    with inside(ground.city):
        # one that neither may be told of any more by its words: whoever is cleared to amber
        hidden = Observation.objects.filter(first_day__year=2025, title="Stickers")[0]
        change_marking(record=hidden, by=ground.admin.user, marking="red")
        Diagnosis.objects.update(marking="amber")
        hidden.title = "Above amber"
        hidden.save(update_fields=["title"])
    client = signed_in(getattr(ground, who))
    with inside(ground.city):
        made = Diagnosis.objects.get()
        made.editions.update(marking="amber")
    page = _open(client, PAGE_OF_IT).content.decode()
    told = [(to, words) for to, words in _links(_section(page, "2")) if "/records/" in to]
    assert len(told) >= 6
    all_of_it = len(numbers_in(raw_snapshot_of(made) or {}, NOW, Selection()))
    readable = 0
    for address, words in told:
        lists = _open(client, address)
        facts = lists.context
        if "sessions" in facts:
            assert words == str(facts["counted"]) == str(len(facts["sessions"]))
            first = next(to for to, _w in _links(lists.content.decode()) if re.search(r"/consultations/\d+/$", to))
            opened = _open(client, first).content.decode()
            assert "A place to meet" in opened or "Somebody to call" in opened
            continue
        # how many, or which share of all of the period
        assert words in {str(facts["as_one"] or facts["counted"]), percent(facts["counted"], all_of_it)}
        # the way back, to where the number stands
        (back,) = {to for to, _words in _links(lists.content.decode()) if to.startswith(f"{PAGE_OF_IT}#part-2")}
        assert f'id="{back.partition("#")[2]}"' in page
        text = lists.content.decode()
        assert ("Above amber" in text) is (who == "admin" and hidden.pk in {row.pk for row in facts["rows"]})
        if facts["readable"] == 0:
            continue
        readable += facts["readable"]
        record = next(to for to, _words in _links(text) if re.search(r"/observations/\d+/$", to))
        opened = _open(client, record).content.decode()
        counted = next(to for to, words in _links(opened) if words == "Where it is counted")
        places = _links(_open(client, counted).content.decode())
        assert any(to.startswith(f"{HERE}records/") for to, _words in places)
        assert any(to.startswith(f"{PAGE_OF_IT}#part-5") for to, _words in places)
    assert readable > 100


def test_what_links_are_is_said_to_those_who_have_them(ground: Ground, db: None) -> None:
    with inside(ground.city):
        Diagnosis.objects.update(marking="amber", state="released")
        Diagnosis.objects.get().editions.update(marking="amber")
    said = "Numbers that are links lead to what they count"
    for person, audience, is_told in (
        (ground.officer, "restricted", True),
        (ground.member, "restricted", False),
        (ground.officer, "partner", False),
    ):
        page = _open(signed_in(person), f"{HERE}read/{audience}/").content.decode()
        assert (said in page) is is_told


def test_a_number_stays_a_text_for_whoever_reads_no_records(ground: Ground, db: None) -> None:
    with inside(ground.city):
        Diagnosis.objects.update(
            state="released", released_by=ground.admin.user, checked_by=ground.officer.user, released_on="2026-02-03"
        )
    member, officer = signed_in(ground.member), signed_in(ground.officer)
    assert "/records/" not in _open(member, PAGE_OF_IT).content.decode()
    assert "/records/" in _open(officer, PAGE_OF_IT).content.decode()
    # the partner edition leads nowhere, whoever reads it
    assert "/records/" not in _open(officer, f"{HERE}read/partner/").content.decode()
    for address in ("now/all/", "said/all/", "record/observation/1/"):
        assert member.get(f"{HERE}records/{address}").status_code == 403
        assert signed_in(ground.green).get(f"{HERE}records/{address}").status_code == 404
    with inside(ground.city):
        record = Observation.objects.filter(first_day__year=2025)[0]
    assert signed_in(ground.green).get(f"/city/elverhavn/diagnoses/of-record/{record.pk}/").status_code == 404


def test_words_lead_to_the_session_they_were_said_in(ground: Ground, db: None) -> None:
    client = signed_in(ground.officer)
    said = [(to, words) for to, words in _links(_open(client, PAGE_OF_IT).content.decode()) if "/records/said/" in to]
    assert {words for _to, words in said} >= {"A place to meet", "Somebody to call", "2"}
    for to, words in said:
        if words in {"A place to meet", "Somebody to call"}:
            assert words in _open(client, to).content.decode()
    for wrong in (
        "said/999999/",
        "said/x/",
        "record/nothing/1/",
        "record/observation/999999/",
        "record/observation/x/",
    ):
        assert client.get(f"{HERE}records/{wrong}").status_code == 404


def test_what_it_would_be_today_is_said_with_the_reasons(ground: Ground, db: None) -> None:
    with inside(ground.city):
        made = Diagnosis.objects.get()
        raw = raw_snapshot_of(made)
        assert raw is not None
        chosen = Selection("district", ("01",))
        frozen = numbers_in(raw, NOW, chosen)
        assert len(frozen) == 8

        def today(clearance: str = "red") -> tuple[int, tuple[str, ...]]:
            found = since_frozen(raw, NOW, chosen, frozen, clearance)
            assert found is not None
            return found.count, found.reasons

        assert today() == (8, ())
        rows = list(Observation.objects.filter(pk__in=frozen).order_by("pk"))
        erase(record=rows[0], reason="They asked.", by=ground.admin.user)
        reopen(record=rows[1], by=ground.admin.user)
        change_marking(record=rows[2], by=ground.admin.user, marking="red")
        other = Observation.objects.exclude(district__code="01").exclude(district=None)[0].district
        Observation.objects.filter(pk=rows[3].pk).update(district=other)
        Observation.objects.filter(pk=rows[4].pk).update(counts_below="amber")
        late = rows[5]
        late.pk, late.external_key, late._state.adding = None, "late", True
        late.save()
        assert today() == (
            4,
            (
                "1 is erased",
                "1 was withdrawn or opened again",
                "1 is marked higher than what you or the reports read",
                "1 counts under a better record of the same event",
                "1 says something else by now",
                "1 came in since",
            ),
        )
        # what only the analysis tells apart is not asked again
        assert since_frozen(raw, NOW, Selection("compared", ("yes",)), frozen, "red") is None
        for by, code, count in (
            ("month", "2025-02", 4), ("targets", "antisemitic", 4), ("space", "online", 4), ("source", "police", 32),
            ("source_type", "police", 32), ("reliability", "B", 32), ("manifestations", "hate_speech", 4),
        ):  # fmt: skip
            assert len(numbers_in(raw, NOW, Selection(by, (code,)))) == count, by
            assert since_frozen(raw, NOW, Selection(by, (code,)), [], "amber") is not None, by
