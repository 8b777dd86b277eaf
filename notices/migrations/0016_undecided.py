"""That a judgement is to be decided again waits too."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0015_memorandum'),
    ]

    operations = [
        migrations.AlterField(
            model_name='wait',
            name='kind',
            field=models.CharField(choices=[('review', 'Something was handed in'), ('returned', 'Something was returned'), ('approved', 'Something was approved'), ('release', 'Something waits to be released'), ('flag', 'Something is to be looked at again'), ('review_by', 'A day of review has passed'), ('answer', 'An answer is asked for'), ('answered', 'There is an answer'), ('undecided', 'A judgement is to be decided again')], max_length=10, verbose_name='kind'),
        ),
    ]
