"""The rules of every row of a city, for the memorandum; that what was decided or signed stays as it is; and what a
signature opens.

A version that is decided never changes, but for the day on which it is looked at again. Signatures, dissent and wishes
to revise are added and never taken away; what becomes of them is said once.

Nothing above clear is shared with a member that has not signed. The database keeps from which moment that holds, on the
row of the member and on the memberships of those who belong to it, whoever writes what it follows from. A signature
holds while its version does, and GRACE days after the next one came in force; the newest signature of a member counts,
and one that was withdrawn is none. Somebody who belongs to no member stands for nobody who signed.
"""

from django.db import migrations

from accounts.security import bounded, needs_processing_record, no_city, protect, protect_history, same_city

GRACE = 30
BODIES = ("memorandumrole", "signature", "dissent")
PARTS = (*BODIES, "revisionrequest")
TABLES = ("memorandum", *PARTS)
REFUSE = "RAISE EXCEPTION 'What was decided or signed never changes.' USING ERRCODE = 'check_violation';"
# What becomes of a row that is added: said once.
MAY = {
    "stakeholders_signature": "{withdrawn_at,withdrawn_because,withdrawn_by_id}",
    "stakeholders_dissent": "{}",
    "stakeholders_revisionrequest": "{answer,because,answered_by_id,answered_at}",
}

KEPT = f"""
CREATE FUNCTION stakeholders_memorandum_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may CONSTANT text[] := '{{review_on,kept_because}}';
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state = 'decided' THEN {REFUSE} END IF;
    ELSIF OLD.state = 'decided' AND to_jsonb(OLD) - may IS DISTINCT FROM to_jsonb(NEW) - may THEN {REFUSE}
    END IF;
    RETURN NEW;
END $$;

-- Its row is held, so that of deciding and whoever writes in the same moment one waits for the other.
CREATE FUNCTION stakeholders_is_decided(city bigint, memorandum bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM stakeholders_memorandum m
        WHERE m.city_id = city AND m.id = memorandum AND m.state <> 'decided' FOR SHARE;
    RETURN EXISTS (
        SELECT FROM stakeholders_memorandum m WHERE m.city_id = city AND m.id = memorandum AND m.state = 'decided'
    );
END $$;

CREATE FUNCTION stakeholders_role_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND stakeholders_is_decided(OLD.city_id, OLD.memorandum_id) THEN {REFUSE} END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    IF stakeholders_is_decided(NEW.city_id, NEW.memorandum_id) THEN {REFUSE} END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION stakeholders_said_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    may CONSTANT text[] := TG_ARGV[0]::text[];
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(OLD) - may IS DISTINCT FROM to_jsonb(NEW) - may OR EXISTS (
            SELECT FROM unnest(may) AS once
            WHERE COALESCE(to_jsonb(OLD) ->> once, '') <> '' AND to_jsonb(OLD) ->> once IS DISTINCT FROM to_jsonb(NEW) ->> once
        ) THEN {REFUSE} END IF;
        RETURN NEW;
    END IF;
    -- as a whole, with its version
    IF EXISTS (SELECT FROM stakeholders_memorandum m WHERE m.city_id = OLD.city_id AND m.id = OLD.memorandum_id)
        THEN {REFUSE} END IF;
    RETURN OLD;
END $$;

-- Looked at when the transaction ends, by which time its city may have been left.
CREATE FUNCTION stakeholders_decided_has_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entered CONSTANT text := COALESCE(current_setting('app.city', true), '');
BEGIN
    PERFORM set_config('app.city', OLD.city_id::text, true);
    IF NOT EXISTS (
        SELECT FROM records_tombstone t
        WHERE t.city_id = OLD.city_id AND t.model = 'stakeholders.memorandum' AND t.record_id = OLD.id
    ) THEN {REFUSE} END IF;
    PERFORM set_config('app.city', entered, true);
    RETURN NULL;
END $$;

CREATE TRIGGER decided_is_kept BEFORE INSERT OR UPDATE ON stakeholders_memorandum
    FOR EACH ROW EXECUTE FUNCTION stakeholders_memorandum_is_kept();
CREATE CONSTRAINT TRIGGER decided_has_tombstone AFTER DELETE ON stakeholders_memorandum
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'decided')
    EXECUTE FUNCTION stakeholders_decided_has_tombstone();
CREATE TRIGGER decided_is_kept BEFORE INSERT OR UPDATE OR DELETE ON stakeholders_memorandumrole
    FOR EACH ROW EXECUTE FUNCTION stakeholders_role_is_kept();
""" + "".join(
    f"CREATE TRIGGER said_is_kept BEFORE UPDATE OR DELETE ON {table} "
    f"FOR EACH ROW EXECUTE FUNCTION stakeholders_said_is_kept('{may}');\n"
    for table, may in MAY.items()
)
KEPT_BACK = "".join(f"DROP TRIGGER said_is_kept ON {table};\n" for table in MAY) + """
DROP TRIGGER decided_is_kept ON stakeholders_memorandumrole;
DROP TRIGGER decided_has_tombstone ON stakeholders_memorandum;
DROP TRIGGER decided_is_kept ON stakeholders_memorandum;
DROP FUNCTION stakeholders_decided_has_tombstone();
DROP FUNCTION stakeholders_said_is_kept();
DROP FUNCTION stakeholders_role_is_kept();
DROP FUNCTION stakeholders_is_decided(bigint, bigint);
DROP FUNCTION stakeholders_memorandum_is_kept();
"""

SIGNED = f"""
-- The first moment of a day, on the clock of the city.
CREATE FUNCTION stakeholders_start_of(city bigint, day date) RETURNS timestamptz LANGUAGE sql AS $$
    SELECT day::timestamp AT TIME ZONE c.time_zone FROM accounts_city c WHERE c.id = city
$$;

CREATE FUNCTION stakeholders_first_memorandum(city bigint) RETURNS timestamptz LANGUAGE sql AS $$
    SELECT stakeholders_start_of(city, min(m.in_force_on))
    FROM stakeholders_memorandum m WHERE m.city_id = city AND m.state = 'decided'
$$;

-- From when on nothing above clear is shared with a member; nothing where all may be.
CREATE FUNCTION stakeholders_unsigned_from(city bigint, body bigint) RETURNS timestamptz LANGUAGE plpgsql AS $$
DECLARE
    since CONSTANT timestamptz := stakeholders_first_memorandum(city);
    signed record;
    replaced_on date;
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
    IF NOT FOUND THEN RETURN NULL; END IF;
    RETURN stakeholders_start_of(city, replaced_on + {GRACE});
END $$;

-- The same of somebody with an account: the best of the members that they belong to.
CREATE FUNCTION stakeholders_person_unsigned_from(city bigint, person bigint) RETURNS timestamptz
LANGUAGE plpgsql AS $$
DECLARE
    since CONSTANT timestamptz := stakeholders_first_memorandum(city);
    theirs record;
BEGIN
    IF since IS NULL THEN RETURN NULL; END IF;
    SELECT count(*) AS bodies, bool_or(b.unsigned_from IS NULL) AS is_open, max(b.unsigned_from) AS latest INTO theirs
        FROM notices_networkbody b
        WHERE b.city_id = city AND b.is_current
        AND (b.person_id = person OR b.deputy_id = person OR person = ANY(b.others));
    IF theirs.bodies = 0 THEN RETURN since; END IF;
    RETURN CASE WHEN theirs.is_open THEN NULL ELSE theirs.latest END;
END $$;

CREATE FUNCTION stakeholders_bind_body() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.unsigned_from := stakeholders_unsigned_from(NEW.city_id, NEW.id);
    RETURN NEW;
END $$;

-- Memberships are written where no city is entered, too.
CREATE FUNCTION stakeholders_bind_membership() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entered CONSTANT text := COALESCE(current_setting('app.city', true), '');
BEGIN
    NEW.unsigned_from := NULL;
    IF NEW.role = 'reader' THEN
        PERFORM set_config('app.city', NEW.city_id::text, true);
        NEW.unsigned_from := stakeholders_person_unsigned_from(NEW.city_id, NEW.user_id);
        PERFORM set_config('app.city', entered, true);
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION stakeholders_bind_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    city CONSTANT bigint := current_setting('app.city')::bigint;
BEGIN
    UPDATE accounts_membership m SET unsigned_from = stakeholders_person_unsigned_from(city, m.user_id)
        WHERE m.city_id = city AND m.role = 'reader'
        AND m.unsigned_from IS DISTINCT FROM stakeholders_person_unsigned_from(city, m.user_id);
    RETURN NULL;
END $$;

CREATE FUNCTION stakeholders_bind_network() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    city CONSTANT bigint := current_setting('app.city')::bigint;
BEGIN
    UPDATE notices_networkbody b SET unsigned_from = stakeholders_unsigned_from(city, b.id)
        WHERE b.city_id = city AND b.unsigned_from IS DISTINCT FROM stakeholders_unsigned_from(city, b.id);
    UPDATE accounts_membership m SET unsigned_from = stakeholders_person_unsigned_from(city, m.user_id)
        WHERE m.city_id = city AND m.role = 'reader'
        AND m.unsigned_from IS DISTINCT FROM stakeholders_person_unsigned_from(city, m.user_id);
    RETURN NULL;
END $$;

CREATE TRIGGER bound_by_memorandum BEFORE INSERT OR UPDATE ON accounts_membership
    FOR EACH ROW EXECUTE FUNCTION stakeholders_bind_membership();
CREATE TRIGGER bound_by_memorandum BEFORE INSERT OR UPDATE ON notices_networkbody
    FOR EACH ROW EXECUTE FUNCTION stakeholders_bind_body();
CREATE TRIGGER binds_people AFTER INSERT OR UPDATE OR DELETE ON notices_networkbody
    FOR EACH STATEMENT EXECUTE FUNCTION stakeholders_bind_people();
CREATE TRIGGER binds_network AFTER INSERT OR UPDATE OR DELETE ON stakeholders_memorandum
    FOR EACH STATEMENT EXECUTE FUNCTION stakeholders_bind_network();
CREATE TRIGGER binds_network AFTER INSERT OR UPDATE OR DELETE ON stakeholders_signature
    FOR EACH STATEMENT EXECUTE FUNCTION stakeholders_bind_network();
"""
SIGNED_BACK = """
DROP TRIGGER binds_network ON stakeholders_signature;
DROP TRIGGER binds_network ON stakeholders_memorandum;
DROP TRIGGER binds_people ON notices_networkbody;
DROP TRIGGER bound_by_memorandum ON notices_networkbody;
DROP TRIGGER bound_by_memorandum ON accounts_membership;
DROP FUNCTION stakeholders_bind_network();
DROP FUNCTION stakeholders_bind_people();
DROP FUNCTION stakeholders_bind_membership();
DROP FUNCTION stakeholders_bind_body();
DROP FUNCTION stakeholders_person_unsigned_from(bigint, bigint);
DROP FUNCTION stakeholders_unsigned_from(bigint, bigint);
DROP FUNCTION stakeholders_first_memorandum(bigint);
DROP FUNCTION stakeholders_start_of(bigint, date);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("stakeholders", "0010_memorandum"),
        ("notices", "0015_memorandum"),
        ("accounts", "0011_unsigned"),
        ("records", "0009_typed"),
    ]

    operations = [
        no_city(),
        *(same_city(f"stakeholders_{part}", {"memorandum_id": "stakeholders_memorandum"}) for part in PARTS),
        *(
            same_city(f"stakeholders_{part}", {"body_id": "notices_networkbody"}, are_protected=True)
            for part in BODIES
        ),
        *(protect(f"stakeholders_{table}") for table in TABLES),
        *(protect_history(f"stakeholders_{table}event") for table in TABLES),
        bounded(
            "stakeholders_memorandum",
            *("common_goal", "mission", "vision", "principles", "decisions", "because", "taken_back_because"),
            *("kept_because", "alone_because"),
        ),
        bounded("stakeholders_memorandumrole", "takes_on", "concerns"),
        bounded("stakeholders_signature", "withdrawn_because"),
        bounded("stakeholders_dissent", "words"),
        bounded("stakeholders_revisionrequest", "text", "because"),
        needs_processing_record("stakeholders_memorandum"),
        migrations.RunSQL(KEPT, KEPT_BACK),
        migrations.RunSQL(SIGNED, SIGNED_BACK),
    ]
