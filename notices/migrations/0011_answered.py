"""That there is an answer waits too; whoever answers for themselves answers for nobody else."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0010_mailings_protected'),
    ]

    operations = [
        migrations.AlterField(
            model_name='answer',
            name='body',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='notices.networkbody', verbose_name='for'),
        ),
        migrations.AlterField(
            model_name='answerevent',
            name='body',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='notices.networkbody', verbose_name='for'),
        ),
        migrations.AlterField(
            model_name='wait',
            name='kind',
            field=models.CharField(choices=[('review', 'Something was handed in'), ('returned', 'Something was returned'), ('approved', 'Something was approved'), ('release', 'Something waits to be released'), ('flag', 'Something is to be looked at again'), ('review_by', 'A day of review has passed'), ('answer', 'An answer is asked for'), ('answered', 'There is an answer')], max_length=10, verbose_name='kind'),
        ),
    ]
