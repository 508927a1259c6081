"""What WhatsPR promises, as a small model in plain Python: no database, no vendor, no concurrency.

The state machine (`test_state_machine.py`) does to this model what it does to the real thing and
compares the two after every step.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from assistant.interview import MAX_RECAP
from assistant.invisible import is_blank
from sessions_app.db.batches import EPOCH
from sessions_app.housekeeping import transcript_erasure
from sessions_app.messages import keywords
from sessions_app.messages.parts import split
from sessions_app.turns import canned_replies, choices, turn
from tests.state_machine.conversation_rows import (
    Claim,
    Conversation,
    Ended,
    Message,
    Part,
    Session,
    Thread,
    kind_of,
    seconds,
    ttl,
)
from tests.state_machine.release_model import Releases

NO_TEXT = "[The user sent a message without text.]"
UNANSWERED = ("received", "held")
ALIKE = ("text", "media")
SETTLED = ("answered", "failed", "ignored")
UNSETTLED = ("queued", "sending", "accepted")
NOT_AT_TWILIO = ("queued", "sending")
NOT_SEEN = ("queued", "cancelled", "failed", "undelivered")
FORWARD = ("queued", "sending", "uncertain", "accepted", "sent", "delivered", "read")
"""Delivery states, each later than those before it; the first three are not at Twilio for certain."""
DELETION_LASTS = timedelta(seconds=300)


@dataclass
class Model:
    messages: list[Message] = field(default_factory=list)
    sessions: dict[str, Session] = field(default_factory=dict)
    conversations: dict[str, Conversation] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    threads: dict[str, Thread] = field(default_factory=dict)
    ended: list[Ended] = field(default_factory=list)
    releases: Releases = field(default_factory=Releases)
    counts: Counter[str] = field(default_factory=Counter)
    talking: dict[UUID, tuple[str, datetime]] = field(default_factory=dict)
    """By the token of a turn: the thread it talks in, and its deadline."""
    lost: set[UUID] = field(default_factory=set)
    """Turns that lost their lease to an operator, and may not know it yet."""

    # --- Turns --------------------------------------------------------------------------------------

    def unanswered(self, phone: str) -> list[Message]:
        return [m for m in self.messages if m.phone == phone and m.state == "received"]

    def is_free(self, phone: str) -> bool:
        row, now = self.conversations.get(phone), timezone.now()
        return row is None or (
            (row.expires_at is None or row.expires_at < now)
            and (row.retry_at is None or row.retry_at <= now)
            and not row.paused_by
        )

    def claim(self, limit: int) -> list[Claim]:
        """Carry out the resets, and return the turns that are to be claimed."""
        waiting = self._waiting()[: limit * 4]
        if paused := {m.phone for m in waiting if self.paused_by(m.phone)}:
            for phone in paused:
                self.hold(phone)
            waiting = self._waiting()[: limit * 4]
        for phone in dict.fromkeys(m.phone for m in waiting if m.kind == "reset"):
            self.reset(phone)
        phones = list(dict.fromkeys(m.phone for m in waiting))[:limit]
        claims = [self._claim_one(phone) for phone in phones if self.is_free(phone)]
        return [claim for claim in claims if claim]

    def _waiting(self) -> list[Message]:
        return [
            m
            for m in self.messages
            if m.state == "received"
            and (m.kind == "reset" or self.is_free(m.phone) or self.paused_by(m.phone))
        ]

    def _claim_one(self, phone: str) -> Claim | None:
        row = self.conversations.setdefault(phone, Conversation(timezone.now()))
        row.active_at = timezone.now()
        unanswered = self.unanswered(phone)
        if not unanswered:
            row.free()
            return None
        row.attempts += 1
        row.expires_at = row.active_at + seconds(settings.TURN_LEASE_SECONDS)
        for message in unanswered:
            self.resolve(message)
        earlier = [m for m in unanswered if m.turn]
        kinds = ALIKE if unanswered[0].kind in ALIKE else (unanswered[0].kind,)
        burst = list(takewhile(lambda m: m.kind in kinds, unanswered))
        mine = [m for m in earlier if m.turn == earlier[-1].turn] or burst[: turn.MAX_MESSAGES]
        if mine[0].kind == "reset":  # the next poll carries it out
            row.free()
            return None
        session = self.sessions.get(phone)
        live = session is not None and session.is_live(mine[0].received_at)
        return Claim(
            phone,
            mine,
            session.thread_id if session and live else None,
            row.attempts,
            resuming=mine[0].turn is not None,
            messages_during_takeover=self._told(mine, live=live),
        )

    def claimed(self, claim: Claim, token: UUID, thread_id: str | None) -> None:
        """Note the random token of a turn that was claimed."""
        self.conversations[claim.phone].token = token
        for message in claim.messages:
            message.turn = message.turn or token
        if thread_id and kind_of(claim.messages) == "text":
            self.talks(token, thread_id)

    def talks(self, token: UUID, thread_id: str) -> None:
        self.talking[token] = thread_id, timezone.now() + seconds(settings.TURN_DEADLINE_SECONDS)

    def resolve(self, message: Message) -> None:
        """Say what a lone digit or label means, and change the kind of its message by that."""
        if not keywords.is_choice(message.body) or message.turn or message.means is not None:
            return
        message.means, digit = message.body, keywords.choice_of(message.body)
        for number, (label, action) in enumerate(self.offered(message), start=1):
            if digit in (str(number), keywords.normal_form(label)):
                verb, _, sentence = action.partition(" ")
                message.means = sentence if verb == "say" and sentence else label
                message.action = "" if verb == "say" else action
                message.kind = {"say": "text", "menu": "reset"}.get(verb, "choice")
                return
        release = self.releases.current(message.phone)
        if digit in keywords.MENU and not (release and "announcement_type" in release.active):
            message.means = keywords.MENU[digit]

    def offered(self, message: Message) -> list[list[str]]:
        """Return what the newest reply that was sent before `message` offers; see `choices._offering`."""
        mine = [one for one in self.messages[: self.messages.index(message)] if one.phone == message.phone]
        resets = [one.received_at for one in mine if one.kind == "reset" and not one.erased]
        seen = [
            part
            for part in self.parts_of(message.phone)
            if part.created_at >= (resets or [EPOCH])[-1]
            and part.state not in NOT_SEEN
            and part.attempted_at is not None
            and part.attempted_at <= message.received_at
        ]
        for part in seen[: -choices.REPLIES_LOOKED_AT - 1 : -1]:
            if part.choices or part.operator or not part.canned:
                return part.choices
        return []

    def carry_out(self, messages: list[Message]) -> None:
        """Do what choices stand for, each once; the turn goes on."""
        for message in {message.action: message for message in messages}.values():
            self._carry_out(message)

    def _carry_out(self, message: Message) -> None:
        phone, row = message.phone, self.conversations[message.phone]
        action, _, pk = message.action.partition(" ")
        if action == "person":
            row.asked_at = row.asked_at or timezone.now()
        elif action == "draft":
            [release] = [one for one in self.releases if one.pk == int(pk)]
            self.releases.take_up(release)
            self.end(phone, "reset", ended_at=message.received_at)
            row.untold = []
        elif action == "approve" and (current := self.releases.current(phone)):
            named = [version for version in current.versions if version.pk == int(pk)]
            if not named and any(int(pk) == one.pk for other in self.releases for one in other.versions):
                return  # told that it is of another release
            if not (named and self.releases.approve(current, named[0])) and current.is_complete:
                self.releases.write(current)  # shown in place of the one that is out of date

    def wrote(self, phone: str) -> None:
        self.conversations[phone].expires_at = timezone.now() + seconds(settings.TURN_LEASE_SECONDS)

    def holds(self, phone: str, token: UUID) -> bool:
        row = self.conversations.get(phone)
        return row is not None and row.token == token

    def adopt(self, phone: str, token: UUID, thread_id: str, *, judged_at: datetime) -> None:
        self.wrote(phone)
        self.talking.pop(token, None)
        self.put(phone, thread_id, judged_at=judged_at, refresh=False)
        self.talks(token, thread_id)

    def end_turn(
        self,
        phone: str,
        messages: list[Message],
        *,
        state: str,
        text: str,
        item: str = "",
        offers: Sequence[list[str]] = (),
    ) -> None:
        row, now = self.conversations[phone], timezone.now()
        talked_in = self.talking[row.token][0] if row.token in self.talking else None
        row.active_at = now
        row.free()
        if state == "failed":
            row.asked_at = row.asked_at or now
        canned = state == "failed" or kind_of(messages) != "text"
        self.queue(phone, text, turn=messages[0].turn, canned=canned, offers=offers)
        if state == "failed":
            row.untold.append(self.parts[-1])
        elif canned:
            row.untold += [*messages, self.parts[-1]]
        for message in messages:
            assert message.state == "received", "a message was answered twice"
            message.state = state
        session = self.sessions.get(phone)
        if state != "failed" and session and session.is_live(messages[0].received_at):
            session.last_accessed = now
            if item and session.thread_id == talked_in:
                self.threads[session.thread_id].last_item_id = item

    def kill(self, phone: str) -> bool:
        killed = self.end(phone, "killed", ended_at=self.waits_since(phone))
        self.take_away(phone)
        self.forget(phone)
        return killed

    def lock(self, phone: str) -> Conversation:
        row = self.conversations.setdefault(phone, Conversation(timezone.now()))
        row.active_at = timezone.now()
        return row

    def take_away(self, phone: str) -> None:
        self.lock(phone).free()

    def reset(self, phone: str) -> None:
        newest = [m for m in self.unanswered(phone) if m.kind == "reset"][-1]
        for message in self.unanswered(phone):
            if message is newest:
                message.state = "answered"
                break
            message.state = "ignored"
        ended_at = newest.received_at + timedelta(microseconds=1)
        self.end(phone, "reset", ended_at=ended_at)
        self.take_away(phone)
        self.forget(phone)
        self.cancel(phone)
        parked = self.releases.park(phone)
        text = f"{canned_replies.WELCOME}\n\n{canned_replies.PARKED}" if parked else canned_replies.WELCOME
        offers = [[choice.label, choice.action] for choice in canned_replies.welcome_choices()]
        self.queue(phone, text, canned=True, offers=offers)
        self.conversations[phone].untold.append(self.parts[-1])

    # --- Operators ----------------------------------------------------------------------------------

    def unanswered_or_held(self, phone: str) -> list[Message]:
        return [m for m in self.messages if m.phone == phone and m.state in UNANSWERED]

    def paused_by(self, phone: str) -> str:
        row = self.conversations.get(phone)
        return row.paused_by if row else ""

    def waits_since(self, phone: str) -> datetime:
        """Return when the first message that waits or is held was received; now where none is."""
        return min((m.received_at for m in self.unanswered_or_held(phone)), default=timezone.now())

    def live_session(self, phone: str) -> Session | None:
        """Return the session of `phone` if it is live, or was when the first message that waits came."""
        session = self.sessions.get(phone)
        return session if session and session.is_live(self.waits_since(phone)) else None

    def steered(self, phone: str) -> None:
        self.lock(phone)
        self.sessions[phone].last_accessed = timezone.now()

    def pause(self, phone: str, *, by: str) -> None:
        row = self.conversations.get(phone)
        if row and row.token:
            self.lost.add(row.token)
        self.take_away(phone)
        self.conversations[phone].paused_by = by
        self.conversations[phone].asked_at = None
        for message in self.unanswered(phone):
            message.state = "held"

    def hold(self, phone: str) -> None:
        """Hold what waits; a message that found its session expired ends the pause."""
        self.conversations[phone].active_at = timezone.now()
        if waiting := self.unanswered(phone):
            session = self.sessions.get(phone)
            if session is None or not session.is_live(waiting[0].received_at):
                self.end_pause(phone)
                return
            for message in waiting:
                message.state = "held"
            session.last_accessed = timezone.now()

    def end_pause(self, phone: str) -> None:
        self.conversations[phone].paused_by = ""
        for message in self.unanswered_or_held(phone):
            message.state = "received"

    def end_pause_if_expired(self, phone: str) -> None:
        self.hold(phone)
        session = self.sessions.get(phone)
        if session is None or not session.is_live(timezone.now()):
            self.end_pause(phone)

    def forget(self, phone: str) -> None:
        self.end_pause(phone)
        self.conversations[phone].asked_at = None
        self.conversations[phone].untold = []

    def reply(self, phone: str, text: str, *, operator: str) -> None:
        answered = self.unanswered_or_held(phone)
        for message in answered:
            message.state, message.operator = "answered", operator
        self.queue(phone, text, operator=operator)
        self.conversations[phone].untold += [*answered, self.parts[-1]]

    def _told(self, messages: list[Message], *, live: bool) -> list[tuple[bool, str]]:
        """Return what the turn of `first` has to tell; a new thread nothing of an expired session."""
        first = messages[0]
        if kind_of(messages) != "text":
            return []
        if live:
            return self.messages_during_takeover(first.phone)
        return self.messages_during_takeover(first.phone, since=first.received_at - ttl())[-MAX_RECAP:]

    def messages_during_takeover(self, phone: str, *, since: datetime = EPOCH) -> list[tuple[bool, str]]:
        """Return what the thread has to be told, without what belongs to an ended session."""
        ended = [end for end in self.ended if end.phone == phone]
        untold = [one for one in self.conversations[phone].untold if not one.erased]
        parts = [
            part
            for part in untold
            if isinstance(part, Part)
            and not part.overtaken
            and part.state not in ("failed", "undelivered")
            and part.created_at >= max([since, *(end.replies_until for end in ended)])
        ]
        turns = {part.turn for part in parts if part.turn}
        said = [(part.created_at, 1, part.body) for part in parts]
        for one in untold:
            if (
                isinstance(one, Part)
                or one.kind == "reset"
                or any(one.received_at < e.ended_at for e in ended)
            ):
                continue
            if one.turn in turns or (one.operator and one.received_at >= since):
                said.append((one.received_at, 0, NO_TEXT if is_blank(one.body) else one.text))
        # The sort is stable, and both lists are in the order of their ids.
        return [(rank == 0, text) for _, rank, text in sorted(said, key=lambda entry: entry[:2])]

    def failed(self, phone: str) -> list[Message]:
        """Return what failed in the session of `phone`, not in one that has ended."""
        ended = [end.ended_at for end in self.ended if end.phone == phone]
        failed = [m for m in self.messages if m.phone == phone and m.state == "failed" and not m.erased]
        return [m for m in failed if all(m.received_at >= at for at in ended)]

    def retry_failed(self, phone: str) -> None:
        failed = self.failed(phone)
        for message in failed:
            if message.turn == failed[-1].turn:
                message.state = "received"
        row = self.conversations[phone]
        for part in row.untold:
            if isinstance(part, Part) and part.turn == failed[-1].turn:
                part.overtaken = True
        row.attempts, row.retry_at, row.asked_at = 0, None, None

    # --- Sessions and threads -----------------------------------------------------------------------

    def put(self, phone: str, thread_id: str, *, judged_at: datetime, refresh: bool = True) -> None:
        now, old = timezone.now(), self.sessions.get(phone)
        new = Session(thread_id, now, now)
        if old and old.is_live(judged_at):
            new.created_at = old.created_at
            new.last_accessed = now if refresh else old.last_accessed
        else:
            self.counts["created"] += 1
        if old and not old.is_live(judged_at):
            self.counts["expired"] += 1
            self.ended.append(Ended(phone, old.last_accessed + ttl(), old.last_accessed + ttl()))
        if old and old.thread_id != thread_id:
            self.doom(old.thread_id)
        self.sessions[phone] = new
        thread = self.threads.setdefault(thread_id, Thread())
        thread.state, thread.busy_until = "live", None

    def end(self, phone: str, reason: str, *, ended_at: datetime | None = None) -> bool:
        session, now = self.sessions.pop(phone, None), timezone.now()
        if session is None:
            return False
        self.doom(session.thread_id)
        self.ended.append(Ended(phone, ended_at or now, now))
        self.counts[reason] += 1
        return True

    def opened_in_vain(self, thread_id: str) -> None:
        self.threads[thread_id] = Thread("doomed")

    def doom(self, thread_id: str) -> None:
        thread = self.threads[thread_id]
        thread.state = "doomed"
        running = {row.token for row in self.conversations.values() if row.token} | self.lost
        deadlines = [
            at for token, (used, at) in self.talking.items() if token in running and used == thread_id
        ]
        thread.busy_until = max(deadlines, default=None)

    def expire(self) -> int:
        now = timezone.now()
        for phone, row in self.conversations.items():
            expired = phone not in self.sessions or not self.sessions[phone].is_live(now)
            if row.paused_by and expired:
                self.end_pause_if_expired(phone)
        gone = [
            phone
            for phone, session in self.sessions.items()
            if not session.is_live(now) and not self.unanswered(phone) and not self._leased(phone)
        ]
        for phone in gone:
            self.end(phone, "expired")
        return len(gone)

    def _leased(self, phone: str) -> bool:
        row = self.conversations.get(phone)
        return bool(row and row.expires_at and row.expires_at > timezone.now())

    # --- Delivery -----------------------------------------------------------------------------------

    def queue(
        self,
        phone: str,
        text: str,
        *,
        operator: str = "",
        turn: UUID | None = None,
        canned: bool = False,
        offers: Sequence[list[str]] = (),
    ) -> None:
        now = timezone.now()
        self.parts += [
            Part(phone, body, now, operator=operator, turn=turn, canned=canned, choices=list(offers))
            for body in split(text)
        ]

    def cancel(self, phone: str) -> None:
        for part in self.parts_of(phone):
            if part.state == "queued":
                part.state = "cancelled"

    def parts_of(self, phone: str) -> list[Part]:
        return [part for part in self.parts if part.phone == phone and not part.erased]

    def claim_parts(self, limit: int) -> list[Part]:
        """Take the first unsettled part of each phone, where it is queued and due."""
        now, due = timezone.now(), []
        for part in self.parts:
            unsettled = [p for p in self.parts_of(part.phone) if p.state in UNSETTLED and not self._passed(p)]
            waits = part.retry_at is not None and part.retry_at > now
            if part in unsettled[:1] and part.state == "queued" and not waits:
                due.append(part)
        for part in due[:limit]:
            part.state, part.attempted_at, part.attempts = "sending", now, part.attempts + 1
        return due[:limit]

    def _passed(self, part: Part) -> bool:
        """Say whether the next part has waited long enough for the callback of `part`."""
        patience = timezone.now() - seconds(settings.DELIVERY_PART_WAIT_SECONDS)
        return part.state == "accepted" and part.attempted_at is not None and part.attempted_at <= patience

    def callback(self, part: Part, word: str, sid: str) -> bool:
        """Move `part` forward to the state `word`; return whether that was forward."""
        last = FORWARD.index(word if word in FORWARD else "delivered")
        if part.erased or part.state not in FORWARD[:last]:
            return False
        part.state, part.sid = word, sid
        return True

    # --- Housekeeping -------------------------------------------------------------------------------

    def erase(self) -> None:
        """Erase what was said and heard in ended sessions, but for what is still on its way."""
        for end in sorted(self.ended, key=lambda end: end.ended_at):
            for message in self.messages:
                early = message.phone == end.phone and message.received_at < end.ended_at
                message.erased = message.erased or (early and message.state in SETTLED)
            heard = [part for part in self.parts_of(end.phone) if part.created_at < end.replies_until]
            looked_up_since = self._looked_up_since(end.phone)
            for part in heard:
                recent = part.attempted_at is not None and part.attempted_at > looked_up_since
                part.erased = self._is_settled(part) and not recent
            if all(part.erased for part in heard):
                self.ended.remove(end)

    def _is_settled(self, part: Part) -> bool:
        lately = timezone.now() - transcript_erasure.CALLBACK_PATIENCE
        called_back = part.state != "accepted" or part.attempted_at is None or part.attempted_at <= lately
        return part.state not in NOT_AT_TWILIO and called_back

    def _looked_up_since(self, phone: str) -> datetime:
        """Return since when Twilio's messages may be looked through for one on its way (or a coming one)."""
        on_its_way = [part.created_at for part in self.parts_of(phone) if part.state in NOT_AT_TWILIO]
        return min(on_its_way, default=timezone.now()) - seconds(90)

    def prune_conversations(self) -> int:
        now = timezone.now()
        idle_since = now - ttl() - timedelta(hours=1)
        idle = [
            phone
            for phone, row in self.conversations.items()
            if row.active_at < idle_since
            and (row.expires_at is None or row.expires_at < idle_since)
            and (row.asked_at is None or row.asked_at < now - timedelta(hours=24))
            and phone not in self.sessions
            and not self.unanswered_or_held(phone)
            and not any(part.state in NOT_AT_TWILIO for part in self.parts_of(phone))
        ]
        for phone in idle:
            del self.conversations[phone]
            said = any(message.phone == phone and not message.erased for message in self.messages)
            if said or self.parts_of(phone):
                at = now - timedelta(minutes=30)
                self.ended.append(Ended(phone, at, at))
        return len(idle)

    def claim_deletions(self) -> list[str]:
        now, used = timezone.now(), {session.thread_id for session in self.sessions.values()}
        due = [
            thread_id
            for thread_id, thread in self.threads.items()
            if thread.state == "doomed" and (thread.next_try_at is None or thread.next_try_at <= now)
        ]
        for thread_id in due:
            thread = self.threads[thread_id]
            assert thread_id not in used
            assert thread.busy_until is None or thread.busy_until <= now, "deleted while a turn talks in it"
            thread.next_try_at = now + DELETION_LASTS
        return due
