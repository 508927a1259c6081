"""The role of PostgreSQL that the processes work as: it owns nothing, and cannot change the audit log.

The role that migrates owns the tables. An owner could drop the triggers that keep the audit log.
"""

from django.db import connection, transaction
from psycopg.sql import SQL, Identifier, Literal

ROLE = "whatspr_app"
GRANTS = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",  # PostgreSQL 14 and older
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    # Of tables that later migrations make.
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {role}",
    # A trigger says which entries may be deleted.
    "REVOKE UPDATE ON {audit} FROM {role}",
)


def grant(*, password: str, audit_table: str, role: str = ROLE) -> None:
    """Make `role`, or give it this password, and grant what the processes need. It may be done again.

    As the owner of the tables, who may make roles. Raises DatabaseError.
    """
    names = {"role": Identifier(role), "audit": Identifier(audit_table)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        verb = SQL("ALTER" if cursor.fetchone() else "CREATE")
        attributes = SQL("{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {password}")
        statements = [attributes.format(verb=verb, password=Literal(password), **names)]
        statements += [SQL(text).format(**names) for text in GRANTS]
        for statement in statements:
            cursor.execute(statement.as_string(connection.connection))
