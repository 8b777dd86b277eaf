"""The memorandum of the network: its versions, roles, signatures, dissent, and wishes to revise it."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.security import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_unsigned'),
        ('notices', '0015_memorandum'),
        ('stakeholders', '0009_may_share'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Dissent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=2000, verbose_name='in its own words')),
                ('recorded_on', models.DateField(verbose_name='noted on')),
                ('body', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.networkbody', verbose_name='member of the network')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                ('recorded_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by')),
            ],
            options={
                'verbose_name': 'dissent',
                'ordering': ['id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Memorandum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('put', 'Put to the members'), ('decided', 'Decided')], default='draft', max_length=10, verbose_name='state')),
                ('common_goal', models.TextField(blank=True, max_length=2000, verbose_name='common goal')),
                ('mission', models.TextField(blank=True, max_length=2000, verbose_name='mission')),
                ('vision', models.TextField(blank=True, max_length=2000, verbose_name='vision')),
                ('principles', models.TextField(blank=True, max_length=2000, verbose_name='what is shared, and with whom')),
                ('decisions', models.TextField(blank=True, max_length=2000, verbose_name='how the network decides, and revises this')),
                ('because', models.TextField(blank=True, max_length=1000, verbose_name='what is new in this version, and why')),
                ('comment_by', models.DateField(blank=True, null=True, verbose_name='members say what they think until')),
                ('put_on', models.DateField(blank=True, null=True, verbose_name='put to the members on')),
                ('taken_back_because', models.TextField(blank=True, max_length=1000, verbose_name='why it was taken back')),
                ('decided_by', models.CharField(blank=True, max_length=200, verbose_name='decided by')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('in_force_on', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='look at it again on')),
                ('kept_because', models.TextField(blank=True, max_length=1000, verbose_name='why it stays as it is')),
                ('alone_because', models.TextField(blank=True, default='', editable=False, max_length=1000, verbose_name='why one person alone put it in force')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('agreed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='put in force by')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                ('created_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='begun by')),
                ('put_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='put to the members by')),
            ],
            options={
                'verbose_name': 'memorandum',
                'ordering': ['-number'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DissentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('words', models.TextField(max_length=2000, verbose_name='in its own words')),
                ('recorded_on', models.DateField(verbose_name='noted on')),
                ('body', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='notices.networkbody', verbose_name='member of the network')),
                ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stakeholders.dissent')),
                ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by')),
                ('memorandum', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.memorandum')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='dissent',
            name='memorandum',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='dissents', to='stakeholders.memorandum'),
        ),
        migrations.CreateModel(
            name='MemorandumEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('put', 'Put to the members'), ('decided', 'Decided')], default='draft', max_length=10, verbose_name='state')),
                ('common_goal', models.TextField(blank=True, max_length=2000, verbose_name='common goal')),
                ('mission', models.TextField(blank=True, max_length=2000, verbose_name='mission')),
                ('vision', models.TextField(blank=True, max_length=2000, verbose_name='vision')),
                ('principles', models.TextField(blank=True, max_length=2000, verbose_name='what is shared, and with whom')),
                ('decisions', models.TextField(blank=True, max_length=2000, verbose_name='how the network decides, and revises this')),
                ('because', models.TextField(blank=True, max_length=1000, verbose_name='what is new in this version, and why')),
                ('comment_by', models.DateField(blank=True, null=True, verbose_name='members say what they think until')),
                ('put_on', models.DateField(blank=True, null=True, verbose_name='put to the members on')),
                ('taken_back_because', models.TextField(blank=True, max_length=1000, verbose_name='why it was taken back')),
                ('decided_by', models.CharField(blank=True, max_length=200, verbose_name='decided by')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='decided on')),
                ('in_force_on', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='look at it again on')),
                ('kept_because', models.TextField(blank=True, max_length=1000, verbose_name='why it stays as it is')),
                ('alone_because', models.TextField(blank=True, default='', editable=False, max_length=1000, verbose_name='why one person alone put it in force')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('agreed_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='put in force by')),
                ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                ('created_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='begun by')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stakeholders.memorandum')),
                ('put_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='put to the members by')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MemorandumRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('takes_on', models.TextField(max_length=2000, verbose_name='role and responsibilities')),
                ('concerns', models.TextField(blank=True, max_length=2000, verbose_name='areas of concern')),
                ('body', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.networkbody', verbose_name='member of the network')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                ('memorandum', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='stakeholders.memorandum')),
            ],
            options={
                'verbose_name': 'role of a member',
                'ordering': ['id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MemorandumRoleEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('takes_on', models.TextField(max_length=2000, verbose_name='role and responsibilities')),
                ('concerns', models.TextField(blank=True, max_length=2000, verbose_name='areas of concern')),
                ('body', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='notices.networkbody', verbose_name='member of the network')),
                ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                ('memorandum', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.memorandum')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stakeholders.memorandumrole')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RevisionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=2000, verbose_name='what should be otherwise, and why')),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='asked')),
                ('answer', models.CharField(blank=True, choices=[('taken_up', 'Taken up'), ('not_taken', 'Not taken up')], max_length=10, verbose_name='answer')),
                ('because', models.TextField(blank=True, max_length=1000, verbose_name='because')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('asked_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                ('memorandum', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='stakeholders.memorandum')),
            ],
            options={
                'verbose_name': 'revision asked for',
                'ordering': ['-asked_at', '-id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RevisionRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('text', models.TextField(max_length=2000, verbose_name='what should be otherwise, and why')),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='asked')),
                ('answer', models.CharField(blank=True, choices=[('taken_up', 'Taken up'), ('not_taken', 'Not taken up')], max_length=10, verbose_name='answer')),
                ('because', models.TextField(blank=True, max_length=1000, verbose_name='because')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('asked_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                ('memorandum', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.memorandum')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stakeholders.revisionrequest')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(choices=[('screen', 'on screen'), ('paper', 'on paper')], default='screen', max_length=10, verbose_name='how')),
                ('signed_on', models.DateField(verbose_name='signed on')),
                ('office', models.CharField(blank=True, max_length=200, verbose_name='office of who signed')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='noted')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('withdrawn_because', models.TextField(blank=True, max_length=1000, verbose_name='why it was withdrawn')),
                ('body', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='notices.networkbody', verbose_name='member of the network')),
                ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                ('memorandum', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='stakeholders.memorandum')),
                ('recorded_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by')),
                ('signed_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by')),
                ('withdrawn_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by')),
            ],
            options={
                'verbose_name': 'signature',
                'ordering': ['signed_on', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SignatureEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('how', models.CharField(choices=[('screen', 'on screen'), ('paper', 'on paper')], default='screen', max_length=10, verbose_name='how')),
                ('signed_on', models.DateField(verbose_name='signed on')),
                ('office', models.CharField(blank=True, max_length=200, verbose_name='office of who signed')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='noted')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('withdrawn_because', models.TextField(blank=True, max_length=1000, verbose_name='why it was withdrawn')),
                ('body', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='notices.networkbody', verbose_name='member of the network')),
                ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                ('memorandum', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stakeholders.memorandum')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stakeholders.signature')),
                ('recorded_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by')),
                ('signed_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by')),
                ('withdrawn_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by')),
            ],
            options={
                'abstract': False,
            },
        ),
        AtOnce(
        migrations.AddConstraint(
            model_name='memorandum',
            constraint=models.UniqueConstraint(fields=('city', 'id'), name='stakeholders_memorandum_city_row'),
        ),
        migrations.AddConstraint(
            model_name='memorandum',
            constraint=models.UniqueConstraint(fields=('city', 'number'), name='stakeholders_memorandum_number', violation_error_message='This version is there already.'),
        ),
        migrations.AddConstraint(
            model_name='memorandum',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'decided'), _negated=True), fields=('city',), name='stakeholders_memorandum_one_under_way', violation_error_message='Another version is being written already.'),
        ),
        migrations.AddConstraint(
            model_name='memorandum',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'put', 'decided'])), name='stakeholders_memorandum_vocabulary'),
        ),
        migrations.AddConstraint(
            model_name='memorandum',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'decided'), _negated=True), models.Q(('decided_on__isnull', False), ('in_force_on__isnull', False), ('review_on__isnull', False), models.Q(('decided_by', ''), _negated=True), models.Q(('common_goal', ''), _negated=True), models.Q(('mission', ''), _negated=True), models.Q(('principles', ''), _negated=True)), _connector='OR'), name='stakeholders_memorandum_whole', violation_error_message='Before it is decided it says its common goal, its mission, what is shared, who decided and from which day it holds.'),
        ),
        migrations.AddConstraint(
            model_name='memorandum',
            constraint=models.CheckConstraint(condition=models.Q(('review_on__isnull', True), ('in_force_on__isnull', True), ('review_on__gt', models.F('in_force_on')), _connector='OR'), name='stakeholders_memorandum_days', violation_error_message='It is looked at again after it came in force.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='memorandum',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_memorandumevent" ("agreed_by_id", "alone_because", "because", "city_id", "comment_by", "common_goal", "created_at", "created_by_id", "decided_by", "decided_on", "decisions", "id", "in_force_on", "kept_because", "mission", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "principles", "put_by_id", "put_on", "review_on", "state", "taken_back_because", "vision") SELECT new_values."agreed_by_id", new_values."alone_because", new_values."because", new_values."city_id", new_values."comment_by", new_values."common_goal", new_values."created_at", new_values."created_by_id", new_values."decided_by", new_values."decided_on", new_values."decisions", new_values."id", new_values."in_force_on", new_values."kept_because", new_values."mission", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."principles", new_values."put_by_id", new_values."put_on", new_values."review_on", new_values."state", new_values."taken_back_because", new_values."vision" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='aaa2c85447f1c346a2abbbecafe8b04a50b5ae3c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d7663', referencing='REFERENCING NEW TABLE AS new_values ', table='stakeholders_memorandum', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='memorandum',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_memorandumevent" ("agreed_by_id", "alone_because", "because", "city_id", "comment_by", "common_goal", "created_at", "created_by_id", "decided_by", "decided_on", "decisions", "id", "in_force_on", "kept_because", "mission", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "principles", "put_by_id", "put_on", "review_on", "state", "taken_back_because", "vision") SELECT new_values."agreed_by_id", new_values."alone_because", new_values."because", new_values."city_id", new_values."comment_by", new_values."common_goal", new_values."created_at", new_values."created_by_id", new_values."decided_by", new_values."decided_on", new_values."decisions", new_values."id", new_values."in_force_on", new_values."kept_because", new_values."mission", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."principles", new_values."put_by_id", new_values."put_on", new_values."review_on", new_values."state", new_values."taken_back_because", new_values."vision" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ab690579a76121f5b52174f13d2aa40e7ec624b0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e3d67', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='stakeholders_memorandum', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='memorandum',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_memorandumevent" ("agreed_by_id", "alone_because", "because", "city_id", "comment_by", "common_goal", "created_at", "created_by_id", "decided_by", "decided_on", "decisions", "id", "in_force_on", "kept_because", "mission", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "principles", "put_by_id", "put_on", "review_on", "state", "taken_back_because", "vision") SELECT old_values."agreed_by_id", old_values."alone_because", old_values."because", old_values."city_id", old_values."comment_by", old_values."common_goal", old_values."created_at", old_values."created_by_id", old_values."decided_by", old_values."decided_on", old_values."decisions", old_values."id", old_values."in_force_on", old_values."kept_because", old_values."mission", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."principles", old_values."put_by_id", old_values."put_on", old_values."review_on", old_values."state", old_values."taken_back_because", old_values."vision" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c763751311d48b923c26cda94fbe7af284dae129', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b570c', referencing='REFERENCING OLD TABLE AS old_values ', table='stakeholders_memorandum', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='dissentevent',
            index=models.Index(fields=['city', 'pgh_obj', 'pgh_id'], name='stakeholder_city_id_46e996_idx'),
        ),
        migrations.AddIndex(
            model_name='dissentevent',
            index=models.Index(fields=['city', 'memorandum', 'pgh_id'], name='stakeholder_city_id_32edeb_idx'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dissentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='08bd512340f7872350c259059f3faf40bff8fb8d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e4bd6', table='stakeholders_dissentevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='dissent',
            constraint=models.UniqueConstraint(fields=('city', 'id'), name='stakeholders_dissent_city_row'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dissent',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_dissentevent" ("body_id", "city_id", "id", "memorandum_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "recorded_on", "words") SELECT new_values."body_id", new_values."city_id", new_values."id", new_values."memorandum_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."recorded_by_id", new_values."recorded_on", new_values."words" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4d22c8015e75d865ffa3271b79f5d91fb2b94a88', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1f10e', referencing='REFERENCING NEW TABLE AS new_values ', table='stakeholders_dissent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dissent',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_dissentevent" ("body_id", "city_id", "id", "memorandum_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "recorded_on", "words") SELECT new_values."body_id", new_values."city_id", new_values."id", new_values."memorandum_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."recorded_by_id", new_values."recorded_on", new_values."words" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7c0496ba3d28e32f8cb35c3270dea295dfac5ed1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d7c0b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='stakeholders_dissent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dissent',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_dissentevent" ("body_id", "city_id", "id", "memorandum_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "recorded_on", "words") SELECT old_values."body_id", old_values."city_id", old_values."id", old_values."memorandum_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."recorded_by_id", old_values."recorded_on", old_values."words" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c2b8aa0f0199fd70fcb04a93e8dadd0935486927', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7713f', referencing='REFERENCING OLD TABLE AS old_values ', table='stakeholders_dissent', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='memorandumevent',
            index=models.Index(fields=['city', 'pgh_obj', 'pgh_id'], name='stakeholder_city_id_e4f538_idx'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='memorandumevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='81f82a8f9fcec1b74972ae82b9253ec33fec1f21', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_54eca', table='stakeholders_memorandumevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='memorandumrole',
            constraint=models.UniqueConstraint(fields=('city', 'id'), name='stakeholders_memorandumrole_city_row'),
        ),
        migrations.AddConstraint(
            model_name='memorandumrole',
            constraint=models.UniqueConstraint(fields=('city', 'memorandum', 'body'), name='stakeholders_memorandumrole_once', nulls_distinct=False, violation_error_message='This member stands in the list already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='memorandumrole',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_memorandumroleevent" ("body_id", "city_id", "concerns", "id", "memorandum_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "takes_on") SELECT new_values."body_id", new_values."city_id", new_values."concerns", new_values."id", new_values."memorandum_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."takes_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6d01c0866fe826bbc34b139b7933145c01ca3968', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1663d', referencing='REFERENCING NEW TABLE AS new_values ', table='stakeholders_memorandumrole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='memorandumrole',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_memorandumroleevent" ("body_id", "city_id", "concerns", "id", "memorandum_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "takes_on") SELECT new_values."body_id", new_values."city_id", new_values."concerns", new_values."id", new_values."memorandum_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."takes_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9692a23d0a5b4d0757ebc8b72b81322607cebd6d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3b133', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='stakeholders_memorandumrole', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='memorandumrole',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_memorandumroleevent" ("body_id", "city_id", "concerns", "id", "memorandum_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "takes_on") SELECT old_values."body_id", old_values."city_id", old_values."concerns", old_values."id", old_values."memorandum_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."takes_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1369a9df0a2ecd9e5db3e76f0fdabd01c47e6ce4', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_91c31', referencing='REFERENCING OLD TABLE AS old_values ', table='stakeholders_memorandumrole', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='memorandumroleevent',
            index=models.Index(fields=['city', 'pgh_obj', 'pgh_id'], name='stakeholder_city_id_b3550b_idx'),
        ),
        migrations.AddIndex(
            model_name='memorandumroleevent',
            index=models.Index(fields=['city', 'memorandum', 'pgh_id'], name='stakeholder_city_id_839bd0_idx'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='memorandumroleevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8b3236792b94383b2ea1d9725ffc05a6b0e9cac5', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_26ead', table='stakeholders_memorandumroleevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='revisionrequest',
            constraint=models.UniqueConstraint(fields=('city', 'id'), name='stakeholders_revisionrequest_city_row'),
        ),
        migrations.AddConstraint(
            model_name='revisionrequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('because', '')), models.Q(('answer__in', ['taken_up', 'not_taken']), ('answered_at__isnull', False), models.Q(('because', ''), _negated=True)), _connector='OR'), name='stakeholders_revisionrequest_why', violation_error_message='Say why. Every member reads it.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revisionrequest',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_revisionrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "because", "city_id", "id", "memorandum_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."asked_at", new_values."asked_by_id", new_values."because", new_values."city_id", new_values."id", new_values."memorandum_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='61b4a6b46eeb1e3d48095e9ec5ead12e7e616005', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2c5c0', referencing='REFERENCING NEW TABLE AS new_values ', table='stakeholders_revisionrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revisionrequest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_revisionrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "because", "city_id", "id", "memorandum_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."asked_at", new_values."asked_by_id", new_values."because", new_values."city_id", new_values."id", new_values."memorandum_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='776c1807bfd5e7539a67aa9a2da7b8fc9f77a401', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6c280', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='stakeholders_revisionrequest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revisionrequest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_revisionrequestevent" ("answer", "answered_at", "answered_by_id", "asked_at", "asked_by_id", "because", "city_id", "id", "memorandum_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT old_values."answer", old_values."answered_at", old_values."answered_by_id", old_values."asked_at", old_values."asked_by_id", old_values."because", old_values."city_id", old_values."id", old_values."memorandum_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1c5f1d286483c231543e2e48bb8fa4baeb86c7b2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_abed3', referencing='REFERENCING OLD TABLE AS old_values ', table='stakeholders_revisionrequest', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='revisionrequestevent',
            index=models.Index(fields=['city', 'pgh_obj', 'pgh_id'], name='stakeholder_city_id_71ee11_idx'),
        ),
        migrations.AddIndex(
            model_name='revisionrequestevent',
            index=models.Index(fields=['city', 'memorandum', 'pgh_id'], name='stakeholder_city_id_0fe175_idx'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='revisionrequestevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e185c4b2a0633e2c7bac25985d4dce46c5d84def', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_86f1f', table='stakeholders_revisionrequestevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('city', 'id'), name='stakeholders_signature_city_row'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('city', 'memorandum', 'body'), name='stakeholders_signature_once', violation_error_message='This member has signed this version already.'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('how', 'screen'), ('signed_by__isnull', False)), models.Q(('how', 'paper'), ('recorded_by__isnull', False), ('signed_by__isnull', True), models.Q(('office', ''), _negated=True)), _connector='OR'), name='stakeholders_signature_how', violation_error_message='Say which office of the member signed on paper.'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_because', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_because', ''), _negated=True)), _connector='OR'), name='stakeholders_signature_why', violation_error_message='Say why it is withdrawn.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signature',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_signatureevent" ("body_id", "city_id", "how", "id", "memorandum_id", "office", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "signed_by_id", "signed_on", "withdrawn_at", "withdrawn_because", "withdrawn_by_id") SELECT new_values."body_id", new_values."city_id", new_values."how", new_values."id", new_values."memorandum_id", new_values."office", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."signed_by_id", new_values."signed_on", new_values."withdrawn_at", new_values."withdrawn_because", new_values."withdrawn_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8af41f2638d03b06b2fbae7734ebadb128a0a8ce', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f21fd', referencing='REFERENCING NEW TABLE AS new_values ', table='stakeholders_signature', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signature',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_signatureevent" ("body_id", "city_id", "how", "id", "memorandum_id", "office", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "signed_by_id", "signed_on", "withdrawn_at", "withdrawn_because", "withdrawn_by_id") SELECT new_values."body_id", new_values."city_id", new_values."how", new_values."id", new_values."memorandum_id", new_values."office", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."recorded_at", new_values."recorded_by_id", new_values."signed_by_id", new_values."signed_on", new_values."withdrawn_at", new_values."withdrawn_because", new_values."withdrawn_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e89f97c9b554adf87d64834d6f2c8c0672643fa3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_9729b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='stakeholders_signature', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signature',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_signatureevent" ("body_id", "city_id", "how", "id", "memorandum_id", "office", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "signed_by_id", "signed_on", "withdrawn_at", "withdrawn_because", "withdrawn_by_id") SELECT old_values."body_id", old_values."city_id", old_values."how", old_values."id", old_values."memorandum_id", old_values."office", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."signed_by_id", old_values."signed_on", old_values."withdrawn_at", old_values."withdrawn_because", old_values."withdrawn_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='10c4518745b0cbcc6eed1aab4eeefca2d2d519f0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_08df2', referencing='REFERENCING OLD TABLE AS old_values ', table='stakeholders_signature', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='signatureevent',
            index=models.Index(fields=['city', 'pgh_obj', 'pgh_id'], name='stakeholder_city_id_2046cb_idx'),
        ),
        migrations.AddIndex(
            model_name='signatureevent',
            index=models.Index(fields=['city', 'memorandum', 'pgh_id'], name='stakeholder_city_id_78e6a0_idx'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='signatureevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1d7efe05f2ceb2495454e084afb1cb08e77473d0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bdbd7', table='stakeholders_signatureevent', when='BEFORE')),
        ),
        ),
    ]
