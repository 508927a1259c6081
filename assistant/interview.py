"""The interview: selects the interviewer, and has the types that a turn needs to talk to it."""

import os
from functools import lru_cache

from django.conf import settings

from assistant.errors import AssistantError
from assistant.interviewer import (
    MAX_RECAP,
    Choice,
    InterviewContext,
    Interviewer,
    Medium,
    PastMessage,
    Reply,
    UserMessage,
    UserTurn,
)

__all__ = [
    "MAX_RECAP",
    "AssistantError",
    "Choice",
    "InterviewContext",
    "Interviewer",
    "Medium",
    "PastMessage",
    "Reply",
    "UserMessage",
    "UserTurn",
    "get_interviewer",
]


def get_interviewer() -> Interviewer:
    """Return this process's interviewer: OpenAI if OPENAI_API_KEY is set, else the scripted one.

    It opens no connection before its first call. Each interviewer is imported here: most commands need
    neither, and start in half the time (`benchmarks start`). A fork or changed settings get a new one.
    """
    if not settings.OPENAI_API_KEY:
        return _offline_interviewer()
    return _openai_interviewer(
        os.getpid(),
        settings.OPENAI_API_KEY,
        settings.OPENAI_BASE_URL or None,
        settings.OPENAI_TIMEOUT_SECONDS,
    )


@lru_cache(maxsize=1)
def _openai_interviewer(pid: int, api_key: str, base_url: str | None, timeout: float) -> Interviewer:
    from assistant.openai.api import OpenAIApi
    from assistant.openai.interview import OpenAIInterviewer

    return OpenAIInterviewer(api=OpenAIApi(api_key=api_key, base_url=base_url, timeout=timeout))


@lru_cache(maxsize=1)
def _offline_interviewer() -> Interviewer:
    from assistant.offline.interview import OfflineInterviewer

    return OfflineInterviewer()
