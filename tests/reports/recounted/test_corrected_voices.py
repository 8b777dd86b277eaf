"""Figures of what was said that would be others: told as exactly as may be."""

import re
from typing import Any

from accounts.city import city_context
from mapping.models import Observation
from notices.composing import events_of
from notices.models import ChangeNotice
from records.actions import erase
from reports.models import Diagnosis
from stakeholders.models import (
    Consultation,
    Disagreement,
    Finding,
    Need,
    Organisation,
    Quote,
    TrustRating,
)
from tests.once import signed_in
from tests.reports.recounted.corrected_ground import (
    HERE,
    Ground,
    change,
    ground,
    hear,
    let_out,
    look,
    page,
    released,
    rows_of,
)

__all__ = ["ground", "released"]


def test_as_printed_nothing_is_told(released: Diagnosis) -> None:
    assert look(released) is None


def test_of_who_was_heard_exact_figures_are_told_to_those_who_read_them_and_the_table_to_all(
    released: Diagnosis, ground: Ground
) -> None:
    change(ground, "On the record", people=33)
    notice = let_out(look(released), ground.alice)
    # 20, 9 and three times 5 came
    assert rows_of(notice) == {"People who took part in consultations, 2025": (44, 57)}
    assert (notice.marking, notice.before) == ("green", "Consultations, 2025.")
    assert notice.after == "Consultations, 2025. Counted otherwise: who was heard."
    assert notice.why == "What was recorded of a consultation was corrected."
    assert notice.decided.startswith("Carla, ")
    people = re.compile(r"(?<!:)\b57\b")  # and not the minute at which it was told
    assert people.search(page(ground.amber, notice))
    assert not people.search(page(ground.green, notice))
    assert "who was heard" in page(ground.green, notice)
    assert look(released) is None
    # and back: that is told too, once
    change(ground, "On the record", people=20)
    back = let_out(look(released), ground.alice)
    assert rows_of(back) == {"People who took part in consultations, 2025": (57, 44)}
    assert look(released) is None


def test_of_a_withdrawn_session_all_that_it_counts_under_is_told(released: Diagnosis, ground: Ground) -> None:
    change(ground, "On the record", state="withdrawn", withdrawn_reason="It was a rehearsal.")
    notice = let_out(look(released), ground.alice)
    told = rows_of(notice)
    assert told["Consultations, 2025"] == (5, 4)
    assert told["District 1: consultations about it, 2025"] == (1, 0)
    assert told["Young people: people, 2025"] == (14, 7)
    assert told["Trust: The police, Civil society, 2025"] == (None, None)
    assert (notice.before, notice.after.partition(". Counted")[0]) == (
        "Consultations, 2025: 4.", "Consultations, 2025: 3",
    )  # fmt: skip
    ours, theirs = page(ground.amber, notice), page(ground.green, notice)
    assert "It was a rehearsal." in ours
    assert "the difference would tell of single people or consultations" in ours
    assert "It was a rehearsal." not in theirs
    assert "who was heard, needs" in theirs


def test_of_one_rating_it_is_told_which_figure_is_another_and_not_how(released: Diagnosis, ground: Ground) -> None:
    row = TrustRating.objects.filter(consultation__title="On the record", sector="youth").get()
    TrustRating.objects.filter(pk=row.pk).update(level=1 if row.level > 1 else 5)
    notice = look(released)
    told = rows_of(notice)
    assert set(told.values()) == {(None, None)}
    assert {label.partition(",")[0] for label in told} == {"Trust: The police"}
    assert notice is not None
    assert notice.after == "Consultations, 2025. Counted otherwise: ratings of trust."
    assert not re.search(r"[1-5],", str(notice.figures["rows"]))


def test_what_an_edition_does_not_have_its_readers_are_not_told_of(released: Diagnosis, ground: Ground) -> None:
    """Not even that there is a session above their marking."""
    change(ground, "Marked amber", people=11)
    notice = let_out(look(released), ground.alice)
    assert (notice.marking, notice.figures_marking) == ("amber", "amber")
    assert notice.after == "Counted otherwise in the restricted edition: what was said in consultations."
    assert rows_of(notice) == {"People who took part in consultations, 2025": (44, 46)}
    assert signed_in(ground.green).get(f"{HERE}{notice.pk}/").status_code == 404
    change(ground, "On the record", people=21)
    both = look(released)
    assert both is not None
    assert both.marking == "green"
    assert both.after == "Consultations, 2025. Counted otherwise: who was heard."


def test_of_what_was_said_in_confidence_nothing_is_told_but_that_it_is_otherwise(
    released: Diagnosis, ground: Ground
) -> None:
    Need.objects.filter(consultation__title="Secret 1").update(category="safe_spaces")
    change(ground, "Secret 1", people=6)
    notice = look(released)
    assert rows_of(notice) == {"What was said in confidence, 2025": (None, None)}
    assert notice is not None
    assert notice.after == "Consultations, 2025. Counted otherwise: what was said in confidence."
    assert [each.why for each in notice.figures_for("amber").reasons] == [""]  # type: ignore[union-attr]


def test_a_reason_in_confidence_stays_there(released: Diagnosis, ground: Ground) -> None:
    change(ground, "Secret 2", state="withdrawn", withdrawn_reason="Imam Yusuf asked for it.")
    notice = look(released)
    assert rows_of(notice)["Consultations, 2025"] == (5, 4)
    assert notice is not None
    assert "Yusuf" not in f"{notice.figures}{notice.why}{notice.after}"


def test_of_an_erased_session_the_total_alone_is_told_and_what_told_of_it_goes(
    released: Diagnosis, ground: Ground
) -> None:
    change(ground, "On the record", people=33)
    told = let_out(look(released), ground.alice)
    erase(record=Consultation.objects.get(title="On the record"), by=ground.alice.user, reason="They asked.")
    notice = ChangeNotice.objects.get(what="figures")
    assert notice.pk != told.pk
    assert not events_of(ChangeNotice).filter(pgh_obj_id=told.pk).exists()
    assert rows_of(notice) == {"Consultations, 2025": (5, 4)}
    assert notice.figures["reasons"] == [["A consultation was erased.", "Alice", "They asked."]]
    assert Diagnosis.objects.get(number=1).state == "withdrawn"


def test_a_session_that_is_closed_by_now_and_a_new_one_correct_nothing(released: Diagnosis, ground: Ground) -> None:
    change(ground, "On the record", marking="red")
    hear(ground.city, list(Organisation.objects.all()[:3]), title="New")
    Consultation.objects.filter(title="Marked amber").update(title="Called otherwise")
    assert look(released) is None


OTHER_WORDS = (
    "Consultations, 2025. Statements or quotations that were printed are corrected or withdrawn. Do not pass them on "
    "as they were printed."
)


def test_words_that_were_printed_are_told_as_corrected_and_never_again(released: Diagnosis, ground: Ground) -> None:
    """What was taken back may harm somebody: neither the old words nor the new ones stand in the notice."""
    first = Quote.objects.filter(consultation__title="On the record").order_by("pk")[0]
    with city_context(ground.city.pk, via="test", actor_id=ground.carla.user_id):
        Quote.objects.filter(pk=first.pk).update(text="We are closed.")
    notice = let_out(look(released), ground.alice)
    assert (notice.marking, notice.before, notice.after) == ("green", "Consultations, 2025.", OTHER_WORDS)
    assert rows_of(notice) == {"Statements and quotations, 2025": (None, None)}
    told = str([getattr(notice, each.name) for each in ChangeNotice._meta.concrete_fields])
    assert "closed" not in told
    assert "close at six" not in told
    assert look(released) is None
    Quote.objects.filter(pk=first.pk).update(text=first.text)
    again = look(released)
    assert again is not None
    assert again.after.endswith("Statements or quotations that were corrected stand as they were printed again.")


def test_words_above_the_partner_edition_are_told_to_readers_of_the_restricted_one(
    released: Diagnosis, ground: Ground
) -> None:
    Need.objects.filter(consultation__title="Marked amber").update(statement="In other words")
    notice = look(released)
    assert notice is not None
    assert notice.marking == "amber"
    assert notice.after == OTHER_WORDS.removeprefix("Consultations, 2025. ")


def test_the_partner_edition_prints_no_disagreement_so_its_readers_are_told_of_none(released: Diagnosis) -> None:
    Disagreement.objects.filter(consultation__title="On the record").update(statement="On who pays")
    notice = look(released)
    assert notice is not None
    assert notice.marking == "amber"


def test_what_is_said_beside_printed_words_later_corrects_none_of_them(released: Diagnosis, ground: Ground) -> None:
    made = Consultation.objects.get(title="On the record")
    said = Finding.objects.filter(consultation=made).order_by("pk")[0]
    said.pk, said.statement, said._state.adding = None, "The light is broken", True
    said.save()
    assert look(released) is None


def test_what_is_closed_since_it_was_told_is_not_told_on(released: Diagnosis, ground: Ground) -> None:
    """A session told to all, then marked amber, then changed: to partners that would be an amber fact."""
    change(ground, "On the record", people=33)
    let_out(look(released), ground.alice)
    change(ground, "On the record", marking="amber")
    assert look(released) is None
    change(ground, "On the record", state="withdrawn", withdrawn_reason="It was a rehearsal.")
    notice = let_out(look(released), ground.alice)
    assert (notice.marking, notice.after) == (
        "amber",
        (
            "Counted otherwise in the restricted edition: what was said in consultations.\n"
            "Statements or quotations that were printed are corrected or withdrawn. Do not pass them on as they were "
            "printed."
        ),
    )
    assert rows_of(notice)["Consultations, 2025"] == (5, 4)
    assert signed_in(ground.green).get(f"{HERE}{notice.pk}/").status_code == 404


def test_what_is_above_every_edition_since_it_was_told_is_told_nobody(released: Diagnosis, ground: Ground) -> None:
    change(ground, "On the record", people=33)
    let_out(look(released), ground.alice)
    change(ground, "On the record", marking="red", state="withdrawn", withdrawn_reason="Threats to the host.")
    assert look(released) is None
    change(ground, "Marked amber", people=11)
    assert look(released) is None
    # and once it may be read again, all of it
    change(ground, "On the record", marking="green")
    assert rows_of(look(released))["Consultations, 2025"] == (5, 4)


def test_a_record_that_was_told_and_is_above_every_edition_by_now_is_told_nobody(
    released: Diagnosis, ground: Ground
) -> None:
    row = Observation.objects.filter(first_day__year=2025, district__code="01").order_by("pk")[0]
    other = Observation.objects.filter(first_day__year=2025).exclude(pk=row.pk).order_by("pk")[0]

    def changed(pk: int, **fields: Any) -> None:
        with city_context(ground.city.pk, via="test", actor_id=ground.carla.user_id):
            assert Observation.objects.filter(pk=pk).update(**fields)

    changed(row.pk, state="withdrawn", withdrawn_reason="A play.")
    assert rows_of(let_out(look(released), ground.alice))["Records, 2025"] == (18, 17)
    changed(row.pk, marking="red")
    assert look(released) is None
    changed(row.pk, state="approved", withdrawn_reason="Told by a source that must not be known.")
    assert look(released) is None
    changed(other.pk, state="withdrawn", withdrawn_reason="Twice.")
    assert look(released) is None
    changed(row.pk, state="withdrawn")
    told = look(released)
    assert rows_of(told)["Records, 2025"] == (17, 16)
    assert "source" not in str(told.figures["reasons"])  # type: ignore[union-attr]


def test_words_for_partners_name_no_session_that_they_may_not_read_by_now(released: Diagnosis, ground: Ground) -> None:
    change(ground, "On the record", people=33)
    let_out(look(released), ground.alice)
    change(ground, "On the record", marking="amber", people=34)
    notice = look(released)
    assert notice is not None
    assert (notice.marking, "who was heard" in notice.after) == ("amber", False)


def test_words_for_partners_name_no_record_of_years_that_their_edition_lacks(
    released: Diagnosis, ground: Ground
) -> None:
    change(ground, "On the record", people=33)
    row = Observation.objects.filter(first_day__year=2022).order_by("pk")[0]
    with city_context(ground.city.pk, via="test", actor_id=ground.alice.user_id):
        Observation.objects.filter(pk=row.pk).update(state="withdrawn", withdrawn_reason="A play.")
    notice = look(released)
    assert notice is not None
    assert (notice.marking, notice.why) == ("green", "What was recorded of a consultation was corrected.")
    assert "Alice" not in notice.decided
    found = notice.figures_for("amber")
    assert found
    assert {each.what for each in found.reasons} == {
        "A record was withdrawn.", "What was recorded of a consultation was corrected.",
    }  # fmt: skip
