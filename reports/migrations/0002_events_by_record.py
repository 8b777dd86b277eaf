"""Histories are looked up record by record: an index for that on every event table.

All of them are built in one transaction, or none: four seconds for a table of a million events, in which the site can
read it and waits to write to it. Nothing has to be stopped for it.
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
