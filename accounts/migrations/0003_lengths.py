"""Every text has a largest length: what a form takes in is said by the field, and no way leads past the database.

Columns keep their type; rows that are longer already stay as they are.
"""

from django.db import migrations, models

from accounts.security import AtOnce, bounded


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_events_by_record")]

    operations = [
        AtOnce(
            migrations.AlterField(
                model_name="hostaccess",
                name="reason",
                field=models.TextField(max_length=1000, verbose_name="reason"),
            ),
            migrations.AlterField(
                model_name="processingrecord",
                name="archive_rule",
                field=models.TextField(max_length=5000, verbose_name="archive rule"),
            ),
            migrations.AlterField(
                model_name="processingrecord",
                name="impact_assessment_note",
                field=models.TextField(
                    max_length=5000, verbose_name="date and outcome of the assessment, or why none is required"
                ),
            ),
            migrations.AlterField(
                model_name="processingrecord",
                name="legal_basis_law",
                field=models.TextField(max_length=5000, verbose_name="the law it rests on"),
            ),
            migrations.AlterField(
                model_name="processingrecord",
                name="officer_opinion",
                field=models.TextField(max_length=5000, verbose_name="opinion of the data-protection officer"),
            ),
            migrations.AlterField(
                model_name="processingrecord",
                name="purpose",
                field=models.TextField(max_length=5000, verbose_name="purpose"),
            ),
            migrations.AlterField(
                model_name="processingrecord",
                name="secrecy_ground",
                field=models.TextField(
                    max_length=5000, verbose_name="secrecy ground under the law on access to documents"
                ),
            ),
            migrations.AlterField(
                model_name="processingrecord",
                name="special_categories",
                field=models.TextField(
                    max_length=5000, verbose_name="ground for special categories (Art. 9) and offences (Art. 10)"
                ),
            ),
            migrations.AlterField(
                model_name="processingrecordevent",
                name="archive_rule",
                field=models.TextField(max_length=5000, verbose_name="archive rule"),
            ),
            migrations.AlterField(
                model_name="processingrecordevent",
                name="impact_assessment_note",
                field=models.TextField(
                    max_length=5000, verbose_name="date and outcome of the assessment, or why none is required"
                ),
            ),
            migrations.AlterField(
                model_name="processingrecordevent",
                name="legal_basis_law",
                field=models.TextField(max_length=5000, verbose_name="the law it rests on"),
            ),
            migrations.AlterField(
                model_name="processingrecordevent",
                name="officer_opinion",
                field=models.TextField(max_length=5000, verbose_name="opinion of the data-protection officer"),
            ),
            migrations.AlterField(
                model_name="processingrecordevent",
                name="purpose",
                field=models.TextField(max_length=5000, verbose_name="purpose"),
            ),
            migrations.AlterField(
                model_name="processingrecordevent",
                name="secrecy_ground",
                field=models.TextField(
                    max_length=5000, verbose_name="secrecy ground under the law on access to documents"
                ),
            ),
            migrations.AlterField(
                model_name="processingrecordevent",
                name="special_categories",
                field=models.TextField(
                    max_length=5000, verbose_name="ground for special categories (Art. 9) and offences (Art. 10)"
                ),
            ),
        ),
        bounded("accounts_hostaccess", "reason"),
        bounded(
            "accounts_processingrecord",
            "archive_rule",
            "impact_assessment_note",
            "legal_basis_law",
            "officer_opinion",
            "purpose",
            "secrecy_ground",
            "special_categories",
        ),
    ]
