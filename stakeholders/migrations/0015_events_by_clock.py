"""What happened in a city is read by the clock: see the migration of this name in `accounts`."""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "consultationevent": "stakeholder_city_id_644552_idx",
    "memorandumevent": "stakeholder_city_id_8a821f_idx",
    "organisationevent": "stakeholder_city_id_c06094_idx",
    "populationgroupevent": "stakeholder_city_id_77a049_idx",
    "serviceevent": "stakeholder_city_id_bf37b5_idx",
}


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0014_t14_not_ahead")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", "pgh_created_at", "pgh_id"], name=name))
                for model, name in INDEXES.items()
            )
        )
    ]
