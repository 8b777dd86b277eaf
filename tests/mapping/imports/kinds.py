"""Records of every kind: with each precision, place, state and marking, and with what files write otherwise."""

import datetime
from typing import Any

from accounts.models import City, Membership
from mapping.models import District, Observation, ObservationImport, Series, Source
from tests.factories import make_member
from tests.mapping.makers import inside, with_districts, with_record
from tests.records.makers import make_observation

APPROVED: dict[str, Any] = {"state": "approved", "approved_at": datetime.datetime(2026, 1, 15, tzinfo=datetime.UTC)}
KINDS: list[dict[str, Any]] = [
    {},
    {"precision": "month", "first_day": "2025-02-01", "last_day": "2025-02-28", "external_key": "0012"},
    {"precision": "year", "first_day": "2025-01-01", "last_day": "2025-12-31", "external_key": "1e5"},
    {"precision": "period", "first_day": "2025-03-05", "last_day": "2025-03-07", "external_key": "-2"},
    {"reported_on": "2025-05-04", "what_happened": 'Two lines;\r\n"quoted", 50 % – Ærø, ß'},
    {"place": "district", "severity": 5, "setting": "school"},
    {"place": "online", "space": "online", "platform": "=Chat+1"},
    {"place": "outside", "space": "hybrid", "platform": 'Board; "one"', "basis": "experienced"},
    {"manifestations": ["threat", "hate_speech"], "targets": ["antisemitic", "anti_muslim"], "marking": "red"},
    {"currents": ["jihadist", "right_wing"], "cell_longitude": 12.345, "cell_latitude": 55.015},
    {
        "title": "+45 posters, -3 flags",
        "what_happened": "@home; =SUM(A1)",
        "source_link": "https://elverhavn.example/1",
    },
    {"trigger_event": "7 October", "how_known": "second_hand", "reliability": "F", "credibility": "6"},
    {"batch": "the-office.csv", "approved_by": None, "created_by": None, "external_key": "12", "manifestations": []},
    {"state": "draft", "approved_by": None, "approved_at": None},
    {"state": "submitted", "approved_by": None, "approved_at": None, "review_by": "2027-01-01"},
    {"state": "returned", "approved_by": None, "approved_at": None, "review_comment": "Which day?"},
    {"state": "withdrawn", "withdrawn_reason": "Twice in the register"},
    {"hour": 0},
    {"hour": 23},
]


def one_of_every_kind() -> Membership:
    """The admin of a city that has them, of two sources, two of them of one series."""
    elverhavn = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", time_zone="Europe/Copenhagen")
    alice = make_member(elverhavn, "alice@elverhavn.example", "admin", name="Alice")
    bob = make_member(elverhavn, "bob@elverhavn.example", "officer", name="Bob")
    with_districts(with_record(elverhavn), "1", "02")
    with inside(elverhavn):
        schools = Source.objects.create(city=elverhavn, key="schools", name="Schools; all", source_type="school")
        series = Series.objects.create(city=elverhavn, name="The same tag", marking="red")
    for number, fields in enumerate(KINDS):
        with inside(elverhavn):
            facts = {
                "title": f"Record {number}", "first_day": "2025-04-01", "last_day": "2025-04-01", "place": "city_wide",
                "created_by": bob.user, "approved_by": alice.user, **APPROVED, **fields,
            }  # fmt: skip
            if facts["place"] == "district":
                facts["district"] = District.objects.get(code="02")
            if number in {0, 8}:
                facts["series"] = series
            if "batch" in facts:
                facts["batch"] = ObservationImport.objects.create(
                    city=elverhavn, source=schools, file_name=facts["batch"], file_sha256="0" * 64, mapping={},
                    extracted_on="2025-12-31", rows_read=1, added=1, already_there=0,
                )  # fmt: skip
        made = make_observation(elverhavn, **facts)
        with inside(elverhavn):
            then = datetime.datetime(2025, 10, 26, number, 59, 7, tzinfo=datetime.UTC)
            of = {"source": schools} if number % 2 else {}
            Observation.objects.filter(pk=made.pk).update(created_at=then, **of)
    return alice
