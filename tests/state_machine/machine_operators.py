"""What operators do to the sessions they see, to the tables and to the model alike."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from hypothesis import strategies
from hypothesis.stateful import rule

from sessions_app.models import ConversationSession
from sessions_app.operators import actions
from sessions_app.operators.actions import Refused, SeenSession
from tests.state_machine.conversation_rows import ttl
from tests.state_machine.machine_world import World, a_phone

an_operator = strategies.sampled_from(["olga", "olga", "pavel"])


class OperatorRules(World):
    """Everything that is not refused, and every refusal."""

    @rule(phone=a_phone, operator=an_operator)
    def take_over(self, phone: str, operator: str) -> None:
        allowed = self.model.paused_by(phone) != operator
        if self.steer(phone, partial(actions.take_over, operator=operator), allowed=allowed):
            self.model.pause(phone, by=operator)

    @rule(phone=a_phone, operator=an_operator)
    def reply_by_hand(self, phone: str, operator: str) -> None:
        text = f"by hand {next(self.names)}"
        deed = partial(actions.reply, operator=operator, text=text, reply_id=uuid.uuid4())
        said = [m for m in self.model.messages if m.phone == phone and not m.erased]
        in_window = bool(said) and said[-1].received_at > timezone.now() - timedelta(hours=24)
        colleague = self.model.paused_by(phone)
        if self.steer(phone, deed, allowed=in_window and colleague in ("", operator)):
            if not colleague:
                self.model.pause(phone, by=operator)
            self.model.reply(phone, text, operator=operator)

    @rule(phone=a_phone)
    def hand_back(self, phone: str) -> None:
        deed = partial(actions.hand_back, operator="olga")
        if self.steer(phone, deed, allowed=bool(self.model.paused_by(phone))):
            self.model.end_pause(phone)

    @rule(phone=a_phone)
    def extend(self, phone: str) -> None:
        self.steer(phone, partial(actions.extend, operator="olga"))

    @rule(phone=a_phone)
    def kill_by_hand(self, phone: str) -> None:
        unanswered = self.model.unanswered_or_held(phone)
        if self.steer(phone, partial(actions.kill, operator="olga")):
            for message in unanswered:
                message.state = "ignored"
            self.model.cancel(phone)
            self.model.kill(phone)

    @rule(phone=a_phone)
    def retry(self, phone: str) -> None:
        deed = partial(actions.retry, operator="olga")
        if self.steer(
            phone, deed, allowed=bool(self.model.failed(phone)) and not self.model.paused_by(phone)
        ):
            self.model.retry_failed(phone)

    def steer(self, phone: str, deed: Callable[[SeenSession], None], *, allowed: bool = True) -> bool:
        """Do `deed` to the session of `phone`, if there is one; return whether it was to be done."""
        session = ConversationSession.objects.filter(phone=phone).first()
        if session is None:
            return False
        shown = SeenSession.now(session)
        if not (allowed and self.model.live_session(phone)):
            with pytest.raises(Refused):
                deed(shown)
            return False
        deed(shown)
        self.model.steered(phone)
        return True

    def drain(self) -> None:
        """Let every pause expire first: what is still held then is the bot's again."""
        while any(row.paused_by for row in self.model.conversations.values()):
            self.clock.shift(ttl())
            assert self.manager.cleanup_expired_sessions() == self.model.expire()
            self.the_tables_say_what_the_model_says()
        super().drain()
