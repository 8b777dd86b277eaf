"""Figures of years before the comparison that would be others: told without a landscape where somebody waits."""

from typing import Any

import pytest

import reports.sections.analysed
from accounts.city import city_context
from mapping.models import Observation
from notices.models import ChangeNotice
from records.actions import erase
from reports.models import Diagnosis
from reports.recounted import years
from reports.selection import raw_snapshot_of
from stakeholders.models import (
    Consultation,
)
from tests.reports.recounted.corrected_ground import Ground, ground, let_out, look, released, rows_of

__all__ = ["ground", "released"]


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
    raw = raw_snapshot_of(released)
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
