"""That one person decides waits for a second admin too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0011_rights_tombstone_marking'),
    ]

    operations = [
        migrations.AlterField(
            model_name='pendingchange',
            name='kind',
            field=models.CharField(choices=[('new_admin', 'New admin'), ('clearance', 'Higher clearance'), ('retention', 'Shorter retention'), ('erasure', 'Many erased'), ('less_admin', 'An admin less'), ('suspension', 'Suspended admin'), ('alone', 'One person decides')], max_length=10, verbose_name='kind of change'),
        ),
        migrations.AlterField(
            model_name='pendingchangeevent',
            name='kind',
            field=models.CharField(choices=[('new_admin', 'New admin'), ('clearance', 'Higher clearance'), ('retention', 'Shorter retention'), ('erasure', 'Many erased'), ('less_admin', 'An admin less'), ('suspension', 'Suspended admin'), ('alone', 'One person decides')], max_length=10, verbose_name='kind of change'),
        ),
    ]
