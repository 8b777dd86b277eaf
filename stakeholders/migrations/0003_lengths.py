"""Every text has a largest length: what a form takes in is said by the field, and no way leads past the database.

Columns keep their type; rows that are longer already stay as they are.
"""

from django.db import migrations, models

from accounts.security import AtOnce, bounded


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0002_events_by_record")]

    operations = [
        AtOnce(
            migrations.AlterField(
                model_name="consultation",
                name="barriers_note",
                field=models.TextField(blank=True, max_length=2000, verbose_name="more about what kept them away"),
            ),
            migrations.AlterField(
                model_name="consultation",
                name="promised",
                field=models.TextField(blank=True, max_length=2000, verbose_name="what was promised back"),
            ),
            migrations.AlterField(
                model_name="consultation",
                name="review_comment",
                field=models.TextField(blank=True, max_length=1000, verbose_name="comment of the reviewer"),
            ),
            migrations.AlterField(
                model_name="consultation",
                name="withdrawn_reason",
                field=models.TextField(blank=True, max_length=1000, verbose_name="reason for withdrawing"),
            ),
            migrations.AlterField(
                model_name="consultationevent",
                name="barriers_note",
                field=models.TextField(blank=True, max_length=2000, verbose_name="more about what kept them away"),
            ),
            migrations.AlterField(
                model_name="consultationevent",
                name="promised",
                field=models.TextField(blank=True, max_length=2000, verbose_name="what was promised back"),
            ),
            migrations.AlterField(
                model_name="consultationevent",
                name="review_comment",
                field=models.TextField(blank=True, max_length=1000, verbose_name="comment of the reviewer"),
            ),
            migrations.AlterField(
                model_name="consultationevent",
                name="withdrawn_reason",
                field=models.TextField(blank=True, max_length=1000, verbose_name="reason for withdrawing"),
            ),
            migrations.AlterField(
                model_name="disagreement",
                name="statement",
                field=models.TextField(max_length=2000, verbose_name="what they did not agree on"),
            ),
            migrations.AlterField(
                model_name="disagreementevent",
                name="statement",
                field=models.TextField(max_length=2000, verbose_name="what they did not agree on"),
            ),
            migrations.AlterField(
                model_name="finding",
                name="statement",
                field=models.TextField(max_length=2000, verbose_name="what was found"),
            ),
            migrations.AlterField(
                model_name="findingevent",
                name="statement",
                field=models.TextField(max_length=2000, verbose_name="what was found"),
            ),
            migrations.AlterField(
                model_name="followup",
                name="recommendation",
                field=models.TextField(max_length=2000, verbose_name="what was recommended"),
            ),
            migrations.AlterField(
                model_name="followup",
                name="what_changed",
                field=models.TextField(blank=True, max_length=2000, verbose_name="what changed"),
            ),
            migrations.AlterField(
                model_name="followupevent",
                name="recommendation",
                field=models.TextField(max_length=2000, verbose_name="what was recommended"),
            ),
            migrations.AlterField(
                model_name="followupevent",
                name="what_changed",
                field=models.TextField(blank=True, max_length=2000, verbose_name="what changed"),
            ),
            migrations.AlterField(
                model_name="need",
                name="statement",
                field=models.TextField(max_length=2000, verbose_name="what is needed"),
            ),
            migrations.AlterField(
                model_name="needevent",
                name="statement",
                field=models.TextField(max_length=2000, verbose_name="what is needed"),
            ),
            migrations.AlterField(
                model_name="organisation",
                name="about",
                field=models.TextField(blank=True, max_length=2000, verbose_name="what it does"),
            ),
            migrations.AlterField(
                model_name="organisation",
                name="contacts",
                field=models.TextField(blank=True, max_length=2000, verbose_name="contacts"),
            ),
            migrations.AlterField(
                model_name="organisationevent",
                name="about",
                field=models.TextField(blank=True, max_length=2000, verbose_name="what it does"),
            ),
            migrations.AlterField(
                model_name="organisationevent",
                name="contacts",
                field=models.TextField(blank=True, max_length=2000, verbose_name="contacts"),
            ),
            migrations.AlterField(
                model_name="quote",
                name="text",
                field=models.TextField(max_length=2000, verbose_name="their own words"),
            ),
            migrations.AlterField(
                model_name="quoteevent",
                name="text",
                field=models.TextField(max_length=2000, verbose_name="their own words"),
            ),
        ),
        bounded("stakeholders_consultation", "barriers_note", "promised", "review_comment", "withdrawn_reason"),
        bounded("stakeholders_disagreement", "statement"),
        bounded("stakeholders_finding", "statement"),
        bounded("stakeholders_followup", "recommendation", "what_changed"),
        bounded("stakeholders_need", "statement"),
        bounded("stakeholders_organisation", "about", "contacts"),
        bounded("stakeholders_quote", "text"),
    ]
