"""What a list is tried with: for each page that shows rows how many queries it takes, and what makes more of its rows.

A new list gets a line in LISTS; `test_query_counts.py` reads it with three rows and with sixty.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Marking, Membership, User
from jobs.models import Job, JobState
from mapping.models import BoundarySet, CoveredDistrict, District, Observation, Source, SourceCoverage
from notices.models import ChangeNotice, Delivery, NetworkBody
from records.models import Access, Draft, Verb
from reports.models import Diagnosis, Priority, Recommendation
from stakeholders.models import Consultation, Dissent, Memorandum, Need, RevisionRequest, Signature
from tests.factories import QUICK_HASH, make_member
from tests.mapping.makers import SQUARE, make_trigger_event
from tests.people import write_member
from tests.planning.makers import make_project
from tests.records.makers import make_factor, make_observation, make_pair, make_series
from tests.stakeholders.makers import make_consultation, make_group, make_organisation, make_service


@dataclass(frozen=True, slots=True)
class List:
    """What `make` adds differs in everything a row could fetch by itself, such as the person who asked for it."""

    queries: int
    make: Callable[[City, int], None]


def _somebody(city: City, email: str, role: str) -> Membership:
    """Whoever did what a list shows: how they sign in stands in none."""
    user = User(email=email, password=QUICK_HASH)
    member = Membership(city=city, user=user, role=role, clearance=Marking.RED)
    write_member(member, None)
    return member


def _people(city: City, number: int) -> None:
    make_member(city, f"more-{number}@elverhavn.example", "reader")


def _jobs(city: City, number: int) -> None:
    asker = _somebody(city, f"asker-{number}@elverhavn.example", "officer").user
    Job.objects.create(city=city, kind="diagnosis", created_by=asker, state=JobState.CANCELLED)


def _districts(city: City, number: int) -> None:
    with city_context(city.pk, via="test"):
        boundaries = BoundarySet.objects.get()
        name = f"more-{number}"
        District.objects.create(
            city=city, boundary_set=boundaries, code=name, name=name, geometry={}, area_km2=1, population=number
        )


def _diagnoses(city: City, number: int) -> None:
    asker = _somebody(city, f"asker-{number}@elverhavn.example", "admin").user
    with city_context(city.pk, via="test"):
        Diagnosis.objects.create(
            city=city,
            number=1000 + number,
            requested_by=asker,
            start=datetime.date(2025, 1, 1),
            end=datetime.date(2025, 12, 31),
            compare_start=datetime.date(2024, 1, 1),
            compare_end=datetime.date(2024, 12, 31),
            dated=datetime.date(2026, 2, 1),
        )


def _accesses(city: City, number: int) -> None:
    reader = _somebody(city, f"reads-{number}@elverhavn.example", "reader").user
    with city_context(city.pk, via="test"):
        Access.objects.create(city=city, user=reader, verb=Verb.OPENED, model="reports.diagnosis", object_id="1")


def _observations(city: City, number: int) -> None:
    where = _district(city, f"where-{number}")
    make_observation(city, _somebody(city, f"saw-{number}@elverhavn.example", "officer"), place="district",
                     district=where)  # fmt: skip


def _district(city: City, name: str) -> District:
    outline = {"type": "Polygon", "coordinates": [SQUARE]}
    with city_context(city.pk, via="test"):
        return District.objects.create(
            city=city, boundary_set=BoundarySet.objects.get(), code=name, name=name, geometry=outline, area_km2=1,
            population=1000,
        )  # fmt: skip


def _seen_in_districts(city: City, number: int) -> None:
    """What the map counts: approved, in a district that a source of its own looked at."""
    where = _district(city, f"seen-{number}")
    row = make_observation(city, place="district", district=where, first_day="2025-05-01", last_day="2025-05-01")
    admin = _somebody(city, "approves@elverhavn.example", "admin").user if not number else None
    with city_context(city.pk, via="test"):
        admin = admin or Membership.objects.get(user__email="approves@elverhavn.example").user
        Observation.objects.filter(pk=row.pk).update(state="approved", approved_by=admin, approved_at=timezone.now())
        _looked_by(city, number, where)


def _known_of_a_district(city: City, number: int) -> None:
    """Of the district of the page: one more record, one more source that looked, one more need told of it."""
    with city_context(city.pk, via="test"):
        here = District.objects.get()
    row = make_observation(city, place="district", district=here, first_day="2025-05-01", last_day="2025-05-01")
    admin = _somebody(city, "approves@elverhavn.example", "admin").user if not number else None
    session = make_consultation(city, _somebody(city, f"told-{number}@elverhavn.example", "officer"))
    with city_context(city.pk, via="test"):
        admin = admin or Membership.objects.get(user__email="approves@elverhavn.example").user
        source = _looked_by(city, number, here)
        approved: Any = {"state": "approved", "approved_by": admin, "approved_at": timezone.now()}
        Observation.objects.filter(pk=row.pk).update(source=source, **approved)
        Consultation.objects.filter(pk=session.pk).update(**approved)
        Need.objects.create(
            city=city, consultation=session, confidentiality=session.confidentiality, category="funding",
            statement=f"More {number}", districts=[here.code], priority=3, block="civil_society",
        )  # fmt: skip


def _sources(city: City, number: int) -> None:
    where = _district(city, f"looked-{number}")
    with city_context(city.pk, via="test"):
        _looked_by(city, number, where)


def _looked_by(city: City, number: int, where: District) -> Source:
    source = Source.objects.create(city=city, key=f"s-{number}", name=f"Source {number}", source_type="police")
    looked = SourceCoverage.objects.create(
        city=city, source=source, start="2025-01-01", end="2025-12-31", completeness="full"
    )
    CoveredDistrict.objects.create(city=city, coverage=looked, district=where)
    return source


def _organisations(city: City, number: int) -> None:
    make_organisation(city, name=f"more-{number}")


def _groups(city: City, number: int) -> None:
    make_group(city, name=f"more-{number}")


def _pairs(city: City, number: int) -> None:
    if not number % 5:  # three records each
        make_pair(city, number + 1)


def _series(city: City, number: int) -> None:
    make_series(city, name=f"more-{number}")


def _factors(city: City, number: int) -> None:
    author = _somebody(city, f"factor-{number}@elverhavn.example", "officer")
    make_factor(city, author, title=f"more-{number}")


def _services(city: City, number: int) -> None:
    author = _somebody(city, f"serves-{number}@elverhavn.example", "officer")
    make_service(city, author, title=f"more-{number}", organisation=make_organisation(city, name=f"body-{number}"))


def _projects(city: City, number: int) -> None:
    author = _somebody(city, f"plans-{number}@elverhavn.example", "officer")
    make_project(city, author, title=f"more-{number}")


def _trigger_events(city: City, number: int) -> None:
    make_trigger_event(city, title=f"more-{number}")


def _recommended(city: City, number: int) -> None:
    writer = _somebody(city, f"writes-{number}@elverhavn.example", "admin").user
    with city_context(city.pk, via="test"):
        here: Any = {"city": city, "diagnosis": Diagnosis.objects.get(state="in_review"), "category": "funding"}
        here["area"] = f"more-{number}"
        Recommendation.objects.create(text="Do it", judgement_key="city.change", written_by=writer, **here)
        Priority.objects.create(
            order=number, lowest="low", highest="low", band="high", reason="So", decided_by=writer,
            decided_at="2026-02-02T00:00Z", **here,
        )  # fmt: skip


def _consultations(city: City, number: int) -> None:
    make_consultation(city, _somebody(city, f"heard-{number}@elverhavn.example", "officer"))


def _notices(city: City, number: int) -> None:
    with city_context(city.pk, via="test"):
        told = ChangeNotice.objects.create(city=city, what="release", after=f"No. {number}", link="/")
        for member in Membership.objects.filter(city=city):
            Delivery.objects.create(city=city, notice=told, user=member.user)


def _bodies(city: City, number: int) -> None:
    people = [_somebody(city, f"{who}-{number}@elverhavn.example", "reader").user for who in ("tells", "deputy")]
    with city_context(city.pk, via="test"):
        NetworkBody.objects.create(city=city, name=f"more-{number}", person=people[0], deputy=people[1])


def _signed(city: City, number: int) -> None:
    """One more member that signed, does not agree and asks for a revision, and one that did not sign."""
    with city_context(city.pk, via="test"):
        version = Memorandum.objects.to_sign()
        user = Membership.objects.filter(city=city).earliest("pk").user
        signs, not_yet = (NetworkBody.objects.create(city=city, name=f"{name}-{number}") for name in ("more", "other"))
        here: Any = {"city": city, "memorandum": version}
        Signature.objects.create(
            body=signs, how="paper", office="Chair", signed_on="2026-02-02", recorded_by=user, **here
        )
        Dissent.objects.create(body=not_yet, words=f"Not part {number}.", recorded_on="2026-02-02", **here)
        RevisionRequest.objects.create(text=f"Say {number} otherwise.", asked_by=user, **here)


def _drafts(city: City, number: int) -> None:
    row = make_observation(city)
    with city_context(city.pk, via="test"):
        owner = Membership.objects.get(user__email="admin@elverhavn.example").user
        words = {"title": [f"Half typed {number}"]}
        Draft.objects.create(city=city, owner=owner, form="mapping.observation", record=str(row.pk), data=words)


LISTS = {
    "people": List(11, _people),
    "jobs": List(7, _jobs),
    "districts": List(8, _districts),
    # one more than the rows take: whether there are two to compare
    "diagnoses": List(8, _diagnoses),
    "observations": List(11, _observations),
    # one more than the rows take: the numbers by which diagnoses are known
    "accesses": List(13, _accesses),
    "organisations": List(9, _organisations),
    "notices": List(7, _notices),
    # what waits stands above the list
    "changes": List(11, _notices),
    "groups": List(12, _groups),
    "factors": List(9, _factors),
    "services": List(9, _services),
    "projects": List(8, _projects),
    "series_list": List(7, _series),
    "trigger_events": List(7, _trigger_events),
    "consultations": List(9, _consultations),
}
# They show rows too, but not as a list one turns the pages of; or rows of many kinds, which no listing has columns for.
OTHERS = {
    "drafts": List(8, _drafts),
    # some records wait for review here; they were made since this member was here last
    "city_home": List(32, _seen_in_districts),
    "plan": List(16, _projects),
    "map": List(14, _seen_in_districts),
    # the map's figures for its numbers, what was said, the line of who saw it
    "district": List(18, _known_of_a_district),
    "sources": List(13, _sources),
    "pairs": List(11, _pairs),
    "series": List(14, _observations),
    "network_bodies": List(8, _bodies),
    "memorandum_version": List(26, _signed),
    "priorities": List(21, _recommended),
    "histories": List(14, _consultations),
}
SHOWN = LISTS | OTHERS
# Of a list, but they show none: the file to take along.
EXPORTS = {
    "map_export": "map",
    "sources_export": "sources",
    "people_export": "people",
    "districts_export": "districts",
    "observations_export": "observations",
    "accesses_export": "accesses",
    "organisations_export": "organisations",
    "groups_export": "groups",
    "factors_export": "factors",
    "services_export": "services",
    "projects_export": "projects",
    "series_list_export": "series_list",
    "trigger_events_export": "trigger_events",
    "notices_export": "notices",
    "changes_export": "changes",
    "consultations_export": "consultations",
    "jobs_export": "jobs",
    "diagnoses_export": "diagnoses",
    "histories_export": "histories",
}
