"""A city whose diagnosis is in force, of which what was said is corrected; and what its readers are told."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils.html import strip_tags
from pytest_django.plugin import DjangoDbBlocker

from accounts.city import city_context
from accounts.models import City, Membership
from analysis.protection.of_window import TOTAL
from jobs import artefacts
from jobs.models import Job
from notices.actions import release_notice, standing
from notices.models import ChangeNotice
from output.document import Bullets, Figure, Paragraph, SmallPrint, Table
from reports.actions import create_diagnosis, keep_edition, keep_snapshot, tell_corrected
from reports.following import SNAPSHOT
from reports.models import Diagnosis
from reports.partner.figures import Figures, WindowFigures, written
from reports.sections import needs, over_years, priorities, reached, statements, voices
from reports.sections.context import SectionContext
from reports.snapshot import freeze, load
from stakeholders.models import (
    Consultation,
    Disagreement,
    Finding,
    HeadCount,
    Need,
    Organisation,
    Outlook,
    Quote,
    TrustRating,
)
from tests.factories import make_member
from tests.mapping.makers import inside
from tests.notices.conftest import collected
from tests.once import once, signed_in
from tests.reports.analysing import analysed_once
from tests.reports.conftest import small_city
from tests.reports.test_snapshot import YEAR
from tests.stakeholders.makers import make_consultation, make_group, make_organisation

HERE = "/city/elverhavn/what-changed/"
DAY = datetime.date(2025, 5, 2)
# Of three blocks, three each.
SECTORS = ("police", "health", "education", "faith", "youth", "faith", "residents_association", "council_commission")


@dataclass(frozen=True)
class Ground:
    """A city with eight organisations heard on the record, an amber session and three in confidence; a diagnosis of
    it in force, with both editions, what it was frozen as, and what it prints of what was said."""

    city: City
    alice: Membership
    carla: Membership
    green: Membership
    amber: Membership
    frozen: bytes
    printed: list[str]


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    yield from once(django_db_blocker, _ground)


def _ground() -> Ground:
    city = small_city()
    alice, carla = (make_member(city, f"{name.lower()}@x.example", "admin", name=name) for name in ("Alice", "Carla"))
    green, amber = (
        make_member(city, f"{level}@x.example", "reader", clearance=level, name=level) for level in ("green", "amber")
    )
    bodies = [make_organisation(city, name=f"Body {n}", sector=sector) for n, sector in enumerate(SECTORS)]
    make_group(city, name="Young people")
    hear(city, bodies, title="On the record", people=20, districts=["01"], held="districts")
    hear(city, bodies[:4], title="Marked amber", marking="amber", confidentiality="chatham_house", people=9)
    for number in range(3):
        made = make_consultation(
            city, first_day=DAY, confidentiality="confidential", named_admin=alice.user, title=f"Secret {number}",
            people=5, marking="green", state="approved", approved_at="2026-01-15T00:00Z",
        )  # fmt: skip
        with inside(city):
            Need.objects.filter(consultation=made).update(category="training")
    with inside(city):
        _in_force(city, alice, carla)
    collected(city)
    with inside(city):
        Job.objects.all().delete()
        frozen = freeze(Diagnosis.objects.select_related("city").get())
        printed = printed_of(frozen)
    return Ground(city, alice, carla, green, amber, frozen, printed)


def hear(city: City, bodies: list[Organisation], **fields: Any) -> None:
    facts = {"first_day": DAY, "marking": "green", "state": "approved", "approved_at": "2026-01-15T00:00Z"}
    made = make_consultation(city, organisations=bodies, **{**facts, **fields})
    is_named = made.confidentiality == "on_record"
    with inside(city):
        for place, body in enumerate(bodies):
            said = {
                "city": city, "consultation": made, "confidentiality": made.confidentiality, "block": body.block,
                "organisation": body if is_named else None, "sector": body.sector if is_named else "",
            }  # fmt: skip
            Need.objects.create(category="training", statement="To learn it", priority=1 + place % 5, **said)
            if place == 0 and made.confidentiality != "confidential":
                Finding.objects.create(kind="service_gap", statement="Nobody is there at night", **said)
                Quote.objects.create(
                    text=f"We close at six. ({made.title})", attribution="block", consented=True, **said
                )
            Outlook.objects.create(concern=1 + place % 5, district="", **said)
            TrustRating.objects.create(body="police", level=1 + place % 5, **said)
        if made.confidentiality != "confidential":
            Disagreement.objects.create(
                city=city, consultation=made, confidentiality=made.confidentiality, statement="On the hours"
            )
        HeadCount.objects.create(city=city, consultation=made, axis="group", code="young-people", people=7)


def _in_force(city: City, alice: Membership, carla: Membership) -> None:
    made = create_diagnosis(city_id=city.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
    data = freeze(made)
    kept = artefacts.store(city.pk, data, SNAPSHOT)
    keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=load(data))
    keep_edition(diagnosis=made, audience="restricted", sha256="0" * 64, size=1, engine="test")
    told = Figures(WindowFigures(YEAR, {TOTAL: 18}, "2020", 1), None)
    keep_edition(diagnosis=made, audience="partner", sha256="1" * 64, size=1, engine="test", figures=written(told))
    Diagnosis.objects.update(state="released", released_by=carla.user, checked_by=alice.user, released_on=made.dated)


@pytest.fixture
def released(ground: Ground, db: None) -> Iterator[Diagnosis]:
    with inside(ground.city):
        yield Diagnosis.objects.select_related("city").get()


def look(diagnosis: Diagnosis) -> ChangeNotice | None:
    return tell_corrected(diagnosis=diagnosis)


def rows_of(notice: ChangeNotice | None) -> dict[str, tuple[int | None, int | None]]:
    assert notice is not None
    found = notice.figures_for("amber")
    return {each.label: (each.before, each.after) for each in found.rows} if found else {}


def let_out(notice: ChangeNotice | None, by: Membership) -> ChangeNotice:
    assert notice is not None
    assert release_notice(notice=notice, by=by.user, as_read=standing(notice))
    return notice


def change(ground: Ground, title: str, **fields: Any) -> None:
    with city_context(ground.city.pk, via="test", actor_id=ground.carla.user_id):
        assert Consultation.objects.filter(title=title).update(**fields)


def page(member: Membership, notice: ChangeNotice) -> str:
    """What is read there: keys in attributes hold any figure by chance."""
    return strip_tags(signed_in(member).get(f"{HERE}{notice.pk}/").content.decode())


def printed_of(frozen: bytes) -> list[str]:
    """What was said, as the restricted edition prints it: tables, sentences that count, and all that is in words."""
    context = SectionContext(read := load(frozen), analysed_once(read))
    blocks = [
        *voices.blocks(context), *reached.tables(context), *needs.scores(context), *priorities.blocks(context),
        *priorities.tables(context), *over_years.years_table(context), *statements.tables(context),
    ]  # fmt: skip
    return [str(each) for each in blocks if isinstance(each, Table | Bullets | Paragraph | SmallPrint | Figure)]
