"""The tables of a conversation. They are also the queue: there is no other."""

from sessions_app.models.addresses import UserAddress
from sessions_app.models.audit import AuditEntry, Unchangeable
from sessions_app.models.content import ContentTemplate
from sessions_app.models.counts import CountedRelease, HourlyCount, NewUser, SessionChange, SessionTotal
from sessions_app.models.erasure import ErasureReceipt, TwilioErasure
from sessions_app.models.languages import ChatLanguage
from sessions_app.models.limits import BlockedPhone, PhoneTurn
from sessions_app.models.media import MediaDeletion
from sessions_app.models.messages import InboundMessage, OutboundMessage
from sessions_app.models.opt_outs import OptOut
from sessions_app.models.people import Note, Person
from sessions_app.models.processes import (
    Heartbeat,
    HousekeepingJob,
    ProcessMetrics,
    RefusedWebhook,
    SessionBackend,
    VendorAccount,
)
from sessions_app.models.sessions import Conversation, ConversationSession, EndedSession
from sessions_app.models.threads import RemoteThread
from sessions_app.models.turns import TurnAttempt

__all__ = [
    "AuditEntry",
    "BlockedPhone",
    "ChatLanguage",
    "ContentTemplate",
    "Conversation",
    "ConversationSession",
    "CountedRelease",
    "EndedSession",
    "ErasureReceipt",
    "Heartbeat",
    "HourlyCount",
    "HousekeepingJob",
    "InboundMessage",
    "MediaDeletion",
    "NewUser",
    "Note",
    "OptOut",
    "OutboundMessage",
    "Person",
    "PhoneTurn",
    "ProcessMetrics",
    "RefusedWebhook",
    "RemoteThread",
    "SessionBackend",
    "SessionChange",
    "SessionTotal",
    "TurnAttempt",
    "TwilioErasure",
    "Unchangeable",
    "UserAddress",
    "VendorAccount",
]
