"""What is still to be mailed is found at once, however much was told."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_threat_assessment'),
        ('notices', '0011_answered'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('mailing', None), ('sent_at', None)), fields=['city'], name='notices_delivery_not_mailed'),
        ),
    ]
