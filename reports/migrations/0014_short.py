"""Which sections are asked for, and why the long one where the rule says the short one."""

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.security import bounded

OF_BEFORE = bounded("reports_diagnosis", "release_note")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_network_aims_in_history'),
        ('reports', '0013_checked_pages'),
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
        migrations.AddField(
            model_name='diagnosis',
            name='long_because',
            field=models.TextField(blank=True, default='', max_length=1000, verbose_name='why the long one although there are few records'),
        ),
        migrations.AddField(
            model_name='diagnosis',
            name='sections',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=13, verbose_name='sections'),
        ),
        migrations.AddField(
            model_name='diagnosisevent',
            name='long_because',
            field=models.TextField(blank=True, default='', max_length=1000, verbose_name='why the long one although there are few records'),
        ),
        migrations.AddField(
            model_name='diagnosisevent',
            name='sections',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=13, verbose_name='sections'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diagnosis',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "checked_at", "checked_by_id", "checked_pages", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "long_because", "marking", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "sections", "start", "state", "title") SELECT new_values."accept_proposed", new_values."checked_at", new_values."checked_by_id", new_values."checked_pages", new_values."city_id", new_values."compare_end", new_values."compare_start", new_values."created_at", new_values."dated", new_values."end", new_values."error", new_values."id", new_values."job", new_values."language", new_values."long_because", new_values."marking", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."release_note", new_values."released_by_id", new_values."released_on", new_values."requested_by_id", new_values."sections", new_values."start", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e568702dd922dc6d002226f6f8fd62edc682e048', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d7b19', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_diagnosis', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diagnosis',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "checked_at", "checked_by_id", "checked_pages", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "long_because", "marking", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "sections", "start", "state", "title") SELECT new_values."accept_proposed", new_values."checked_at", new_values."checked_by_id", new_values."checked_pages", new_values."city_id", new_values."compare_end", new_values."compare_start", new_values."created_at", new_values."dated", new_values."end", new_values."error", new_values."id", new_values."job", new_values."language", new_values."long_because", new_values."marking", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."release_note", new_values."released_by_id", new_values."released_on", new_values."requested_by_id", new_values."sections", new_values."start", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a26a4e98837f41c37191ac962df62b52e338d329', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_196fd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_diagnosis', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diagnosis',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "checked_at", "checked_by_id", "checked_pages", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "long_because", "marking", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "sections", "start", "state", "title") SELECT old_values."accept_proposed", old_values."checked_at", old_values."checked_by_id", old_values."checked_pages", old_values."city_id", old_values."compare_end", old_values."compare_start", old_values."created_at", old_values."dated", old_values."end", old_values."error", old_values."id", old_values."job", old_values."language", old_values."long_because", old_values."marking", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."release_note", old_values."released_by_id", old_values."released_on", old_values."requested_by_id", old_values."sections", old_values."start", old_values."state", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='935f6317760ab012cfb9e54dcf236702cac99fdc', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_cd445', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_diagnosis', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='diagnosis',
            constraint=models.CheckConstraint(condition=models.Q(('sections__contained_by', [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]), ('sections__len__lte', 13), models.Q(('sections__len', 0), ('sections__contains', [3, 14]), _connector='OR')), name='reports_diagnosis_sections', violation_error_message='Sections 3 and 14 cannot be left out.'),
        ),
        # one more text of the table
        migrations.RunSQL(OF_BEFORE.reverse_sql or "", OF_BEFORE.sql),
        bounded("reports_diagnosis", "release_note", "long_because"),
    ]
