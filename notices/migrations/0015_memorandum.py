"""Members of the network: others who belong to them, and from when on nothing above clear is shared with them."""

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0014_letter_history_protected'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='asked',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='asked',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='asked',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='networkbody',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='networkbody',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='networkbody',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='asked',
            name='settled_at',
            field=models.DateTimeField(null=True, verbose_name='done'),
        ),
        migrations.AddField(
            model_name='askedevent',
            name='settled_at',
            field=models.DateTimeField(null=True, verbose_name='done'),
        ),
        migrations.AddField(
            model_name='networkbody',
            name='others',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=100, verbose_name='others with an account who belong to it'),
        ),
        migrations.AddField(
            model_name='networkbody',
            name='unsigned_from',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='nothing above clear is shared with it, from'),
        ),
        migrations.AddField(
            model_name='networkbodyevent',
            name='others',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=100, verbose_name='others with an account who belong to it'),
        ),
        migrations.AddField(
            model_name='networkbodyevent',
            name='unsigned_from',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='nothing above clear is shared with it, from'),
        ),
        migrations.AlterField(
            model_name='changenotice',
            name='what',
            field=models.CharField(choices=[('release', 'A diagnosis was released'), ('change', 'Something changed'), ('memorandum', 'The network has a memorandum'), ('second', 'A change waits for a second admin'), ('account', "The host closed or opened an admin's account"), ('reading', 'One person read unusually much')], max_length=20, verbose_name='what'),
        ),
        migrations.AlterField(
            model_name='changenoticeevent',
            name='what',
            field=models.CharField(choices=[('release', 'A diagnosis was released'), ('change', 'Something changed'), ('memorandum', 'The network has a memorandum'), ('second', 'A change waits for a second admin'), ('account', "The host closed or opened an admin's account"), ('reading', 'One person read unusually much')], max_length=20, verbose_name='what'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asked',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_askedevent" ("body_id", "city_id", "id", "notice_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminded_by_rule_at", "settled_at", "user_id") SELECT new_values."body_id", new_values."city_id", new_values."id", new_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."reminded_at", new_values."reminded_by_rule_at", new_values."settled_at", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3a0dee7666f2586da194a093982ba6055ad9feb0', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_80d4c', referencing='REFERENCING NEW TABLE AS new_values ', table='notices_asked', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asked',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_askedevent" ("body_id", "city_id", "id", "notice_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminded_by_rule_at", "settled_at", "user_id") SELECT new_values."body_id", new_values."city_id", new_values."id", new_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."reminded_at", new_values."reminded_by_rule_at", new_values."settled_at", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ad74a932e28b3d2c0e7ad4a9304cb62219f8df39', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_ad9a9', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='notices_asked', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='asked',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_askedevent" ("body_id", "city_id", "id", "notice_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_at", "reminded_by_rule_at", "settled_at", "user_id") SELECT old_values."body_id", old_values."city_id", old_values."id", old_values."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."reminded_at", old_values."reminded_by_rule_at", old_values."settled_at", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='190c21d8d116c815ca63ab0989a62910b6aea3bd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f8e86', referencing='REFERENCING OLD TABLE AS old_values ', table='notices_asked', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='networkbody',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_networkbodyevent" ("address", "city_id", "created_at", "deputy_id", "id", "is_current", "name", "others", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "unsigned_from") SELECT new_values."address", new_values."city_id", new_values."created_at", new_values."deputy_id", new_values."id", new_values."is_current", new_values."name", new_values."others", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."unsigned_from" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='34524f9b55d14ca1ba7e99e56bfb610e6f79c13a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_fe2b3', referencing='REFERENCING NEW TABLE AS new_values ', table='notices_networkbody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='networkbody',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_networkbodyevent" ("address", "city_id", "created_at", "deputy_id", "id", "is_current", "name", "others", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "unsigned_from") SELECT new_values."address", new_values."city_id", new_values."created_at", new_values."deputy_id", new_values."id", new_values."is_current", new_values."name", new_values."others", new_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."unsigned_from" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='774cceafc82a07e523f3c328943136d5f376c920', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cc85a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='notices_networkbody', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='networkbody',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "notices_networkbodyevent" ("address", "city_id", "created_at", "deputy_id", "id", "is_current", "name", "others", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "unsigned_from") SELECT old_values."address", old_values."city_id", old_values."created_at", old_values."deputy_id", old_values."id", old_values."is_current", old_values."name", old_values."others", old_values."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."unsigned_from" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d5405800a9c2400eb2926e27c3c23ba76ca06715', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d1ec9', referencing='REFERENCING OLD TABLE AS old_values ', table='notices_networkbody', when='AFTER')),
        ),
    ]
