"""Ended attempts at turns are added up by the hour, each once: see `hourly_counts`."""

from collections import Counter
from collections.abc import Iterator

from django.db import connection, transaction

from sessions_app.db.batches import repeat_until_empty
from sessions_app.models import TurnAttempt
from sessions_app.telemetry import hourly_counts, release_counts, vendor_errors
from sessions_app.telemetry.hourly_counts import (
    BY_OPERATOR,
    FAILED,
    HELD,
    MESSAGES,
    OPERATOR,
    QUIET,
    REPLIES,
    REPLY,
    hour_of,
)

Outcome = TurnAttempt.Outcome
BATCH_SIZE = 250


def count() -> int:
    """Count the attempts that ended since the last time, each once; return how many.

    Several at once share the work.
    """
    return repeat_until_empty(_count_batch, batch_size=BATCH_SIZE)


def _count_batch() -> int:
    with transaction.atomic():
        uncounted = TurnAttempt.objects.filter(counted=False)
        found = dict(uncounted.order_by("pk").values_list("pk", "phone")[:BATCH_SIZE])
        # Locked before the attempts, as an erasure does.
        releases = release_counts.lock(found.values())
        skip = connection.features.has_select_for_update_skip_locked
        attempts = list(uncounted.filter(pk__in=found).order_by("pk").select_for_update(skip_locked=skip))
        TurnAttempt.objects.filter(pk__in=[attempt.pk for attempt in attempts]).update(counted=True)
        failed = TurnAttempt.objects.filter(
            phone__in=set(found.values()), outcome=Outcome.FAILED, counted=True
        )
        known = set(failed.exclude(pk__in=found).values_list("turn", flat=True))
        amounts: hourly_counts.Amounts = Counter()
        for attempt in attempts:
            # An operator may have had a turn tried again that had failed for good.
            if attempt.outcome != Outcome.RETRIED and attempt.turn not in known:
                amounts[hour_of(attempt.received_at), MESSAGES] += attempt.messages
                known.add(attempt.turn)
            for name, amount in _counted_as(attempt):
                amounts[hour_of(attempt.ended_at), name] += amount
        amounts.update(release_counts.of_turns(attempts, releases))
        hourly_counts.add(amounts)
    return len(attempts)


def _counted_as(attempt: TurnAttempt) -> Iterator[tuple[str, int]]:
    """Yield what counts in the hour in which the attempt ended."""
    if error := vendor_errors.of_attempt(attempt):
        yield vendor_errors.OPENAI.row(error), 1
    if attempt.held and attempt.outcome != Outcome.RETRIED:
        since, until = attempt.held
        yield HELD.row_of((until - since).total_seconds()), 1
    match attempt.outcome:
        case Outcome.ANSWERED:
            yield REPLIES, 1
            yield REPLY.row_of((attempt.ended_at - attempt.due_at).total_seconds()), 1
            yield QUIET, round(1000 * attempt.quiet_seconds)
        case Outcome.RESET:
            # The welcome is a reply, but not an answer that a user waited for.
            yield REPLIES, 1
        case Outcome.FAILED:
            yield FAILED, 1
        case Outcome.OPERATOR:
            yield BY_OPERATOR, 1
            if attempt.messages:
                yield OPERATOR.row_of((attempt.ended_at - attempt.received_at).total_seconds()), 1
