"""Round the loop twice: a diagnosis, a project that stands on it, new observations, a flag, a decision, a notice that
every member has, an answer, a reminder; then the next diagnosis, which says what moved, and the loop once more.

Records, judgements and releases in between are entered by the actions the pages use; each has its own way through a
browser in `test_whole_way.py`.
"""

import datetime
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.plugin import DjangoDbBlocker

from accounts.city import city_context
from accounts.models import City, Membership, User
from analysis.records import Period, month_start
from jobs.models import Job
from mapping.models import SourceCoverage
from notices.models import Asked, ChangeNotice, Delivery, Wait
from notices.tasks import collect_changes
from planning.models import Project, ReviewFlag
from planning.tasks import watch_figures_of
from planning.vocabulary import FlagCause
from records.tasks import seal
from reports import tasks
from reports.actions import answer_check, create_diagnosis, decide, release
from reports.actions.weighing import keep_recommendations
from reports.models import Diagnosis, Recommendation
from stakeholders.models import Need
from tests.browser.filing import HERE, follow, press, unfold
from tests.browser.seeing import DESK, Visitor
from tests.browser.site import Site, make_cast
from tests.conftest import StartWorker, empty_every_table, wait_until
from tests.factories import make_member, today_in
from tests.records.makers import make_observation, make_source
from tests.reports.conftest import small_city
from tests.reports.release.releasing import answers_of
from tests.stakeholders.makers import make_consultation, make_organisation

PHONE = {"width": 390, "height": 844}
COMPUTED = 60
# Months back at whose end the three diagnoses end; in the weeks after each comes more than before.
ENDS = (7, 4, 1)
MORE = (30, 90)
TITLE = "Open hall evenings"
QUESTION = "Which two evenings suit you?"
WHO = ("officer", "admin", "second", "member", "reader")


@dataclass
class People:
    """Each at a browser of their own."""

    officer: Visitor
    admin: Visitor
    second: Visitor
    member: Visitor
    reader: Visitor


@dataclass(frozen=True)
class Turn:
    """One time round: what the project has as its aim until then and from then on, and the answer of a member."""

    number: int
    aim: str
    next_aim: str
    reason: str
    answer: str


TURNS = (
    Turn(1, "A hall that is open in the evening.", "A hall that is open on two evenings, and a room by day.",
         "More was recorded by day, so a room is open by day too.", "Tuesdays and Thursdays."),
    Turn(2, "A hall that is open on two evenings, and a room by day.", "Two halls that are open on two evenings.",
         "It did not fit into one hall any more.", "Mondays, from five."),
)  # fmt: skip


@pytest.fixture
def ready(web: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """A city with records of six years, a session at which a need was raised, two admins and a network."""
    with django_db_blocker.unblock():
        try:
            yield _ready(web)
        finally:
            empty_every_table()


def _ready(address: str) -> Site:
    city = small_city(districts=3, per_year=0)
    cast = make_cast(city)
    cast["second"] = make_member(city, "second@elverhavn.example", "admin", name="Sara").user
    cast["member"] = make_member(city, "amber@elverhavn.example", "reader", clearance="amber", name="Mia").user
    first = month_start(today_in(city), ENDS[0]) - datetime.timedelta(days=1)
    with city_context(city.pk, via="test"):
        SourceCoverage.objects.update(source=make_source(city), end=today_in(city))
        for number in range(80):
            _recorded(city, cast["admin"].pk, first - datetime.timedelta(days=14 * number))
    body = make_organisation(city, name="Quay Club")
    heard: dict[str, Any] = {"state": "approved", "approved_at": timezone.now(), "approved_by": cast["admin"]}
    make_consultation(city, organisations=[body], first_day=first - datetime.timedelta(days=40), **heard)
    return Site(address, city, {}, cast)


def _recorded(city: City, admin: int, day: datetime.date) -> None:
    make_observation(
        city, first_day=day, last_day=day, state="approved", approved_at=timezone.now(), approved_by_id=admin
    )


# at a desk in the soak: each page stands at both widths in the tests of pages
@pytest.fixture(params=[PHONE, pytest.param(DESK, marks=pytest.mark.soak)], ids=["phone", "desk"])
def people(request: pytest.FixtureRequest, browser: Browser, ready: Site) -> Iterator[People]:
    with ExitStack() as stack:
        visitors = {
            who: stack.enter_context(Visitor.at(ready, browser, viewport=request.param)).sign_in(who) for who in WHO
        }
        yield People(**visitors)


def test_the_loop_goes_round_twice_and_both_diagnoses_tell_what_the_members_were_told(
    people: People, ready: Site, start_worker: StartWorker
) -> None:
    start_worker()
    diagnose(ready, 0)
    project = _start_a_project(people)
    for turn in TURNS:
        before, now = _new_observations(ready, turn)
        _decide(people, project, turn, before, now)
        _adapt(people.officer, project, turn)
        notice = _tell(people, ready, turn)
        _everybody_has_it(people, ready, notice, turn)
        made = diagnose(ready, turn.number)
        _the_next_diagnosis_says_so(people.member, made, project, turn)
    for visitor in vars(people).values():
        assert visitor.heard() == []


# --- by actions: what has a browser test of its own


def diagnose(site: Site, place: int) -> Diagnosis:
    """Made by a worker, decided as it was proposed, checked, and released by the second admin."""
    city, admin, second = site.city, site.cast["admin"], site.cast["second"]
    end = month_start(today_in(city), ENDS[place]) - datetime.timedelta(days=1)
    period = Period.of_months(month_start(end), 12)
    with city_context(city.pk, via="test", actor_id=admin.pk):
        made = create_diagnosis(city_id=city.pk, period=period, requested_by_id=admin.pk, language="en")
        tasks.request(made)
    _computed(city, made)
    with city_context(city.pk, via="test", actor_id=admin.pk):
        for judgement in made.judgements.select_related("diagnosis", "city"):
            judgement.state = judgement.State.CONFIRMED
            decide(judgement=judgement, by=admin)
        _write_what_was_done(made, place, admin)
        tasks.remake(made, by=admin)
    _computed(city, made)
    with city_context(city.pk, via="test", actor_id=admin.pk):
        made = Diagnosis.objects.select_related("city").get(pk=made.pk)
        checked = answer_check(diagnosis=made, answers=answers_of(made), by=admin)
    with city_context(city.pk, via="test", actor_id=second.pk):
        tasks.remake(release(diagnosis=checked, note="For the plan.", by=second, is_late_on_purpose=True), by=second)
    _computed(city, made)
    with city_context(city.pk, via="test"):
        made = Diagnosis.objects.get(pk=made.pk)
        assert made.state == Diagnosis.State.RELEASED
    return made


def _write_what_was_done(made: Diagnosis, place: int, by: User) -> None:
    """Recommended in the first; in those that follow, what came of it: what the project has become."""
    status = Recommendation.Status
    row = made.recommendations.first() or Recommendation(
        category="safe_spaces", owner="Street team", due=made.end + datetime.timedelta(days=365)
    )
    row.text, row.status = (TURNS[place - 1].next_aim, status.UNDER_WAY) if place else (TURNS[0].aim, status.AGREED)
    keep_recommendations(diagnosis=made, written=[row], by=by)


def _computed(city: City, diagnosis: Diagnosis) -> None:
    def is_done() -> bool:
        with city_context(city.pk, via="test"):
            job = Diagnosis.objects.get(pk=diagnosis.pk).job
            assert job is not None
            found = Job.objects.get(pk=job)
            assert found.state != "failed", found.error
            return found.state == "done"

    wait_until(is_done, seconds=COMPUTED, what="the worker")


def _new_observations(site: Site, turn: Turn) -> tuple[str, str]:
    """Approved evidence moves the figure that the judgement is of; the weekly look tells it: what a flag says."""
    city, admin = site.city, site.cast["admin"]
    end = month_start(today_in(city), ENDS[turn.number - 1]) - datetime.timedelta(days=1)
    with city_context(city.pk, via="test", actor_id=admin.pk):
        for number in range(MORE[turn.number - 1]):
            _recorded(city, admin.pk, end + datetime.timedelta(days=7 + number % 49))
    watch_figures_of(city.pk)
    with city_context(city.pk, via="test"):
        flag = ReviewFlag.objects.to_decide().get(cause="figure_moved")
        return flag.before, flag.after


# --- in the browser


def _start_a_project(people: People) -> str:
    """From the need that comes first; on the judgement of the whole city too; asked for, and agreed to by another."""
    page = people.officer.open(f"{HERE}diagnoses/1/priorities/")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("Start a project")).first.click()
    unfold(page)
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("What is to be different afterwards?").fill(TURNS[0].aim)
    page.get_by_label("Those who were heard").check()
    page.get_by_label(re.compile(r"^Primary")).check()
    page.get_by_label("With and for whom is it?").fill("Anyone who comes to the hall.")
    page.get_by_label("Who answers for it?").fill("Street team")
    page.get_by_label("Marking").select_option("green")
    press(page, "Save")
    address = HERE + page.url.partition(HERE)[2]
    follow(page, "Choose what justifies it")
    page.locator("input[value='judgement|city.change']").check()
    press(page, "Save")
    expect(page.get_by_role("heading", name="Why it exists")).to_be_visible()
    assert people.officer.glance() == ""
    follow(page, "Ask that it starts")
    page.get_by_label(re.compile("Why")).fill("The hall is free.")
    press(page, "Ask that it starts")
    review = people.admin.open(HERE)
    follow(review, f"Starts, if you agree: {TITLE}")
    follow(review, "Agree")
    press(review, "Agree")
    expect(review.locator(".chip", has_text="Active").first).to_be_visible()
    return address


def _decide(people: People, project: str, turn: Turn, before: str, now: str) -> None:
    """Found on the overview, with what was said before and what is now; every flag with its reason."""
    page = people.admin.open(HERE)
    follow(page, f"{TITLE}: {FlagCause.FIGURE_MOVED.label}")
    for told in (before, now):
        expect(page.get_by_text(told)).to_be_visible()
    assert _looks_well(people.admin, turn)
    while True:
        page.get_by_role("radio", name=re.compile("^Adapt")).check()
        page.get_by_label("What changes, and why?").fill(turn.reason)
        press(page, "Decide")
        expect(page.get_by_text("Decided. Now change the project as you said.")).to_be_visible()
        if not page.get_by_role("link", name="Keep, adapt or stop").count():
            break
        with page.expect_navigation():
            page.get_by_role("link", name="Keep, adapt or stop").first.click()
    expect(page.get_by_text(turn.reason).first).to_be_visible()


def _adapt(officer: Visitor, project: str, turn: Turn) -> None:
    page = officer.open(project)
    follow(page, "Change")
    aim = page.get_by_label("What is to be different afterwards?")
    assert aim.input_value() == turn.aim
    aim.fill(turn.next_aim)
    press(page, "Save")
    expect(page.get_by_text(turn.next_aim)).to_be_visible()


def _tell(people: People, site: Site, turn: Turn) -> ChangeNotice:
    """Written from the history within the minute; read through, an answer asked of two; released once."""
    seal()
    collect_changes()
    page = people.officer.open(f"{HERE}what-changed/")
    follow(page, f"“{TITLE}” has another aim" if turn.number > 1 else f"“{TITLE}” begins")
    expect(page.get_by_text(turn.next_aim).first).to_be_visible()
    follow(page, "Write it")
    page.get_by_label("The change itself, in one line").fill(_headline(turn))
    page.locator("#id_why").fill(turn.reason)
    page.locator("#id_question").fill(QUESTION)
    page.locator("#id_answer_by").fill((today_in(site.city) + datetime.timedelta(days=10)).isoformat())
    asked = page.get_by_role("group", name="Of whom an answer is asked")
    for name in ("Rita", "Mia"):
        asked.get_by_label("Search these").fill(name.lower())
        asked.get_by_role("checkbox", name=name).check()
    press(page, "Save")
    assert _looks_well(people.officer, turn)
    address = HERE + page.url.partition(HERE)[2]
    review = people.admin.open(address)
    press(review, "Release to every member")
    expect(review.get_by_text("Released: every member has it.")).to_be_visible()
    with city_context(site.city.pk, via="test"):
        return ChangeNotice.objects.released().latest("pk")


def _looks_well(visitor: Visitor, turn: Turn) -> bool:
    """To axe, and at this width; the same pages look the same the second time."""
    assert turn.number > 1 or visitor.glance() == ""
    return True


def _headline(turn: Turn) -> str:
    return f"The hall changes, time {turn.number}"


def _everybody_has_it(people: People, site: Site, notice: ChangeNotice, turn: Turn) -> None:
    """In the site at once, by mail as a link; one answers, the other is reminded."""
    for visitor in (people.reader, people.member):
        page = visitor.open(HERE)
        assert _looks_well(visitor, turn)
        with page.expect_navigation():
            page.get_by_role("link", name=_headline(turn)).first.click()
        for text in (turn.next_aim, turn.reason, QUESTION):
            expect(page.get_by_text(text).first).to_be_visible()
    answer = people.reader.page
    follow(answer, "Answer the city")
    answer.get_by_label("Your answer").fill(turn.answer)
    press(answer, "Save")
    expect(answer.get_by_text("The city has your answer.")).to_be_visible()
    review = people.admin.open(f"{HERE}what-changed/{notice.pk}/")
    expect(review.get_by_text(turn.answer)).to_be_visible()
    expect(review.get_by_text("Asked for an answer: 2, answered: 1")).to_be_visible()
    press(review, "Remind Mia")
    expect(review.get_by_text("They are reminded.")).to_be_visible()
    assert _looks_well(people.admin, turn)
    with city_context(site.city.pk, via="test"):
        here = set(Membership.objects.in_force().filter(city=site.city).values_list("user", flat=True))
        assert set(Delivery.objects.filter(notice=notice).values_list("user", flat=True)) == here
        assert Asked.objects.get(notice=notice, user=site.cast["member"]).reminded_at is not None
        assert Wait.objects.filter(user=site.cast["member"], kind="answer").exists()
    wait_until(lambda: _all_mailed(site, notice), seconds=30, what="the mails")


def _all_mailed(site: Site, notice: ChangeNotice) -> bool:
    with city_context(site.city.pk, via="test"):
        return not Delivery.objects.filter(notice=notice, sent_at=None).exists()


def _the_next_diagnosis_says_so(member: Visitor, made: Diagnosis, project: str, turn: Turn) -> None:
    """Section 2 says that the figure moved and that the judgement is another, whose words before and now are those of
    the flag and of the page of the project; section 13 what is done about the need, in the words of the notice."""
    with city_context(made.city_id, via="test"):
        flag = ReviewFlag.objects.to_decide().get(cause="ground_changed", key__contains="city.change")
        last = Diagnosis.objects.get(number=made.number - 1)
        then, now = (each.judgements.get(key="city.change").statement for each in (last, made))
        need = Project.objects.get().groundings.get(kind="priority").key
        assert Need.objects.get().category == need.partition(":")[0]
    assert then in flag.before
    assert now in flag.after
    page = member.open(f"{HERE}diagnoses/{made.number}/read/restricted/")
    since, first = (_section(page, number) for number in ("2", "13"))
    # what is recorded, what was judged, what is done about the need: each as the flag and the notice had it
    assert "Moved The whole city" in since
    assert re.search(r"Judgements: [1-9]\d* changed", since)
    assert "Not answered" not in since
    assert f"Safe spaces (whole city): {turn.next_aim.removesuffix('.')} – under way" in first
    assert turn.next_aim in since
    words = page.locator("main").inner_text()
    assert words.count(then) == 1  # in the annex, beside what is said now
    assert words.count(now) >= 2
    assert _looks_well(member, turn)
    page = member.open(project)
    expect(page.get_by_text("changed since").first).to_be_visible()
    expect(page.get_by_text(now).first).to_be_visible()


def _section(page: Page, number: str) -> str:
    text = page.locator(f"section:has(#part-{number})").first.inner_text()
    return re.sub(r"\s+", " ", text)
