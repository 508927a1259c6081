"""docs/interviews/*.md, made of real runs: `.venv/bin/python -m tests.support.interviews`."""

import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.scripted_writer import Request
from tests.support.interview_runs import Exchange, Held, Written, hold
from tests.support.interview_scripts import INTERVIEWS

FOLDER = Path(__file__).parent.parent.parent / "docs" / "interviews"
INTRODUCTION = """# {title}

{how}
This page is made of a real run by `python -m tests.support.interviews`; a test fails while the two differ.
"""
WITH_MODEL = """\
The worker, the tools and what they answer are real. The model that asks and the one that writes go by scripts
(`tests/support/interview_scripts/`); their calls are in the folded lines."""
WITHOUT_MODEL = "OPENAI_API_KEY is not set, so the offline interviewer asks, and the template writes."
_FACT_ID = re.compile(r"\bf\d+\b")


def page(held: Held) -> str:
    """Return the page of an interview that was held."""
    how = WITH_MODEL if held.interview.script else WITHOUT_MODEL
    approved = held.approved
    parts = [
        INTRODUCTION.format(title=held.interview.title, how=how),
        *(part for exchange in held.exchanges for part in _exchange(exchange)),
        f"## The approved release: version {approved.number}\n\n```text\n{approved.text}\n```\n",
        f"## What each sentence rests on\n\n{_evidence(held)}\n",
    ]
    return _with_plain_ids("\n".join(parts))


def _exchange(exchange: Exchange) -> Iterator[str]:
    yield "**User**\n\n" + "\n\n".join(map(_quoted, exchange.said)) + "\n"
    if exchange.calls:
        calls = [
            f"{name} {_compact(arguments)}\n    → {output}" for name, arguments, output in exchange.calls
        ]
        yield _folded("tool call", calls)
    if exchange.written:
        yield _folded("call of the writer", list(map(_written, exchange.written)))
    yield "**WhatsPR**\n\n" + "\n\n".join(map(_quoted, exchange.replies)) + "\n"


def _quoted(text: str) -> str:
    """Return `text` as a Markdown quotation that keeps its lines."""
    lines = [f"> {line}\\" if line and after else f"> {line}".rstrip() for line, after in _with_next(text)]
    return "\n".join(lines)


def _with_next(text: str) -> Iterator[tuple[str, str]]:
    lines = text.split("\n")
    yield from zip(lines, [*lines[1:], ""], strict=True)


def _folded(what: str, lines: Sequence[str]) -> str:
    count = f"{len(lines)} {what.replace('call', 'calls', 1)}" if len(lines) > 1 else f"1 {what}"
    return f"<details><summary>{count}</summary>\n\n```text\n" + "\n".join(lines) + "\n```\n\n</details>\n"


def _compact(arguments: str) -> str:
    return json.dumps(json.loads(arguments), ensure_ascii=False)


def _written(written: Written) -> str:
    """Return what the writer was asked for and told, and what it answered, a sentence a line."""
    request = written.request
    wish = f", as the user wishes: {request['wish']}" if "wish" in request else ""
    before = {one["id"]: one["text"] for one in request.get("sentences", ())}
    return "\n".join(
        [
            f"{request['task']}: {len(request['facts'])} facts{wish}",
            *(f"    {_problem(one)}" for one in request.get("problems", ())),
            *(f"    → {_sentence(one, before)}" for one in written.answer["sentences"]),
        ]
    )


def _problem(problem: Request) -> str:
    return " ".join(filter(None, (f"{problem['problem']} “{problem['text']}”", "in", problem["sentence"])))


def _sentence(one: Request, before: Request) -> str:
    old = f"{one['id']}: {before[one['id']]}\n      becomes: " if one["id"] in before else ""
    return f"{old}{one['text']} [{', '.join(one['facts'])}]"


def _evidence(held: Held) -> str:
    """Return the sentences of the approved release, each with the user's words that its facts rest on."""
    lines = []
    for part in held.approved.parts:
        for sentence in part["sentences"]:
            if sentence["facts"]:
                lines.append(f"- {sentence['text'].replace(chr(10), ' ')}")
                lines += [f"  - {_fact(held, id_)}" for id_ in sentence["facts"]]
    return "\n".join(lines)


def _fact(held: Held, id_: str) -> str:
    from assistant.announcement_types import type_of

    fact = held.evidence[id_]
    return f"{type_of(fact.key).label}: “{' '.join(fact.said.split())}”"


def _with_plain_ids(text: str) -> str:
    """Number the ids of facts in the order in which they appear: the database goes on from other runs."""
    order = {name: f"f{at}" for at, name in enumerate(dict.fromkeys(_FACT_ID.findall(text)), start=1)}
    return _FACT_ID.sub(lambda found: order[found[0]], text)


@contextmanager
def database() -> Iterator[None]:
    """Set Django up in this process, with an empty database of its own until the end."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


def main() -> None:
    """Write all pages."""
    with database():
        for name, interview in INTERVIEWS.items():
            (FOLDER / f"{name}.md").write_text(page(hold(interview)))


if __name__ == "__main__":
    main()
