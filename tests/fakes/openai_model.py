"""The fake's model: an echo that shows mix-ups and calls tools when the user's text tells it to.

A user line `#tool save_headline {"value": "X", "said": "X"}` makes it call that tool with those arguments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.openai_conversations import Conversation
from tests.fakes.openai_items import Item, output_text_of, text_of

DIRECTIVE = re.compile(r"^#tool\s+([a-zA-Z0-9_-]+)[ \t]*(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """What a model may look at.

    `turn` counts the responses with user input in this conversation, with this one.
    """

    conversation_id: str | None
    model: str
    instructions: str
    input: list[Item]
    user_texts: list[str]
    tool_outputs: list[str]
    tools: list[str]
    turn: int
    history: list[Item]
    json: dict[str, Any]


Model = Callable[[ModelRequest], "list[Item] | str"]


def model_request(
    payload: dict[str, Any], conversation: Conversation | None, new_items: list[Item]
) -> ModelRequest:
    """What the model sees of a checked `POST /v1/responses` body."""
    user_texts = [text_of(item) for item in new_items if item.get("role") == "user"]
    outputs = [item for item in new_items if item["type"] == "function_call_output"]
    turns = conversation.turns if conversation is not None else 0
    return ModelRequest(
        conversation_id=conversation.id if conversation is not None else None,
        model=payload["model"],
        instructions=payload["instructions"],
        input=new_items,
        user_texts=user_texts,
        tool_outputs=[output_text_of(item) for item in outputs],
        tools=[tool["name"] for tool in payload.get("tools") or []],
        turn=turns + bool(user_texts),
        history=list(conversation.items) if conversation is not None else [],
        json=payload,
    )


def seconds_asked_for(request: ModelRequest) -> float:
    """For how long the user's text tells it to think ("think 1.5 about …"), 0 where it says nothing."""
    found = re.search(r"[Tt]hink ([0-9.]+)", " ".join(request.user_texts))
    return float(found[1]) if found else 0.0


def echo_model(request: ModelRequest) -> list[Item] | str:
    """`You said: a | b (turn N)`, or the calls of `#tool` lines, or `Done: outputs` after them."""
    if not request.user_texts:
        return f"Done: {' | '.join(request.tool_outputs)}"
    directives = [found for text in request.user_texts for found in DIRECTIVE.findall(text)]
    missing = [name for name, _ in directives if name not in request.tools]
    if missing:
        return f"I have no tool {', '.join(missing)}"
    if directives:
        return [_call(name, arguments) for name, arguments in directives]
    return f"You said: {' | '.join(request.user_texts)} (turn {request.turn})"


def _call(name: str, arguments: str) -> Item:
    text = arguments.strip() or "{}"
    json.loads(
        text
    )  # A directive that is not JSON is the test's mistake: it is reported as a model error (500).
    return {"type": "function_call", "name": name, "arguments": text}


def long_text(length: int) -> str:
    """Exactly `length` characters of numbered sentences, in paragraphs of five."""
    made, number = "", 0
    while len(made) < length:
        number += 1
        made += f"This is sentence number {number} of a long answer." + ("\n\n" if number % 5 == 0 else " ")
    return made[:length]
