"""What the pages that are left open are of: a row of each kind."""

import datetime

from accounts.city import city_context
from accounts.models import City, Membership, ProcessingRecord
from mapping.models import Observation, Source
from notices.models import ChangeNotice, Letter, NetworkBody
from reports.models import Diagnosis, Judgement, Priority, Recommendation, ReleaseCheck
from tests.factories import make_member, today_in
from tests.mapping.makers import processing_record, with_districts
from tests.records.makers import make_observation


def _observation(city: City, author: Membership) -> Observation:
    with_districts(city, "1")
    return make_observation(city, author, how_known="seen_by_staff", what_happened="Stickers on a door.")


def _waiting(city: City, author: Membership) -> Observation:
    return make_observation(city, author, state="submitted")


def _approved(city: City, author: Membership) -> Observation:
    reviewer = make_member(city, "reviews@elverhavn.example", "admin").user
    return make_observation(city, author, state="approved", approved_by=reviewer, approved_at="2026-03-02T00:00Z")


def _source(city: City, author: Membership) -> Source:
    return _observation(city, author).source


def _processing(city: City, _author: Membership) -> ProcessingRecord:
    return ProcessingRecord.objects.create(city=city, **processing_record())


def _member(city: City, _author: Membership) -> Membership:
    return make_member(city, "rita@elverhavn.example", "officer", clearance="red", name="Rita")


def _notice(city: City, _author: Membership) -> ChangeNotice:
    return ChangeNotice.objects.create(city=city, what="change", state="pending", title="It moves", after="Højvang")


def _letter(city: City, author: Membership) -> Letter:
    body = NetworkBody.objects.create(city=city, name="Traders", address="Torvet 1")
    return Letter.objects.create(city=city, notice=_notice(city, author), body=body)


def _diagnosis(city: City, author: Membership) -> Judgement:
    with city_context(city.pk, via="test"):
        made = Diagnosis.objects.create(
            city=city, number=1, state="in_review", start=datetime.date(2025, 1, 1), end=datetime.date(2025, 12, 31),
            compare_start=datetime.date(2024, 1, 1), compare_end=datetime.date(2024, 12, 31),
            dated=today_in(city),
        )  # fmt: skip
        return Judgement.objects.create(
            city=city, diagnosis=made, section=5, key="a", order=1, likelihood="likely", proposed="More was recorded.",
            statement="More was recorded.", confidence="moderate", proposed_confidence="moderate", state="confirmed",
            evidence=[], decided_by=author.user, decided_at="2026-02-02T00:00Z",
        )  # fmt: skip


def _written(city: City, author: Membership) -> Judgement:
    """One's own, on a record."""
    made = _diagnosis(city, author)
    record = _approved(city, author)
    with city_context(city.pk, via="test"):
        evidence = [{"cited": f"observation:{record.pk}"}]
        Judgement.objects.filter(pk=made.pk).update(key="own.a", proposed="", evidence=evidence)
        made.refresh_from_db()
    return made


def _weighed(city: City, author: Membership) -> Priority:
    made = _diagnosis(city, author).diagnosis
    with city_context(city.pk, via="test"):
        here = {"city": city, "diagnosis": made, "category": "training"}
        Recommendation.objects.create(text="Train them", marking="amber", **here)
        return Priority.objects.create(order=1, lowest="low", highest="high", parts=[["gap", 0, 1]], **here)


def _checked(city: City, author: Membership) -> Judgement:
    made = _diagnosis(city, author)
    checker = make_member(city, "checks@elverhavn.example", "admin").user
    with city_context(city.pk, via="test"):
        Diagnosis.objects.update(checked_by=checker, checked_at="2026-02-02T00:00Z")
        ReleaseCheck.objects.create(city=city, diagnosis=made.diagnosis, question="place", answer="no_risk")
    return made
