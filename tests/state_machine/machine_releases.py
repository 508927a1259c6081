"""What turns and operators do to press releases, done to the tables and to the model alike."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies
from hypothesis.stateful import precondition, rule

from assistant import facts, proposals, saving, version_texts, versions
from assistant.evidence import Refused
from assistant.interview import Reply, UserTurn
from assistant.models import ReleaseVersion
from assistant.saving import Saved
from assistant.versions import MAX_VERSIONS, IncompleteRelease
from sessions_app.conversations import leases
from sessions_app.turns import interview_context, release_texts
from tests.state_machine.machine_delivery import Sender
from tests.state_machine.machine_world import PHONES, Running, a_phone, any_of_them
from tests.state_machine.release_model import Release
from tests.support.told_facts import company_of, facts_of, told_at_once, words_of

T = TypeVar("T")
KEPT = ("draft", "parked", "approved", "finished")
HEADLINES = ["{company} opens a school", "{company} opens a school in Alba"]
a_choice = strategies.sampled_from(["1", "1", "1", "Approve", "2", "3", "/drafts", "menu", *HEADLINES])
a_deed = strategies.sampled_from(["save", "agree", "offer the menu", *HEADLINES])


class ReleaseRules(Sender):
    """Facts, versions, approvals and drafts, in any order."""

    @rule(phone=a_phone, answered=strategies.sampled_from([True, True, False]))
    def interview(self, phone: str, answered: bool) -> None:
        """Let a turn save all that a version needs, and write it; its reply comes later, if at all."""
        self.receive(phone, told_at_once(phone))
        self.claim_turns(10, "one")
        for running in self.talking:
            if running.turn.lease.phone == phone:
                self.save_and_write(running)
                if answered:
                    self.commit(running, "Here it is.")
                    self.send_all()

    @rule(number=any_of_them, body=a_choice, claimed=strategies.sampled_from([True, True, False]))
    def choose(self, number: int, body: str, claimed: bool) -> None:
        """Send a choice, a command or a shorter headline; the worker may take it at once."""
        phones = list(dict.fromkeys(part.phone for part in self.model.parts if part.choices)) or PHONES
        phone = phones[-1 - number % len(phones)]
        self.receive(phone, body.format(company=company_of(phone)))
        if claimed:
            self.claim_turns(10, "one")

    @precondition(lambda self: self.talking)
    @rule(number=any_of_them, deed=a_deed)
    def work(self, number: int, deed: str) -> None:
        """Let a turn do something before its reply, which a dying worker may never come to."""
        running = self.talking[number % len(self.talking)]
        if deed == "agree":
            self.agree(running)
        elif deed == "offer the menu":
            running.offers = [["Go on with it", "say"], ["Start something new", "menu"]]
        elif deed == "save":
            self.save_and_write(running)
        else:
            self.reword(running, deed)

    @precondition(lambda self: self.running)
    @rule(number=any_of_them)
    def carry_out(self, number: int) -> None:
        """Do what a choice stands for; the worker may die before the reply is queued."""
        self.canned_reply(self.running[number % len(self.running)])

    @precondition(lambda self: self.written)
    @rule(number=any_of_them)
    def approve_by_operator(self, number: int) -> None:
        release = self.written[number % len(self.written)]
        newest = release.versions[-1]
        with transaction.atomic():
            leases.lock(release.phone)
            row = ReleaseVersion.objects.get(pk=newest.pk)
            approved = versions.approve(row, words="", operator="olga")
        self.model.lock(release.phone)
        assert approved == self.model.releases.approve(release, newest)

    @property
    def talking(self) -> list[Running]:
        return [running for running in self.running if running.turn.kind == "text"]

    @property
    def written(self) -> list[Release]:
        return [one for phone in PHONES if (one := self.model.releases.current(phone)) and one.versions]

    def save_and_write(self, running: Running) -> None:
        self.save_what_was_said(running)
        self.write_version(running)

    def agree(self, running: Running) -> None:
        """Confirm a proposal: of the last release, or a new wording."""
        release = self.model.releases.current(running.turn.lease.phone)
        if self.run(running, confirm_first):
            assert release
            release.confirm(min(release.proposals, key=lambda fact: (fact.key, fact.value)))

    def reword(self, running: Running, headline: str) -> None:
        """Write a version with words of our own."""
        turn, phone = running.turn, running.turn.lease.phone
        value = headline.format(company=company_of(phone))
        if self.may_write(phone):
            version = self.run(running, versions.reword, key="headline", value=value)
            if isinstance(version, ReleaseVersion):
                self.model.releases.reword(phone, turn.token, "headline", value)
                running.offers = offered_by(version)

    def save_what_was_said(self, running: Running) -> None:
        """Save what the turn's first text says, as often as it comes up."""
        phone, text = running.turn.lease.phone, running.turn.user_messages[0].text
        said, values = {"detail": text}, {"detail": text}
        if text == told_at_once(phone):
            said, values = words_of(phone), facts_of(phone)
        elif text.startswith(company_of(phone)):
            said, values = {"headline": text}, {"headline": text}
        outcomes = self.run(running, save_all, values=values, said=said)
        for (key, value), outcome in zip(values.items(), outcomes or [], strict=bool(outcomes)):
            assert isinstance(outcome, Refused) == (text == "yes"), outcome
            if isinstance(outcome, Refused):
                self.model.releases.current_or_new(phone)
            else:
                self.model.releases.save(phone, key, value)

    def write_version(self, running: Running) -> None:
        """Write the version if nothing is missing; the turn's reply will show it."""
        phone = running.turn.lease.phone
        version = self.run(running, write_if_complete) if self.may_write(phone) else None
        if version:
            release = self.model.releases.current(phone)
            assert release is not None
            assert release.is_complete
            self.model.releases.write(release)
            running.offers = offered_by(version)

    def may_write(self, phone: str) -> bool:
        release = self.model.releases.current(phone)
        return release is None or len(release.versions) < MAX_VERSIONS

    def run(self, running: Running, change: Callable[..., T], **values: object) -> T | None:
        """Let a turn change its release; None where its lease is lost."""
        outcomes, turn = list[T](), running.turn
        if not self.write(running, lambda: outcomes.append(interview_context._run(turn, change, **values))):
            return None
        self.model.wrote(turn.lease.phone)
        return outcomes[0]

    def canned_reply(self, running: Running) -> Reply | None:
        reply = super().canned_reply(running)
        if reply and running.turn.kind == "drafts":
            listed = self.model.releases.of(running.turn.lease.phone, *KEPT)
            known = {f"draft {release.pk}" for release in listed if release.active}
            offered = {choice.action for choice in reply.choices}
            if len(known) > release_texts.DIGITS:
                [older] = offered - known
                assert older.startswith("older ")
            else:
                assert offered == known
        return reply


def offered_by(version: ReleaseVersion) -> list[list[str]]:
    return [[choice.label, choice.action] for choice in version_texts.choices(version)]


def save_all(turn: UserTurn, *, values: dict[str, str], said: dict[str, str]) -> list[Saved | Refused]:
    return [saving.save(turn, key=key, value=value, said=said[key]) for key, value in values.items()]


def write_if_complete(turn: UserTurn) -> ReleaseVersion | None:
    try:
        return versions.offer(turn)
    except IncompleteRelease:
        return None


def confirm_first(turn: UserTurn) -> bool:
    proposed = sorted(facts.gathered(turn.phone).proposals, key=lambda fact: (fact.key, fact.value))
    if proposed:
        proposals.confirm(proposed[0], at=timezone.now())
    return bool(proposed)
