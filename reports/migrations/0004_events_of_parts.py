"""What happened to the parts of a record is looked up by the record: an index for that on their event tables.

Built in one transaction, or none; the site can read meanwhile and waits to write. Nothing has to be stopped for it.
"""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "judgementevent": ("diagnosis", "reports_jud_city_id_d041cc_idx"),
    "releasecheckevent": ("diagnosis", "reports_rel_city_id_b9acc4_idx"),
}


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_lengths")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", part_of, "pgh_id"], name=name))
                for model, (part_of, name) in INDEXES.items()
            )
        )
    ]
