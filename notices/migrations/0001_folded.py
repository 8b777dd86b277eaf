"""The first 2 migrations of this app, folded by hand: the same tables, their columns in the same order (docs/adr/0020)."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from accounts.security import AtOnce, no_city, protect, protect_history, same_city


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("notices", "0001_initial"),
        ("notices", "0002_row_security"),
    ]

    dependencies = [
        ("accounts", "0001_folded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            no_city(),
            migrations.CreateModel(
                name='ChangeNotice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('what', models.CharField(choices=[('release', 'A diagnosis was released')], max_length=20, verbose_name='what')),
                    ('before', models.CharField(blank=True, max_length=200, verbose_name='before')),
                    ('after', models.CharField(max_length=200, verbose_name='after')),
                    ('why', models.TextField(blank=True, verbose_name='why')),
                    ('link', models.CharField(max_length=200, verbose_name='where to read it')),
                    ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='told')),
                    ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                    ('made_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                    'ordering': ['-made_at', '-id'],
                    'verbose_name': 'change notice',
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'id'), name='notices_changenotice_city_row'),
                    ],
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_changenoticeevent" ("after", "before", "city_id", "id", "link", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "what", "why") SELECT new_values."after", new_values."before", new_values."city_id", new_values."id", new_values."link", new_values."made_at", new_values."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."what", new_values."why" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dbf95c24fac2f7702c3df340c77414c5f7e7fd07', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a39db', referencing='REFERENCING NEW TABLE AS new_values ', table='notices_changenotice', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_changenoticeevent" ("after", "before", "city_id", "id", "link", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "what", "why") SELECT new_values."after", new_values."before", new_values."city_id", new_values."id", new_values."link", new_values."made_at", new_values."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."what", new_values."why" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a0189c404285dcb7b73aed5c2f6991cf1a9107b4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b8dff', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='notices_changenotice', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_changenoticeevent" ("after", "before", "city_id", "id", "link", "made_at", "made_by_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "what", "why") SELECT old_values."after", old_values."before", old_values."city_id", old_values."id", old_values."link", old_values."made_at", old_values."made_by_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."what", old_values."why" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='efe49fb16d96cce07706de68fa40baf0b0be92ef', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c54ae', referencing='REFERENCING OLD TABLE AS old_values ', table='notices_changenotice', when='AFTER')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ChangeNoticeEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('what', models.CharField(choices=[('release', 'A diagnosis was released')], max_length=20, verbose_name='what')),
                    ('before', models.CharField(blank=True, max_length=200, verbose_name='before')),
                    ('after', models.CharField(max_length=200, verbose_name='after')),
                    ('why', models.TextField(blank=True, verbose_name='why')),
                    ('link', models.CharField(max_length=200, verbose_name='where to read it')),
                    ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='told')),
                    ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                    ('made_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='notices.changenotice')),
                ],
                options={
                    'abstract': False,
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e496e68cab268f9519383d6ba0338fe6d0470d57', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9b2d1', table='notices_changenoticeevent', when='BEFORE')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Delivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='mail sent')),
                    ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                    ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='acknowledged')),
                    ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                    ('notice', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notices.changenotice')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='member')),
                ],
                options={
                    'abstract': False,
                    'ordering': ['-notice__made_at', '-id'],
                    'verbose_name': 'delivery',
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'id'), name='notices_delivery_city_row'),
                        models.UniqueConstraint(fields=('city', 'notice', 'user'), name='notices_delivery_once'),
                        models.CheckConstraint(condition=models.Q(('acknowledged_at__isnull', True), ('read_at__isnull', False), _connector='OR'), name='notices_delivery_read_first'),
                    ],
                },
            ),
            same_city("notices_delivery", {"notice_id": "notices_changenotice"}),
            protect("notices_changenotice"),
            protect("notices_delivery"),
            protect_history("notices_changenoticeevent"),
        ),
    ]
