"""What happened in a city is read by the clock, whatever it happened to: an index for that on every event table but those
of parts.

All of them are built in one transaction, or none: four seconds for a table of a million events, in which the site can
read it and waits to write to it. Nothing has to be stopped for it.
"""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "cityevent": "accounts_ci_city_id_69348f_idx",
    "membershipevent": "accounts_me_city_id_637a09_idx",
    "processingrecordevent": "accounts_pr_city_id_429507_idx",
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_unsigned")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", "pgh_created_at", "pgh_id"], name=name))
                for model, name in INDEXES.items()
            )
        )
    ]
