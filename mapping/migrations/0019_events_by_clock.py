"""What happened in a city is read by the clock: see the migration of this name in `accounts`."""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "boundarysetevent": "mapping_bou_city_id_445751_idx",
    "districtevent": "mapping_dis_city_id_58e846_idx",
    "factorevent": "mapping_fac_city_id_c4483a_idx",
    "observationevent": "mapping_obs_city_id_0e70b5_idx",
    "observationimportevent": "mapping_obs_city_id_580196_idx",
    "pairevent": "mapping_pai_city_id_afac8c_idx",
    "seriesevent": "mapping_ser_city_id_8f3c1c_idx",
    "sourceevent": "mapping_sou_city_id_6456f1_idx",
    "triggereventevent": "mapping_tri_city_id_25e033_idx",
    "yeartotalevent": "mapping_yea_city_id_dd08ce_idx",
}


class Migration(migrations.Migration):
    dependencies = [("mapping", "0018_siege_series_names")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", "pgh_created_at", "pgh_id"], name=name))
                for model, name in INDEXES.items()
            )
        )
    ]
