"""The rules of every row of a city, for priorities and recommendations; of what was released none is changed, added or
taken away."""

from django.db import migrations

from accounts.security import bounded, no_city, protect, protect_history, same_city

TABLES = ("reports_priority", "reports_recommendation")

MAKE = "".join(
    f"CREATE TRIGGER released_is_final BEFORE UPDATE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION reports_part_of_released_is_final('{}');\n"
    f"CREATE TRIGGER released_is_closed BEFORE INSERT OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION reports_part_of_released_is_final('{}');\n"
    f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION reports_is_never_emptied();\n"
    for table in TABLES
)
DROP = "".join(
    f"DROP TRIGGER {name} ON {table};\n"
    for table in TABLES
    for name in ("released_is_final", "released_is_closed", "never_emptied")
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_weigh_priorities")]

    operations = [
        no_city(),
        *(protect(table) for table in TABLES),
        *(protect_history(f"{table}event") for table in TABLES),
        *(same_city(table, {"diagnosis_id": "reports_diagnosis"}, are_protected=True) for table in TABLES),
        bounded("reports_priority", "reason"),
        bounded("reports_recommendation", "text", "outcome"),
        migrations.RunSQL(MAKE, DROP),
    ]
