"""The interview without OpenAI: a script that asks for one fact after another, with the same checks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import uuid4

from babel.dates import format_date
from django.utils import timezone

from assistant import earlier_fields, facts, press_release, proposals, saving, version_texts, versions
from assistant.announcement_types import TYPES, Kind, quotation_of, recognise, type_of
from assistant.errors import AssistantError
from assistant.evidence import Refused
from assistant.facts import Gathered
from assistant.interviewer import Choice, InterviewContext, Medium, PastMessage, Reply, UserTurn
from assistant.messages import label_of
from assistant.models import PressRelease
from assistant.offline import corrections
from assistant.offline.questions import (
    VERSION,
    WHAT_TO_CHANGE,
    Answer,
    Step,
    ask,
    next_question,
    pend,
    proposal_for,
    question,
    what_next,
)
from assistant.saving import Saved
from assistant.translatable import mark as _
from assistant.translation import language, translated

GREETING = _("Hello! I ask one question after another and make a press release of your answers.")
RETURNING = _("Hello again! I still have what you told me before: {labels}.")
NEW_ONE = _("(Send *menu* to start something new.)")
NOTED = _("Noted: {label}.")
APPROVED_BEFORE = _("Hello again! Your press release “{headline}” is approved.")
STILL_SAYS = _("Please check: “{old}” is still in this one. {label}: “{value}”")
AFTER_TAKEOVER = _("I go on with my questions. This one is still open:")
BLANK = _("I could not read an answer in that.")
SCATTERED = _(
    "I could not find all of that in one of your messages. Please send it once more, in one message."
)
GO_ON_OR_NEW = (
    Choice(label=_("Go on with it"), action="say"),
    Choice(label=_("Start something new"), action="menu"),
)
NOT_UNDERSTOOD = _("I did not understand that.")
IT_WAS = _("{label}: it was “{old}”, now it is “{new}”.")
NOW_IT_IS = _("{label}: now it is “{new}”.")
WELCOME = _("You are welcome! Tell me if something should change.")


class OfflineInterviewer:
    """Asks for the facts in their order. All that it knows about a conversation is in the release.

    A question is open in the thread in which it was asked: a new session greets and asks again, although
    the release is older. If a person of the team has written since the last turn, the messages were meant
    for that person, so none of them is an answer and the open question is asked again. A takeover in which
    that person wrote nothing changes nothing for the user.

    What a turn saves and the question that it asks next are one transaction, with the turn's token. A turn
    that is repeated finds its token there and only asks that question again.
    """

    name = "offline"
    reads_remarks = False
    hears = False

    async def open_thread(self, *, past_messages: Sequence[PastMessage] = (), snapshot: str = "") -> str:
        return f"offline_{uuid4().hex}"

    async def reply(
        self,
        *,
        thread_id: str,
        messages: Sequence[str],
        context: InterviewContext,
        known_item_id: str = "",
        resuming: bool = False,
        messages_during_takeover: Sequence[PastMessage] = (),
        snapshot: str = "",
    ) -> Reply:
        """Use `messages` as the answer to the pending question and ask the next; see Interviewer."""
        by_person = any(past.by_person for past in messages_during_takeover)
        answer = await context.run(answer_turn, thread_id=thread_id, by_person=by_person)
        if answer.wants_person:
            await context.ask_for_person(reason=answer.wants_person)
        text = "\n\n".join(answer.parts)
        return Reply(text=text, choices=answer.choices, approved=answer.approved)

    async def transcribe(self, medium: Medium, *, languages: Sequence[str], context: InterviewContext) -> str:
        """Raise AssistantError: the script cannot hear."""
        raise AssistantError(code="cannot_hear", permanent=True)

    async def read_file(self, medium: Medium, *, context: InterviewContext) -> str:
        """Raise AssistantError: the script cannot see."""
        raise AssistantError(code="cannot_hear", permanent=True)

    async def delete_thread(self, *, thread_id: str) -> None:
        """Do nothing: the script has no remote threads."""

    async def close(self) -> None:
        """Do nothing: the script has no connections."""


def answer_turn(turn: UserTurn, *, thread_id: str, by_person: bool) -> Answer:
    """Do the whole turn: save what the user answers, record the next question, and return what to say."""
    step = Step(turn=turn, thread_id=thread_id)
    release = press_release.current(turn.phone)
    pending = release.pending_question if release and release.pending_thread == thread_id else ""
    pending = earlier_fields.KEYS.get(pending, pending)
    if release and pending and release.pending_turn == turn.token:
        return question(step, pending)
    if corrections.PERSON.fullmatch(step.text):
        asked = question(step, pending) if pending else _greet(step)
        return asked.after(translated(version_texts.PERSON_ASKED), wants_person="The user asks for a person.")
    if pending and by_person:
        return question(step, pending).after(translated(AFTER_TAKEOVER))
    if pending and not step.text:
        return question(step, pending).after(translated(BLANK))
    if pending == VERSION:
        return _at_version(step)
    return _at_question(step, pending) if pending else _greet(step)


def _greet(step: Step) -> Answer:
    """Say hello and what is there, save the kind of announcement if it is named, and ask."""
    known = step.known()
    if known.release and known.release.status == PressRelease.Status.APPROVED:
        pend(step, VERSION)
        greeting = translated(APPROVED_BEFORE, headline=known.values.get("headline", ""))
        return Answer(parts=[f"{greeting} {translated(version_texts.AFTER_APPROVAL)}"])
    if known.facts:
        labels = ", ".join(_in_a_sentence(label_of(key)) for key in known.facts)
        asked, greeting = next_question(step), translated(RETURNING, labels=labels)
        if asked.choices:  # two lists in one message would give each digit two meanings
            return asked.after(f"{greeting} {translated(NEW_ONE)}")
        choices = go_on_or_new()
        return replace(asked, choices=choices).after(f"{greeting}\n{version_texts.as_list(choices)}")
    noted = ""
    if announcement := recognise(step.text):
        saving.save(step.turn, key="announcement_type", value=announcement, said=step.said)
        noted = translated(NOTED, label=_in_a_sentence(TYPES[announcement].label))
    return next_question(step).after(translated(GREETING), noted)


def go_on_or_new() -> list[Choice]:
    return [replace(choice, label=translated(choice.label)) for choice in GO_ON_OR_NEW]


def _in_a_sentence(label: str) -> str:
    """Return a label as it stands within a sentence: in German it keeps its capitals."""
    words = translated(label)
    return words if language() == "de" else words.lower()


def _at_question(step: Step, key: str) -> Answer:
    """Take the text as the answer to the question for `key`, unless it wants something else."""
    known, text = step.known(), step.text
    approves = corrections.APPROVE.fullmatch(text) and step.is_asked_about(key)
    if approves or corrections.GO_ON.fullmatch(text):
        return question(step, key)
    if corrections.BACK.fullmatch(text):
        return _back(step, key)
    is_yes_no, is_quotation = (type_of(key).kind == kind for kind in (Kind.YES_NO, Kind.QUOTATION))
    takes = corrections.TAKE.fullmatch(text) and not is_yes_no
    skips = corrections.SKIP.fullmatch(text) or (corrections.NOTHING.fullmatch(text) and not is_yes_no)
    proposal = proposal_for(known, key)
    if key in known.facts and (skips or (takes and not proposal)):
        return _keep(step, key, known, leaves_out=bool(skips))
    if skips:
        problem = saving.skip(step.turn, key=key)
        return ask(step, key).after(f"{translated(problem)}.") if problem else next_question(step)
    if proposal and takes:
        proposals.confirm(proposal, at=timezone.now())
        return next_question(step)
    if is_quotation and (quotation := corrections.quotation(text)):
        return _save(step, *zip(quotation_of(key), quotation, strict=True))
    told = {other: value for other, value in known.values.items() if other != key}
    found = corrections.correction(text, told, anywhere=False)
    if found and (found.key or not (is_yes_no or is_quotation)):
        return _correct(step, found, pending=key)
    if key == "company_name" and corrections.ANNOUNCES.match(text) and (announcement := recognise(text)):
        return _save(step, ("announcement_type", announcement))
    return _save(step, (key, corrections.answer(key, text)))


def _keep(step: Step, key: str, known: Gathered, *, leaves_out: bool) -> Answer:
    """Leave `key` as it was told; what the checks ask about goes, if the user says so and nobody needs it."""
    if proposal := proposal_for(known, key):
        proposals.reject(proposal)
    elif leaves_out and key not in known.needed and step.is_asked_about(key):
        saving.skip(step.turn, key=key)
    return next_question(step)


def _save(step: Step, *answers: tuple[str, str]) -> Answer:
    """Save the values of keys and ask the next question; if one cannot be saved, say why and ask again."""
    told = []
    for key, value in answers:
        is_yes_no = type_of(key).kind == Kind.YES_NO
        said = value if is_yes_no and "\n" not in value else step.said
        outcome = saving.save(step.turn, key=key, value=value, said=said) if value else None
        if isinstance(outcome, Refused):
            return _asked_again(step, key, outcome)
        if outcome and outcome.replaces:
            told += _changes(outcome)
        elif outcome and type_of(key).kind == Kind.DATE and outcome.fact.value not in value:
            day = date.fromisoformat(outcome.fact.value)
            weekday = format_date(day, "EEEE", locale=language())
            told.append(translated(NOTED, label=f"{weekday}, {facts.in_words(outcome.fact)}"))
    return next_question(step).after(*told)


def _asked_again(step: Step, key: str, refused: Refused) -> Answer:
    """Say why the answer to the question for `key` was refused, and ask again."""
    not_found = SCATTERED if len(step.turn.messages) > 1 else BLANK
    asked = ask(step, key).after(translated(not_found if refused.not_said else refused.problem))
    if not refused.wants_person:
        return asked
    reason = f"Answers were refused twice: {type_of(key).label}"
    return asked.after(translated(version_texts.PERSON_ASKED), wants_person=reason)


def _changes(saved: Saved) -> list[str]:
    """Return what a correction has changed, and which other facts still have the old value."""
    old = facts.in_words(saved.replaces) if saved.replaces else ""
    new = saved.fact
    return [
        translated(IT_WAS, label=label_of(new.key), old=old, new=facts.in_words(new)),
        *(translated(NOW_IT_IS, label=label_of(fact.key), new=fact.value) for fact in saved.also),
        *(
            translated(STILL_SAYS, old=old, label=label_of(fact.key), value=fact.value)
            for fact in saved.stale
        ),
    ]


def _correct(step: Step, found: corrections.Correction, *, pending: str) -> Answer:
    if not found.key:
        return question(step, pending).after(_not_understood())
    return _save(step, (found.key, found.value)) if found.value else ask(step, found.key)


def _not_understood() -> str:
    return f"{translated(NOT_UNDERSTOOD)} {translated(WHAT_TO_CHANGE)}"


def _back(step: Step, key: str) -> Answer:
    """Ask once more for what was told last, or before `key`."""
    known = step.known().facts
    told = [fact for fact in known.values() if key not in known or fact.pk < known[key].pk]
    return ask(step, max(told, key=lambda fact: fact.pk).key) if told else question(step, key)


def _at_version(step: Step) -> Answer:
    """Do what the text wants of the version that was shown, which may be approved."""
    version, text = step.version(), step.text
    asks_for_text = corrections.AGAIN.search(text)
    is_news = version is not None and versions.is_unseen(version) and not asks_for_text
    if version is None or is_news or step.known().by_operators:
        return next_question(step)
    if versions.is_blocked(version) and not asks_for_text:
        return _change(step) or next_question(step)
    is_approved = version.approved_at is not None
    if corrections.APPROVE.fullmatch(text) and not is_approved:
        if versions.approve(version, words=text):
            return ask(step, VERSION)
        return next_question(step)
    if corrections.GO_ON.fullmatch(text):
        return question(step, VERSION)
    if changed := _change(step):
        return changed
    choices = version_texts.choices(version)
    if asks_for_text:
        versions.mark_seen(version, turn=step.turn.token)
        return Answer(parts=[version_texts.in_full(version)], choices=choices)
    if corrections.CHANGE.fullmatch(text):
        return Answer(parts=[translated(WHAT_TO_CHANGE)])
    if corrections.THANKS.fullmatch(text) or corrections.APPROVE.fullmatch(text):
        return Answer(parts=[translated(WELCOME), *what_next(choices)], choices=choices)
    return Answer(parts=[_not_understood(), *what_next(choices)], choices=choices)


def _change(step: Step) -> Answer | None:
    """Change what the text wants to be different in a version; None if it wants nothing like that."""
    told = step.known().values
    if corrections.SHORTER.search(step.text):
        return _shorten(step)
    if key := corrections.left_out(step.text, told):
        problem = saving.skip(step.turn, key=key)
        return question(step, VERSION).after(f"{translated(problem)}.") if problem else next_question(step)
    found = corrections.correction(step.text, told, anywhere=True)
    return _correct(step, found, pending=VERSION) if found else None


def _shorten(step: Step) -> Answer:
    """Cut the headline where it can end, or ask for a shorter one."""
    told = step.known().values
    short = corrections.shorter(told.get("headline", ""), company=told.get("company_name", ""))
    outcome = versions.reword(step.turn, key="headline", value=short) if short else None
    if outcome is None or isinstance(outcome, Refused):
        return ask(step, "headline")
    return ask(step, VERSION)
