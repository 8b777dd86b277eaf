"""Why a record was approved by whoever wrote it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.security import bounded

OF_FACTOR = bounded("mapping_factor", "statement", "evidence", "review_comment", "withdrawn_reason")
OF_OBSERVATION = bounded("mapping_observation", "review_comment", "what_happened", "withdrawn_reason")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_siege_alone'),
        ('mapping', '0016_factors_protected'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='factor',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='factor',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='factor',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='observation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='observation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='observation',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='factor',
            name='mapping_factor_four_eyes',
        ),
        migrations.RemoveConstraint(
            model_name='observation',
            name='mapping_observation_four_eyes',
        ),
        migrations.AddField(
            model_name='factor',
            name='alone_because',
            field=models.TextField(blank=True, db_default='', default='', max_length=1000, verbose_name='approved by one person, because'),
        ),
        migrations.AddField(
            model_name='factorevent',
            name='alone_because',
            field=models.TextField(blank=True, db_default='', default='', max_length=1000, verbose_name='approved by one person, because'),
        ),
        migrations.AddField(
            model_name='observation',
            name='alone_because',
            field=models.TextField(blank=True, db_default='', default='', max_length=1000, verbose_name='approved by one person, because'),
        ),
        migrations.AddField(
            model_name='observationevent',
            name='alone_because',
            field=models.TextField(blank=True, db_default='', default='', max_length=1000, verbose_name='approved by one person, because'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='factor',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_factorevent" ("about", "alone_because", "approved_at", "approved_by_id", "city_id", "confidence", "created_at", "created_by_id", "districts", "evidence", "id", "kind", "marking", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rests_on", "review_by", "review_comment", "setting", "source_link", "state", "statement", "title", "withdrawn_reason") SELECT new_values."about", new_values."alone_because", new_values."approved_at", new_values."approved_by_id", new_values."city_id", new_values."confidence", new_values."created_at", new_values."created_by_id", new_values."districts", new_values."evidence", new_values."id", new_values."kind", new_values."marking", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."rests_on", new_values."review_by", new_values."review_comment", new_values."setting", new_values."source_link", new_values."state", new_values."statement", new_values."title", new_values."withdrawn_reason" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0cd00bbef493c90159ea1bc90bb8b3424056a58d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1bb05', referencing='REFERENCING NEW TABLE AS new_values ', table='mapping_factor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='factor',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_factorevent" ("about", "alone_because", "approved_at", "approved_by_id", "city_id", "confidence", "created_at", "created_by_id", "districts", "evidence", "id", "kind", "marking", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rests_on", "review_by", "review_comment", "setting", "source_link", "state", "statement", "title", "withdrawn_reason") SELECT new_values."about", new_values."alone_because", new_values."approved_at", new_values."approved_by_id", new_values."city_id", new_values."confidence", new_values."created_at", new_values."created_by_id", new_values."districts", new_values."evidence", new_values."id", new_values."kind", new_values."marking", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."rests_on", new_values."review_by", new_values."review_comment", new_values."setting", new_values."source_link", new_values."state", new_values."statement", new_values."title", new_values."withdrawn_reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9ec3ba298a2cae7ae419a4238b73810dda2f3302', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c1b84', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='mapping_factor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='factor',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_factorevent" ("about", "alone_because", "approved_at", "approved_by_id", "city_id", "confidence", "created_at", "created_by_id", "districts", "evidence", "id", "kind", "marking", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "rests_on", "review_by", "review_comment", "setting", "source_link", "state", "statement", "title", "withdrawn_reason") SELECT old_values."about", old_values."alone_because", old_values."approved_at", old_values."approved_by_id", old_values."city_id", old_values."confidence", old_values."created_at", old_values."created_by_id", old_values."districts", old_values."evidence", old_values."id", old_values."kind", old_values."marking", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."rests_on", old_values."review_by", old_values."review_comment", old_values."setting", old_values."source_link", old_values."state", old_values."statement", old_values."title", old_values."withdrawn_reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='da848603cd5925a9397e6ee362cec21c889eac35', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fa855', referencing='REFERENCING OLD TABLE AS old_values ', table='mapping_factor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_observationevent" ("alone_because", "approved_at", "approved_by_id", "basis", "batch_id", "cell_latitude", "cell_longitude", "city_id", "counts_below", "created_at", "created_by_id", "credibility", "currents", "district_id", "external_key", "first_day", "hour", "how_known", "id", "last_day", "manifestations", "marking", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "platform", "precision", "reliability", "reported_on", "review_by", "review_comment", "scope", "series_id", "setting", "severity", "source_id", "source_link", "space", "state", "targets", "title", "trigger_event", "what_happened", "withdrawn_reason") SELECT new_values."alone_because", new_values."approved_at", new_values."approved_by_id", new_values."basis", new_values."batch_id", new_values."cell_latitude", new_values."cell_longitude", new_values."city_id", new_values."counts_below", new_values."created_at", new_values."created_by_id", new_values."credibility", new_values."currents", new_values."district_id", new_values."external_key", new_values."first_day", new_values."hour", new_values."how_known", new_values."id", new_values."last_day", new_values."manifestations", new_values."marking", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."place", new_values."platform", new_values."precision", new_values."reliability", new_values."reported_on", new_values."review_by", new_values."review_comment", new_values."scope", new_values."series_id", new_values."setting", new_values."severity", new_values."source_id", new_values."source_link", new_values."space", new_values."state", new_values."targets", new_values."title", new_values."trigger_event", new_values."what_happened", new_values."withdrawn_reason" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='da34b065ce21e7e5ec91c8e832ae6aa2a62ebaec', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_365fe', referencing='REFERENCING NEW TABLE AS new_values ', table='mapping_observation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_observationevent" ("alone_because", "approved_at", "approved_by_id", "basis", "batch_id", "cell_latitude", "cell_longitude", "city_id", "counts_below", "created_at", "created_by_id", "credibility", "currents", "district_id", "external_key", "first_day", "hour", "how_known", "id", "last_day", "manifestations", "marking", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "platform", "precision", "reliability", "reported_on", "review_by", "review_comment", "scope", "series_id", "setting", "severity", "source_id", "source_link", "space", "state", "targets", "title", "trigger_event", "what_happened", "withdrawn_reason") SELECT new_values."alone_because", new_values."approved_at", new_values."approved_by_id", new_values."basis", new_values."batch_id", new_values."cell_latitude", new_values."cell_longitude", new_values."city_id", new_values."counts_below", new_values."created_at", new_values."created_by_id", new_values."credibility", new_values."currents", new_values."district_id", new_values."external_key", new_values."first_day", new_values."hour", new_values."how_known", new_values."id", new_values."last_day", new_values."manifestations", new_values."marking", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."place", new_values."platform", new_values."precision", new_values."reliability", new_values."reported_on", new_values."review_by", new_values."review_comment", new_values."scope", new_values."series_id", new_values."setting", new_values."severity", new_values."source_id", new_values."source_link", new_values."space", new_values."state", new_values."targets", new_values."title", new_values."trigger_event", new_values."what_happened", new_values."withdrawn_reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a20d309651ecbcdb64dcf58985b1775bf4b9b550', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7a4b5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='mapping_observation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "mapping_observationevent" ("alone_because", "approved_at", "approved_by_id", "basis", "batch_id", "cell_latitude", "cell_longitude", "city_id", "counts_below", "created_at", "created_by_id", "credibility", "currents", "district_id", "external_key", "first_day", "hour", "how_known", "id", "last_day", "manifestations", "marking", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "platform", "precision", "reliability", "reported_on", "review_by", "review_comment", "scope", "series_id", "setting", "severity", "source_id", "source_link", "space", "state", "targets", "title", "trigger_event", "what_happened", "withdrawn_reason") SELECT old_values."alone_because", old_values."approved_at", old_values."approved_by_id", old_values."basis", old_values."batch_id", old_values."cell_latitude", old_values."cell_longitude", old_values."city_id", old_values."counts_below", old_values."created_at", old_values."created_by_id", old_values."credibility", old_values."currents", old_values."district_id", old_values."external_key", old_values."first_day", old_values."hour", old_values."how_known", old_values."id", old_values."last_day", old_values."manifestations", old_values."marking", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."place", old_values."platform", old_values."precision", old_values."reliability", old_values."reported_on", old_values."review_by", old_values."review_comment", old_values."scope", old_values."series_id", old_values."setting", old_values."severity", old_values."source_id", old_values."source_link", old_values."space", old_values."state", old_values."targets", old_values."title", old_values."trigger_event", old_values."what_happened", old_values."withdrawn_reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='fb423db56426fcf199f135be4713bd40deb6979d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b3f2c', referencing='REFERENCING OLD TABLE AS old_values ', table='mapping_observation', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='factor',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('created_by__isnull', True), models.Q(('approved_by', models.F('created_by')), _negated=True), models.Q(('alone_because', ''), _negated=True), _connector='OR'), name='mapping_factor_four_eyes', violation_error_message='Nobody approves their own record. Ask a colleague to review it.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('created_by__isnull', True), models.Q(('approved_by', models.F('created_by')), _negated=True), models.Q(('alone_because', ''), _negated=True), _connector='OR'), name='mapping_observation_four_eyes', violation_error_message='Nobody approves their own record. Ask a colleague to review it.'),
        ),
        # one more text of the table
        migrations.RunSQL(OF_FACTOR.reverse_sql or "", OF_FACTOR.sql),
        bounded("mapping_factor", "statement", "evidence", "review_comment", "withdrawn_reason", "alone_because"),
        # one more text of the table
        migrations.RunSQL(OF_OBSERVATION.reverse_sql or "", OF_OBSERVATION.sql),
        bounded("mapping_observation", "review_comment", "what_happened", "withdrawn_reason", "alone_because"),
    ]
