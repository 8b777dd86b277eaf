"""Of what was released no row is changed, and none is added or taken away either.

It ends in two ways. Withdrawn with the reason: then all of it stays as it is, with its editions marked as taken back. Or
as a whole when its time is over: the row of the diagnosis first, then what belongs to it, and a tombstone says so before
the transaction ends. Nothing else takes a row of it away, whoever asks, nor empties its tables.
"""

import importlib

from django.db import migrations

PARTS = {"reports_judgement": "{}", "reports_releasecheck": "{}", "reports_snapshot": "{gone_at}", "reports_edition": "{withdrawn_at}"}
ALL = ("reports_diagnosis", *PARTS)
# While its reports are set for the release it is in review still, and its job writes to it.
CLOSED = "('released', 'superseded', 'withdrawn')"
ORDER = "'{clear,green,amber,amber_strict,red}'::text[]"
LOWERED = (
    f"COALESCE(array_position({ORDER}, to_jsonb(NEW) ->> 'marking'), 0)"
    f" < array_position({ORDER}, to_jsonb(OLD) ->> 'marking')"
)
REFUSE = "RAISE EXCEPTION 'What is released never changes.' USING ERRCODE = 'check_violation';"

FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION reports_released_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may CONSTANT text[] := '{{state,error,marking}}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state IN {CLOSED} AND NEW.released_on IS NOT NULL THEN {REFUSE} END IF;
    ELSIF OLD.state IN {CLOSED} AND OLD.released_on IS NOT NULL AND (
        to_jsonb(OLD) - may IS DISTINCT FROM to_jsonb(NEW) - may
        OR {LOWERED}
        OR (OLD.error IS DISTINCT FROM NEW.error AND (OLD.state = 'withdrawn' OR NEW.state <> 'withdrawn'))
        OR NOT (
            NEW.state IN (OLD.state, 'withdrawn') OR (OLD.state = 'released' AND NEW.state = 'superseded')
        )
    ) THEN {REFUSE} END IF;
    RETURN NEW;
END $$;

-- Its row is held, so that of a release and whoever writes in the same moment one waits for the other.
CREATE FUNCTION reports_is_closed(city bigint, diagnosis bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM reports_diagnosis d WHERE d.city_id = city AND d.id = diagnosis AND d.state NOT IN {CLOSED} FOR SHARE;
    RETURN EXISTS (
        SELECT FROM reports_diagnosis d
        WHERE d.city_id = city AND d.id = diagnosis AND d.state IN {CLOSED} AND d.released_on IS NOT NULL
    );
END $$;

CREATE OR REPLACE FUNCTION reports_part_of_released_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may CONSTANT text[] := TG_ARGV[0]::text[] || '{{marking}}'::text[];
BEGIN
    -- What may be set is set once: what was taken back or erased does not come back.
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - may IS NOT DISTINCT FROM to_jsonb(NEW) - may
        AND NOT COALESCE({LOWERED}, false) AND NOT EXISTS (
            SELECT FROM unnest(TG_ARGV[0]::text[]) AS once
            WHERE to_jsonb(OLD) ->> once IS NOT NULL
                AND to_jsonb(OLD) ->> once IS DISTINCT FROM to_jsonb(NEW) ->> once
        )
    THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'INSERT' AND reports_is_closed(OLD.city_id, OLD.diagnosis_id) THEN {REFUSE} END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF reports_is_closed(NEW.city_id, NEW.diagnosis_id) THEN {REFUSE} END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION reports_released_has_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN {CLOSED} AND OLD.released_on IS NOT NULL AND NOT EXISTS (
        SELECT FROM records_tombstone t
        WHERE t.city_id = OLD.city_id AND t.model = 'reports.diagnosis' AND t.record_id = OLD.id
    ) THEN {REFUSE} END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION reports_is_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {REFUSE}
END $$;
"""

TRIGGERS = (
    "CREATE TRIGGER released_is_not_inserted BEFORE INSERT ON reports_diagnosis "
    "FOR EACH ROW EXECUTE FUNCTION reports_released_is_final();\n"
    "CREATE CONSTRAINT TRIGGER released_has_tombstone AFTER DELETE ON reports_diagnosis "
    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reports_released_has_tombstone();\n"
    + "".join(
        f"CREATE TRIGGER released_is_closed BEFORE INSERT OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION reports_part_of_released_is_final('{may}');\n"
        for table, may in PARTS.items()
    )
    + "".join(
        f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION reports_is_never_emptied();\n"
        for table in ALL
    )
)

before = importlib.import_module("reports.migrations.0008_siege_markings_of_released")

BACK = (
    "DROP TRIGGER released_is_not_inserted ON reports_diagnosis;\n"
    "DROP TRIGGER released_has_tombstone ON reports_diagnosis;\n"
    + "".join(f"DROP TRIGGER released_is_closed ON {table};\n" for table in PARTS)
    + "".join(f"DROP TRIGGER never_emptied ON {table};\n" for table in ALL)
    + before.functions(may_be_raised=True)
    + "DROP FUNCTION reports_is_closed(bigint, bigint);\n"
    "DROP FUNCTION reports_released_has_tombstone();\n"
    "DROP FUNCTION reports_is_never_emptied();\n"
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_siege_markings_of_released"), ("records", "0009_typed")]

    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, BACK)]
