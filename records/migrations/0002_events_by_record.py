"""Histories are looked up record by record: an index for that on every event table.

Each index is built in this migration's transaction, while the site is stopped for the upgrade, and all of them or
none: a second or two for a million events.
"""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "tombstoneevent": "records_tom_city_id_fbaf8c_idx",
}


class Migration(migrations.Migration):
    dependencies = [("records", "0001_folded")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", "pgh_obj", "pgh_id"], name=name))
                for model, name in INDEXES.items()
            )
        )
    ]
