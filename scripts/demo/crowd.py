"""More sessions, to try the lists: plain rows, because living through thousands would take hours."""

import random
import uuid
from datetime import timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from assistant.models import Fact, PressRelease
from scripts.demo import people
from sessions_app.models import (
    Conversation,
    ConversationSession,
    InboundMessage,
    OutboundMessage,
    RemoteThread,
    SessionChange,
)
from sessions_app.telemetry import session_counts

BATCH = 500
_COMPANIES = (
    "Alder",
    "Birch",
    "Cedar",
    "Doorbell",
    "Ember",
    "Feather",
    "Gable",
    "Harbour",
    "Inkwell",
    "Juniper",
)
_TRADES = (
    "Bakery",
    "Bicycles",
    "Boats",
    "Brewery",
    "Ceramics",
    "Honey",
    "Robots",
    "Solar",
    "Toys",
    "Windows",
)


def fill(sessions: int) -> None:
    """Make `sessions` live sessions, each with a message, a reply and the beginning of a release."""
    users = islice(people.crowd(), sessions)
    chance = random.Random(sessions)
    while some := list(islice(users, BATCH)):
        with transaction.atomic():
            _make(some, chance)
    session_counts.roll_up()


def _make(users: list[people.User], chance: random.Random) -> None:
    now = timezone.now()
    seen = {user.phone: now - timedelta(seconds=chance.uniform(5, 3500)) for user in users}
    waits = {user.phone for user in users if chance.random() < 0.1}
    threads = {user.phone: f"conv_{uuid.UUID(int=chance.getrandbits(128)).hex}" for user in users}
    Conversation.objects.bulk_create(Conversation(phone=phone, active_at=at) for phone, at in seen.items())
    RemoteThread.objects.bulk_create(
        RemoteThread(thread_id=threads[phone], state=RemoteThread.State.LIVE, adopted=True, created_at=at)
        for phone, at in seen.items()
    )
    ConversationSession.objects.bulk_create(
        ConversationSession(phone=phone, thread_id=threads[phone], created_at=at, last_accessed=at)
        for phone, at in seen.items()
    )
    session_counts.add(SessionChange.Reason.CREATED, len(users))
    company = {user.phone: f"{chance.choice(_COMPANIES)} {chance.choice(_TRADES)}" for user in users}
    InboundMessage.objects.bulk_create(
        InboundMessage(
            message_sid=f"SM{uuid.UUID(int=chance.getrandbits(128)).hex}",
            phone=user.phone,
            body=f"Hello, we are {company[user.phone]}",
            kind=InboundMessage.Kind.TEXT,
            state=InboundMessage.State.RECEIVED if user.phone in waits else InboundMessage.State.ANSWERED,
            details={"profile_name": user.name},
            received_at=seen[user.phone],
        )
        for user in users
    )
    OutboundMessage.objects.bulk_create(
        OutboundMessage(
            phone=user.phone,
            body="Hello! What do you want to announce?",
            state=OutboundMessage.State.READ,
            created_at=seen[user.phone],
        )
        for user in users
        if user.phone not in waits
    )
    releases = PressRelease.objects.bulk_create(PressRelease(phone=user.phone) for user in users)
    Fact.objects.bulk_create(
        Fact(
            release=release,
            key="company_name",
            value=company[release.phone],
            said=company[release.phone],
            created_at=seen[release.phone],
            confirmed_at=seen[release.phone],
        )
        for release in releases
    )
