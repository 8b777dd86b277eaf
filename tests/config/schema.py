"""What a database consists of, item by item, read from PostgreSQL's catalogues."""

from django.db import connections, transaction

# PostgreSQL writes the same condition in one way after it was made, in another once it has read what it wrote (as it
# does when a dump is restored). So it reads what it wrote first, everywhere.
READ_AGAIN = """
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN SELECT conrelid::regclass AS table, conname, pg_get_constraintdef(oid) AS said FROM pg_constraint
        WHERE contype = 'c' AND connamespace = 'public'::regnamespace
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %2$I %s', one.table, one.conname, one.said);
    END LOOP;
    FOR one IN SELECT indexrelid::regclass AS index, pg_get_indexdef(indexrelid) AS said FROM pg_index
        WHERE indpred IS NOT NULL AND indrelid IN (
            SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    LOOP
        EXECUTE format('DROP INDEX %s', one.index);
        EXECUTE one.said;
    END LOOP;
END
$$
"""
# Columns are numbered among those that are there: the place of one that was dropped is not told from outside.
ITEMS = """
WITH relation AS (
    SELECT oid, relname, relkind, relowner, relacl, relrowsecurity, relforcerowsecurity FROM pg_class
    WHERE relnamespace = 'public'::regnamespace
), routine AS (
    SELECT oid, proacl FROM pg_proc WHERE pronamespace = 'public'::regnamespace
)
SELECT format('%s %s: owner %s, row security %s, forced %s', relkind, relname, relowner::regrole, relrowsecurity,
        relforcerowsecurity)
    FROM relation WHERE relkind IN ('r', 'S', 'v', 'm')
UNION ALL SELECT format('right on %s: %s', relname, unnest(relacl)) FROM relation
UNION ALL SELECT format('column %s.%s: %s, %s, null %s, identity %s, generated %s, default %s', relname, attname,
        row_number() OVER (PARTITION BY relname ORDER BY attnum), format_type(atttypid, atttypmod), NOT attnotnull,
        attidentity, attgenerated, pg_get_expr(adbin, adrelid))
    FROM pg_attribute JOIN relation ON relation.oid = attrelid
    LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
    WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r'
UNION ALL SELECT format('constraint %s of %s: %s', conname, relname, pg_get_constraintdef(pg_constraint.oid))
    FROM pg_constraint JOIN relation ON relation.oid = conrelid
UNION ALL SELECT format('index: %s', pg_get_indexdef(indexrelid))
    FROM pg_index JOIN relation ON relation.oid = indrelid WHERE indisvalid
UNION ALL SELECT format('policy %s of %s: %s', policyname, tablename, (permissive, roles, cmd, qual, with_check))
    FROM pg_policies WHERE schemaname = 'public'
UNION ALL SELECT format('trigger, %s: %s', tgenabled, pg_get_triggerdef(pg_trigger.oid))
    FROM pg_trigger JOIN relation ON relation.oid = tgrelid WHERE NOT tgisinternal
UNION ALL SELECT format('note on a trigger of %s: %s', relname, description)
    FROM pg_description JOIN pg_trigger ON objoid = pg_trigger.oid JOIN relation ON relation.oid = tgrelid
UNION ALL SELECT format('function %s: %s', oid::regprocedure, md5(pg_get_functiondef(oid))) FROM routine
UNION ALL SELECT format('right on %s: %s', oid::regprocedure, unnest(proacl)) FROM routine
UNION ALL SELECT format('sequence %s: %s', sequencename, (data_type, start_value, increment_by, max_value, cycle))
    FROM pg_sequences WHERE schemaname = 'public'
UNION ALL SELECT format('right on new %s of %s: %s', defaclobjtype, defaclrole::regrole, unnest(defaclacl))
    FROM pg_default_acl
"""
TYPES = """
SELECT relname, attname, format_type(atttypid, NULL) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
"""


def items() -> set[str]:
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute(READ_AGAIN)
        cursor.execute(ITEMS)
        found = [item for (item,) in cursor.fetchall()]
        transaction.set_rollback(True, "owner")
    assert len(found) == len(set(found))
    return set(found)


def types_of_columns() -> dict[tuple[str, str], str]:
    """(table, column) → type, without its length."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(TYPES)
        return {(table, column): kind for table, column, kind in cursor.fetchall()}
