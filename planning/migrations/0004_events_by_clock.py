"""What happened in a city is read by the clock: see the migration of this name in `accounts`."""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "projectevent": "planning_pr_city_id_8448f9_idx",
}


class Migration(migrations.Migration):
    dependencies = [("planning", "0003_loop14_causes")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", "pgh_created_at", "pgh_id"], name=name))
                for model, name in INDEXES.items()
            )
        )
    ]
