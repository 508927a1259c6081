"""The interviewer's exception."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


class AssistantError(Exception):
    """A turn could not be answered. Carries no message text, so it may be logged and stored.

    permanent     a retry of the same turn will fail again
    code          the vendor's code, or ours ("empty_reply", "timeout", ...)
    retry_after   seconds that the vendor asks us to wait, None if it does not say
    uncertain     the call may have succeeded: the next attempt has to look (`resuming=True`)
    thread_lost   the thread cannot be used any more: open another one
    account       the vendor refuses our account: no turn can be answered until an operator has seen to it
    refused       the vendor calls the request wrong (HTTP 400): the turn is bad, or its thread is broken
    usage         what the answer used that came all the same
    request_ids   of the call that failed, for a log line: what its vendor's support asks for
    """

    request_ids: Mapping[str, str] = MappingProxyType({})

    def __init__(
        self,
        *,
        code: str,
        permanent: bool = False,
        retry_after: float | None = None,
        uncertain: bool = False,
        thread_lost: bool = False,
        refused: bool = False,
        account: bool = False,
        usage: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.retry_after = retry_after
        self.uncertain = uncertain
        self.thread_lost = thread_lost
        self.refused = refused
        self.account = account
        self.usage = usage or {}
