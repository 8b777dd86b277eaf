"""The first 2 migrations of this app, folded by hand: the same tables, their columns in the same order (docs/adr/0020)."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from accounts.security import AtOnce, no_city, protect, protect_history, same_city

# The one way in which an event goes: with its salt, and against a tombstone of the same city whose digest names
# exactly these events (`records.verification` compares). Runs as the owner, who is under the same policies.
ERASE = """
CREATE FUNCTION records_erase_events(the_tombstone bigint, the_table text, event_ids bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    own bigint := current_setting('app.city')::bigint;
    ignored text := COALESCE(NULLIF(current_setting('pgtrigger.ignore', true), ''), '{}');
    guard text;
    sealed bigint;
    erased bigint;
BEGIN
    SELECT tgname INTO guard FROM pg_trigger
        WHERE tgrelid = to_regclass(format('public.%I', the_table)) AND tgname LIKE 'pgtrigger#_append#_only#_%' ESCAPE '#';
    IF guard IS NULL THEN
        RAISE EXCEPTION '% is no event table', the_table;
    END IF;
    IF NOT EXISTS (SELECT FROM records_tombstone WHERE id = the_tombstone AND city_id = own) THEN
        RAISE EXCEPTION 'there is no tombstone % in this city', the_tombstone;
    END IF;
    UPDATE records_sealedevent AS event SET salt = NULL, tombstone_id = the_tombstone
        FROM records_seal AS seal
        WHERE event.city_id = own AND seal.city_id = own AND seal.id = event.seal_id
          AND seal.event_table = the_table AND event.event_id = ANY(event_ids) AND event.salt IS NOT NULL;
    GET DIAGNOSTICS sealed = ROW_COUNT;
    PERFORM set_config('pgtrigger.ignore', format('{%s}', guard), true);
    EXECUTE format('DELETE FROM %I WHERE city_id = $1 AND pgh_id = ANY($2)', the_table) USING own, event_ids;
    GET DIAGNOSTICS erased = ROW_COUNT;
    PERFORM set_config('pgtrigger.ignore', ignored, true);
    IF sealed <> cardinality(event_ids) OR erased <> sealed THEN
        RAISE EXCEPTION 'of % events % are sealed and % are there; seal them first',
            cardinality(event_ids), sealed, erased;
    END IF;
    RETURN erased;
END
$$;
REVOKE ALL ON FUNCTION records_erase_events FROM PUBLIC;
GRANT EXECUTE ON FUNCTION records_erase_events TO groundwork_app;
"""

# Accesses are added and read; they go by age alone.
FORGET = """
CREATE FUNCTION records_forget_accesses(months integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    forgotten bigint;
BEGIN
    IF months < 1 THEN
        RAISE EXCEPTION 'accesses are kept for a month at least';
    END IF;
    DELETE FROM records_access
        WHERE city_id = current_setting('app.city')::bigint
          AND at < statement_timestamp() - make_interval(months => records_forget_accesses.months);
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END
$$;
REVOKE ALL ON FUNCTION records_forget_accesses FROM PUBLIC;
GRANT EXECUTE ON FUNCTION records_forget_accesses TO groundwork_app;
"""


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("records", "0001_shared_by_all"),
        ("records", "0002_row_security"),
    ]

    dependencies = [
        ("accounts", "0001_folded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AtOnce(
            no_city(),
            migrations.CreateModel(
                name='Access',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('verb', models.CharField(choices=[('opened', 'Opened'), ('downloaded', 'Downloaded'), ('exported', 'Exported')], max_length=10, verbose_name='did what')),
                    ('model', models.CharField(max_length=100, verbose_name='what')),
                    ('object_id', models.CharField(blank=True, max_length=64, verbose_name='number')),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='when')),
                    ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                    ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ],
                options={
                    'ordering': ['-at', '-id'],
                    'verbose_name': 'access',
                    'verbose_name_plural': 'accesses',
                    'indexes': [
                        models.Index(models.F('city'), models.F('at'), name='records_access_when'),
                    ],
                    'constraints': [
                        models.CheckConstraint(condition=models.Q(('verb__in', ['opened', 'downloaded', 'exported'])), name='records_access_verb'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('form', models.CharField(max_length=60, verbose_name='form')),
                    ('record', models.CharField(blank=True, max_length=64, verbose_name='record')),
                    ('data', models.JSONField(default=dict, verbose_name='what was typed')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                    ('base_version', models.CharField(blank=True, max_length=64, verbose_name='version of the record it was begun on')),
                    ('saved_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='saved')),
                    ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                    ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['-saved_at'],
                    'verbose_name': 'draft',
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'owner', 'form', 'record'), name='records_draft_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Seal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sequence', models.PositiveIntegerField(verbose_name='number')),
                    ('event_table', models.CharField(max_length=63, verbose_name='event table')),
                    ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=63), size=None, verbose_name='columns')),
                    ('first_event', models.BigIntegerField(verbose_name='first event')),
                    ('last_event', models.BigIntegerField(verbose_name='last event')),
                    ('count', models.PositiveIntegerField(verbose_name='events')),
                    ('digest', models.CharField(max_length=64, verbose_name='digest of the events')),
                    ('previous', models.CharField(max_length=64, verbose_name='head before')),
                    ('head', models.CharField(max_length=64, verbose_name='head')),
                    ('sealed_at', models.DateTimeField(verbose_name='sealed')),
                    ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                ],
                options={
                    'abstract': False,
                    'ordering': ['sequence'],
                    'verbose_name': 'seal',
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'id'), name='records_seal_city_row'),
                        models.UniqueConstraint(fields=('city', 'sequence'), name='records_seal_sequence'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='Tombstone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('model', models.CharField(max_length=100, verbose_name='what it was')),
                    ('record_id', models.BigIntegerField(verbose_name='number it had')),
                    ('reason', models.TextField(verbose_name='why it was erased')),
                    ('erased_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='erased')),
                    ('erased_events', models.PositiveIntegerField(verbose_name='events erased')),
                    ('events_sha256', models.CharField(max_length=64, verbose_name='digest of these events')),
                    ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                    ('erased_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'abstract': False,
                    'ordering': ['-erased_at'],
                    'verbose_name': 'tombstone',
                    'indexes': [
                        models.Index(models.F('city'), models.F('model'), models.F('record_id'), name='records_tombstone_record'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'id'), name='records_tombstone_city_row'),
                        models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='records_tombstone_why'),
                    ],
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "records_tombstoneevent" ("city_id", "erased_at", "erased_by_id", "erased_events", "events_sha256", "id", "model", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "record_id") SELECT new_values."city_id", new_values."erased_at", new_values."erased_by_id", new_values."erased_events", new_values."events_sha256", new_values."id", new_values."model", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'insert\', new_values."id", new_values."reason", new_values."record_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a9eab49a1b6d22404598669dcd78fce98ab866bc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_369cb', referencing='REFERENCING NEW TABLE AS new_values ', table='records_tombstone', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "records_tombstoneevent" ("city_id", "erased_at", "erased_by_id", "erased_events", "events_sha256", "id", "model", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "record_id") SELECT new_values."city_id", new_values."erased_at", new_values."erased_by_id", new_values."erased_events", new_values."events_sha256", new_values."id", new_values."model", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'update\', new_values."id", new_values."reason", new_values."record_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5480d029a7b6ee3ebe1a5a1e91d77022b951d751', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_53be4', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='records_tombstone', when='AFTER')),
                        pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "records_tombstoneevent" ("city_id", "erased_at", "erased_by_id", "erased_events", "events_sha256", "id", "model", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "record_id") SELECT old_values."city_id", old_values."erased_at", old_values."erased_by_id", old_values."erased_events", old_values."events_sha256", old_values."id", old_values."model", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, clock_timestamp(), \'delete\', old_values."id", old_values."reason", old_values."record_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2c4643233ea67ba6309c49fcdf39dfcb747852c0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_44bcb', referencing='REFERENCING OLD TABLE AS old_values ', table='records_tombstone', when='AFTER')),
                    ],
                },
            ),
            migrations.CreateModel(
                name='SealedEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event_id', models.BigIntegerField(verbose_name='event')),
                    ('salt', models.UUIDField(null=True, verbose_name='salt')),
                    ('digest', models.BinaryField(max_length=32, verbose_name='digest')),
                    ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                    ('seal', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='records.seal')),
                    ('tombstone', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.tombstone')),
                ],
                options={
                    'verbose_name': 'sealed event',
                    'indexes': [
                        models.Index(models.F('city'), models.F('event_id'), name='records_sealedevent_event'),
                    ],
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'seal', 'event_id'), name='records_sealedevent_once'),
                        models.CheckConstraint(condition=models.Q(models.Q(('salt__isnull', False), ('tombstone__isnull', True)), models.Q(('salt__isnull', True), ('tombstone__isnull', False)), _connector='OR'), name='records_sealedevent_erased'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='SealMark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('event_table', models.CharField(max_length=63)),
                    ('settled', models.BigIntegerField(default=0)),
                    ('pending', models.BigIntegerField(default=0)),
                    ('pending_until', models.BigIntegerField(default=0)),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                    ('city', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.city')),
                ],
                options={
                    'verbose_name': 'mark of the sealer',
                    'constraints': [
                        models.UniqueConstraint(fields=('city', 'event_table'), name='records_sealmark_once'),
                    ],
                },
            ),
            migrations.CreateModel(
                name='TombstoneEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('pgh_context', pghistory.utils.JSONField(null=True)),
                    ('id', models.BigIntegerField()),
                    ('model', models.CharField(max_length=100, verbose_name='what it was')),
                    ('record_id', models.BigIntegerField(verbose_name='number it had')),
                    ('reason', models.TextField(verbose_name='why it was erased')),
                    ('erased_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='erased')),
                    ('erased_events', models.PositiveIntegerField(verbose_name='events erased')),
                    ('events_sha256', models.CharField(max_length=64, verbose_name='digest of these events')),
                    ('city', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.city')),
                    ('erased_by', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='records.tombstone')),
                ],
                options={
                    'abstract': False,
                    'triggers': [
                        pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c1c7f8b8b958cb1a60540a1bbc711712ad6cdf25', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_e58d1', table='records_tombstoneevent', when='BEFORE')),
                    ],
                },
            ),
            same_city("records_sealedevent", {"seal_id": "records_seal", "tombstone_id": "records_tombstone"}),
            protect("records_sealmark"),
            protect("records_draft"),
            # added and read, never changed by the application
            *(
                protect_history(table)
                for table in (
                    "records_seal",
                    "records_sealedevent",
                    "records_tombstone",
                    "records_tombstoneevent",
                    "records_access",
                )
            ),
            migrations.RunSQL(ERASE, "DROP FUNCTION records_erase_events"),
            migrations.RunSQL(FORGET, "DROP FUNCTION records_forget_accesses"),
        ),
    ]
