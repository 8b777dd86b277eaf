from django.db import migrations

from accounts.security import protect, protect_history, same_city

TABLES = ("reports_diagnosis", "reports_snapshot", "reports_judgement", "reports_edition")


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("accounts", "0002_row_security")]

    operations = [
        # before the policies: checking a constraint reads rows, and under FORCE its owner sees none
        same_city("reports_snapshot", {"diagnosis_id": "reports_diagnosis"}),
        same_city("reports_judgement", {"diagnosis_id": "reports_diagnosis"}),
        same_city("reports_edition", {"diagnosis_id": "reports_diagnosis"}),
        *(protect(table) for table in TABLES),
        *(protect_history(f"{table}event") for table in TABLES),
    ]
