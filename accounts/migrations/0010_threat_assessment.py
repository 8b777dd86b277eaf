"""One paragraph of the country's own threat assessment, printed beside the local picture."""

import django.core.validators
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from accounts.security import bounded

OF_BEFORE = bounded("accounts_city", "mission", "common_goal", "alone_because")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_siege_alone'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='city',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='city',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='city',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='city',
            name='threat_dated',
            field=models.DateField(blank=True, null=True, verbose_name='published on'),
        ),
        migrations.AddField(
            model_name='city',
            name='threat_link',
            field=models.CharField(blank=True, max_length=300, validators=[django.core.validators.URLValidator(schemes=['https', 'http'])], verbose_name='where it is published'),
        ),
        migrations.AddField(
            model_name='city',
            name='threat_source',
            field=models.CharField(blank=True, max_length=200, verbose_name='who published it'),
        ),
        migrations.AddField(
            model_name='city',
            name='threat_text',
            field=models.TextField(blank=True, max_length=1000, verbose_name="from the country's own threat assessment"),
        ),
        migrations.AddField(
            model_name='cityevent',
            name='threat_dated',
            field=models.DateField(blank=True, null=True, verbose_name='published on'),
        ),
        migrations.AddField(
            model_name='cityevent',
            name='threat_link',
            field=models.CharField(blank=True, max_length=300, validators=[django.core.validators.URLValidator(schemes=['https', 'http'])], verbose_name='where it is published'),
        ),
        migrations.AddField(
            model_name='cityevent',
            name='threat_source',
            field=models.CharField(blank=True, max_length=200, verbose_name='who published it'),
        ),
        migrations.AddField(
            model_name='cityevent',
            name='threat_text',
            field=models.TextField(blank=True, max_length=1000, verbose_name="from the country's own threat assessment"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='city',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_cityevent" ("alone_because", "common_goal", "country", "created_at", "emergency_number", "id", "languages", "mission", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "threat_dated", "threat_link", "threat_source", "threat_text", "time_zone", "worry_channel") SELECT new_values."alone_because", new_values."common_goal", new_values."country", new_values."created_at", new_values."emergency_number", new_values."id", new_values."languages", new_values."mission", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."slug", new_values."threat_dated", new_values."threat_link", new_values."threat_source", new_values."threat_text", new_values."time_zone", new_values."worry_channel" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a07d0964c6e951cbe805cbc07252ff6e4c177896', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d4efb', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_city', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='city',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_cityevent" ("alone_because", "common_goal", "country", "created_at", "emergency_number", "id", "languages", "mission", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "threat_dated", "threat_link", "threat_source", "threat_text", "time_zone", "worry_channel") SELECT new_values."alone_because", new_values."common_goal", new_values."country", new_values."created_at", new_values."emergency_number", new_values."id", new_values."languages", new_values."mission", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."slug", new_values."threat_dated", new_values."threat_link", new_values."threat_source", new_values."threat_text", new_values."time_zone", new_values."worry_channel" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cc40816e7b401afc33c60937e78f1333a6474fd0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_befdd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_city', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='city',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_cityevent" ("alone_because", "common_goal", "country", "created_at", "emergency_number", "id", "languages", "mission", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "threat_dated", "threat_link", "threat_source", "threat_text", "time_zone", "worry_channel") SELECT old_values."alone_because", old_values."common_goal", old_values."country", old_values."created_at", old_values."emergency_number", old_values."id", old_values."languages", old_values."mission", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."slug", old_values."threat_dated", old_values."threat_link", old_values."threat_source", old_values."threat_text", old_values."time_zone", old_values."worry_channel" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7f3e6f02ea50fc9e678d0a1c299c2f2374d7d075', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c8e16', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_city', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='city',
            constraint=models.CheckConstraint(condition=models.Q(('threat_text', ''), models.Q(models.Q(('threat_source', ''), _negated=True), ('threat_dated__isnull', False)), _connector='OR'), name='accounts_city_threat', violation_error_message='Say who published the threat assessment, and on which day.'),
        ),
        # one more text of the table
        migrations.RunSQL(OF_BEFORE.reverse_sql or "", OF_BEFORE.sql),
        bounded("accounts_city", "mission", "common_goal", "alone_because", "threat_text"),
    ]
