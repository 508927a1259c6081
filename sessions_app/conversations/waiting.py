"""Conversations that wait for our account at OpenAI: one at a time tries it, all go on when it works."""

from django.db import transaction
from django.utils import timezone

from sessions_app.db.batches import repeat_until_empty
from sessions_app.db.thread_pool import async_twin
from sessions_app.models import Conversation, VendorAccount
from sessions_app.telemetry import vendor_accounts

BATCH_SIZE = 500
OPENAI = VendorAccount.Vendor.OPENAI


def free() -> int:
    """Let the conversations go on that need not wait any more; return how many.

    While OpenAI refuses the account that is one, when a trial is due: that which has rested longest, so
    that no turn that fails for another reason is tried again and again before the others.
    """
    refusal = vendor_accounts.refusal(OPENAI)
    if refusal is None:
        if not Conversation.objects.filter(waits_for=OPENAI).exists():
            return 0
        return repeat_until_empty(_free_batch, batch_size=BATCH_SIZE)
    if refusal.next_trial_at > timezone.now():
        return 0
    resting = Conversation.objects.filter(waits_for=OPENAI, retry_at__isnull=False)
    first = list(resting.order_by("active_at").values_list("pk", flat=True)[:1])
    return resting.filter(pk__in=first).update(retry_at=None)


def _free_batch() -> int:
    with transaction.atomic():
        waiting = Conversation.objects.filter(waits_for=OPENAI).order_by("phone")  # in the order of claims
        batch = list(waiting.select_for_update().values_list("pk", flat=True)[:BATCH_SIZE])
        return Conversation.objects.filter(pk__in=batch).update(retry_at=None, waits_for="")


afree = async_twin(free)
