"""Replies on their way to the user, done to the tables and to the model alike. Twilio is the machine."""

from datetime import timedelta

from django.utils import timezone
from hypothesis import strategies
from hypothesis.stateful import precondition, rule

from sessions_app.messages import delivery
from sessions_app.messages.twilio_api import DeliveryError
from tests.state_machine.conversation_model import SETTLED
from tests.state_machine.machine_turns import Turns
from tests.state_machine.machine_world import WORKERS, LookUp, Sending, Sms, a_worker, any_of_them, at_most
from tests.support.arrivals import status_arrives

TWILIO_SECONDS = 20
"""A call to Twilio takes less: what has not arrived by then never does."""
a_status = strategies.sampled_from(["queued", "sent", "delivered", "read", "failed", "undelivered"])


class Sender(Turns):
    """What a worker sends."""

    def send_all(self) -> None:
        """Have Twilio accept what is due."""
        expected = self.model.claim_parts(10)
        claimed = sorted(delivery.claim_due(10), key=lambda message: message.pk)
        for message, part in zip(claimed, expected, strict=True):
            sms = Sms(f"SM{next(self.names):032d}", part, timezone.now())
            self.twilio.append(sms)
            delivery.record_accepted(message, sid=sms.sid)
            part.state, part.sid = "accepted", sms.sid


class DeliveryRules(Sender):
    """What happens to replies, in any order."""

    @rule(limit=at_most, worker=a_worker)
    def claim_sends(self, limit: int, worker: str) -> None:
        expected = self.model.claim_parts(limit)
        claimed = sorted(delivery.claim_due(limit), key=lambda message: message.pk)
        assert [message.uuid for message in claimed] == [part.uuid for part in expected]
        self.sending += [
            Sending(message, part, worker) for message, part in zip(claimed, expected, strict=True)
        ]

    @precondition(lambda self: self.sending)
    @rule(number=any_of_them)
    def reach_twilio(self, number: int) -> None:
        """Twilio accepts a message; whether we learn of it is another matter."""
        sending = self.sending[number % len(self.sending)]
        sent_at = sending.message.attempted_at
        assert sent_at is not None
        late = timezone.now() - sent_at > timedelta(seconds=TWILIO_SECONDS)
        if late or sending.sms:
            return
        part, order = sending.part, self.model.parts.index
        earlier = [sms.part for sms in self.twilio if sms.part.phone == part.phone]
        assert part not in earlier, "sent twice"
        assert all(order(other) < order(part) for other in earlier), "sent out of order"
        sending.sms = Sms(f"SM{next(self.names):032d}", part, timezone.now())
        self.twilio.append(sending.sms)

    @precondition(lambda self: self.sending)
    @rule(number=any_of_them, answer=strategies.sampled_from(["yes", "lost", "busy", "blocked"]))
    def hear_of_twilio(self, number: int, answer: str) -> None:
        """Write down how a call ended, maybe long after: the response or an error, or it got lost."""
        sending = self.sending.pop(number % len(self.sending))
        message, part, sms = sending.message, sending.part, sending.sms
        mine = part.state == "sending" and part.attempts == message.attempts
        if sms and answer == "yes":
            delivery.record_accepted(message, sid=sms.sid)
            part.sid = part.sid or sms.sid
            part.state = "accepted" if part.state == "sending" else part.state
        elif sms or answer in ("yes", "lost"):
            delivery.record_failure(message, DeliveryError("timeout", uncertain=True))
        else:
            permanent = answer == "blocked"
            delivery.record_failure(message, DeliveryError(answer, permanent=permanent, retry_after=5))
            if mine:
                part.state = "failed" if permanent or part.attempts >= 3 else "queued"
                part.retry_at = timezone.now() + timedelta(seconds=5)

    @rule(worker=a_worker)
    def look_up(self, worker: str) -> None:
        """Take the sends whose outcome is uncertain, and ask Twilio what it has."""
        now = timezone.now()
        stale = [p for p in self.model.parts if p.state == "sending" and not p.erased and p.attempted_at]
        expected = [p for p in stale if p.attempted_at and now - p.attempted_at > timedelta(seconds=30)]
        claimed = sorted(delivery.claim_stale(), key=lambda message: message.pk)
        assert [message.uuid for message in claimed] == [part.uuid for part in expected]
        for message, part in zip(claimed, expected, strict=True):
            part.attempted_at = now
            since = part.created_at - timedelta(minutes=1)
            same = [sms for sms in self.twilio if (sms.part.phone, sms.part.body) == (part.phone, part.body)]
            found = [sms.sid for sms in same if sms.at >= since]
            self.look_ups.append(LookUp(message, part, worker, found))

    @precondition(lambda self: self.look_ups)
    @rule(number=any_of_them)
    def hear_of_look_up(self, number: int) -> None:
        look_up = self.look_ups.pop(number % len(self.look_ups))
        part = look_up.part
        [sid] = [sms.sid for sms in self.twilio if sms.part is part] or [""]
        delivery.record_looked_up(look_up.message, look_up.found)
        if part.state != "sending":
            part.sid = part.sid or sid
        elif sid:
            part.state, part.sid = "accepted", sid
        elif part.attempts == look_up.message.attempts:
            part.state = "uncertain" if part.attempts >= 3 else "queued"

    @precondition(lambda self: self.twilio)
    @rule(number=any_of_them, word=a_status)
    def call_back(self, number: int, word: str) -> None:
        sms = self.twilio[-1 - number % len(self.twilio)]
        assert sms.part.uuid
        state = "accepted" if word == "queued" else word
        moved = self.model.callback(sms.part, state, sms.sid)
        assert status_arrives(uuid=sms.part.uuid, word=word, sid=sms.sid, error_code="") == moved

    def drain(self) -> None:
        """Let all workers die and a new one answer and send everything: nothing may be left over."""
        for worker in WORKERS:
            self.die(worker)
        for _ in range(20 + 4 * len(self.model.parts)):
            if not self.something_is_left():
                break
            self.clock.shift(timedelta(seconds=61))
            self.claim_turns(10, "one")
            while self.running:
                self.commit(self.running[0], "Yes.")
            self.the_tables_say_what_the_model_says()
            self.claim_sends(10, "one")
            for number in reversed(range(len(self.sending))):
                self.reach_twilio(number)
                self.hear_of_twilio(number, "yes")
            self.look_up("one")
            while self.look_ups:
                self.hear_of_look_up(0)
            self.the_tables_say_what_the_model_says()
        assert not self.something_is_left()
        arrived = {sms.part for sms in self.twilio}
        unsent = {part for part in self.model.parts if part not in arrived}
        assert all(part.state in ("failed", "uncertain", "cancelled") for part in unsent)

    def something_is_left(self) -> bool:
        unsent = any(part.state in ("queued", "sending") for part in self.model.parts if not part.erased)
        return unsent or any(message.state not in SETTLED for message in self.model.messages)
