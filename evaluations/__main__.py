"""Hold the interviews and print the table: see `evaluations`."""

import argparse
import asyncio
import os
import random
import secrets
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from statistics import mean

import django
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

import evaluations
from assistant.announcement_types import Kind, type_of
from assistant.errors import AssistantError
from assistant.interviewer import UserMessage
from assistant.validation import possible_dates
from assistant.verification import not_said, supported
from evaluations.context import Context
from evaluations.metered_api import MeteredApi, OutOfMoney, price, usd
from evaluations.personas import PERSONAS, Persona

Row = dict[str, float]
MAX_TURNS = 50
FINISHED, UNFINISHED, STOPPED = "yes", "no", "stopped"
"""How an interview ended, if not by an error."""
COLUMNS = ["turns", "questions", "refused", "found", "left", "false", "asked", "untrue", "USD"]
_CODES = (Kind.ANNOUNCEMENT, Kind.LANGUAGE, Kind.YES_NO)
"""Kinds of facts whose values are not in the user's words."""
_VALUES = ("number", "date", "name", "contact", "speaker")
"""Kinds of findings whose text may be written in another way than it was said."""


async def hold(persona: Persona, *, api: MeteredApi, model: str, chance: random.Random) -> tuple[str, Row]:
    """Have `model` play `persona`, until a version is approved; return how it ended, and what was counted."""
    from assistant.openai.interview import OpenAIInterviewer  # late, as all that has models

    interviewer, nudges, spent = OpenAIInterviewer(api=api), persona.nudged(chance), api.spent
    ended, said, replies = UNFINISHED, persona.opening, list[str]()
    heard, threads = list[UserMessage](), list[str]()
    api.outputs, api.wanted = [], []
    try:
        threads += [await api.open_conversation(), await api.open_conversation()]
        while ended == UNFINISHED and said and len(heard) < MAX_TURNS:
            heard.append(UserMessage(text=said, at=timezone.now()))
            context = Context(persona, [*heard])
            reply = await interviewer.reply(thread_id=threads[0], messages=[said], context=context)
            replies.append(reply.text)
            if any("approved" in output for output in api.outputs):
                ended = FINISHED
            else:
                ask = partial(persona.answer, api=api, model=model, thread_id=threads[1])
                said = await ask(reply.text, nudges.get(len(replies), ""))
    except OutOfMoney:
        ended = STOPPED
    except AssistantError as error:
        ended = error.code
    await _delete(threads, api)
    questions = mean(text.count("?") for text in replies) if replies else 0
    counted = await sync_to_async(_counted)(persona, api)
    return ended, {"turns": len(replies), "questions": questions, **counted, "USD": api.spent - spent}


async def _delete(threads: Sequence[str], api: MeteredApi) -> None:
    for thread_id in threads:
        try:
            await api.delete_conversation(thread_id=thread_id)
        except AssistantError as error:
            print(f"OpenAI still has the conversation {thread_id}: {error.code}.", file=sys.stderr)


def _counted(persona: Persona, api: MeteredApi) -> Row:
    """Return what tools and checks refused, and what the persona's facts do not hold."""
    from assistant import facts
    from assistant.checking import MISSING, blocking

    truth = "\n".join([*persona.sheet.values(), *map(str, possible_dates(persona.phone, timezone.now()))])

    def is_true(text: str) -> bool:
        return not supported(text, truth, language=persona.language)

    def is_false_alarm(kind: str, text: str) -> bool:
        is_said = kind in _VALUES or not not_said(text, [truth])
        return kind != MISSING and is_said and is_true(text)

    known = facts.gathered(persona.phone)
    values = [fact.value for key, fact in known.facts.items() if type_of(key).kind not in _CODES]
    row: Row = {
        "refused": sum(not output["ok"] for output in api.outputs),
        "untrue": sum(not is_true(value) for value in values),
    }
    if not api.wanted or known.release is None:
        return row
    found = [(one["problem"], one["text"]) for wanted in api.wanted for one in wanted.get("problems", ())]
    problems = [blocking(version.problems) for version in known.release.versions.all()]
    left = [(one.id, one.text) for of_version in problems for one in of_version]
    return row | {
        "found": len(found),
        "left": len(left),
        "false": sum(is_false_alarm(*one) for one in found + left),
        "asked": sum(map(bool, problems)),
    }


def _line(name: str, ended: str, row: Row) -> str:
    cells = [f"{row[column]:.4g}" if column in row else "-" for column in COLUMNS]
    return f"{name:10}{ended:>14}" + "".join(f"{cell:>10}" for cell in cells)


def _last_line(held: Sequence[tuple[str, Row]]) -> str:
    """Return the line of all interviews that were held to their end."""
    rows = [row for ended, row in held if ended != STOPPED]
    share = sum(ended == FINISHED for ended, _ in held) / max(len(rows), 1)
    columns = {column: [row[column] for row in rows if column in row] for column in COLUMNS}
    means = {column: mean(values) for column, values in columns.items() if values}
    return _line("all", f"{share:.0%}" if rows else "-", means)


async def _evaluate(options: argparse.Namespace) -> None:
    api = MeteredApi(
        max_usd=options.max_usd,
        prices=dict(options.usd_per_million),
        api_key=settings.OPENAI_API_KEY,
        base_url=settings.OPENAI_BASE_URL or None,
        timeout=settings.OPENAI_TIMEOUT_SECONDS,
    )
    held = list[tuple[str, Row]]()
    print(f"{'':10}{'finished':>14}" + "".join(f"{column:>10}" for column in COLUMNS), flush=True)
    for name in options.personas:
        chance = random.Random(f"{options.seed} {name}")
        ended, row = await hold(PERSONAS[name], api=api, model=settings.OPENAI_MODEL, chance=chance)
        held.append((ended, row))
        print(_line(name, ended, row), flush=True)
        if ended == STOPPED:
            print("Stopped: the next call could cost more than what is left.")
            break
    print(f"{_last_line(held)}\n\n${api.spent:.4f} of ${options.max_usd:g} spent.")
    await api.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evaluations",
        description=evaluations.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--max-usd", type=usd, required=True, help="what all calls may cost")
    parser.add_argument(
        "--usd-per-million",
        type=price,
        nargs="+",
        default=[],
        metavar="MODEL=INPUT:CACHED:OUTPUT",
        help="the prices of a million tokens, for each model",
    )
    parser.add_argument("--personas", nargs="+", choices=PERSONAS, default=list(PERSONAS), metavar="NAME")
    parser.add_argument("--seed", default="0", help="decides when personas drift, inject and so on")
    return parser.parse_args()


def main() -> None:
    """Run the command. Exits with a sentence if something is missing."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="whatspr-evaluations-") as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "whatspr.settings",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "SECRET_KEY": secrets.token_hex(32),
            "LOG_LEVEL": "CRITICAL",
        }
        django.setup()
        if not settings.OPENAI_API_KEY:
            sys.exit("OPENAI_API_KEY is not set: the interviews are held with OpenAI, with your own key.")
        models = {settings.OPENAI_MODEL, settings.OPENAI_WRITER_MODEL}
        if unknown := sorted(models - dict(options.usd_per_million).keys()):
            sys.exit(f"What does {unknown[0]} cost? Add --usd-per-million {unknown[0]}=INPUT:CACHED:OUTPUT.")
        call_command("migrate", verbosity=0)
        asyncio.run(_evaluate(options))


if __name__ == "__main__":
    main()
