from django.db import migrations

from accounts.security import protect, protect_history, same_city

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
    dependencies = [("records", "0001_shared_by_all"), ("accounts", "0002_row_security")]

    operations = [
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
    ]
