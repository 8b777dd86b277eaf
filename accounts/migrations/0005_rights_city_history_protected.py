"""What a city says about itself has a history from now on; it begins with how it stands.

Cities are made, and their rows written, outside of any city: so an event of a city may be added everywhere, as its row
may be changed everywhere. It is read inside the city alone.
"""

from django.db import migrations

from accounts.security import APP_ROLE

TABLE = "accounts_cityevent"
COLUMNS = "id, slug, name, country, time_zone, languages, emergency_number, worry_channel, created_at"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_rights_city_history")]

    operations = [
        migrations.RunSQL(
            f"""
            INSERT INTO {TABLE} (pgh_created_at, pgh_label, pgh_obj_id, {COLUMNS})
                SELECT clock_timestamp(), 'insert', id, {COLUMNS} FROM accounts_city;
            ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
            CREATE POLICY own_city ON {TABLE}
                USING (city_id = current_setting('app.city')::bigint) WITH CHECK (true);
            REVOKE UPDATE, DELETE, TRUNCATE ON {TABLE} FROM {APP_ROLE};
            """,
            f"""
            DROP POLICY own_city ON {TABLE};
            ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY;
            """,
        )
    ]
