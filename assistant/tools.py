"""The tools that the model may call, and what they do."""

import json
from typing import Any

import structlog

from assistant.interviewer import InterviewContext
from assistant.press_release import FIELDS, IncompleteRelease, missing

logger = structlog.get_logger(__name__)

FINISH = "finish"
ASK_FOR_PERSON = "ask_for_person"

_FIELD_OF_TOOL = {f"save_{name}": name for name in FIELDS}


def _tool(name: str, description: str, properties: dict[str, Any]) -> dict[str, Any]:
    """Return a strict function tool; strict schemas are closed and require every property."""
    return {
        "type": "function",
        "name": name,
        "description": description,
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        },
    }


TOOLS: list[dict[str, Any]] = [
    *(
        _tool(
            tool,
            f"Save the field {name} ({FIELDS[name].label}), replacing what was saved before.",
            {
                "value": {
                    "type": "string",
                    "description": "The text as it shall stand in the press release.",
                }
            },
        )
        for tool, name in _FIELD_OF_TOOL.items()
    ),
    _tool(FINISH, "Write the press release once every field is saved and the user has agreed.", {}),
    _tool(
        ASK_FOR_PERSON,
        "Have a person of our team join, because the user asks for one or you cannot help.",
        {"reason": {"type": "string", "description": "For our team: what the person is needed for."}},
    ),
]


class Toolbox:
    """Runs the model's function calls of one turn on the context.

    An output exists only after the context has the data, so nothing is reported as saved too early.
    """

    def __init__(self, *, context: InterviewContext, fields: dict[str, str]) -> None:
        self._context = context
        self._fields = fields
        self.document = ""
        """The finished document, once the model has called `finish`."""

    async def run(self, *, name: str, arguments: str) -> str:
        """Return the output of one call as JSON. An error that the model can fix is an output too."""
        if name == FINISH:
            return await self._finish()
        if name == ASK_FOR_PERSON:
            return await self._ask_for_person(arguments)
        field = _FIELD_OF_TOOL.get(name)
        if field is None:
            tools = ", ".join([*_FIELD_OF_TOOL, FINISH, ASK_FOR_PERSON])
            return _error(f"There is no tool {name}. Use {tools}.")
        value = _argument("value", arguments)
        if value is None:
            return _error('Call this tool with one argument, {"value": "the text"}.')
        try:
            await self._context.save(field=field, value=value)
        except ValueError as problem:
            return _error(f"Not saved: {problem}.")
        self._fields[field] = value
        logger.debug("field_saved", field=field)
        return json.dumps({"ok": True, "saved": field, "still_open": missing(self._fields)})

    async def _finish(self) -> str:
        try:
            self.document = await self._context.finish()
        except IncompleteRelease as incomplete:
            names = ", ".join(incomplete.missing)
            return _error(f"Not finished: save {names} first. Ask for what you do not know.")
        return json.dumps({"ok": True, "finished": True})

    async def _ask_for_person(self, arguments: str) -> str:
        reason = (_argument("reason", arguments) or "").strip()
        await self._context.ask_for_person(reason=reason or "The user asks for a person.")
        return json.dumps({"ok": True, "told": "Our team has been asked; nobody is there yet."})

    async def recover_document(self) -> None:
        """Recover the document if an earlier attempt of this turn has called `finish`."""
        try:
            self.document = await self._context.finish()
        except IncompleteRelease:
            # The model has begun a new press release in the same turn; the finished one is stored.
            logger.warning("finished_document_not_repeated")


def says_finished(output: str) -> bool:
    """Return True if `output` is the output of a successful `finish`."""
    return _object(output).get("finished") is True


def interrupted() -> str:
    """Return the output for a call that was never run."""
    return _error("This call was interrupted and nothing was saved. Call it again if it is still wanted.")


def _error(advice: str) -> str:
    return json.dumps({"ok": False, "error": advice})


def _argument(name: str, arguments: str) -> str | None:
    value = _object(arguments).get(name)
    return value if isinstance(value, str) else None


def _object(text: str) -> dict[str, Any]:
    try:
        loaded = json.loads(text)
    except ValueError:
        return {}
    return loaded if isinstance(loaded, dict) else {}
