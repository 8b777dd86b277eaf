"""What pages count, source and currents too, is read from one index: the new one is there before the old one goes.

Seven seconds for a million records, in which the site can read them and waits to write.
"""

from django.db import migrations, models

from accounts.security import AtOnce


class Migration(migrations.Migration):
    dependencies = [("mapping", "0003_lengths")]

    operations = [
        AtOnce(
            migrations.AddIndex(
                "observation",
                models.Index(
                    fields=["city", "state", "first_day"],
                    include=["last_day", "marking", "place", "district", "source", "currents"],
                    name="mapping_observation_counted",
                ),
            ),
            migrations.RemoveIndex("observation", "mapping_observation_when"),
        )
    ]
