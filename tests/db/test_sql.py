"""Plain SQL on the driver's own connection: its errors are Django's, whenever they come."""

import pytest
from django.db import Error, connection, transaction

from sessions_app.db.sql import Literal, fetch

pytestmark = pytest.mark.django_db


def test_an_error_of_a_later_row_is_djangos_too_and_marks_the_connection() -> None:
    row = "1 / n" if connection.vendor == "postgresql" else "abs(n)"  # the second one fails
    second = 0 if connection.vendor == "postgresql" else -(2**63)
    connection.errors_occurred = False
    with pytest.raises(Error), transaction.atomic():
        fetch(f"SELECT {row} FROM (SELECT 1 AS n UNION ALL SELECT %s) AS numbers", [second])
    assert connection.errors_occurred or connection.vendor == "postgresql"  # a DataError there
    connection.errors_occurred = False


def test_only_a_word_can_stand_in_a_statement() -> None:
    with pytest.raises(ValueError, match="may not stand"):
        Literal("queued' OR '1'='1").as_sql(None, connection)
