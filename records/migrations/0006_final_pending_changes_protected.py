"""Changes that wait for a second admin belong to their city, as every row of it."""

from django.db import migrations

from accounts.security import bounded, no_city, protect, protect_history


class Migration(migrations.Migration):
    dependencies = [("records", "0005_final_pending_changes")]

    operations = [
        no_city(),
        protect("records_pendingchange"),
        protect_history("records_pendingchangeevent"),
        bounded("records_pendingchange", "reason"),
    ]
