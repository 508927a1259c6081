"""What the tools do that the model calls."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import structlog
from django.utils import timezone

from assistant import evidence, facts, press_release, proposals, saving, version_texts, versions
from assistant.announcement_types import numbered, type_of
from assistant.evidence import Refused
from assistant.facts import Gathered
from assistant.house_style.ap import date_of
from assistant.interviewer import Choice, InterviewContext, UserTurn
from assistant.invisible import storable
from assistant.models import Fact, ReleaseVersion
from assistant.openai.approvals import approves
from assistant.openai.tools import ALONE, MAX_CALLS, PARAMETERS, QUOTATION_PARTS, wrong
from assistant.openai.writer import Writer
from assistant.writing import Wish

logger = structlog.get_logger(__name__)


class Toolbox:
    """Runs the model's function calls of one turn on the context.

    An output exists only after the context has the data, so nothing is reported as saved too early.
    """

    def __init__(self, *, context: InterviewContext, writer: Writer) -> None:
        self._context = context
        self._writer = writer
        self.document = ""
        """What the user is shown below the model's message: a version, or what changed."""
        self.choices: Sequence[Choice] = ()
        """What the user may do with it."""
        self._approves = False

    async def run(self, *, name: str, arguments: str) -> str:
        """Return the output of one call as JSON. An error that the model can fix is an output too."""
        if name not in PARAMETERS:
            return _error(f"There is no tool {name}. Use {', '.join(PARAMETERS)}.")
        given = {
            key: storable(value) if isinstance(value, str) else value
            for key, value in _object(arguments).items()
        }
        if name == "ask_for_person":  # also without a reason
            reason = str(given.get("reason") or "").strip()
            await self._context.ask_for_person(reason=reason or "The user asks for a person.")
            return _ok(told="Our team has been asked; nobody is there yet.")
        if problem := wrong(name, given):
            return _error(problem)
        if name in _WISHES:
            output = await self._write(_WISHES[name](**given))
        else:
            output = await self._context.run(_RUN[name], **given)
        if wanted := output.pop("wants_person", ""):
            await self._context.ask_for_person(reason=wanted)
        if output.get("shown"):
            await self.show()
        if output.get("approved"):
            self.note_approval()
        logger.debug("tool_called", tool=name, ok=output["ok"])
        return json.dumps(output, ensure_ascii=False)

    async def show(self) -> None:
        """Show the version below the message: as a whole if it was asked for, else what is new in it."""
        found = await self._context.run(_shown)
        if found:
            self.document, self.choices = found

    def note_approval(self) -> None:
        """Note that the turn approves a version."""
        self._approves = True

    async def approved(self) -> int:
        """Return the id of the version that the turn has approved, 0 for none.

        Its text follows the reply, so it is not shown below the model's message too.
        """
        version_id = await self._context.run(_approved) if self._approves else 0
        if version_id:
            self.document, self.choices = "", ()
        return version_id

    async def write_if_changed(self) -> None:
        """Write and show a new version if the turn has changed a release that has one."""
        if self.document:
            return
        if await self._context.run(_has_changed):
            output = await self._write(Wish())
            if wanted := output.get("wants_person"):
                await self._context.ask_for_person(reason=wanted)
        if found := await self._context.run(_written_now):
            self.document, self.choices = found

    async def _write(self, wish: Wish) -> dict[str, Any]:
        """Have the version written, and return what the model is told of it."""
        try:
            step = await self._writer.write(wish)
        except versions.IncompleteRelease as incomplete:
            return _incomplete(incomplete)
        except versions.TooManyVersions:
            return _TOO_MANY_VERSIONS.copy()
        if step.version is None:
            return {"ok": False, "error": f"Not written: {step.problem}."}
        return _shows(step.version)


def _save(turn: UserTurn, *, key: str, value: str, said: str) -> dict[str, Any]:
    outcome = saving.save(turn, key=key, value=value, said=said)
    if isinstance(outcome, Refused):
        wanted = f"Two values were refused: {type_of(key).label}" if outcome.wants_person else ""
        return {"ok": False, "error": f"Not saved: {outcome.problem}", "wants_person": wanted}
    return {
        **_saved(outcome.fact, outcome.replaces, outcome.gathered, given=value),
        **({"also_changed": {fact.key: fact.value for fact in outcome.also}} if outcome.also else {}),
        **({"still_has_old_value": [fact.key for fact in outcome.stale]} if outcome.stale else {}),
    }


def _saved(fact: Fact, replaces: Fact | None, known: Gathered, *, given: str) -> dict[str, Any]:
    return {
        "ok": True,
        "saved": str(fact),
        **({"value": fact.value} if fact.value != given else {}),
        **({"weekday": f"{day:%A}"} if (day := date_of(fact.value)) else {}),
        **({"replaces": str(replaces), "old_value": replaces.value} if replaces else {}),
        **_open(known),
    }


def _open(known: Gathered) -> dict[str, Any]:
    missing = known.missing
    return {"still_open": missing, "ask_once": [key for key in known.open if key not in missing]}


def _save_part(base: str) -> Callable[..., dict[str, Any]]:
    def save(turn: UserTurn, *, value: str, said: str) -> dict[str, Any]:
        return _save(turn, key=base, value=value, said=said)

    save.__name__ = f"save_{base}"  # what the timeline of a turn calls it
    return save


def _save_key_fact(turn: UserTurn, *, fact: str, number: int, value: str, said: str) -> dict[str, Any]:
    return _with_number(fact, number, lambda key: _save(turn, key=key, value=value, said=said))


def _save_quote(turn: UserTurn, *, part: str, number: int, value: str, said: str) -> dict[str, Any]:
    return _save_key_fact(turn, fact=QUOTATION_PARTS[part], number=number, value=value, said=said)


def _skip(turn: UserTurn, *, fact: str, number: int, said: str) -> dict[str, Any]:
    def skip(key: str) -> dict[str, Any]:
        if said.strip() and not evidence.was_said(turn, said):
            return {"ok": False, "error": "The user has not said that."}
        if problem := saving.skip(turn, key=key):
            return {"ok": False, "error": f"{problem}."}
        return {"ok": True, "skipped": key, **_open(facts.gathered(turn.phone))}

    return _with_number(fact, number, skip)


def _propose(turn: UserTurn, *, fact: str, number: int, value: str) -> dict[str, Any]:
    def propose(key: str) -> dict[str, Any]:
        outcome = proposals.propose(turn, key=key, value=value)
        if isinstance(outcome, Refused):
            return {"ok": False, "error": f"Not kept: {outcome.problem}."}
        return {"ok": True, "proposed": str(outcome)}

    return _with_number(fact, number, propose)


def _confirm(turn: UserTurn, *, proposal: str, said: str) -> dict[str, Any]:
    known = facts.gathered(turn.phone)
    found = next((one for one in known.proposals if str(one) == proposal), None)
    if found is None:
        return {"ok": False, "error": f"There is no proposal {proposal}."}
    is_news = found.source == Fact.Source.OPERATOR and found.release.changed_outside
    if is_news or found.turn == turn.token or found.created_at > turn.messages[-1].at:
        return {"ok": False, "error": "Show it first: the user can only agree in a later message."}
    if not evidence.was_said(turn, said):
        return {"ok": False, "error": "The user has not said that in their last message."}
    replaces = known.facts.get(found.key)
    proposals.confirm(found, at=timezone.now())
    return _saved(found, replaces, facts.gathered(turn.phone), given=found.value)


def _reword(turn: UserTurn, *, fact: str, number: int, value: str) -> dict[str, Any]:
    return _with_number(
        fact, number, lambda key: _written(lambda: versions.reword(turn, key=key, value=value))
    )


def _written(write: Callable[[], ReleaseVersion | Refused]) -> dict[str, Any]:
    try:
        version = write()
    except versions.IncompleteRelease as incomplete:
        return _incomplete(incomplete)
    except versions.TooManyVersions:
        return _TOO_MANY_VERSIONS.copy()
    if isinstance(version, Refused):
        return {"ok": False, "error": f"Not written: {version.problem}."}
    return _shows(version)


_TOO_MANY_VERSIONS = {
    "ok": False,
    "error": "Not written: there are too many versions. A person of our team was asked.",
    "wants_person": "A press release has too many versions.",
}
_BLOCKED = (
    "Our checks found something in the text that the user has to decide. The question is shown below your "
    "message: do not repeat it, and save what they answer. Nothing can be approved before that."
)


_SENT = "The text goes out right after your message, also as Word and PDF: do not repeat it."


def _incomplete(incomplete: versions.IncompleteRelease) -> dict[str, Any]:
    names = ", ".join(incomplete.missing)
    return {"ok": False, "error": f"Not written: {names} missing. Ask for one of them."}


def _shows(version: ReleaseVersion) -> dict[str, Any]:
    """Return that the user is shown `version`, or what they are asked if it is blocked."""
    if not versions.is_blocked(version):
        return {"ok": True, "shown": version.number}
    return {"ok": True, "shown": version.number, "blocked": _BLOCKED, "wants_person": versions.BLOCKED}


def _approve(turn: UserTurn, *, said: str) -> dict[str, Any]:
    version = versions.latest(press_release.current(turn.phone))
    if version is None:
        return {"ok": False, "error": "There is no version yet."}
    if version.turn == turn.token or versions.is_unseen(version):
        return {"ok": False, "error": "Show it first: the user can only approve it in a later message."}
    heard = "\n".join(turn.own_words)
    if not (evidence.was_said(turn, said) and approves(heard)):
        return {"ok": False, "error": "Those words do not approve it. Ask the user to send 1 to approve."}
    if versions.is_blocked(version):
        return {"ok": False, "error": _BLOCKED, "shown": version.number}
    if not versions.approve(version, words=said):
        return {"ok": False, "error": "The facts have changed since: call finish to show the new version."}
    return {"ok": True, "approved": version.number, "told": _SENT}


def _approved(turn: UserTurn) -> int:
    """Return the id of the newest version if it is approved: a later call may have changed the facts."""
    version = versions.latest(press_release.current(turn.phone))
    return version.pk if version and version.approved_at else 0


def _show(turn: UserTurn) -> dict[str, Any]:
    version = versions.latest(press_release.current(turn.phone))
    if version is None:
        return {"ok": False, "error": "There is no version yet."}
    return {"ok": True, "shown": version.number}


def _shown(turn: UserTurn) -> tuple[str, Sequence[Choice]] | None:
    version = versions.latest(press_release.current(turn.phone))
    if version is None:
        return None
    text = version_texts.shown(version) if version.turn == turn.token else version_texts.in_full(version)
    versions.mark_seen(version, turn=turn.token)
    return text, version_texts.choices(version)


def _has_changed(turn: UserTurn) -> bool:
    version = versions.latest(press_release.current(turn.phone))
    return version is not None and not versions.is_current(version)


def _written_now(turn: UserTurn) -> tuple[str, Sequence[Choice]] | None:
    """Return the version that the turn has written."""
    version = versions.latest(press_release.current(turn.phone))
    is_new = version is not None and version.turn == turn.token
    return (version_texts.shown(version), version_texts.choices(version)) if version and is_new else None


def _with_number(fact: str, number: int, do: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    try:
        key = numbered(fact, number)
    except ValueError as problem:
        return {"ok": False, "error": f"{problem}: use 1."}
    return do(key)


_RUN: dict[str, Callable[..., dict[str, Any]]] = {
    **{f"save_{key}": _save_part(key) for key in ALONE},
    "save_key_facts": _save_key_fact,
    "save_quotes": _save_quote,
    "skip": _skip,
    "propose": _propose,
    "confirm": _confirm,
    "reword": _reword,
    "approve": _approve,
    "show": _show,
}


_WISHES: dict[str, Callable[..., Wish]] = {"finish": Wish, "revise": Wish}
"""Tools that have a version written: what is wanted of it, from the arguments."""


def with_one_list(outputs: Sequence[str]) -> list[str]:
    """Return the outputs of a round with what is still open in the last one that says it, and only there."""
    loaded = [_object(output) for output in outputs]
    last = max((at for at, output in enumerate(loaded) if "still_open" in output), default=0)
    for output in loaded[:last]:
        output.pop("still_open", None)
        output.pop("ask_once", None)
    return [json.dumps(output, ensure_ascii=False) for output in loaded]


def says_shown(output: str) -> bool:
    """Return True if `output` is of a call after which the user is shown the release."""
    return bool(_object(output).get("shown"))


def says_approved(output: str) -> bool:
    """Return True if `output` is of a call that has approved a version."""
    return bool(_object(output).get("approved"))


def too_many() -> str:
    """Return the output for a call beyond `MAX_CALLS`."""
    return _error(f"Not run: only {MAX_CALLS} calls at once. Call it again.")


def interrupted() -> str:
    """Return the output for a call that was never run."""
    return _error("This call was interrupted and nothing was saved. Call it again if it is still wanted.")


def _ok(**more: str) -> str:
    return json.dumps({"ok": True, **more})


def _error(advice: str) -> str:
    return json.dumps({"ok": False, "error": advice}, ensure_ascii=False)


def _object(text: str) -> dict[str, Any]:
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return loaded if isinstance(loaded, dict) else {}
