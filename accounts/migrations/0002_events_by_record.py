"""Histories are looked up record by record: an index for that on every event table.

All of them are built in one transaction, or none: four seconds for a table of a million events, in which the site can
read it and waits to write to it. Nothing has to be stopped for it.
"""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "membershipevent": "accounts_me_city_id_d93a3c_idx",
    "processingrecordevent": "accounts_pr_city_id_c78f61_idx",
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_folded")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", "pgh_obj", "pgh_id"], name=name))
                for model, name in INDEXES.items()
            )
        )
    ]
