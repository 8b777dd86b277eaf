"""A judgement of one's own: written on evidence that is found by words, undecided again once some of it has left."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City, Membership
from core.errors import Refused
from jobs import artefacts
from mapping.models import Observation
from records.actions import change_marking, erase, reopen, review_again_by, withdraw
from records.models import Draft
from reports.actions import answer_check, create_diagnosis, keep_edition, keep_snapshot, release
from reports.attached import cited_in, is_reference, judgements_of, references_to
from reports.editions import decided, told_to_partners, weighed
from reports.following import SNAPSHOT
from reports.models import Diagnosis, Edition, Judgement, Recommendation
from reports.pieces import Looking, Pieces
from reports.release import had_it_in_hand, is_second, undecided
from reports.snapshot import freeze, load
from reports.written import keep_written
from stakeholders.models import Consultation, Need
from tests.factories import make_member
from tests.mapping.makers import inside
from tests.once import once, signed_in
from tests.reports.conftest import small_city
from tests.reports.releasing import answers_of, send_form
from tests.reports.test_snapshot import YEAR
from tests.stakeholders.makers import make_consultation

HERE = "/city/elverhavn/diagnoses/1/"
NEW = f"{HERE}judgements/new/"
APPROVED: dict[str, Any] = {"state": "approved", "approved_at": "2026-01-15T00:00Z"}


@dataclass(frozen=True)
class Ground:
    """A city of 18 records a year in three districts, a diagnosis of it in review, and three admins."""

    city: City
    alice: Membership
    carla: Membership
    red: Membership


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    yield from once(django_db_blocker, _ground)


def _ground() -> Ground:
    city = small_city()
    alice, carla = (
        make_member(city, f"{n.lower()}@x.example", "admin", clearance="amber", name=n) for n in ("Alice", "Carla")
    )
    red = make_member(city, "red@x.example", "admin", clearance="red", name="Rita")
    day = datetime.date(2025, 5, 2)
    for rule, words in (("on_record", "A place at Nørregade"), ("chatham_house", "Somebody to call")):
        told = make_consultation(city, first_day=day, confidentiality=rule, **APPROVED)
        with inside(city):
            Need.objects.filter(consultation=told).update(statement=words, districts=["01"])
    closed = make_consultation(city, first_day=day, confidentiality="confidential", named_admin=alice.user, **APPROVED)
    with inside(city):
        Need.objects.filter(consultation=closed).update(statement="A secret place")
        Observation.objects.filter(district__code="01").update(title="Stickers at Nørregade")
        made = create_diagnosis(city_id=city.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
        data = freeze(made)
        kept = artefacts.store(city.pk, data, SNAPSHOT)
        keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=load(data))
        keep_edition(diagnosis=made, audience="restricted", sha256="0" * 64, size=1, engine="test")
        Diagnosis.objects.filter(pk=made.pk).update(state="in_review")
    return Ground(city, alice, carla, red)


@pytest.fixture
def made(ground: Ground, db: None) -> Iterator[Diagnosis]:
    with inside(ground.city):
        yield Diagnosis.objects.select_related("city").get()


def _records(**only: Any) -> list[str]:
    rows = Observation.objects.filter(first_day__year=2025, **only).order_by("pk")
    return [f"observation:{pk}" for pk in rows.values_list("pk", flat=True)]


def _passage(words: str = "A place at Nørregade") -> str:
    return f"need:{Need.objects.get(statement=words).pk}"


def _write(made: Diagnosis, by: Membership, *references: str, **fields: Any) -> Judgement:
    row = Judgement(city=made.city, diagnosis=made, section=5, statement="It came back at the quay.", **fields)
    return keep_written(judgement=row, references=list(references), by=by.user)


def _again(row: Judgement) -> Judgement:
    return next(each for each in judgements_of(row.diagnosis) if each.pk == row.pk)


@pytest.mark.parametrize(
    ("text", "known"),
    [("observation:12", True), ("need:5", True), ("quote:1", True), ("figure:now/district=01", True),
     ("figure:before/all", True), ("figure:then/all", False), ("figure:now/title=x", False), ("source:1", False),
     ("observation:", False), ("observation:-1", False), ("observation:1e3", False), ("observation:" + "9" * 19, False),
     ("observation:\u0661", False), ("figure:now/district=" + "x" * 300, False), ("", False), (":", False)],
)  # fmt: skip
def test_a_reference_is_the_name_of_a_kind_and_a_number_or_a_figure(text: str, known: bool) -> None:
    assert is_reference(text) is known


def test_evidence_is_found_by_words_district_kind_and_period_as_far_as_one_may_read_it(
    ground: Ground, made: Diagnosis
) -> None:
    there = Pieces(made, ground.alice.user)

    def found(**asked: Any) -> set[str]:
        return {each.reference for each in there.search(Looking(**asked)).pieces}

    assert found(words="norregade stickers") == set(_records(district__code="01"))
    assert found(words="norregade place") == {_passage()}
    assert found(words="somebody") == {_passage("Somebody to call")}
    # in confidence to be told alone by nobody, though she is the admin who reads it
    assert found(words="secret") == set()
    assert found(kind="passage", district="02") == set()
    assert found(kind="figure", words="district 1") == {"figure:now/district=01", "figure:before/district=01"}
    assert found(kind="figure", district="00") == {"figure:now/district=00", "figure:before/district=00"}
    assert found(kind="observation", words="threat", district="02") == set(_records(district__code="02"))
    assert len(found(kind="observation", words="stickers", ever=True)) == 10
    assert there.search(Looking(kind="observation", words="stickers", ever=True)).has_more
    assert not there.search(Looking(kind="observation", words="stickers")).has_more
    Observation.objects.filter(pk=int(_records()[0].partition(":")[2])).update(marking="red", title="Red stickers")
    assert found(words="red stickers") == set()
    (seen,) = Pieces(made, ground.red.user).search(Looking(words="red stickers")).pieces
    assert "marked TLP:RED" in seen.refused
    (figure,) = there.search(Looking(kind="figure", words="2025, district 1")).pieces
    assert figure.words == "Recorded in 2025, District 1: 6"
    assert signed_in(ground.alice).get(figure.url).context["counted"] == 6


def test_one_is_written_without_a_script_piece_by_piece_in_an_order_of_ones_own(
    ground: Ground, made: Diagnosis
) -> None:
    client = signed_in(ground.alice)
    assert f'href="{NEW}"' in client.get(f"{HERE}judgements/").content.decode()
    one, two, *_more = _records(district__code="01")
    passage = _passage()
    typed = {
        "statement": "It came back at Nørregade.",
        "section": "5",
        "draft": str(client.get(NEW).context["writing"].identity),
    }

    def press(button: str, *attached: str, **more: str) -> Any:
        answer = client.post(NEW, {**typed, "rests_on": attached, "add_row": button, **more})
        typed["draft_version"] = str(answer.context["writing"].version)
        return answer

    page = press("search", look_for="norregade")
    assert f'value="{passage}"' in page.content.decode()
    assert "Nothing yet." in page.content.decode()
    page = press("search", passage, one, two, look_for="norregade")
    form = page.context["writing"].form
    assert [each.reference for each in form.attached] == [passage, one, two]
    assert passage not in {each.reference for each in form.found.pieces}
    form = press(f"up:{two}", passage, one, two).context["writing"].form
    assert form.references == [passage, two, one]
    assert form["statement"].value() == "It came back at Nørregade."
    # all of it is kept as a draft, in that order; nothing is saved
    assert client.get(f"{NEW}?draft={typed['draft']}").context["writing"].form.references == [passage, two, one]
    assert not made.judgements.exists()

    answer = client.post(NEW, {**typed, "rests_on": [passage, two]})
    assert answer["Location"] == f"{HERE}judgements/"
    row = made.judgements.get()
    assert (cited_in(row), row.state, row.decided_by, row.confidence) == (
        [passage, two],
        "confirmed",
        ground.alice.user,
        "low",
    )
    assert row.confidence_reasons == ["all records come from one type of source"]
    listed = client.get(f"{HERE}judgements/").content.decode()
    assert "It came back at Nørregade." in listed
    assert "written by a person" in listed
    opened = client.get(f"{HERE}judgements/{row.pk}/").context["writing"].form
    assert (opened.references, opened["confidence"].value()) == ([passage, two], "")


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"rests_on": []}, "rests_on"), ({"statement": ""}, "statement"), ({"section": "12"}, "section"),
     ({"confidence": "high"}, "reason"), ({"rests_on": ["observation:999999"]}, "rests_on"),
     ({"rests_on": ["nonsense"]}, "rests_on"), ({"likelihood": "surely"}, "likelihood")],
)  # fmt: skip
def test_what_is_missing_or_not_there_is_said_beside_its_field(
    ground: Ground, made: Diagnosis, sent: dict[str, Any], field: str
) -> None:
    typed = {"statement": "It came back.", "section": "5", "rests_on": _records()[:1], **sent}
    form = send_form(signed_in(ground.alice), NEW, **typed).context["writing"].form
    assert set(form.errors) == {field}
    assert not made.judgements.exists()


def test_another_confidence_than_the_rule_is_printed_with_its_reason_and_no_word_of_a_record_is(
    ground: Ground, made: Diagnosis
) -> None:
    evidence = [_records(district__code="01")[0], _passage(), "figure:now/district=01"]
    send_form(
        signed_in(ground.alice), NEW, statement="It came back.", section="5", likelihood="likely", confidence="high",
        reason="Two of us saw it.", rests_on=evidence,
    )  # fmt: skip
    (printed,) = decided(made)
    assert (printed.state, printed.likelihood, printed.confidence) == ("confirmed", "likely", "high")
    assert printed.other_confidence == "Two of us saw it. (set by a person; by the rule: low)"
    assert printed.evidence == (
        ("Records", "1"), ("Passages of consultations", "1"), ("Recorded in 2025, District 1", "6")
    )  # fmt: skip
    assert told_to_partners(made) == ()


@pytest.mark.parametrize(
    ("references", "level"),
    [
        # six records of the district, one of them named twice; all of the police
        (["figure:now/district=01"], "low"),
        # what was said alone is at most moderate
        (["need"], "moderate"),
    ],
)
def test_confidence_follows_from_what_is_attached(
    ground: Ground, made: Diagnosis, references: list[str], level: str
) -> None:
    named = [_passage() if each == "need" else each for each in references]
    assert _write(made, ground.alice, *named).proposed_confidence == level


def test_the_rule_counts_each_record_once_whichever_way_it_was_attached(ground: Ground, made: Diagnosis) -> None:
    there = Pieces(made, ground.alice.user)
    rule = there.by_rule([*_records(district__code="01")[:2], "figure:now/district=01", "figure:now/all"])
    assert [part["value"] for part in rule.behind if part["what"] == "Records"] == ["18"]
    rule = there.by_rule([*_records()[:2], "figure:before/district=01"])
    assert [part["value"] for part in rule.behind if part["what"] == "Records"] == ["8"]


def test_what_is_above_the_reports_is_refused_with_the_reason(ground: Ground, made: Diagnosis) -> None:
    high = _records()[0]
    Observation.objects.filter(pk=int(high.partition(":")[2])).update(marking="amber_strict")
    for who, why in ((ground.red, r"marked TLP:AMBER\+STRICT"), (ground.alice, "you may not read it|marked")):
        with pytest.raises(ValidationError, match=why):
            _write(made, who, high)
    with pytest.raises(ValidationError, match="in confidence"):
        _write(made, ground.alice, _passage("A secret place"))


def _raised(record: Any, who: Membership) -> None:
    change_marking(record=record, by=who.user, marking="red")


def _rewritten(record: Any, who: Membership) -> None:
    reopen(record=record, by=who.user)
    type(record).objects.filter(pk=record.pk).update(title="Other words", **APPROVED)


def _said_otherwise(record: Any, _who: Membership) -> None:
    record.need_rows.update(statement="Other words")


def _never_told(record: Any, who: Membership) -> None:
    Consultation.objects.filter(pk=record.pk).update(confidentiality="chatham_house")
    record.need_rows.all().delete()


LEAVING: list[tuple[str, Callable[[Any, Membership], object], str]] = [
    ("record", lambda record, who: withdraw(record=record, by=who.user, reason="It was a rehearsal."), "withdrawn"),
    ("record", lambda record, who: reopen(record=record, by=who.user), "opened again"),
    ("record", lambda record, who: erase(record=record, by=who.user, reason="They asked."), "erased"),
    ("record", _raised, "marked TLP:RED"),
    ("record", _rewritten, "changed"),
    ("session", lambda record, who: withdraw(record=record, by=who.user, reason="It was a rehearsal."), "withdrawn"),
    ("session", lambda record, who: erase(record=record, by=who.user, reason="They asked."), "erased"),
    ("session", _raised, "marked TLP:RED"),
    ("session", _said_otherwise, "changed"),
]


@pytest.mark.parametrize(("kind", "leave", "why"), LEAVING, ids=[f"{kind}-{why}" for kind, _leave, why in LEAVING])
def test_what_leaves_makes_it_undecided_again_and_nothing_is_released(
    ground: Ground, made: Diagnosis, kind: str, leave: Callable[[Any, Membership], object], why: str
) -> None:
    # a record that is in no snapshot of it: nothing else of the diagnosis follows it
    outside = Observation.objects.filter(first_day__year=2025).order_by("pk")[0]
    outside.pk, outside.external_key, outside._state.adding = None, "later", True
    outside.save()
    record: Any = outside if kind == "record" else Consultation.objects.get(confidentiality="on_record")
    reference = f"observation:{outside.pk}" if kind == "record" else _passage()
    row = _write(made, ground.alice, reference, "figure:now/all")
    made.refresh_from_db()
    answer_check(diagnosis=made, answers=answers_of(made), by=ground.alice.user)
    assert (undecided(made), _again(row).left) == (0, ())
    leave(record, ground.red)
    if kind == "record":
        assert undecided(made) == 1
        (said,) = _again(row).left
        assert why in said
        made.refresh_from_db()
        with pytest.raises(Refused):
            release(diagnosis=made, note="Now.", by=ground.carla.user)
        assert [each.state for each in decided(made)] == ["proposed"]
        page = signed_in(ground.red).get(f"{HERE}judgements/").content.decode()
        assert "Undecided again" in page
        assert said.partition(":")[2].strip() in page.replace("&#x27;", "'")
    elif Diagnosis.objects.get(pk=made.pk).state == "in_review":
        assert any(why in each for each in _again(row).left)
    # taken out, it stands in nobody's way
    row = _again(row)
    row.state, row.reason = "dismissed", "It left."
    if Diagnosis.objects.get(pk=made.pk).marking == "amber" and Diagnosis.objects.get(pk=made.pk).state == "in_review":
        keep_written(judgement=row, references=cited_in(row), by=ground.red.user)
        assert undecided(made) == 0


def test_what_is_no_change_of_what_it_says_makes_nobody_look_again(ground: Ground, made: Diagnosis) -> None:
    record = Observation.objects.get(pk=int(_records()[0].partition(":")[2]))
    row = _write(made, ground.alice, f"observation:{record.pk}", _passage())
    review_again_by(record=record, by=ground.carla.user, day=timezone.localdate() + datetime.timedelta(days=30))
    record.refresh_from_db()
    record.state, record.review_comment = "approved", "Well told."
    record.save(update_fields=["state", "review_comment"])
    assert _again(row).left == ()
    Observation.objects.filter(pk=record.pk).update(currents=["right_wing"])
    assert _again(row).left == (f"Record no. {record.pk}: it was changed.",)


def test_once_it_is_looked_at_again_it_is_decided_and_the_check_is_to_be_made_anew(
    ground: Ground, made: Diagnosis
) -> None:
    one, two = _records()[:2]
    row = _write(made, ground.alice, one, two)
    made.refresh_from_db()
    made = answer_check(diagnosis=made, answers=answers_of(made), by=ground.alice.user)
    assert made.checked_by == ground.alice.user
    withdraw(record=Observation.objects.get(pk=int(one.partition(":")[2])), by=ground.red.user, reason="Rehearsed.")
    row = _again(row)
    with pytest.raises(ValidationError, match="withdrawn"):
        keep_written(judgement=row, references=[one, two], by=ground.carla.user)
    row = keep_written(judgement=row, references=[two], by=ground.carla.user)
    assert (_again(row).left, undecided(made)) == ((), 0)
    made.refresh_from_db()
    assert made.checked_by_id is None
    assert made.checked_pages == {}


def test_a_judgement_made_of_what_is_above_the_reports_by_now_can_only_be_taken_out(
    ground: Ground, made: Diagnosis
) -> None:
    record = Observation.objects.filter(first_day__year=2025).order_by("pk")[0]
    record.pk, record.external_key, record._state.adding = None, "later", True
    record.save()
    row = _write(made, ground.alice, f"observation:{record.pk}", "figure:now/all")
    change_marking(record=record, by=ground.red.user, marking="red")
    row.refresh_from_db()
    assert row.marking == "red"
    assert Edition.objects.get(audience="restricted").marking == "red"
    assert Diagnosis.objects.get(pk=made.pk).marking == "amber"
    change_marking(record=record, by=ground.red.user, marking="amber")
    with pytest.raises(ValidationError, match="Take it out, and write another"):
        keep_written(judgement=_again(row), references=["figure:now/all"], by=ground.red.user)
    # whoever is not cleared for the record reads no word of it
    page = signed_in(ground.alice).get(f"{HERE}judgements/").content.decode()
    assert "It came back at the quay." not in page


def test_evidence_marked_higher_than_the_diagnosis_raises_it(ground: Ground, made: Diagnosis) -> None:
    Diagnosis.objects.update(marking="green")
    made.refresh_from_db()
    row = _write(made, ground.alice, _records()[0])
    assert (row.marking, Diagnosis.objects.get().marking) == ("amber", "amber")


def test_whoever_wrote_one_does_not_release_it(ground: Ground, made: Diagnosis) -> None:
    typed = {"statement": "It came back.", "section": "5", "rests_on": _records()[:2]}
    send_form(signed_in(ground.alice), NEW, **typed)
    row = made.judgements.get()
    Diagnosis.objects.update(checked_by=ground.red.user)
    made.refresh_from_db()
    assert not is_second(made, ground.alice.user.pk)
    assert is_second(made, ground.carla.user.pk)
    # whoever takes a piece of evidence out says something else of it
    address = f"{HERE}judgements/{row.pk}/"
    send_form(signed_in(ground.carla), address, **{**typed, "state": "confirmed", "rests_on": _records()[:1]})
    assert cited_in(made.judgements.get()) == _records()[:1]
    assert {ground.alice.user.pk, ground.carla.user.pk} <= had_it_in_hand(made)


def test_a_recommendation_answers_it_until_it_is_undecided_again(ground: Ground, made: Diagnosis) -> None:
    row = _write(made, ground.alice, _records()[0])
    Recommendation.objects.create(city=made.city, diagnosis=made, text="Look into it", judgement_key=row.key)
    assert [each.judgement for each in weighed(made).recommended] == [row.statement]
    Observation.objects.filter(pk=int(_records()[0].partition(":")[2])).update(title="Other words")
    assert [each.judgement for each in weighed(made).recommended] == [""]


def test_a_report_that_printed_a_judgement_on_an_erased_record_is_withdrawn(
    ground: Ground, made: Diagnosis, django_capture_on_commit_callbacks: Any
) -> None:
    record = Observation.objects.filter(first_day__year=2025).order_by("pk")[0]
    record.pk, record.external_key, record._state.adding = None, "later", True
    record.save()
    _write(made, ground.alice, f"observation:{record.pk}", "figure:now/all")
    Diagnosis.objects.update(
        state="released", released_by=ground.carla.user, checked_by=ground.alice.user, released_on=made.dated
    )
    erase(record=record, by=ground.red.user, reason="They asked.")
    assert Diagnosis.objects.get(number=1).state == "withdrawn"
    assert Diagnosis.objects.get(number=2).state == "analysing"


def test_what_was_given_out_follows_a_record_it_cites_and_its_partner_edition_does_not(
    ground: Ground, made: Diagnosis
) -> None:
    record = Observation.objects.filter(first_day__year=2025).order_by("pk")[0]
    record.pk, record.external_key, record._state.adding = None, "later", True
    record.save()
    _write(made, ground.alice, f"observation:{record.pk}", "figure:now/all")
    keep_edition(diagnosis=made, audience="partner", sha256="1" * 64, size=1, engine="test")
    Diagnosis.objects.update(
        state="released", released_by=ground.carla.user, checked_by=ground.alice.user, released_on=made.dated
    )
    change_marking(record=record, by=ground.red.user, marking="red")
    assert dict(Edition.objects.values_list("audience", "marking")) == {"restricted": "red", "partner": "green"}
    assert Diagnosis.objects.get().marking == "red"
    assert set(Judgement.objects.values_list("marking", flat=True)) == {"red"}


def test_a_session_is_cited_by_its_passages(ground: Ground, made: Diagnosis) -> None:
    session = Consultation.objects.get(confidentiality="on_record")
    assert references_to("stakeholders.consultation", [session.pk]) == {_passage()}
    assert references_to("mapping.observation", [7]) == {"observation:7"}
    assert references_to("stakeholders.need", [7]) == {"need:7"}
    assert references_to("mapping.source", [7]) == set()


def test_what_was_typed_for_a_diagnosis_that_was_let_out_meanwhile_stays_its_authors(
    ground: Ground, made: Diagnosis
) -> None:
    client = signed_in(ground.alice)
    identity = str(client.get(NEW).context["writing"].identity)
    Diagnosis.objects.update(
        state="released", released_by=ground.carla.user, checked_by=ground.red.user, released_on=made.dated
    )
    sent = {"statement": "It came back.", "section": "5", "rests_on": _records()[:1], "draft": identity}
    answer = client.post(NEW, sent, follow=True)
    assert "what is released never changes" in answer.content.decode()
    kept = Draft.objects.get()
    assert (kept.owner, kept.data["statement"], kept.data["rests_on"]) == (
        ground.alice.user, ["It came back."], _records()[:1]
    )  # fmt: skip
    assert not made.judgements.exists()


def test_sent_twice_it_is_one_judgement(ground: Ground, made: Diagnosis) -> None:
    client = signed_in(ground.alice)
    sent = {"statement": "It came back.", "section": "5", "rests_on": _records()[:1],
            "draft": str(client.get(NEW).context["writing"].identity)}  # fmt: skip
    first, second = (client.post(NEW, sent) for _twice in range(2))
    row = made.judgements.get()
    assert (first["Location"], second["Location"]) == (f"{HERE}judgements/", f"{HERE}judgements/{row.pk}/")


def test_pages_take_as_many_queries_for_many_pieces_as_for_few(ground: Ground, made: Diagnosis) -> None:
    client = signed_in(ground.alice)
    few = _write(made, ground.alice, _records()[0], _passage(), "figure:now/all")

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as taken:
            assert client.get(address).status_code == 200
        return len(taken)

    taken = [queries(f"{HERE}judgements/"), queries(f"{HERE}judgements/{few.pk}/")]
    figures = [f"figure:{window}/district=0{n}" for window in ("now", "before") for n in range(3)]
    for _another in range(3):
        many = _write(made, ground.alice, *_records(), _passage(), _passage("Somebody to call"), *figures)
    assert taken == [queries(f"{HERE}judgements/"), queries(f"{HERE}judgements/{many.pk}/")] == QUERIES


QUERIES = [15, 24]
