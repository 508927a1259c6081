"""Conversation items as OpenAI lists them, after the models of the openai package, 3.54."""

from __future__ import annotations

import json
import re
import secrets
from base64 import b64decode
from typing import Any

from tests.fakes.fake_vendor import VendorError

Item = dict[str, Any]

_ROLES = ("user", "assistant", "system", "developer")
_CONTENT_TYPES = ("input_text", "input_image", "input_file", "output_text", "refusal")


def new_id(prefix: str) -> str:
    """`prefix_` and 48 hex digits, the length of OpenAI's own ids."""
    return f"{prefix}_{secrets.token_hex(24)}"


def invalid(
    message: str, param: str | None = None, code: str | None = None, status: int = 400
) -> VendorError:
    """An `invalid_request_error`."""
    return VendorError(status, message, code=code, param=param)


def input_items(value: object, param: str = "input") -> list[Item]:
    """A caller's input, in the form in which it is stored and listed.

    A string, or a list of messages, function calls and function call outputs. Raises VendorError
    (400) for anything else.
    """
    if isinstance(value, str):
        value = [{"role": "user", "content": value}]
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise invalid(
            f"Invalid type for '{param}': expected a string or a list of objects.",
            param,
            "invalid_type",
        )
    return [_input_item(item, f"{param}[{number}]") for number, item in enumerate(value)]


def _input_item(item: Item, param: str) -> Item:
    kind = item.get("type", "message")
    if kind == "message":
        return _message(item, param)
    if kind == "function_call":
        return output_item(item)
    if kind != "function_call_output":
        raise invalid(f"Invalid value: '{kind}'.", f"{param}.type", "invalid_value")
    for name in ("call_id", "output"):
        if not isinstance(item.get(name), (str, list)):
            raise invalid(
                f"Missing required parameter: '{param}.{name}'.",
                f"{param}.{name}",
                "missing_required_parameter",
            )
    return {"status": "completed", **item, "id": item.get("id") or new_id("fco")}


def _message(item: Item, param: str) -> Item:
    role, content = item.get("role"), item.get("content")
    if role not in _ROLES:
        raise invalid(
            f"Invalid value: '{role}'. Supported values are: {_ROLES}.",
            f"{param}.role",
            "invalid_value",
        )
    if isinstance(content, str):
        text_type = "output_text" if role == "assistant" else "input_text"
        content = [{"type": text_type, "text": content}]
    if not isinstance(content, list) or not content:
        raise invalid(
            f"Missing required parameter: '{param}.content'.",
            f"{param}.content",
            "missing_required_parameter",
        )
    for part in content:
        if not isinstance(part, dict) or part.get("type") not in _CONTENT_TYPES:
            raise invalid(
                f"Invalid value in '{param}.content': {part!r}.",
                f"{param}.content",
                "invalid_value",
            )
        _check_file(part, f"{param}.content")
    parts = [{"annotations": [], **part} if part["type"] == "output_text" else part for part in content]
    return {"status": "completed", **item, "id": new_id("msg"), "type": "message", "content": parts}


_IMAGE = {"type", "image_url", "detail"}
_FILE = {"type", "filename", "file_data"}
_IMAGE_TYPES = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG", "image/webp": b"RIFF"}


def _check_file(part: Item, param: str) -> None:
    """Refuse pictures and files that are not data URLs of what they say they are."""
    kind = part["type"]
    if kind not in ("input_image", "input_file"):
        return
    if set(part) != (_IMAGE if kind == "input_image" else _FILE):
        raise invalid(f"Unknown or missing parameters of {kind}: {sorted(part)}.", param, "unknown_parameter")
    url = part["image_url"] if kind == "input_image" else part["file_data"]
    content_type, content = _of_data_url(url, param)
    signature = _IMAGE_TYPES.get(content_type) if kind == "input_image" else b"%PDF-"
    if signature is None or not content.startswith(signature):
        raise invalid("The file you provided is not supported or is broken.", param, "invalid_file")
    if kind == "input_image" and part["detail"] not in ("low", "high", "auto"):
        raise invalid("Invalid value for 'detail'.", param, "invalid_value")


def _of_data_url(url: str, param: str) -> tuple[str, bytes]:
    found = re.fullmatch("data:([a-z/+-]+);base64,([A-Za-z0-9+/=]+)", url)
    if not found:
        raise invalid("Expected a base64-encoded data URL.", param, "invalid_value")
    return found[1], b64decode(found[2])


def file_in(items: list[Item]) -> bytes:
    """Return the content of the first picture or file in some input, b"" for none."""
    parts = [part for item in items for part in item.get("content") or [] if isinstance(part, dict)]
    urls = [part.get("image_url") or part.get("file_data") for part in parts]
    return next((_of_data_url(url, "input")[1] for url in urls if url), b"")


def output_item(item: Item) -> Item:
    """An item the model made, completed with what a scripted model may leave out."""
    if item.get("type") == "function_call":
        arguments = item.get("arguments", {})
        if not isinstance(arguments, str):
            arguments = json.dumps(arguments)
        made = {"id": new_id("fc"), "call_id": new_id("call"), "status": "completed", **item}
        return {**made, "arguments": arguments}
    return assistant_message(
        item.get("content", ""), phase=item.get("phase"), status=item.get("status", "completed")
    )


def assistant_message(
    content: object, *, phase: str | None = "final_answer", status: str = "completed"
) -> Item:
    """An assistant message: its text or parts; phase is commentary, final_answer or None."""
    if isinstance(content, str):
        content = [{"type": "output_text", "text": content, "annotations": [], "logprobs": []}]
    made = {
        "id": new_id("msg"),
        "type": "message",
        "role": "assistant",
        "status": status,
        "content": content,
    }
    return made if phase is None else {**made, "phase": phase}


def text_of(item: Item) -> str:
    """The text of a message item, its parts joined by newlines; "" for other items."""
    parts = item.get("content") or []
    return "\n".join(part["text"] for part in parts if part.get("type") in ("input_text", "output_text"))


def output_text_of(item: Item) -> str:
    """The text of a function_call_output."""
    output = item["output"]
    return output if isinstance(output, str) else "\n".join(part.get("text", "") for part in output)
