"""Two series may bear one name, where who reads the one does not read the other."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('mapping', '0017_siege_alone'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='series',
            name='mapping_series_name',
        ),
    ]
