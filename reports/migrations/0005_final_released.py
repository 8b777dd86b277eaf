"""Released is final for every writer: whatever the program forgets to ask, the row itself refuses.

A released diagnosis may only be superseded or withdrawn, with the reason; its edition may only be withdrawn; of what was
decided and answered on the way there nothing changes any more. Erasing rows is another matter (retention) and leaves its
own traces.
"""

from django.db import migrations

GIVEN_OUT = "('released', 'superseded')"
PARTS = {"reports_judgement": "{}", "reports_releasecheck": "{}", "reports_snapshot": "{gone_at}", "reports_edition": "{withdrawn_at}"}

MAKE = f"""
CREATE FUNCTION reports_released_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN {GIVEN_OUT} AND OLD.released_on IS NOT NULL AND (
        to_jsonb(OLD) - '{{state,error}}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{{state,error}}'::text[]
        OR NOT (NEW.state IN (OLD.state, 'withdrawn') OR (OLD.state = 'released' AND NEW.state = 'superseded'))
    ) THEN
        RAISE EXCEPTION 'What is released never changes.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION reports_part_of_released_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) - TG_ARGV[0]::text[] IS DISTINCT FROM to_jsonb(NEW) - TG_ARGV[0]::text[] AND EXISTS (
        SELECT FROM reports_diagnosis d
        WHERE d.city_id = OLD.city_id AND d.id = OLD.diagnosis_id AND d.state IN {GIVEN_OUT}
            AND d.released_on IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'What is released never changes.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER released_is_final BEFORE UPDATE ON reports_diagnosis
    FOR EACH ROW EXECUTE FUNCTION reports_released_is_final();
""" + "".join(
    f"CREATE TRIGGER released_is_final BEFORE UPDATE ON {table} "
    f"FOR EACH ROW EXECUTE FUNCTION reports_part_of_released_is_final('{may}');\n"
    for table, may in PARTS.items()
)
DROP = (
    "".join(f"DROP TRIGGER released_is_final ON {table};\n" for table in ("reports_diagnosis", *PARTS))
    + "DROP FUNCTION reports_released_is_final(); DROP FUNCTION reports_part_of_released_is_final();"
)


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_events_of_parts")]

    operations = [migrations.RunSQL(MAKE, DROP)]
