"""Logging of all processes: one event for each line, on stderr, without phone numbers or texts."""

import logging
import logging.config

import structlog

LIBRARY_LEVELS = {
    # Below WARNING these loggers reveal phone numbers and texts.
    **dict.fromkeys(("twilio", "urllib3", "httpx2", "httpcore2", "openai", "django.db.backends"), "WARNING"),
    **dict.fromkeys(("asyncio", "axes", "django_q", "django-q"), "WARNING"),
    # This logger repeats each 4xx.
    "django.request": "ERROR",
}


def configure_logging(*, log_format: str, level: str) -> None:
    """Configure structlog and the standard library's logging in the same way.

    `log_format` is "json" or "console", `level` a name of the logging module.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
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
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "event"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {name: {"level": least} for name, least in LIBRARY_LEVELS.items()},
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
