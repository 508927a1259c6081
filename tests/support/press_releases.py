"""A press release as a user tells it: facts by the real gate, and versions with corrections between them."""

import uuid
from collections.abc import Iterable

from django.utils import timezone

from assistant import saving, versions
from assistant.interviewer import UserMessage, UserTurn
from assistant.models import Fact, PressRelease, ReleaseVersion
from assistant.saving import Saved
from tests.support.factories import InboundFactory

PHONE = "+14155550300"
BOILERPLATE = (
    "Kelp & Co grows seaweed between wind turbines off the Belgian coast and sells it to food makers. "
    "It was founded in Ostend in 2021 and has 34 employees."
)
QUOTATION = (
    "Kelp feeds people and cleans the water that it grows in. With this money we can show that a farm at sea "
    "pays for itself."
)
FUNDING: tuple[tuple[str, str, str], ...] = (
    ("announcement_type", "funding", "Hello, we have closed a seed round"),
    ("company_name", "Kelp & Co", "Kelp & Co, written like that"),
    ("amount", "€4 million", "we raised 4 million euros"),
    ("round", "seed", "it's our seed round"),
    ("lead_investor", "Blue Harbor Ventures", "the lead is Blue Harbor Ventures"),
    ("use_of_funds", "build a second farm off Ostend", "build a second farm off Ostend"),
    ("round_closed", "yes", "yes"),
    ("headline", "Kelp & Co raises €4 million to farm the North Sea", ""),
    ("detail", "The second farm creates 12 jobs in Ostend by June 2027.", ""),
    ("quote", QUOTATION, ""),
    ("quote_speaker", "Bo Lee", "that's me, Bo Lee"),
    ("quote_role", "founder and chief executive", "founder and chief executive"),
    ("quote_2", "We have rarely seen a team that knows the sea and the market equally well.", ""),
    ("quote_speaker_2", "Ines Peeters", "Ines Peeters says it"),
    ("quote_role_2", "partner at Blue Harbor Ventures", "partner at Blue Harbor Ventures"),
    ("city", "Ostend, Belgium", "Ostend, Belgium"),
    ("boilerplate", BOILERPLATE, ""),
    ("media_contact", "Bo Lee, press@kelp.example, +32 59 55 00 00", ""),
)
"""Key, value, and the user's words where they are others. The release date is today."""


def say(phone: str, key: str, value: str, said: str = "") -> Fact:
    """Save a fact that the user of `phone` tells in a message of its own."""
    said = said or value
    sid = f"SM{uuid.uuid4().hex}"
    message = InboundFactory.create(phone=phone, body=said, state="answered", message_sid=sid)
    heard = UserMessage(text=said, at=timezone.now(), sid=message.message_sid)
    saved = saving.save(turn_of(phone, heard), key=key, value=value, said=said)
    assert isinstance(saved, Saved), saved
    return saved.fact


def turn_of(phone: str, *messages: UserMessage) -> UserTurn:
    return UserTurn(phone=phone, token=uuid.uuid4(), language="en", messages=messages, earlier=tuple)


def say_all(phone: str = PHONE, told: Iterable[tuple[str, str, str]] = FUNDING) -> PressRelease:
    """Tell a whole release; return it, a draft without a version."""
    for fact in told:
        say(phone, *fact)
    return say(phone, "release_date", "today").release


def write_versions(release: PressRelease) -> ReleaseVersion:
    """Write a version, let the user correct the investor's name, and write the next; return that."""
    versions.write_version(release)
    say(release.phone, "lead_investor", "Blue Harbour Ventures", "no, it is Blue Harbour Ventures")
    say(
        release.phone,
        "quote_role_2",
        "partner at Blue Harbour Ventures",
        "and Ines is a partner at Blue Harbour Ventures",
    )
    return versions.write_version(release)
