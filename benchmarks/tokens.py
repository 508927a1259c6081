"""How many tokens a whole interview costs OpenAI's input, and how many of them a cache can hold.

Counted by length of what the fake OpenAI got. Every call pays for all of its input: tools, instructions and
the thread's items so far. Cacheable is the longest beginning that it shares with the call before it in the
same thread, from 1,024 tokens on in steps of 128 (platform.openai.com/docs/guides/prompt-caching).
"""

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.fakes.openai_items import Item, text_of
from tests.fakes.openai_model import ModelRequest

CHARACTERS = 4
"""Of a token."""
FIRST, STEP = 1024, 128
TURNS = 12
GOAL = 0.8


@dataclass(frozen=True, kw_only=True)
class Tokens:
    calls: int
    total: int
    cacheable: int
    beyond: int
    """What lies beyond the first 1,024 tokens of each call."""

    cached_beyond: int
    """What of that is cacheable."""


def input_of(request: ModelRequest) -> str:
    """Return all that OpenAI reads for `request`, in the order in which it caches."""
    tools = json.dumps(request.json.get("tools") or [], ensure_ascii=False)
    items = map(_read, [*request.history, *request.input])
    return "\n".join([tools, request.instructions, *items])


def _read(item: Item) -> str:
    match item["type"]:
        case "message":
            return f"{item['role']}: {text_of(item)}"
        case "function_call":
            return f"{item['call_id']}: {item['name']} {item['arguments']}"
        case _:
            return f"{item['call_id']}: {item['output']}"


def count(requests: Sequence[ModelRequest]) -> Tokens:
    """Count the tokens of the calls of one thread, oldest first."""
    total = cacheable = beyond = cached_beyond = 0
    before = ""
    for text in map(input_of, requests):
        length = len(text) // CHARACTERS
        shared = _in_steps(_same(before, text) // CHARACTERS)
        total, cacheable = total + length, cacheable + shared
        beyond += max(0, length - FIRST)
        cached_beyond += max(0, shared - FIRST)
        before = text
    return Tokens(
        calls=len(requests), total=total, cacheable=cacheable, beyond=beyond, cached_beyond=cached_beyond
    )


def _same(before: str, text: str) -> int:
    """Return how many characters both begin with."""
    pairs = zip(before, text, strict=False)
    return next((at for at, (old, new) in enumerate(pairs) if old != new), min(len(before), len(text)))


def _in_steps(tokens: int) -> int:
    return tokens // STEP * STEP if tokens >= FIRST else 0


def measure() -> None:
    """Hold the interviews in this process, and print a line each."""
    from tests.support import interviews  # it has the tests' settings
    from tests.support.interview_runs import hold
    from tests.support.interview_scripts import INTERVIEWS

    logging.disable(logging.INFO)  # a line for each message would hide the figures
    with interviews.database():
        for name, interview in INTERVIEWS.items():
            if interview.script:
                held = hold(replace(interview, messages=interview.messages[:TURNS]))
                print(line(name, held.requests), flush=True)


def line(name: str, requests: Sequence[ModelRequest]) -> str:
    found, first = count(requests), requests[0]
    constant = len(json.dumps(first.json["tools"], ensure_ascii=False)) + len(first.instructions)
    return (
        f"{name:20}{found.calls:6}{constant // CHARACTERS:14,}{found.total:9,}{found.cacheable:11,}"
        f"{found.cached_beyond / found.beyond:8.2f}{GOAL:6}"
    )


def main() -> None:
    """Run the measurement in a process of its own, with the tests' settings, and print the table."""
    print(f"\nInput tokens of {TURNS} turns, {CHARACTERS} characters each; share: of what is beyond {FIRST}")
    print("                     calls tools + rules    total  cacheable   share  goal", flush=True)
    subprocess.run([sys.executable, "-m", "benchmarks.tokens"], check=True)


if __name__ == "__main__":
    measure()
