"""What happened to the parts of a record is looked up by the record: an index for that on their event tables.

Built in one transaction, or none; the site can read meanwhile and waits to write. Nothing has to be stopped for it.
"""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "attendanceevent": ("consultation", "stakeholder_city_id_cde424_idx"),
    "disagreementevent": ("consultation", "stakeholder_city_id_fe21ec_idx"),
    "findingevent": ("consultation", "stakeholder_city_id_c24a46_idx"),
    "followupevent": ("consultation", "stakeholder_city_id_19af05_idx"),
    "headcountevent": ("consultation", "stakeholder_city_id_51f5bf_idx"),
    "informationevent": ("consultation", "stakeholder_city_id_8f1ff9_idx"),
    "needevent": ("consultation", "stakeholder_city_id_b62016_idx"),
    "outlookevent": ("consultation", "stakeholder_city_id_bbad2a_idx"),
    "quoteevent": ("consultation", "stakeholder_city_id_aed16c_idx"),
    "trustratingevent": ("consultation", "stakeholder_city_id_8487dc_idx"),
}


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0003_lengths")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", part_of, "pgh_id"], name=name))
                for model, (part_of, name) in INDEXES.items()
            )
        )
    ]
