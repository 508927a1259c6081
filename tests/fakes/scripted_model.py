"""A model for the fake OpenAI that interviews by a script.

A script is a table: what the user says -> the rounds of the model's answer. A round is what one response
holds, texts and calls; the outputs of its calls come before the next round.

    FakeOpenAI(model=ScriptedModel({"We are Acme": [[save("company_name", "Acme")], ["What is new?"]]}))
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from tests.fakes.openai_items import Item, output_text_of, text_of
from tests.fakes.openai_model import ModelRequest

Part = Item | str
Rounds = Sequence[Sequence[Part]]
Script = Mapping[str, Rounds]

_OWN_TOOLS = ("company_name", "announcement_type", "headline", "boilerplate", "media_contact")
_PARTS = {"quote": "words", "quote_speaker": "speaker", "quote_role": "role"}


class ScriptedModel:
    """Says its part of `script`. It knows nothing but the thread, so a turn that is repeated goes on there.

    A user message that is not in the script is a mistake of the test: the fake reports a model error (500).
    """

    def __init__(self, script: Script) -> None:
        self._script = script

    def __call__(self, request: ModelRequest) -> list[Item]:
        items = [*request.history, *request.input]
        asked = max(at for at, item in enumerate(items) if item.get("role") == "user")
        rounds = self._script[text_of(items[asked])]
        made = rounds[_rounds_in(items[asked:])]
        return [_as_item(part, items) for part in made]


def _rounds_in(items: Sequence[Item]) -> int:
    """Return how many responses the model has made in `items`."""
    by_model = [item["type"] == "function_call" or item.get("role") == "assistant" for item in items]
    return sum(now and not before for before, now in zip([False, *by_model], by_model, strict=False))


def _as_item(part: Part, items: Sequence[Item]) -> Item:
    if isinstance(part, str):
        return {"type": "message", "content": part}
    if part.get("name") != "confirm":
        return part
    arguments = part["arguments"]
    return {**part, "arguments": {**arguments, "proposal": _id_of(arguments["proposal"], items)}}


def _id_of(value: str, items: Sequence[Item]) -> str:
    """Return the id that `propose` gave to the proposal of `value`, else `value` itself."""
    proposed = [item for item in items if item.get("name") == "propose" and _argument(item, "value") == value]
    if not proposed:
        return value
    outputs = {item["call_id"]: item for item in items if item["type"] == "function_call_output"}
    return str(json.loads(output_text_of(outputs[proposed[-1]["call_id"]]))["proposed"])


def _argument(item: Item, name: str) -> object:
    return json.loads(item["arguments"]).get(name)


def call(name: str, **arguments: object) -> Item:
    return {"type": "function_call", "name": name, "arguments": arguments}


def save(key: str, value: str, said: str | None = None) -> Item:
    """Return the call that saves `value` under `key`; `said` is the value itself unless it is given."""
    words = {"value": value, "said": value if said is None else said}
    if key in _OWN_TOOLS:
        return call(f"save_{key}", **words)
    base, number = _numbered(key)
    if base in _PARTS:
        return call("save_quotes", part=_PARTS[base], number=number, **words)
    return call("save_key_facts", fact=base, number=number, **words)


def propose(key: str, value: str) -> Item:
    return call("propose", fact=key, number=1, value=value)


def confirm(value: str, said: str) -> Item:
    """Return the call that confirms the proposal of `value`."""
    return call("confirm", proposal=value, said=said)


def reword(key: str, value: str) -> Item:
    return call("reword", fact=key, number=1, value=value)


def skip(key: str, said: str) -> Item:
    base, number = _numbered(key)
    return call("skip", fact=base, number=number, said=said)


def refusal(text: str) -> Item:
    return {"type": "message", "content": [{"type": "refusal", "refusal": text}]}


def cut_off(text: str) -> Item:
    """Return a message that ends at `max_output_tokens`, which makes the response incomplete."""
    return {"type": "message", "content": text, "status": "incomplete"}


def _numbered(key: str) -> tuple[str, int]:
    base, _, number = key.rpartition("_")
    return (base, int(number)) if number.isdigit() else (key, 1)
