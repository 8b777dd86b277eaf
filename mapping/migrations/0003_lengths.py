"""Every text has a largest length: what a form takes in is said by the field, and no way leads past the database.

Columns keep their type; rows that are longer already stay as they are.
"""

from django.db import migrations, models

from accounts.security import AtOnce, bounded


class Migration(migrations.Migration):
    dependencies = [("mapping", "0002_events_by_record")]

    operations = [
        AtOnce(
            migrations.AlterField(
                model_name="observation",
                name="review_comment",
                field=models.TextField(blank=True, max_length=1000, verbose_name="comment of the reviewer"),
            ),
            migrations.AlterField(
                model_name="observation",
                name="what_happened",
                field=models.TextField(blank=True, max_length=2000, verbose_name="what happened, in two sentences"),
            ),
            migrations.AlterField(
                model_name="observation",
                name="withdrawn_reason",
                field=models.TextField(blank=True, max_length=1000, verbose_name="reason for withdrawing"),
            ),
            migrations.AlterField(
                model_name="observationevent",
                name="review_comment",
                field=models.TextField(blank=True, max_length=1000, verbose_name="comment of the reviewer"),
            ),
            migrations.AlterField(
                model_name="observationevent",
                name="what_happened",
                field=models.TextField(blank=True, max_length=2000, verbose_name="what happened, in two sentences"),
            ),
            migrations.AlterField(
                model_name="observationevent",
                name="withdrawn_reason",
                field=models.TextField(blank=True, max_length=1000, verbose_name="reason for withdrawing"),
            ),
            migrations.AlterField(
                model_name="observationimport",
                name="batch_note",
                field=models.TextField(blank=True, max_length=1000, verbose_name="who vouches for the batch"),
            ),
            migrations.AlterField(
                model_name="observationimportevent",
                name="batch_note",
                field=models.TextField(blank=True, max_length=1000, verbose_name="who vouches for the batch"),
            ),
        ),
        bounded("mapping_observation", "review_comment", "what_happened", "withdrawn_reason"),
        bounded("mapping_observationimport", "batch_note"),
    ]
