"""Nobody signs ahead what holds only after days without a memorandum, whatever writes the row: a signature opens at
once, and what every member was told is that nothing is shared until then."""

from django.db import migrations

SIGNS_AHEAD = """
-- Whether this version is still to hold, and the one before it ended with days between them.
CREATE FUNCTION stakeholders_signs_ahead(city bigint, version bigint) RETURNS boolean LANGUAGE sql AS $$
    SELECT EXISTS (
        SELECT FROM stakeholders_memorandum m
        JOIN LATERAL (
            SELECT b.ended_on FROM stakeholders_memorandum b
            WHERE b.city_id = m.city_id AND b.state = 'decided' AND b.number < m.number
            ORDER BY b.number DESC LIMIT 1
        ) AS before ON before.ended_on < m.in_force_on
        WHERE m.city_id = city AND m.id = version AND m.state = 'decided'
        AND stakeholders_start_of(city, m.in_force_on) > now()
    )
$$;

CREATE FUNCTION stakeholders_signature_is_not_ahead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF stakeholders_signs_ahead(NEW.city_id, NEW.memorandum_id) THEN
        RAISE EXCEPTION 'Nobody signs what holds only after days without a memorandum.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER not_ahead BEFORE INSERT ON stakeholders_signature
    FOR EACH ROW EXECUTE FUNCTION stakeholders_signature_is_not_ahead();
"""
BACK = """
DROP TRIGGER not_ahead ON stakeholders_signature;
DROP FUNCTION stakeholders_signature_is_not_ahead();
DROP FUNCTION stakeholders_signs_ahead(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0013_loop14_ended_kept")]

    operations = [migrations.RunSQL(SIGNS_AHEAD, BACK)]
