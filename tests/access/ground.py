"""One of everything that has an address, in a city: what the matrix opens and what nobody of elsewhere may reach."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, HostAccess, Invitation, Membership, ProcessingRecord, User
from jobs import artefacts
from jobs.models import Job, JobState
from mapping.models import District
from notices.models import Answer, Asked, ChangeNotice, Delivery, Letter, NetworkBody
from output.leads import leading
from output.web.page import page_of
from planning.models import ReviewFlag
from records.models import Draft, PendingChange
from reports.actions import keep_edition
from reports.models import PAGE, PDF, Diagnosis, Edition, Judgement, Priority, Recommendation
from stakeholders.models import Dissent, MemorandumRole, RevisionRequest, Signature
from tests.factories import make_member, make_user
from tests.mapping.makers import make_trigger_event, with_districts, with_record
from tests.planning.makers import make_project
from tests.records.makers import make_factor, make_observation, make_pair, make_series
from tests.reports.sample import sample_report
from tests.stakeholders.makers import make_consultation, make_group, make_organisation, make_service
from tests.stakeholders.memoranda import make_agreed

Addresses = dict[str, dict[str, Any]]
OF_PROJECT = (
    *("project", "project_change", "project_ground", "project_indicators", "project_measured", "project_funding"),
    "project_tell",
)


@dataclass(frozen=True, slots=True)
class Ground:
    """Two cities with one of everything, and what stands in the addresses of each."""

    city: City
    other: City
    here: Addresses
    there: Addresses


def two_cities() -> Ground:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", time_zone="Europe/Copenhagen")
    other = City.objects.create(slug="sandvig", name="Sandvig", country="DK")
    return Ground(city, other, furnish(city), furnish(other))


def furnish(city: City) -> Addresses:
    """Fill a city; for every page of a city that shows one thing, what stands in its address for it."""
    if not _has_record(city):
        with_record(city)
    with_districts(city, "1")
    admin = make_member(city, f"second-admin@{city.slug}.example", "admin")
    member = make_member(city, f"member@{city.slug}.example", "officer")
    invitation = Invitation.objects.create(
        city=city,
        email=f"invited@{city.slug}.example",
        role="reader",
        secret_sha256=f"{city.pk:064}",
        expires_at=timezone.now() + datetime.timedelta(days=7),
    )
    staff = make_user(f"staff@{city.slug}.example", is_staff=True, second_factor=True)
    access = HostAccess.objects.create(city=city, staff=staff, reason="Ticket", hours=2)
    observation = make_observation(city)
    pair = make_pair(city)
    series = make_series(city, observation)
    factor = make_factor(city)
    organisation = make_organisation(city)
    service = make_service(city, organisation=organisation)
    group = make_group(city)
    trigger = make_trigger_event(city)
    project = make_project(city, organisations=[organisation])
    consultation = make_consultation(city, organisations=[organisation])
    job = Job.objects.create(
        city=city,
        kind="diagnosis",
        payload={"diagnosis": 0},
        state=JobState.FAILED,
        error=f"Secret of {city.name}",
        finished_at=timezone.now(),
    )
    with city_context(city.pk, via="test"):
        district = District.objects.get()
        # Another number in each city: a number alone must not lead anywhere else.
        diagnosis = _diagnosis(city, number=city.pk, job=job)
        _with_another(city, diagnosis)
        judgement = _in_review(city, number=500 + city.pk)
        priority = _weighed(judgement)
        told, waits = _told(city, member), _to_be_told(city)
        body, asked, letter, said, on_paper = _asked(told, member)
        versions = _memoranda(city, body)
        flag = ReviewFlag.objects.create(city=city, project=project, cause="harm", key="1", after="It might do harm.")
        pending = PendingChange.objects.create(
            city=city, kind="clearance", subject="invitation:x@y.example", title="x@y.example: City officer, TLP:RED",
            wish={"email": "x@y.example", "role": "officer", "clearance": "red"}, asked_by=admin.user,
        )  # fmt: skip
        left = Draft.objects.create(
            city=city, owner=member.user, form="mapping.observation", record=str(observation.pk),
            data={"title": [f"Secret of {city.name}, half typed"]},
        )  # fmt: skip
    return {
        "people_change": {"pk": member.pk},
        "people_remove": {"pk": member.pk},
        "pending_change": {"pk": pending.pk},
        "invitation_again": {"pk": invitation.pk},
        "invitation_withdraw": {"pk": invitation.pk},
        "host_access_decide": {"pk": access.pk},
        "job": {"pk": job.pk},
        "job_cancel": {"pk": job.pk},
        "job_retry": {"pk": job.pk},
        "district": {"pk": district.pk},
        "source_change": {"pk": observation.source_id},
        "trigger_event_change": {"pk": trigger.pk},
        "trigger_event_remove": {"pk": trigger.pk},
        "observation_change": {"pk": observation.pk},
        "observation": {"pk": observation.pk},
        "factor": {"pk": factor.pk},
        "factor_change": {"pk": factor.pk},
        "series": {"pk": series.pk},
        "series_change": {"pk": series.pk},
        "series_link": {"pk": series.pk},
        "observation_series": {"pk": observation.pk},
        "pair_undo": {"pk": pair.pk},
        "review_several": {"kind": "observation"},
        "record_step": {"kind": "observation", "pk": observation.pk, "verb": "withdraw"},
        "organisation": {"pk": organisation.pk},
        "organisation_change": {"pk": organisation.pk},
        "service": {"pk": service.pk},
        "service_change": {"pk": service.pk},
        **{name: {"pk": project.pk} for name in OF_PROJECT},
        **{name: {"audience": "partner"} for name in ("plan_edition", "plan_edition_pdf")},
        "flag": {"project": project.pk, "pk": flag.pk},
        "project_step": {"pk": project.pk, "verb": "start"},
        "group_change": {"pk": group.pk},
        "consultation": {"pk": consultation.pk},
        "consultation_change": {"pk": consultation.pk},
        "consultation_part": {"pk": consultation.pk, "part": "needs"},
        "diagnosis": {"number": diagnosis.number},
        "judgements": {"number": judgement.diagnosis.number},
        "judgement_new": {"number": judgement.diagnosis.number},
        "judgement": {"number": judgement.diagnosis.number, "pk": judgement.pk},
        "priorities": {"number": judgement.diagnosis.number},
        "priority": {"number": judgement.diagnosis.number, "pk": priority.pk},
        "recommendations": {"number": judgement.diagnosis.number},
        "diagnosis_records": {"number": judgement.diagnosis.number, "window": "now", "of": "all"},
        "counted_in": {"pk": observation.pk},
        "stands_on": {"name": "observation", "pk": observation.pk},
        "release_check": {"number": judgement.diagnosis.number},
        "release_now": {"number": judgement.diagnosis.number},
        "draft": {"pk": left.pk},
        "draft_throw_away": {"pk": left.pk},
        "change": {"pk": told.notice_id},
        "change_edit": {"pk": waits.pk},
        "change_release": {"pk": waits.pk},
        "change_answer": {"pk": told.notice_id},
        "change_answer_as_city": {"pk": told.notice_id, "member": said.thread_id},
        "change_answer_on_paper": {"pk": told.notice_id, "asked": on_paper.pk},
        "change_asked_remind": {"pk": told.notice_id, "asked": asked.pk},
        "change_letter": {"pk": told.notice_id, "letter": letter.pk},
        "network_body_change": {"pk": body.pk},
        **versions,
        "notice": {"pk": told.pk},
        "notice_acknowledge": {"pk": told.pk},
        "diagnosis_of_job": {"pk": job.pk},
        "history": {"kind": "diagnosis", "pk": diagnosis.pk},
        "record_erase": {"kind": "observation", "pk": observation.pk},
        "edition": {"number": diagnosis.number, "audience": "restricted"},
        "edition_page": {"number": diagnosis.number, "audience": "restricted"},
    }


def _with_another(city: City, diagnosis: Diagnosis) -> None:
    """Another that was released, and judgements of both, so that two can be compared."""
    other = _diagnosis(city, number=700 + city.pk, year=2024)
    Diagnosis.objects.filter(pk=other.pk).update(state=Diagnosis.State.SUPERSEDED)
    told = {other: ("city.change", "online.share"), diagnosis: ("city.change", "targets.most")}
    for of, keys in told.items():
        for order, key in enumerate(keys, start=1):
            Judgement.objects.create(
                city=city, diagnosis=of, key=key, section=5, order=order, state=Judgement.State.CONFIRMED,
                decided_at=timezone.now(), confidence="low", statement=f"Counted in {of.start.year}: {key}.",
            )  # fmt: skip


def _diagnosis(city: City, *, number: int, job: Job | None = None, year: int = 2025) -> Diagnosis:
    made = Diagnosis.objects.create(
        city=city,
        number=number,
        state=Diagnosis.State.RELEASED,
        start=datetime.date(year, 1, 1),
        end=datetime.date(year, 12, 31),
        compare_start=datetime.date(year - 1, 1, 1),
        compare_end=datetime.date(year - 1, 12, 31),
        dated=datetime.date(2026, 2, 1),
        job=job.pk if job else None,
    )
    pdf = artefacts.store(city.pk, b"%PDF of " + city.slug.encode(), PDF)
    with leading():
        page = artefacts.store(city.pk, page_of(sample_report()), PAGE)
    for audience in Edition.Audience.values:
        keep_edition(
            diagnosis=made,
            audience=audience,
            sha256=pdf.sha256,
            size=pdf.size,
            page_sha256=page.sha256,
            engine="test",
        )
    return made


def _in_review(city: City, *, number: int) -> Judgement:
    """A proposed judgement of another diagnosis that waits for people to decide."""
    made = Diagnosis.objects.create(
        city=city,
        number=number,
        state=Diagnosis.State.IN_REVIEW,
        start=datetime.date(2024, 1, 1),
        end=datetime.date(2024, 12, 31),
        compare_start=datetime.date(2023, 1, 1),
        compare_end=datetime.date(2023, 12, 31),
        dated=datetime.date(2026, 2, 1),
    )
    sentence = "More was recorded"
    return Judgement.objects.create(
        city=city,
        state=Judgement.State.CONFIRMED,
        decided_at=timezone.now(),
        diagnosis=made,
        key="city.change",
        section=5,
        order=1,
        statement=sentence,
        proposed=sentence,
        confidence="low",
        proposed_confidence="low",
    )


def _weighed(judgement: Judgement) -> Priority:
    """A priority of the same diagnosis, and a recommendation that answers it."""
    here: Any = {"city": judgement.city, "diagnosis": judgement.diagnosis, "category": "training"}
    Recommendation.objects.create(
        text="Train the youth clubs", marking="amber", owner="Youth service", due="2027-03-01", **here
    )
    return Priority.objects.create(
        order=1,
        lowest="medium",
        highest="high",
        parts=[["voiced", 0.6, 0.6], ["breadth", 0.5, 0.8], ["recorded", 0.5, 0.5], ["gap", 0, 1]],
        **here,
    )


def _told(city: City, member: Membership) -> Delivery:
    """A notice to one member; nobody else may open it."""
    notice = ChangeNotice.objects.create(city=city, what="release", after="No. 1", question="Which evenings suit you?",
                                         link=f"/city/{city.slug}/")  # fmt: skip
    return Delivery.objects.create(city=city, notice=notice, user=member.user)


def _asked(told: Delivery, member: Membership) -> tuple[NetworkBody, Asked, Letter, Answer, Asked]:
    """Of one member something is asked, and they answered; a member on paper has a letter, and is asked too."""
    here: Any = {"city": told.city, "notice": told.notice}
    body = NetworkBody.objects.create(city=told.city, name="Traders of Torvet", address="Torvet 1")
    asked = Asked.objects.create(user=member.user, **here)
    on_paper = Asked.objects.create(body=body, **here)
    letter = Letter.objects.create(body=body, **here)
    answer = Answer.objects.create(
        thread=member.user, by=member.user, text=f"Secret of {told.city.name}: Mondays.", **here
    )
    return body, asked, letter, answer, on_paper


def _memoranda(city: City, body: NetworkBody) -> Addresses:
    """Two versions that are to hold, so that nobody is bound yet, and a draft of the next."""
    choir = NetworkBody.objects.create(city=city, name="Choir of the harbour")
    first = make_agreed(city, city.pk)
    # so that the page of the two has something to say
    second = make_agreed(city, 400 + city.pk, days=60, principles=f"{first.principles} {city.name}.")
    draft = make_agreed(city, 900 + city.pk, state="draft")
    MemorandumRole.objects.create(city=city, memorandum=draft, body=body, takes_on="Tells the other traders.")
    here: Any = {"city": city, "memorandum": second}
    signature = Signature.objects.create(
        body=choir, how="paper", office="The chair", signed_on=timezone.localdate(), recorded_by=_anybody(city), **here
    )
    Dissent.objects.create(body=choir, words="Not the third part.", recorded_on=timezone.localdate(), **here)
    asked = RevisionRequest.objects.create(text="Name the libraries.", asked_by=_anybody(city), **here)
    newest = {"number": second.number}
    return {
        "memorandum_version": newest,
        "memorandum_pdf": newest,
        "memorandum_compare": {"number": second.number, "other": first.number},
        **{f"memorandum_{name}": {"number": draft.number} for name in ("change", "drop")},
        "memorandum_step": {"number": draft.number, "verb": "put"},
        "memorandum_sign": {"number": second.number, "body": body.pk},
        **{f"memorandum_{name}": newest for name in ("on_paper", "dissent", "revise")},
        "memorandum_withdraw": {"number": second.number, "pk": signature.pk},
        "memorandum_answer": {"number": second.number, "pk": asked.pk},
    }


def _anybody(city: City) -> User:
    return Membership.objects.filter(city=city).earliest("pk").user


def _to_be_told(city: City) -> ChangeNotice:
    """A notice that waits to be released."""
    return ChangeNotice.objects.create(
        city=city, what="change", state="pending", title="The hall moves", before="Gammelgård", after="Højvang"
    )


def _has_record(city: City) -> bool:
    with city_context(city.pk, via="test"):
        return ProcessingRecord.objects.exists()
