"""The ids by which OpenAI's support finds a request: its own, and one that we send along.

See "Debugging requests" at https://developers.openai.com/api/reference/overview: ours (`X-Client-Request-Id`)
helps where no answer came, has at most 512 ASCII characters, and should be unique for each request.
"""

import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

from structlog.contextvars import get_contextvars

_last: ContextVar[dict[str, str]] = ContextVar("openai_request_ids")


async def send_ours(request: Any) -> None:
    """Send the request id of the log lines along, with something behind it: a turn makes several requests."""
    drawn = uuid.uuid4()
    known = get_contextvars().get("request_id")
    ours = f"{known}-{drawn.hex[:8]}" if known else str(drawn)
    request.headers["X-Client-Request-Id"] = ours
    _last.set({"client_request_id": ours})


async def note_theirs(response: Any) -> None:
    _last.get()["openai_request_id"] = response.headers.get("x-request-id", "")


HOOKS: Mapping[str, list[Callable[..., Any]]] = {"request": [send_ours], "response": [note_theirs]}
"""For httpx's `event_hooks`."""


def forget() -> None:
    """Forget the last request of this task."""
    _last.set({})


def of_last_request() -> dict[str, str]:
    """Return the ids of the last request of this task, for a log line; {} if none was made."""
    return _last.get()
