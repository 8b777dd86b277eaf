"""What happened in a city is read by the clock: see the migration of this name in `accounts`."""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "diagnosisevent": "reports_dia_city_id_0ea0d4_idx",
    "editionevent": "reports_edi_city_id_486201_idx",
    "snapshotevent": "reports_sna_city_id_649167_idx",
}


class Migration(migrations.Migration):
    dependencies = [("reports", "0017_loop14_from_project")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", "pgh_created_at", "pgh_id"], name=name))
                for model, name in INDEXES.items()
            )
        )
    ]
