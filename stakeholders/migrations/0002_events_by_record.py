"""Histories are looked up record by record: an index for that on every event table.

All of them are built in one transaction, or none: four seconds for a table of a million events, in which the site can
read it and waits to write to it. Nothing has to be stopped for it.
"""

from django.db import migrations, models

from accounts.security import AtOnce

INDEXES = {
    "attendanceevent": "stakeholder_city_id_4d978f_idx",
    "consultationevent": "stakeholder_city_id_c5cfba_idx",
    "disagreementevent": "stakeholder_city_id_059330_idx",
    "findingevent": "stakeholder_city_id_158790_idx",
    "followupevent": "stakeholder_city_id_f2263a_idx",
    "headcountevent": "stakeholder_city_id_c8fa6d_idx",
    "informationevent": "stakeholder_city_id_270574_idx",
    "needevent": "stakeholder_city_id_43fb56_idx",
    "organisationevent": "stakeholder_city_id_caba32_idx",
    "outlookevent": "stakeholder_city_id_9c300f_idx",
    "populationgroupevent": "stakeholder_city_id_f3422e_idx",
    "quoteevent": "stakeholder_city_id_3ab44f_idx",
    "trustratingevent": "stakeholder_city_id_c7be9e_idx",
}


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0001_folded")]

    operations = [
        AtOnce(
            *(
                migrations.AddIndex(model, models.Index(fields=["city", "pgh_obj", "pgh_id"], name=name))
                for model, name in INDEXES.items()
            )
        )
    ]
