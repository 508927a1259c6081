"""Logging of all processes: one event for each line, on stderr, without phone numbers or texts.

What we log ourselves has neither. What libraries log may have both: of theirs only warnings are written,
without the values.
"""

import logging
import logging.config
import sys
import threading
from types import TracebackType

import structlog
from django.db import Error
from django.utils.log import CallbackFilter

from sessions_app.db import faults
from whatspr import tracebacks

OURS = ("assistant", "sessions_app", "webhooks", "whatspr")
"""The packages whose loggers write below WARNING too."""
OWN_HANDLERS = ("_granian", "granian.access")
"""Loggers that granian gives handlers of their own."""
HOST_CHARACTERS = 126
"""Of what Django says of a foreign host: `Invalid HTTP_HOST header: ` and 100 of what was asked for."""

log = structlog.get_logger(__name__)


def may_be_written(record: logging.LogRecord) -> bool:
    """Return False for what a library logs below WARNING."""
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] in OURS


def is_news(record: logging.LogRecord) -> bool:
    """Return False for Django's word about a 503: our views answer it themselves, and log why."""
    return bool(record.exc_info) or getattr(record, "status_code", None) != 503


def library_without_values(
    _: structlog.typing.WrappedLogger, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Log a library's warning by its words before the values are put in, and by the place that it comes from.

    Words without values may have been put together before, and a foreign Host header, which anybody can send
    many of, says only that. A request is named by its route.
    """
    record, values = event["_record"], event.pop("positional_args")
    event["at"] = f"{record.filename}:{record.lineno}"
    if record.name == "django.security.DisallowedHost":
        event.update(event=event["event"][:HOST_CHARACTERS], exc_info=None)
    elif request := getattr(record, "request", None):
        match = request.resolver_match
        event.update(event="request_failed", status=record.status_code, route=match.route if match else "")
    elif not values:
        event["event"] = record.funcName
    return event


def exception_without_values(
    _: structlog.typing.WrappedLogger, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Log an exception by its type and its stack, one of the database by its kind too.

    The stack of a database's error helps only if the statement is at fault.
    """
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, Error):
        event.update(faults.describe(error))
    if error and not faults.is_unusable(error):
        event["exception"] = tracebacks.without_words(error)
    return event


def log_uncaught(kind: type[BaseException], error: BaseException | None, stack: TracebackType | None) -> None:
    """Log what nothing caught, in place of Python's own report; not at a prompt (`manage.py shell`)."""
    if issubclass(kind, Exception) and not hasattr(sys, "ps1"):
        log.critical("uncaught", exc_info=error)
    else:
        sys.__excepthook__(kind, error or kind(), stack)


def configure_logging(*, log_format: str, level: str) -> None:
    """Configure structlog and the standard library's logging in the same way.

    `log_format` is "json" or "console", `level` a name of the logging module.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        exception_without_values,
    ]
    rendering: list[structlog.typing.Processor]
    if log_format == "json":
        rendering = [structlog.processors.JSONRenderer()]
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
                    "foreign_pre_chain": [library_without_values, *shared],
                    "use_get_message": False,
                    "pass_foreign_args": True,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        *rendering,
                    ],
                }
            },
            "filters": {
                "written": {"()": CallbackFilter, "callback": may_be_written},
                "news": {"()": CallbackFilter, "callback": is_news},
            },
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "event", "filters": ["written"]}
            },
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {name: {"level": "WARNING", "propagate": True} for name in OWN_HANDLERS}
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
    # No line shows thread or process: finding them costs 6-10 % (docs.python.org/3/howto/logging.html).
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    sys.excepthook = log_uncaught
    threading.excepthook = lambda it: log_uncaught(it.exc_type, it.exc_value, it.exc_traceback)
    sys.unraisablehook = lambda it: log_uncaught(it.exc_type, it.exc_value, it.exc_traceback)
