"""Why a record was approved by whoever wrote it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from accounts.security import bounded

OF_CONSULTATION = bounded("stakeholders_consultation", "barriers_note", "promised", "review_comment", "withdrawn_reason")
OF_SERVICE = bounded("stakeholders_service", "about", "review_comment", "withdrawn_reason")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_siege_alone'),
        ('mapping', '0017_siege_alone'),
        ('stakeholders', '0007_services_protected'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='consultation',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consultation',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='consultation',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='service',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='service',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='service',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='consultation',
            name='stakeholders_consultation_four_eyes',
        ),
        migrations.RemoveConstraint(
            model_name='service',
            name='stakeholders_service_four_eyes',
        ),
        migrations.AddField(
            model_name='consultation',
            name='alone_because',
            field=models.TextField(blank=True, db_default='', default='', max_length=1000, verbose_name='approved by one person, because'),
        ),
        migrations.AddField(
            model_name='consultationevent',
            name='alone_because',
            field=models.TextField(blank=True, db_default='', default='', max_length=1000, verbose_name='approved by one person, because'),
        ),
        migrations.AddField(
            model_name='service',
            name='alone_because',
            field=models.TextField(blank=True, db_default='', default='', max_length=1000, verbose_name='approved by one person, because'),
        ),
        migrations.AddField(
            model_name='serviceevent',
            name='alone_because',
            field=models.TextField(blank=True, db_default='', default='', max_length=1000, verbose_name='approved by one person, because'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_consultationevent" ("alone_because", "approved_at", "approved_by_id", "barriers", "barriers_note", "boundary_set_id", "city_id", "confidentiality", "consent_by", "created_at", "created_by_id", "districts", "done_parts", "first_day", "held", "id", "instrument", "interpreter", "languages", "last_day", "marking", "named_admin_id", "organisations_came", "organisations_invited", "organiser", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "promised", "review_by", "review_comment", "state", "title", "venue", "withdrawn_reason") SELECT new_values."alone_because", new_values."approved_at", new_values."approved_by_id", new_values."barriers", new_values."barriers_note", new_values."boundary_set_id", new_values."city_id", new_values."confidentiality", new_values."consent_by", new_values."created_at", new_values."created_by_id", new_values."districts", new_values."done_parts", new_values."first_day", new_values."held", new_values."id", new_values."instrument", new_values."interpreter", new_values."languages", new_values."last_day", new_values."marking", new_values."named_admin_id", new_values."organisations_came", new_values."organisations_invited", new_values."organiser", new_values."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."promised", new_values."review_by", new_values."review_comment", new_values."state", new_values."title", new_values."venue", new_values."withdrawn_reason" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='985bb584ee064b87e338117a0727e1d925449be5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ecea8', referencing='REFERENCING NEW TABLE AS new_values ', table='stakeholders_consultation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_consultationevent" ("alone_because", "approved_at", "approved_by_id", "barriers", "barriers_note", "boundary_set_id", "city_id", "confidentiality", "consent_by", "created_at", "created_by_id", "districts", "done_parts", "first_day", "held", "id", "instrument", "interpreter", "languages", "last_day", "marking", "named_admin_id", "organisations_came", "organisations_invited", "organiser", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "promised", "review_by", "review_comment", "state", "title", "venue", "withdrawn_reason") SELECT new_values."alone_because", new_values."approved_at", new_values."approved_by_id", new_values."barriers", new_values."barriers_note", new_values."boundary_set_id", new_values."city_id", new_values."confidentiality", new_values."consent_by", new_values."created_at", new_values."created_by_id", new_values."districts", new_values."done_parts", new_values."first_day", new_values."held", new_values."id", new_values."instrument", new_values."interpreter", new_values."languages", new_values."last_day", new_values."marking", new_values."named_admin_id", new_values."organisations_came", new_values."organisations_invited", new_values."organiser", new_values."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."promised", new_values."review_by", new_values."review_comment", new_values."state", new_values."title", new_values."venue", new_values."withdrawn_reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f821059a53b73ca08fa41e750d1a04b914308df8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_87fc8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='stakeholders_consultation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='consultation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_consultationevent" ("alone_because", "approved_at", "approved_by_id", "barriers", "barriers_note", "boundary_set_id", "city_id", "confidentiality", "consent_by", "created_at", "created_by_id", "districts", "done_parts", "first_day", "held", "id", "instrument", "interpreter", "languages", "last_day", "marking", "named_admin_id", "organisations_came", "organisations_invited", "organiser", "people", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "promised", "review_by", "review_comment", "state", "title", "venue", "withdrawn_reason") SELECT old_values."alone_because", old_values."approved_at", old_values."approved_by_id", old_values."barriers", old_values."barriers_note", old_values."boundary_set_id", old_values."city_id", old_values."confidentiality", old_values."consent_by", old_values."created_at", old_values."created_by_id", old_values."districts", old_values."done_parts", old_values."first_day", old_values."held", old_values."id", old_values."instrument", old_values."interpreter", old_values."languages", old_values."last_day", old_values."marking", old_values."named_admin_id", old_values."organisations_came", old_values."organisations_invited", old_values."organiser", old_values."people", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."promised", old_values."review_by", old_values."review_comment", old_values."state", old_values."title", old_values."venue", old_values."withdrawn_reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1af26609461cf48b20ab4b25b5dd57b7d2407253', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_5af84', referencing='REFERENCING OLD TABLE AS old_values ', table='stakeholders_consultation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='service',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_serviceevent" ("about", "alone_because", "approved_at", "approved_by_id", "capacity", "city_id", "contact_role", "created_at", "created_by_id", "districts", "id", "levels", "marking", "needs", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_by", "review_comment", "state", "title", "valid_from", "valid_until", "withdrawn_reason") SELECT new_values."about", new_values."alone_because", new_values."approved_at", new_values."approved_by_id", new_values."capacity", new_values."city_id", new_values."contact_role", new_values."created_at", new_values."created_by_id", new_values."districts", new_values."id", new_values."levels", new_values."marking", new_values."needs", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."review_by", new_values."review_comment", new_values."state", new_values."title", new_values."valid_from", new_values."valid_until", new_values."withdrawn_reason" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0ff187fc7bc04ccbe67097c137947cc8c0c274f7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e5e31', referencing='REFERENCING NEW TABLE AS new_values ', table='stakeholders_service', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='service',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_serviceevent" ("about", "alone_because", "approved_at", "approved_by_id", "capacity", "city_id", "contact_role", "created_at", "created_by_id", "districts", "id", "levels", "marking", "needs", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_by", "review_comment", "state", "title", "valid_from", "valid_until", "withdrawn_reason") SELECT new_values."about", new_values."alone_because", new_values."approved_at", new_values."approved_by_id", new_values."capacity", new_values."city_id", new_values."contact_role", new_values."created_at", new_values."created_by_id", new_values."districts", new_values."id", new_values."levels", new_values."marking", new_values."needs", new_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."review_by", new_values."review_comment", new_values."state", new_values."title", new_values."valid_from", new_values."valid_until", new_values."withdrawn_reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f1740f8caf36f0830bc8b03d958fa172467c9039', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cb40f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='stakeholders_service', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='service',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "stakeholders_serviceevent" ("about", "alone_because", "approved_at", "approved_by_id", "capacity", "city_id", "contact_role", "created_at", "created_by_id", "districts", "id", "levels", "marking", "needs", "organisation_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_by", "review_comment", "state", "title", "valid_from", "valid_until", "withdrawn_reason") SELECT old_values."about", old_values."alone_because", old_values."approved_at", old_values."approved_by_id", old_values."capacity", old_values."city_id", old_values."contact_role", old_values."created_at", old_values."created_by_id", old_values."districts", old_values."id", old_values."levels", old_values."marking", old_values."needs", old_values."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."review_by", old_values."review_comment", old_values."state", old_values."title", old_values."valid_from", old_values."valid_until", old_values."withdrawn_reason" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='aabdacc23337ec4568487040a7505f012dc46f60', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_80abc', referencing='REFERENCING OLD TABLE AS old_values ', table='stakeholders_service', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='consultation',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('created_by__isnull', True), models.Q(('approved_by', models.F('created_by')), _negated=True), models.Q(('alone_because', ''), _negated=True), _connector='OR'), name='stakeholders_consultation_four_eyes', violation_error_message='Nobody approves their own record. Ask a colleague to review it.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), ('created_by__isnull', True), models.Q(('approved_by', models.F('created_by')), _negated=True), models.Q(('alone_because', ''), _negated=True), _connector='OR'), name='stakeholders_service_four_eyes', violation_error_message='Nobody approves their own record. Ask a colleague to review it.'),
        ),
        # one more text of the table
        migrations.RunSQL(OF_CONSULTATION.reverse_sql or "", OF_CONSULTATION.sql),
        bounded("stakeholders_consultation", "barriers_note", "promised", "review_comment", "withdrawn_reason", "alone_because"),
        # one more text of the table
        migrations.RunSQL(OF_SERVICE.reverse_sql or "", OF_SERVICE.sql),
        bounded("stakeholders_service", "about", "review_comment", "withdrawn_reason", "alone_because"),
    ]
