"""A strict fake of Twilio's Messages, Content and Senders APIs for WhatsApp, with signed status callbacks.

    with FakeTwilio() as fake:
        client = twilio.rest.Client(fake.account_sid, fake.auth_token)
        client.api.base_url = client.messaging.base_url = client.content.base_url = fake.url

Sources: the twilio package, 9.13 (paths, parameters, what it reads from answers and pages);
Twilio's error dictionary.
"""

from __future__ import annotations

import asyncio
import secrets
from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from aiohttp import web

from tests.fakes.fake_vendor import Call, FakeVendor, VendorError, argument_parser
from tests.fakes.faults import TRANSPORT_KINDS, Fault
from tests.fakes.twilio_account import Account
from tests.fakes.twilio_callbacks import CallbackResult, CallbackSender, Status, Statuses
from tests.fakes.twilio_content import Content, content_page, new_content, rendered
from tests.fakes.twilio_media import Fetch, MediaFetcher
from tests.fakes.twilio_messages import (
    DEFAULT_ACCOUNT_SID,
    DEFAULT_AUTH_TOKEN,
    DEFAULT_SENDER,
    RECEIVED,
    Message,
    check_message,
    is_message_sid,
    message_page,
    new_message,
    phone_of,
)
from tests.fakes.twilio_storage import Medium, Storage

_ACCOUNT_PATH = "/2010-04-01/Accounts/{account}"
_MESSAGE_PATH = f"{_ACCOUNT_PATH}/Messages/{{sid}}"
_MEDIUM_PATH = f"{_MESSAGE_PATH}/Media/{{medium}}"
# Twilio's own codes for errors that come without one of their own.
_CODES = {401: 20003, 404: 20404, 429: 20429, 500: 20500, 503: 20503}


class FakeTwilio(FakeVendor):
    """Its `messages`, `callback_results`, `typing` and `requests` grow with use."""

    main_path = "/2010-04-01/Accounts/*/Messages.json"
    request_id_header = ("Twilio-Request-Id", "RQ")
    fault_kinds = TRANSPORT_KINDS | {"undelivered"}
    settable: ClassVar[frozenset[str]] = frozenset(
        {
            "statuses",
            "callback_delay",
            "callbacks_before_response",
            "deliver_callbacks_to",
            "blocked",
            "hides_content",
        }
    )

    def __init__(
        self,
        *,
        account_sid: str = DEFAULT_ACCOUNT_SID,
        auth_token: str = DEFAULT_AUTH_TOKEN,
        sender: str = DEFAULT_SENDER,
        statuses: Statuses | Callable[[Message], Statuses] = ("sent", "delivered"),
        callback_delay: float = 0.0,
        callbacks_before_response: bool = False,
        deliver_callbacks_to: str | None = None,
        think: float | Callable[[], float] = 0.0,
        port: int = 0,
        keep_requests: bool = True,
    ) -> None:
        """`sender` is the one address messages may come from.

        `statuses` are what every message goes through, each told to its StatusCallback: names or
        Status(name, error_code, delay), or a function of the message; () for never.
        `callback_delay` seconds precede every plain name. `deliver_callbacks_to`
        (`http://127.0.0.1:PORT`) is where callbacks connect to when their address is a public one;
        without it callbacks to other hosts than loopback are refused and recorded so. Where there are
        statuses, media are fetched the same way, and a message whose file does not fit fails. `think` is in
        seconds: a half passes before a message is accepted, the other before the answer says so.
        """
        super().__init__(port=port, keep_requests=keep_requests)
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.sender = sender
        self.statuses = statuses
        self.callback_delay = callback_delay
        self.callbacks_before_response = callbacks_before_response
        self.think = think
        self.blocked: set[str] = set()
        self.hides_content = False
        """True for answers without the body of messages that were made of a Content resource."""
        self.account = Account(account_sid, sender)
        self.contents: dict[str, Content] = {}
        self._authorization = "Basic " + b64encode(f"{account_sid}:{auth_token}".encode()).decode()
        self._callbacks = CallbackSender(auth_token)
        self._media = MediaFetcher()
        self._messages: list[Message] = []
        self._stored: dict[str, Message] = {}
        """By SID, in the order of acceptance: those that were not deleted, of users too."""
        self.deleted: list[str] = []
        """SIDs of messages, in the order of their deletion."""
        self._typing: list[str] = []
        self.storage = Storage()
        self.deliver_callbacks_to = deliver_callbacks_to

    @property
    def deliver_callbacks_to(self) -> str | None:
        """Where callbacks connect to, whatever host their address names."""
        return self._callbacks.deliver_to

    @deliver_callbacks_to.setter
    def deliver_callbacks_to(self, url: str | None) -> None:
        self._callbacks.deliver_to = self._media.deliver_to = url

    @property
    def messages(self) -> list[Message]:
        """Accepted messages in order, deleted ones too (a copy of the list; statuses go on changing)."""
        return list(self._messages)

    @property
    def fetches(self) -> list[Fetch]:
        """The requests for what was attached, in their order."""
        return list(self._media.fetches)

    @property
    def callback_results(self) -> list[CallbackResult]:
        """What the receivers of status callbacks answered, in that order."""
        return list(self._callbacks.results)

    @property
    def typing(self) -> list[str]:
        """The inbound message SIDs for which a typing indicator was shown."""
        return list(self._typing)

    def add_media(self, content: bytes, content_type: str, *, fault: str = "") -> tuple[str, str]:
        """Store what a user has sent; return what the webhook says of it: its URL and its content type."""
        message, sid = "MM" + secrets.token_hex(16), self.storage.add(Medium(content, content_type, fault))
        path = f"/2010-04-01/Accounts/{self.account_sid}/Messages/{message}/Media/{sid}"
        return f"{self.url}{path}", content_type

    def receive(self, phone: str, body: str = "", *, media: int = 0) -> Message:
        """Store a message of a user, with so many recordings, as if it had come by WhatsApp."""
        sids = [self.storage.add(Medium(b"OggS", "audio/ogg")) for _ in range(media)]
        message = Message(
            number=len(self._stored) + 1,
            sid=("MM" if media else "SM") + secrets.token_hex(16),
            account_sid=self.account_sid,
            to=self.sender,
            from_=f"whatsapp:{phone_of(phone)}",
            body=body,
            status_callback=None,
            status=RECEIVED,
            received_media=sids,
        )
        self._stored[message.sid] = message
        return message

    @property
    def stored(self) -> list[Message]:
        """What a list without filters would show, the oldest first."""
        return list(self._stored.values())

    def bodies_to(self, phone: str) -> list[str]:
        """The bodies sent to one phone (with or without `whatsapp:`), in order of acceptance."""
        return [message.body for message in self.messages if phone_of(message.to) == phone_of(phone)]

    def counts(self) -> dict[str, int]:
        return super().counts() | {
            "messages": len(self._messages),
            "callbacks": len(self._callbacks.results),
            "callbacks_pending": self._callbacks.pending,
            "typing": len(self._typing),
        }

    def state(self) -> dict[str, Any]:
        messages = [message.as_json() for message in self.messages]
        callbacks = {"callback_results": self.callback_results, "typing": self.typing}
        return super().state() | {"messages": messages} | callbacks

    def control(self, orders: dict[str, Any]) -> None:
        """For JSON, `blocked` is a list; a status may be {status, error_code, delay}."""
        orders = dict(orders)
        if "blocked" in orders:
            orders["blocked"] = set(orders["blocked"])
        if "statuses" in orders:
            orders["statuses"] = [
                Status(**step) if isinstance(step, dict) else step for step in orders["statuses"]
            ]
        super().control(orders)

    async def on_start(self) -> None:
        await self._callbacks.open()
        await self._media.open()
        await self.storage.open()

    async def on_stop(self) -> None:
        await self._callbacks.close()
        await self._media.close()
        await self.storage.close()

    def add_routes(self, app: web.Application) -> None:
        self.add_vendor_routes(
            app,
            self._create_message,
            {
                ("POST", f"{_ACCOUNT_PATH}/Messages.json"): self._create_message,
                ("GET", f"{_ACCOUNT_PATH}/Messages.json"): self._list_messages,
                ("GET", f"{_MESSAGE_PATH}.json"): self._get_message,
                ("DELETE", f"{_MESSAGE_PATH}.json"): self._delete_message,
                ("GET", f"{_MESSAGE_PATH}/Media.json"): self._list_media,
                ("POST", "/v1/Content"): self._create_content,
                ("GET", "/v1/Content"): self._list_contents,
                ("GET", "/v1/Content/{sid}"): self._get_content,
                ("GET", _MEDIUM_PATH): self._get_medium,
                ("DELETE", f"{_MEDIUM_PATH}.json"): self._delete_medium,
                ("GET", f"{_ACCOUNT_PATH}.json"): self._get_account,
                ("GET", "/v2/Channels/Senders"): self._list_senders,
                ("GET", "/v2/Channels/Senders/{sid}"): self._get_sender,
                ("POST", "/v2/Indicators/Typing.json"): self._show_typing,
            },
        )

    async def read_payload(self, request: web.Request) -> dict[str, Any]:
        if request.method != "POST":
            return {}
        if request.path == "/v1/Content" and request.content_type == "application/json":
            return dict(await request.json())
        if request.content_type != "application/x-www-form-urlencoded":
            raise VendorError(415, "Unsupported Media Type")
        form = await request.post()
        return {key: form.getall(key) if key == "MediaUrl" else form[key] for key in form}

    def authenticate(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != self._authorization:
            raise VendorError(401, "Authenticate", code=20003)
        if request.match_info.get("account", self.account_sid) != self.account_sid:
            raise VendorError(404, f"The requested resource {request.path} was not found", code=20404)

    def error_response(self, refusal: VendorError, fault: Fault | None = None) -> web.Response:
        code = refusal.code or _CODES.get(refusal.status, 20001)
        url = f"https://www.twilio.com/docs/errors/{code}"
        if fault is not None and fault.rfc9457:
            body: dict[str, Any] = {
                "type": url,
                "title": refusal.message,
                "status": refusal.status,
                "code": code,
            }
        else:
            body = {
                "code": code,
                "message": refusal.message,
                "more_info": url,
                "status": refusal.status,
            }
        return web.json_response(body, status=refusal.status, headers=fault.headers if fault else None)

    async def _create_message(self, call: Call) -> web.Response:
        """Check, accept, answer 201; callbacks follow, or come first if so configured."""
        check_message(call.payload, sender=self.sender, blocked=self.blocked)
        body = rendered(call.payload, self.contents)
        seconds = self.think() if callable(self.think) else self.think
        await self._pass(seconds / 2)
        message = new_message(call.payload, number=len(self._messages) + 1, account_sid=self.account_sid)
        if body is not None:
            message.body, message.content_sid = body, str(call.payload["ContentSid"])
            message.hides_body = self.hides_content
        self._messages.append(message)
        self._stored[message.sid] = message
        answer = message.as_json()
        steps = self._steps(message, call.fault)
        sending = self._send(message, steps, fetches=call.fault is None)
        if self.callbacks_before_response:
            await sending
        elif steps:
            self._callbacks.start(sending)
        else:
            sending.close()
        await self._pass(seconds / 2)
        return web.json_response(answer, status=201)

    async def _send(self, message: Message, steps: Sequence[Status], *, fetches: bool) -> None:
        """Fetch what is attached, and tell what became of the message."""
        if message.media_urls and fetches and (code := await self._media.fetch(message.media_urls[0])):
            steps = [Status("failed", error_code=code, delay=self.callback_delay)]
        await self._callbacks.run(message, steps)

    @staticmethod
    async def _pass(seconds: float) -> None:
        if seconds > 0:
            await asyncio.sleep(seconds)

    def _steps(self, message: Message, fault: Fault | None) -> Sequence[Status]:
        if fault is not None and fault.kind == "undelivered":
            return [Status("failed", error_code=int(fault.code or 63016), delay=self.callback_delay)]
        wanted = self.statuses(message) if callable(self.statuses) else self.statuses
        return [
            step if isinstance(step, Status) else Status(step, delay=self.callback_delay) for step in wanted
        ]

    async def _list_messages(self, call: Call) -> web.Response:
        return web.json_response(message_page(self.stored, call.request.query, call.request.path))

    def _message(self, call: Call) -> Message:
        message = self._stored.get(call.request.match_info["sid"])
        if message is None:
            raise VendorError(404, f"The requested resource {call.request.path} was not found", code=20404)
        return message

    async def _get_message(self, call: Call) -> web.Response:
        return web.json_response(self._message(call).as_json())

    async def _delete_message(self, call: Call) -> web.Response:
        """What is attached goes with it (twilio.com/docs/messaging/api/message-resource)."""
        message = self._message(call)
        if not message.is_settled:
            raise VendorError(
                409, "Cannot delete message because delivery has not been completed.", code=20009
            )
        for medium in message.received_media:
            self.storage.media.pop(medium, None)
        del self._stored[message.sid]
        self.deleted.append(message.sid)
        return web.Response(status=204)

    async def _list_media(self, call: Call) -> web.Response:
        message = self._message(call)
        left = [sid for sid in message.received_media if sid in self.storage.media]
        media = [
            {
                "sid": sid,
                "parent_sid": message.sid,
                "account_sid": self.account_sid,
                "content_type": self.storage.media[sid].content_type,
            }
            for sid in left
        ]
        return web.json_response({"media": media, "page": 0, "page_size": 50, "next_page_uri": None})

    async def _get_account(self, call: Call) -> web.Response:
        return web.json_response(self.account.as_json())

    async def _list_senders(self, call: Call) -> web.Response:
        url = f"{self.url}{call.request.path}?Channel=whatsapp&PageSize=50&Page=0"
        return web.json_response(self.account.senders(call.request.query, url))

    async def _get_sender(self, call: Call) -> web.Response:
        return web.json_response(self.account.sender(call.request.match_info["sid"]))

    async def _create_content(self, call: Call) -> web.Response:
        content = new_content(call.payload, account_sid=self.account_sid)
        self.contents[content.sid] = content
        return web.json_response(content.as_json(), status=201)

    async def _list_contents(self, call: Call) -> web.Response:
        url = f"{self.url}{call.request.path}"
        return web.json_response(content_page(list(self.contents.values()), call.request.query, url))

    async def _get_content(self, call: Call) -> web.Response:
        content = self.contents.get(call.request.match_info["sid"])
        if content is None:
            raise VendorError(404, f"The requested resource {call.request.path} was not found", code=20404)
        return web.json_response(content.as_json())

    async def _get_medium(self, call: Call) -> web.Response:
        sid = call.request.match_info["medium"]
        if sid not in self.storage.media:
            raise VendorError(404, f"The requested resource {call.request.path} was not found", code=20404)
        return web.Response(status=307, headers={"Location": self.storage.location(sid)})

    async def _delete_medium(self, call: Call) -> web.Response:
        if not self.storage.delete(call.request.match_info["medium"]):
            raise VendorError(404, f"The requested resource {call.request.path} was not found", code=20404)
        return web.Response(status=204)

    async def _show_typing(self, call: Call) -> web.Response:
        """`channel` and `messageId`, as the SDK's `messaging.v2.typing_indicator` sends them."""
        message_id = call.payload.get("messageId")
        if call.payload.get("channel") != "whatsapp" or not is_message_sid(message_id):
            raise VendorError(400, "Invalid channel or messageId", code=20001)
        self._typing.append(str(message_id))
        return web.json_response({"success": True})


def main() -> None:
    """Start one by hand; it is steered over `POST /_control`."""
    parser = argument_parser("A fake Twilio on 127.0.0.1.")
    parser.add_argument("--account-sid", default=DEFAULT_ACCOUNT_SID)
    parser.add_argument("--auth-token", default=DEFAULT_AUTH_TOKEN)
    parser.add_argument("--sender", default=DEFAULT_SENDER, help="the WhatsApp address messages come from")
    parser.add_argument(
        "--callback-delay", type=float, default=0.0, help="seconds before each status callback"
    )
    parser.add_argument("--deliver-callbacks-to", help="http://127.0.0.1:PORT of the web process")
    parser.add_argument("--no-callbacks", action="store_true", help="never tell the status of a message")
    options = parser.parse_args()
    FakeTwilio(
        account_sid=options.account_sid,
        auth_token=options.auth_token,
        sender=options.sender,
        statuses=() if options.no_callbacks else ("sent", "delivered"),
        callback_delay=options.callback_delay,
        deliver_callbacks_to=options.deliver_callbacks_to,
        port=options.port,
        keep_requests=options.keep_requests,
    ).serve_forever()


if __name__ == "__main__":
    main()
