"""A judgement of one's own goes from one diagnosis to the next: carried over, changed, dropped, or written anew."""

import datetime
from typing import Any

import pytest

from accounts.city import city_context
from jobs import artefacts
from mapping.models import Observation
from planning.flags.watching import after_release
from planning.grounds import all_said, grounds_of, said_now
from planning.models import Grounding, ReviewFlag
from reports.actions import create_diagnosis, keep_edition, keep_snapshot, propose
from reports.actions.written import bring_over, keep_written
from reports.editions import decided
from reports.following import SNAPSHOT
from reports.judgements.attached import cited_in
from reports.judgements.carried import plain, to_carry
from reports.models import OWN, Diagnosis, Judgement, Priority
from reports.release.permissions import had_it_in_hand, undecided
from reports.sections.differences import judged, printed
from reports.snapshot import freeze, load
from reports.tasks import carry_over
from tests.once import signed_in
from tests.planning.makers import judge, make_project
from tests.reports.judgements.written_ground import Ground, ground, made, records, write
from tests.reports.release.releasing import send_form
from tests.reports.test_snapshot import YEAR

__all__ = ["ground", "made"]

SECOND = "/city/elverhavn/diagnoses/2/"


def let_out(diagnosis: Diagnosis, ground: Ground) -> None:
    Diagnosis.objects.filter(state="released").update(state="superseded")
    Diagnosis.objects.filter(pk=diagnosis.pk).update(
        state="released", released_by=ground.alice.user, checked_by=ground.carla.user, released_on="2026-02-03"
    )


def next_one(ground: Ground, *, asked: bool = True) -> Diagnosis:
    """In review; what the last one made was asked about, or it was made before the last one was released."""
    made = create_diagnosis(city_id=ground.city.pk, period=YEAR, dated=datetime.date(2026, 3, 1))
    data = freeze(made)
    kept = artefacts.store(ground.city.pk, data, SNAPSHOT)
    keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=load(data))
    keep_edition(diagnosis=made, audience="restricted", sha256="1" * 64, size=1, engine="test")
    made = Diagnosis.objects.select_related("city").get(pk=made.pk)
    propose(diagnosis=made, proposals=[])
    if asked:
        bring_over(diagnosis=made)
    return made


@pytest.fixture
def second(ground: Ground, made: Diagnosis) -> Diagnosis:
    """Of a first that made two alike, a third, and one that was taken out."""
    own = records(district__code="01")
    for reference in (own[0], own[1]):
        write(made, ground.alice, reference)
    other = write(made, ground.alice, own[2], "figure:now/district=01")
    Judgement.objects.filter(pk=other.pk).update(statement="They ask for a place.")
    out = write(made, ground.alice, own[3])
    Judgement.objects.filter(pk=out.pk).update(statement="Not so.", state="dismissed", reason="Wrong.")
    let_out(made, ground)
    return next_one(ground)


def carried(second: Diagnosis, words: str) -> Judgement:
    return second.judgements.select_related("diagnosis", "city").filter(statement=words).order_by("order")[0]


def decide_all(second: Diagnosis, ground: Ground) -> None:
    for row in second.judgements.select_related("diagnosis__city").filter(state="proposed"):
        row.state = "confirmed"
        keep_written(judgement=row, references=cited_in(row), by=ground.carla.user)


def test_what_somebody_wrote_is_asked_about_in_the_next_with_its_key_and_its_evidence(
    ground: Ground, made: Diagnosis, second: Diagnosis
) -> None:
    first = {row.key: row for row in made.judgements.exclude(state="dismissed")}
    asked = {row.key: row for row in second.judgements.all()}
    assert asked.keys() == first.keys()
    assert len(asked) == 3
    for key, row in asked.items():
        assert (row.state, row.statement, row.proposed) == ("proposed", first[key].statement, first[key].statement)
        assert (cited_in(row), row.section) == (cited_in(first[key]), first[key].section)
        # the numbers of the first are none of the second
        assert all("value" not in each for each in row.evidence)
    assert len({row.order for row in asked.values()}) == 3
    assert undecided(second) == 3
    # asked again nothing comes twice, what was decided stays, and nothing is printed before
    assert bring_over(diagnosis=second) == 0
    assert [row for row in decided(second) if row.state != "proposed"] == []


def test_a_job_asks_anew_only_about_what_nobody_decided(ground: Ground, second: Diagnosis) -> None:
    row = carried(second, "They ask for a place.")
    row.state, row.statement = "confirmed", "They ask for a place of their own."
    keep_written(judgement=row, references=cited_in(row), by=ground.carla.user)
    propose(diagnosis=second, proposals=[])
    assert bring_over(diagnosis=second) == 2
    assert sorted(second.judgements.values_list("state", flat=True)) == ["proposed", "proposed", "rewritten"]


def test_it_is_kept_changed_or_dropped_and_the_comparison_tells_each(
    ground: Ground, made: Diagnosis, second: Diagnosis
) -> None:
    rows = list(second.judgements.select_related("diagnosis__city").order_by("order"))
    words = {"kept": rows[0].statement, "changed": "Another sentence.", "dropped": rows[2].statement}
    for row, what in zip(rows, words, strict=True):
        row.state, row.statement = ("dismissed" if what == "dropped" else "confirmed"), words[what]
        row.reason = "Nobody says so any more." if what == "dropped" else ""
        keep_written(judgement=row, references=cited_in(row), by=ground.carla.user)
    assert [row.state for row in second.judgements.order_by("order")] == ["confirmed", "rewritten", "dismissed"]
    found = judged(printed(decided(made)), printed(decided(second)))
    assert [before.statement for before, _now in found.carried] == [words["kept"]]
    assert [now.statement for _before, now in found.changed] == ["Another sentence."]
    assert [each.statement for each in found.dropped] == ["They ask for a place."]
    assert found.new == ()
    # of the figure it now has the number of this diagnosis, and the card says whose words they are
    assert {row.is_carried for row in decided(second)} == {True}


@pytest.mark.parametrize("words", ["It came back at the quay.", "  it came back  at the QUAY"])
def test_written_anew_in_the_same_words_it_is_the_same_judgement(
    ground: Ground, made: Diagnosis, second: Diagnosis, words: str
) -> None:
    keys = list(second.judgements.filter(statement="It came back at the quay.").order_by("order"))
    for place in range(2):
        row = Judgement(city=second.city, diagnosis=second, section=5, statement=words)
        kept = keep_written(judgement=row, references=records()[:1], by=ground.carla.user)
        # two alike are two: the first that nobody took yet
        assert (kept.pk, kept.key) == (keys[place].pk, keys[place].key)
    row = Judgement(city=second.city, diagnosis=second, section=5, statement=words)
    third = keep_written(judgement=row, references=records()[:1], by=ground.carla.user)
    assert third.key.startswith(OWN)
    assert third.key not in {each.key for each in keys}
    # what was dropped and is written again is made again
    other = carried(second, "They ask for a place.")
    other.state, other.reason = "dismissed", "No."
    keep_written(judgement=other, references=[], by=ground.carla.user)
    row = Judgement(city=second.city, diagnosis=second, section=5, statement="They ask for a place")
    assert keep_written(judgement=row, references=records()[:1], by=ground.carla.user).key == other.key


def test_a_project_is_told_that_its_ground_is_gone_where_it_was_dropped_and_nowhere_else(
    ground: Ground, made: Diagnosis, second: Diagnosis
) -> None:
    project = make_project(ground.city, ground.alice, status="active", ungrounded_because="-")
    rows = list(second.judgements.select_related("diagnosis__city").order_by("order"))
    with city_context(ground.city.pk, via="test", actor_id=ground.alice.user_id):
        for row in rows:
            Grounding.objects.create(city=ground.city, project=project, kind="judgement", key=row.key, chosen_in=1)
        decide_all(second, ground)
        let_out(second, ground)
        assert after_release(second) == []
        assert [each.is_gone or each.is_changed for each in grounds_of(Grounding.objects.all(), ground.alice, {})] == [
            False
        ] * 3
        third = next_one(ground)
        for row, state in zip(third.judgements.select_related("diagnosis__city").order_by("order"),
                              ("confirmed", "confirmed", "dismissed"), strict=True):  # fmt: skip
            row.state = state
            row.statement = "Other words." if row.key == rows[1].key else row.statement
            row.reason = "Nobody says so." if state == "dismissed" else ""
            keep_written(judgement=row, references=cited_in(row), by=ground.carla.user)
        let_out(third, ground)
        raised = {each.cause: each for each in after_release(third)}
    assert raised.keys() == {"ground_changed", "ground_gone"}
    assert raised["ground_changed"].after.startswith("No. 3: Other words.")
    assert raised["ground_gone"].after == (
        "Diagnosis no. 3 does not say this any more. It was dropped because: Nobody says so."
    )
    assert ReviewFlag.objects.filter(cause="ground_gone").count() == 1


def test_of_diagnoses_from_before_keys_were_kept_the_same_words_are_the_same_judgement(
    ground: Ground, made: Diagnosis
) -> None:
    project = make_project(ground.city, ground.alice)
    with city_context(ground.city.pk, via="test", actor_id=ground.alice.user_id):
        judge(made, "own.a", "It came back.")
        let_out(made, ground)
        other = next_one(ground, asked=False)
        judge(other, "own.b", "It came back.")
        let_out(other, ground)
        Grounding.objects.create(city=ground.city, project=project, kind="judgement", key="own.a", chosen_in=1)
        known = all_said([1, 2], {})
        assert said_now(known, known[1, "judgement", "own.a"], 2) == known[2, "judgement", "own.b"]
        assert after_release(other) == []
        # by a rule the same words are of something else
        assert said_now(known, known[1, "judgement", "own.a"], 3) is None


def test_one_that_was_in_review_already_is_not_released_before_it_was_asked(ground: Ground, made: Diagnosis) -> None:
    late = next_one(ground, asked=False)
    assert undecided(late) == 0
    written = write(made, ground.alice, records()[0])
    let_out(made, ground)
    assert [row.pk for row in to_carry(late)] == [written.pk]
    assert undecided(late) == 1
    told = "1 judgement that somebody wrote for the last diagnosis comes here within ten minutes"
    assert told in signed_in(ground.alice).get(f"{SECOND}judgements/").content.decode()
    assert "0 of 1 decided" in signed_in(ground.alice).get(SECOND).content.decode()
    bring_over(diagnosis=late)
    assert undecided(late) == 1
    page = signed_in(ground.alice).get(f"{SECOND}judgements/").content.decode()
    assert told not in page
    assert "stood in the last diagnosis" in page


def test_beat_asks_in_every_city(ground: Ground, second: Diagnosis) -> None:
    second.judgements.all().delete()
    carry_over()
    assert second.judgements.filter(state="proposed").count() == 3


def test_what_is_marked_above_the_reports_by_now_is_asked_of_nobody(ground: Ground, made: Diagnosis) -> None:
    write(made, ground.alice, records()[0])
    let_out(made, ground)
    made.judgements.update(marking="red")
    assert next_one(ground).judgements.count() == 0


def test_whoever_carries_it_over_has_it_in_hand_and_whoever_asked_for_the_diagnosis_has_not(
    ground: Ground, second: Diagnosis
) -> None:
    assert had_it_in_hand(second) == set()
    with city_context(ground.city.pk, via="test", actor_id=ground.carla.user_id):
        decide_all(second, ground)
    assert had_it_in_hand(second) == {ground.carla.user_id}


def test_a_person_says_by_the_form_what_becomes_of_it(ground: Ground, second: Diagnosis) -> None:
    client, row = signed_in(ground.carla), carried(second, "They ask for a place.")
    address = f"{SECOND}judgements/{row.pk}/"
    answer = client.get(address)
    page = answer.content.decode()
    assert "Carry it over, in the words below" in page
    assert "Drop it: it is not made any more" in page
    assert answer.context["writing"].form["state"].value() == ""
    sent = {"statement": row.statement, "section": "5", "rests_on": cited_in(row)}
    refused = send_form(client, address, state="dismissed", **sent)
    assert "Say why it is taken out." in refused.content.decode()
    assert send_form(client, address, state="confirmed", **sent).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.decided_by_id) == ("confirmed", ground.carla.user_id)
    # the figure it stands on has this diagnosis' number
    assert {"what": "Recorded in 2025, District 1", "value": "6"} in row.evidence
    again = client.get(address)
    assert again.context["writing"].form["state"].value() == "confirmed"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("It is so.", "it  is so", True),
        ("It is so.", "It is so!", False),
        ("A 1", "A 2", False),
        (" A\nb. ", "a b", True),
    ],
)
def test_words_are_the_same_but_for_what_nobody_reads(one: str, other: str, alike: bool) -> None:
    assert (plain(one) == plain(other)) is alike


def test_evidence_that_left_meanwhile_is_told_with_it(ground: Ground, made: Diagnosis) -> None:
    cited = records()[0]
    row = write(made, ground.alice, cited)
    let_out(made, ground)
    Observation.objects.filter(pk=int(cited.partition(":")[2])).update(state="draft", approved_at=None)
    next_one(ground)
    page = signed_in(ground.alice).get(f"{SECOND}judgements/").content.decode()
    assert row.statement in page
    assert "it was withdrawn or opened again" in page


def weighed_in(diagnosis: Diagnosis, **fields: Any) -> Priority:
    return Priority.objects.create(
        **{
            "city": diagnosis.city,
            "diagnosis": diagnosis,
            "marking": "amber",
            "category": "safe_spaces",
            "order": 1,
            "lowest": "medium",
            "highest": "medium",
            **fields,
        }
    )


MOVED = {"band": "high", "reason": "Three schools asked.", "decided_at": "2026-02-01T00:00Z"}


def test_why_a_priority_was_moved_is_offered_to_the_next(ground: Ground, made: Diagnosis) -> None:
    weighed_in(made, **MOVED)
    weighed_in(made, area="01")
    let_out(made, ground)
    second = next_one(ground)
    here, other = weighed_in(second), weighed_in(second, area="01")
    client = signed_in(ground.alice)
    told = "In no. 1 a person put it at high: Three schools asked. Here nobody moved it yet."
    assert client.get(f"{SECOND}priorities/").content.decode().count(told) == 1
    address = f"{SECOND}priorities/{here.pk}/"
    form = client.get(address).context["writing"].form
    assert (form["band"].value(), form["reason"].value()) == ("high", "Three schools asked.")
    form = client.get(f"{SECOND}priorities/{other.pk}/").context["writing"].form
    assert (form["band"].value(), form["reason"].value()) == ("rule", "")
    assert send_form(client, address, band="high", reason="Three schools asked.").status_code == 302
    assert told not in client.get(f"{SECOND}priorities/").content.decode()
    # what is not in review any more asks nobody
    other.delete()
    let_out(second, ground)
    assert "Here nobody moved it yet" not in client.get(f"{SECOND}priorities/").content.decode()


@pytest.mark.parametrize(
    ("before", "now", "flagged"),
    [
        # put at high by a person, and by the rule now: the same band
        (MOVED, {"lowest": "high", "highest": "high"}, False),
        ({"lowest": "high", "highest": "high"}, MOVED, False),
        (MOVED, {}, True),
        ({"lowest": "low"}, {"lowest": "low"}, False),
        ({"lowest": "low"}, {}, True),
    ],
)
def test_a_project_is_told_of_another_band_and_not_of_who_put_it_there(
    ground: Ground, made: Diagnosis, before: dict[str, Any], now: dict[str, Any], flagged: bool
) -> None:
    project = make_project(ground.city, ground.alice)
    with city_context(ground.city.pk, via="test", actor_id=ground.alice.user_id):
        weighed_in(made, **before)
        let_out(made, ground)
        second = next_one(ground)
        weighed_in(second, **now)
        let_out(second, ground)
        Grounding.objects.create(city=ground.city, project=project, kind="priority", key="safe_spaces:", chosen_in=1)
        assert bool(after_release(second)) is flagged


def test_of_districts_that_are_others_now_nobody_says_that_the_ground_is_gone(ground: Ground, made: Diagnosis) -> None:
    project = make_project(ground.city, ground.alice, status="active", ungrounded_because="-")
    with city_context(ground.city.pk, via="test", actor_id=ground.alice.user_id):
        for area in ("01", "old"):
            weighed_in(made, area=area)
            for kind, key in (("priority", f"safe_spaces:{area}"), ("judgement", f"district.{area}.change")):
                Grounding.objects.create(city=ground.city, project=project, kind=kind, key=key, chosen_in=1)
            judge(made, f"district.{area}.change", f"More in {area}.")
        let_out(made, ground)
        second = next_one(ground)
        let_out(second, ground)
        raised = {(each.cause, each.after) for each in after_release(second)}
    other = "The districts are others now, so diagnosis no. 2 says nothing of this one."
    assert raised == {("ground_gone", "Diagnosis no. 2 does not say this any more."), ("ground_changed", other)}
    page = signed_in(ground.alice).get(f"/city/elverhavn/projects/{project.pk}/").content.decode()
    assert page.count("of a district that is none of today") == 2
    assert page.count("not said any more") == 2
