"""What no second person looked at says so in every edition, with the reason; where one looked, no edition says it."""

import datetime
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership
from core.errors import Refused
from mapping.models import Factor, Observation
from reports.actions import answer_check, create_diagnosis, decide, release, take_back_release
from reports.editions import released
from reports.models import Diagnosis
from reports.partner.report import build_partner_report
from reports.partner.view import partner_view
from reports.release.permissions import is_second, releasers, why_not_released
from reports.sections import annex, scope
from reports.sections.context import SectionContext
from reports.sections.decisions import Release
from reports.snapshot import freeze, load
from stakeholders.models import Service
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside, with_record
from tests.records.makers import make_factor
from tests.reports.analysing import analysed_once
from tests.reports.conftest import small_city
from tests.reports.partner.test_report import snapshot
from tests.reports.release.releasing import HERE, YEAR, answers_of, in_review
from tests.reports.sentences.saying import texts
from tests.stakeholders.makers import make_consultation, make_service

BECAUSE = "The city has one officer for prevention, who is the admin."
OTHER = "Carla was away until April."
RECORDS = "some of the records were approved by the person who wrote, handed in or changed them"
RELEASED = "the person who released this diagnosis also made the do-no-harm check or wrote some of what is printed"
ANSWERED = "another person released it."
DAY = datetime.date(2026, 2, 3)


@pytest.fixture
def elver(db: None) -> City:
    """Of a test: other tests of this file make a city of the same name."""
    return small_city()


@pytest.mark.parametrize(
    ("of_records", "of_release"), list(product([(), (BECAUSE,), (BECAUSE, OTHER)], [None, "", OTHER]))
)
def test_both_editions_say_it_where_it_is_so_and_only_there(of_records: Any, of_release: str | None) -> None:
    let_out = None if of_release is None else Release(DAY, (("Could it?", "No risk", ""),), of_release)
    frozen = snapshot(alone_because=of_records)
    context = SectionContext(frozen, analysed_once(frozen), release=let_out)
    restricted = " ".join(texts(scope.blocks(context)))
    partner = " ".join(texts(build_partner_report(partner_view(frozen, (), let_out)).sections))
    for said in (restricted, partner):
        assert (RECORDS in said) is bool(of_records)
        assert all(reason in said for reason in of_records)
        assert (RELEASED in said) is bool(of_release)
        assert (OTHER in said) is (bool(of_release) or OTHER in of_records)
    checked = " ".join(texts(annex._checked(context)))
    assert (ANSWERED in checked) is (of_release == "")
    assert ("section 3 says why" in checked) is bool(of_release)


ALONE: dict[str, Any] = {"state": "approved", "approved_at": "2026-01-15T00:00Z"}


def test_the_snapshot_holds_each_reason_once_and_none_of_what_is_not_in_it(elver: City) -> None:
    alice = make_member(elver, "alice@elverhavn.example", "admin")
    mine = {"created_by": alice.user, "approved_by": alice.user, **ALONE}
    with city_context(elver.pk, via="test"):
        made = create_diagnosis(city_id=elver.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
        assert load(freeze(made)).alone_because == ()
        ids = list(Observation.objects.filter(first_day__year=2025).values_list("pk", flat=True)[:6])
        for number, fields in enumerate(
            ({}, {}, {"marking": "red"}, {"state": "withdrawn", "withdrawn_reason": "x"}, {"marking": "amber"})
        ):
            Observation.objects.filter(pk=ids[number]).update(
                **{**mine, **fields}, alone_because=f"Record {number % 4}"
            )
    make_service(elver, alice)
    make_factor(elver, alice)
    make_consultation(elver, alice, first_day="2025-03-01", last_day="2025-03-01", **mine, alone_because="Heard")
    make_consultation(elver, alice, first_day="2023-03-01", last_day="2023-03-01", **mine, alone_because="Before")
    with city_context(elver.pk, via="test"):
        Factor.objects.update(approved_by=alice.user, **ALONE, alone_because="Factor")
        Service.objects.update(approved_by=alice.user, **ALONE, alone_because="Service")
        found = load(freeze(made)).alone_because
    # records 0, 1 and 4 % 4; the red one and the withdrawn one are not in it, nor a consultation of another period
    assert found == ("Factor", "Heard", "Record 0", "Record 1", "Service")


@pytest.mark.parametrize("because", ["", BECAUSE])
@pytest.mark.parametrize("with_second", [False, True])
def test_every_writer_and_checker_and_who_releases(elverhavn: City, because: str, with_second: bool) -> None:
    with_record(elverhavn)
    alice = make_member(elverhavn, "alice@elverhavn.example", "admin", name="Alice")
    gone = make_member(elverhavn, "gone@elverhavn.example", "admin", name="Gone")
    made = in_review(elverhavn, "More was recorded at the quay.")
    for writer, checker in product((alice, gone), (alice, gone)):
        with inside(elverhavn), transaction.atomic():
            City.objects.filter(pk=elverhavn.pk).update(alone_because=because)
            with city_context(elverhavn.pk, via="page", actor_id=writer.user_id):
                row = made.judgements.select_related("diagnosis").get()
                row.state, row.statement = "rewritten", "In other words."
                decide(judgement=row, by=writer.user)
            kept = answer_check(diagnosis=made, answers=answers_of(made), by=checker.user)
            if not with_second:  # once they were two
                Membership.objects.filter(pk=gone.pk).delete()
            had_it = alice in {writer, checker}
            is_alone = bool(because) and not with_second and had_it
            may = is_alone or not had_it
            assert is_second(kept, alice.user_id) is may
            assert bool(why_not_released(kept, alice.user)) is not may
            assert ("Alice" in releasers(kept)) is may
            if may:
                out = release(diagnosis=kept, note="Yearly.", by=alice.user)
                assert out.alone_because == (because if is_alone else "")
                told = released(out)
                assert told is not None
                assert told.alone_because == out.alone_because
                take_back_release(diagnosis_id=out.pk, job_id=out.job)  # type: ignore[arg-type]
            else:
                with pytest.raises(Refused, match="second person"):
                    release(diagnosis=kept, note="Yearly.", by=alice.user)
            transaction.set_rollback(True)


def test_the_pages_say_before_and_after_that_one_person_released(elverhavn: City) -> None:
    with_record(elverhavn)
    alice = make_member(elverhavn, "alice@elverhavn.example", "admin", name="Alice")
    made = in_review(elverhavn, "More was recorded at the quay.")
    client = sign_in(Client(), alice)
    with inside(elverhavn):
        made.judgements.update(state="confirmed", decided_at="2026-01-01T00:00Z")
        answer_check(diagnosis=made, answers=answers_of(made), by=alice.user)
    page = client.get(f"{HERE}1/release/").content.decode()
    assert "another admin releases" in page
    assert "no second person looks at it" not in page
    with inside(elverhavn):
        City.objects.filter(pk=elverhavn.pk).update(alone_because=BECAUSE)
    page = client.get(f"{HERE}1/release/").content.decode()
    assert "no second person looks at it" in page
    assert BECAUSE in page
    assert "Here one person releases it too" in client.get("/city/elverhavn/").content.decode()
    assert BECAUSE not in client.get(f"{HERE}1/").content.decode()
    with inside(elverhavn):
        release(diagnosis=made, note="Yearly.", by=alice.user)
    assert f"because: {BECAUSE}" in " ".join(client.get(f"{HERE}1/").content.decode().split())
    with inside(elverhavn):
        with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
            Diagnosis.objects.update(alone_because="")
        take_back_release(diagnosis_id=made.pk, job_id=made.job)  # type: ignore[arg-type]
