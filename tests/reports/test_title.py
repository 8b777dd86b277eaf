"""The title of the reports is the city's to set; one past its day of review is released on purpose only."""

import datetime
import json

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import City, Membership
from core.errors import Refused
from jobs import artefacts
from reports.actions import answer_check, create_diagnosis, keep_edition, release
from reports.editions import restricted_files
from reports.models import Diagnosis, Edition
from reports.models.diagnoses import months_later
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.snapshot import freeze, load
from tests.factories import send, sign_in, today_in
from tests.mapping.makers import inside
from tests.output.reading import opened, text
from tests.reports.conftest import small_city
from tests.reports.release.releasing import HERE, YEAR, answers_of, made, send_form

__all__ = ["made"]

ASKED = {"start": "2025-01-01", "end": "2025-12-31", "years_earlier": "1", "language": "en"}


@pytest.fixture
def elver(db: None) -> City:
    """Of a test: other tests of this file make a city of the same name."""
    return small_city()


@pytest.mark.parametrize(
    ("title", "cover", "head"),
    [
        ("Ground & needs: Østbyen <2025>", "Ground & needs: Østbyen <2025>", "Ground & needs: Østbyen <2025>, no. 1"),
        ("", "Local picture and needs", "Local picture and needs, no. 1"),
        ("W" * 80, "WWWW", "W" * 80),
    ],
)
def test_the_title_stands_on_the_cover_in_the_head_and_in_the_file(
    elver: City, title: str, cover: str, head: str
) -> None:
    with inside(elver):
        frozen = load(freeze(create_diagnosis(city_id=elver.pk, period=YEAR, title=title)))
    files = restricted_files(SectionContext(frozen, analysed(frozen)))
    with opened(files.pdf) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith(head)
    assert cover in " ".join(text(files.pdf).split())
    assert json.loads(files.page)["title"].startswith(head)


def test_a_snapshot_of_before_has_the_usual_title(elver: City) -> None:
    with inside(elver):
        frozen = load(freeze(create_diagnosis(city_id=elver.pk, period=YEAR)))
    del frozen.diagnosis["title"]
    assert SectionContext(frozen, analysed(frozen)).title == "Local picture and needs"


def test_the_form_keeps_it_screens_it_and_offers_the_last_one(
    client: Client, alice: Membership, made: Diagnosis
) -> None:
    sign_in(client, alice)
    refused = send(client, f"{HERE}new/", {**ASKED, "title": "Write to jens@example.org"})
    assert list(refused.context["writing"].form.errors) == ["title"]
    too_long = send(client, f"{HERE}new/", {**ASKED, "title": "x" * 81})
    assert list(too_long.context["writing"].form.errors) == ["title"]
    assert send(client, f"{HERE}new/", {**ASKED, "title": "Picture of the harbour"}).status_code == 302
    with inside(alice.city):
        kept = Diagnosis.objects.get(number=2)
        assert kept.title == "Picture of the harbour"
        file = artefacts.store(alice.city_id, b"%PDF", "pdf")
        keep_edition(diagnosis=kept, audience=Edition.Audience.RESTRICTED, sha256=file.sha256, size=4, engine="test")
    assert "Picture of the harbour" in client.get(f"{HERE}2/").content.decode()
    name = client.get(f"{HERE}2/restricted.pdf")["Content-Disposition"]
    assert name == 'attachment; filename="elverhavn-picture-of-the-harbour-2-restricted.pdf"'
    assert client.get(f"{HERE}new/?new").context["writing"].form["title"].value() == "Picture of the harbour"
    assert "Picture of the harbour" in client.get(HERE).content.decode()
    assert "Picture of the harbour" in client.get(f"/city/elverhavn/history/diagnosis/{kept.pk}/").content.decode()


def test_without_a_title_pages_say_the_usual_one_in_the_language_of_the_reports() -> None:
    assert Diagnosis(language="en").shown_title == "Local picture and needs"
    with translation.override("en"):
        assert Diagnosis(language="da").shown_title == "Lokalt billede og behov"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-08-31", "2027-02-28"),
        ("2027-08-31", "2028-02-29"),
        ("2028-02-29", "2028-08-29"),
        ("2026-07-01", "2027-01-01"),
    ],
)
def test_the_day_of_review_is_six_months_on(start: str, end: str) -> None:
    assert months_later(datetime.date.fromisoformat(start), 6) == datetime.date.fromisoformat(end)


@pytest.mark.parametrize(("dated_ago", "late"), [(0, False), (175, False), (190, True)])
def test_past_its_day_of_review_it_is_released_by_somebody_who_says_that_it_holds(
    carla: Membership, alice: Membership, made: Diagnosis, dated_ago: int, late: bool
) -> None:
    with inside(alice.city):
        made.dated = today_in(alice.city) - datetime.timedelta(days=dated_ago)
        made.save()
        made.judgements.update(state="confirmed", decided_at="2026-01-01T00:00Z")
        answer_check(diagnosis=made, answers=answers_of(made), by=alice.user)
        if late:
            with pytest.raises(Refused, match="day of review has passed"):
                release(diagnosis=made, note="Yearly.", by=carla.user)
    client = sign_in(Client(), carla)
    asks = "which has passed. I have looked again: it still holds." in client.get(f"{HERE}1/release/").content.decode()
    assert asks is late
    assert ("This day has passed." in client.get(f"{HERE}1/").content.decode()) is late
    answer = send_form(client, f"{HERE}1/release/", release_note="Yearly.")
    assert answer.status_code == (200 if late else 302)
    if late:
        assert list(answer.context["writing"].form.errors) == ["still_holds"]
        assert send_form(client, f"{HERE}1/release/", release_note="Yearly.", still_holds="on").status_code == 302
    with inside(alice.city):
        assert Diagnosis.objects.get().released_by == carla.user
