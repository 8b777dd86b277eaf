"""The rules of every row of a city, for drivers and protective factors."""

from django.db import migrations

from accounts.security import bounded, needs_processing_record, no_city, protect, protect_history


class Migration(migrations.Migration):
    dependencies = [("mapping", "0015_factors")]

    operations = [
        no_city(),
        protect("mapping_factor"),
        protect_history("mapping_factorevent"),
        bounded("mapping_factor", "statement", "evidence", "review_comment", "withdrawn_reason"),
        needs_processing_record("mapping_factor"),
    ]
