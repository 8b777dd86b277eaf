"""Letters to members on paper have a history: on which day somebody was told, and who noted it or corrected it."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_threat_assessment'),
        ('notices', '0012_not_mailed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LetterEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('id', models.BigIntegerField()),
                ('told_on', models.DateField(null=True, verbose_name='told on')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='letter',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_letterevent" ("body_id", "city_id", "id", "notice_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "told_by_id", "told_on") SELECT new_values."body_id", new_values."city_id", new_values."id", new_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."told_by_id", new_values."told_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b471560e8ab26a7ac6256fa275c59e41d6269d76', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b9c08', referencing='REFERENCING NEW TABLE AS new_values ', table='notices_letter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='letter',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_letterevent" ("body_id", "city_id", "id", "notice_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "told_by_id", "told_on") SELECT new_values."body_id", new_values."city_id", new_values."id", new_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."told_by_id", new_values."told_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='68c3bb014fad6ad396942cef4152ac71a81d15de', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b4263', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='notices_letter', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='letter',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_letterevent" ("body_id", "city_id", "id", "notice_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "told_by_id", "told_on") SELECT old_values."body_id", old_values."city_id", old_values."id", old_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."told_by_id", old_values."told_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b1153cf6f896b1f35ee3731b5c54a7897075b896', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_544ec', referencing='REFERENCING OLD TABLE AS old_values ', table='notices_letter', when='AFTER')),
        ),
        migrations.AddField(
            model_name='letterevent',
            name='body',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='notices.networkbody'),
        ),
        migrations.AddField(
            model_name='letterevent',
            name='city',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city'),
        ),
        migrations.AddField(
            model_name='letterevent',
            name='notice',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='notices.changenotice'),
        ),
        migrations.AddField(
            model_name='letterevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='notices.letter'),
        ),
        migrations.AddField(
            model_name='letterevent',
            name='told_by',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by'),
        ),
        migrations.AddIndex(
            model_name='letterevent',
            index=models.Index(fields=['city', 'pgh_obj', 'pgh_id'], name='notices_let_city_id_5fe293_idx'),
        ),
        migrations.AddIndex(
            model_name='letterevent',
            index=models.Index(fields=['city', 'notice', 'pgh_id'], name='notices_let_city_id_322d28_idx'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='letterevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='75f511308751637cedbb7ea38fc5153276941ac4', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9a244', table='notices_letterevent', when='BEFORE')),
        ),
    ]
