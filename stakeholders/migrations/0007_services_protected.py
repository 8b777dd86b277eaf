"""The rules of every row of a city, for services."""

from django.db import migrations

from accounts.security import bounded, needs_processing_record, no_city, protect, protect_history, same_city


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0006_services")]

    operations = [
        no_city(),
        same_city("stakeholders_service", {"organisation_id": "stakeholders_organisation"}, are_protected=True),
        protect("stakeholders_service"),
        protect_history("stakeholders_serviceevent"),
        bounded("stakeholders_service", "about", "review_comment", "withdrawn_reason"),
        needs_processing_record("stakeholders_service"),
    ]
