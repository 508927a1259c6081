"""Users, turns and the workers that run them, done to the tables and to the model alike."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import strategies
from hypothesis.stateful import precondition, rule

from assistant.interview import Choice, Reply
from sessions_app.conversations import leases
from sessions_app.conversations.leases import LeaseLost
from sessions_app.messages import keywords
from sessions_app.threads import ledger
from sessions_app.turns import canned_replies, claims, outcomes
from tests.state_machine.conversation_rows import Message
from tests.state_machine.machine_world import Running, World, a_phone, a_reply, a_worker, any_of_them, at_most
from tests.support.arrivals import message_arrives

a_text = strategies.sampled_from(["hello", "yes", "1", "2\N{COMBINING ENCLOSING KEYCAP}"])
no_text = strategies.sampled_from(["", "/help", "/STATUS", "/drafts", "reset", "Start  over"])
a_wait = strategies.sampled_from([2, 6, 16, 31, 125, 1800, 3590, 3601, 7300, 86_401])


class Turns(World):
    """What can be done to turns."""

    def receive(self, phone: str, body: str) -> None:
        sid = f"SM{next(self.names):04d}"
        message = Message(sid, phone, body, keywords.classify(body=body).value, timezone.now())
        self.model.messages.append(message)
        assert message_arrives(message_sid=sid, phone=phone, body=body)

    def claim_turns(self, limit: int, worker: str) -> None:
        expected = {claim.phone: claim for claim in self.model.claim(limit)}
        claimed = {turn.lease.phone: turn for turn in claims.claim_turns(limit)}
        assert claimed.keys() == expected.keys()
        for phone, turn in claimed.items():
            claim, thread_id = expected[phone], turn.session.thread_id if turn.session else None
            assert [m.message_sid for m in turn.messages] == [m.sid for m in claim.messages]
            assert (thread_id, turn.lease.attempt, turn.resuming) == (
                claim.thread_id,
                claim.attempt,
                claim.resuming,
            )
            assert [
                (said.by_user, said.text) for said in turn.messages_during_takeover
            ] == claim.messages_during_takeover
            self.model.claimed(claim, turn.lease.token, thread_id)
            self.running.append(Running(turn, claim.messages, worker, thread_id))

    def write(self, running: Running, action: Callable[[], None]) -> bool:
        """Let a turn write; return whether it could. Where its lease is lost it must not."""
        lease = running.turn.lease
        if self.model.holds(lease.phone, lease.token):
            action()
            return True
        with pytest.raises(LeaseLost):
            action()
        return False

    def open_thread(self, running: Running) -> None:
        """As `answering` does: for a new session, or in place of a thread that OpenAI lost."""
        turn, thread_id = running.turn, f"conv_{next(self.names):04d}"
        if turn.kind != "text":
            return
        ledger.opened(ledger.plan(), thread_id=thread_id)
        judged_at = running.messages[0].received_at
        if self.write(running, lambda: outcomes.adopt_thread(turn, thread_id=thread_id)):
            self.model.adopt(turn.lease.phone, turn.lease.token, thread_id, judged_at=judged_at)
            running.thread_id = thread_id
        else:
            ledger.doom([thread_id])
            self.model.opened_in_vain(thread_id)
            self.running.remove(running)

    def commit(self, running: Running, text: str) -> None:
        turn = running.turn
        canned, reply = turn.kind != "text", self.canned_reply(running)
        if canned and reply is None:
            self.running.remove(running)
            return
        if not canned and running.thread_id is None:
            self.open_thread(running)
            if running not in self.running:
                return
        item = "" if canned else f"item {next(self.names)} of {running.thread_id}"
        offered = [Choice(label=label, action=action) for label, action in running.offers]
        said = reply or Reply(text=text, last_item_id=item, choices=offered)
        self.running.remove(running)
        if self.write(running, lambda: outcomes.commit(turn, said)):
            self.model.end_turn(
                turn.lease.phone,
                running.messages,
                state="answered",
                text=said.text,
                item=item,
                offers=[[choice.label, choice.action] for choice in said.choices],
            )
            if not canned:
                self.model.conversations[turn.lease.phone].untold = []

    def canned_reply(self, running: Running) -> Reply | None:
        """Do what a choice stands for; None for a text, and where the lease is lost."""
        turn, replies = running.turn, list[Reply]()
        if turn.kind != "choice":
            return None if turn.kind == "text" else canned_replies.reply_to(turn)
        if not self.write(running, lambda: replies.append(canned_replies.reply_to(turn))):
            return None
        self.model.wrote(turn.lease.phone)
        self.model.carry_out(running.messages)
        return replies[0]

    def die(self, worker: str) -> None:
        self.running = [running for running in self.running if running.worker != worker]
        self.sending = [sending for sending in self.sending if sending.worker != worker]
        self.look_ups = [look_up for look_up in self.look_ups if look_up.worker != worker]


class TurnRules(Turns):
    """What happens to turns, in any order."""

    @rule(phone=a_phone, body=a_text)
    def say(self, phone: str, body: str) -> None:
        self.receive(phone, body)

    @rule(phone=a_phone, body=no_text)
    def command(self, phone: str, body: str) -> None:
        self.receive(phone, body)

    @precondition(lambda self: self.model.messages)
    @rule(number=any_of_them)
    def replay(self, number: int) -> None:
        message = self.model.messages[-1 - number % len(self.model.messages)]
        assert not message_arrives(message_sid=message.sid, phone=message.phone, body=message.body)

    @rule(seconds=a_wait)
    def wait(self, seconds: int) -> None:
        self.clock.shift(seconds)

    @rule(limit=at_most, worker=a_worker)
    def claim(self, limit: int, worker: str) -> None:
        self.claim_turns(limit, worker)

    @precondition(lambda self: self.running)
    @rule(number=any_of_them)
    def begin_thread(self, number: int) -> None:
        self.open_thread(self.running[number % len(self.running)])

    @precondition(lambda self: self.running)
    @rule(number=any_of_them, times=a_reply)
    def answer(self, number: int, times: int) -> None:
        self.commit(self.running[number % len(self.running)], "Yes. " * times)

    @precondition(lambda self: self.running)
    @rule(number=any_of_them, delay=strategies.sampled_from([0, 5, 40]))
    def fail(self, number: int, delay: int) -> None:
        running = self.running.pop(number % len(self.running))
        lease = running.turn.lease
        if self.write(running, lambda: outcomes.retry_later(running.turn, delay=delay, error="rate_limit")):
            row = self.model.conversations[lease.phone]
            row.free(retry_at=timezone.now() + timedelta(seconds=delay), attempts=row.attempts)

    @precondition(lambda self: self.running)
    @rule(number=any_of_them)
    def give_up(self, number: int) -> None:
        running = self.running.pop(number % len(self.running))
        phone, text = running.turn.lease.phone, canned_replies.APOLOGY
        if self.write(running, lambda: outcomes.give_up(running.turn, error="invalid_api_key")):
            self.model.end_turn(phone, running.messages, state="failed", text=text)

    def tokens_of(self, worker: str) -> set[uuid.UUID]:
        return {running.turn.lease.token for running in self.running if running.worker == worker}

    def held_by(self, worker: str) -> set[uuid.UUID]:
        held = {row.token for row in self.model.conversations.values()}
        return {token for token in self.tokens_of(worker) if token in held}

    @rule(worker=a_worker, notice=strategies.booleans())
    def renew(self, worker: str, notice: bool) -> None:
        """Renew the leases of `worker`; it cancels the turns that lost theirs at once, or a little late."""
        held = self.held_by(worker)
        assert leases.renew(self.tokens_of(worker)) == held
        for row in self.model.conversations.values():
            if row.token in held:
                row.expires_at = timezone.now() + timedelta(seconds=15)
        if notice:
            self.running = [r for r in self.running if r.worker != worker or r.turn.lease.token in held]

    @rule(worker=a_worker)
    def stop(self, worker: str) -> None:
        """Drain `worker`: it hands its turns back."""
        held = self.held_by(worker)
        assert leases.release_early(self.tokens_of(worker)) == len(held)
        for row in self.model.conversations.values():
            if row.token in held:
                row.free(retry_at=row.retry_at, attempts=row.attempts)
        self.die(worker)

    @rule(worker=a_worker)
    def crash(self, worker: str) -> None:
        self.die(worker)
