"""Why a change came to nothing, in every language."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0013_events_by_clock'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='pendingchange',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='pendingchange',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='pendingchange',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='pendingchange',
            name='worded',
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False, verbose_name='why, in every language'),
        ),
        migrations.AddField(
            model_name='pendingchangeevent',
            name='worded',
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False, verbose_name='why, in every language'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pendingchange',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "records_pendingchangeevent" ("asked_at", "asked_by_id", "before", "city_id", "decided_at", "decided_by_id", "found", "id", "kind", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "subject", "takes_effect_at", "title", "wish", "worded") SELECT new_values."asked_at", new_values."asked_by_id", new_values."before", new_values."city_id", new_values."decided_at", new_values."decided_by_id", new_values."found", new_values."id", new_values."kind", new_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."reason", new_values."state", new_values."subject", new_values."takes_effect_at", new_values."title", new_values."wish", new_values."worded" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ec51f4e7e3d66414aef3206c921f59793c6a92b4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c8775', referencing='REFERENCING NEW TABLE AS new_values ', table='records_pendingchange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pendingchange',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "records_pendingchangeevent" ("asked_at", "asked_by_id", "before", "city_id", "decided_at", "decided_by_id", "found", "id", "kind", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "subject", "takes_effect_at", "title", "wish", "worded") SELECT new_values."asked_at", new_values."asked_by_id", new_values."before", new_values."city_id", new_values."decided_at", new_values."decided_by_id", new_values."found", new_values."id", new_values."kind", new_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."reason", new_values."state", new_values."subject", new_values."takes_effect_at", new_values."title", new_values."wish", new_values."worded" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0746397eb8821057889856a5fcf6c910b1bf3de4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ae129', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='records_pendingchange', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pendingchange',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "records_pendingchangeevent" ("asked_at", "asked_by_id", "before", "city_id", "decided_at", "decided_by_id", "found", "id", "kind", "outcome", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "subject", "takes_effect_at", "title", "wish", "worded") SELECT old_values."asked_at", old_values."asked_by_id", old_values."before", old_values."city_id", old_values."decided_at", old_values."decided_by_id", old_values."found", old_values."id", old_values."kind", old_values."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."reason", old_values."state", old_values."subject", old_values."takes_effect_at", old_values."title", old_values."wish", old_values."worded" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='13f60e9c2ddda884bfb182ebb109693f3a279982', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1049e', referencing='REFERENCING OLD TABLE AS old_values ', table='records_pendingchange', when='AFTER')),
        ),
    ]
