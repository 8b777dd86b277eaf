"""Histories are looked up record by record: an index for that on every event table.

Each index is built in this migration's transaction, while the site is stopped for the upgrade, and all of them or
none: a second or two for a million events.
"""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "diagnosisevent": "reports_dia_city_id_7bf3c0_idx",
    "editionevent": "reports_edi_city_id_3b7ad8_idx",
    "judgementevent": "reports_jud_city_id_aca228_idx",
    "releasecheckevent": "reports_rel_city_id_13a82f_idx",
    "snapshotevent": "reports_sna_city_id_a70c2b_idx",
}


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_folded")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", "pgh_obj", "pgh_id"], name=name))
                for model, name in INDEXES.items()
            )
        )
    ]
