"""The history of letters is read inside its city and only added to; it begins with how each letter stands."""

from django.db import migrations

from accounts.security import protect_history

TABLE = "notices_letterevent"
COLUMNS = "id, city_id, notice_id, body_id, told_on, told_by_id"
AS_THEY_STAND = f"""
DO $$
DECLARE city bigint;
BEGIN
    FOR city IN SELECT id FROM accounts_city LOOP
        PERFORM set_config('app.city', city::text, true);
        INSERT INTO {TABLE} (pgh_created_at, pgh_label, pgh_obj_id, {COLUMNS})
        SELECT clock_timestamp(), 'insert', id, {COLUMNS} FROM notices_letter WHERE city_id = city;
    END LOOP;
    PERFORM set_config('app.city', '0', true);
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("notices", "0013_letter_history")]

    operations = [
        protect_history(TABLE),
        migrations.RunSQL(AS_THEY_STAND, migrations.RunSQL.noop),
    ]
