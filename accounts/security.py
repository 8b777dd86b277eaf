"""What our migrations are made of: row-level security, and tables made at once.

Found in trials (see docs/adr/0002): the policy must use `current_setting` without `missing_ok`, so that a
query without a city raises instead of returning nothing; FORCE binds the owner as well; foreign keys ignore
policies, so every one between rows of a city is a composite `(city_id, …)` constraint.
"""

from collections.abc import Mapping

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from core.lengths import LONGEST

APP_ROLE = "groundwork_app"
WORKER_ROLE = "groundwork_worker"

# Given anew at the end of every `migrate`: whatever tables there are by then, and whoever made them.
# The worker lets changes take effect that waited for a second admin, so it changes and ends memberships and invites; it
# makes nobody a member, and turns no membership into that of somebody else or of another city. To hold a city it must
# be allowed to update some column of it.
RIGHTS_OF_WORKER = f"""
REVOKE INSERT, UPDATE, DELETE ON django_migrations, django_content_type, auth_permission, auth_group,
    auth_group_permissions FROM {APP_ROLE};
GRANT USAGE ON SCHEMA public TO {WORKER_ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {WORKER_ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {WORKER_ROLE};
GRANT EXECUTE ON FUNCTION records_erase_events, records_erase_accesses TO {WORKER_ROLE};
REVOKE ALL ON mfa_authenticator, account_emailaddress, account_emailconfirmation, accounts_hostaccess, django_session,
    accounts_user_groups, accounts_user_user_permissions, auth_group, auth_group_permissions FROM {WORKER_ROLE};
REVOKE INSERT, UPDATE, DELETE ON accounts_user, accounts_city, django_migrations, django_content_type,
    auth_permission, accounts_processingrecord FROM {WORKER_ROLE};
REVOKE INSERT, DELETE ON django_admin_log FROM {WORKER_ROLE};
REVOKE INSERT, UPDATE ON accounts_membership FROM {WORKER_ROLE};
GRANT UPDATE (role, clearance, suspended_at, unsigned_from) ON accounts_membership TO {WORKER_ROLE};
GRANT UPDATE (retention, changed_at) ON accounts_processingrecord TO {WORKER_ROLE};
GRANT UPDATE (created_at) ON accounts_city TO {WORKER_ROLE};
GRANT SELECT (session_key, expire_date), DELETE ON django_session TO {WORKER_ROLE};
"""  # noqa: S608  (names of roles)
# Event tables are added to and read, by either.
APPEND_ONLY_FOR_WORKER = f"""
SELECT format('REVOKE UPDATE, DELETE ON %I FROM {WORKER_ROLE}', c.relname)
FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    AND has_table_privilege('{WORKER_ROLE}', c.oid, 'UPDATE') AND NOT has_table_privilege('{APP_ROLE}', c.oid, 'UPDATE')
"""  # noqa: S608  (names of roles)


class AtOnce(Operation):
    """Operations that only add, with the models drawn once for all of them.

    Django draws every model that has to do with a changed one anew after each operation, and all of ours have to do
    with the city: that was four fifths of what migrating an empty database cost. Each operation sees the models as
    they are when all are done, so none may build on a state between.
    """

    def __init__(self, *operations: Operation) -> None:
        self.operations = operations

    @property
    def reversible(self) -> bool:  # type: ignore[override]
        return all(operation.reversible for operation in self.operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # drawn when somebody asks for it
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)


def no_city() -> migrations.RunSQL:
    """A city that there is not, until the migration is done.

    References are added when all else is, and checking them asks the policies of tables that are protected by then.
    """
    return migrations.RunSQL("SELECT set_config('app.city', '0', true)", migrations.RunSQL.noop)


def grant_to_app() -> migrations.RunSQL:
    """Rights of the application's role on every table of this database, made already or later.

    The role owns nothing and may not TRUNCATE. Runs as the owner, once, in the first migration.
    """
    return migrations.RunSQL(
        f"""
        GRANT USAGE ON SCHEMA public TO {APP_ROLE};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE};
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE};
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP_ROLE};
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP_ROLE};
        """,
        migrations.RunSQL.noop,
    )


def protect(table: str) -> migrations.RunSQL:
    """Row-level security for one table with a `city_id`, binding its owner too."""
    return migrations.RunSQL(
        f"""
        ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
        CREATE POLICY own_city ON "{table}"
            USING (city_id = current_setting('app.city')::bigint)
            WITH CHECK (city_id = current_setting('app.city')::bigint);
        """,
        f"""
        DROP POLICY own_city ON "{table}";
        ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;
        """,
    )


def protect_history(table: str) -> migrations.RunSQL:
    """The same for an event table, whose rows the application may add and read, never change."""
    sql = protect(table)
    return migrations.RunSQL(
        f'{sql.sql} REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {APP_ROLE};', sql.reverse_sql
    )


def same_city(table: str, references: Mapping[str, str], *, are_protected: bool = False) -> migrations.RunSQL:
    """Composite foreign keys: column → table whose rows of the same city it may point at.

    Where the tables pointed at `are_protected` already, the check of rows that are there would need a city: a new
    table has none, so it is left out; what is written later is checked all the same.
    """
    later = " NOT VALID" if are_protected else ""
    add, drop = [], []
    for column, target in references.items():
        name = f"{table}_{column}_same_city"
        add.append(
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (city_id, "{column}") '
            f'REFERENCES "{target}" (city_id, id) DEFERRABLE INITIALLY DEFERRED{later};'
        )
        drop.append(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}";')
    return migrations.RunSQL("\n".join(add), "\n".join(drop))


def bounded(table: str, *columns: str) -> migrations.RunSQL:
    """No text of these columns is longer than any may be (`core.lengths`); their forms ask for less.

    Rows that are there already are left as they are: a longer one does not hold up the update of the program.
    """
    within = " AND ".join(f'char_length("{column}") <= {LONGEST}' for column in columns)
    return migrations.RunSQL(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_lengths" CHECK ({within}) NOT VALID',
        f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_lengths"',
    )


def needs_processing_record(*tables: str) -> migrations.RunSQL:
    """No row of these tables before the city has written down why it may hold it (GDPR Art. 30).

    The function is made by the first migration that needs it; the message reaches people only where code forgot to
    ask first.
    """
    make = "\n".join(
        f'CREATE TRIGGER needs_processing_record BEFORE INSERT ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION needs_processing_record();"
        for table in tables
    )
    drop = "\n".join(f'DROP TRIGGER needs_processing_record ON "{table}";' for table in tables)
    return migrations.RunSQL(make, drop)


def make_needs_processing_record() -> migrations.RunSQL:
    """The function behind `needs_processing_record`."""
    return migrations.RunSQL(
        """
        CREATE FUNCTION needs_processing_record() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT EXISTS (
                SELECT FROM accounts_processingrecord WHERE city_id = current_setting('app.city')::bigint
            ) THEN
                RAISE EXCEPTION 'This city has no processing record: nothing is kept before it is filled.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$;
        """,
        "DROP FUNCTION needs_processing_record();",
    )
