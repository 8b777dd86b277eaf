"""What is made of records carries their highest marking.

Of diagnoses that are there already nobody knows what they were made of: records of every marking went into them. So
what stands in their judgements is for those who read everything; their reports stay for whom they were released.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from accounts.security import AtOnce


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0005_final_released'),
    ]

    operations = [
        AtOnce(
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
        pgtrigger.migrations.RemoveTrigger(
            model_name='judgement',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='judgement',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='judgement',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='diagnosis',
            name='marking',
            field=models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='red', editable=False, max_length=12, verbose_name='marking of what it was made of'),
        ),
        migrations.AddField(
            model_name='diagnosisevent',
            name='marking',
            field=models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='red', editable=False, max_length=12, verbose_name='marking of what it was made of'),
        ),
        migrations.AddField(
            model_name='edition',
            name='marking',
            field=models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='amber', editable=False, max_length=12, verbose_name='marking'),
        ),
        migrations.AddField(
            model_name='editionevent',
            name='marking',
            field=models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='amber', editable=False, max_length=12, verbose_name='marking'),
        ),
        migrations.AddField(
            model_name='judgement',
            name='marking',
            field=models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='red', editable=False, max_length=12, verbose_name='marking of what it was made of'),
        ),
        migrations.AddField(
            model_name='judgementevent',
            name='marking',
            field=models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='red', editable=False, max_length=12, verbose_name='marking of what it was made of'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diagnosis',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "checked_at", "checked_by_id", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "marking", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "start", "state") SELECT new_values."accept_proposed", new_values."checked_at", new_values."checked_by_id", new_values."city_id", new_values."compare_end", new_values."compare_start", new_values."created_at", new_values."dated", new_values."end", new_values."error", new_values."id", new_values."job", new_values."language", new_values."marking", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."release_note", new_values."released_by_id", new_values."released_on", new_values."requested_by_id", new_values."start", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f49c52f422357629befe70fa57607b5b6da8db4b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d7b19', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_diagnosis', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diagnosis',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "checked_at", "checked_by_id", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "marking", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "start", "state") SELECT new_values."accept_proposed", new_values."checked_at", new_values."checked_by_id", new_values."city_id", new_values."compare_end", new_values."compare_start", new_values."created_at", new_values."dated", new_values."end", new_values."error", new_values."id", new_values."job", new_values."language", new_values."marking", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."release_note", new_values."released_by_id", new_values."released_on", new_values."requested_by_id", new_values."start", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4ad9518a3ff71f8bfcaac32b747a1f002616224a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_196fd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_diagnosis', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='diagnosis',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "checked_at", "checked_by_id", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "marking", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "start", "state") SELECT old_values."accept_proposed", old_values."checked_at", old_values."checked_by_id", old_values."city_id", old_values."compare_end", old_values."compare_start", old_values."created_at", old_values."dated", old_values."end", old_values."error", old_values."id", old_values."job", old_values."language", old_values."marking", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."release_note", old_values."released_by_id", old_values."released_on", old_values."requested_by_id", old_values."start", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1aa12438e7d296a4484c49c0e1cd654da2345d95', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_cd445', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_diagnosis', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_editionevent" ("audience", "city_id", "created_at", "diagnosis_id", "engine", "error", "id", "language", "marking", "page_sha256", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "withdrawn_at") SELECT new_values."audience", new_values."city_id", new_values."created_at", new_values."diagnosis_id", new_values."engine", new_values."error", new_values."id", new_values."language", new_values."marking", new_values."page_sha256", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."sha256", new_values."size", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fb0c44799e06795cff571ba465b1ced472b36091', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ccfb0', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_edition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_editionevent" ("audience", "city_id", "created_at", "diagnosis_id", "engine", "error", "id", "language", "marking", "page_sha256", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "withdrawn_at") SELECT new_values."audience", new_values."city_id", new_values."created_at", new_values."diagnosis_id", new_values."engine", new_values."error", new_values."id", new_values."language", new_values."marking", new_values."page_sha256", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."sha256", new_values."size", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='436c26d9401ae88c75c212d12ade9e36b4fc80a3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7543e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_edition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='edition',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_editionevent" ("audience", "city_id", "created_at", "diagnosis_id", "engine", "error", "id", "language", "marking", "page_sha256", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "withdrawn_at") SELECT old_values."audience", old_values."city_id", old_values."created_at", old_values."diagnosis_id", old_values."engine", old_values."error", old_values."id", old_values."language", old_values."marking", old_values."page_sha256", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."sha256", old_values."size", old_values."withdrawn_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7a4fdd7e18b4daf0eee63bd2395c01661a14047b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_804c5', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_edition', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='judgement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_judgementevent" ("accepted_unread", "city_id", "confidence", "confidence_reasons", "decided_at", "decided_by_id", "diagnosis_id", "evidence", "id", "key", "likelihood", "marking", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "proposed_confidence", "reason", "section", "state", "statement") SELECT new_values."accepted_unread", new_values."city_id", new_values."confidence", new_values."confidence_reasons", new_values."decided_at", new_values."decided_by_id", new_values."diagnosis_id", new_values."evidence", new_values."id", new_values."key", new_values."likelihood", new_values."marking", new_values."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."proposed", new_values."proposed_confidence", new_values."reason", new_values."section", new_values."state", new_values."statement" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e86384295c1058a55e4e9965f56bfebc354554ca', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5b326', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_judgement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='judgement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_judgementevent" ("accepted_unread", "city_id", "confidence", "confidence_reasons", "decided_at", "decided_by_id", "diagnosis_id", "evidence", "id", "key", "likelihood", "marking", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "proposed_confidence", "reason", "section", "state", "statement") SELECT new_values."accepted_unread", new_values."city_id", new_values."confidence", new_values."confidence_reasons", new_values."decided_at", new_values."decided_by_id", new_values."diagnosis_id", new_values."evidence", new_values."id", new_values."key", new_values."likelihood", new_values."marking", new_values."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."proposed", new_values."proposed_confidence", new_values."reason", new_values."section", new_values."state", new_values."statement" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ff725f6a8de1e7c4258d07bca29931d67604b2df', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0f3cb', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_judgement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='judgement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_judgementevent" ("accepted_unread", "city_id", "confidence", "confidence_reasons", "decided_at", "decided_by_id", "diagnosis_id", "evidence", "id", "key", "likelihood", "marking", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "proposed_confidence", "reason", "section", "state", "statement") SELECT old_values."accepted_unread", old_values."city_id", old_values."confidence", old_values."confidence_reasons", old_values."decided_at", old_values."decided_by_id", old_values."diagnosis_id", old_values."evidence", old_values."id", old_values."key", old_values."likelihood", old_values."marking", old_values."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."proposed", old_values."proposed_confidence", old_values."reason", old_values."section", old_values."state", old_values."statement" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='bd0914952ba37a2664d8cd62770c8d7185d80bca', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b5eb1', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_judgement', when='AFTER')),
        ),
        ),
        migrations.AlterField(model_name='diagnosis', name='marking', field=models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', editable=False, max_length=12, verbose_name='marking of what it was made of')),
        migrations.AlterField(model_name='diagnosisevent', name='marking', field=models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='clear', editable=False, max_length=12, verbose_name='marking of what it was made of')),
    ]
