"""What happened in a city is read by the clock: see the migration of this name in `accounts`."""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "pendingchangeevent": "records_pen_city_id_9be520_idx",
    "tombstoneevent": "records_tom_city_id_168bce_idx",
}


class Migration(migrations.Migration):
    dependencies = [("records", "0012_siege_alone")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", "pgh_created_at", "pgh_id"], name=name))
                for model, name in INDEXES.items()
            )
        )
    ]
