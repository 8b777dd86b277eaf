"""What happened to the parts of a record is looked up by the record: an index for that on their event tables.

Built in one transaction, or none; the site can read meanwhile and waits to write. Nothing has to be stopped for it.
"""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "covereddistrictevent": ("coverage", "mapping_cov_city_id_b7f485_idx"),
    "sourcecoverageevent": ("source", "mapping_sou_city_id_aeb463_idx"),
}


class Migration(migrations.Migration):
    dependencies = [("mapping", "0004_counted")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", part_of, "pgh_id"], name=name))
                for model, (part_of, name) in INDEXES.items()
            )
        )
    ]
