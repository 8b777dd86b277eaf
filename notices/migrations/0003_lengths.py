"""Every text has a largest length: what a form takes in is said by the field, and no way leads past the database.

Columns keep their type; rows that are longer already stay as they are.
"""

from django.db import migrations, models

from accounts.security import AtOnce, bounded


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_events_by_record")]

    operations = [
        AtOnce(
            migrations.AlterField(
                model_name="changenotice",
                name="why",
                field=models.TextField(blank=True, max_length=1000, verbose_name="why"),
            ),
            migrations.AlterField(
                model_name="changenoticeevent",
                name="why",
                field=models.TextField(blank=True, max_length=1000, verbose_name="why"),
            ),
        ),
        bounded("notices_changenotice", "why"),
    ]
