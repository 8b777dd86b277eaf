"""The rules of every row of a city, for the changes of recording."""

from django.db import migrations

from accounts.security import bounded, no_city, protect, protect_history, same_city


class Migration(migrations.Migration):
    dependencies = [("mapping", "0006_practice_changes")]

    operations = [
        no_city(),
        same_city("mapping_practicechange", {"source_id": "mapping_source"}, are_protected=True),
        protect("mapping_practicechange"),
        protect_history("mapping_practicechangeevent"),
        bounded("mapping_practicechange", "because"),
    ]
