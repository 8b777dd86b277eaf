"""The title of the reports is the city's to set."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0006_markings'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='diagnosis',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='diagnosis',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='diagnosis',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='diagnosis',
            name='title',
            field=models.CharField(blank=True, default='', max_length=80, verbose_name='title of the reports'),
        ),
        migrations.AddField(
            model_name='diagnosisevent',
            name='title',
            field=models.CharField(blank=True, default='', max_length=80, verbose_name='title of the reports'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diagnosis',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "checked_at", "checked_by_id", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "marking", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "start", "state", "title") SELECT new_values."accept_proposed", new_values."checked_at", new_values."checked_by_id", new_values."city_id", new_values."compare_end", new_values."compare_start", new_values."created_at", new_values."dated", new_values."end", new_values."error", new_values."id", new_values."job", new_values."language", new_values."marking", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."release_note", new_values."released_by_id", new_values."released_on", new_values."requested_by_id", new_values."start", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f69a4c4a4849e0ec9b62683b6c0f89f6a31f872e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d7b19', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_diagnosis', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diagnosis',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "checked_at", "checked_by_id", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "marking", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "start", "state", "title") SELECT new_values."accept_proposed", new_values."checked_at", new_values."checked_by_id", new_values."city_id", new_values."compare_end", new_values."compare_start", new_values."created_at", new_values."dated", new_values."end", new_values."error", new_values."id", new_values."job", new_values."language", new_values."marking", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."release_note", new_values."released_by_id", new_values."released_on", new_values."requested_by_id", new_values."start", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d6c705f51d75f337d5489091602ce04293535861', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_196fd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_diagnosis', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diagnosis',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "checked_at", "checked_by_id", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "marking", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "start", "state", "title") SELECT old_values."accept_proposed", old_values."checked_at", old_values."checked_by_id", old_values."city_id", old_values."compare_end", old_values."compare_start", old_values."created_at", old_values."dated", old_values."end", old_values."error", old_values."id", old_values."job", old_values."language", old_values."marking", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."release_note", old_values."released_by_id", old_values."released_on", old_values."requested_by_id", old_values."start", old_values."state", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7c06695b3c78bb41e15b2d9ad606f7e0489184c8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_cd445', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_diagnosis', when='AFTER')),
        ),
    ]
