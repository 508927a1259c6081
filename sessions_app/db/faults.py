"""What is wrong with the database, in words for a log line: an error's own text may quote rows."""

from django.db import Error, OperationalError

_REASONS = {
    # SQLSTATEs and their classes (PostgreSQL's documentation, appendix "Error Codes")
    "08": "gone",
    "57P": "gone",
    "53": "full",  # disk, memory, connections
    "55P03": "locked",
    "40": "locked",  # deadlocks and what was rolled back for others' sake
    "57014": "timed out",
    "25P03": "timed out",
    "25P04": "timed out",
    # SQLite's result codes (https://www.sqlite.org/rescode.html)
    "SQLITE_CANTOPEN": "gone",
    "SQLITE_FULL": "full",
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_PROTOCOL": "locked",
    "SQLITE_INTERRUPT": "timed out",
    # Classes of errors without a code: the server said nothing. Also where it refused to connect
    # (libpq has only a text then, in the server's language).
    "ConnectionTimeout": "timed out",
    "TimeoutError": "timed out",
    "OperationalError": "gone",
    "InterfaceError": "gone",
}


def reason(error: BaseException) -> str:
    """Return "gone", "full", "locked" or "timed out" for a database error, "failed" for all others."""
    beginning_of = code(error).startswith
    return next((word for beginning, word in _REASONS.items() if beginning_of(beginning)), "failed")


def code(error: BaseException) -> str:
    """Return the SQLSTATE or SQLite's name for a database error, else the name of its class."""
    driver = error.__cause__ or error  # Django's errors wrap the driver's
    named = getattr(driver, "sqlstate", None) or getattr(driver, "sqlite_errorname", None)
    return named or type(driver).__name__


def is_unusable(error: BaseException | None) -> bool:
    """Return True if `error` says that the database cannot be used now, whatever the statement."""
    return isinstance(error, Error) and reason(error) != "failed"


def describe(error: BaseException) -> dict[str, str]:
    """Return what a log line says of `error`: no value of a row, no statement."""
    if not isinstance(error, Error):
        return {"error": type(error).__name__}
    said = {
        "reason": reason(error),
        "code": code(error),
        "constraint": _constraint(error),
        "words": _connection_words(error),
    }
    return {key: word for key, word in said.items() if word}


def in_words(error: BaseException) -> str:
    """Return what `describe` says, for a command's output."""
    return f"The database failed: {', '.join(describe(error).values())}"


def _constraint(error: BaseException) -> str:
    """Return the constraint or the column that a row does not fit, as the schema calls it; else ""."""
    driver = error.__cause__ or error
    if diagnostics := getattr(driver, "diag", None):
        column = f"{diagnostics.table_name}.{diagnostics.column_name}" if diagnostics.column_name else ""
        return diagnostics.constraint_name or column
    # "NOT NULL constraint failed: table.column"; a trigger's words are its own.
    is_schema = code(error).startswith("SQLITE_CONSTRAINT") and code(error) != "SQLITE_CONSTRAINT_TRIGGER"
    return str(driver).partition("constraint failed: ")[2] if is_schema else ""


def _connection_words(error: BaseException) -> str:
    """Return why there is no connection, in libpq's words ("password authentication failed"); else "".

    What has no SQLSTATE does not come from a statement. SQLite's errors all have a name.
    """
    driver = error.__cause__ or error
    is_libpq = isinstance(error, OperationalError) and getattr(driver, "sqlstate", "") is None
    return " ".join(str(driver).split()) if is_libpq else ""
