"""Operators erase everything of a person. The line in the audit log names the receipt and not the person."""

from django.db import transaction

from sessions_app.erasure import forgetting
from sessions_app.models import ErasureReceipt
from sessions_app.operators import audit
from sessions_app.operators.actions import require_sessions


def erase(phone: str, *, operator: str, reason: str) -> ErasureReceipt:
    """Erase everything of the person with the address `phone`. Raises `Refused`."""
    forgetting.add_up()
    with transaction.atomic():
        require_sessions()
        receipt = forgetting.forget_at_once(
            phone, by=ErasureReceipt.By.CONSOLE, operator=operator, reason=reason
        )
        audit.record(operator=operator, action="forget", reason=reason, receipt=str(receipt.uuid))
    return receipt
