"""A look at figures in force that is killed at any point, while somebody corrects more: told once, all of it."""

import pytest

from accounts.city import city_context
from mapping.models import Observation
from notices.models import ChangeNotice
from reports import tasks
from reports.models import Diagnosis
from tests.reports.office import all_of, its_office, let_go, released
from tests.reports.release.meddling import Killed, Office, claimed, drain, meddled

__all__ = ["its_office", "let_go", "released"]

# Before, in and after each of its two steps and its end.
POINTS = 9


def _withdraw_one(office: Office) -> None:
    with city_context(office.city.pk, via="page", actor_id=office.one.pk):
        row = Observation.objects.filter(state="approved", first_day__year=2025).earliest("pk")
        Observation.objects.filter(pk=row.pk).update(state="withdrawn", withdrawn_reason="Told twice.")
        tasks.request_look(office.city.pk)


def _told(office: Office) -> list[tuple[str, str]]:
    with city_context(office.city.pk, via="test"):
        return list(ChangeNotice.objects.filter(what="figures").values_list("state", "before"))


def _totals(office: Office) -> list[tuple[int | None, int | None]]:
    with city_context(office.city.pk, via="test"):
        found = [each.figures_for("amber") for each in ChangeNotice.objects.filter(what="figures")]
        rows = [row for each in found if each for row in each.rows]
        return [(row.before, row.after) for row in rows if row.label == "Records, 2025"]


@pytest.mark.parametrize("at", range(1, POINTS + 1))
def test_a_look_at_figures_that_is_killed_tells_once_what_two_corrections_make(
    its_office: Office, released: Diagnosis, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = its_office
    drain()
    with city_context(office.city.pk, via="test"):
        recorded = Observation.objects.filter(state="approved", first_day__year=2025).count()
    before = all_of(office, released)
    assert before["Diagnosis"][0]["state"] == "released"
    _withdraw_one(office)
    job = claimed()
    assert job is not None
    assert job.kind == tasks.FIGURES
    was_there = []

    def kill(_inside: bool) -> None:
        was_there.append(at)
        raise Killed

    meddled(job, at, kill, monkeypatch)
    assert was_there == [at]
    _withdraw_one(office)
    drain()
    assert len(_told(office)) == 1
    assert _totals(office) == [(recorded, recorded - 2)]
    assert all_of(office, released) == before
