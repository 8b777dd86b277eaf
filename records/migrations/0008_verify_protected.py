"""Accesses are sealed as events are, and go against a tombstone; what verifications found stays in its city."""

from django.db import migrations

from accounts.security import bounded, no_city, protect

# As `records_erase_events`, for what has no trigger to guard it: rights do, and the age of what may go.
ERASE_ACCESSES = """
DROP FUNCTION records_forget_accesses(integer);
CREATE FUNCTION records_erase_accesses(the_tombstone bigint, numbers bigint[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    own bigint := current_setting('app.city')::bigint;
    sealed bigint;
    erased bigint;
BEGIN
    IF NOT EXISTS (
        SELECT FROM records_tombstone WHERE id = the_tombstone AND city_id = own AND model = 'records.access'
    ) THEN
        RAISE EXCEPTION 'there is no tombstone % of accesses in this city', the_tombstone;
    END IF;
    UPDATE records_sealedevent AS event SET salt = NULL, tombstone_id = the_tombstone
        FROM records_seal AS seal
        WHERE event.city_id = own AND seal.city_id = own AND seal.id = event.seal_id
          AND seal.event_table = 'records_access' AND event.event_id = ANY(numbers) AND event.salt IS NOT NULL;
    GET DIAGNOSTICS sealed = ROW_COUNT;
    DELETE FROM records_access
        WHERE city_id = own AND id = ANY(numbers) AND at < statement_timestamp() - make_interval(days => 27);
    GET DIAGNOSTICS erased = ROW_COUNT;
    IF sealed <> cardinality(numbers) OR erased <> sealed THEN
        RAISE EXCEPTION 'of % accesses % are sealed and % are four weeks old', cardinality(numbers), sealed, erased;
    END IF;
    RETURN erased;
END
$$;
REVOKE ALL ON FUNCTION records_erase_accesses FROM PUBLIC;
GRANT EXECUTE ON FUNCTION records_erase_accesses TO groundwork_app;
"""

# The sealer goes by numbers and by the ids of transactions: whoever is given a number must have an id by then.
NUMBERED_LATE = """
CREATE FUNCTION records_transaction_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_current_xact_id();
    RETURN NULL;
END
$$;
CREATE TRIGGER transaction_first BEFORE INSERT ON records_access
    FOR EACH STATEMENT EXECUTE FUNCTION records_transaction_first();
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0007_verify")]

    operations = [
        no_city(),
        protect("records_verification"),
        bounded("records_verification", "error"),
        migrations.RunSQL(ERASE_ACCESSES, migrations.RunSQL.noop),
        migrations.RunSQL(
            NUMBERED_LATE,
            "DROP TRIGGER transaction_first ON records_access; DROP FUNCTION records_transaction_first();",
        ),
    ]
