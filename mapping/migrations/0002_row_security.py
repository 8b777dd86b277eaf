from django.db import migrations

from accounts.security import protect, protect_history, same_city

TABLES = (
    "mapping_boundaryset",
    "mapping_district",
    "mapping_source",
    "mapping_sourcecoverage",
    "mapping_covereddistrict",
    "mapping_observationimport",
    "mapping_observation",
)


class Migration(migrations.Migration):
    dependencies = [("mapping", "0001_initial"), ("accounts", "0002_row_security")]

    operations = [
        # before the policies: checking a constraint reads rows, and under FORCE its owner sees none
        same_city("mapping_district", {"boundary_set_id": "mapping_boundaryset"}),
        same_city("mapping_sourcecoverage", {"source_id": "mapping_source"}),
        same_city(
            "mapping_covereddistrict", {"coverage_id": "mapping_sourcecoverage", "district_id": "mapping_district"}
        ),
        same_city("mapping_observationimport", {"source_id": "mapping_source"}),
        same_city(
            "mapping_observation",
            {
                "district_id": "mapping_district",
                "source_id": "mapping_source",
                "batch_id": "mapping_observationimport",
            },
        ),
        *(protect(table) for table in TABLES),
        *(protect_history(f"{table}event") for table in TABLES),
    ]
