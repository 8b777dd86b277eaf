"""The partner edition, and what it printed of small counts."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0009_rights_released_is_closed'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='edition',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='edition',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='edition',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='edition',
            name='figures',
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name='figures it prints'),
        ),
        migrations.AddField(
            model_name='editionevent',
            name='figures',
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name='figures it prints'),
        ),
        migrations.AlterField(
            model_name='edition',
            name='audience',
            field=models.CharField(choices=[('restricted', 'Restricted edition'), ('partner', 'Partner edition')], max_length=10, verbose_name='edition'),
        ),
        migrations.AlterField(
            model_name='editionevent',
            name='audience',
            field=models.CharField(choices=[('restricted', 'Restricted edition'), ('partner', 'Partner edition')], max_length=10, verbose_name='edition'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_editionevent" ("audience", "city_id", "created_at", "diagnosis_id", "engine", "error", "figures", "id", "language", "marking", "page_sha256", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "withdrawn_at") SELECT new_values."audience", new_values."city_id", new_values."created_at", new_values."diagnosis_id", new_values."engine", new_values."error", new_values."figures", new_values."id", new_values."language", new_values."marking", new_values."page_sha256", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."sha256", new_values."size", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cba981f6da9b515568c088f970bf4330a9a5b211', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ccfb0', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_edition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_editionevent" ("audience", "city_id", "created_at", "diagnosis_id", "engine", "error", "figures", "id", "language", "marking", "page_sha256", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "withdrawn_at") SELECT new_values."audience", new_values."city_id", new_values."created_at", new_values."diagnosis_id", new_values."engine", new_values."error", new_values."figures", new_values."id", new_values."language", new_values."marking", new_values."page_sha256", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."sha256", new_values."size", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='49ac8bc6712854df9ee358bebb927e3be4014ac9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7543e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_edition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_editionevent" ("audience", "city_id", "created_at", "diagnosis_id", "engine", "error", "figures", "id", "language", "marking", "page_sha256", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "withdrawn_at") SELECT old_values."audience", old_values."city_id", old_values."created_at", old_values."diagnosis_id", old_values."engine", old_values."error", old_values."figures", old_values."id", old_values."language", old_values."marking", old_values."page_sha256", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."sha256", old_values."size", old_values."withdrawn_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c6287c324ee3d9cdcfebda7cf6032d9f111c9752', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_804c5', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_edition', when='AFTER')),
        ),
    ]
