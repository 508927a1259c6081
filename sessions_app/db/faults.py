"""What is wrong with the database, in words for a log line: an error's own text may quote rows."""

from django.db import Error

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
    """Return what a log line says of `error`, without any text of a database's."""
    if isinstance(error, Error):
        return {"reason": reason(error), "code": code(error)}
    return {"error": type(error).__name__}
