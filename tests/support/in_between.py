"""Something is done by somebody else between any two transactions of our code, one place after the other.

Where threads work side by side, the order of their transactions differs from run to run: `since` names a
moment that does not.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, get_ident

from django.db import connection

from tests.support.sudden_end import Watcher, watching


class _Moment(Watcher):
    """Does `deed` once, before the `number`-th transaction that begins `since` then."""

    def __init__(self, number: int, deed: Callable[[], object], since: Callable[[], bool]) -> None:
        self._left, self._deed, self._since, self._counting = number, deed, since, Lock()
        self._doer = 0
        self.has_come = False

    def before(self, statement: str) -> None:
        if get_ident() == self._doer or not _begins() or not self._since():
            return
        with self._counting:
            is_now = self._left == 0
            self._left -= 1
        if is_now:
            self.has_come = True
            with ThreadPoolExecutor(1) as other:
                other.submit(self._do).result()

    def _do(self) -> None:
        self._doer = get_ident()
        try:
            self._deed()
        finally:
            connection.close()


def _begins() -> bool:
    """Return True if this thread's connection is in no transaction: the statement begins one, or is one."""
    driver = connection.connection
    if connection.vendor == "sqlite":
        return not driver.in_transaction
    return bool(driver.info.transaction_status == 0)  # idle


def between(
    number: int,
    deed: Callable[[], object],
    *,
    work: Callable[[], object],
    since: Callable[[], bool] = lambda: True,
) -> bool:
    """Do `work`, with `deed` before its transaction `number`, from 0; return whether there are so many."""
    moment = _Moment(number, deed, since)
    with watching(moment):
        work()
    return moment.has_come
