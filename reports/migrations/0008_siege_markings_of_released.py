"""What is released never changes, but for its marking: that follows what it was made of, and only upwards.

Without that, no record of a released diagnosis could be marked higher.
"""

from django.db import migrations

GIVEN_OUT = "('released', 'superseded')"
ORDER = "'{clear,green,amber,amber_strict,red}'::text[]"


def is_lowered(new: str, old: str) -> str:
    return f"COALESCE(array_position({ORDER}, {new}), 0) < array_position({ORDER}, {old})"


def functions(*, may_be_raised: bool) -> str:
    marking = ",marking" if may_be_raised else ""
    lowered = is_lowered("to_jsonb(NEW) ->> 'marking'", "to_jsonb(OLD) ->> 'marking'") if may_be_raised else "false"
    return f"""
CREATE OR REPLACE FUNCTION reports_released_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN {GIVEN_OUT} AND OLD.released_on IS NOT NULL AND (
        to_jsonb(OLD) - '{{state,error{marking}}}'::text[] IS DISTINCT FROM to_jsonb(NEW) - '{{state,error{marking}}}'::text[]
        OR {lowered}
        OR NOT (NEW.state IN (OLD.state, 'withdrawn') OR (OLD.state = 'released' AND NEW.state = 'superseded'))
    ) THEN
        RAISE EXCEPTION 'What is released never changes.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION reports_part_of_released_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may text[] := TG_ARGV[0]::text[] || '{{{marking.lstrip(",")}}}'::text[];
BEGIN
    IF (to_jsonb(OLD) - may IS DISTINCT FROM to_jsonb(NEW) - may OR {lowered}) AND EXISTS (
        SELECT FROM reports_diagnosis d
        WHERE d.city_id = OLD.city_id AND d.id = OLD.diagnosis_id AND d.state IN {GIVEN_OUT}
            AND d.released_on IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'What is released never changes.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_screens_title")]

    operations = [migrations.RunSQL(functions(may_be_raised=True), functions(may_be_raised=False))]
