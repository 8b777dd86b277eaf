"""What the admin of the fictional city made of its priorities: one moved in each diagnosis, and what is recommended."""

import datetime
from typing import Any

from accounts.models import User
from reports.actions.weighing import keep_recommendations, move_priority
from reports.models import Diagnosis, Recommendation

STATUS = Recommendation.Status
# By the year of the diagnosis: need, district's code, band, reason.
MOVED: dict[int, tuple[str, str, str, str]] = {
    2024: (
        "safe_spaces",
        "E22",
        "high",
        "The café that lets people in before dawn gives notice in April. Nobody knew when they spoke.",
    ),
    2025: ("funding", "E07", "low", "Since it was said the evening hours are paid for until the end of 2026."),
}
RECOMMENDED: dict[int, tuple[dict[str, Any], ...]] = {
    2024: (
        {
            "text": "One list of whom to call for which worry, the same in every school.",
            "category": "coordination",
            "owner": "Prevention Secretariat of Elverhavn",
            "due": datetime.date(2025, 6, 30),
            "status": STATUS.AGREED,
            "for_partners": True,
        },
        {
            "text": "A room in Kirkebro that is open from six to ten in the morning, through the winter.",
            "category": "safe_spaces",
            "area": "E22",
            "owner": "Parish of Kirkebro",
            "due": datetime.date(2025, 11, 1),
            "status": STATUS.UNDER_WAY,
            "review_by": datetime.date(2025, 9, 1),
            "for_partners": True,
        },
        {
            "text": "Adults who read along in group chats of school classes.",
            "category": "online_capacity",
            "status": STATUS.NOT_TAKEN_UP,
            "outcome": "No law lets the municipality read along, and the schools asked for rules they share instead.",
        },
    ),
    2025: (
        {
            "text": "Two paid adults in the yard of Højvang Park between six and ten in the evening.",
            "category": "youth_provision",
            "area": "E17",
            "owner": "Youth and Leisure Department",
            "due": datetime.date(2026, 9, 1),
            "status": STATUS.AGREED,
            "for_partners": True,
        },
        {
            "text": "Support for those who were attacked that goes on after the first week, on its own budget line.",
            "category": "victim_support",
            "owner": "Victim Support Fjord",
            "for_partners": True,
        },
    ),
}
# What became of those of the year before, by how they begin; of the others nobody has looked at them yet.
DONE = {"One list": "It was sent to all schools in August 2025, and is looked through every term."}


def weigh(diagnosis: Diagnosis, by: User) -> None:
    """Inside the city, once: where it was done before nothing is done again."""
    if diagnosis.recommendations.exclude(written_by=None).exists():
        return
    year = diagnosis.start.year
    category, area, band, reason = MOVED[year]
    row = diagnosis.priorities.filter(category=category, area=area).select_related("diagnosis", "city").first()
    if row is not None:
        row.band, row.reason = band, reason
        move_priority(priority=row, by=by)
    written = [Recommendation(**said) for said in RECOMMENDED[year]]
    for brought in diagnosis.recommendations.all():
        for begins, outcome in DONE.items():
            if brought.text.startswith(begins):
                brought.status, brought.outcome = STATUS.DONE, outcome
                written.append(brought)
    keep_recommendations(diagnosis=diagnosis, written=written, by=by)
