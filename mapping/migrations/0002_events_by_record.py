"""Histories are looked up record by record: an index for that on every event table.

All of them are built in one transaction, or none: four seconds for a table of a million events, in which the site can
read it and waits to write to it. Nothing has to be stopped for it.
"""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "boundarysetevent": "mapping_bou_city_id_485b0c_idx",
    "covereddistrictevent": "mapping_cov_city_id_0b2a46_idx",
    "districtevent": "mapping_dis_city_id_c5caf6_idx",
    "observationevent": "mapping_obs_city_id_47b110_idx",
    "observationimportevent": "mapping_obs_city_id_24b2ea_idx",
    "sourcecoverageevent": "mapping_sou_city_id_e0af94_idx",
    "sourceevent": "mapping_sou_city_id_59ff49_idx",
}


class Migration(migrations.Migration):
    dependencies = [("mapping", "0001_folded")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", "pgh_obj", "pgh_id"], name=name))
                for model, name in INDEXES.items()
            )
        )
    ]
