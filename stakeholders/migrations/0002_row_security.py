from django.db import migrations

from accounts.security import needs_processing_record, protect, protect_history, same_city

SAID = ("need", "outlook", "trustrating", "finding", "quote")
PARTS = ("information", "disagreement", "followup")
TABLES = tuple(
    f"stakeholders_{name}"
    for name in ("populationgroup", "organisation", "consultation", "attendance", "headcount", *SAID, *PARTS)
)


def same_rule(table: str) -> migrations.RunSQL:
    """A row of a session stands under the session's own rule of confidentiality, and under no other."""
    name = f"{table}_consultation_id_same_city"
    return migrations.RunSQL(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (city_id, consultation_id, confidentiality) '
        "REFERENCES stakeholders_consultation (city_id, id, confidentiality) DEFERRABLE INITIALLY DEFERRED;",
        f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}";',
    )


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0001_initial"),
        ("mapping", "0002_row_security"),
        ("accounts", "0007_needs_processing_record"),
    ]

    operations = [
        # before the policies: checking a constraint reads rows, and under FORCE its owner sees none
        same_city("stakeholders_consultation", {"boundary_set_id": "mapping_boundaryset"}, are_protected=True),
        same_city("stakeholders_headcount", {"consultation_id": "stakeholders_consultation"}),
        same_city("stakeholders_attendance", {"organisation_id": "stakeholders_organisation"}),
        *(same_city(f"stakeholders_{name}", {"organisation_id": "stakeholders_organisation"}) for name in SAID),
        *(same_rule(f"stakeholders_{name}") for name in ("attendance", *SAID, *PARTS)),
        *(protect(table) for table in TABLES),
        *(protect_history(f"{table}event") for table in TABLES),
        needs_processing_record("stakeholders_organisation", "stakeholders_consultation"),
    ]
