"""All that is stored, as text, to be searched; and a person of whom something is stored everywhere."""

import uuid
from datetime import timedelta

from django.apps import apps
from django.core import serializers
from django.utils import timezone

from assistant.models import ModelCall, PressRelease
from sessions_app.data_registry import TABLES
from sessions_app.messages import blocks
from sessions_app.models import (
    ChatLanguage,
    CountedRelease,
    ErasureReceipt,
    NewUser,
    Note,
    Person,
    PhoneTurn,
    TwilioErasure,
    UserAddress,
)
from sessions_app.operators import audit
from tests.support.documents import make_documents
from tests.support.factories import (
    ConversationFactory,
    EndedSessionFactory,
    InboundFactory,
    OutboundFactory,
    TurnFactory,
    idle_session,
)

OLGA = "olga-of-the-press-desk"
OF_A_PERSON = {label for label, data in TABLES.items() if data.person}


def everything_stored() -> list[str]:
    """Return each row of each table: the label of its model and the row as JSON, with its own characters."""
    return [
        f"{model._meta.label} {serializers.serialize('json', [row], ensure_ascii=False)}"
        for model in apps.get_models()
        for row in model._base_manager.all()
    ]


def make_person(phone: str, *, words: str = "Marked words") -> None:
    """Make a row in each table that has rows of a person, and what the operator `OLGA` did."""
    now = timezone.now()
    idle_session(phone, idle=5)
    ConversationFactory.create(phone=phone, paused_by=OLGA, paused_at=now, attention=words, attention_at=now)
    EndedSessionFactory.create(phone=phone, ended_at=now - timedelta(hours=2))
    InboundFactory.create(phone=phone, body=words, received_at=now, operator=OLGA, state="answered")
    OutboundFactory.create(phone=phone, body=f"{words}, back", author="operator", operator=OLGA)
    TurnFactory.create(phone=phone, counted=True)
    PhoneTurn.objects.create(phone=phone, begun_at=now)
    ChatLanguage.objects.create(phone=phone, language="de", chosen=True)
    UserAddress.objects.create(phone=phone, address=phone)
    person = Person.objects.create(phone=phone, assigned_to=OLGA)
    Note.objects.create(person=person, operator=OLGA, text=words)
    ModelCall.objects.create(phone=phone, purpose="interview", model="m", turn=uuid.uuid4(), asked_at=now)
    make_documents(phone)
    CountedRelease.objects.create(release=PressRelease.objects.get(phone=phone))
    NewUser.objects.create(phone=phone, active_at=now)
    blocks.add([phone], reason=words, operator=OLGA)
    receipt = ErasureReceipt.objects.create(by=ErasureReceipt.By.COMMAND)
    TwilioErasure.objects.create(receipt=receipt, address=phone)
    audit.record(operator=OLGA, action="take over", phone=phone, taken_from=OLGA)
