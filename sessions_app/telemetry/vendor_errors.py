"""What vendors refused or failed at, by their codes, in `hourly_counts`.

OpenAI: calls to its models without a usable answer (`model_usage` counts them), and attempts at turns that
failed where a thread was opened, or for which it took too long. Twilio: messages that were not delivered.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models.functions import Coalesce

from assistant.models import ModelCall
from sessions_app.db.batches import repeat_until_empty
from sessions_app.models import OutboundMessage, TurnAttempt
from sessions_app.telemetry import hourly_counts

BATCH_SIZE = 1000
UNKNOWN = "unknown"
"""Where the vendor gave no code."""
_CANCELLED = "cancelled"
"""Of a call that we broke off ourselves: no error of the vendor's."""
_DEADLINE = "turn_deadline"
_CODE_LENGTH = 64


@dataclass(frozen=True, kw_only=True)
class Errors:
    """The errors of a vendor: one row for each code."""

    begin: str
    """What the names of the rows begin with."""

    def row(self, code: str) -> str:
        """Return under which name errors with `code` are counted."""
        return self.begin + (code or UNKNOWN)[:_CODE_LENGTH]

    def of(self, amounts: Mapping[str, int]) -> Counter[str]:
        """Return of `amounts`, by name, how many errors there were by their codes."""
        return hourly_counts.by_ending(amounts, self.begin)


OPENAI, TWILIO = Errors(begin="openai error "), Errors(begin="twilio error ")


def of_call(call: ModelCall) -> str:
    """Return OpenAI's code for why `call`, which has ended, has no answer; "" if that is not its fault."""
    error = call.error or ("" if call.answered_at else UNKNOWN)
    return "" if error == _CANCELLED else error


def of_attempt(attempt: TurnAttempt) -> str:
    """Return OpenAI's code for why `attempt` failed, if no call to a model has it; "" if there is none."""
    calls = [step["name"] for step in attempt.steps if step["name"] in ("open thread", "model")]
    opened = bool(calls) and calls[-1] == "open thread"
    return attempt.error if opened or attempt.error == _DEADLINE else ""


def count() -> int:
    """Count the messages that Twilio did not deliver since the last time, each once; return how many.

    Several at once share the work.
    """
    return repeat_until_empty(_count_batch, batch_size=BATCH_SIZE)


def _count_batch() -> int:
    with transaction.atomic():
        # In a list, because SQLite takes no second column of an index for `NOT counted`.
        troubled = OutboundMessage.objects.filter(state__in=OutboundMessage.TROUBLED, counted__in=[False])
        skip = connection.features.has_select_for_update_skip_locked
        failed = troubled.order_by("pk").select_for_update(skip_locked=skip)
        at = Coalesce("status_at", "attempted_at", "created_at")
        batch = list(failed.annotate(at=at).values_list("pk", "at", "error_code")[:BATCH_SIZE])
        OutboundMessage.objects.filter(pk__in=[pk for pk, *_ in batch]).update(counted=True)
        hourly_counts.add(Counter((hourly_counts.hour_of(at), TWILIO.row(code)) for _, at, code in batch))
    return len(batch)
