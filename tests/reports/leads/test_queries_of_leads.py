"""How many queries the pages take whose numbers lead somewhere, and those that numbers lead to: pinned, and the same
for few and for many."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jobs import artefacts
from output.web.page import page_of
from reports.editions import decided, restricted_report
from reports.models import PAGE, Diagnosis, Edition
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.snapshot import freeze, load
from stakeholders.models import Service
from tests.mapping.makers import inside
from tests.once import signed_in
from tests.reports.judgements.written_ground import APPROVED, HERE, Ground, ground, made, passage, records, write
from tests.stakeholders.makers import make_service

__all__ = ["ground", "made"]


def _queries(client: Client, address: str) -> int:
    client.get(address)  # what is asked for once in a session and once in a process
    with CaptureQueriesContext(connection) as taken:
        answer = client.get(address)
    assert answer.status_code == 200
    assert answer.getvalue()
    return len(taken)


@pytest.fixture
def client(ground: Ground, made: Diagnosis) -> Client:
    return signed_in(ground.carla)


def test_what_a_judgement_cites(ground: Ground, made: Diagnosis, client: Client) -> None:
    rows = [
        write(made, ground.alice, *records()[:1], passage(), "figure:now/district=01"),
        write(made, ground.alice, *records()[:9], passage(), passage("Somebody to call"), "figure:now/district=01",
              "figure:now/district=02"),
    ]  # fmt: skip
    few, many = (_queries(client, f"{HERE}records/cited/{row.key}/") for row in rows)
    assert few == many == 14


def test_services_that_are_counted(ground: Ground, made: Diagnosis, client: Client) -> None:
    with inside(ground.city):
        numbers = [make_service(ground.city, title=f"Course {n}").pk for n in range(20)]
        Service.objects.update(**APPROVED)
    few, many = (
        _queries(client, f"{HERE}records/record/service/{'~'.join(map(str, numbers[:most]))}/") for most in (2, 20)
    )
    assert few == many == 8


@pytest.mark.parametrize(("window", "queries"), [("said/all", 9), ("now/district=01", 17), ("now/all", 17)])
def test_sessions_and_records_that_are_counted(client: Client, window: str, queries: int) -> None:
    assert _queries(client, f"{HERE}records/{window}/") == queries


def test_the_judgements_with_what_stands_behind_each(ground: Ground, made: Diagnosis, client: Client) -> None:
    taken = []
    for most in (2, 12):
        for n in range(most):
            cited: Any = (records()[n], passage(), "figure:now/district=01")
            write(made, ground.alice, *cited)
        taken.append(_queries(client, f"{HERE}judgements/"))
    assert taken[0] == taken[1] == 18


def test_a_report_with_its_leads(ground: Ground, made: Diagnosis, client: Client) -> None:
    """As many for a page without one."""
    frozen = load(freeze(made))
    pages = {
        "leads": page_of(restricted_report(SectionContext(frozen, analysed(frozen), decided(made)))),
        "none": b'{"sections": []}',
    }
    taken = []
    for name, page in pages.items():
        assert (b'"to":' in page) == (name == "leads")
        kept = artefacts.store(ground.city.pk, page, PAGE)
        Edition.objects.filter(diagnosis=made).update(page_sha256=kept.sha256)
        taken.append(_queries(client, f"{HERE}read/restricted/"))
    # two of them ask whether anything is still undecided, as long as it is in review
    assert taken[0] == taken[1] == 9
