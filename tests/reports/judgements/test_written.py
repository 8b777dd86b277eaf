"""A judgement of one's own: written on evidence that is found by words, undecided again once some of it has left."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mapping.models import Observation
from records.models import Draft
from reports.editions import decided, told_to_partners
from reports.judgements.attached import cited_in, is_reference, references_to
from reports.judgements.pieces import Looking, Pieces
from reports.models import Diagnosis
from reports.release.permissions import had_it_in_hand, is_second
from stakeholders.models import Consultation
from tests.once import signed_in
from tests.reports.judgements.written_ground import HERE, NEW, Ground, ground, made, passage, records, write
from tests.reports.release.releasing import send_form

__all__ = ["ground", "made"]


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

    assert found(words="norregade stickers") == set(records(district__code="01"))
    assert found(words="norregade place") == {passage()}
    assert found(words="somebody") == {passage("Somebody to call")}
    # in confidence to be told alone by nobody, though she is the admin who reads it
    assert found(words="secret") == set()
    assert found(kind="passage", district="02") == set()
    assert found(kind="figure", words="district 1") == {"figure:now/district=01", "figure:before/district=01"}
    assert found(kind="figure", district="00") == {"figure:now/district=00", "figure:before/district=00"}
    assert found(kind="observation", words="threat", district="02") == set(records(district__code="02"))
    assert len(found(kind="observation", words="stickers", ever=True)) == 10
    assert there.search(Looking(kind="observation", words="stickers", ever=True)).has_more
    assert not there.search(Looking(kind="observation", words="stickers")).has_more
    Observation.objects.filter(pk=int(records()[0].partition(":")[2])).update(marking="red", title="Red stickers")
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
    one, two, *_more = records(district__code="01")
    told = passage()
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
    assert f'value="{told}"' in page.content.decode()
    assert "Nothing yet." in page.content.decode()
    page = press("search", told, one, two, look_for="norregade")
    form = page.context["writing"].form
    assert [each.reference for each in form.attached] == [told, one, two]
    assert told not in {each.reference for each in form.found.pieces}
    form = press(f"up:{two}", told, one, two).context["writing"].form
    assert form.references == [told, two, one]
    assert form["statement"].value() == "It came back at Nørregade."
    # all of it is kept as a draft, in that order; nothing is saved
    assert client.get(f"{NEW}?draft={typed['draft']}").context["writing"].form.references == [told, two, one]
    assert not made.judgements.exists()

    answer = client.post(NEW, {**typed, "rests_on": [told, two]})
    assert answer["Location"] == f"{HERE}judgements/"
    row = made.judgements.get()
    assert (cited_in(row), row.state, row.decided_by, row.confidence) == (
        [told, two],
        "confirmed",
        ground.alice.user,
        "low",
    )
    assert row.confidence_reasons == ["all records come from one type of source"]
    listed = client.get(f"{HERE}judgements/").content.decode()
    assert "It came back at Nørregade." in listed
    assert "written by a person" in listed
    opened = client.get(f"{HERE}judgements/{row.pk}/").context["writing"].form
    assert (opened.references, opened["confidence"].value()) == ([told, two], "")


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"rests_on": []}, "rests_on"), ({"statement": ""}, "statement"), ({"section": "12"}, "section"),
     ({"confidence": "high"}, "reason"), ({"rests_on": ["observation:999999"]}, "rests_on"),
     ({"rests_on": ["nonsense"]}, "rests_on"), ({"likelihood": "surely"}, "likelihood")],
)  # fmt: skip
def test_what_is_missing_or_not_there_is_said_beside_its_field(
    ground: Ground, made: Diagnosis, sent: dict[str, Any], field: str
) -> None:
    typed = {"statement": "It came back.", "section": "5", "rests_on": records()[:1], **sent}
    form = send_form(signed_in(ground.alice), NEW, **typed).context["writing"].form
    assert set(form.errors) == {field}
    assert not made.judgements.exists()


def test_another_confidence_than_the_rule_is_printed_with_its_reason_and_no_word_of_a_record_is(
    ground: Ground, made: Diagnosis
) -> None:
    evidence = [records(district__code="01")[0], passage(), "figure:now/district=01"]
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
    named = [passage() if each == "need" else each for each in references]
    assert write(made, ground.alice, *named).proposed_confidence == level


def test_the_rule_counts_each_record_once_whichever_way_it_was_attached(ground: Ground, made: Diagnosis) -> None:
    there = Pieces(made, ground.alice.user)
    rule = there.by_rule([*records(district__code="01")[:2], "figure:now/district=01", "figure:now/all"])
    assert [part["value"] for part in rule.behind if part["what"] == "Records"] == ["18"]
    rule = there.by_rule([*records()[:2], "figure:before/district=01"])
    assert [part["value"] for part in rule.behind if part["what"] == "Records"] == ["8"]


def test_what_is_above_the_reports_is_refused_with_the_reason(ground: Ground, made: Diagnosis) -> None:
    high = records()[0]
    Observation.objects.filter(pk=int(high.partition(":")[2])).update(marking="amber_strict")
    for who, why in ((ground.red, r"marked TLP:AMBER\+STRICT"), (ground.alice, "you may not read it|marked")):
        with pytest.raises(ValidationError, match=why):
            write(made, who, high)
    with pytest.raises(ValidationError, match="in confidence"):
        write(made, ground.alice, passage("A secret place"))


def test_evidence_marked_higher_than_the_diagnosis_raises_it(ground: Ground, made: Diagnosis) -> None:
    Diagnosis.objects.update(marking="green")
    made.refresh_from_db()
    row = write(made, ground.alice, records()[0])
    assert (row.marking, Diagnosis.objects.get().marking) == ("amber", "amber")


def test_whoever_wrote_one_does_not_release_it(ground: Ground, made: Diagnosis) -> None:
    typed = {"statement": "It came back.", "section": "5", "rests_on": records()[:2]}
    send_form(signed_in(ground.alice), NEW, **typed)
    row = made.judgements.get()
    Diagnosis.objects.update(checked_by=ground.red.user)
    made.refresh_from_db()
    assert not is_second(made, ground.alice.user.pk)
    assert is_second(made, ground.carla.user.pk)
    # whoever takes a piece of evidence out says something else of it
    address = f"{HERE}judgements/{row.pk}/"
    send_form(signed_in(ground.carla), address, **{**typed, "state": "confirmed", "rests_on": records()[:1]})
    assert cited_in(made.judgements.get()) == records()[:1]
    assert {ground.alice.user.pk, ground.carla.user.pk} <= had_it_in_hand(made)


def test_a_session_is_cited_by_its_passages(ground: Ground, made: Diagnosis) -> None:
    session = Consultation.objects.get(confidentiality="on_record")
    assert references_to("stakeholders.consultation", [session.pk]) == {passage()}
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
    sent = {"statement": "It came back.", "section": "5", "rests_on": records()[:1], "draft": identity}
    answer = client.post(NEW, sent, follow=True)
    assert "what is released never changes" in answer.content.decode()
    kept = Draft.objects.get()
    assert (kept.owner, kept.data["statement"], kept.data["rests_on"]) == (
        ground.alice.user, ["It came back."], records()[:1]
    )  # fmt: skip
    assert not made.judgements.exists()


def test_sent_twice_it_is_one_judgement(ground: Ground, made: Diagnosis) -> None:
    client = signed_in(ground.alice)
    sent = {"statement": "It came back.", "section": "5", "rests_on": records()[:1],
            "draft": str(client.get(NEW).context["writing"].identity)}  # fmt: skip
    first, second = (client.post(NEW, sent) for _twice in range(2))
    row = made.judgements.get()
    assert (first["Location"], second["Location"]) == (f"{HERE}judgements/", f"{HERE}judgements/{row.pk}/")


def test_pages_take_as_many_queries_for_many_pieces_as_for_few(ground: Ground, made: Diagnosis) -> None:
    client = signed_in(ground.alice)
    few = write(made, ground.alice, records()[0], passage(), "figure:now/all")

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as taken:
            assert client.get(address).status_code == 200
        return len(taken)

    taken = [queries(f"{HERE}judgements/"), queries(f"{HERE}judgements/{few.pk}/")]
    figures = [f"figure:{window}/district=0{n}" for window in ("now", "before") for n in range(3)]
    for _another in range(3):
        many = write(made, ground.alice, *records(), passage(), passage("Somebody to call"), *figures)
    assert taken == [queries(f"{HERE}judgements/"), queries(f"{HERE}judgements/{many.pk}/")] == QUERIES


QUERIES = [18, 24]


def test_with_a_script_what_is_found_comes_as_one_types_and_nothing_is_kept_by_it(
    ground: Ground, made: Diagnosis
) -> None:
    client = signed_in(ground.alice)
    told, (one, *_more) = passage(), records(district__code="01")
    before = Draft.objects.count()

    def typed(**asked: Any) -> str:
        answer = client.get(NEW, {"look_in": "", "look_where": "", **asked}, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        return str(answer.content.decode())

    part = typed(look_for="norregade", rests_on=[one])
    assert "<html" not in part
    assert f'value="{told}"' in part
    # what was ticked is attached, and not found a second time
    assert part.count(f'value="{one}"') == 1
    assert re.search(rf'value="{one}"[^>]*checked', part)
    assert 'role="status"' in part
    assert re.search(r"\d+ pieces found", part)
    assert "Nothing is found that is not attached already." in typed(look_for="nowhere to be found")
    # no words, nothing found; what is ticked stays
    cleared = typed(look_for="", rests_on=[one, "nonsense"])
    assert "found." not in cleared
    assert re.search(rf'value="{one}"[^>]*checked', cleared)
    assert Draft.objects.count() == before
    assert not made.judgements.exists()
    # without a script it is the page
    assert "<html" in client.get(NEW, {"look_for": "norregade"}).content.decode()


def test_a_part_of_the_form_is_no_answer_where_the_form_is_none(ground: Ground, made: Diagnosis) -> None:
    Diagnosis.objects.filter(pk=made.pk).update(state="failed")
    answer = signed_in(ground.alice).get(NEW, {"look_for": "norregade"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (204, b"")
