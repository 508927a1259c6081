"""What can go wrong at a vendor, and the plan that hands faults to requests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from typing import Any

# Faults of the transport, known to both fakes. "before": the work is not done; "after": it is, and
# nobody is told.
TRANSPORT_KINDS = frozenset({"http", "reset_before", "reset_after", "hang_before", "hang_after"})

Payload = Mapping[str, Any]
Predicate = Callable[[Payload], bool]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail.

    kind:
      http                       `status` and the vendor's error body, the work not done
      reset_before, reset_after  TCP reset before, or after, the work was done
      hang_before, hang_after    no answer until the server stops, without, or with, the work done
      failed, incomplete         (OpenAI) 200 with that response status
      empty_text, long_text      (OpenAI) a final message of 0, or of `length`, characters
      delete_conversation        (OpenAI) the conversation is deleted first, so the answer is 404
      break_conversation         (OpenAI) from now on each response in it is a 400 with `code` and `message`
      undelivered                (Twilio) accepted, then called back as failed with ErrorCode `code`
    `code`, `message` and `headers` go with http; `rfc9457` (Twilio) gives its body the newer shape
    that the SDK raises as TwilioServiceException.
    """

    kind: str
    status: int = 500
    code: str | int | None = None
    message: str = "The fake was told to fail."
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int = 5000
    rfc9457: bool = False

    @classmethod
    def http(
        cls,
        status: int,
        code: str | int | None = None,
        *,
        retry_after: float | None = None,
        **more: Any,
    ) -> Fault:
        """An HTTP error; `retry_after` (seconds) sets the Retry-After header."""
        headers = dict(more.pop("headers", {}))
        if retry_after is not None:
            headers["Retry-After"] = f"{retry_after:g}"
        return cls("http", status=status, code=code, headers=headers, **more)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Fault:
        """The fault a `POST /_control` describes by the field names above.

        Raises ValueError for an unknown field.
        """
        unknown = set(data) - {known.name for known in fields(cls)}
        if unknown or "kind" not in data:
            raise ValueError(f"not a fault: {dict(data)!r} (unknown: {sorted(unknown)})")
        return cls(**data)


@dataclass(slots=True)
class _Planned:
    fault: Fault
    times: int | None
    path: str
    method: str | None
    when: Predicate | None

    def fits(self, method: str, path: str, payload: Payload) -> bool:
        if self.method not in (None, method) or not fnmatchcase(path, self.path):
            return False
        return self.when is None or self.when(payload)


class FaultPlan:
    """Faults in the order they were planned; each request takes at most one.

    Safe to use from any thread.
    """

    def __init__(self, kinds: frozenset[str]) -> None:
        self._kinds = kinds
        self._planned: list[_Planned] = []
        self._lock = threading.Lock()

    def add(
        self,
        fault: Fault,
        times: int | None,
        *,
        path: str,
        method: str | None,
        when: Predicate | None,
    ) -> None:
        """Plan `fault` for the next `times` fitting requests (None: all).

        ValueError for a kind not known here.
        """
        if fault.kind not in self._kinds:
            raise ValueError(f"unknown kind of fault {fault.kind!r}; this fake knows {sorted(self._kinds)}")
        with self._lock:
            self._planned.append(_Planned(fault, times, path, method, when))

    def take(self, method: str, path: str, payload: Payload) -> Fault | None:
        """The first fault that fits this request, used up once more; None to succeed."""
        if not self._planned:
            return None
        with self._lock:
            for planned in self._planned:
                if planned.fits(method, path, payload):
                    if planned.times is not None:
                        planned.times -= 1
                        if planned.times <= 0:
                            self._planned.remove(planned)
                    return planned.fault
        return None

    def pending(self) -> int:
        """How many planned faults have not been used up."""
        with self._lock:
            return len(self._planned)

    def clear(self) -> None:
        """Forget all planned faults."""
        with self._lock:
            self._planned.clear()


def subset(wanted: Payload) -> Predicate:
    """True for payloads with all these keys and values: what `when` means in `/_control`."""
    return lambda payload: all(payload.get(key) == value for key, value in wanted.items())
