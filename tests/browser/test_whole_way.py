"""The main job from end to end: recorded, returned, approved, diagnosed, checked, released, told and read."""

import datetime
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from accounts.city import city_context
from accounts.models import City
from analysis.records import Period, month_start
from mapping.models import Source, SourceCoverage
from notices.models import Delivery
from stakeholders.models import Organisation
from tests.browser.filing import (
    HERE,
    WHAT,
    approve,
    file_observation,
    follow,
    hand_in,
    press,
    record_workshop,
    send_back,
    unfold,
)
from tests.browser.seeing import DESK, Visitor
from tests.browser.site import Site
from tests.conftest import StartWorker, wait_until
from tests.factories import make_member, today_in
from tests.records.makers import make_observation, make_source

BODIES = ("Congregation at the quay", "Old parish", "Interfaith forum", "Harbour patrol")
COMPUTED = 60_000
# A judgement of one's own, with what the screen finds in it; and a section that is left out.
OWN, NUMBER = "Stickers came back at the stop.", "20 12 34 56"
LEFT_OUT = "11 Assets, services and the network"
PHONE = {"width": 390, "height": 844}
# What nobody of another city may reach, and no network member either.
OF_STAFF = ("observations/", "consultations/", "map/", "organisations/", "sources/", "people/", "jobs/")


@dataclass
class People:
    """Each at a browser of their own."""

    officer: Visitor
    admin: Visitor
    second: Visitor
    member: Visitor
    reader: Visitor
    elsewhere: Visitor


@pytest.fixture(scope="module")
def ready(site: Site) -> Site:
    """The city knows who looks where, has bodies to invite, a second admin, and members cleared for more and less."""
    city = City.objects.get(slug="elverhavn")
    last = month_start(today_in(city)) - datetime.timedelta(days=1)
    with city_context(city.pk, via="test"):
        source = Source.objects.create(
            city=city, key="own-records", name="Own records", source_type="municipal_service"
        )
        for each in (source, make_source(city)):
            SourceCoverage.objects.create(
                city=city, source=each, whole_city=True, start="2020-01-01", end=last, completeness="partial"
            )
        for name in BODIES:
            sector = "police" if name == "Harbour patrol" else "faith"
            Organisation.objects.create(city=city, name=name, sector=sector)
    # enough of them that something is proposed
    for back in range(24):
        day = last - datetime.timedelta(days=14 * back)
        make_observation(
            city,
            state="approved",
            approved_at=timezone.now(),
            approved_by=site.cast["admin"],
            first_day=day,
            last_day=day,
            targets=["antisemitic"],
        )
    site.cast["second"] = make_member(city, "second@elverhavn.example", "admin", name="Sara").user
    site.cast["member"] = make_member(city, "amber@elverhavn.example", "reader", clearance="amber", name="Mia").user
    other = City.objects.create(slug="sandvig", name="Sandvig", country="DK")
    site.cast["elsewhere"] = make_member(other, "admin@sandvig.example", "admin", name="Stine").user
    return site


# at a desk in the soak: each page stands at both widths in the tests of pages
@pytest.fixture(params=[PHONE, pytest.param(DESK, marks=pytest.mark.soak)], ids=["phone", "desk"])
def people(request: pytest.FixtureRequest, browser: Browser, ready: Site) -> Iterator[People]:
    with ExitStack() as stack:
        visitors = {
            who: stack.enter_context(Visitor.at(ready, browser, viewport=request.param)).sign_in(who)
            for who in ("officer", "admin", "second", "member", "reader", "elsewhere")
        }
        yield People(**visitors)


def test_the_whole_way_from_an_observation_to_the_members_who_read_what_came_of_it(
    people: People, start_worker: StartWorker, tmp_path: Path
) -> None:
    start_worker()
    observed = month_start(today_in(City.objects.get(slug="elverhavn")), 2)
    width = people.officer.page.viewport_size["width"]  # type: ignore[index]
    before = _on_the_map(people.admin)
    seen = _observation(people, title=f"Stickers at stop {width}", day=observed.isoformat())
    heard = _workshop(people, title=f"Evening at the quay, {width}", day=observed.isoformat())
    assert _on_the_map(people.admin) == before + 1

    diagnosis = _diagnose(people.admin, Period.of_months(observed, 12))
    _decide_all(people.admin.page, diagnosis)
    _write_one(people.admin, diagnosis, on=f"Stickers at stop {width}")
    _pass_the_gate(people.admin.page, diagnosis)
    _release(people.second, diagnosis)
    _follow_a_number(people.officer, diagnosis)

    _read_as_member(people.member, diagnosis, tmp_path)
    _compare(people.member)
    _read_what_partners_read(people.reader, diagnosis)
    _find_nothing(people.elsewhere, [seen, heard, diagnosis, f"{diagnosis}restricted.pdf"])
    wait_until(lambda: not _mails_waiting(), seconds=20, what="the mails of the notice")
    for visitor in vars(people).values():
        assert [each for each in visitor.heard() if "ERR_INTERNET_DISCONNECTED" not in each] == []


def _path(address: str) -> str:
    return HERE + address.partition(HERE)[2]


def _on_the_map(admin: Visitor) -> int:
    """How many records the map counts in its one district."""
    page = admin.open(f"{HERE}map/?show=count")
    told = page.locator("svg.map a").first.get_attribute("aria-label") or ""
    return int(told.rpartition(": ")[2])


def _observation(people: People, *, title: str, day: str) -> str:
    address = _path(file_observation(people.officer, title=title, day=day))
    send_back(people.admin, address, asking="Which language were they in?")

    page = people.officer.open(HERE)
    expect(page.get_by_text("Which language were they in?")).to_be_visible()
    follow(page, title)
    follow(page, "Change")
    page.get_by_label("What happened, in two sentences").fill(f"{WHAT} They were in Danish.")
    press(page, "Save")
    hand_in(page)

    review = people.admin.open(address)
    follow(review, "Complete")
    unfold(review)
    review.get_by_label("Right-wing").check()
    review.get_by_label("Severity").select_option("1")
    press(review, "Save")
    approve(people.admin, address)
    return address


def _workshop(people: People, *, title: str, day: str) -> str:
    address = _path(record_workshop(people.officer, BODIES, title=title, day=day))
    page = people.officer.open(address)
    expect(page.get_by_text("Safe spaces · priority 5 of 5 · City-wide · Faith")).to_be_visible()
    hand_in(page)
    send_back(people.admin, address, asking="Who else spoke of this?")

    people.officer.open(HERE)
    follow(page, title)
    follow(page, "Change")
    expect(page.get_by_text("Who else spoke of this?")).to_be_visible()
    follow(page, "Findings")
    page.locator("[name=findings-0-kind]").select_option("no_concern")
    page.locator("[name=findings-0-statement]").fill("The residents told of no concern.")
    page.locator("[name=findings-0-raised_by]").select_option(label="Residents")
    press(page, "Save")
    hand_in(page)

    review = people.admin.open(HERE)
    follow(review, "Consultations to review: 1")
    follow(review, title)
    approve(people.admin, address)
    return address


def _diagnose(admin: Visitor, period: Period) -> str:
    """Asked for, left while a worker makes it, come back to."""
    page = admin.open(f"{HERE}diagnoses/")
    follow(page, "Ask for a diagnosis")
    page.get_by_label("First day").fill(period.start.isoformat())
    page.get_by_label("Last day").fill(period.end.isoformat())
    page.get_by_label(LEFT_OUT).fill("")
    press(page, "Ask for it")
    expect(page.get_by_text("Asked for. It takes a minute or so.")).to_be_visible()
    address = _path(page.url)
    admin.open(HERE)
    admin.open(address)
    expect(page.get_by_role("heading", name="To its release")).to_be_visible(timeout=COMPUTED)
    expect(page.get_by_role("link", name="Read Restricted edition")).to_be_visible(timeout=COMPUTED)
    return address


def _decide_all(page: Page, diagnosis: str) -> None:
    """The first in one's own words, the others as they are proposed; each with its evidence in view."""
    page.goto(diagnosis)
    follow(page, "Decide the judgements")
    with page.expect_navigation():
        page.locator("a.rows-title").first.click()
    number = 0
    while page.get_by_role("heading", name="Decide a judgement").count():
        expect(page.get_by_role("heading", name="What it stands on")).to_be_visible()
        if number == 0:
            page.get_by_role("radio", name="Rewrite it").check()
            page.get_by_label("In your words").fill("As much was recorded as could be expected.")
        else:
            page.get_by_role("radio", name="Confirm it as it is proposed").check()
        press(page, "Decide, then the next")
        number += 1
    expect(page.get_by_text("Not read by a person yet: 0")).to_be_visible()


def _write_one(admin: Visitor, diagnosis: str, *, on: str) -> None:
    """A judgement of one's own on a record and what was said, found and attached by keys alone."""
    page = admin.open(f"{diagnosis}judgements/")
    follow(page, "Write one of your own")
    page.get_by_label("The judgement, in your words").fill(f"{OWN} Ask at {NUMBER}.")
    page.get_by_label("What is it about?").select_option("5")
    page.locator("#id_look_for").fill(on)
    with page.expect_navigation():
        page.locator("#id_look_for").press("Enter")
    found = page.get_by_role("list", name="Found")
    found.get_by_role("checkbox", name=on).first.press("Space")
    # and as one types, without a key more: what was ticked is attached by then
    page.locator("#id_look_for").press_sequentially(" no longer", delay=20)
    page.locator("#id_look_for").fill("warm place")
    found.get_by_role("checkbox", name="A warm place that is open in the evening").first.press("Space")
    page.locator("#id_look_for").fill("nothing of the kind")
    with page.expect_navigation():
        page.locator("#id_look_for").press("Enter")
    attached = page.get_by_role("list", name="Attached").get_by_role("checkbox")
    expect(attached).to_have_count(2)
    assert admin.glance() == ""
    press(page, "Save")
    # the screen asks first: a number could lead to a person
    press(page, "It must stay: go on all the same")
    expect(page.get_by_text(OWN)).to_be_visible()
    expect(page.get_by_text("written by a person")).to_be_visible()


def _follow_a_number(officer: Visitor, diagnosis: str) -> None:
    """From the page of the report to the records it counts, and back."""
    page = officer.open(f"{diagnosis}read/restricted/")
    assert officer.glance() == ""
    with page.expect_navigation():
        page.locator("section:has(#part-2) a[href*='/records/now/']").first.click()
    expect(page.get_by_text("Counted in diagnosis no.")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile(r"Diagnosis no\. \d+, section 2")).click()
    assert "#part-2" in page.url


def _compare(member: Visitor) -> None:
    page = member.open(f"{HERE}diagnoses/compare/")
    expect(page.get_by_role("heading", name="Compare two diagnoses")).to_be_visible()
    expect(page.get_by_text(OWN)).to_be_visible()
    assert member.glance() == ""


def _pass_the_gate(page: Page, diagnosis: str) -> None:
    page.goto(diagnosis)
    follow(page, "Do-no-harm check")
    while page.get_by_role("link", name="Look again").count():
        page.wait_for_timeout(1000)
        follow(page, "Look again")
    expect(page.get_by_role("link", name="Partner edition")).to_be_visible()
    answers = page.locator("input[type=radio][value=no_risk]")
    for number in range(answers.count()):
        answers.nth(number).check()
    found = page.locator("fieldset", has_text=NUMBER)
    found.get_by_role("radio", name="It may stay: say why").check()
    found.get_by_label("Because").fill("It is that of the city's own office.")
    press(page, "Save")
    expect(page.get_by_text("The check is passed. A second admin releases.")).to_be_visible()
    assert page.get_by_role("link", name="Release", exact=True).count() == 1
    follow(page, "Release")
    expect(page.get_by_text("another admin releases")).to_be_visible()


def _release(second: Visitor, diagnosis: str) -> None:
    page = second.open(HERE)
    number = diagnosis.rstrip("/").rpartition("/")[2]
    follow(page, f"Diagnosis no. {number}")
    page.get_by_label("What is new, and why it is released now").fill("It holds the first workshop at the quay.")
    press(page, "Release it")
    second.open(diagnosis)
    expect(page.locator("#diagnosis .chip", has_text="Released")).to_be_visible(timeout=COMPUTED)


def _read_as_member(member: Visitor, diagnosis: str, folder: Path) -> None:
    """Told, read; the page and the file their clearance allows, and no record."""
    page = _read_notice(member, diagnosis)
    follow(page, "Read it")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download Restricted edition").click()
    file = folder / "restricted.pdf"
    download.value.save_as(file)
    assert file.read_bytes().startswith(b"%PDF")
    follow(page, "Read Restricted edition")
    expect(page.get_by_text("As much was recorded as could be expected.").first).to_be_visible()
    expect(page.get_by_text(OWN).first).to_be_visible()
    expect(page.get_by_role("link", name=LEFT_OUT)).to_have_count(0)
    expect(page.locator("a[href*='/records/']")).to_have_count(0)
    _see_no_record(member)


def _read_what_partners_read(reader: Visitor, diagnosis: str) -> None:
    page = _read_notice(reader, diagnosis)
    follow(page, "Read it")
    follow(page, "Read Partner edition")
    expect(page.get_by_role("heading", name="How this edition differs from the restricted one")).to_be_visible()
    for words in ("As much was recorded as could be expected.", OWN):
        expect(page.get_by_text(words)).to_have_count(0)
    assert page.request.get(f"{diagnosis}partner.pdf").status == 200
    reader.open(f"{diagnosis}read/restricted/", status=404)
    assert page.request.get(f"{diagnosis}restricted.pdf").status == 404
    _see_no_record(reader)


def _read_notice(visitor: Visitor, diagnosis: str) -> Page:
    page = visitor.open(HERE)
    number = diagnosis.rstrip("/").rpartition("/")[2]
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile(rf"A diagnosis was released: No\. {number},")).click()
    expect(page.get_by_text("It holds the first workshop at the quay.")).to_be_visible()
    # nothing is asked of them
    expect(page.get_by_role("button", name="I have")).to_have_count(0)
    return page


def _see_no_record(visitor: Visitor) -> None:
    for place in OF_STAFF:
        visitor.open(HERE + place, status=403)


def _find_nothing(visitor: Visitor, addresses: list[str]) -> None:
    for address in [HERE, *(HERE + place for place in OF_STAFF), *addresses]:
        assert visitor.page.request.get(address).status == 404, address


def _mails_waiting() -> bool:
    city = City.objects.get(slug="elverhavn")
    with city_context(city.pk, via="test"):
        return Delivery.objects.filter(sent_at=None, notice__why__contains="workshop").exists()
