"""How long tests go on, and in which order: a randomised one takes a tenth, with a fixed seed, in `make test`, and all
of it in `make soak`; files that take long begin first, so that no process is left alone with one at the end.
"""

import pytest


def in_full_by_soak(name: str, whole: int) -> pytest.MarkDecorator:
    """The argument `name` is a tenth of `whole`, and `whole` in the soak."""
    return pytest.mark.parametrize(name, [whole // 10, pytest.param(whole, marks=pytest.mark.soak)])


# The longest first, by seconds of CPU with those of Chromium and the servers.
LONG_FILES = (
    # makes the demonstration that two others copy, so that whoever takes those comes later
    "tests/demo/test_demo.py",
    "tests/jobs/test_worker.py",
    "tests/browser/test_pages_of_evidence.py",
    "tests/browser/test_pages_of_diagnoses.py",
    "tests/browser/test_whole_way.py",
    "tests/access/test_matrix.py",
    "tests/access/test_marking_canary.py",
    "tests/hostile/test_requests.py",
    "tests/browser/test_round_the_loop.py",
    "tests/browser/test_drafts.py",
    "tests/browser/test_pages_of_cities.py",
    "tests/browser/test_pages_of_people.py",
    "tests/operations/test_backup.py",
    "tests/demo/test_demo_again.py",
    "tests/config/test_run.py",
    "tests/deploy/test_compose.py",
    "tests/access/test_query_counts.py",
    "tests/config/test_embedded.py",
    "tests/browser/test_line.py",
    "tests/browser/test_seen_at_a_glance.py",
    "tests/operations/test_pseudo.py",
    "tests/config/test_embedded_obstacles.py",
    "tests/reports/test_corrected_any_way.py",
    "tests/reports/test_confidential_canary.py",
    "tests/reports/test_toronto.py",
    "tests/reports/test_released_is_final.py",
    "tests/reports/test_release.py",
    "tests/reports/test_job.py",
    "tests/config/test_embedded_kills.py",
    "tests/config/test_migrations.py",
    "tests/access/test_swapped_ids.py",
    "tests/hostile/test_uploads.py",
)


def longest_first(items: list[pytest.Item]) -> None:
    """In place; files that are not named keep their order behind."""
    places = {name: place for place, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: places.get(item.nodeid.split("::", maxsplit=1)[0], len(places)))
