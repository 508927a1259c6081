"""The webhook requests of simulated phones, with Twilio's full parameter sets and real signatures.

The parameters are those of real WhatsApp webhooks of 2026.
"""

import json
import secrets
import uuid
from collections.abc import Mapping
from urllib.parse import urlencode
from zlib import crc32

from django.conf import settings
from django.http import QueryDict

from sessions_app.messages.media import SIMULATED_ACCOUNT, SIMULATED_PATH
from webhooks.doorstep import INBOUND_PATH
from webhooks.signature import sign

ACCOUNT_SID = SIMULATED_ACCOUNT
SENDER = "whatsapp:+14155238886"
"""The number that simulated phones write to (the one of Twilio's sandbox)."""
PLACE = {
    "Latitude": "45.0703",
    "Longitude": "7.6869",
    "Label": "Vinolog",
    "Address": "Via Po 1, Turin, Italy",
}
FAILURES = {"failed": "63016", "undelivered": "63024"}
"""Status words with an ErrorCode -> a usual code."""
NOT_FETCHED = "63019"
"""The code for a file that WhatsApp could not fetch."""


def media_message(*, phone: str, medium: str, content_type: str, body: str = "") -> dict[str, str]:
    """Return the request of a message with one file, which is kept under the SID `medium`, and a caption."""
    sid = _new_sid("MM")
    account = f"{settings.PUBLIC_URL}{SIMULATED_PATH}/2010-04-01/Accounts/{ACCOUNT_SID}"
    return _inbound(
        phone=phone,
        sid=sid,
        Body=body,
        NumMedia="1",
        MessageType=_message_type(content_type),
        MediaUrl0=f"{account}/Messages/{sid}/Media/{medium}",
        MediaContentType0=content_type,
    )


def _message_type(content_type: str) -> str:
    kind = "contacts" if content_type == "text/vcard" else content_type.partition("/")[0]
    return kind if kind in ("contacts", "image", "audio", "video") else "document"


def location(*, phone: str) -> dict[str, str]:
    """Return the request of a place that `phone` shares."""
    where = {
        "Latitude": "45.0703",
        "Longitude": "7.6869",
        "Label": "Vinolog",
        "Address": "Via Po 1, Turin, Italy",
    }
    return _inbound(phone=phone, sid=_new_sid("SM"), MessageType="location", **where)


def text_message(*, phone: str, body: str) -> dict[str, str]:
    """Return the request of the text message `body` from `phone`."""
    return _inbound(phone=phone, sid=_new_sid("SM"), MessageType="text", Body=body)


def tap(*, phone: str, tapped_sid: str, title: str, digit: str, is_list: bool) -> dict[str, str]:
    """Return the request of a tap on a button, or on an item of a list, of the message `tapped_sid`."""
    texts = ("ListTitle", "ListId") if is_list else ("ButtonText", "ButtonPayload")
    return _inbound(
        phone=phone,
        sid=_new_sid("SM"),
        MessageType="interactive",
        Body=title,
        OriginalRepliedMessageSender=SENDER,
        OriginalRepliedMessageSid=tapped_sid,
        **dict(zip(texts, (title, digit), strict=True)),
    )


def _inbound(*, phone: str, sid: str, **more: str) -> dict[str, str]:
    name = f"Phone {phone[-4:]}"
    has_number = phone.startswith("+")
    number = {"WaId": phone.removeprefix("+")} if has_number else {}
    scoped_id = f"US.{crc32(phone.encode()):015d}" if has_number else phone
    context = {"ProfileName": name, **number}
    metadata = {"type": "whatsapp", "data": {"context": context}}
    return _signed(
        INBOUND_PATH,
        {
            "ExternalUserId": f"whatsapp:{scoped_id}",
            "SmsMessageSid": sid,
            "NumMedia": "0",
            "ProfileName": name,
            "SmsSid": sid,
            **number,
            "SmsStatus": "received",
            "Body": "",
            "To": SENDER,
            "NumSegments": "1",
            "ReferralNumMedia": "0",
            "MessageSid": sid,
            "AccountSid": ACCOUNT_SID,
            "ChannelMetadata": json.dumps(metadata, separators=(",", ":")),
            "From": f"whatsapp:{phone}",
            "ApiVersion": "2010-04-01",
            **more,
        },
    )


def status_callback(
    *, phone: str, uuid: uuid.UUID, sid: str, word: str, has_document: bool = False
) -> dict[str, str]:
    """Return the status callback that reports `word` for message `uuid` to `phone`."""
    params = {
        "ChannelPrefix": "whatsapp",
        "ApiVersion": "2010-04-01",
        "MessageStatus": word,
        "SmsSid": sid,
        "SmsStatus": word,
        "ChannelInstallSid": "XE" + "0" * 32,
        "To": f"whatsapp:{phone}",
        "From": SENDER,
        "MessageSid": sid,
        "StructuredMessage": "false",
        "AccountSid": ACCOUNT_SID,
        "ChannelToAddress": phone,
    }
    if word in ("delivered", "read", "undelivered"):
        params["EventType"] = word.upper()
    if word in FAILURES:
        params["ErrorCode"] = NOT_FETCHED if has_document else FAILURES[word]
    return _signed(f"{settings.STATUS_CALLBACK_PATH}{uuid}", params)


def _new_sid(prefix: str) -> str:
    return prefix + secrets.token_hex(16)


def _signed(path: str, params: Mapping[str, str]) -> dict[str, str]:
    """Return the URL, form and signature to post. The signature covers the form as the webhook reads it."""
    form = urlencode(params)
    signature = sign(url=settings.PUBLIC_URL + path, form=QueryDict(form))
    return {"url": path, "form": form, "signature": signature}
