"""The first 7 migrations of this app, folded by hand: the same tables, their columns in the same order (docs/adr/0020)."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from accounts.security import AtOnce, no_city, protect, protect_history, same_city

TABLES = ("reports_diagnosis", "reports_snapshot", "reports_judgement", "reports_edition", "reports_releasecheck")


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("reports", "0001_initial"),
        ("reports", "0002_row_security"),
        ("reports", "0003_withdrawn"),
        ("reports", "0004_asked_for_by"),
        ("reports", "0005_release"),
        ("reports", "0006_release_row_security"),
        ("reports", "0007_page_of_edition"),
    ]

    dependencies = [
        ("accounts", "0001_folded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            no_city(),
            migrations.CreateModel(
                name='Diagnosis',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='number')),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('analysing', 'Being computed'), ('in_review', 'In review'), ('released', 'Released'), ('superseded', 'Superseded'), ('failed', 'Failed'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10, verbose_name='state')),
                    ('start', models.DateField(verbose_name='first day')),
                    ('end', models.DateField(verbose_name='last day')),
                    ('compare_start', models.DateField(verbose_name='first day of the comparison')),
                    ('compare_end', models.DateField(verbose_name='last day of the comparison')),
                    ('language', models.CharField(default='en', max_length=12, verbose_name='language')),
                    ('dated', models.DateField(verbose_name='date of the diagnosis')),
                    ('accept_proposed', models.BooleanField(default=False, verbose_name='proposed judgements are accepted unread')),
                    ('job', models.UUIDField(blank=True, null=True, verbose_name='job')),
                    ('error', models.TextField(blank=True, verbose_name='why it failed')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                    ('requested_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                    ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='do-no-harm check')),
                    ('checked_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='do-no-harm check by')),
                    ('release_note', models.TextField(blank=True, verbose_name='why, for every member')),
                    ('released_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='released by')),
                    ('released_on', models.DateField(blank=True, null=True, verbose_name='released')),
                ],
                options={
                    'abstract': False,
                    'ordering': ['-number'],
                    'verbose_name': 'diagnosis',
                    'verbose_name_plural': 'diagnoses',
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'id'), name='reports_diagnosis_city_row'),
                        models.UniqueConstraint(fields=('city', 'number'), name='reports_diagnosis_number'),
                        models.CheckConstraint(condition=models.Q(('compare_end__lt', models.F('start')), ('compare_start__lte', models.F('compare_end')), ('start__lte', models.F('end'))), name='reports_diagnosis_periods', violation_error_message='The comparison must end before the period begins.'),
                        models.CheckConstraint(condition=models.Q(('released_by__isnull', True), ('checked_by__isnull', True), models.Q(('released_by', models.F('checked_by')), _negated=True), _connector='OR'), name='reports_diagnosis_four_eyes', violation_error_message='A second person releases. Ask another admin.'),
                        models.CheckConstraint(condition=models.Q(('released_on__isnull', True), models.Q(('checked_by__isnull', False), ('released_by__isnull', False)), _connector='OR'), name='reports_diagnosis_released_by', violation_error_message='Nothing is released before the do-no-harm check.'),
                    ],
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "checked_at", "checked_by_id", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "start", "state") SELECT new_values."accept_proposed", new_values."checked_at", new_values."checked_by_id", new_values."city_id", new_values."compare_end", new_values."compare_start", new_values."created_at", new_values."dated", new_values."end", new_values."error", new_values."id", new_values."job", new_values."language", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."release_note", new_values."released_by_id", new_values."released_on", new_values."requested_by_id", new_values."start", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f3c0e5a0eb778a4315b8a4e662b68803c7b6551a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d7b19', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_diagnosis', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "checked_at", "checked_by_id", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "start", "state") SELECT new_values."accept_proposed", new_values."checked_at", new_values."checked_by_id", new_values."city_id", new_values."compare_end", new_values."compare_start", new_values."created_at", new_values."dated", new_values."end", new_values."error", new_values."id", new_values."job", new_values."language", new_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."release_note", new_values."released_by_id", new_values."released_on", new_values."requested_by_id", new_values."start", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b2dee5deac7e48f10c299762c4c351b1e0a46dad', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_196fd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_diagnosis', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_diagnosisevent" ("accept_proposed", "checked_at", "checked_by_id", "city_id", "compare_end", "compare_start", "created_at", "dated", "end", "error", "id", "job", "language", "number", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_note", "released_by_id", "released_on", "requested_by_id", "start", "state") SELECT old_values."accept_proposed", old_values."checked_at", old_values."checked_by_id", old_values."city_id", old_values."compare_end", old_values."compare_start", old_values."created_at", old_values."dated", old_values."end", old_values."error", old_values."id", old_values."job", old_values."language", old_values."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."release_note", old_values."released_by_id", old_values."released_on", old_values."requested_by_id", old_values."start", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2d37c79522978ab7560b7c455fb5d86295355b2c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_cd445', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_diagnosis', when='AFTER')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='DiagnosisEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('number', models.PositiveIntegerField(verbose_name='number')),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('analysing', 'Being computed'), ('in_review', 'In review'), ('released', 'Released'), ('superseded', 'Superseded'), ('failed', 'Failed'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10, verbose_name='state')),
                    ('start', models.DateField(verbose_name='first day')),
                    ('end', models.DateField(verbose_name='last day')),
                    ('compare_start', models.DateField(verbose_name='first day of the comparison')),
                    ('compare_end', models.DateField(verbose_name='last day of the comparison')),
                    ('language', models.CharField(default='en', max_length=12, verbose_name='language')),
                    ('dated', models.DateField(verbose_name='date of the diagnosis')),
                    ('accept_proposed', models.BooleanField(default=False, verbose_name='proposed judgements are accepted unread')),
                    ('job', models.UUIDField(blank=True, null=True, verbose_name='job')),
                    ('error', models.TextField(blank=True, verbose_name='why it failed')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.diagnosis')),
                    ('requested_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                    ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='do-no-harm check')),
                    ('checked_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='do-no-harm check by')),
                    ('release_note', models.TextField(blank=True, verbose_name='why, for every member')),
                    ('released_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='released by')),
                    ('released_on', models.DateField(blank=True, null=True, verbose_name='released')),
                ],
                options={
                    'abstract': False,
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='708ffa9132009a95f0b4479aeaa0371ad37dc15c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c80b2', table='reports_diagnosisevent', when='BEFORE')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Edition',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('audience', models.CharField(choices=[('restricted', 'Restricted edition')], max_length=10, verbose_name='edition')),
                    ('language', models.CharField(max_length=12, verbose_name='language')),
                    ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the file')),
                    ('size', models.PositiveBigIntegerField(default=0, verbose_name='bytes')),
                    ('engine', models.CharField(blank=True, max_length=64, verbose_name='engine fingerprint')),
                    ('error', models.TextField(blank=True, verbose_name='why it failed')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                    ('diagnosis', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='reports.diagnosis')),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                    ('page_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the page')),
                ],
                options={
                    'abstract': False,
                    'verbose_name': 'edition',
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'id'), name='reports_edition_city_row'),
                        models.UniqueConstraint(fields=('city', 'diagnosis', 'audience', 'language'), name='reports_edition_once'),
                    ],
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_editionevent" ("audience", "city_id", "created_at", "diagnosis_id", "engine", "error", "id", "language", "page_sha256", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "withdrawn_at") SELECT new_values."audience", new_values."city_id", new_values."created_at", new_values."diagnosis_id", new_values."engine", new_values."error", new_values."id", new_values."language", new_values."page_sha256", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."sha256", new_values."size", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3989d7d8a88f6f70d81fd42cd6678315e92483cd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ccfb0', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_edition', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_editionevent" ("audience", "city_id", "created_at", "diagnosis_id", "engine", "error", "id", "language", "page_sha256", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "withdrawn_at") SELECT new_values."audience", new_values."city_id", new_values."created_at", new_values."diagnosis_id", new_values."engine", new_values."error", new_values."id", new_values."language", new_values."page_sha256", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."sha256", new_values."size", new_values."withdrawn_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8e46df9fba45d4b061b8abd54422b20061ac24f0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7543e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_edition', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_editionevent" ("audience", "city_id", "created_at", "diagnosis_id", "engine", "error", "id", "language", "page_sha256", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size", "withdrawn_at") SELECT old_values."audience", old_values."city_id", old_values."created_at", old_values."diagnosis_id", old_values."engine", old_values."error", old_values."id", old_values."language", old_values."page_sha256", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."sha256", old_values."size", old_values."withdrawn_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9f885a5446ea7ae77b25c31a3c0fdb0b230b90d9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_804c5', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_edition', when='AFTER')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='EditionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('audience', models.CharField(choices=[('restricted', 'Restricted edition')], max_length=10, verbose_name='edition')),
                    ('language', models.CharField(max_length=12, verbose_name='language')),
                    ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the file')),
                    ('size', models.PositiveBigIntegerField(default=0, verbose_name='bytes')),
                    ('engine', models.CharField(blank=True, max_length=64, verbose_name='engine fingerprint')),
                    ('error', models.TextField(blank=True, verbose_name='why it failed')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                    ('diagnosis', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.diagnosis')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.edition')),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                    ('page_sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256 of the page')),
                ],
                options={
                    'abstract': False,
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e099d2f159b8dc800ebc13cf716f8d35fa77e372', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_59869', table='reports_editionevent', when='BEFORE')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Judgement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(editable=False, max_length=120, verbose_name='key')),
                    ('section', models.PositiveSmallIntegerField(verbose_name='section')),
                    ('order', models.PositiveSmallIntegerField(editable=False, verbose_name='order')),
                    ('statement', models.TextField(verbose_name='statement')),
                    ('likelihood', models.CharField(max_length=30, verbose_name='likelihood')),
                    ('confidence', models.CharField(choices=[('high', 'High'), ('moderate', 'Moderate'), ('low', 'Low')], max_length=10, verbose_name='confidence')),
                    ('confidence_reasons', models.JSONField(default=list, verbose_name='why this confidence')),
                    ('evidence', models.JSONField(default=list, verbose_name='evidence')),
                    ('state', models.CharField(choices=[('proposed', 'Proposed'), ('confirmed', 'Confirmed'), ('rewritten', 'Rewritten'), ('dismissed', 'Dismissed')], default='proposed', max_length=10, verbose_name='state')),
                    ('accepted_unread', models.BooleanField(default=False, verbose_name='accepted without review')),
                    ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                    ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                    ('decided_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('diagnosis', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='judgements', to='reports.diagnosis')),
                    ('proposed', models.TextField(blank=True, verbose_name='sentence that was proposed')),
                    ('proposed_confidence', models.CharField(blank=True, editable=False, max_length=10, verbose_name='confidence by the rule')),
                    ('reason', models.TextField(blank=True, verbose_name='reason for the decision')),
                ],
                options={
                    'abstract': False,
                    'ordering': ['section', 'order'],
                    'verbose_name': 'judgement',
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'id'), name='reports_judgement_city_row'),
                        models.UniqueConstraint(fields=('city', 'diagnosis', 'key'), name='reports_judgement_key'),
                        models.CheckConstraint(condition=models.Q(('state', 'proposed'), ('decided_at__isnull', False), _connector='OR'), name='reports_judgement_decided'),
                        models.CheckConstraint(condition=models.Q(models.Q(('state', 'dismissed'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='reports_judgement_dismissed_why', violation_error_message='Say why it is dismissed.'),
                    ],
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_judgementevent" ("accepted_unread", "city_id", "confidence", "confidence_reasons", "decided_at", "decided_by_id", "diagnosis_id", "evidence", "id", "key", "likelihood", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "proposed_confidence", "reason", "section", "state", "statement") SELECT new_values."accepted_unread", new_values."city_id", new_values."confidence", new_values."confidence_reasons", new_values."decided_at", new_values."decided_by_id", new_values."diagnosis_id", new_values."evidence", new_values."id", new_values."key", new_values."likelihood", new_values."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."proposed", new_values."proposed_confidence", new_values."reason", new_values."section", new_values."state", new_values."statement" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8e67a7e0fdd002f696e46fa09d6b754a15250b0a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5b326', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_judgement', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_judgementevent" ("accepted_unread", "city_id", "confidence", "confidence_reasons", "decided_at", "decided_by_id", "diagnosis_id", "evidence", "id", "key", "likelihood", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "proposed_confidence", "reason", "section", "state", "statement") SELECT new_values."accepted_unread", new_values."city_id", new_values."confidence", new_values."confidence_reasons", new_values."decided_at", new_values."decided_by_id", new_values."diagnosis_id", new_values."evidence", new_values."id", new_values."key", new_values."likelihood", new_values."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."proposed", new_values."proposed_confidence", new_values."reason", new_values."section", new_values."state", new_values."statement" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f87dd74c66783b915a3345173f899f8572f4b977', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0f3cb', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_judgement', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_judgementevent" ("accepted_unread", "city_id", "confidence", "confidence_reasons", "decided_at", "decided_by_id", "diagnosis_id", "evidence", "id", "key", "likelihood", "order", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "proposed_confidence", "reason", "section", "state", "statement") SELECT old_values."accepted_unread", old_values."city_id", old_values."confidence", old_values."confidence_reasons", old_values."decided_at", old_values."decided_by_id", old_values."diagnosis_id", old_values."evidence", old_values."id", old_values."key", old_values."likelihood", old_values."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."proposed", old_values."proposed_confidence", old_values."reason", old_values."section", old_values."state", old_values."statement" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4098f4166901637362d79304a0f1fbc06acfd394', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b5eb1', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_judgement', when='AFTER')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='JudgementEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('key', models.CharField(editable=False, max_length=120, verbose_name='key')),
                    ('section', models.PositiveSmallIntegerField(verbose_name='section')),
                    ('order', models.PositiveSmallIntegerField(editable=False, verbose_name='order')),
                    ('statement', models.TextField(verbose_name='statement')),
                    ('likelihood', models.CharField(max_length=30, verbose_name='likelihood')),
                    ('confidence', models.CharField(choices=[('high', 'High'), ('moderate', 'Moderate'), ('low', 'Low')], max_length=10, verbose_name='confidence')),
                    ('confidence_reasons', models.JSONField(default=list, verbose_name='why this confidence')),
                    ('evidence', models.JSONField(default=list, verbose_name='evidence')),
                    ('state', models.CharField(choices=[('proposed', 'Proposed'), ('confirmed', 'Confirmed'), ('rewritten', 'Rewritten'), ('dismissed', 'Dismissed')], default='proposed', max_length=10, verbose_name='state')),
                    ('accepted_unread', models.BooleanField(default=False, verbose_name='accepted without review')),
                    ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                    ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                    ('decided_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                    ('diagnosis', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.diagnosis')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.judgement')),
                    ('proposed', models.TextField(blank=True, verbose_name='sentence that was proposed')),
                    ('proposed_confidence', models.CharField(blank=True, editable=False, max_length=10, verbose_name='confidence by the rule')),
                    ('reason', models.TextField(blank=True, verbose_name='reason for the decision')),
                ],
                options={
                    'abstract': False,
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='974f0506cb82f1230c6bff3e3b0c9e50b5a2e478', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4cb01', table='reports_judgementevent', when='BEFORE')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ReleaseCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('question', models.CharField(max_length=80, verbose_name='question')),
                    ('answer', models.CharField(choices=[('no_risk', 'No'), ('addressed', 'Yes, and this is what was done about it'), ('open', 'Yes, and it is not solved')], max_length=10, verbose_name='answer')),
                    ('note', models.TextField(blank=True, verbose_name='what was done about it')),
                    ('answered_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                    ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                    ('diagnosis', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='reports.diagnosis')),
                ],
                options={
                    'abstract': False,
                    'ordering': ['id'],
                    'verbose_name': 'answer of the do-no-harm check',
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'id'), name='reports_releasecheck_city_row'),
                        models.UniqueConstraint(fields=('city', 'diagnosis', 'question'), name='reports_releasecheck_once'),
                        models.CheckConstraint(condition=models.Q(('answer', 'no_risk'), models.Q(('note', ''), _negated=True), _connector='OR'), name='reports_releasecheck_note', violation_error_message='Say what was done about it, or what is not solved.'),
                    ],
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_releasecheckevent" ("answer", "answered_by_id", "city_id", "diagnosis_id", "id", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question") SELECT new_values."answer", new_values."answered_by_id", new_values."city_id", new_values."diagnosis_id", new_values."id", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."question" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='13d8d412728a5ac4bad16867ed35652c25adb796', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_27b7b', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_releasecheck', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_releasecheckevent" ("answer", "answered_by_id", "city_id", "diagnosis_id", "id", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question") SELECT new_values."answer", new_values."answered_by_id", new_values."city_id", new_values."diagnosis_id", new_values."id", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."question" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='37c121b3ac7b630e018fabc58766678eda75e4b6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_cc4b3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_releasecheck', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_releasecheckevent" ("answer", "answered_by_id", "city_id", "diagnosis_id", "id", "note", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "question") SELECT old_values."answer", old_values."answered_by_id", old_values."city_id", old_values."diagnosis_id", old_values."id", old_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."question" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5353f4bf220106a6c3e640767c98e536ab07bfd2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_097fe', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_releasecheck', when='AFTER')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ReleaseCheckEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('question', models.CharField(max_length=80, verbose_name='question')),
                    ('answer', models.CharField(choices=[('no_risk', 'No'), ('addressed', 'Yes, and this is what was done about it'), ('open', 'Yes, and it is not solved')], max_length=10, verbose_name='answer')),
                    ('note', models.TextField(blank=True, verbose_name='what was done about it')),
                    ('answered_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                    ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                    ('diagnosis', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.diagnosis')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.releasecheck')),
                ],
                options={
                    'abstract': False,
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a5457f6473b414749a96b9321ecf9ed8f1364883', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e0597', table='reports_releasecheckevent', when='BEFORE')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Snapshot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                    ('size', models.PositiveBigIntegerField(verbose_name='bytes')),
                    ('method_version', models.CharField(max_length=20, verbose_name='version of the method')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                    ('diagnosis', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='snapshot', to='reports.diagnosis')),
                    ('gone_at', models.DateTimeField(blank=True, null=True, verbose_name='erased')),
                ],
                options={
                    'abstract': False,
                    'verbose_name': 'snapshot',
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'id'), name='reports_snapshot_city_row'),
                    ],
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_snapshotevent" ("city_id", "created_at", "diagnosis_id", "gone_at", "id", "method_version", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size") SELECT new_values."city_id", new_values."created_at", new_values."diagnosis_id", new_values."gone_at", new_values."id", new_values."method_version", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."sha256", new_values."size" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='50dd88f74c9eb1aecd4125dc8e5a379406b663f3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f4faf', referencing='REFERENCING NEW TABLE AS new_values ', table='reports_snapshot', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_snapshotevent" ("city_id", "created_at", "diagnosis_id", "gone_at", "id", "method_version", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size") SELECT new_values."city_id", new_values."created_at", new_values."diagnosis_id", new_values."gone_at", new_values."id", new_values."method_version", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."sha256", new_values."size" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a07dccf56b7874ff4f5a40a45511ee3db6ca0f64', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3c50a', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reports_snapshot', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_snapshotevent" ("city_id", "created_at", "diagnosis_id", "gone_at", "id", "method_version", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size") SELECT old_values."city_id", old_values."created_at", old_values."diagnosis_id", old_values."gone_at", old_values."id", old_values."method_version", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."sha256", old_values."size" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='82f7f584ae4b79d26a2f34022178f68495bbf5ae', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c1a64', referencing='REFERENCING OLD TABLE AS old_values ', table='reports_snapshot', when='AFTER')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='SnapshotEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                    ('size', models.PositiveBigIntegerField(verbose_name='bytes')),
                    ('method_version', models.CharField(max_length=20, verbose_name='version of the method')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                    ('diagnosis', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='reports.diagnosis')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='reports.snapshot')),
                    ('gone_at', models.DateTimeField(blank=True, null=True, verbose_name='erased')),
                ],
                options={
                    'abstract': False,
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='33510b8295ca61f161a4bc5329c1e56c8dfbf6db', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8ce3c', table='reports_snapshotevent', when='BEFORE')),
                    ],
                },
            ),
            same_city("reports_snapshot", {"diagnosis_id": "reports_diagnosis"}),
            same_city("reports_judgement", {"diagnosis_id": "reports_diagnosis"}),
            same_city("reports_edition", {"diagnosis_id": "reports_diagnosis"}),
            # not validated where it was added to a database in use; the same everywhere
            same_city("reports_releasecheck", {"diagnosis_id": "reports_diagnosis"}, are_protected=True),
            *(protect(table) for table in TABLES),
            *(protect_history(f"{table}event") for table in TABLES),
        ),
    ]
