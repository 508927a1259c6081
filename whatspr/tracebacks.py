"""Tracebacks without values: an exception's words may quote a number, a text or a whole row."""

import errno
import traceback
from collections.abc import Iterator

from django.db import Error

from assistant.errors import AssistantError
from sessions_app.db import faults

_HEADER = "Traceback (most recent call last):\n"


def without_words(error: BaseException) -> str:
    """Return the stack and the type of `error` and of what led to it, the first cause first.

    In place of the words stands what has no values: what `faults.describe` says of a database's error, the
    code of an interviewer's, the name of an operating system's.
    """
    return "\nthen:\n".join(reversed([_described(one) for one in _chain(error)]))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _described(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    stack = traceback.format_tb(error.__traceback__)
    return "".join([*(stack and [_HEADER]), *stack, " ".join([name, *_details(error)])])


def _details(error: BaseException) -> list[str]:
    match error:
        case Error():
            return [f"{key}={value}" for key, value in faults.describe(error).items()]
        case AssistantError():
            return [error.code]
        case OSError(errno=int(number)) if number in errno.errorcode:
            return [errno.errorcode[number]]
    return []
