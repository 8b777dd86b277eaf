"""The rules of every row of a city, for the trigger events."""

from django.db import migrations

from accounts.security import bounded, no_city, protect, protect_history


class Migration(migrations.Migration):
    dependencies = [("mapping", "0008_trigger_events")]

    operations = [
        no_city(),
        protect("mapping_triggerevent"),
        protect_history("mapping_triggereventevent"),
        bounded("mapping_triggerevent", "about"),
    ]
