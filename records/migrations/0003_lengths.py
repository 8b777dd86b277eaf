"""Every text has a largest length: what a form takes in is said by the field, and no way leads past the database.

Columns keep their type; rows that are longer already stay as they are.
"""

from django.db import migrations, models

from accounts.security import AtOnce, bounded


class Migration(migrations.Migration):
    dependencies = [("records", "0002_events_by_record")]

    operations = [
        AtOnce(
            migrations.AlterField(
                model_name="tombstone",
                name="reason",
                field=models.TextField(max_length=1000, verbose_name="why it was erased"),
            ),
            migrations.AlterField(
                model_name="tombstoneevent",
                name="reason",
                field=models.TextField(max_length=1000, verbose_name="why it was erased"),
            ),
        ),
        bounded("records_tombstone", "reason"),
    ]
