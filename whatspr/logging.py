"""Logging of all processes: one event for each line, on stderr, without phone numbers or texts."""

import logging
import logging.config
import sys
import traceback

import structlog
from django.db import Error
from django.utils.log import CallbackFilter

from sessions_app.db import faults
from sessions_app.messages import document_links

LIBRARY_LEVELS = {
    # Below WARNING these loggers reveal phone numbers and texts.
    **dict.fromkeys(("twilio", "urllib3", "httpx2", "httpcore2", "openai", "django.db.backends"), "WARNING"),
    **dict.fromkeys(("asyncio", "axes", "django_q", "django-q"), "WARNING"),
}


SECURITY_CHARACTERS = 126
"""Of what Django says of a refused request: `Invalid HTTP_HOST header: ` and 100 of what was asked for."""


def database_error_in_words(
    _: structlog.typing.WrappedLogger, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Log a database error by its kind.

    Its text may quote rows. Its stack helps only if the statement is at fault.
    """
    error = event.get("exc_info")
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, Error):
        event.update(faults.describe(error), exc_info=None)
        if not faults.is_unusable(error):
            event["exception"] = "".join(traceback.format_tb(error.__traceback__))
    return event


def refused_request_in_one_line(
    _: structlog.typing.WrappedLogger, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Log what Django refuses (a foreign Host header) without its stack: anybody can cause many of them."""
    if event["logger"].startswith("django.security."):
        event.update(event=event["event"][:SECURITY_CHARACTERS], exc_info=None)
    return event


def without_tokens(
    _: structlog.typing.WrappedLogger, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Hide the tokens of document links in every log line: anybody with a token may fetch its document."""
    for key, value in event.items():
        if isinstance(value, str) and document_links.PREFIX in value:
            event[key] = document_links.without_tokens(value)
    return event


def is_news(record: logging.LogRecord) -> bool:
    """Return False for Django's word about a 503: our views answer it themselves, and log why."""
    return bool(record.exc_info) or getattr(record, "status_code", None) != 503


def configure_logging(*, log_format: str, level: str) -> None:
    """Configure structlog and the standard library's logging in the same way.

    `log_format` is "json" or "console", `level` a name of the logging module.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        database_error_in_words,
        refused_request_in_one_line,
        without_tokens,
    ]
    rendering: list[structlog.typing.Processor]
    if log_format == "json":
        rendering = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        plain = structlog.dev.plain_traceback
        rendering = [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "event": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        *rendering,
                    ],
                }
            },
            "filters": {"news": {"()": CallbackFilter, "callback": is_news}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "event"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {name: {"level": least} for name, least in LIBRARY_LEVELS.items()}
            | {"django.request": {"level": "ERROR", "filters": ["news"]}},  # it repeats each 4xx
        }
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
