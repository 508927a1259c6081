"""What OpenAI's errors mean for a turn: statuses, codes and headers, without the SDK.

Sources: _exceptions.py, _base_client.py, types/responses/response_error.py and response.py of the
package (3.54), and the error guide of the platform documentation.
"""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from assistant.errors import AssistantError

OPEN_CALL = "no_tool_output"
"""Our code for the 400 that a function call without an output causes. Without a repair the thread is lost."""

BROKEN = "thread_broken"
"""Our code for a 400 that is caused by what is in the thread: every later call gets it too."""

# From the messages of these 400s, which have no code: github.com/openai/openai-agents-js, issues 929 and 425.
_BROKEN_MESSAGES = ("was provided without its required", "Duplicate item found")

LOCKED_RETRY_SECONDS = 2.0
"""OpenAI says "retry in a few seconds" and sends no header."""

# Codes (or types) and HTTP statuses by which OpenAI refuses our account, whoever asks: the key, the credit,
# the model, the country.
_ACCOUNT = {
    "insufficient_quota",
    "billing_hard_limit_reached",
    "billing_not_active",
    "model_not_found",
    "unsupported_model",
    "invalid_api_key",
}
_ACCOUNT_STATUSES = {401, 402, 403}

_NO_MODEL = re.compile("[Tt]he (requested )?model .* does not exist")
"""Some of these errors have no code: "The model `gpt-9` does not exist or you do not have access to it."."""

# Temporary HTTP statuses -> True if the call may have succeeded all the same.
_PASSING = {408: True, 409: False, 429: False}

# `error.code` of a failed response, and `incomplete_details.reason` -> True if permanent.
_FAILED = {"server_error": False, "rate_limit_exceeded": False, "vector_store_timeout": False}
_INCOMPLETE = {
    "max_output_tokens": False,
    "content_filter": True,
    "max_messages": False,
    "steered": False,
}


def refused(
    *,
    status: int,
    code: str,
    kind: str,
    message: str,
    param: str,
    headers: Mapping[str, str],
    thread_id: str,
) -> AssistantError:
    """Translate an HTTP error. `kind` is its `type`, `param` the parameter that it names, "" for none.

    `thread_id` is "" for calls without a thread.
    """
    word = code or f"http_{status}"
    if _ACCOUNT & {code, kind}:
        return AssistantError(code=code or kind, permanent=True, account=True)
    if status in _ACCOUNT_STATUSES:
        return AssistantError(code=word, permanent=True, account=True)
    if status in (400, 404) and (param == "model" or _NO_MODEL.search(message)):
        return AssistantError(code=code or "model_not_found", permanent=True, account=True)
    if code == "conversation_locked":
        return AssistantError(code=code, retry_after=LOCKED_RETRY_SECONDS)
    if status == 400 and "No tool output found" in message:
        return AssistantError(code=OPEN_CALL, thread_lost=True, refused=True)
    if status == 400 and thread_id and any(part in message for part in _BROKEN_MESSAGES):
        return AssistantError(code=BROKEN, thread_lost=True, refused=True)
    if status == 404 and thread_id and "Invalid URL" not in message:
        return AssistantError(code=word, thread_lost=True)
    if status >= 500:
        return AssistantError(code=word, retry_after=retry_after(headers), uncertain=True)
    if status in _PASSING:
        return AssistantError(code=word, retry_after=retry_after(headers), uncertain=_PASSING[status])
    return AssistantError(code=word, permanent=True, refused=status == 400)


def unfinished(response: Mapping[str, Any]) -> AssistantError | None:
    """Translate a response that arrived without an HTTP error; None if it is complete.

    The error is `uncertain`, because messages and calls up to then may be in the thread.
    """
    status, usage = response.get("status"), response.get("usage")
    if status == "completed":
        return None
    if status == "failed":
        code = (response.get("error") or {}).get("code") or "failed"
        return AssistantError(code=code, permanent=_FAILED.get(code, True), uncertain=True, usage=usage)
    if status == "incomplete":
        reason = (response.get("incomplete_details") or {}).get("reason") or "incomplete"
        return AssistantError(
            code=reason, permanent=_INCOMPLETE.get(reason, False), uncertain=True, usage=usage
        )
    return AssistantError(code=f"response_{status}", uncertain=True, usage=usage)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait by `retry-after-ms` or `retry-after` (a number or an HTTP date), or None."""
    for header, divisor in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            seconds = float(headers.get(header, "")) / divisor
        except ValueError:
            continue
        if math.isfinite(seconds):
            return max(seconds, 0.0)
    try:
        moment = parsedate_to_datetime(headers.get("retry-after", ""))
    except ValueError:
        return None
    return max((moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds(), 0.0)
