"""The indexes with which the console finds words in press releases (`sessions_app.console.text_search`).

On PostgreSQL only. Without the right to make the extension pg_trgm, or where the server does not have it,
there are none: the console then searches the newest press releases, and says so.
"""

from django.db import DatabaseError, migrations

WITHOUT = """
    The search for words in press releases has no index, and finds the newest ones only: {error}
    Let a superuser of PostgreSQL run `CREATE EXTENSION pg_trgm` in this database (the package
    postgresql-contrib has it), and then make the indexes:
    manage.py migrate assistant 0005 && manage.py migrate assistant
"""
# As Django writes `icontains`. Writers do not wait for them; one that was cut off is made anew.
INDEXES = {
    "fact_words": """
        CREATE INDEX CONCURRENTLY fact_words ON assistant_fact
        USING gin (UPPER(value::text) gin_trgm_ops) WHERE superseded_at IS NULL
    """,
    "release_version_words": """
        CREATE INDEX CONCURRENTLY release_version_words ON assistant_releaseversion
        USING gin (UPPER(text::text) gin_trgm_ops)
    """,
}


def add_indexes(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        try:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except DatabaseError as error:
            print(WITHOUT.format(error=str(error).splitlines()[0]))
            return
        for name, statement in INDEXES.items():
            cursor.execute(f"DROP INDEX IF EXISTS {name}")
            cursor.execute(statement)


def remove_indexes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            for name in INDEXES:
                cursor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):

    atomic = False  # for CONCURRENTLY

    dependencies = [
        ('assistant', '0005_documents_and_costs'),
    ]

    operations = [
        migrations.RunPython(add_indexes, remove_indexes),
    ]
