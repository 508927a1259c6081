"""The account and the WhatsApp sender at the fake Twilio.

Sources: the twilio package's `AccountInstance` and `ChannelsSenderInstance` (9.13), and
twilio.com/docs/whatsapp/api/senders.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.fake_vendor import VendorError

SENDER_SID = "XE" + "0123456789abcdef" * 2


@dataclass(slots=True)
class Account:
    """What tests set to say how the account and its only sender are."""

    sid: str
    sender_id: str
    status: str = "active"
    kind: str = "Full"
    sender_status: str = "ONLINE"
    offline_reasons: list[dict[str, str]] = field(default_factory=list)
    webhook: dict[str, str | None] = field(default_factory=dict)
    """`callback_url` and `callback_method`: where messages to the sender are posted to."""
    has_sender: bool = True

    def as_json(self) -> dict[str, Any]:
        uri = f"/2010-04-01/Accounts/{self.sid}"
        return {
            "auth_token": "not told here",
            "date_created": "Mon, 30 Nov 2026 00:00:00 +0000",
            "date_updated": "Mon, 30 Nov 2026 00:00:00 +0000",
            "friendly_name": "Fake",
            "owner_account_sid": self.sid,
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"messages": f"{uri}/Messages.json"},
            "type": self.kind,
            "uri": f"{uri}.json",
        }

    def senders(self, query: Mapping[str, str], url: str) -> dict[str, Any]:
        """The only page of the list. Raises VendorError (400) without a channel."""
        if query.get("Channel") != "whatsapp":
            raise VendorError(400, "Invalid Channel", code=20001)
        return {
            "senders": [self.sender(SENDER_SID) | {"webhook": None}] if self.has_sender else [],
            "meta": {
                "key": "senders",
                "page": 0,
                "page_size": 50,
                "url": url,
                "first_page_url": url,
                "previous_page_url": None,
                "next_page_url": None,
            },
        }

    def sender(self, sid: str) -> dict[str, Any]:
        """Raises VendorError (404) for another one."""
        if sid != SENDER_SID or not self.has_sender:
            raise VendorError(404, f"The sender {sid} was not found", code=20404)
        return {
            "sid": SENDER_SID,
            "status": self.sender_status,
            "sender_id": self.sender_id,
            "configuration": {"waba_id": "1234567890"},
            "webhook": self.webhook or None,
            "profile": {"name": "Fake"},
            "properties": {"messaging_limit": "1K Customers/24hr", "quality_rating": "HIGH"},
            "offline_reasons": self.offline_reasons or None,
            "url": f"https://messaging.twilio.com/v2/Channels/Senders/{SENDER_SID}",
        }
