"""Every text has a largest length: what a form takes in is said by the field, and no way leads past the database.

Columns keep their type; rows that are longer already stay as they are.
"""

from django.db import migrations, models

from accounts.security import AtOnce, bounded


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_events_by_record")]

    operations = [
        AtOnce(
            migrations.AlterField(
                model_name="diagnosis",
                name="release_note",
                field=models.TextField(blank=True, max_length=1000, verbose_name="why, for every member"),
            ),
            migrations.AlterField(
                model_name="diagnosisevent",
                name="release_note",
                field=models.TextField(blank=True, max_length=1000, verbose_name="why, for every member"),
            ),
            migrations.AlterField(
                model_name="judgement",
                name="proposed",
                field=models.TextField(blank=True, max_length=2000, verbose_name="sentence that was proposed"),
            ),
            migrations.AlterField(
                model_name="judgement",
                name="reason",
                field=models.TextField(blank=True, max_length=1000, verbose_name="reason for the decision"),
            ),
            migrations.AlterField(
                model_name="judgement",
                name="statement",
                field=models.TextField(max_length=2000, verbose_name="statement"),
            ),
            migrations.AlterField(
                model_name="judgementevent",
                name="proposed",
                field=models.TextField(blank=True, max_length=2000, verbose_name="sentence that was proposed"),
            ),
            migrations.AlterField(
                model_name="judgementevent",
                name="reason",
                field=models.TextField(blank=True, max_length=1000, verbose_name="reason for the decision"),
            ),
            migrations.AlterField(
                model_name="judgementevent",
                name="statement",
                field=models.TextField(max_length=2000, verbose_name="statement"),
            ),
            migrations.AlterField(
                model_name="releasecheck",
                name="note",
                field=models.TextField(blank=True, max_length=2000, verbose_name="what was done about it"),
            ),
            migrations.AlterField(
                model_name="releasecheckevent",
                name="note",
                field=models.TextField(blank=True, max_length=2000, verbose_name="what was done about it"),
            ),
        ),
        bounded("reports_diagnosis", "release_note"),
        bounded("reports_judgement", "proposed", "reason", "statement"),
        bounded("reports_releasecheck", "note"),
    ]
