"""How long each step of a turn took, from the webhook to the user's phone, and what failed on the way."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from sessions_app.console.times import duration
from sessions_app.console.twilio_errors import in_words
from sessions_app.models import OutboundMessage, TurnAttempt
from sessions_app.telemetry import model_usage
from sessions_app.telemetry.model_usage import Usage

State = OutboundMessage.State

MAX_TURNS = 20
_MAX_ATTEMPTS = 8 * MAX_TURNS
_LEAST_WIDTH = 0.5
"""In per cent, so that even the shortest span is visible."""

LABELS = {
    "quiet": "waiting for more messages",
    "queue": "waiting for its turn",
    "wait": "waiting for a free slot",
    "thread": "opening the thread",
    "retell": "sending the recap",
    "model": "the model",
    "tool": "tools",
    "commit": "our own work",
    "retry": "waiting for the next attempt",
    "operator": "waiting for an operator",
    "outbox": "waiting in the outbox",
    "twilio": "handing over to Twilio",
    "delivery": "delivery to the phone",
}
"""Kind of span -> its label."""

_KIND_OF_STEP = {"wait": "wait", "open thread": "thread", "retell": "retell", "model": "model"}
"""Name of a step in `TurnAttempt.steps` -> kind of span. Other names are tools, within the model's time."""
_LOST = frozenset({State.FAILED, State.UNDELIVERED, State.UNCERTAIN})


@dataclass(frozen=True, kw_only=True)
class Span:
    """A bar: `start` in seconds since the webhook; `left` and `width` in per cent of the turn."""

    kind: str
    label: str
    start: float
    seconds: float
    left: float = 0
    width: float = 0

    @property
    def took(self) -> str:
        return duration(self.seconds)


@dataclass(frozen=True, kw_only=True)
class Attempt:
    number: int
    outcome: str
    error: str
    took: str


@dataclass(frozen=True, kw_only=True)
class TurnTimes:
    turn: UUID
    received_at: datetime
    messages: int
    outcome: str
    went_wrong: bool
    total: str
    verdict: str
    """The longest kind of span, in words."""
    spans: tuple[Span, ...]
    attempts: tuple[Attempt, ...]
    delivery: str
    """What became of the reply, in words."""
    usage: Usage


def of_phone(phone: str) -> tuple[TurnTimes, ...]:
    """Return the last `MAX_TURNS` turns of `phone`, newest first, with three queries."""
    attempts: dict[UUID, list[TurnAttempt]] = defaultdict(list)
    for row in TurnAttempt.objects.filter(phone=phone).order_by("-id")[:_MAX_ATTEMPTS]:
        attempts[row.turn].insert(0, row)
    turns = list(attempts)[:MAX_TURNS]
    used = model_usage.of_turns(phone, turns)
    replies: dict[UUID | None, list[OutboundMessage]] = defaultdict(list)
    for part in OutboundMessage.objects.filter(phone=phone, turn__in=turns).order_by("id"):
        replies[part.turn].append(part)
    return tuple(_times(turn, attempts[turn], replies[turn], used[turn]) for turn in turns)


def _times(
    turn: UUID, attempts: Sequence[TurnAttempt], parts: Sequence[OutboundMessage], used: Usage
) -> TurnTimes:
    began = attempts[0].received_at
    spans = [*_spans_of_attempts(began, attempts), *_spans_of_reply(began, parts)]
    spans.sort(key=lambda span: span.start)
    total = max((span.start + span.seconds for span in spans), default=0)
    last = attempts[-1]
    return TurnTimes(
        turn=turn,
        received_at=began,
        messages=last.messages,
        outcome=last.get_outcome_display().lower(),
        went_wrong=last.outcome in (TurnAttempt.Outcome.FAILED, TurnAttempt.Outcome.RETRIED)
        or any(part.state in _LOST for part in parts),
        total=duration(total),
        verdict=_verdict(spans, total),
        spans=tuple(_placed(span, total) for span in spans),
        attempts=tuple(
            Attempt(
                number=attempt.attempt,
                outcome=attempt.get_outcome_display().lower(),
                error=attempt.error,
                took=duration((attempt.ended_at - attempt.claimed_at).total_seconds()),
            )
            for attempt in attempts
        ),
        delivery=_delivery(parts),
        usage=used,
    )


def _span(kind: str, began: datetime, since: datetime, until: datetime) -> Span:
    start = max(0.0, (since - began).total_seconds())
    seconds = max(0.0, (until - since).total_seconds())
    return Span(kind=kind, label=LABELS[kind], start=start, seconds=seconds)


def _spans_of_attempts(began: datetime, attempts: Sequence[TurnAttempt]) -> Iterable[Span]:
    first = attempts[0]
    quiet_until = first.due_at + timedelta(seconds=first.quiet_seconds)
    yield from _waits(began, first, began, first.due_at, "queue")
    if first.quiet_seconds:
        yield _span("quiet", began, first.due_at, quiet_until)
    yield from _waits(began, first, quiet_until, first.claimed_at, "queue")
    for attempt in attempts:
        yield from _steps(began, attempt)
    for one, following in pairwise(attempts):
        yield from _waits(began, following, one.ended_at, following.claimed_at, "retry")


def _waits(
    began: datetime, attempt: TurnAttempt, since: datetime, until: datetime, kind: str
) -> Iterable[Span]:
    """Yield how `attempt` waited between two moments: for an operator while it was held, else for `kind`."""
    if attempt.outcome == TurnAttempt.Outcome.OPERATOR:
        held_from, held_until = since, until
    else:
        held_from, held_until = attempt.held or (until, until)
    held_from, held_until = max(since, held_from), min(until, held_until)
    if held_from >= held_until:
        held_from = held_until = until
    waits = [(kind, since, held_from), ("operator", held_from, held_until), (kind, held_until, until)]
    yield from (_span(name, began, start, end) for name, start, end in waits if start < end)


def _steps(began: datetime, attempt: TurnAttempt) -> Iterable[Span]:
    claimed = max(0.0, (attempt.claimed_at - began).total_seconds())
    took = max(0.0, (attempt.ended_at - attempt.claimed_at).total_seconds())
    done = 0.0
    for step in attempt.steps:
        if step["name"] in ("held", "quiet"):  # before the claim
            continue
        kind = _KIND_OF_STEP.get(step["name"], "tool")
        label = step["name"] if kind == "tool" else LABELS[kind]
        yield Span(kind=kind, label=label, start=claimed + step["at"], seconds=step["seconds"])
        done = max(done, step["at"] + step["seconds"])
    if took > done:
        yield Span(kind="commit", label=LABELS["commit"], start=claimed + done, seconds=took - done)


def _spans_of_reply(began: datetime, parts: Sequence[OutboundMessage]) -> Iterable[Span]:
    """Yield the spans of the last part that was attempted. A read receipt does not end a delivery."""
    tried = [part for part in parts if part.attempted_at]
    if not tried:
        return
    last = tried[-1]
    assert last.attempted_at  # noqa: S101 - tells mypy
    yield _span("outbox", began, tried[0].created_at, last.attempted_at)
    if last.accepted_at:
        yield _span("twilio", began, last.attempted_at, last.accepted_at)
        if last.status_at and last.state == State.DELIVERED:
            yield _span("delivery", began, last.accepted_at, last.status_at)


def _placed(span: Span, total: float) -> Span:
    """Return `span` with its position on a bar that is `total` seconds wide."""
    width = max(_LEAST_WIDTH, 100 * span.seconds / total) if total else 100.0
    left = min(100 * span.start / total, 100 - _LEAST_WIDTH) if total else 0.0
    return Span(
        kind=span.kind,
        label=span.label,
        start=span.start,
        seconds=span.seconds,
        left=round(left, 2),
        width=round(min(width, 100 - left), 2),
    )


def _verdict(spans: Sequence[Span], total: float) -> str:
    """Name the longest kind of span. Tools run within the model's time, which is counted without them."""
    shares: dict[str, float] = defaultdict(float)
    for span in spans:
        shares[span.kind] += span.seconds
    shares["model"] -= shares["tool"]
    kind, seconds = max(shares.items(), key=lambda share: share[1])
    if not total or not seconds:
        return ""
    return f"{duration(seconds)} of {duration(total)}: {LABELS[kind]}"


def _delivery(parts: Sequence[OutboundMessage]) -> str:
    """Return the state of the worst part of a reply, in words; "" if there is no reply."""
    for part in parts:
        if part.state in _LOST or (part.error_code and part.state in (State.QUEUED, State.SENDING)):
            tries = f" after {part.attempts} attempts" if part.attempts > 1 else ""
            because = f": {in_words(part.error_code)}" if part.error_code else ""
            return f"{part.get_state_display().lower()}{tries}{because}"
    return str(parts[-1].get_state_display().lower()) if parts else ""
