"""The rules of every row of a city, for the collector's mark; and where it begins in cities that have a history."""

from django.db import migrations

from accounts.security import bounded, no_city, protect

# What was sealed before the collector came is not told by it.
FROM_NOW_ON = """
DO $$
DECLARE city bigint;
BEGIN
    FOR city IN SELECT id FROM accounts_city LOOP
        PERFORM set_config('app.city', city::text, true);
        INSERT INTO notices_collectormark (city_id, sequence)
        SELECT city, COALESCE(max(sequence), 0) FROM records_seal WHERE city_id = city;
    END LOOP;
    PERFORM set_config('app.city', '0', true);
END $$
"""

WAS = bounded("notices_changenotice", "why")


class Migration(migrations.Migration):
    dependencies = [("notices", "0007_notice_classes"), ("records", "0011_rights_tombstone_marking")]

    operations = [
        no_city(),
        protect("notices_collectormark"),
        migrations.RunSQL(WAS.reverse_sql, WAS.sql),
        bounded("notices_changenotice", "why", "affects", "decided"),
        # last: a table whose rows are still to be checked cannot be changed
        migrations.RunSQL(FROM_NOW_ON, migrations.RunSQL.noop),
    ]
