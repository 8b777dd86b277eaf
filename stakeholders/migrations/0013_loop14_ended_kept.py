"""A memorandum that ends: said once, and from that day on nobody's signature opens anything.

A signature holds while its version does, and GRACE days after the next one came in force; never longer than until a
version ended that no other took the place of by then.
"""

from importlib import import_module

from django.db import migrations

from accounts.security import bounded

before = import_module("stakeholders.migrations.0011_memorandum_protected")
REFUSE, GRACE = before.REFUSE, before.GRACE
TEXTS = ("common_goal", "mission", "vision", "principles", "decisions", "because", "taken_back_because", "kept_because",
         "alone_because")  # fmt: skip
AS_BOUNDED = bounded("stakeholders_memorandum", *TEXTS)

KEPT = f"""
CREATE OR REPLACE FUNCTION stakeholders_memorandum_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may CONSTANT text[] := '{{review_on,kept_because,ended_on,ended_because,ending_decided_by,ended_by_id}}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state = 'decided' THEN {REFUSE} END IF;
    ELSIF OLD.state = 'decided' AND to_jsonb(OLD) - may IS DISTINCT FROM to_jsonb(NEW) - may THEN {REFUSE}
    ELSIF OLD.state = 'decided' AND OLD.ended_on IS NOT NULL
        AND (OLD.ended_on, OLD.ended_because, OLD.ending_decided_by, OLD.ended_by_id)
        IS DISTINCT FROM (NEW.ended_on, NEW.ended_because, NEW.ending_decided_by, NEW.ended_by_id) THEN {REFUSE}
    END IF;
    RETURN NEW;
END $$;
"""
BOUND = f"""
CREATE OR REPLACE FUNCTION stakeholders_unsigned_from(city bigint, body bigint) RETURNS timestamptz
LANGUAGE plpgsql AS $$
DECLARE
    since CONSTANT timestamptz := stakeholders_first_memorandum(city);
    signed record;
    replaced_on date;
    over_on date;
BEGIN
    IF since IS NULL THEN RETURN NULL; END IF;
    SELECT m.number, s.withdrawn_at INTO signed
        FROM stakeholders_signature s
        JOIN stakeholders_memorandum m ON m.city_id = s.city_id AND m.id = s.memorandum_id
        WHERE s.city_id = city AND s.body_id = body
        ORDER BY m.number DESC, s.id DESC LIMIT 1;
    IF NOT FOUND OR signed.withdrawn_at IS NOT NULL THEN RETURN since; END IF;
    SELECT m.in_force_on INTO replaced_on FROM stakeholders_memorandum m
        WHERE m.city_id = city AND m.state = 'decided' AND m.number > signed.number ORDER BY m.number LIMIT 1;
    SELECT min(m.ended_on) INTO over_on FROM stakeholders_memorandum m
        WHERE m.city_id = city AND m.state = 'decided' AND m.number >= signed.number AND m.ended_on IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM stakeholders_memorandum n
            WHERE n.city_id = city AND n.state = 'decided' AND n.number > m.number AND n.in_force_on <= m.ended_on
        );
    RETURN stakeholders_start_of(city, LEAST(replaced_on + {GRACE}, over_on));
END $$;
"""


def _as_it_was(sql: str, name: str) -> str:
    start = sql.index(f"CREATE FUNCTION {name}(") + len("CREATE")
    return "CREATE OR REPLACE" + sql[start : sql.index("END $$;", start)] + "END $$;"


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0012_loop14_ended"),
        ("notices", "0017_loop14_closed"),
    ]

    operations = [
        migrations.RunSQL(AS_BOUNDED.reverse_sql, AS_BOUNDED.sql),
        bounded("stakeholders_memorandum", *TEXTS, "ended_because"),
        migrations.RunSQL(KEPT, _as_it_was(before.KEPT, "stakeholders_memorandum_is_kept")),
        migrations.RunSQL(BOUND, _as_it_was(before.SIGNED, "stakeholders_unsigned_from")),
    ]
