"""Plays Twilio's inbound side: a WhatsApp message arrives at our webhook, really signed.

    status, body = signed_post(url, inbound_params("+4915112345678", "Hello"), auth_token)

The parameters are those of real WhatsApp webhooks of 2026 that people published as test data.
"""

from __future__ import annotations

import http.client
import json
import secrets
from collections.abc import Sequence
from urllib.parse import urldefrag, urlsplit

from tests.fakes.twilio_messages import DEFAULT_ACCOUNT_SID, DEFAULT_SENDER
from tests.fakes.twilio_signing import Params, is_loopback, signed_request


def user_id_of(number: str) -> str:
    """Return the business-scoped id of the user with this number (E.164): another for each."""
    return f"US.{int(number) * 734_567_891_113 % 10**16:016d}"


def inbound_params(
    from_: str,
    body: str,
    sid: str | None = None,
    *,
    to: str = DEFAULT_SENDER,
    account_sid: str = DEFAULT_ACCOUNT_SID,
    profile_name: str = "Ada",
    media: Sequence[tuple[str, str]] = (),
    **more: str,
) -> dict[str, str]:
    """The form of one inbound WhatsApp message. `more` adds parameters or replaces them.

    `from_` is an E.164 number or a business-scoped user id (`US.1A2B3C`), with or without the
    `whatsapp:` prefix; a user known only by such an id has no WaId. `media` is a list of (url,
    content type). `sid` is made up if not given.
    """
    sender = from_.removeprefix("whatsapp:")
    sid = sid or ("MM" if media else "SM") + secrets.token_hex(16)
    has_number = sender.startswith("+")
    user_id = user_id_of(sender) if has_number else sender
    context = {"ProfileName": profile_name} | ({"WaId": sender.removeprefix("+")} if has_number else {})
    params = {
        "ExternalUserId": f"whatsapp:{user_id}",
        "SmsMessageSid": sid,
        "NumMedia": str(len(media)),
        "ProfileName": profile_name,
        "MessageType": _message_type(media[0][1]) if media else "text",
        "SmsSid": sid,
        **({"WaId": sender.removeprefix("+")} if has_number else {}),
        "SmsStatus": "received",
        "Body": body,
        "To": to,
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": sid,
        "AccountSid": account_sid,
        "ChannelMetadata": json.dumps(
            {"type": "whatsapp", "data": {"context": context}}, separators=(",", ":")
        ),
        "From": f"whatsapp:{sender}",
        "ApiVersion": "2010-04-01",
    }
    for number, (url, content_type) in enumerate(media):
        params |= {f"MediaUrl{number}": url, f"MediaContentType{number}": content_type}
    return params | more


def _message_type(content_type: str) -> str:
    kinds = {"image/webp": "sticker", "text/vcard": "contacts"}
    kind = kinds.get(content_type, content_type.split("/")[0])
    return kind if kind not in ("application", "text") else "document"


def signed_post(
    url: str,
    params: Params,
    auth_token: str,
    *,
    public_url: str | None = None,
    timeout: float = 15.0,
) -> tuple[int, str]:
    """POST `params` to `url` and return (HTTP status, body as text).

    `public_url` is the address that is signed, where it differs from the one connected to (a TLS
    front). `timeout` is in seconds; 15 is Twilio's own. Redirects are not followed. Raises
    ValueError for a host that is not loopback, and OSError or HTTPException as they come.
    """
    if not is_loopback(url):
        raise ValueError(f"{url} is not on loopback")
    headers, body = signed_request(public_url or url, params, auth_token)
    where = urlsplit(urldefrag(url).url)
    target = where.path or "/"
    if where.query:
        target += f"?{where.query}"
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=timeout)
    try:
        connection.request("POST", target, body=body, headers=headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()
