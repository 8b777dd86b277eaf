"""A session told in confidence, and the same session with other outcomes: what nobody else may tell apart."""

from typing import Any

from accounts.models import City, Membership
from stakeholders.models import (
    Consultation,
    Disagreement,
    Finding,
    FollowUp,
    HeadCount,
    Information,
    Need,
    Outlook,
    TrustRating,
)
from tests.access.marked import plant_consultation, tell

SAID, OTHER = "zzfirstzz", "zzsecondzz"
# Whoever reads is not who recorded them. Of three, all lie within twelve months, and in no calendar year three. The
# first, which then tells something else, lies in the year of two: those are too few as well.
DAYS = {
    "admin": ["2025-06-11"],
    "officer": ["2025-06-11", "2024-09-11", "2025-03-11"],
    "reader": ["2025-06-11"],
}
PARTS = (Need, Outlook, TrustRating, Information, Finding, Disagreement, FollowUp, HeadCount)


def held_in_confidence(city: City, day: str, marking: str = "amber") -> Consultation:
    author, named = Membership.objects.get(user__name="Author"), Membership.objects.get(user__name="Approver")
    rule: dict[str, Any] = {"confidentiality": "confidential", "named_admin": named.user}
    made = plant_consultation(city, author, named, marking, SAID, first_day=day, **rule)
    # somebody whom none but these sessions heard
    HeadCount.objects.filter(consultation=made, code="young").update(code="quiet")
    return made


def said_otherwise(held: Consultation) -> None:
    """Other outcomes, other people, other barriers; the session, its day and its rule stay."""
    for model in PARTS:
        model.objects.filter(consultation=held).delete()
    tell(held, OTHER, level=1, category="funding")
    HeadCount.objects.filter(consultation=held, code="young").update(code="older", people=41)
    HeadCount.objects.filter(consultation=held, axis="sector").update(code="police", people=40)
    Need.objects.filter(consultation=held).update(block="public_bodies")
    changed = {"people": 81, "barriers": ["time"], "districts": ["02"], "title": OTHER, "venue": OTHER}
    Consultation.objects.filter(pk=held.pk).update(**changed)


def places_of_sessions() -> dict[str, list[dict[str, Any]]]:
    held = Consultation.objects.filter(confidentiality="confidential").order_by("pk")
    pks = list(held.values_list("pk", flat=True))
    return {
        "consultation": [{"pk": pk} for pk in pks],
        "consultation_change": [{"pk": pk} for pk in pks],
        "consultation_part": [{"pk": pk, "part": "needs"} for pk in pks],
        "history": [{"kind": "consultation", "pk": pk} for pk in pks],
        "record_step": [{"kind": "consultation", "pk": pk, "verb": "mark"} for pk in pks],
        "review_several": [{"kind": "consultation"}],
        "record_erase": [{"kind": "consultation", "pk": pk} for pk in pks],
    }
