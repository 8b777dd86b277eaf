"""What happened in a city is read by the clock: see the migration of this name in `accounts`."""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "changenoticeevent": "notices_cha_city_id_23ca85_idx",
    "networkbodyevent": "notices_net_city_id_683a80_idx",
}


class Migration(migrations.Migration):
    dependencies = [("notices", "0021_words_of_every_language")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", "pgh_created_at", "pgh_id"], name=name))
                for model, name in INDEXES.items()
            )
        )
    ]
