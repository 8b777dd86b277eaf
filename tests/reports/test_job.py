"""The job of a diagnosis through real workers: the same bytes wherever it runs, a reason where it cannot."""

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.city import city_context
from accounts.models import City
from analysis.records import Period
from jobs.models import Job
from mapping.models import BoundarySet
from reports.actions import create_diagnosis
from reports.models import Diagnosis
from reports.tasks import request
from tests.conftest import StartWorker, WakeWorker, wait_until
from tests.forking import Forked

YEAR = {"start": datetime.date(2025, 1, 1), "end": datetime.date(2025, 12, 31)}


def _all_ended() -> bool:
    return not Job.objects.unfinished().exists()


def _build(tmp_path: Path, slug: str = "elverhavn", **options: Any) -> Path:
    output = tmp_path / "diagnosis.pdf"
    call_command("build_diagnosis", slug, **{**YEAR, "output": output, **options})
    return output


def test_two_workers_in_two_folders_make_the_same_bytes(
    elver_of_workers: City, start_worker: StartWorker, tmp_path: Path
) -> None:
    made: list[tuple[object, bytes]] = []
    with city_context(elver_of_workers.pk, via="test"):
        period = Period(YEAR["start"], YEAR["end"])
        diagnosis = create_diagnosis(city_id=elver_of_workers.pk, period=period, dated=datetime.date(2026, 2, 1))
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        worker = start_worker(cwd=folder, GROUNDWORK_FILES=str(folder / "files"))
        with city_context(elver_of_workers.pk, via="test"):
            request(diagnosis)
        wait_until(_all_ended, seconds=60, what=f"worker {name}")
        assert Job.objects.filter(state="done").count() == len(made) + 1
        worker.terminate()
        worker.wait(30)
        with city_context(elver_of_workers.pk, via="test"):
            of_each = ("audience", "marking", "sha256", "page_sha256", "figures", "engine")
            editions = list(diagnosis.editions.order_by("audience").values_list(*of_each))
        assert [each[:2] for each in editions] == [("partner", "green"), ("restricted", "amber")]
        (snapshot,) = (folder / "files").rglob("*.json")
        made.append((editions, snapshot.read_bytes()))
        _carry_over(folder, tmp_path / "two")
    assert made[0] == made[1]


def _carry_over(source: Path, target: Path) -> None:
    """The second worker finds the snapshot of the first, as it would on a shared volume."""
    for file in (source / "files").rglob("*.json"):
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())


def test_the_command_starts_a_worker_where_none_runs(
    elver_of_workers: City, process_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in process_environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("jobs.workers.subprocess.Popen", Forked)
    said = io.StringIO()
    assert _build(tmp_path, stderr=said).read_bytes().startswith(b"%PDF")
    assert "No worker answers; starting one" in said.getvalue()
    assert (tmp_path / "diagnosis.pdf").stat().st_mode & 0o077 == 0


def test_a_diagnosis_that_cannot_be_made_says_why(
    elver_of_workers: City, wake_worker: WakeWorker, tmp_path: Path
) -> None:
    wake_worker()
    with city_context(elver_of_workers.pk, via="test"):
        BoundarySet.objects.update(valid_from="2026-06-01")
    with pytest.raises(CommandError, match="No boundaries are in force on 2025-12-31"):
        _build(tmp_path)
    with city_context(elver_of_workers.pk, via="test"):
        diagnosis = Diagnosis.objects.get()
    assert (diagnosis.state, "--valid-from" in diagnosis.error) == (Diagnosis.State.FAILED, True)
    assert not (tmp_path / "diagnosis.pdf").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"slug": "nowhere"}, "no city “nowhere”"),
        ({"end": datetime.date(2024, 12, 31)}, "cannot end"),
        ({"compare_from": datetime.date(2024, 1, 1)}, "Give both"),
        (
            {"compare_from": datetime.date(2024, 3, 1), "compare_to": datetime.date(2025, 2, 28)},
            "2024-01-01 to 2024-12-31",
        ),
        ({"output": Path("/nowhere/at/all.pdf")}, "does not exist"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_before_any_work(
    elver_of_workers: City, tmp_path: Path, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        _build(tmp_path, **options)
    assert not Job.objects.exists()
    with city_context(elver_of_workers.pk, via="test"):
        assert not Diagnosis.objects.exists()
