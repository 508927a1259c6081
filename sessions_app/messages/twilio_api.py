"""Twilio's REST API: the only file that imports `twilio.rest`.

Calls are asynchronous (aiohttp): a third of the CPU of the SDK's synchronous ones, and no threads.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from weakref import WeakKeyDictionary

import aiohttp
from django.conf import settings
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageContext
from twilio.rest.api.v2010.account.message.media import MediaContext
from twilio.rest.content.v1.content import ContentList

from assistant.metrics import timed
from sessions_app.messages.twilio_http import HttpClient, TooManyRequests, answered_as, code_in
from sessions_app.metrics import TWILIO_REQUESTS, TWILIO_SECONDS

API_BASE_URL = "https://api.twilio.com"
LOOKUP_LIMIT = 50
MESSAGE_PAGE = 1000
"""Messages in each answer of a list: Twilio gives no more."""
CONTENT_PAGE = 500
"""Content resources in each answer of a list."""

PERMANENT_STATUSES = frozenset({400, 401, 403, 404, 405, 413, 422})
"""HTTP statuses that the same request would get again: bad number, blocked user, wrong key, …"""

ACCOUNT_CODES = frozenset({"20003", "20005", "30002"})
"""Twilio refuses our account for all messages: wrong credentials, or it is suspended."""
NOT_SETTLED = "20009"
"""Twilio deletes no message before it knows what became of it, which takes up to an hour."""
UNAUTHORIZED = 401
NOT_FOUND = 404


class DeliveryError(Exception):
    """A call to Twilio failed.

    `permanent`: the same call will fail again. `uncertain`: the message may have been accepted.
    `account`: Twilio refuses our account, so every call fails until an operator has seen to it.
    `code` is Twilio's error code, or what happened in a word; `retry_after` is in seconds.
    `request_ids` are for a log line: what Twilio's support asks for, if Twilio has answered.
    """

    request_ids: Mapping[str, str] = MappingProxyType({})

    def __init__(
        self,
        code: str,
        *,
        permanent: bool = False,
        uncertain: bool = False,
        account: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.uncertain = uncertain
        self.account = account
        self.retry_after = retry_after


# Connections belong to the event loop that opened them.
_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, Client] = WeakKeyDictionary()


def _client() -> Client:
    """Return the client of the running event loop, made on first use."""
    loop = asyncio.get_running_loop()
    client = _clients.get(loop)
    if client is None:
        http = HttpClient(timeout=settings.TWILIO_TIMEOUT_SECONDS)
        token = settings.TWILIO_AUTH_TOKEN.split(",")[0].strip()
        client = _clients[loop] = Client(settings.TWILIO_ACCOUNT_SID, token, http_client=http)
        if settings.TWILIO_API_BASE_URL:
            client.api.base_url = settings.TWILIO_API_BASE_URL
            client.messaging.base_url = settings.TWILIO_API_BASE_URL
            client.content.base_url = settings.TWILIO_API_BASE_URL
    return client


async def close() -> None:
    """Close the connections of the running event loop; a later call opens new ones."""
    client = _clients.pop(asyncio.get_running_loop(), None)
    if client is not None:
        await client.http_client.close()


async def send(
    *,
    phone: str,
    body: str,
    status_callback: str,
    media_url: str = "",
    content_sid: str = "",
    content_variables: Mapping[str, str] | None = None,
) -> str:
    """Send `body` to `phone` on WhatsApp and return the message's SID. Raises `DeliveryError`.

    With `media_url` it is the file there, which Twilio fetches later; `body` is its name then. With a
    `content_sid`, what Twilio makes of that Content resource and its variables is sent instead.
    """
    said: dict[str, str | list[str]] = {"body": body}
    if media_url:
        said["media_url"] = [media_url]
    if content_sid:
        said = {"content_sid": content_sid}
        if content_variables:
            said["content_variables"] = json.dumps(content_variables)
    async with _request("send"):
        message = await _client().messages.create_async(
            to=f"whatsapp:{phone}",
            from_=settings.TWILIO_WHATSAPP_FROM,
            status_callback=status_callback,
            **said,
        )
    return str(message.sid)


async def delete_medium(*, message_sid: str, medium_sid: str) -> None:
    """Delete what a user has sent; one that is gone counts as deleted. Raises `DeliveryError`."""
    async with _request("delete_medium"):
        await _delete(_client().messages(message_sid).media(medium_sid))


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A message that Twilio has."""

    sid: str
    has_media: bool


async def stored(*, address: str, until: datetime, limit: int) -> list[Stored]:
    """Return messages to and from `address` that were created until then; `limit` of each at most.

    By `date_created`, as in `find_sent`: all pages are read where none of them has so many. Raises
    `DeliveryError`.
    """
    found: dict[str, Stored] = {}
    async with _request("stored"):
        for ways in ({"to": f"whatsapp:{address}"}, {"from_": f"whatsapp:{address}"}):
            left = limit
            async for message in await _client().messages.stream_async(**ways, page_size=MESSAGE_PAGE):
                if message.date_created and message.date_created > until:
                    continue
                has_media = str(message.num_media) != "0"
                found[message.sid] = Stored(sid=str(message.sid), has_media=has_media)
                left -= 1
                if not left:
                    break
    return list(found.values())


@dataclass(frozen=True, kw_only=True)
class Exchanged:
    """A message to or from our sender, as Twilio lists it; `at` is when it was created, in whole seconds."""

    sid: str
    address: str
    """The user's."""
    body: str
    at: datetime
    status: str
    error_code: str
    has_media: bool
    by_user: bool


async def exchanged(*, since: datetime) -> list[Exchanged]:
    """Return the messages to and from our sender that were created `since`, oldest first.

    Twilio's filter goes by `date_sent`, and may count in whole days: it is set a day earlier. What Twilio
    has accepted and not sent yet may be missing. Raises `DeliveryError`.
    """
    sender, earlier = settings.TWILIO_WHATSAPP_FROM, since - timedelta(days=1)
    found: dict[str, Exchanged] = {}
    async with _request("exchanged"):
        for by_user, ways in ((True, {"to": sender}), (False, {"from_": sender})):
            async for message in await _client().messages.stream_async(
                **ways, date_sent_after=earlier, page_size=MESSAGE_PAGE
            ):
                if message.date_created and message.date_created >= since:
                    found[message.sid] = Exchanged(
                        sid=str(message.sid),
                        address=str(message.from_ if by_user else message.to).removeprefix("whatsapp:"),
                        body=message.body or "",
                        at=message.date_created,
                        status=str(message.status),
                        error_code=str(message.error_code or ""),
                        has_media=str(message.num_media) != "0",
                        by_user=by_user,
                    )
    oldest_first = list(found.values())[::-1]  # so are those of one second
    return sorted(oldest_first, key=lambda message: message.at)


async def media_of(message_sid: str) -> list[dict[str, str]]:
    """Return what is attached to a message, as its webhook named it. Raises `DeliveryError`."""
    base = settings.TWILIO_API_BASE_URL or API_BASE_URL
    folder = f"{base}/2010-04-01/Accounts/{settings.TWILIO_ACCOUNT_SID}/Messages/{message_sid}/Media"
    async with _request("media_of"):
        media = await _client().messages(message_sid).media.list_async()
    return [{"url": f"{folder}/{one.sid}", "content_type": str(one.content_type)} for one in media]


async def delete_message(message: Stored) -> bool:
    """Delete what is attached to `message`, then it; return False if it was gone already.

    Raises `DeliveryError`, with the code `NOT_SETTLED` if it is too early.
    """
    mine = _client().messages(message.sid)
    async with _request("delete_message"):
        for medium in await mine.media.list_async() if message.has_media else []:
            await _delete(mine.media(medium.sid))
        return await _delete(mine)


async def _delete(resource: MessageContext | MediaContext) -> bool:
    """Return False if it was not there."""
    try:
        return bool(await resource.delete_async())
    except (TwilioRestException, TwilioServiceException) as error:
        if error.status != NOT_FOUND:
            raise
        return False


async def find_sent(*, phone: str, body: str, since: datetime, with_content: bool = False) -> list[str]:
    """Return the SIDs of messages with exactly `body` created for `phone` since then, oldest first.

    This is how an uncertain send is looked up: Twilio has no idempotency key. Filtered by
    `date_created` here: Twilio's own filter goes by `date_sent`, which a queued message lacks.
    A message `with_content` may come back with a blank body (github.com/twilio/twilio-node/issues/1081).
    Raises `DeliveryError`.
    """
    async with _request("find_sent"):
        newest_first = await _client().messages.list_async(
            to=f"whatsapp:{phone}", from_=settings.TWILIO_WHATSAPP_FROM, limit=LOOKUP_LIMIT
        )
    bodies = {body, "", None} if with_content else {body}
    return [
        str(message.sid)
        for message in reversed(newest_first)
        if message.body in bodies
        and (message.body == body or str(message.num_media) == "0")
        and message.date_created
        and message.date_created >= since
    ]


async def contents() -> dict[str, str]:
    """Return the SIDs of all Content resources of our account, by their names. Raises `DeliveryError`."""
    async with _request("contents"):
        found = await _client().content.v1.contents.list_async(page_size=CONTENT_PAGE)
    return {str(content.friendly_name): str(content.sid) for content in found}


async def create_content(
    *, name: str, language: str, types: Mapping[str, object], variables: Mapping[str, str]
) -> str:
    """Make a Content resource and return its SID. Raises `DeliveryError`."""
    wanted = ContentList.ContentCreateRequest(
        {"friendly_name": name, "language": language, "types": types, "variables": variables}
    )
    async with _request("create_content"):
        made = await _client().content.v1.contents.create_async(wanted)
    return str(made.sid)


@dataclass(frozen=True, kw_only=True)
class Account:
    """Our account; `status` is "active", "suspended" or "closed"."""

    status: str
    is_trial: bool


async def account() -> Account:
    """Return what Twilio says of our account. Raises `DeliveryError`."""
    async with _request("account"):
        found = await _client().api.v2010.accounts(settings.TWILIO_ACCOUNT_SID).fetch_async()
    return Account(status=str(found.status), is_trial=found.type == "Trial")


@dataclass(frozen=True, kw_only=True)
class Sender:
    """A WhatsApp sender as it is configured at Twilio: "" for what is not set there."""

    status: str
    offline_reasons: str
    webhook_url: str
    webhook_method: str


async def sender() -> Sender | None:
    """Return TWILIO_WHATSAPP_FROM as Twilio has it, None if it is not a sender of our account.

    The list and the resource of twilio.com/docs/whatsapp/api/senders. Raises `DeliveryError`.
    """
    senders = _client().messaging.v2.channels_senders
    async with _request("senders"):
        async for one in await senders.stream_async(channel="whatsapp"):
            if one.sender_id == settings.TWILIO_WHATSAPP_FROM:
                found = await senders(one.sid).fetch_async()
                break
        else:
            return None
    webhook = found.webhook or {}
    reasons = (
        str(reason.get("message") if isinstance(reason, dict) else reason)
        for reason in found.offline_reasons or []
    )
    return Sender(
        status=str(found.status),
        offline_reasons="; ".join(reasons),
        webhook_url=webhook.get("callback_url") or "",
        webhook_method=webhook.get("callback_method") or "",
    )


async def status(message_sid: str) -> tuple[str, str]:
    """Return Twilio's word for what became of a message, and its error code or "". Raises `DeliveryError`."""
    async with _request("message"):
        found = await _client().messages(message_sid).fetch_async()
    return str(found.status), str(found.error_code or "")


async def show_typing(*, message_sid: str) -> None:
    """Show “typing…” to the user who sent this message, and mark it as read. Raises `DeliveryError`.

    For 25 seconds, or until a reply comes.
    """
    async with _request("show_typing"):
        await _client().messaging.v2.typing_indicator.create_async(channel="whatsapp", message_id=message_sid)


@asynccontextmanager
async def _request(operation: str) -> AsyncIterator[None]:
    """Count and time a request; translate the SDK's exceptions to DeliveryError, with the request's id."""
    with timed(TWILIO_REQUESTS, TWILIO_SECONDS, operation):
        answered_as.set("")
        try:
            yield
        # The SDK reads an answer that is not Twilio's, such as a proxy's page, as JSON too.
        except (TwilioException, aiohttp.ClientError, TimeoutError, json.JSONDecodeError) as error:
            translated = _delivery_error(error)
            if request_id := answered_as.get():
                translated.request_ids = {"twilio_request_id": request_id}
            raise translated from error


def _delivery_error(error: Exception) -> DeliveryError:
    if isinstance(error, TooManyRequests):
        return DeliveryError(error.code, retry_after=error.retry_after)
    if isinstance(error, TwilioRestException | TwilioServiceException):
        code = str(error.code or error.status)
        if _is_account(code, status=error.status):
            return DeliveryError(code, permanent=True, account=True)
        if error.status in PERMANENT_STATUSES:
            return DeliveryError(code, permanent=True)
        return DeliveryError(code, uncertain=True)
    # Judged by what aiohttp says: these two are raised before a byte of the request has left.
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return DeliveryError("connect_timeout")
    if isinstance(error, aiohttp.ClientConnectorError):
        return DeliveryError("connection_refused")
    # A list that fails (twilio.base.page) comes as a plain TwilioException with the response in it.
    answer = next((part for part in error.args if isinstance(part, Response)), None)
    if answer is None:
        return DeliveryError(type(error).__name__, uncertain=True)
    code = code_in(answer.text) or str(answer.status_code)
    if _is_account(code, status=answer.status_code):
        return DeliveryError(code, permanent=True, account=True)
    return DeliveryError(str(answer.status_code), uncertain=True)


def _is_account(code: str, *, status: int) -> bool:
    return code in ACCOUNT_CODES or status == UNAUTHORIZED
