"""Mails with their pace and fate, what waits for whom, what is asked of whom, members on paper, links to follow."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_network_aims_in_history'),
        ('notices', '0008_notice_classes_protected'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_city', models.BooleanField(default=False, verbose_name='the city answers')),
                ('text', models.TextField(max_length=2000, verbose_name='answer')),
                ('is_shared', models.BooleanField(default=False, verbose_name='the network may read it')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='said')),
            ],
            options={
                'verbose_name': 'answer to a notice',
                'ordering': ['made_at', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AnswerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('is_city', models.BooleanField(default=False, verbose_name='the city answers')),
                ('text', models.TextField(max_length=2000, verbose_name='answer')),
                ('is_shared', models.BooleanField(default=False, verbose_name='the network may read it')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='said')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reminded_by_rule_at', models.DateTimeField(null=True, verbose_name='reminded by rule')),
                ('reminded_at', models.DateTimeField(null=True, verbose_name='last reminded')),
            ],
            options={
                'verbose_name': 'who is asked',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AskedEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('reminded_by_rule_at', models.DateTimeField(null=True, verbose_name='reminded by rule')),
                ('reminded_at', models.DateTimeField(null=True, verbose_name='last reminded')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FeedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret_sha256', models.CharField(max_length=64, unique=True, verbose_name='digest of the secret')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='made')),
            ],
            options={
                'verbose_name': 'link to follow',
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told_on', models.DateField(null=True, verbose_name='told on')),
            ],
            options={
                'verbose_name': 'letter',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pace', models.CharField(choices=[('at_once', 'At once'), ('daily', 'Once a day, in the morning'), ('weekly', 'Once a week, on Monday morning')], max_length=8, verbose_name='pace')),
                ('slot', models.CharField(max_length=40, verbose_name='slot')),
                ('number', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='number of the mail')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='made')),
                ('taken_until', models.DateTimeField(null=True, verbose_name='taken until')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent')),
                ('refused_at', models.DateTimeField(null=True, verbose_name='could not be delivered')),
            ],
            options={
                'verbose_name': 'mailing',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NetworkBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name of the member')),
                ('address', models.TextField(blank=True, max_length=1000, verbose_name='postal address')),
                ('is_current', models.BooleanField(default=True, verbose_name='belongs to the network')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'member of the network',
                'ordering': ['name', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NetworkBodyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=200, verbose_name='name of the member')),
                ('address', models.TextField(blank=True, max_length=1000, verbose_name='postal address')),
                ('is_current', models.BooleanField(default=True, verbose_name='belongs to the network')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NoticePace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pace', models.CharField(choices=[('at_once', 'At once'), ('daily', 'Once a day, in the morning'), ('weekly', 'Once a week, on Monday morning')], default='at_once', max_length=8, verbose_name='how often I am mailed')),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'pace of mails',
            },
        ),
        migrations.CreateModel(
            name='Wait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('review', 'Something was handed in'), ('returned', 'Something was returned'), ('approved', 'Something was approved'), ('release', 'Something waits to be released'), ('flag', 'Something is to be looked at again'), ('review_by', 'A day of review has passed'), ('answer', 'An answer is asked for')], max_length=10, verbose_name='kind')),
                ('link', models.CharField(max_length=200, verbose_name='where it is')),
                ('since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='since')),
            ],
            options={
                'verbose_name': 'thing that waits',
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='changenotice',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='changenotice',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='changenotice',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='changenotice',
            name='answer_by',
            field=models.DateField(blank=True, null=True, verbose_name='answer by'),
        ),
        migrations.AddField(
            model_name='changenotice',
            name='question',
            field=models.TextField(blank=True, max_length=1000, verbose_name='what is asked'),
        ),
        migrations.AddField(
            model_name='changenoticeevent',
            name='answer_by',
            field=models.DateField(blank=True, null=True, verbose_name='answer by'),
        ),
        migrations.AddField(
            model_name='changenoticeevent',
            name='question',
            field=models.TextField(blank=True, max_length=1000, verbose_name='what is asked'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changenotice',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_changenoticeevent" ("affects", "after", "answer_by", "before", "city_id", "decided", "edited_by_id", "id", "link", "made_at", "made_by_id", "marking", "model", "notice_class", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "record", "sources", "state", "title", "what", "why") SELECT new_values."affects", new_values."after", new_values."answer_by", new_values."before", new_values."city_id", new_values."decided", new_values."edited_by_id", new_values."id", new_values."link", new_values."made_at", new_values."made_by_id", new_values."marking", new_values."model", new_values."notice_class", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."question", new_values."record", new_values."sources", new_values."state", new_values."title", new_values."what", new_values."why" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='065dc0f06b924d533858fb730d1f2b710b9e17bc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a39db', referencing='REFERENCING NEW TABLE AS new_values ', table='notices_changenotice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changenotice',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_changenoticeevent" ("affects", "after", "answer_by", "before", "city_id", "decided", "edited_by_id", "id", "link", "made_at", "made_by_id", "marking", "model", "notice_class", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "record", "sources", "state", "title", "what", "why") SELECT new_values."affects", new_values."after", new_values."answer_by", new_values."before", new_values."city_id", new_values."decided", new_values."edited_by_id", new_values."id", new_values."link", new_values."made_at", new_values."made_by_id", new_values."marking", new_values."model", new_values."notice_class", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."question", new_values."record", new_values."sources", new_values."state", new_values."title", new_values."what", new_values."why" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3e53cf8106b85750e44bb726cf1884b83a73bce8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b8dff', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='notices_changenotice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changenotice',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_changenoticeevent" ("affects", "after", "answer_by", "before", "city_id", "decided", "edited_by_id", "id", "link", "made_at", "made_by_id", "marking", "model", "notice_class", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question", "record", "sources", "state", "title", "what", "why") SELECT old_values."affects", old_values."after", old_values."answer_by", old_values."before", old_values."city_id", old_values."decided", old_values."edited_by_id", old_values."id", old_values."link", old_values."made_at", old_values."made_by_id", old_values."marking", old_values."model", old_values."notice_class", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."question", old_values."record", old_values."sources", old_values."state", old_values."title", old_values."what", old_values."why" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c510f500b77b65fc823ad684390bd76d012a2895', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c54ae', referencing='REFERENCING OLD TABLE AS old_values ', table='notices_changenotice', when='AFTER')),
        ),
        migrations.AddField(
            model_name='answer',
            name='by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='answer',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city'),
        ),
        migrations.AddField(
            model_name='answer',
            name='notice',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='notices.changenotice'),
        ),
        migrations.AddField(
            model_name='answer',
            name='thread',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='thread with'),
        ),
        migrations.AddField(
            model_name='answerevent',
            name='by',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='answerevent',
            name='city',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city'),
        ),
        migrations.AddField(
            model_name='answerevent',
            name='notice',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='notices.changenotice'),
        ),
        migrations.AddField(
            model_name='answerevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='notices.answer'),
        ),
        migrations.AddField(
            model_name='answerevent',
            name='thread',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='thread with'),
        ),
        migrations.AddField(
            model_name='asked',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city'),
        ),
        migrations.AddField(
            model_name='asked',
            name='notice',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='asked', to='notices.changenotice'),
        ),
        migrations.AddField(
            model_name='asked',
            name='user',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member'),
        ),
        migrations.AddField(
            model_name='askedevent',
            name='city',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city'),
        ),
        migrations.AddField(
            model_name='askedevent',
            name='notice',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='notices.changenotice'),
        ),
        migrations.AddField(
            model_name='askedevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='notices.asked'),
        ),
        migrations.AddField(
            model_name='askedevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member'),
        ),
        migrations.AddField(
            model_name='feedlink',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city'),
        ),
        migrations.AddField(
            model_name='feedlink',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member'),
        ),
        migrations.AddField(
            model_name='letter',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city'),
        ),
        migrations.AddField(
            model_name='letter',
            name='notice',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='notices.changenotice'),
        ),
        migrations.AddField(
            model_name='letter',
            name='told_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by'),
        ),
        migrations.AddField(
            model_name='mailing',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city'),
        ),
        migrations.AddField(
            model_name='mailing',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='mailing',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='notices.mailing', verbose_name='mailing'),
        ),
        migrations.AddField(
            model_name='networkbody',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city'),
        ),
        migrations.AddField(
            model_name='networkbody',
            name='deputy',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='deputy'),
        ),
        migrations.AddField(
            model_name='networkbody',
            name='person',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='told through'),
        ),
        migrations.AddField(
            model_name='letter',
            name='body',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='notices.networkbody'),
        ),
        migrations.AddField(
            model_name='askedevent',
            name='body',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='notices.networkbody', verbose_name='member of the network'),
        ),
        migrations.AddField(
            model_name='asked',
            name='body',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='notices.networkbody', verbose_name='member of the network'),
        ),
        migrations.AddField(
            model_name='answerevent',
            name='body',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='notices.networkbody', verbose_name='for'),
        ),
        migrations.AddField(
            model_name='answer',
            name='body',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='notices.networkbody', verbose_name='for'),
        ),
        migrations.AddField(
            model_name='networkbodyevent',
            name='city',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city'),
        ),
        migrations.AddField(
            model_name='networkbodyevent',
            name='deputy',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='deputy'),
        ),
        migrations.AddField(
            model_name='networkbodyevent',
            name='person',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='told through'),
        ),
        migrations.AddField(
            model_name='networkbodyevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='notices.networkbody'),
        ),
        migrations.AddField(
            model_name='noticepace',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city'),
        ),
        migrations.AddField(
            model_name='noticepace',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member'),
        ),
        migrations.AddField(
            model_name='wait',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city'),
        ),
        migrations.AddField(
            model_name='wait',
            name='mailing',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='waits', to='notices.mailing', verbose_name='mailing'),
        ),
        migrations.AddField(
            model_name='wait',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member'),
        ),
        migrations.AddConstraint(
            model_name='feedlink',
            constraint=models.UniqueConstraint(fields=('city', 'user'), name='notices_feedlink_once'),
        ),
        migrations.AddIndex(
            model_name='mailing',
            index=models.Index(condition=models.Q(('refused_at', None), ('sent_at', None)), fields=['city'], name='notices_mailing_open'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.UniqueConstraint(fields=('city', 'id'), name='notices_mailing_city_row'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.UniqueConstraint(fields=('city', 'user', 'pace', 'slot'), name='notices_mailing_once'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('refused_at__isnull', True), _connector='OR'), name='notices_mailing_one_end'),
        ),
        migrations.AddConstraint(
            model_name='networkbody',
            constraint=models.UniqueConstraint(fields=('city', 'id'), name='notices_networkbody_city_row'),
        ),
        migrations.AddConstraint(
            model_name='networkbody',
            constraint=models.UniqueConstraint(fields=('city', 'name'), name='notices_networkbody_once', violation_error_message='A member of this name is in the list already.'),
        ),
        migrations.AddConstraint(
            model_name='networkbody',
            constraint=models.CheckConstraint(condition=models.Q(('deputy__isnull', True), models.Q(('deputy', models.F('person')), _negated=True), _connector='OR'), name='notices_networkbody_two_people', violation_error_message='The deputy is somebody else.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='networkbody',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_networkbodyevent" ("address", "city_id", "created_at", "deputy_id", "id", "is_current", "name", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."address", new_values."city_id", new_values."created_at", new_values."deputy_id", new_values."id", new_values."is_current", new_values."name", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a0fd0a40ed988c5f2deab45b1d31c1e7a6d3479f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_fe2b3', referencing='REFERENCING NEW TABLE AS new_values ', table='notices_networkbody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='networkbody',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_networkbodyevent" ("address", "city_id", "created_at", "deputy_id", "id", "is_current", "name", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."address", new_values."city_id", new_values."created_at", new_values."deputy_id", new_values."id", new_values."is_current", new_values."name", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f90df2a52fc912810ff88dda4179d1e317153128', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cc85a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='notices_networkbody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='networkbody',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_networkbodyevent" ("address", "city_id", "created_at", "deputy_id", "id", "is_current", "name", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."address", old_values."city_id", old_values."created_at", old_values."deputy_id", old_values."id", old_values."is_current", old_values."name", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='de2fbe269a8acfbb766fb733ea24e6965146b7d1', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d1ec9', referencing='REFERENCING OLD TABLE AS old_values ', table='notices_networkbody', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('city', 'id'), name='notices_letter_city_row'),
        ),
        migrations.AddConstraint(
            model_name='letter',
            constraint=models.UniqueConstraint(fields=('city', 'notice', 'body'), name='notices_letter_once'),
        ),
        migrations.AddIndex(
            model_name='askedevent',
            index=models.Index(fields=['city', 'pgh_obj', 'pgh_id'], name='notices_ask_city_id_ad183d_idx'),
        ),
        migrations.AddIndex(
            model_name='askedevent',
            index=models.Index(fields=['city', 'notice', 'pgh_id'], name='notices_ask_city_id_7f5f3a_idx'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='askedevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='534e0a7322d508ac0fda6dde44586a66a919bf5f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_05f2c', table='notices_askedevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='asked',
            constraint=models.UniqueConstraint(fields=('city', 'id'), name='notices_asked_city_row'),
        ),
        migrations.AddConstraint(
            model_name='asked',
            constraint=models.UniqueConstraint(fields=('city', 'notice', 'user', 'body'), name='notices_asked_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='asked',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('body__isnull', False), ('user__isnull', True)), models.Q(('body__isnull', True), ('user__isnull', False)), _connector='OR'), name='notices_asked_one'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asked',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_askedevent" ("body_id", "city_id", "id", "notice_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminded_by_rule_at", "user_id") SELECT new_values."body_id", new_values."city_id", new_values."id", new_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."reminded_at", new_values."reminded_by_rule_at", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9024403d6e58a462f3f6efc5195ec202cd5e566a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_80d4c', referencing='REFERENCING NEW TABLE AS new_values ', table='notices_asked', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asked',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_askedevent" ("body_id", "city_id", "id", "notice_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminded_by_rule_at", "user_id") SELECT new_values."body_id", new_values."city_id", new_values."id", new_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."reminded_at", new_values."reminded_by_rule_at", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e433df1d591582a91e43b5901a62d2f9ca8bef7d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ad9a9', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='notices_asked', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asked',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_askedevent" ("body_id", "city_id", "id", "notice_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminded_by_rule_at", "user_id") SELECT old_values."body_id", old_values."city_id", old_values."id", old_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."reminded_at", old_values."reminded_by_rule_at", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='20de266a6e713fdc28dcc022cc17c8285232f497', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f8e86', referencing='REFERENCING OLD TABLE AS old_values ', table='notices_asked', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='answerevent',
            index=models.Index(fields=['city', 'pgh_obj', 'pgh_id'], name='notices_ans_city_id_4d6ae5_idx'),
        ),
        migrations.AddIndex(
            model_name='answerevent',
            index=models.Index(fields=['city', 'notice', 'pgh_id'], name='notices_ans_city_id_24254e_idx'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answerevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a53b8bb80a6b38615c5cf6ec8849789ab8fe98c7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3c1ed', table='notices_answerevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('city', 'id'), name='notices_answer_city_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_answerevent" ("body_id", "by_id", "city_id", "id", "is_city", "is_shared", "made_at", "notice_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "thread_id") SELECT new_values."body_id", new_values."by_id", new_values."city_id", new_values."id", new_values."is_city", new_values."is_shared", new_values."made_at", new_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."text", new_values."thread_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f4d15574a4e9fe87c9e7827324ec77f01d69122f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ff782', referencing='REFERENCING NEW TABLE AS new_values ', table='notices_answer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_answerevent" ("body_id", "by_id", "city_id", "id", "is_city", "is_shared", "made_at", "notice_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "thread_id") SELECT new_values."body_id", new_values."by_id", new_values."city_id", new_values."id", new_values."is_city", new_values."is_shared", new_values."made_at", new_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."text", new_values."thread_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5732109300d019f2de3411d741ec4970f1f05b74', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4c316', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='notices_answer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='answer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_answerevent" ("body_id", "by_id", "city_id", "id", "is_city", "is_shared", "made_at", "notice_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "thread_id") SELECT old_values."body_id", old_values."by_id", old_values."city_id", old_values."id", old_values."is_city", old_values."is_shared", old_values."made_at", old_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."text", old_values."thread_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='073aeedc572836002dbf396b6108bc3081ff3fe3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2eaa7', referencing='REFERENCING OLD TABLE AS old_values ', table='notices_answer', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='networkbodyevent',
            index=models.Index(fields=['city', 'pgh_obj', 'pgh_id'], name='notices_net_city_id_86fd73_idx'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='networkbodyevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='76c235ad2eca68b9450f9520a61f98fe6f1964b7', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d24e4', table='notices_networkbodyevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='noticepace',
            constraint=models.UniqueConstraint(fields=('city', 'user'), name='notices_noticepace_once'),
        ),
        migrations.AddConstraint(
            model_name='wait',
            constraint=models.UniqueConstraint(fields=('city', 'id'), name='notices_wait_city_row'),
        ),
        migrations.AddConstraint(
            model_name='wait',
            constraint=models.UniqueConstraint(condition=models.Q(('mailing', None)), fields=('city', 'user', 'kind', 'link'), name='notices_wait_once'),
        ),
    ]
