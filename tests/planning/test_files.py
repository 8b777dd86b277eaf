"""The file of projects has all that their pages tell, also what stands in rows beside them."""

import csv
import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import City, Membership
from planning.models import Funding, Indicator, Measurement, Partnership
from tests.factories import sign_in
from tests.mapping.makers import inside
from tests.planning.makers import TODAY, make_project
from tests.stakeholders.makers import make_organisation

EXPORT = "/city/elverhavn/projects/export/?format=csv"
# Which of their fields say whose they are, and nothing of what is recorded.
WHOSE = {"id", "city", "project", "indicator"}


def _rows(client: Client) -> list[dict[str, str]]:
    sent = client.get(EXPORT).getvalue().decode("utf-8-sig")
    return list(csv.DictReader(sent.splitlines(keepends=True)))


def test_partners_indicators_measured_values_and_funders_are_in_the_file(
    elverhavn: City, bob: Membership, rita: Membership
) -> None:
    bodies = [make_organisation(elverhavn, name=name) for name in ("Ærø Club", "Library")]
    made = make_project(elverhavn, bob, organisations=bodies, marking="green")
    due = datetime.date(2026, 12, 31)
    with inside(elverhavn):
        here: dict[str, Any] = {"city": elverhavn, "project": made}
        Indicator.objects.update(kind="outcome", unit="evenings", aim="at_most", target="12.50", due=due)
        Measurement.objects.update(of=120, note="Counted twice.")
        Funding.objects.create(funder="A fund", share=30, lost_on=TODAY, **here)
        wanted = [
            str(getattr(row, field.attname))
            for model in (Partnership, Indicator, Measurement, Funding)
            for row in model.objects.all()
            for field in model._meta.concrete_fields
            if field.name not in WHOSE and getattr(row, field.attname) is not None
        ]
    for reader in (bob, rita):
        (row,) = _rows(sign_in(Client(), reader))
        # in English æ stands with ae
        assert (row["Partners"], row["Partners (record no.)"]) == (
            "Ærø Club; Library",
            f"{bodies[0].pk}; {bodies[1].pk}",
        )
        assert row["Indicators"] == (
            "Evenings held: Outcome [outcome] · evenings · before 0 · aim at most [at_most] 12.5 · by 2026-12-31"
        )
        assert row["Measured values"] == (
            "Evenings held: 92 · of 120 asked · 2026-01-15 · Register of the hall · Counted twice."
        )
        assert row["Who pays"].splitlines() == [
            "The city · 100000 a year",
            "A fund · 30 % · pays no more since 2026-01-15",
        ]
        said = " ".join(row.values())
        assert [
            each for each in wanted if each.removesuffix("0").removesuffix(".0").removesuffix(".") not in said
        ] == []


def test_ten_projects_ask_no_more_of_the_database_than_one(elverhavn: City, bob: Membership) -> None:
    body = make_organisation(elverhavn)
    client, asked = sign_in(Client(), bob), []
    for count in (1, 10):
        for number in range(count):
            make_project(elverhavn, bob, title=f"{count} {number}", organisations=[body])
        with CaptureQueriesContext(connection) as found:
            assert len(_rows(client)) in (1, 11)
        asked.append(len(found))
    assert asked[1] <= asked[0]
