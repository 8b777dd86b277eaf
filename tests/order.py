"""In which order files of tests run, and in which of the processes: two that wait for seconds (for a lease, a kill, a
start) never wait at the same time while a processor has nothing to do, one Chromium is enough for most of a run, and no
process is left alone with a long file at the end.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

# Those that wait for most of their time, which is as long on any machine; the longest first.
WAITING_FILES = (
    # makes the demonstration that two others copy, so that whoever takes those comes later
    "tests/demo/test_demo.py",
    "tests/jobs/test_worker.py",
    "tests/browser/test_bad_day.py",
    "tests/config/test_embedded.py",
    "tests/demo/test_demo_again.py",
    "tests/browser/test_line.py",
    "tests/config/test_embedded_obstacles.py",
    "tests/deploy/test_compose.py",
    "tests/config/test_run.py",
    "tests/reports/test_job.py",
    "tests/operations/test_backup.py",
    "tests/config/test_embedded_kills.py",
    "tests/reports/test_toronto.py",
    "tests/notices/test_delivery.py",
    "tests/jobs/test_ends.py",
    "tests/core/test_logs.py",
    "tests/loop/test_long_lived_worker.py",
    "tests/config/test_web_worker.py",
    "tests/deploy/test_database.py",
    "tests/jobs/test_broker.py",
)

# Of the others the longest, by seconds of CPU with those of Chromium and the servers.
LONG_FILES = (
    "tests/browser/test_pages_of_evidence.py",
    "tests/browser/test_pages_of_diagnoses.py",
    "tests/browser/test_whole_way.py",
    "tests/hostile/test_requests.py",
    "tests/access/test_matrix.py",
    "tests/access/test_marking_canary.py",
    "tests/browser/test_round_the_loop.py",
    "tests/browser/test_drafts.py",
    "tests/browser/test_pages_of_cities.py",
    "tests/browser/test_pages_of_people.py",
    "tests/browser/test_seeing.py",
    "tests/browser/test_keyboard.py",
    "tests/access/test_query_counts.py",
    "tests/accounts/test_guesses.py",
    "tests/operations/test_pseudo.py",
    "tests/mapping/imports/test_sandbox.py",
    "tests/home/test_same_twice.py",
    "tests/demo/test_in_danish.py",
    "tests/records/test_verification.py",
    "tests/accounts/test_limits.py",
    "tests/hostile/test_availability.py",
    "tests/config/test_migrations.py",
    "tests/reports/test_confidential_canary.py",
    "tests/reports/recounted/test_corrected_any_way.py",
    "tests/reports/test_comparing.py",
    "tests/reports/partner/test_alike.py",
    "tests/hostile/test_uploads.py",
    "tests/analysis/test_drift.py",
    "tests/reports/test_summary_page.py",
    "tests/hostile/test_texts.py",
    "tests/loop/test_forking.py",
    "tests/output/test_layout.py",
)

WAITS, LOOKS, RECKONS = "waits", "looks at pages", "reckons"
# What a process takes next, each by the order in which they joined, and whoever joins later as the last of these.
WANTED = ((WAITS, RECKONS, LOOKS), (LOOKS, RECKONS, WAITS), (RECKONS, LOOKS, WAITS))


def longest_first(items: list[pytest.Item]) -> None:
    """In place; files that are not named keep their order behind."""
    places = {name: place for place, name in enumerate((*WAITING_FILES, *LONG_FILES))}
    items.sort(key=lambda item: places.get(item.nodeid.split("::", maxsplit=1)[0], len(places)))


def kind_of(file: str) -> str:
    return WAITS if file in WAITING_FILES else LOOKS if file.startswith("tests/browser/") else RECKONS


class ByKind(LoadFileScheduling):  # type: ignore[misc]
    """Whole files; which is the next of them depends on who asks."""

    def _assign_work_unit(self, node: Any) -> None:
        wanted = WANTED[min(self.nodes.index(node), len(WANTED) - 1)]
        self.workqueue.move_to_end(min(self.workqueue, key=lambda file: wanted.index(kind_of(file))), last=False)
        super()._assign_work_unit(node)
