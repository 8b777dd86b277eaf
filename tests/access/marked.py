"""One of everything at a marking, each with a word of its own that is looked for."""

import datetime
from typing import Any

from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Membership
from analysis import METHOD_VERSION
from jobs import artefacts
from mapping.models import District, Factor, Observation, Series, Source, SourceCoverage
from output.document import Heading, Paragraph, Section
from output.web.page import page_of
from planning.models import Funding, Indicator, Measurement, Project, ReviewFlag
from reports.models import PAGE, Diagnosis, Edition, Judgement, Priority, Recommendation, ReleaseCheck, Snapshot
from stakeholders.models import (
    Consultation,
    Disagreement,
    Finding,
    FollowUp,
    HeadCount,
    Information,
    Need,
    Organisation,
    Outlook,
    Quote,
    Service,
    TrustRating,
)
from tests.reports.sample import sample_report

DAY = datetime.date(2025, 6, 11)
NOW = "2026-01-15T00:00Z"


def word(kind: str, marking: str) -> str:
    return f"zz{kind}{marking.replace('_', '')}zz"


def plant_source(city: City, marking: str) -> Source:
    """With where it looked, so that its name would stand beside the map."""
    source = Source.objects.create(
        city=city, key=f"source-{marking}", name=word("source", marking), source_type="police", marking=marking
    )
    SourceCoverage.objects.create(
        city=city, source=source, whole_city=True, start="2025-01-01", end="2025-12-31", completeness="full"
    )
    return source


def plant_observation(city: City, author: Membership, approver: Membership, marking: str, **fields: Any) -> Observation:
    said = word("observation", marking)
    facts: dict[str, Any] = {
        **dict.fromkeys(("title", "what_happened", "platform", "trigger_event", "external_key"), said),
        "source_link": f"https://{said}.example/",
        "scope": "threat", "place": "district", "district": District.objects.order_by("code")[1], "space": "online",
        "manifestations": ["threat"], "targets": ["antisemitic"], "currents": ["right_wing"], "reliability": "B",
        "credibility": "2", "state": "approved", "approved_by": approver.user, "approved_at": NOW, "first_day": DAY,
        "last_day": DAY, "review_by": "2026-03-01",
    } | fields  # fmt: skip
    facts.setdefault("source", Source.objects.filter(key=f"source-{marking}").first())
    return Observation.objects.create(city=city, marking=marking, created_by=author.user, **facts)


def plant_consultation(
    city: City, author: Membership, approver: Membership, marking: str, said: str = "", **fields: Any
) -> Consultation:
    """With a row of every kind of thing that can be said."""
    said = said or word("consultation", marking)
    facts: dict[str, Any] = {
        **dict.fromkeys(("title", "venue", "organiser", "languages", "barriers_note", "promised"), said),
        "instrument": "workshop", "confidentiality": "on_record", "first_day": DAY, "state": "approved",
        "approved_by": approver.user, "approved_at": NOW, "consent_by": "spoken", "people": 17,
        "barriers": ["language"], "held": "districts", "districts": ["01"],
    } | fields  # fmt: skip
    made = Consultation.objects.create(city=city, marking=marking, created_by=author.user, **facts)
    tell(made, said)
    return made


def plant_factor(city: City, author: Membership, approver: Membership, marking: str) -> Factor:
    said = word("factor", marking)
    return Factor.objects.create(
        city=city, marking=marking, created_by=author.user, state="approved", approved_by=approver.user,
        approved_at=NOW, review_by="2026-03-01", kind="driver", confidence="low", districts=["01"],
        source_link=f"https://{said}.example/", **dict.fromkeys(("title", "statement", "evidence"), said),
    )  # fmt: skip


def plant_series(city: City, marking: str) -> Series:
    """Of records that are marked so; none of them is needed here."""
    return Series.objects.create(city=city, marking=marking, name=word("series", marking))


def plant_service(city: City, author: Membership, approver: Membership, marking: str) -> Service:
    """Its contact is for those who are cleared for contacts, as that of its organisation."""
    said = word("service", marking)
    body, _made = Organisation.objects.get_or_create(city=city, name="Provider", defaults={"sector": "youth"})
    return Service.objects.create(
        city=city, marking=marking, created_by=author.user, state="approved", approved_by=approver.user,
        approved_at=NOW, review_by="2026-03-01", organisation=body, needs=["safe_spaces"], levels=["primary"],
        districts=["01"], valid_from="2025-01-01", contact_role=word("contacts", "amber"),
        **dict.fromkeys(("title", "about", "capacity"), said),
    )  # fmt: skip


def plant_project(city: City, author: Membership, marking: str) -> Project:
    """With a row of everything that belongs to one."""
    said = word("project", marking)
    made = Project.objects.create(
        city=city, marking=marking, created_by=author.user, level="primary", districts=["01"], status="active",
        status_since="2026-01-15", budget=4711,
        **dict.fromkeys(
            ("title", "objective", "for_whom", "owner", "decided_by", "risks", "no_harm", "lessons"), said
        ),
        **dict.fromkeys(("ungrounded_because", "status_because"), said),
    )  # fmt: skip
    here: dict[str, Any] = {"city": city, "project": made}
    indicator = Indicator.objects.create(title=said, unit=said, baseline=4711, target=4712, **here)
    Measurement.objects.create(indicator=indicator, value=4711, measured_on=DAY, source=said, note=said, **here)
    Funding.objects.create(funder=said, amount=4711, **here)
    ReviewFlag.objects.create(cause="harm", key=said, before=said, after=said, marking=marking, **here)
    return made


def tell(made: Consultation, said: str, *, level: int = 4, category: str = "legal_mandate") -> None:
    """All outcomes that its rule lets be kept."""
    row: dict[str, Any] = {
        "city_id": made.city_id, "consultation": made, "confidentiality": made.confidentiality,
    }  # fmt: skip
    by = {**row, "block": "residents"}
    Need.objects.create(statement=said, category=category, priority=level, districts=["01"], **by)
    Outlook.objects.create(district="01", concern=level, direction="worse", safety=level, cohesion=level, **by)
    Outlook.objects.create(concern=level, direction="worse", **by)
    TrustRating.objects.create(body="police", level=level, **by)
    Information.objects.create(age_band="", sources=["messaging"], media_literacy=level, **row)
    Finding.objects.create(kind="harm", statement=said, districts=["01"], **by)
    Disagreement.objects.create(statement=said, blocks=["residents"], **row)
    FollowUp.objects.create(recommendation=said, owner=said, what_changed=said, **row)
    HeadCount.objects.create(city_id=made.city_id, consultation=made, axis="group", code="young", people=level)
    HeadCount.objects.create(city_id=made.city_id, consultation=made, axis="sector", code="faith", people=level)
    if made.confidentiality != "confidential":
        Quote.objects.create(text=said, attribution="block", consented=True, **by)


def plant_diagnosis(city: City, decider: Membership, marking: str, number: int, state: str) -> Judgement:
    """A diagnosis that was made of records of this marking, with a row of everything that belongs to one."""
    said = word("judgement", marking)
    made = Diagnosis.objects.create(
        city=city, number=number, state=state, marking=marking, start=datetime.date(2025, 1, 1),
        end=datetime.date(2025, 12, 31), compare_start=datetime.date(2024, 1, 1),
        compare_end=datetime.date(2024, 12, 31), dated=datetime.date(2026, 2, 1),
    )  # fmt: skip
    Snapshot.objects.create(
        city=city, diagnosis=made, sha256=f"{number:064}", size=number, method_version=METHOD_VERSION
    )
    ReleaseCheck.objects.create(city=city, diagnosis=made, question="place", answer="addressed", note=said)
    weighed: dict[str, Any] = {"city": city, "diagnosis": made, "marking": marking, "category": "training"}
    planned = word("recommendation", marking)
    Recommendation.objects.create(
        text=planned, owner=planned, outcome=planned, written_by=decider.user, written_at=NOW, **weighed
    )
    Priority.objects.create(
        order=1, lowest="low", highest="high", parts=[], band="high", reason=word("priority", marking),
        decided_by=decider.user, decided_at=NOW, **weighed,
    )  # fmt: skip
    report = sample_report(sections=[Section(number="1", title=said, blocks=[Heading(said), Paragraph(said)])])
    page = artefacts.store(city.pk, page_of(report), PAGE)
    Edition.objects.create(
        city=city, diagnosis=made, audience="restricted", language="en", marking=marking, size=10,
        sha256=f"{number:064}", page_sha256=page.sha256,
    )  # fmt: skip
    return Judgement.objects.create(
        city=city, diagnosis=made, marking=marking, state="confirmed", decided_at=timezone.now(),
        decided_by=decider.user, key="city.change", section=5, order=1, confidence="low", proposed_confidence="high",
        evidence=[{"what": said, "value": "4711"}], confidence_reasons=[said],
        **dict.fromkeys(("statement", "proposed", "reason"), said),
    )  # fmt: skip


def inside(city: City) -> Any:
    return city_context(city.pk, via="test")
