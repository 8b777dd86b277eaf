"""Why a diagnosis was released by whoever checked it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.security import bounded

OF_DIAGNOSIS = bounded("reports_diagnosis", "release_note", "long_because")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_siege_alone'),
        ('reports', '0014_short'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
        migrations.RemoveConstraint(
            model_name='diagnosis',
            name='reports_diagnosis_four_eyes',
        ),
        migrations.AddField(
            model_name='diagnosis',
            name='alone_because',
            field=models.TextField(blank=True, default='', editable=False, max_length=1000, verbose_name='released by one person, because'),
        ),
        migrations.AddField(
            model_name='diagnosisevent',
            name='alone_because',
            field=models.TextField(blank=True, default='', editable=False, max_length=1000, verbose_name='released by one person, because'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diagnosis',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "alone_because", "checked_at", "checked_by_id", "checked_pages", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "long_because", "marking", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "sections", "start", "state", "title") SELECT new_values."accept_proposed", new_values."alone_because", new_values."checked_at", new_values."checked_by_id", new_values."checked_pages", new_values."city_id", new_values."compare_end", new_values."compare_start", new_values."created_at", new_values."dated", new_values."end", new_values."error", new_values."id", new_values."job", new_values."language", new_values."long_because", new_values."marking", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."release_note", new_values."released_by_id", new_values."released_on", new_values."requested_by_id", new_values."sections", new_values."start", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4e75e9f27acff38ea436689bf5a75569bbb16bd7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d7b19', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_diagnosis', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diagnosis',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "alone_because", "checked_at", "checked_by_id", "checked_pages", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "long_because", "marking", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "sections", "start", "state", "title") SELECT new_values."accept_proposed", new_values."alone_because", new_values."checked_at", new_values."checked_by_id", new_values."checked_pages", new_values."city_id", new_values."compare_end", new_values."compare_start", new_values."created_at", new_values."dated", new_values."end", new_values."error", new_values."id", new_values."job", new_values."language", new_values."long_because", new_values."marking", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."release_note", new_values."released_by_id", new_values."released_on", new_values."requested_by_id", new_values."sections", new_values."start", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0ba6a52cfccfc4bd3be94995d0e72b9537fb2636', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_196fd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_diagnosis', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diagnosis',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "alone_because", "checked_at", "checked_by_id", "checked_pages", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "long_because", "marking", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "sections", "start", "state", "title") SELECT old_values."accept_proposed", old_values."alone_because", old_values."checked_at", old_values."checked_by_id", old_values."checked_pages", old_values."city_id", old_values."compare_end", old_values."compare_start", old_values."created_at", old_values."dated", old_values."end", old_values."error", old_values."id", old_values."job", old_values."language", old_values."long_because", old_values."marking", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."release_note", old_values."released_by_id", old_values."released_on", old_values."requested_by_id", old_values."sections", old_values."start", old_values."state", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d52b8d0cdc59231fac38c4c74c367a523216b0bf', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_cd445', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_diagnosis', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='diagnosis',
            constraint=models.CheckConstraint(condition=models.Q(('released_by__isnull', True), ('checked_by__isnull', True), models.Q(('released_by', models.F('checked_by')), _negated=True), models.Q(('alone_because', ''), _negated=True), _connector='OR'), name='reports_diagnosis_four_eyes', violation_error_message='A second person releases. Ask another admin.'),
        ),
        # one more text of the table
        migrations.RunSQL(OF_DIAGNOSIS.reverse_sql or "", OF_DIAGNOSIS.sql),
        bounded("reports_diagnosis", "release_note", "long_because", "alone_because"),
    ]
