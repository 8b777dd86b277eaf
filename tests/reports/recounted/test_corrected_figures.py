"""A figure that was printed would be another: those who have it are told, each what their edition may show, once."""

import datetime

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.city import city_context
from accounts.models import Membership
from analysis.disclosure import Band
from analysis.protection.of_window import TOTAL
from jobs.models import Job
from mapping.models import Observation
from notices.actions import release_notice, standing
from notices.composing import events_of
from notices.models import ChangeNotice, Delivery
from records.actions import erase
from records.registries.derived import follow_marking
from reports import tasks
from reports.actions import keep_edition, tell_corrected
from reports.actions.figures.words import may_be_told, told_after
from reports.models import Diagnosis, Edition
from reports.partner.figures import Figures, WindowFigures, written
from tests.factories import make_member
from tests.notices.conftest import collected
from tests.once import signed_in
from tests.reports.judgements.written_ground import Ground, ground, made
from tests.reports.test_snapshot import YEAR

__all__ = ["ground", "made"]

MODEL = Observation._meta.label_lower
HERE = "/city/elverhavn/what-changed/"


@pytest.fixture
def released(made: Diagnosis, ground: Ground) -> Diagnosis:
    """In force, with both editions: 18 records in 2025 and in 2024, six in each of three districts."""
    told = Figures(WindowFigures(YEAR, {TOTAL: 18}, "2020", 1), None)
    keep_edition(diagnosis=made, audience="partner", sha256="1" * 64, size=1, engine="test", figures=written(told))
    return in_force(made, ground)


def in_force(made: Diagnosis, ground: Ground) -> Diagnosis:
    Diagnosis.objects.update(
        state="released", released_by=ground.carla.user, checked_by=ground.alice.user, released_on=made.dated
    )
    return Diagnosis.objects.select_related("city").get()


def in_2025(**only: object) -> list[Observation]:
    return list(Observation.objects.filter(first_day__year=2025, **only).order_by("pk"))


def withdraw(*rows: Observation, by: Membership, why: str = "It was a stage play.") -> None:
    with city_context(by.city_id, via="test", actor_id=by.user_id):
        Observation.objects.filter(pk__in=[row.pk for row in rows]).update(state="withdrawn", withdrawn_reason=why)


def look(diagnosis: Diagnosis) -> ChangeNotice | None:
    return tell_corrected(diagnosis=diagnosis)


def rows_of(notice: ChangeNotice) -> dict[str, tuple[int | None, int | None]]:
    found = notice.figures_for("amber")
    return {each.label: (each.before, each.after) for each in found.rows} if found else {}


def let_out(notice: ChangeNotice, by: Membership) -> None:
    assert release_notice(notice=notice, by=by.user, as_read=standing(notice))


def test_a_withdrawn_record_is_told_exactly_to_who_reads_exact_figures_and_to_all_others_that_it_is_so(
    released: Diagnosis, ground: Ground
) -> None:
    partner, officer = (
        make_member(ground.city, f"{level}@x.example", "reader", clearance=level) for level in ("green", "amber")
    )
    withdraw(in_2025(district__code="01")[0], by=ground.carla)
    notice = look(released)
    assert notice is not None
    assert (notice.notice_class, notice.state, notice.marking, notice.figures_marking) == (
        *("must", "pending", "green", "amber"),
    )
    assert rows_of(notice)["Records, 2025"] == (18, 17)
    assert rows_of(notice)["District 1, 2025"] == (6, 5)
    assert "District 2, 2025" not in rows_of(notice)
    assert notice.before == "Records, 2025: 18."
    assert notice.why == "A record was withdrawn."
    assert notice.decided.startswith("Carla, ")
    let_out(notice, ground.alice)
    assert Delivery.objects.filter(notice=notice).count() == 5
    ours, theirs = (signed_in(each).get(f"{HERE}{notice.pk}/").content.decode() for each in (officer, partner))
    assert "District 1, 2025" in ours
    assert "It was a stage play." in ours
    for page in (ours, theirs):
        assert "Figures of diagnosis no. 1 are corrected" in page
        assert "as before, or fewer than 5 more or less" in page
    for secret in ("District 1", "stage play", ">17<", "Which figures"):
        assert secret not in theirs
    # once: nothing is otherwise than it was told
    assert look(released) is None


def test_it_is_told_in_each_reader_s_language(released: Diagnosis, ground: Ground) -> None:
    withdraw(in_2025(district__code="01")[0], by=ground.carla)
    notice = look(released)
    assert notice is not None
    for language, figure, happened in (
        ("en", "Records, 2025", "A record was withdrawn."),
        ("da", "Registreringer, 2025", "En registrering er trukket tilbage."),
    ):
        with override(language):
            found = notice.figures_for("amber")
            assert found is not None
            assert rows_of(notice)[figure] == (18, 17)
            assert [each.what for each in found.reasons] == [happened]
            assert (notice.words.before, notice.words.why) == (f"{figure}: 18.", happened)


def test_history_is_asked_as_often_for_many_languages_as_for_one(
    released: Diagnosis, ground: Ground, settings: LazySettings
) -> None:
    asked = []
    for row, languages in zip(in_2025(), (settings.LANGUAGES, settings.LANGUAGES[:1]), strict=False):
        settings.LANGUAGES = languages
        withdraw(row, by=ground.carla)
        ChangeNotice.objects.filter(what=ChangeNotice.What.FIGURES).delete()
        with CaptureQueriesContext(connection) as queries:
            assert look(released)
        asked.append(len(queries))
    assert len(settings.LANGUAGES) == 1
    assert asked[0] == asked[1]


def test_of_any_one_record_members_are_told_the_same(released: Diagnosis, ground: Ground) -> None:
    """Else what they are told would say which one it was."""
    said = set()
    for row in in_2025():
        withdraw(row, by=ground.carla)
        notice = look(released)
        assert notice is not None
        said.add((notice.title, notice.before, notice.after, notice.why, notice.affects))
        Observation.objects.filter(pk=row.pk).update(state="approved", withdrawn_reason="")
    assert len(said) == 1
    # as it was: there is nothing to tell
    assert look(released) is None
    assert not ChangeNotice.objects.exists()


def test_members_are_told_a_total_that_differs_by_no_few_and_what_was_told_is_not_told_again(
    released: Diagnosis, ground: Ground
) -> None:
    rows = in_2025()
    withdraw(*rows[:4], by=ground.carla)
    first = look(released)
    assert first is not None
    assert "14" not in first.after
    let_out(first, ground.alice)
    withdraw(rows[4], by=ground.carla)
    second = look(released)
    assert second is not None
    assert second.pk != first.pk
    # 18 was printed, 13 is five fewer; exactly it is from what was told last
    assert (second.before, rows_of(second)["Records, 2025"]) == ("Records, 2025: 18.", (14, 13))
    assert second.after.startswith("Records, 2025: 13. Counted otherwise: by district")
    let_out(second, ground.alice)
    withdraw(rows[5], by=ground.carla)
    third = look(released)
    assert third is not None
    assert third.before == "Records, 2025: 13."
    assert "12" not in third.after


@pytest.mark.parametrize("known", [0, 4, 5, 9, 10, 18, Band(1, 4), Band(10, 20)])
def test_what_members_are_told_of_a_total_is_true(known: int | Band) -> None:
    low, high = known if isinstance(known, Band) else (known, known)
    for now in range(40):
        is_told = may_be_told(known, now)
        said = told_after(known, now, is_told=is_told)
        near, far = "fewer than %(least)s more or less" in said, "at least %(least)s fewer or more" in said
        assert [is_told, near, far].count(True) == 1
        apart = max(low - now, now - high)
        assert near == (apart < 5)
        assert not is_told or (now >= 5 and apart >= 5)


def test_exact_totals_are_told_where_there_is_no_protected_edition(made: Diagnosis, ground: Ground) -> None:
    released = in_force(made, ground)
    row, other = in_2025(district__code="01")[0], in_2025(district__code="02")[0]
    Observation.objects.filter(pk=row.pk).update(district=other.district)
    notice = look(released)
    assert notice is not None
    assert notice.marking == notice.figures_marking
    assert notice.before == "Records, 2025: 18."
    assert notice.after == "Records, 2025: 18. Counted otherwise: by district."
    let_out(notice, ground.alice)
    Observation.objects.filter(pk=other.pk).update(marking="red")
    follow_marking(ground.city.pk, MODEL, [other.pk], "red")
    notice.refresh_from_db()
    assert (notice.marking, notice.figures_marking) == ("red", "red")


def reasons_of(notice: ChangeNotice | None) -> list[str]:
    assert notice is not None
    return [f"{what} {who}: {why}" for what, who, why in notice.figures["reasons"]]


def test_why_is_told_once_of_each_change_whenever_it_came(released: Diagnosis, ground: Ground) -> None:
    """Between the last look and the release too; by whom it was changed, not by who wrote something else since."""
    rows = in_2025()
    withdraw(rows[0], by=ground.carla, why="A play.")
    with city_context(ground.city.pk, via="test", actor_id=ground.red.user_id):
        Observation.objects.filter(pk=rows[0].pk).update(title="Said in other words")
    first = look(released)
    assert reasons_of(first) == ["A record was withdrawn. Carla: A play."]
    withdraw(rows[1], by=ground.alice, why="Twice.")
    assert first is not None
    let_out(first, ground.alice)
    second = look(released)
    assert reasons_of(second) == ["A record was withdrawn. Alice: Twice."]
    assert second is not None
    let_out(second, ground.alice)
    with city_context(ground.city.pk, via="test", actor_id=ground.alice.user_id):
        Observation.objects.filter(pk=rows[0].pk).update(state="approved", withdrawn_reason="")
    back = look(released)
    assert reasons_of(back) == ["A record was corrected. Alice: "]
    assert back is not None
    assert rows_of(back)["Records, 2025"] == (16, 17)


def test_what_was_told_of_a_record_is_not_taken_back_when_it_is_closed(released: Diagnosis, ground: Ground) -> None:
    rows = in_2025()
    withdraw(rows[0], by=ground.carla)
    told = look(released)
    assert told is not None
    let_out(told, ground.alice)
    Observation.objects.filter(pk=rows[0].pk).update(marking="red")
    assert look(released) is None


def test_words_of_a_person_keep_the_total_that_they_tell_and_no_figures_that_are_none(
    released: Diagnosis, ground: Ground
) -> None:
    rows = in_2025()
    withdraw(*rows[:5], by=ground.carla)
    notice = look(released)
    assert notice is not None
    ChangeNotice.objects.filter(pk=notice.pk).update(edited_by=ground.alice.user)
    withdraw(rows[5], by=ground.carla)
    again = look(released)
    assert again is not None
    assert (again.pk, again.after, again.figures["totals"]) == (notice.pk, notice.after, {"now": 13})
    assert rows_of(again)["Records, 2025"] == (18, 12)
    Observation.objects.filter(pk__in=[row.pk for row in rows]).update(state="approved", withdrawn_reason="")
    assert look(released) is None
    left = ChangeNotice.objects.get()
    assert (left.after, left.figures_for("amber")) == (notice.after, None)


def test_a_record_that_moves_changes_no_total(released: Diagnosis, ground: Ground) -> None:
    row, other = in_2025(district__code="01")[0], in_2025(district__code="02")[0]
    Observation.objects.filter(pk=row.pk).update(district=other.district)
    notice = look(released)
    assert notice is not None
    assert rows_of(notice) == {"District 1, 2025": (6, 5), "District 2, 2025": (6, 7)}
    assert notice.why == "A record was corrected."
    assert notice.after.endswith("Counted otherwise: by district.")


def test_new_records_and_closed_ones_correct_nothing(released: Diagnosis, ground: Ground) -> None:
    row, closed = in_2025()[0], in_2025()[1]
    row.pk, row.external_key, row._state.adding = None, "later", True
    row.save()
    Observation.objects.filter(pk=closed.pk).update(marking="red")
    Observation.objects.filter(pk=in_2025()[2].pk).update(title="Said in other words")
    assert look(released) is None
    Diagnosis.objects.update(state="superseded")
    withdraw(in_2025()[3], by=ground.carla)
    assert look(Diagnosis.objects.get()) is None


def test_what_is_told_follows_the_marking_of_its_edition(released: Diagnosis, ground: Ground) -> None:
    rows = in_2025()
    withdraw(rows[0], by=ground.carla)
    notice = look(released)
    assert notice is not None
    Observation.objects.filter(pk=rows[1].pk).update(marking="red")
    follow_marking(ground.city.pk, MODEL, [rows[1].pk], "red")
    notice.refresh_from_db()
    marking = Edition.objects.in_bulk(field_name="pk").values()
    assert {each.audience: each.marking for each in marking}["restricted"] == notice.figures_marking == "red"
    assert notice.marking == Edition.objects.get(audience="partner").marking
    assert notice.figures_for("amber") is None


def test_of_an_erased_record_the_total_alone_is_told_and_what_told_of_it_goes(
    released: Diagnosis, ground: Ground
) -> None:
    row = in_2025(district__code="01")[0]
    withdraw(row, by=ground.carla)
    told = look(released)
    assert told is not None
    let_out(told, ground.alice)
    Observation.objects.filter(pk=row.pk).update(state="approved", withdrawn_reason="")
    erase(record=Observation.objects.get(pk=row.pk), by=ground.red.user, reason="They asked.")
    notice = ChangeNotice.objects.get(what="figures")
    assert notice.pk != told.pk
    assert not events_of(ChangeNotice).filter(pgh_obj_id=told.pk).exists()
    assert rows_of(notice) == {"Records, 2025": (18, 17)}
    assert notice.figures["reasons"] == [["A record was erased.", "Rita", "They asked."]]
    assert "Counted otherwise" not in notice.after
    assert "District" not in str(notice.figures)
    assert (Diagnosis.objects.get(number=1).state, notice.link) == ("withdrawn", "/city/elverhavn/diagnoses/")


@pytest.mark.parametrize("is_released", [False, True])
def test_what_was_told_of_an_erased_record_before_it_was_put_right_goes_too(
    released: Diagnosis, ground: Ground, *, is_released: bool
) -> None:
    """A notice that was taken back leaves what it said in the history; one that told it was put right says the same."""
    row, other = in_2025()[:2]
    withdraw(row, by=ground.carla)
    notice = look(released)
    assert notice is not None
    if is_released:
        let_out(notice, ground.alice)
    else:
        withdraw(other, by=ground.carla)
    Observation.objects.filter(pk=row.pk).update(state="approved", withdrawn_reason="")
    assert look(released) is not None
    if not is_released:
        Observation.objects.filter(pk=other.pk).update(state="approved", withdrawn_reason="")
        assert look(released) is None
    assert events_of(ChangeNotice).filter(figures__records__contains=[row.pk]).exists()
    erase(record=Observation.objects.get(pk=row.pk), by=ground.red.user, reason="They asked.")
    left = events_of(ChangeNotice).filter(what="figures").values_list("figures__rows", flat=True)
    assert {tuple(key) for rows in left for key, *_figure in rows} == {("now", "all")}


def test_whatever_way_a_record_is_changed_a_job_looks_and_one_is_enough(released: Diagnosis, ground: Ground) -> None:
    rows = in_2025()
    collected(ground.city)
    # of what was recorded before it was in force
    Job.objects.all().delete()
    Observation.objects.filter(pk=rows[0].pk).update(title="Said in other words")
    Observation.objects.filter(first_day__year=2021).update(severity=None)
    collected(ground.city)
    assert not Job.objects.filter(kind=tasks.FIGURES).exists()
    withdraw(rows[0], rows[1], by=ground.carla)
    moved = rows[2]
    Observation.objects.filter(pk=moved.pk).update(
        first_day=datetime.date(2026, 1, 3), last_day=datetime.date(2026, 1, 3)
    )
    collected(ground.city)
    assert Job.objects.filter(kind=tasks.FIGURES).count() == 1


def test_a_correction_in_the_same_minute_as_an_import_is_seen(released: Diagnosis, ground: Ground) -> None:
    collected(ground.city)
    Job.objects.all().delete()
    rows = in_2025()
    withdraw(rows[0], by=ground.carla)
    Observation.objects.exclude(pk=rows[0].pk).update(title="Said in other words")
    Observation.objects.exclude(pk=rows[0].pk).update(title="And again")
    collected(ground.city)
    assert Job.objects.filter(kind=tasks.FIGURES).count() == 1
