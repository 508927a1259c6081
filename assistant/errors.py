"""The one exception of the interviewer."""


class AssistantError(Exception):
    """A turn could not be answered. Carries no message text, so it may be logged and stored.

    permanent     the same turn will fail again, however often it is tried
    code          the vendor's word for it, or ours ("empty_reply", "timeout", ...)
    retry_after   seconds that the vendor asks us to wait, None where it does not say
    uncertain     the call may have been done: the next attempt has to look (`resuming=True`)
    thread_lost   the thread can never be used (again): open another one
    """

    def __init__(
        self,
        *,
        code: str,
        permanent: bool = False,
        retry_after: float | None = None,
        uncertain: bool = False,
        thread_lost: bool = False,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.retry_after = retry_after
        self.uncertain = uncertain
        self.thread_lost = thread_lost
