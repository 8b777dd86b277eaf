"""From when on a member reads what is marked clear alone; the database sets it (stakeholders/migrations/0011)."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_threat_assessment'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='membership',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='membership',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='membership',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='membership',
            name='unsigned_from',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='reads what is marked clear alone, from'),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='unsigned_from',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='reads what is marked clear alone, from'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_membershipevent" ("city_id", "clearance", "created_at", "expires_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "suspended_at", "unsigned_from", "user_id") SELECT new_values."city_id", new_values."clearance", new_values."created_at", new_values."expires_at", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."role", new_values."suspended_at", new_values."unsigned_from", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a995df9ea7a9d560f41f65a94b9a7f40f08b38ed', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_fc05a', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_membershipevent" ("city_id", "clearance", "created_at", "expires_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "suspended_at", "unsigned_from", "user_id") SELECT new_values."city_id", new_values."clearance", new_values."created_at", new_values."expires_at", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."role", new_values."suspended_at", new_values."unsigned_from", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fbe0a891f2b90f9e2127a3cce3508e1e2368f497', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_20ab5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_membershipevent" ("city_id", "clearance", "created_at", "expires_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "suspended_at", "unsigned_from", "user_id") SELECT old_values."city_id", old_values."clearance", old_values."created_at", old_values."expires_at", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."role", old_values."suspended_at", old_values."unsigned_from", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='111269e54e6f24b0ca5d1d6ddf5562a65f28a57b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_19a8f', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_membership', when='AFTER')),
        ),
    ]
