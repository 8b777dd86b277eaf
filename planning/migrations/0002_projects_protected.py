"""The rules of every row of a city, for the plan."""

from django.db import migrations

from accounts.security import bounded, needs_processing_record, no_city, protect, protect_history, same_city

PARTS = ("partnership", "grounding", "indicator", "measurement", "funding", "reviewflag")
TABLES = ("project", *PARTS)


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_projects"), ("stakeholders", "0007_services_protected")]

    operations = [
        no_city(),
        *(same_city(f"planning_{part}", {"project_id": "planning_project"}) for part in PARTS),
        same_city("planning_measurement", {"indicator_id": "planning_indicator"}),
        same_city("planning_partnership", {"organisation_id": "stakeholders_organisation"}, are_protected=True),
        *(protect(f"planning_{table}") for table in TABLES),
        *(protect_history(f"planning_{table}event") for table in TABLES),
        bounded(
            "planning_project",
            *("objective", "for_whom", "risks", "no_harm", "lessons", "ungrounded_because", "status_because"),
            *("asked_because", "refused_because", "alone_because"),
        ),
        bounded("planning_measurement", "note"),
        bounded("planning_reviewflag", "before", "after", "reason"),
        needs_processing_record("planning_project"),
    ]
