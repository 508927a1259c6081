"""What has not yet been erased after a receipt was written, because others have to confirm it."""

from sessions_app.models import ErasureReceipt, RemoteThread


def open_parts(receipt: ErasureReceipt) -> list[str]:
    """Return in words what OpenAI and Twilio have still to delete; nothing if all is confirmed."""
    ledger = RemoteThread.objects.filter(pk__in=receipt.threads)  # a deleted one is pruned after some days
    threads = ledger.exclude(state=RemoteThread.State.DELETED).count()
    addresses = receipt.at_twilio.count()
    parts = [
        f"{threads} conversation{'s' if threads > 1 else ''} at OpenAI" if threads else "",
        f"the messages of {addresses} address{'es' if addresses > 1 else ''} at Twilio" if addresses else "",
    ]
    return [part for part in parts if part]
