"""The wire of `POST /v1/responses`: what a request must hold, and the response object."""

from __future__ import annotations

import time
from typing import Any

from tests.fakes.openai_conversations import Conversation
from tests.fakes.openai_items import Item, invalid, new_id, text_of
from tests.fakes.openai_model import ModelRequest

# Shut down this winter, or long ago: a call with one of them is a mistake in this project.
RETIRED_MODELS = ("gpt-4", "gpt-3")
CACHE_STEP = 128
"""Of the instructions, whole steps of so many tokens are known from earlier calls, from 1,024 on."""
REASONING_TOKENS = 3
"""That each answer takes beside its words."""


def check_request(payload: dict[str, Any]) -> None:
    """Raises VendorError (400) for what OpenAI refuses, or this project must never send."""
    for name in ("model", "input"):
        if not payload.get(name):
            raise invalid(f"Missing required parameter: '{name}'.", name, "missing_required_parameter")
    model = payload["model"]
    if not isinstance(model, str) or model.startswith(RETIRED_MODELS):
        raise invalid(f"The requested model '{model}' does not exist.", "model", "model_not_found")
    if not str(payload.get("instructions") or "").strip():
        raise invalid("Instructions are sent with every call.", "instructions", "missing_required_parameter")
    _check_conversation(payload)
    for name in ("stream", "background"):
        if payload.get(name):
            raise invalid(f"The fake does not serve '{name}'.", name, "unsupported_parameter")
    _check_format((payload.get("text") or {}).get("format"), payload)
    for number, tool in enumerate(payload.get("tools") or []):
        _check_tool(tool, f"tools[{number}]")


def _check_conversation(payload: dict[str, Any]) -> None:
    if payload.get("conversation") is None:
        return
    if payload.get("store") is False:
        raise invalid("A conversation needs 'store' to be true.", "store", "invalid_value")
    if payload.get("previous_response_id"):
        raise invalid(
            "'conversation' and 'previous_response_id' exclude each other.",
            "previous_response_id",
        )


def _check_format(wanted: dict[str, Any] | None, payload: dict[str, Any]) -> None:
    """A strict schema, as in response_format_text_json_schema_config_param.py of the package."""
    if wanted is None:
        return
    if wanted.get("type") != "json_schema" or not wanted.get("name") or wanted.get("strict") is not True:
        raise invalid("The fake serves strict, named JSON schemas only.", "text.format", "invalid_value")
    if problem := _strict_problem(wanted.get("schema") or {}, "()"):
        message = f"Invalid schema for response_format '{wanted['name']}': {problem}"
        raise invalid(message, "text.format.schema", "invalid_json_schema")
    if payload.get("store") is not False or payload.get("conversation") is not None:
        raise invalid("This project never stores what it asks outside conversations.", "store")


def _check_tool(tool: dict[str, Any], param: str) -> None:
    if tool.get("type") != "function" or not tool.get("name"):
        raise invalid("Only named function tools are served by the fake.", param, "invalid_value")
    parameters = tool.get("parameters")
    if tool.get("strict") and parameters is not None:
        problem = _strict_problem(parameters, "()")
        if problem:
            message = f"Invalid schema for function '{tool['name']}': {problem}"
            raise invalid(message, f"{param}.parameters", "invalid_function_parameters")


def _strict_problem(schema: dict[str, Any], context: str) -> str | None:
    """What strict mode has against a schema: objects must be closed, all properties required."""
    if schema.get("type") == "object":
        properties = schema.get("properties", {})
        if schema.get("additionalProperties") is not False:
            return f"In context={context}, 'additionalProperties' is required to be supplied and to be false."
        if set(schema.get("required", [])) != set(properties):
            return f"In context={context}, 'required' is required to include every key in properties."
        for name, inner in properties.items():
            problem = _strict_problem(inner, f"('properties', '{name}')")
            if problem:
                return problem
    if isinstance(schema.get("items"), dict):
        return _strict_problem(schema["items"], f"{context} items")
    return None


def check_tool_outputs(new_items: list[Item], conversation: Conversation | None) -> None:
    """Every open function call must get its output now, and every output needs an open call.

    Raises VendorError.
    """
    supplied = [item["call_id"] for item in new_items if item["type"] == "function_call_output"]
    made = [item["call_id"] for item in new_items if item["type"] == "function_call"]
    expected = [*(conversation.open_calls() if conversation is not None else []), *made]
    for call_id in supplied:
        if call_id not in expected:
            raise invalid(f"No tool call found for function call output with call_id {call_id}.", "input")
    for call_id in expected:
        if call_id not in supplied:
            raise invalid(f"No tool output found for function call {call_id}.", "input")


def response_json(request: ModelRequest, output: list[Item], status: str) -> dict[str, Any]:
    """The `response` object. Token counts are guesses: four characters a token."""
    now = int(time.time())
    failed, incomplete = status == "failed", status == "incomplete"
    return {
        "id": new_id("resp"),
        "object": "response",
        "created_at": now,
        "completed_at": None if failed else now,
        "status": status,
        "background": False,
        "error": {"code": "server_error", "message": "The fake was told to fail."} if failed else None,
        "incomplete_details": {"reason": "max_output_tokens"} if incomplete else None,
        "conversation": {"id": request.conversation_id} if request.conversation_id else None,
        "instructions": request.instructions,
        "max_output_tokens": request.json.get("max_output_tokens"),
        "metadata": request.json.get("metadata") or {},
        "model": request.model,
        "output": output,
        "parallel_tool_calls": request.json.get("parallel_tool_calls", True),
        "previous_response_id": None,
        "reasoning": request.json.get("reasoning") or {"effort": None, "summary": None},
        "service_tier": "default",
        "temperature": 1.0,
        "text": request.json.get("text") or {"format": {"type": "text"}},
        "tool_choice": request.json.get("tool_choice", "auto"),
        "tools": request.json.get("tools") or [],
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": None if failed else _usage(request, output),
    }


def _usage(request: ModelRequest, output: list[Item]) -> dict[str, Any]:
    """As response_usage.py of the package: cached tokens are input too, and reasoning is output too."""
    instructions = len(request.instructions) // 4
    cached = instructions // CACHE_STEP * CACHE_STEP if instructions >= 1024 else 0
    received = (
        sum(len(text) for text in (request.instructions, *request.user_texts, *request.tool_outputs)) // 4 + 1
    )
    produced = sum(len(text_of(item)) for item in output) // 4 + 1 + REASONING_TOKENS
    return {
        "input_tokens": received,
        "input_tokens_details": {"cached_tokens": cached, "cache_write_tokens": 0},
        "output_tokens": produced,
        "output_tokens_details": {"reasoning_tokens": REASONING_TOKENS},
        "total_tokens": received + produced,
    }
