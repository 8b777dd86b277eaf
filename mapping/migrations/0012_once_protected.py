"""The rules of every row of a city, for pairs, series and totals."""

from django.db import migrations

from accounts.security import needs_processing_record, no_city, protect, protect_history, same_city


class Migration(migrations.Migration):
    dependencies = [("mapping", "0011_once")]

    operations = [
        no_city(),
        same_city("mapping_observation", {"series_id": "mapping_series"}, are_protected=True),
        same_city(
            "mapping_pair",
            {"first_id": "mapping_observation", "second_id": "mapping_observation"},
            are_protected=True,
        ),
        same_city(
            "mapping_yeartotal", {"district_id": "mapping_district", "source_id": "mapping_source"}, are_protected=True
        ),
        protect("mapping_pair"),
        protect_history("mapping_pairevent"),
        protect("mapping_series"),
        protect_history("mapping_seriesevent"),
        protect("mapping_yeartotal"),
        protect_history("mapping_yeartotalevent"),
        needs_processing_record("mapping_series"),
    ]
