"""A model that saves what users tell in lines of "key: words", and writes the release after the last part.

It answers with the first line of what was said, as the fake's echo does with all of it.
"""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.openai_items import Item, text_of
from tests.fakes.openai_model import ModelRequest, echo_model
from tests.support.openai_turns import save_line
from tests.support.told_facts import facts_of, words_of

PARTS = 2


def telling(phone: str, *, part: int) -> str:
    """Return a message that tells every other fact of the phone's release."""
    lines = [f"{key}: {words}" for key, words in list(words_of(phone).items())[part - 1 :: PARTS]]
    return "\n".join([f"part {part} of {phone}", *lines])


def answer(request: ModelRequest) -> list[Item] | str:
    if not request.user_texts:
        said = [text_of(item) for item in request.history if item.get("role") == "user"]
        return f"You said: {said[-1].splitlines()[0]} (turn {request.turn})"
    if len(request.user_texts) == 1 and request.user_texts[0].startswith("part "):
        return _calls(request.user_texts[0])
    return echo_model(request)


def _calls(text: str) -> list[Item]:
    first, *lines = text.splitlines()
    _, part, _, phone = first.split()
    calls = [_save(*line.split(": ", 1), phone=phone) for line in lines]
    return [*calls, _call("finish", {})] if int(part) == PARTS else calls


def _save(key: str, words: str, *, phone: str) -> Item:
    value = facts_of(phone)[key]
    _, name, arguments = save_line(key, value, words).split(" ", 2)
    return _call(name, json.loads(arguments))


def _call(name: str, arguments: dict[str, Any]) -> Item:
    return {"type": "function_call", "name": name, "arguments": json.dumps(arguments)}
