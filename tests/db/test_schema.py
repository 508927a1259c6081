"""Which migrations of this code the database lacks, without loading them."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from sessions_app.db import schema

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_migrated_database_lacks_nothing() -> None:
    assert schema.missing_migrations() == []


def test_the_files_are_those_that_django_would_load() -> None:
    loaded = MigrationLoader(connection).disk_migrations
    assert schema._of_this_code() == loaded.keys()


def test_what_newer_code_has_applied_is_no_lack() -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_applied("sessions_app", "9999_of_the_next_release")
    assert schema.missing_migrations() == []
    recorder.record_unapplied("sessions_app", "9999_of_the_next_release")


def test_a_database_without_any_table_lacks_them_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO elsewhere")
    try:
        assert len(schema.missing_migrations()) == len(schema._of_this_code())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO django_migrations")


def test_what_is_taken_back_is_missing() -> None:
    call_command("migrate", "sessions_app", "0021_figures", verbosity=0)
    try:
        assert schema.missing_migrations()[0] == "sessions_app.0022_running"
    finally:
        call_command("migrate", verbosity=0)
