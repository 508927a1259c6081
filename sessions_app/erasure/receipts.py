"""An erasure is confirmed when nothing is left to delete at OpenAI and Twilio either."""

from sessions_app.models import ErasureReceipt, RemoteThread


def open_parts(receipt: ErasureReceipt) -> list[str]:
    """Return what has still to be deleted for `receipt` and at whom, in words; nothing when it is done."""
    # A row of the ledger goes some time after OpenAI has confirmed its deletion.
    threads = RemoteThread.objects.filter(pk__in=receipt.threads).exclude(state=RemoteThread.State.DELETED)
    parts = {"conversations at OpenAI": threads.count(), "addresses at Twilio": receipt.at_twilio.count()}
    return [f"{what}: {count}" for what, count in parts.items() if count]
