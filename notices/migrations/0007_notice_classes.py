"""Notices know how they are told, wait to be released, and say of which events they are made."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_network_aims_in_history'),
        ('notices', '0006_rights_admins'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CollectorMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveIntegerField(default=0, verbose_name='last seal')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': 'mark of the collector',
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
            name='affects',
            field=models.TextField(blank=True, max_length=1000, verbose_name='whom it affects'),
        ),
        migrations.AddField(
            model_name='changenotice',
            name='decided',
            field=models.TextField(blank=True, max_length=1000, verbose_name='who decided'),
        ),
        migrations.AddField(
            model_name='changenotice',
            name='edited_by',
            field=models.ForeignKey(blank=True, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='changenotice',
            name='marking',
            field=models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', editable=False, max_length=12, verbose_name='marking of what it was made of'),
        ),
        migrations.AddField(
            model_name='changenotice',
            name='model',
            field=models.CharField(blank=True, editable=False, max_length=80, verbose_name='about what kind of record'),
        ),
        migrations.AddField(
            model_name='changenotice',
            name='notice_class',
            field=models.CharField(choices=[('must', 'Must be told'), ('digest', 'Told with the rest'), ('silent', 'Nobody is mailed')], default='must', max_length=6, verbose_name='how it is told'),
        ),
        migrations.AddField(
            model_name='changenotice',
            name='record',
            field=models.BigIntegerField(default=0, editable=False, verbose_name='about which record'),
        ),
        migrations.AddField(
            model_name='changenotice',
            name='sources',
            field=models.JSONField(default=dict, editable=False, verbose_name='made of these events'),
        ),
        migrations.AddField(
            model_name='changenotice',
            name='state',
            field=models.CharField(choices=[('pending', 'To be released'), ('released', 'Released')], default='released', editable=False, max_length=8, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='changenotice',
            name='title',
            field=models.CharField(blank=True, max_length=200, verbose_name='what changed'),
        ),
        migrations.AddField(
            model_name='changenoticeevent',
            name='affects',
            field=models.TextField(blank=True, max_length=1000, verbose_name='whom it affects'),
        ),
        migrations.AddField(
            model_name='changenoticeevent',
            name='decided',
            field=models.TextField(blank=True, max_length=1000, verbose_name='who decided'),
        ),
        migrations.AddField(
            model_name='changenoticeevent',
            name='edited_by',
            field=models.ForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='changenoticeevent',
            name='marking',
            field=models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', editable=False, max_length=12, verbose_name='marking of what it was made of'),
        ),
        migrations.AddField(
            model_name='changenoticeevent',
            name='model',
            field=models.CharField(blank=True, editable=False, max_length=80, verbose_name='about what kind of record'),
        ),
        migrations.AddField(
            model_name='changenoticeevent',
            name='notice_class',
            field=models.CharField(choices=[('must', 'Must be told'), ('digest', 'Told with the rest'), ('silent', 'Nobody is mailed')], default='must', max_length=6, verbose_name='how it is told'),
        ),
        migrations.AddField(
            model_name='changenoticeevent',
            name='record',
            field=models.BigIntegerField(default=0, editable=False, verbose_name='about which record'),
        ),
        migrations.AddField(
            model_name='changenoticeevent',
            name='sources',
            field=models.JSONField(default=dict, editable=False, verbose_name='made of these events'),
        ),
        migrations.AddField(
            model_name='changenoticeevent',
            name='state',
            field=models.CharField(choices=[('pending', 'To be released'), ('released', 'Released')], default='released', editable=False, max_length=8, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='changenoticeevent',
            name='title',
            field=models.CharField(blank=True, max_length=200, verbose_name='what changed'),
        ),
        migrations.AlterField(
            model_name='changenotice',
            name='after',
            field=models.CharField(blank=True, max_length=2000, verbose_name='after'),
        ),
        migrations.AlterField(
            model_name='changenotice',
            name='before',
            field=models.CharField(blank=True, max_length=2000, verbose_name='before'),
        ),
        migrations.AlterField(
            model_name='changenotice',
            name='link',
            field=models.CharField(blank=True, max_length=200, verbose_name='where to read it'),
        ),
        migrations.AlterField(
            model_name='changenotice',
            name='what',
            field=models.CharField(choices=[('release', 'A diagnosis was released'), ('change', 'Something changed'), ('second', 'A change waits for a second admin'), ('account', "The host closed or opened an admin's account"), ('reading', 'One person read unusually much')], max_length=20, verbose_name='what'),
        ),
        migrations.AlterField(
            model_name='changenoticeevent',
            name='after',
            field=models.CharField(blank=True, max_length=2000, verbose_name='after'),
        ),
        migrations.AlterField(
            model_name='changenoticeevent',
            name='before',
            field=models.CharField(blank=True, max_length=2000, verbose_name='before'),
        ),
        migrations.AlterField(
            model_name='changenoticeevent',
            name='link',
            field=models.CharField(blank=True, max_length=200, verbose_name='where to read it'),
        ),
        migrations.AlterField(
            model_name='changenoticeevent',
            name='what',
            field=models.CharField(choices=[('release', 'A diagnosis was released'), ('change', 'Something changed'), ('second', 'A change waits for a second admin'), ('account', "The host closed or opened an admin's account"), ('reading', 'One person read unusually much')], max_length=20, verbose_name='what'),
        ),
        migrations.AddIndex(
            model_name='changenotice',
            index=models.Index(fields=['city', 'model', 'record'], name='notices_changenotice_about'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changenotice',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_changenoticeevent" ("affects", "after", "before", "city_id", "decided", "edited_by_id", "id", "link", "made_at", "made_by_id", "marking", "model", "notice_class", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "record", "sources", "state", "title", "what", "why") SELECT new_values."affects", new_values."after", new_values."before", new_values."city_id", new_values."decided", new_values."edited_by_id", new_values."id", new_values."link", new_values."made_at", new_values."made_by_id", new_values."marking", new_values."model", new_values."notice_class", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."record", new_values."sources", new_values."state", new_values."title", new_values."what", new_values."why" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0257fe9a119f62da0702722ada4fdf6449ed0669', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a39db', referencing='REFERENCING NEW TABLE AS new_values ', table='notices_changenotice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changenotice',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_changenoticeevent" ("affects", "after", "before", "city_id", "decided", "edited_by_id", "id", "link", "made_at", "made_by_id", "marking", "model", "notice_class", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "record", "sources", "state", "title", "what", "why") SELECT new_values."affects", new_values."after", new_values."before", new_values."city_id", new_values."decided", new_values."edited_by_id", new_values."id", new_values."link", new_values."made_at", new_values."made_by_id", new_values."marking", new_values."model", new_values."notice_class", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."record", new_values."sources", new_values."state", new_values."title", new_values."what", new_values."why" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='37a3beb865ca06d8cf0ca987b193a5b37c4a5e99', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b8dff', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='notices_changenotice', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='changenotice',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_changenoticeevent" ("affects", "after", "before", "city_id", "decided", "edited_by_id", "id", "link", "made_at", "made_by_id", "marking", "model", "notice_class", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "record", "sources", "state", "title", "what", "why") SELECT old_values."affects", old_values."after", old_values."before", old_values."city_id", old_values."decided", old_values."edited_by_id", old_values."id", old_values."link", old_values."made_at", old_values."made_by_id", old_values."marking", old_values."model", old_values."notice_class", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."record", old_values."sources", old_values."state", old_values."title", old_values."what", old_values."why" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='15e28fc0bbfacf640b4c5435aaf1a7a020487bfc', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c54ae', referencing='REFERENCING OLD TABLE AS old_values ', table='notices_changenotice', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='changenotice',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'pending')), fields=('city', 'model', 'record'), name='notices_changenotice_one_pending', violation_error_message='A notice of this waits already.'),
        ),
        migrations.AddField(
            model_name='collectormark',
            name='city',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city'),
        ),
        migrations.AddConstraint(
            model_name='collectormark',
            constraint=models.UniqueConstraint(fields=('city',), name='notices_collectormark_once'),
        ),
    ]
