"""Priorities from the job to the page: moved with a reason, answered by recommendations, brought over, final."""

import datetime
from collections.abc import Callable, Iterator
from copy import copy
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City, Membership
from core.errors import Refused
from jobs import artefacts
from reports.actions import answer_check, create_diagnosis, keep_snapshot
from reports.actions.weighing import keep_priorities, keep_recommendations, move_priority, unanswered_needs
from reports.editions import weighed
from reports.following import SNAPSHOT, follow
from reports.models import Diagnosis, Priority, Recommendation
from reports.release.hits import hits
from reports.release.permissions import is_second
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.snapshot import freeze, load
from stakeholders.models import Need
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside
from tests.once import once
from tests.reports.conftest import small_city
from tests.reports.release.releasing import HERE, YEAR, answers_of, send_form
from tests.stakeholders.makers import make_consultation

LAST_YEAR = YEAR.years_earlier(1)


@pytest.fixture(scope="module")
def heard(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    yield from once(django_db_blocker, _heard)


@pytest.fixture
def elver(heard: City, db: None, settings: Any, tmp_path: Any) -> City:
    settings.ARTEFACTS = tmp_path
    return copy(heard)


def _heard() -> City:
    city = small_city(districts=3, per_year=2)
    for day in (datetime.date(2025, 5, 2), datetime.date(2024, 5, 2)):
        made = make_consultation(city, first_day=day, state="approved", approved_at="2026-01-15T00:00Z")
        with inside(city):
            rule = {"city": city, "consultation": made, "confidentiality": "on_record", "block": "residents"}
            Need.objects.create(category="training", priority=5, statement="Courses", districts=["01"], **rule)
    return city


@pytest.fixture
def alice(elver: City) -> Membership:
    return make_member(elver, "alice@elver.example", "admin", name="Alice")


@pytest.fixture
def carla(elver: City) -> Membership:
    return make_member(elver, "carla@elver.example", "admin", name="Carla")


def computed(city: City, **fields: Any) -> Diagnosis:
    """As the job makes it, without judgements and without drawing."""
    made = create_diagnosis(city_id=city.pk, **{"period": YEAR, **fields})
    data = freeze(made)
    kept = artefacts.store(city.pk, data, SNAPSHOT)
    frozen = load(data)
    keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=frozen)
    keep_priorities(diagnosis=made, found=SectionContext(frozen, analysed(frozen)).priorities)
    made.state = Diagnosis.State.IN_REVIEW
    made.save()
    return made


def let_out(made: Diagnosis) -> None:
    """Without the reports: what members had."""
    Diagnosis.objects.filter(pk=made.pk).update(
        state="released", released_on="2026-02-03", checked_by=make_member(made.city, "c@x.example", "admin").user,
        released_by=make_member(made.city, "r@x.example", "admin").user,
    )  # fmt: skip


def recommend(made: Diagnosis, by: Membership, **fields: Any) -> Recommendation:
    row = Recommendation(**{"text": "Hold two courses", "category": "training", "area": "01", **fields})
    keep_recommendations(diagnosis=made, written=[row], by=by.user)
    return row


def send_rows(client: Client, address: str, *rows: dict[str, str]) -> Any:
    sent = {f"recommended-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return send_form(client, address, **sent, **{"recommended-TOTAL_FORMS": str(len(rows)),
                                             "recommended-INITIAL_FORMS": "0"})  # fmt: skip


def needs(rows: Any) -> set[tuple[str, str]]:
    return {each.answered for each in rows}


def test_the_job_keeps_a_row_for_every_need_and_leaves_what_a_person_moved(elver: City, alice: Membership) -> None:
    with inside(elver):
        made = computed(elver)
        rows = list(made.priorities.select_related("diagnosis", "city"))
        assert needs(rows) == {("training", ""), ("training", "01"), ("safe_spaces", "")}
        moved = next(row for row in rows if row.area == "01")
        moved.band, moved.reason = "high", "The school asks for it every month."
        move_priority(priority=moved, by=alice.user)
        frozen = load(freeze(made))
        keep_priorities(diagnosis=made, found=SectionContext(frozen, analysed(frozen)).priorities)
        again = list(made.priorities.all())
        assert needs(again) == needs(rows)
        assert [row.reason for row in again if row.band] == ["The school asks for it every month."]
        assert weighed(made).moved == {("training", "01"): ("high", "The school asks for it every month.")}


def test_one_is_moved_with_a_reason_and_left_to_the_rule_again(elver: City, alice: Membership) -> None:
    with inside(elver):
        made = computed(elver)
        row = made.priorities.get(area="01")
        Priority.objects.filter(pk=row.pk).update(lowest="medium", highest="medium", unsettled=False)
    client, address = sign_in(Client(), alice), f"{HERE}{made.number}/priorities/{row.pk}/"

    def sent(**said: str) -> Any:
        answer = send_form(client, address, **said)
        row.refresh_from_db()
        return answer.content.decode()

    with inside(elver):
        assert "Say why it is moved." in sent(band="high")
        assert "The rule puts it there already" in sent(band="medium", reason="Because.")
        assert "choose the band, or empty the reason" in sent(band="rule", reason="Because.")
        assert (row.band, row.reason) == ("", "")
        sent(band="high", reason="The only club there closes.")
        assert (row.band, row.reason, row.decided_by) == ("high", "The only club there closes.", alice.user)
        shown = client.get(f"{HERE}{made.number}/priorities/").content.decode()
        assert "The only club there closes." in shown
        sent(band="rule", reason="")
        assert (row.band, row.reason) == ("", "")
    told = client.get(f"/city/elverhavn/history/diagnosis/{made.pk}/").content.decode()
    assert "Priority: Changed" in told


def test_the_form_says_what_is_missing_and_keeps_all_rows_at_once(elver: City, alice: Membership) -> None:
    with inside(elver):
        made = computed(elver)
    client, address = sign_in(Client(), alice), f"{HERE}{made.number}/recommendations/"
    wrong = [
        ({"text": "Hold courses", "status": "proposed"}, "Say which need or which judgement it answers."),
        ({"text": "Hold courses", "need": "training|01", "status": "agreed", "due": "2026-06-01"}, "Say who does it."),
        ({"text": "Hold courses", "need": "training|01", "status": "under_way", "owner": "School"}, "Say by when"),
        ({"text": "Hold courses", "need": "training|01", "status": "done"}, "Say what was done."),
        ({"text": "Hold courses", "need": "training|01", "status": "not_taken_up"}, "Say why it is not taken up."),
        ({"text": "Hold courses", "need": "training|01", "status": "proposed", "due": "2926-06-01"}, "within ten"),
        ({"text": "Hold courses", "need": "funding|", "status": "proposed"}, "What was chosen is not offered here."),
    ]
    for row, why in wrong:
        assert why in send_rows(client, address, row).content.decode()
    with inside(elver):
        assert not made.recommendations.exists()
    good = {"text": "Hold courses", "need": "training|01", "status": "agreed", "owner": "School", "due": "2026-06-01"}
    answer = send_rows(client, address, good, {"text": "Lend rooms", "need": "safe_spaces|", "status": "proposed"})
    assert answer.status_code == 302
    with inside(elver):
        rows = list(made.recommendations.order_by("pk"))
        assert [(row.text, row.category, row.area, row.written_by) for row in rows] == [
            ("Hold courses", "training", "01", alice.user), ("Lend rooms", "safe_spaces", "", alice.user)]  # fmt: skip
    taken_out = {"text": "Hold courses", "number": str(rows[0].pk), "DELETE": "on"}
    kept = {"text": "Lend rooms", "need": "safe_spaces|", "status": "proposed", "number": str(rows[1].pk)}
    assert send_rows(client, address, taken_out, kept).status_code == 302
    with inside(elver):
        assert [row.text for row in made.recommendations.all()] == ["Lend rooms"]


def test_who_moved_or_recommended_does_not_release_and_the_check_is_made_anew(
    elver: City, alice: Membership, carla: Membership
) -> None:
    with inside(elver):
        made = computed(elver)
        for act in (
            lambda: recommend(made, alice),
            lambda: move_priority(
                priority=made.priorities.filter(area="01").select_related("diagnosis", "city").get(), by=alice.user
            ),
        ):
            answer_check(diagnosis=made, answers=answers_of(made), by=carla.user)
            made.refresh_from_db()
            assert made.checked_by == carla.user
            act()
            made.refresh_from_db()
            assert made.checked_by is None
        answer_check(diagnosis=made, answers=answers_of(made), by=carla.user)
        made.refresh_from_db()
        assert not is_second(made, alice.user_id)
        made.recommendations.all().delete()
        assert is_second(made, alice.user_id)
        moved = made.priorities.filter(area="01").select_related("diagnosis", "city").get()
        moved.band, moved.reason = "low", "It is done."
        move_priority(priority=moved, by=alice.user)
        answer_check(diagnosis=made, answers=answers_of(made), by=carla.user)
        made.refresh_from_db()
        assert not is_second(made, alice.user_id)


def test_what_the_screen_finds_in_them_must_be_answered(elver: City, alice: Membership) -> None:
    with inside(elver):
        made = computed(elver)
        recommend(
            made, alice, text="Call Jens Petersen on 22 33 44 55.", status="done", outcome="Wrote to 44 55 66 77."
        )
        row = made.priorities.filter(area="01").select_related("diagnosis", "city").get()
        row.band, row.reason = "low", "So says 55 66 77 88."
        move_priority(priority=row, by=alice.user)
        found = " ".join(hit.found for hit in hits(made))
    assert all(number in found for number in ("22 33 44 55", "44 55 66 77", "55 66 77 88"))
    page = sign_in(Client(), alice).get(f"{HERE}{made.number}/check/").content.decode()
    assert "22 33 44 55" in page


def test_the_next_diagnosis_is_asked_what_became_of_it(elver: City, alice: Membership) -> None:
    with inside(elver):
        first = computed(elver, period=LAST_YEAR)
        recommend(first, alice, text="Hold two courses", owner="School", due="2026-06-01", status="agreed")
        recommend(first, alice, text="Print a leaflet", area="", status="done", outcome="It was printed.")
        let_out(first)
        second = computed(elver)
        brought, printed = second.recommendations.order_by("pk")
        assert (printed.outcome, printed.carried_from) == ("It was printed.", first.number)
        assert (brought.text, brought.status, brought.carried_from) == ("Hold two courses", "agreed", first.number)
        assert (brought.owner, brought.due, brought.written_by) == ("School", datetime.date(2026, 6, 1), None)
        assert not weighed(second).recommended[0].is_looked_at
        assert unanswered_needs(second, "amber") == [("safe_spaces", "")]
        assert unanswered_needs(second, "clear") == []
        frozen = load(freeze(second))
        assert frozen.last_number == first.number
        assert frozen.last_needs == (("safe_spaces", ""), ("training", ""), ("training", "01"))
    client, address = sign_in(Client(), alice), f"{HERE}{second.number}/recommendations/"
    row = {"text": "Hold two courses", "need": "training|01", "status": "done", "owner": "School", "due": "2026-06-01",
           "outcome": "Both were held.", "number": str(brought.pk)}  # fmt: skip
    shown = client.get(f"{HERE}{second.number}/priorities/").content.decode()
    assert "nobody has looked at it since" in shown
    assert "Needs of the last diagnosis that nothing answers" in shown
    taken_out = {"text": "Print a leaflet", "number": str(printed.pk), "DELETE": "on"}
    assert send_rows(client, address, row, taken_out).status_code == 302
    with inside(elver):
        (now,) = weighed(second).recommended
        assert (now.is_looked_at, now.outcome, now.carried_from) == (True, "Both were held.", first.number)
        assert first.recommendations.get(area="01").status == "agreed"


def test_one_that_takes_the_place_of_another_keeps_all_its_answers(elver: City, alice: Membership) -> None:
    with inside(elver):
        first = computed(elver)
        recommend(first, alice, status="not_taken_up", outcome="There is no money.")
        let_out(first)
        assert [row.outcome for row in computed(elver).recommendations.all()] == ["There is no money."]


def test_what_was_recommended_from_higher_marked_records_is_not_brought_over(elver: City, alice: Membership) -> None:
    with inside(elver):
        first = computed(elver, period=LAST_YEAR)
        recommend(first, alice)
        let_out(first)
        Diagnosis.objects.filter(pk=first.pk).update(marking="red")
        second = computed(elver)
        assert not second.recommendations.exists()
        assert load(freeze(second)).last_needs == ()
        assert unanswered_needs(second, "red") == []


def test_a_marking_follows_into_what_was_brought_over(elver: City, alice: Membership) -> None:
    with inside(elver):
        first = computed(elver, period=LAST_YEAR)
        recommend(first, alice)
        let_out(first)
        second = computed(elver)
        last_year = first.snapshot.diagnosis.start.year
        row = Need.objects.filter(consultation__first_day__year=last_year).first()
        assert row is not None
        follow(elver.pk, "stakeholders.consultation", [row.consultation_id], "red")
        for made in (first, second):
            made.refresh_from_db()
            assert made.marking == "red"
            assert set(made.recommendations.values_list("marking", flat=True)) == {"red"}
            assert set(made.priorities.values_list("marking", flat=True)) == {"red"}


def test_of_what_is_released_nothing_changes_and_nothing_joins_it(elver: City, alice: Membership) -> None:
    with inside(elver):
        made = computed(elver)
        recommend(made, alice)
        let_out(made)
        here: Any = {"city": elver, "diagnosis": made, "category": "funding"}
        writes: list[Callable[[], object]] = [
            lambda: Priority.objects.update(band="high", reason="So", decided_at="2026-02-04T00:00Z"),
            lambda: Recommendation.objects.update(text="Something else"),
            lambda: Recommendation.objects.all().delete(),
            lambda: Priority.objects.all().delete(),
            lambda: Recommendation.objects.create(text="One more", **here),
            lambda: Priority.objects.create(order=9, lowest="low", highest="low", parts=[], **here),
        ]
        for write in writes:
            with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
                write()
        with pytest.raises(Refused):
            recommend(made, alice)
        made.refresh_from_db()
        with pytest.raises(Refused):
            move_priority(priority=made.priorities.select_related("diagnosis", "city")[0], by=alice.user)
    client = sign_in(Client(), alice)
    answer = client.get(f"{HERE}{made.number}/recommendations/", follow=True)
    assert "what is released never changes" in answer.content.decode()
    assert "Write recommendations" not in answer.content.decode()


def test_the_row_itself_refuses_half_a_recommendation(elver: City, alice: Membership) -> None:
    halves: list[dict[str, str]] = [
        {"category": ""},
        {"category": "", "area": "01", "judgement_key": "city.change"},
        {"status": "agreed"},
        {"status": "done"},
        {"status": "not_taken_up"},
        {"status": "forgotten"},
    ]
    with inside(elver):
        made = computed(elver)
        row = {"text": "Hold two courses", "category": "training", "area": "01", "city": elver, "diagnosis": made}
        for wrong in halves:
            with pytest.raises(ValidationError):
                recommend(made, alice, **wrong)
            with pytest.raises(IntegrityError), transaction.atomic():
                Recommendation.objects.create(**(row | wrong))
