"""Figures of what was said, and of years before the comparison, that would be others: told as exactly as may be."""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.utils.html import strip_tags
from pytest_django.plugin import DjangoDbBlocker

import reports.sections.analysed
from accounts.city import city_context
from accounts.models import City, Membership
from analysis.protection.of_window import TOTAL
from jobs import artefacts
from jobs.models import Job
from mapping.models import Observation
from notices.actions import release_notice, standing
from notices.composing import events_of
from notices.models import ChangeNotice
from output.document import Bullets, Figure, Paragraph, SmallPrint, Table
from records.actions import erase, withdraw
from reports import tasks
from reports.actions import create_diagnosis, keep_edition, keep_snapshot, tell_corrected
from reports.following import SNAPSHOT
from reports.models import Diagnosis
from reports.partner.figures import Figures, WindowFigures, written
from reports.recounted import years
from reports.sections import needs, over_years, priorities, statements, voices
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.selection import frozen_of
from reports.snapshot import freeze, load
from stakeholders.models import (
    Attendance,
    Consultation,
    Disagreement,
    Finding,
    HeadCount,
    Need,
    Organisation,
    Outlook,
    Quote,
    TrustRating,
)
from tests.factories import make_member
from tests.mapping.makers import inside
from tests.notices.conftest import collected
from tests.once import once, signed_in
from tests.reports.conftest import small_city
from tests.reports.test_snapshot import YEAR
from tests.stakeholders.makers import make_consultation, make_group, make_organisation

HERE = "/city/elverhavn/what-changed/"
DAY = datetime.date(2025, 5, 2)
# Of three blocks, three each.
SECTORS = ("police", "health", "education", "faith", "youth", "faith", "residents_association", "council_commission")


@dataclass(frozen=True)
class Ground:
    """A city with eight organisations heard on the record, an amber session and three in confidence; a diagnosis of
    it in force, with both editions, and what it prints of what was said."""

    city: City
    alice: Membership
    carla: Membership
    green: Membership
    amber: Membership
    printed: list[str]


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    yield from once(django_db_blocker, _ground)


def _ground() -> Ground:
    city = small_city()
    alice, carla = (make_member(city, f"{name.lower()}@x.example", "admin", name=name) for name in ("Alice", "Carla"))
    green, amber = (
        make_member(city, f"{level}@x.example", "reader", clearance=level, name=level) for level in ("green", "amber")
    )
    bodies = [make_organisation(city, name=f"Body {n}", sector=sector) for n, sector in enumerate(SECTORS)]
    make_group(city, name="Young people")
    _session(city, bodies, title="On the record", people=20, districts=["01"], held="districts")
    _session(city, bodies[:4], title="Marked amber", marking="amber", confidentiality="chatham_house", people=9)
    for number in range(3):
        made = make_consultation(
            city, first_day=DAY, confidentiality="confidential", named_admin=alice.user, title=f"Secret {number}",
            people=5, marking="green", state="approved", approved_at="2026-01-15T00:00Z",
        )  # fmt: skip
        with inside(city):
            Need.objects.filter(consultation=made).update(category="training")
    with inside(city):
        _in_force(city, alice, carla)
    collected(city)
    with inside(city):
        Job.objects.all().delete()
        printed = _printed(freeze(Diagnosis.objects.select_related("city").get()))
    return Ground(city, alice, carla, green, amber, printed)


def _session(city: City, bodies: list[Organisation], **fields: Any) -> None:
    facts = {"first_day": DAY, "marking": "green", "state": "approved", "approved_at": "2026-01-15T00:00Z"}
    made = make_consultation(city, organisations=bodies, **{**facts, **fields})
    is_named = made.confidentiality == "on_record"
    with inside(city):
        for place, body in enumerate(bodies):
            said = {
                "city": city, "consultation": made, "confidentiality": made.confidentiality, "block": body.block,
                "organisation": body if is_named else None, "sector": body.sector if is_named else "",
            }  # fmt: skip
            Need.objects.create(category="training", statement="To learn it", priority=1 + place % 5, **said)
            if place == 0 and made.confidentiality != "confidential":
                Finding.objects.create(kind="service_gap", statement="Nobody is there at night", **said)
                Quote.objects.create(
                    text=f"We close at six. ({made.title})", attribution="block", consented=True, **said
                )
            Outlook.objects.create(concern=1 + place % 5, district="", **said)
            TrustRating.objects.create(body="police", level=1 + place % 5, **said)
        if made.confidentiality != "confidential":
            Disagreement.objects.create(
                city=city, consultation=made, confidentiality=made.confidentiality, statement="On the hours"
            )
        HeadCount.objects.create(city=city, consultation=made, axis="group", code="young-people", people=7)


def _in_force(city: City, alice: Membership, carla: Membership) -> None:
    made = create_diagnosis(city_id=city.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
    data = freeze(made)
    kept = artefacts.store(city.pk, data, SNAPSHOT)
    keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=load(data))
    keep_edition(diagnosis=made, audience="restricted", sha256="0" * 64, size=1, engine="test")
    told = Figures(WindowFigures(YEAR, {TOTAL: 18}, "2020", 1), None)
    keep_edition(diagnosis=made, audience="partner", sha256="1" * 64, size=1, engine="test", figures=written(told))
    Diagnosis.objects.update(state="released", released_by=carla.user, checked_by=alice.user, released_on=made.dated)


@pytest.fixture
def released(ground: Ground, db: None) -> Iterator[Diagnosis]:
    with inside(ground.city):
        yield Diagnosis.objects.select_related("city").get()


def look(diagnosis: Diagnosis) -> ChangeNotice | None:
    return tell_corrected(diagnosis=diagnosis)


def rows_of(notice: ChangeNotice | None) -> dict[str, tuple[int | None, int | None]]:
    assert notice is not None
    found = notice.figures_for("amber")
    return {each.label: (each.before, each.after) for each in found.rows} if found else {}


def let_out(notice: ChangeNotice | None, by: Membership) -> ChangeNotice:
    assert notice is not None
    assert release_notice(notice=notice, by=by.user, as_read=standing(notice))
    return notice


def change(ground: Ground, title: str, **fields: Any) -> None:
    with city_context(ground.city.pk, via="test", actor_id=ground.carla.user_id):
        assert Consultation.objects.filter(title=title).update(**fields)


def page(member: Membership, notice: ChangeNotice) -> str:
    """What is read there: keys in attributes hold any figure by chance."""
    return strip_tags(signed_in(member).get(f"{HERE}{notice.pk}/").content.decode())


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
    assert "57" in page(ground.amber, notice)
    assert "57" not in page(ground.green, notice)
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
    _session(ground.city, list(Organisation.objects.all()[:3]), title="New")
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


def test_of_years_before_the_comparison_what_their_table_prints_is_told(released: Diagnosis, ground: Ground) -> None:
    """18 records a year, which the restricted edition alone compares over the years."""
    row = Observation.objects.filter(first_day__year=2022).order_by("pk")[0]
    with city_context(ground.city.pk, via="test", actor_id=ground.carla.user_id):
        Observation.objects.filter(pk=row.pk).update(state="withdrawn", withdrawn_reason="A play.")
    notice = let_out(look(released), ground.alice)
    assert rows_of(notice)["Records that can be compared, 2022"] == (18, 17)
    assert not any("2023" in label for label in rows_of(notice))
    assert notice.marking == "amber"
    assert notice.after == "Counted otherwise in the restricted edition: records of earlier years."
    assert notice.why == "A record was withdrawn."
    assert look(released) is None
    Observation.objects.filter(pk=row.pk).update(state="approved", withdrawn_reason="")
    assert rows_of(look(released))["Records that can be compared, 2022"] == (17, 18)


def test_erasing_a_record_of_an_earlier_year_computes_no_landscape(
    released: Diagnosis, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever erases waits for it; the total of that year is told all the same, as the landscapes would have it."""
    row, other = Observation.objects.filter(first_day__year=2022).order_by("pk")[:2]
    raw = frozen_of(released)
    assert raw is not None
    Observation.objects.filter(pk=other.pk).update(state="withdrawn", withdrawn_reason="A play.")
    assert look(released) is not None
    for module in (years, reports.sections.analysed):
        monkeypatch.setattr(module, "analysed", _nobody_analyses)
    erase(record=Observation.objects.get(pk=row.pk), by=ground.alice.user, reason="They asked.")
    monkeypatch.undo()
    notice = ChangeNotice.objects.get(what="figures")
    assert rows_of(notice) == {"Records that can be compared, 2022": (18, 16)}
    assert notice.after == "Counted otherwise in the restricted edition: records of earlier years."
    number = raw["observations"]["columns"].index("id")
    without = [each for each in raw["observations"]["rows"] if each[number] not in {row.pk, other.pk}]
    today = {**raw, "observations": {**raw["observations"], "rows": without}}
    in_full, totals = years.counted_over_years(raw, today), years.totals_over_years(raw, today)
    for full, alone in zip(in_full, totals, strict=True):
        assert alone == {key: count for key, count in full.items() if key[1] == "all"}
    assert sorted(totals[1].values()) == [16, *[18] * (len(totals[1]) - 1)]


def test_erasing_a_session_takes_back_nothing_that_was_told_of_earlier_years(
    released: Diagnosis, ground: Ground
) -> None:
    row = Observation.objects.filter(first_day__year=2022).order_by("pk")[0]
    Observation.objects.filter(pk=row.pk).update(state="withdrawn", withdrawn_reason="A play.")
    let_out(look(released), ground.alice)
    erase(record=Consultation.objects.get(title="On the record"), by=ground.alice.user, reason="They asked.")
    notice = ChangeNotice.objects.pending().get(what="figures")
    assert rows_of(notice) == {"Consultations, 2025": (5, 4)}


def _nobody_analyses(*_args: Any) -> None:
    raise AssertionError("A landscape was computed inside the request.")


def _by_step(ground: Ground) -> None:
    with city_context(ground.city.pk, via="page", actor_id=ground.carla.user_id):
        withdraw(record=Consultation.objects.get(title="On the record"), by=ground.carla.user, reason="A rehearsal.")


def _by_page(ground: Ground) -> None:
    address = f"/city/elverhavn/review/consultation/{Consultation.objects.get(title='On the record').pk}/withdraw/"
    client = signed_in(ground.carla)
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', client.get(address).content.decode())
    answer = client.post(address, {**dict(hidden), "withdrawn_reason": "A rehearsal."})
    assert answer.status_code == 302, answer.content.decode()


def _by_command(ground: Ground) -> None:
    Consultation.objects.filter(title="On the record").update(first_day=datetime.date(2026, 1, 2))


def _by_sql(_ground: Ground) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stakeholders_consultation SET people = 3 WHERE title = 'On the record'")


def _by_taking_out_a_rating(_ground: Ground) -> None:
    TrustRating.objects.filter(consultation__title="On the record").delete()


def _by_adding_one(ground: Ground) -> None:
    made = Consultation.objects.get(title="On the record")
    TrustRating.objects.create(city=ground.city, consultation=made, confidentiality="on_record", body="police", level=5,
                               block="public_bodies", sector="police")  # fmt: skip


def _by_the_directory(_ground: Ground) -> None:
    Organisation.objects.filter(name="Body 4").update(sector="faith")


def _of_an_earlier_year(_ground: Ground) -> None:
    Observation.objects.filter(first_day__year=2021).update(state="withdrawn", withdrawn_reason="A play.")


WAYS: list[Callable[[Ground], None]] = [
    _by_step, _by_page, _by_command, _by_sql, _by_taking_out_a_rating, _by_adding_one, _by_the_directory,
    _of_an_earlier_year,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_whatever_way_it_was_changed_somebody_is_asked_to_tell_it(
    way: Callable[[Ground], None], released: Diagnosis, ground: Ground
) -> None:
    way(ground)
    collected(ground.city)
    assert Job.objects.filter(kind=tasks.FIGURES, state="queued").count() == 1
    assert look(released) is not None


COUNTED: list[tuple[Any, dict[str, Any]]] = [
    (Consultation, {"people": 3}),
    (Consultation, {"barriers": ["time"]}),
    (Consultation, {"districts": ["02"]}),
    (Consultation, {"held": "city_wide"}),
    (Consultation, {"state": "withdrawn", "withdrawn_reason": "A rehearsal."}),
    (Consultation, {"first_day": datetime.date(2024, 12, 31)}),
    (Attendance, {"answer": "declined"}),
    (HeadCount, {"people": 700}),
    (HeadCount, {"represented": True}),
    (Need, {"category": "information"}),
    (Need, {"priority": 5}),
    (Need, {"districts": ["02"]}),
    (Need, {"statement": "In other words"}),
    (Outlook, {"concern": 5}),
    (Outlook, {"district": "01"}),
    (Outlook, {"direction": "better"}),
    (TrustRating, {"level": 5}),
    (TrustRating, {"body": "schools"}),
    (Finding, {"statement": "Somebody is there at night"}),
    (Finding, {"kind": "harm"}),
    (Quote, {"text": "We close at ten."}),
    (Quote, {"consented": False}),
    (Disagreement, {"statement": "On who pays"}),
]


def _printed(frozen: bytes) -> list[str]:
    """What was said, as the restricted edition prints it: tables, sentences that count, and all that is in words."""
    context = SectionContext(read := load(frozen), analysed(read))
    blocks = [
        *voices.blocks(context), *voices.tables(context), *needs.scores(context), *priorities.blocks(context),
        *priorities.tables(context), *over_years.years_table(context), *statements.tables(context),
    ]  # fmt: skip
    return [str(each) for each in blocks if isinstance(each, Table | Bullets | Paragraph | SmallPrint | Figure)]


# In confidence nothing is kept of who came and of districts, and these three rated nothing.
CASES = [
    (title, model, fields)
    for title in ("On the record", "Marked amber", "Secret 0")
    for model, fields in COUNTED
    if title != "Secret 0" or (model in {Consultation, Need} and "districts" not in fields)
]


@pytest.mark.parametrize(
    ("title", "model", "fields"), CASES, ids=[f"{title}: {m.__name__}.{next(iter(f))}" for title, m, f in CASES]
)
def test_it_is_told_where_and_only_where_something_printed_would_be_another(
    title: str, model: Any, fields: dict[str, Any], released: Diagnosis, ground: Ground
) -> None:
    """Printed again from the records of today, which are the same ones."""
    rows = (
        model.objects.filter(title=title) if model is Consultation else model.objects.filter(consultation__title=title)
    )
    first = rows.order_by("pk")[0]
    model.objects.filter(pk=first.pk).update(**fields)
    notice = look(released)
    assert (notice is not None) == (_printed(freeze(released)) != ground.printed)
