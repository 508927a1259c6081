"""The tools that the model may call: the same in every call of every user."""

from collections.abc import Sequence
from typing import Any

from assistant.announcement_types import FACTS, TYPES, Kind, type_of

MAX_CALLS = 20
"""Calls that are run in one round."""

QUOTATION_PARTS = {"words": "quote", "speaker": "quote_speaker", "role": "quote_role"}
ALONE = ("company_name", "announcement_type", "headline", "boilerplate", "media_contact")
"""Facts with a tool of their own."""
_KEY_FACTS = [key for key in FACTS if key not in (*ALONE, *QUOTATION_PARTS.values())]
_ASKED_ONCE = {"detail", "subhead", "link", "quote", *(key for row in TYPES.values() for key in row.wanted)}
"""What the user may leave out."""

# What is the same in many tools is explained once, in the instructions: each call pays for all of this.
_VALUE = {"type": "string"}
_SAID = {"type": "string"}
_NUMBER = {"type": "integer"}


def _tool(name: str, description: str, **properties: object) -> dict[str, Any]:
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


def _one_of(names: Sequence[str]) -> dict[str, object]:
    return {"type": "string", "enum": list(names)}


_WORDS = _one_of([key for key in FACTS if type_of(key).kind in (Kind.TEXT, Kind.QUOTATION)])
"""Facts whose words may be ours."""
_PRINTED_AS_THEY_ARE = _one_of(
    ["headline", "subhead", "quote", "quote_role", "boilerplate", "partner_boilerplate"]
)
"""Of those what stands in the release word by word."""
_MAY_SKIP = _one_of([key for key in FACTS if key in _ASKED_ONCE])

TOOLS: list[dict[str, Any]] = [
    _tool("save_company_name", "Save the company's name.", value=_VALUE, said=_SAID),
    _tool(
        "save_announcement_type",
        "Save what kind of announcement it is.",
        value=_one_of(list(TYPES)),
        said=_SAID,
    ),
    _tool("save_headline", "Save a headline in the user's own words.", value=_VALUE, said=_SAID),
    _tool(
        "save_key_facts",
        "Save one fact. Call it once for each fact. `detail` is for everything without a name of its own.",
        fact=_one_of(_KEY_FACTS),
        number=_NUMBER,
        value=_VALUE,
        said=_SAID,
    ),
    _tool(
        "save_quotes",
        "Save one part of a quotation: its words exactly as they were said, who says them, or that role.",
        part=_one_of(list(QUOTATION_PARTS)),
        number=_NUMBER,
        value=_VALUE,
        said=_SAID,
    ),
    _tool("save_boilerplate", "Save how the company describes itself.", value=_VALUE, said=_SAID),
    _tool(
        "save_media_contact",
        "Save whom journalists may contact: name, e-mail and phone, separated by commas.",
        value=_VALUE,
        said=_SAID,
    ),
    _tool(
        "skip",
        "Record that the user does not want to give a fact.",
        fact=_MAY_SKIP,
        number=_NUMBER,
        said=_SAID,
    ),
    _tool(
        "propose",
        "Keep words of your own, such as a headline or a polished quotation, before you show them. "
        "They count only after the user has chosen them.",
        fact=_WORDS,
        number=_NUMBER,
        value={"type": "string", "description": "Your words. No fact that is not saved."},
    ),
    _tool(
        "confirm",
        "Save a proposal that the user has agreed to, in a message after you showed it.",
        proposal={"type": "string", "description": "The id of the proposal, such as f12."},
        said=_SAID,
    ),
    _tool(
        "reword",
        "Change the wording of a headline, quotation or description in the version, as the user asks.",
        fact=_PRINTED_AS_THEY_ARE,
        number=_NUMBER,
        value={"type": "string", "description": "The new words. No fact that is not saved."},
    ),
    _tool(
        "revise",
        "Have a paragraph of the version written in another way, as the user asks.",
        instruction={"type": "string", "description": "What the user wants to be different. No new facts."},
        paragraph={"type": "integer", "description": "Its number from 1, without headlines; 0 for all."},
    ),
    _tool("finish", "Write the press release once nothing is missing. The user sees it below your message."),
    _tool(
        "approve",
        "Approve the version that the user has seen, because they say that it is right.",
        said=_SAID,
    ),
    _tool("show", "Show the user the text of the press release once more, below your message."),
    _tool(
        "ask_for_person",
        "Have a person of our team join, because the user asks for one or you cannot help.",
        reason={"type": "string", "description": "For our team: what the person is needed for."},
    ),
]

PARAMETERS = {tool["name"]: tool["parameters"]["properties"] for tool in TOOLS}


def wrong(name: str, given: dict[str, Any]) -> str:
    """Return what is wrong with the arguments of a call, "" if nothing is."""
    wanted = PARAMETERS[name]
    kinds = {"string": str, "integer": int}
    for parameter, schema in wanted.items():
        value = given.get(parameter)
        if not isinstance(value, kinds[schema["type"]]) or isinstance(value, bool):
            return f"Call {name} with {', '.join(wanted) or 'no arguments'}; {parameter} is wrong or missing."
        if value not in schema.get("enum", [value]):
            return f"{parameter} has to be one of {', '.join(schema['enum'])}."
    if extra := given.keys() - wanted.keys():
        return f"{name} has no {', '.join(sorted(extra))}."
    return ""
