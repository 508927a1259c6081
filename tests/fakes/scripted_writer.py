"""A model for the fake OpenAI that writes press releases by a script.

FakeOpenAI(writer=ScriptedWriter([Line(1, "{company_name} raised {amount}.", "company_name amount")]))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from assistant.announcement_types import FACTS, MAX_OF_A_KIND, NUMBERED, numbered, type_of

Request = dict[str, Any]
Writer = Callable[[Request], "dict[str, Any] | str"]

_KEYS = [*FACTS, *(numbered(key, number) for key in NUMBERED for number in range(2, MAX_OF_A_KIND + 1))]
KEY_OF = {type_of(key).label: key for key in _KEYS}


def no_text(request: Request) -> dict[str, Any]:
    """A writer that has nothing to say, so that the template writes."""
    return {"sentences": []}


@dataclass(frozen=True)
class Line:
    """A sentence of paragraph number `paragraph`, with `{key}` for values; it cites the facts of `keys`."""

    paragraph: int
    text: str
    keys: str

    def fits(self, told: Mapping[str, Request]) -> bool:
        return all(key in told for key in self.keys.split())

    def written(self, told: Mapping[str, Request], id_: str) -> dict[str, Any]:
        values = {key: fact["value"] for key, fact in told.items()}
        ids = [told[key]["id"] for key in self.keys.split()]
        return {
            "id": id_,
            "paragraph": self.paragraph,
            "text": self.text.format_map(values),
            "facts": ids,
        }


@dataclass
class ScriptedWriter:
    """Writes the lines whose facts are there, with the values that they have at that time.

    `rethought` has other texts by those of lines, for when it is asked to write everything once more.
    `repairs` has other texts by what it wrote, for when it is told of a problem: a blank one is left out.
    `wishes` has, by what the user wants, other texts by what it wrote. `requests` grows with use.
    """

    lines: Sequence[Line]
    repairs: Mapping[str, str] = field(default_factory=dict)
    wishes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rethought: Mapping[str, str] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def __call__(self, request: Request) -> dict[str, Any]:
        self.requests.append(request)
        told = {KEY_OF[fact["what"]]: fact for fact in request["facts"]}
        lines = [line for line in self.lines if line.fits(told)]
        if request["task"] == "write":
            return {"sentences": self._all(told, lines)}
        others = self.repairs if request["task"] == "repair" else self.wishes.get(request.get("wish", ""), {})
        return {"sentences": [*self._changed(request, told, lines, others), *_new(request, told, lines)]}

    def _all(self, told: Mapping[str, Request], lines: Sequence[Line]) -> list[dict[str, Any]]:
        if sum(request["task"] == "write" for request in self.requests) > 1:
            lines = [replace(line, text=self.rethought.get(line.text, line.text)) for line in lines]
        return [line.written(told, "new") for line in lines]

    def _changed(
        self, request: Request, told: Mapping[str, Request], lines: Sequence[Line], others: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        changed, ids = [], {fact["id"] for fact in told.values()}
        for one in request["sentences"]:
            if one["id"] not in request["change"]:
                continue
            if one["text"] in others:
                changed.append({**one, "text": others[one["text"]]})
            elif not {*one["facts"]} <= ids and (line := _line_of(one, told, lines)):
                changed.append(line.written(told, one["id"]))
        return changed


def _line_of(sentence: Mapping[str, Any], told: Mapping[str, Request], lines: Sequence[Line]) -> Line | None:
    """Return the line that is most like the sentence."""

    def likeness(line: Line) -> float:
        return SequenceMatcher(None, line.written(told, "")["text"], sentence["text"], autojunk=False).ratio()

    nearest = max(lines, key=likeness, default=None)
    return nearest if nearest and likeness(nearest) > 0.5 else None


def _new(request: Request, told: Mapping[str, Request], lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return the lines about facts that no sentence has yet."""
    if "new" not in request["change"]:
        return []
    there = {fact for one in request["sentences"] for fact in one["facts"]}
    written = [line.written(told, "new") for line in lines]
    replaced = {_line_of(one, told, lines) for one in request["sentences"] if one["id"] in request["change"]}
    return [
        one
        for line, one in zip(lines, written, strict=True)
        if line not in replaced and not {*one["facts"]} <= there
    ]
