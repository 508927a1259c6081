"""What the scripted interview asks: the questions, in the order of the facts, and what comes after them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import facts, press_release, proposals, version_texts, versions
from assistant.announcement_types import TYPES, question_for
from assistant.facts import Gathered
from assistant.interviewer import Choice, UserTurn
from assistant.models import Fact, ReleaseVersion
from assistant.offline.headlines import suggested_headline
from assistant.translatable import mark as _
from assistant.translation import translated

VERSION = versions.PENDING
MAY_SKIP = _("(Send *skip* to leave it out.)")
SO_FAR = _("So far it is “{value}”. Send *skip* to keep that.")
SUGGESTED = _("Send *ok* to take this, or write your own: “{value}”")
PROPOSED = _(
    "Our team proposes “{value}” ({reason}). Send *ok* to take it, *skip* to keep yours, or write your own."
)
WHAT_TO_CHANGE = _(
    "What should I change? For example: “the city is Graz, Austria”, “make the headline shorter”."
)
BY_OUR_TEAM = _("Our team has written a new version.")
TOO_MANY = _(
    "There are {most} versions of this press release, and no more can be written. "
    "I have asked for a person of our team."
)
WAITS = _("Version {number} waits for you:")


@dataclass(frozen=True, kw_only=True)
class Answer:
    parts: list[str]
    choices: Sequence[Choice] = ()
    wants_person: str = ""
    """Why a person of the team is wanted, "" if none is."""
    approved: int = 0
    """The id of the version that the turn has approved, 0 for none."""

    def after(self, *said: str, wants_person: str = "") -> "Answer":
        """Return the answer with `said` before it."""
        parts = [*filter(None, said), *self.parts]
        return replace(self, parts=parts, wants_person=wants_person or self.wants_person)


@dataclass(frozen=True, kw_only=True)
class Step:
    """What a turn of the script goes by."""

    turn: UserTurn
    thread_id: str

    @property
    def text(self) -> str:
        return "\n".join(message.text for message in self.turn.messages).strip()

    @property
    def said(self) -> str:
        return " … ".join(message.text for message in self.turn.messages)

    def known(self) -> Gathered:
        return facts.gathered(self.turn.phone)

    def is_asked_about(self, key: str) -> bool:
        """Return True if the checks have something against the version that the fact `key` decides."""
        version = self.version()
        fact = versions.asked_about(version) if version else None
        return fact is not None and fact.key == key

    def version(self) -> ReleaseVersion | None:
        return versions.latest(press_release.current(self.turn.phone))


def announcements() -> list[Choice]:
    return [Choice(label=translated(row.label), action="say") for row in TYPES.values()]


def what_next(choices: Sequence[Choice]) -> list[str]:
    return [version_texts.as_list(choices)] if choices else []


def next_question(step: Step) -> Answer:
    """Ask about what operators propose, for the first open fact, or show the version that the facts make."""
    release = press_release.current_or_new(step.turn.phone, language=step.turn.language)
    known = facts.gathered_of(release)
    proposed = [fact.key for fact in known.by_operators if fact.key in known.facts]
    if open_ := [*proposed, *known.open]:
        return ask(step, open_[0])
    try:
        version = versions.write_version(release, turn=step.turn.token)
    except versions.TooManyVersions:
        too_many = translated(TOO_MANY, most=versions.MAX_VERSIONS)
        return Answer(parts=[too_many], wants_person="A press release has too many versions.")
    if fact := versions.asked_about(version):
        return ask(step, fact.key)
    return ask(step, VERSION)


def ask(step: Step, key: str) -> Answer:
    """Record that the turn asks for `key`, and return the question."""
    if key == "headline":
        _suggest_headline(step)
    pend(step, key)
    return question(step, key)


def pend(step: Step, key: str) -> None:
    release = press_release.current_or_new(step.turn.phone, language=step.turn.language)
    release.pending_question, release.pending_thread = key, step.thread_id
    release.pending_turn = step.turn.token
    release.save(update_fields=["pending_question", "pending_thread", "pending_turn", "updated_at"])


def question(step: Step, key: str) -> Answer:
    """Return the question for `key`: the same in each attempt at a turn."""
    if key == VERSION:
        return _version_question(step)
    known = step.known()
    text = translated(question_for(key, known.announcement_type))
    if proposal := proposal_for(known, key):
        suggested = PROPOSED if proposal.operator else SUGGESTED
        words = translated(suggested, value=facts.in_words(proposal), reason=proposal.reason)
        text = f"{text}\n{words}"
    if key not in known.missing and key not in known.facts:
        text = f"{text} {translated(MAY_SKIP)}"
    if (version := step.version()) and step.is_asked_about(key):
        return Answer(parts=[text], wants_person=versions.BLOCKED).after(version_texts.in_full(version))
    so_far = translated(SO_FAR, value=facts.in_words(known.facts[key])) if key in known.facts else ""
    choices = announcements() if key == "announcement_type" else ()
    text = "\n".join(filter(None, [text, version_texts.as_list(choices)]))
    return Answer(parts=[text], choices=choices).after(so_far)


def _version_question(step: Step) -> Answer:
    version = step.version()
    if version is None:
        return Answer(parts=[translated(WHAT_TO_CHANGE)])
    if version.approved_at:
        is_new = version.release.pending_turn == step.turn.token
        return Answer(parts=[version_texts.approved_text(version)], approved=version.pk if is_new else 0)
    choices = version_texts.choices(version)
    if version.turn == step.turn.token:
        return Answer(parts=[version_texts.shown(version)], choices=choices)
    if versions.is_unseen(version):
        versions.mark_seen(version, turn=step.turn.token)
        return Answer(parts=[translated(BY_OUR_TEAM), version_texts.shown(version)], choices=choices)
    return Answer(parts=[translated(WAITS, number=version.number), *what_next(choices)], choices=choices)


def proposal_for(known: Gathered, key: str) -> Fact | None:
    return next((one for one in reversed(known.proposals) if one.key == key), None)


def _suggest_headline(step: Step) -> None:
    """Propose a headline from what is there, unless one was proposed or written."""
    known = step.known()
    told = known.values
    if "headline" in told or proposal_for(known, "headline"):
        return
    if value := suggested_headline(told):
        proposals.propose(step.turn, key="headline", value=value)
