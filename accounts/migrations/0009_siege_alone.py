"""Whether one person decides in a very small city, and why."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from accounts.security import bounded

OF_CITY = bounded("accounts_city", "mission", "common_goal")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_network_aims_in_history'),
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
            name='alone_because',
            field=models.TextField(blank=True, default='', max_length=1000, verbose_name='why one person approves and releases alone'),
        ),
        migrations.AddField(
            model_name='cityevent',
            name='alone_because',
            field=models.TextField(blank=True, default='', max_length=1000, verbose_name='why one person approves and releases alone'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='city',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_cityevent" ("alone_because", "common_goal", "country", "created_at", "emergency_number", "id", "languages", "mission", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "time_zone", "worry_channel") SELECT new_values."alone_because", new_values."common_goal", new_values."country", new_values."created_at", new_values."emergency_number", new_values."id", new_values."languages", new_values."mission", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."slug", new_values."time_zone", new_values."worry_channel" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9d201083b82913170eba607cb28d0bab28cdfa0c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d4efb', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_city', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='city',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_cityevent" ("alone_because", "common_goal", "country", "created_at", "emergency_number", "id", "languages", "mission", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "time_zone", "worry_channel") SELECT new_values."alone_because", new_values."common_goal", new_values."country", new_values."created_at", new_values."emergency_number", new_values."id", new_values."languages", new_values."mission", new_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."slug", new_values."time_zone", new_values."worry_channel" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='267357d0f80b1bfd6dde328b5735ecf17b28a34e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_befdd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_city', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='city',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_cityevent" ("alone_because", "common_goal", "country", "created_at", "emergency_number", "id", "languages", "mission", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "time_zone", "worry_channel") SELECT old_values."alone_because", old_values."common_goal", old_values."country", old_values."created_at", old_values."emergency_number", old_values."id", old_values."languages", old_values."mission", old_values."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."slug", old_values."time_zone", old_values."worry_channel" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='66ef295e43b1533c70bc11f1e159edf300a66d71', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c8e16', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_city', when='AFTER')),
        ),
        # one more text of the table
        migrations.RunSQL(OF_CITY.reverse_sql or "", OF_CITY.sql),
        bounded("accounts_city", "mission", "common_goal", "alone_because"),
    ]
