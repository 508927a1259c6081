"""A strict fake of OpenAI's Conversations and Responses APIs.

    with FakeOpenAI(think=0.2) as fake:
        client = openai.OpenAI(api_key="sk-test", base_url=fake.base_url, max_retries=0)

Sources: the request and response types of the openai package, 3.54; the API reference for
conversations and responses; the wording of errors as reported in public issues. Stricter than
OpenAI where this project is: `instructions` must be sent with every call, JSON is asked for outside
conversations and without storing it, streaming and background mode are not served.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, ClassVar

from aiohttp import web

from tests.fakes.fake_vendor import Call, FakeVendor, VendorError, argument_parser
from tests.fakes.faults import TRANSPORT_KINDS, Fault
from tests.fakes.openai_audio import check_transcription, transcription_json
from tests.fakes.openai_conversations import Conversation, Conversations, listing
from tests.fakes.openai_items import (
    Item,
    assistant_message,
    file_in,
    input_items,
    invalid,
    output_item,
    text_of,
)
from tests.fakes.openai_model import Model, ModelRequest, echo_model, long_text, model_request
from tests.fakes.openai_responses import check_request, check_tool_outputs, response_json
from tests.fakes.sayings import said_in
from tests.fakes.scripted_writer import Writer, no_text

Think = float | Callable[[ModelRequest], float]

WRONG_KEY = "sk-wrong"
KNOWN_MODELS = ("gpt-6-luna", "gpt-6.1-terra", "gpt-transcribe")
TRANSCRIPTIONS = "/v1/audio/transcriptions"


class FakeOpenAI(FakeVendor):
    """Its `conversations`, `orphaned_items`, `model_errors` and `requests` grow with use."""

    main_path = "/v1/responses"
    request_id_header = ("x-request-id", "req_")
    fault_kinds = TRANSPORT_KINDS | {
        "failed",
        "incomplete",
        "empty_text",
        "long_text",
        "delete_conversation",
        "break_conversation",
    }
    settable: ClassVar[frozenset[str]] = frozenset({"think", "commentary", "finish_after_disconnect"})

    def __init__(
        self,
        *,
        think: Think = 0.0,
        commentary: bool = False,
        finish_after_disconnect: bool = True,
        model: Model = echo_model,
        writer: Writer = no_text,
        port: int = 0,
        keep_requests: bool = True,
    ) -> None:
        """`think` is in seconds. `model`, and `writer` where JSON is asked for, must not block.

        `finish_after_disconnect=False` drops the work of a client that hung up meanwhile.
        """
        super().__init__(port=port, keep_requests=keep_requests)
        self.think = think
        self.commentary = commentary
        self.finish_after_disconnect = finish_after_disconnect
        self.model = model
        self.writer = writer
        self.model_errors: list[Exception] = []
        self.response_count = 0
        self.transcriptions: list[dict[str, Any]] = []
        """What was asked to be written down, and was."""
        self.models: dict[str, str | None] = dict.fromkeys(KNOWN_MODELS)
        """What `GET /v1/models/{model}` knows: the name, and the date on which it will be shut down."""
        self._conversations = Conversations()

    @property
    def base_url(self) -> str:
        """What the SDK's `base_url` must be: the fake's address with `/v1`."""
        return f"{self.url}/v1"

    @property
    def conversations(self) -> dict[str, list[Item]]:
        """Conversation id -> its items, oldest first, as a copy.

        Deleted conversations are not in it.
        """
        return self._conversations.snapshot()

    @property
    def orphaned_items(self) -> dict[str, list[Item]]:
        """Id of a deleted conversation -> the items that were still in it, or came later."""
        return self._conversations.orphans()

    def texts(self, conversation_id: str) -> list[tuple[str, str]]:
        """(role, text) of the messages of one conversation, oldest first.

        Raises KeyError for an unknown id.
        """
        items = self.conversations[conversation_id]
        return [(item["role"], text_of(item)) for item in items if item["type"] == "message"]

    def asked(self, text: str = "") -> list[int | None]:
        """The status of each request for a response that has `text` in it; None while it is thought about."""
        return [
            request.status
            for request in self.requests
            if request.path == self.main_path and text in json.dumps(request.json)
        ]

    def counts(self) -> dict[str, int]:
        return super().counts() | {
            "conversations": len(self._conversations),
            "responses": self.response_count,
        }

    def state(self) -> dict[str, Any]:
        return super().state() | {
            "conversations": self.conversations,
            "orphaned_items": self.orphaned_items,
            "model_errors": [repr(error) for error in self.model_errors],
        }

    def add_routes(self, app: web.Application) -> None:
        one, items = "/v1/conversations/{id}", "/v1/conversations/{id}/items"
        self.add_vendor_routes(
            app,
            self._create_response,
            {
                ("POST", "/v1/responses"): self._create_response,
                ("POST", TRANSCRIPTIONS): self._transcribe,
                ("GET", "/v1/models/{model}"): self._get_model,
                ("POST", "/v1/conversations"): self._create_conversation,
                ("GET", one): self._get_conversation,
                ("DELETE", one): self._delete_conversation,
                ("GET", items): self._list_items,
                ("POST", items): self._add_items,
                ("GET", items + "/{item}"): self._get_item,
                ("DELETE", items + "/{item}"): self._delete_item,
            },
        )

    async def read_payload(self, request: web.Request) -> dict[str, Any]:
        if request.content_type == "multipart/form-data":
            return await self._form(request)
        body = await request.read()
        if not body:
            return {}
        try:
            payload = json.loads(body)
        except ValueError:
            raise invalid("We could not parse the JSON body of your request.") from None
        if not isinstance(payload, dict):
            raise invalid("Invalid body: expected an object.")
        return payload

    def authenticate(self, request: web.Request) -> None:
        ours = request.headers.get("X-Client-Request-Id", "")
        if len(ours) > 512 or not ours.isascii():
            raise invalid("X-Client-Request-Id has at most 512 ASCII characters.")
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not key.strip():
            raise VendorError(401, "You didn't provide an API key.")
        if key == WRONG_KEY:
            raise VendorError(401, f"Incorrect API key provided: {WRONG_KEY}.", code="invalid_api_key")

    def error_response(self, refusal: VendorError, fault: Fault | None = None) -> web.Response:
        kind = {429: "rate_limit_error"}.get(refusal.status, "invalid_request_error")
        if refusal.status >= 500:
            kind = "server_error"
        error = {
            "message": refusal.message,
            "type": kind,
            "param": refusal.param,
            "code": refusal.code,
        }
        headers = fault.headers if fault else None
        return web.json_response({"error": error}, status=refusal.status, headers=headers)

    async def _get_model(self, call: Call) -> web.Response:
        """See types/model.py (openai 3.54)."""
        model = call.request.match_info["model"]
        if model not in self.models:
            raise VendorError(
                404, f"The model '{model}' does not exist", code="model_not_found", param="model"
            )
        told = {"id": model, "object": "model", "created": 1790000000, "owned_by": "system"}
        return web.json_response(told | {"shutdown_date": self.models[model]})

    async def _create_conversation(self, call: Call) -> web.Response:
        made = self._conversations.create(call.payload.get("items"), call.payload.get("metadata") or {})
        return web.json_response(made.as_json())

    async def _get_conversation(self, call: Call) -> web.Response:
        return web.json_response(self._conversations.get(call.request.match_info["id"]).as_json())

    async def _delete_conversation(self, call: Call) -> web.Response:
        conversation_id = call.request.match_info["id"]
        self._conversations.delete(conversation_id)
        return web.json_response({"id": conversation_id, "object": "conversation.deleted", "deleted": True})

    async def _list_items(self, call: Call) -> web.Response:
        query = call.request.query
        limit = query.get("limit", "20")
        page = self._conversations.page(
            call.request.match_info["id"],
            limit=int(limit) if limit.isdigit() else 0,
            order=query.get("order", "desc"),
            after=query.get("after"),
        )
        return web.json_response(page)

    async def _add_items(self, call: Call) -> web.Response:
        added = self._conversations.add(call.request.match_info["id"], call.payload.get("items"))
        return web.json_response(listing(added))

    async def _get_item(self, call: Call) -> web.Response:
        where = call.request.match_info
        return web.json_response(self._conversations.item(where["id"], where["item"]))

    async def _delete_item(self, call: Call) -> web.Response:
        where = call.request.match_info
        return web.json_response(self._conversations.delete_item(where["id"], where["item"]).as_json())

    async def _create_response(self, call: Call) -> web.Response:
        """Check, think with the conversation locked, then answer and store input and output."""
        payload = call.payload
        check_request(payload)
        conversation = self._conversation_of(payload, call.fault)
        new_items = input_items(payload.get("input"))
        check_tool_outputs(new_items, conversation)
        if conversation is None:
            return await self._respond(call, None, new_items)
        self._conversations.refuse_when_busy(conversation)
        conversation.busy = True
        try:
            return await self._respond(call, conversation, new_items)
        finally:
            conversation.busy = False

    def _conversation_of(self, payload: dict[str, Any], fault: Fault | None) -> Conversation | None:
        wanted = payload.get("conversation")
        if wanted is None:
            return None
        conversation_id = wanted.get("id") if isinstance(wanted, dict) else wanted
        if not isinstance(conversation_id, str):
            raise invalid("Invalid type for 'conversation'.", "conversation", "invalid_type")
        if fault is not None and fault.kind == "delete_conversation":
            self._conversations.delete(conversation_id)
        found = self._conversations.get(conversation_id)
        if fault is not None and fault.kind == "break_conversation":
            found.broken = VendorError(400, fault.message, code=fault.code, param="input")
        if found.broken is not None:
            raise found.broken
        return found

    async def _respond(
        self, call: Call, conversation: Conversation | None, new_items: list[Item]
    ) -> web.Response:
        request = model_request(call.payload, conversation, new_items)
        seconds = self.think(request) if callable(self.think) else self.think
        if seconds > 0:
            await asyncio.sleep(seconds)
        transport = call.request.transport
        if not self.finish_after_disconnect and (transport is None or transport.is_closing()):
            raise VendorError(500, "The client has gone.")
        output, status = self._output(request, call.fault)
        if conversation is not None and status != "failed":
            conversation.turns = request.turn
            self._conversations.append(conversation, [*new_items, *output])
        self.response_count += 1
        return web.json_response(response_json(request, output, status))

    async def _form(self, request: web.Request) -> dict[str, Any]:
        """Return the parts; of a file, what is told of it."""
        form = await request.post()
        payload: dict[str, Any] = {name: form[name] for name in form if not name.endswith("[]")}
        payload |= {name: form.getall(name) for name in form if name.endswith("[]")}
        if isinstance(file := payload.get("file"), web.FileField):
            payload["file"] = {"name": file.filename, "content_type": file.content_type}
        return payload

    async def _transcribe(self, call: Call) -> web.Response:
        """Answer with what the recording says (`sayings`), in the order of the call's own checks."""
        form = await call.request.post()
        file = form.get("file")
        content = file.file.read() if isinstance(file, web.FileField) else b""
        check_transcription(call.payload, content)
        self.transcriptions.append(call.payload)
        return web.json_response(transcription_json(said_in(content), seconds=5.0))

    def _write(self, request: ModelRequest) -> str:
        """What the writer makes of a request for JSON."""
        if content := file_in(request.input):
            return json.dumps({"text": said_in(content), "kind": "other"}, ensure_ascii=False)
        made = self.writer(json.loads(request.user_texts[0]))
        return made if isinstance(made, str) else json.dumps(made, ensure_ascii=False)

    def _output(self, request: ModelRequest, fault: Fault | None) -> tuple[list[Item], str]:
        """The output items and the response's status."""
        kind = fault.kind if fault is not None else ""
        if kind == "failed":
            return [], "failed"
        if kind == "incomplete":
            return [assistant_message("You sa", status="incomplete")], "incomplete"
        if kind == "empty_text":
            return [assistant_message("")], "completed"
        if fault is not None and kind == "long_text":
            return [assistant_message(long_text(fault.length))], "completed"
        try:
            made = self.model(request) if not request.json.get("text") else self._write(request)
            output = (
                [assistant_message(made)] if isinstance(made, str) else [output_item(item) for item in made]
            )
        except Exception as error:
            self.model_errors.append(error)
            raise VendorError(500, f"The fake's model raised {error!r}") from error
        if self.commentary:
            output.insert(0, assistant_message("Let me think about that.", phase="commentary"))
        is_cut_off = any(item["status"] == "incomplete" for item in output)
        return output, "incomplete" if is_cut_off else "completed"


def main() -> None:
    """Start one by hand; it is steered over `POST /_control`."""
    parser = argument_parser("A fake OpenAI on 127.0.0.1.")
    parser.add_argument("--think", type=float, default=0.0, help="seconds before each response")
    parser.add_argument(
        "--commentary", action="store_true", help="put a commentary message before each answer"
    )
    options = parser.parse_args()
    FakeOpenAI(
        port=options.port,
        think=options.think,
        commentary=options.commentary,
        keep_requests=options.keep_requests,
    ).serve_forever()


if __name__ == "__main__":
    main()
