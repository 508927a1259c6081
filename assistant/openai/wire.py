"""What goes to OpenAI and comes back, as plain JSON: items of a thread, answers and transcripts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from assistant.openai.errors import unfinished

WireItem = dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One item of a thread: a message, a function call, its output, or something that we ignore."""

    id: str
    kind: str
    role: str = ""
    text: str = ""
    """The text of a message (refusals included), or of a function call's output."""
    for_user: bool = True
    """False for commentary of the model (`phase` in response_output_message.py) and cut-off messages."""
    call_id: str = ""
    name: str = ""
    arguments: str = ""

    @classmethod
    def from_wire(cls, wire: WireItem) -> Self:
        content = wire.get("output") if wire["type"] == "function_call_output" else wire.get("content")
        if not isinstance(content, str):
            parts = content or []
            content = "".join(part.get("text") or part.get("refusal") or "" for part in parts)
        return cls(
            id=wire.get("id") or "",
            kind=wire["type"],
            role=wire.get("role") or "",
            text=content,
            for_user=wire.get("phase") != "commentary" and wire.get("status") != "incomplete",
            call_id=wire.get("call_id") or "",
            name=wire.get("name") or "",
            arguments=wire.get("arguments") or "",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """The answer to a call."""

    items: list[Item]
    """The model's, oldest first."""
    usage: Mapping[str, Any]
    """As the API tells it, {} if it does not: response_usage.py of the package (3.54)."""

    @property
    def text(self) -> str:
        """What the model says."""
        return "".join(item.text for item in self.items if item.role == "assistant" and item.for_user)

    @classmethod
    def from_wire(cls, wire: WireItem) -> Self:
        """Raises AssistantError if the answer cannot be used."""
        if trouble := unfinished(wire):
            raise trouble
        return cls(
            items=[Item.from_wire(item) for item in wire.get("output") or []],
            usage=wire.get("usage") or {},
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Transcript:
    """What is said in a recording."""

    text: str
    usage: Mapping[str, Any]
    """As the API tells it: transcription.py of the package (3.54)."""


def user_message(text: str) -> WireItem:
    return {"type": "message", "role": "user", "content": text}


def developer_message(text: str) -> WireItem:
    return {"type": "message", "role": "developer", "content": text}


def assistant_message(text: str) -> WireItem:
    """An earlier message of the model; "resend phase" (easy_input_message_param.py of the package, 3.54)."""
    return {"type": "message", "role": "assistant", "phase": "final_answer", "content": text}


def tool_output(*, call_id: str, output: str) -> WireItem:
    return {"type": "function_call_output", "call_id": call_id, "output": output}
