"""The first 8 migrations of this app, folded by hand: the same tables, their columns in the same order (docs/adr/0020)."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import accounts.models.processing
import core.time_zones
from accounts.security import AtOnce, grant_to_app, make_needs_processing_record, no_city, protect, protect_history


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_row_security"),
        ("accounts", "0003_people"),
        ("accounts", "0004_people_row_security"),
        ("accounts", "0005_session_epoch"),
        ("accounts", "0006_invitation_sent"),
        ("accounts", "0007_needs_processing_record"),
        ("accounts", "0008_person_and_city"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        AtOnce(
            no_city(),
            migrations.CreateModel(
                name='City',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(unique=True, verbose_name='short name in addresses')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('country', models.CharField(max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$', 'Two capital letters, as in ISO 3166-1: DK, CA.')], verbose_name='country')),
                    ('time_zone', models.CharField(default='UTC', max_length=60, validators=[core.time_zones.validate_time_zone], verbose_name='time zone')),
                    ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None, verbose_name='languages')),
                    ('emergency_number', models.CharField(default='112', max_length=20, verbose_name='emergency number')),
                    ('worry_channel', models.CharField(blank=True, max_length=300, verbose_name='where to turn with a worry about a person')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'ordering': ['name'],
                    'verbose_name': 'city',
                    'verbose_name_plural': 'cities',
                },
            ),
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('email', models.EmailField(error_messages={'unique': 'There is already an account with this address.'}, max_length=254, unique=True, verbose_name='e-mail address')),
                    ('name', models.CharField(blank=True, max_length=150, verbose_name='name')),
                    ('is_staff', models.BooleanField(default=False, verbose_name='host staff')),
                    ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ('date_joined', models.DateTimeField(auto_now_add=True, verbose_name='joined')),
                    ('appearance', models.CharField(choices=[('auto', 'As the device'), ('light', 'Light'), ('dark', 'Dark'), ('contrast', 'High contrast')], default='auto', max_length=10, verbose_name='appearance')),
                    ('language', models.CharField(blank=True, choices=[('en', 'English'), ('da', 'Dansk')], help_text='Empty: as the browser asks.', max_length=12, verbose_name='language')),
                    ('session_epoch', models.PositiveIntegerField(default=0, editable=False, verbose_name='sessions ended so many times')),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='accounts_user_email_lower', violation_error_message='E-mail addresses are kept in lower case.'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='HostAccess',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('hours', models.PositiveSmallIntegerField(default=4, verbose_name='hours')),
                    ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='asked')),
                    ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                    ('granted', models.BooleanField(default=False, verbose_name='granted')),
                    ('city', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='host_accesses', to='accounts.city')),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-asked_at'],
                    'verbose_name': 'access of host staff',
                    'verbose_name_plural': 'accesses of host staff',
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('hours__gte', 1), ('hours__lte', 72)), name='accounts_hostaccess_hours', violation_error_message='Access lasts from 1 to 72 hours.'),
                        models.CheckConstraint(condition=models.Q(('granted', False), ('decided_at__isnull', False), _connector='OR'), name='accounts_hostaccess_decided'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                    ('role', models.CharField(choices=[('officer', 'City officer'), ('admin', 'Admin'), ('reader', 'Network member')], max_length=10, verbose_name='role')),
                    ('clearance', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='green', max_length=12, verbose_name='clearance')),
                    ('secret_sha256', models.CharField(max_length=64, unique=True)),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                    ('expires_at', models.DateTimeField(verbose_name='valid until')),
                    ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted')),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                    ('city', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='accounts.city')),
                    ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                    ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='made')),
                ],
                options={
                    'ordering': ['-made_at'],
                    'verbose_name': 'invitation',
                    'constraints': [
                        models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('city', 'email'), name='accounts_invitation_once', violation_error_message='This address has an invitation already. Send it again, or withdraw it.'),
                        models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='accounts_invitation_email_lower'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('officer', 'City officer'), ('admin', 'Admin'), ('reader', 'Network member')], max_length=10, verbose_name='role')),
                    ('clearance', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='green', max_length=12, verbose_name='clearance')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('city', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='accounts.city', verbose_name='city')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                    ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ],
                options={
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'user'), name='accounts_membership_once', violation_error_message='This person already belongs to the city.'),
                        models.CheckConstraint(condition=models.Q(('role__in', ['officer', 'admin', 'reader'])), name='accounts_membership_role'),
                    ],
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_membershipevent" ("city_id", "clearance", "created_at", "expires_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") SELECT new_values."city_id", new_values."clearance", new_values."created_at", new_values."expires_at", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."role", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b15c066708bc3329de0827dadd102a241d148b24', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_fc05a', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_membership', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_membershipevent" ("city_id", "clearance", "created_at", "expires_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") SELECT new_values."city_id", new_values."clearance", new_values."created_at", new_values."expires_at", new_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."role", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4ae1863f54ea50d0a64aba523b65b5336b8503b0', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_20ab5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_membership', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_membershipevent" ("city_id", "clearance", "created_at", "expires_at", "id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") SELECT old_values."city_id", old_values."clearance", old_values."created_at", old_values."expires_at", old_values."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."role", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4ca7174e3dd98d603831ca1c79dcb124eca49a6d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_19a8f', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_membership', when='AFTER')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='MembershipEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('role', models.CharField(choices=[('officer', 'City officer'), ('admin', 'Admin'), ('reader', 'Network member')], max_length=10, verbose_name='role')),
                    ('clearance', models.CharField(choices=[('clear', 'TLP:CLEAR'), ('green', 'TLP:GREEN'), ('amber', 'TLP:AMBER'), ('amber_strict', 'TLP:AMBER+STRICT'), ('red', 'TLP:RED')], default='green', max_length=12, verbose_name='clearance')),
                    ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                    ('created_at', models.DateTimeField(auto_now_add=True)),
                    ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city', verbose_name='city')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.membership')),
                    ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ],
                options={
                    'abstract': False,
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e1f05704110766345bef638c18be4307af995a77', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9ee6c', table='accounts_membershipevent', when='BEFORE')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ProcessingRecord',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('controller', models.CharField(max_length=200, verbose_name='controller')),
                    ('contact', models.CharField(max_length=200, verbose_name='contact of the controller')),
                    ('purpose', models.TextField(verbose_name='purpose')),
                    ('legal_basis', models.CharField(choices=[('legal_obligation', 'Legal obligation (Art. 6(1)(c))'), ('public_task', 'Task in the public interest (Art. 6(1)(e))')], max_length=20, verbose_name='legal basis')),
                    ('legal_basis_law', models.TextField(verbose_name='the law it rests on')),
                    ('special_categories', models.TextField(verbose_name='ground for special categories (Art. 9) and offences (Art. 10)')),
                    ('impact_assessment', models.CharField(choices=[('done', 'Carried out'), ('planned', 'Decided, not finished'), ('not_required', 'Not required, with the reason')], max_length=12, verbose_name='impact assessment (DPIA)')),
                    ('impact_assessment_note', models.TextField(verbose_name='date and outcome of the assessment, or why none is required')),
                    ('officer_opinion', models.TextField(verbose_name='opinion of the data-protection officer')),
                    ('retention', models.JSONField(default=accounts.models.processing.default_retention, validators=[accounts.models.processing.validate_retention], verbose_name='retention, months per kind')),
                    ('archive_rule', models.TextField(verbose_name='archive rule')),
                    ('secrecy_ground', models.TextField(verbose_name='secrecy ground under the law on access to documents')),
                    ('owner', models.CharField(max_length=200, verbose_name='unit that owns the diagnosis')),
                    ('changed_at', models.DateTimeField(auto_now=True)),
                    ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                ],
                options={
                    'abstract': False,
                    'verbose_name': 'processing record',
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'id'), name='accounts_processingrecord_city_row'),
                        models.UniqueConstraint(fields=('city',), name='accounts_processingrecord_once'),
                    ],
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_processingrecordevent" ("archive_rule", "changed_at", "city_id", "contact", "controller", "id", "impact_assessment", "impact_assessment_note", "legal_basis", "legal_basis_law", "officer_opinion", "owner", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "retention", "secrecy_ground", "special_categories") SELECT new_values."archive_rule", new_values."changed_at", new_values."city_id", new_values."contact", new_values."controller", new_values."id", new_values."impact_assessment", new_values."impact_assessment_note", new_values."legal_basis", new_values."legal_basis_law", new_values."officer_opinion", new_values."owner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."purpose", new_values."retention", new_values."secrecy_ground", new_values."special_categories" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4b179c5ab9748150269e82caa16eccbade97110e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_5d0cd', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_processingrecord', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_processingrecordevent" ("archive_rule", "changed_at", "city_id", "contact", "controller", "id", "impact_assessment", "impact_assessment_note", "legal_basis", "legal_basis_law", "officer_opinion", "owner", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "retention", "secrecy_ground", "special_categories") SELECT new_values."archive_rule", new_values."changed_at", new_values."city_id", new_values."contact", new_values."controller", new_values."id", new_values."impact_assessment", new_values."impact_assessment_note", new_values."legal_basis", new_values."legal_basis_law", new_values."officer_opinion", new_values."owner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."purpose", new_values."retention", new_values."secrecy_ground", new_values."special_categories" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7f62ac85b8a8b506794a4c20e349507efc69a43f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_09f18', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_processingrecord', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_processingrecordevent" ("archive_rule", "changed_at", "city_id", "contact", "controller", "id", "impact_assessment", "impact_assessment_note", "legal_basis", "legal_basis_law", "officer_opinion", "owner", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "retention", "secrecy_ground", "special_categories") SELECT old_values."archive_rule", old_values."changed_at", old_values."city_id", old_values."contact", old_values."controller", old_values."id", old_values."impact_assessment", old_values."impact_assessment_note", old_values."legal_basis", old_values."legal_basis_law", old_values."officer_opinion", old_values."owner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."purpose", old_values."retention", old_values."secrecy_ground", old_values."special_categories" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9bcbb065ca43a325ceb13b40bcb95192b6e93d46', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_aa076', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_processingrecord', when='AFTER')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='ProcessingRecordEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('controller', models.CharField(max_length=200, verbose_name='controller')),
                    ('contact', models.CharField(max_length=200, verbose_name='contact of the controller')),
                    ('purpose', models.TextField(verbose_name='purpose')),
                    ('legal_basis', models.CharField(choices=[('legal_obligation', 'Legal obligation (Art. 6(1)(c))'), ('public_task', 'Task in the public interest (Art. 6(1)(e))')], max_length=20, verbose_name='legal basis')),
                    ('legal_basis_law', models.TextField(verbose_name='the law it rests on')),
                    ('special_categories', models.TextField(verbose_name='ground for special categories (Art. 9) and offences (Art. 10)')),
                    ('impact_assessment', models.CharField(choices=[('done', 'Carried out'), ('planned', 'Decided, not finished'), ('not_required', 'Not required, with the reason')], max_length=12, verbose_name='impact assessment (DPIA)')),
                    ('impact_assessment_note', models.TextField(verbose_name='date and outcome of the assessment, or why none is required')),
                    ('officer_opinion', models.TextField(verbose_name='opinion of the data-protection officer')),
                    ('retention', models.JSONField(default=accounts.models.processing.default_retention, validators=[accounts.models.processing.validate_retention], verbose_name='retention, months per kind')),
                    ('archive_rule', models.TextField(verbose_name='archive rule')),
                    ('secrecy_ground', models.TextField(verbose_name='secrecy ground under the law on access to documents')),
                    ('owner', models.CharField(max_length=200, verbose_name='unit that owns the diagnosis')),
                    ('changed_at', models.DateTimeField(auto_now=True)),
                    ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='accounts.processingrecord')),
                ],
                options={
                    'abstract': False,
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ff6a6d86b4f313407c8feafc239087a45a34a870', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_626c8', table='accounts_processingrecordevent', when='BEFORE')),
                    ],
                },
            ),
            grant_to_app(),
            protect("accounts_processingrecord"),
            protect_history("accounts_processingrecordevent"),
            protect_history("accounts_membershipevent"),
            make_needs_processing_record(),
        ),
    ]
