"""A source has a marking of its own: its name and where it looked are for those who are cleared for it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from accounts.security import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ('mapping', "0009_trigger_events_protected"),
    ]

    operations = [
        AtOnce(
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='source',
            name='marking',
            field=models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='green', max_length=12, verbose_name='marking'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='marking',
            field=models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='green', max_length=12, verbose_name='marking'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_sourceevent" ("city_id", "created_at", "id", "key", "marking", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_type") SELECT new_values."city_id", new_values."created_at", new_values."id", new_values."key", new_values."marking", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."source_type" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='882ef1f99e0e562cd5189b0deb5ee3d408ac6619', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2527a', referencing='REFERENCING NEW TABLE AS new_values ', table='mapping_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_sourceevent" ("city_id", "created_at", "id", "key", "marking", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_type") SELECT new_values."city_id", new_values."created_at", new_values."id", new_values."key", new_values."marking", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."source_type" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='be8e9fbf7b426a469e195d7c65b288ab4741a56e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_fc1c5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='mapping_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_sourceevent" ("city_id", "created_at", "id", "key", "marking", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_type") SELECT old_values."city_id", old_values."created_at", old_values."id", old_values."key", old_values."marking", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."source_type" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0040258665b545dff6bd09e8a185eb5eef0b64c8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c6fcb', referencing='REFERENCING OLD TABLE AS old_values ', table='mapping_source', when='AFTER')),
        ),
        ),
    ]
