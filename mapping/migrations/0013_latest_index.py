"""The index of the newest records in plain words, so that a list of the oldest reads it from its other end."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mapping', '0012_once_protected'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='observation',
            name='mapping_observation_latest',
        ),
        migrations.AddIndex(
            model_name='observation',
            index=models.Index(models.F('city'), models.OrderBy(models.F('first_day'), descending=True), models.OrderBy(models.F('id'), descending=True), name='mapping_observation_latest'),
        ),
    ]
