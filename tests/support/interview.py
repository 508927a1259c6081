"""What tests of the interview share: a user's turns on the database, and answers for whole interviews."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from asgiref.sync import sync_to_async
from django.db import transaction
from django.utils import timezone

from assistant import facts, press_release, saving, translation, versions
from assistant.announcement_types import type_of
from assistant.evidence import Refused
from assistant.interviewer import UserMessage, UserTurn
from assistant.models import Fact, PressRelease, ReleaseVersion
from assistant.saving import Saved
from assistant.validation import canonical, possible_dates, region_of
from sessions_app.privacy import pseudonym
from tests.support.factories import phone_number

T = TypeVar("T")
PHONE, OTHER_PHONE = phone_number(1), phone_number(2)
"""Of California: one time zone, so "tomorrow" is one day."""

_count = iter(range(10**6))

STORIES: dict[str, dict[str, str]] = {
    "funding": {
        "company_name": "Vinolog",
        "announcement_type": "a funding round",
        "amount": "€6.3 million",
        "round": "Series A",
        "lead_investor": "Alpina Ventures",
        "use_of_funds": "to hire 20 engineers and to open an office in Milan",
        "round_closed": "yes",
        "other_investors": "Bergtal Capital",
        "total_raised": "€8 million",
        "detail": "Vinolog has 54 vineyards in four countries among its customers.",
        "headline": "Vinolog raises €6.3 million to help vineyards save water",
        "subhead": "Alpina Ventures leads the Series A round",
        "quote": "Every drop counts, and winemakers know it. Now they can see where it goes.",
        "quote_speaker": "Ines Ortega",
        "quote_role": "chief executive of Vinolog",
        "quote_2": "Vinolog has the best data in the field.",
        "quote_speaker_2": "Max Berger",
        "quote_role_2": "partner at Alpina Ventures",
        "city": "Turin, Italy",
        "release_date": "today",
        "boilerplate": "Vinolog makes sensors for vineyards. It was founded in 2019.",
        "media_contact": "Paolo Rossi, paolo@vinolog.example, +39 011 1234567",
        "link": "https://vinolog.example/press",
    },
    "product": {
        "company_name": "Gera Pumps",
        "announcement_type": "a new product",
        "product_name": "AquaOne",
        "product_summary": "AquaOne tells farmers when a pump will fail.",
        "availability": "in Germany from March 2027",
        "price": "€49 a month",
        "detail": "Gera Pumps has tested AquaOne on 120 farms.",
        "headline": "Gera Pumps launches AquaOne for farmers",
        "subhead": "The device warns days before a pump fails",
        "quote": "Farmers told us that they want to sleep at night.",
        "quote_speaker": "Jonas Weber",
        "quote_role": "head of product at Gera Pumps",
        "quote_2": "We have not lost a single crop since then.",
        "quote_speaker_2": "Anna Lindner",
        "quote_role_2": "owner of Lindner Farm",
        "city": "Gera, Germany",
        "release_date": "today",
        "boilerplate": "Gera Pumps builds pumps for farms. It employs 80 people.",
        "media_contact": "Lena Vogt, press@gera.example, +49 30 1234567",
        "link": "https://gera.example",
    },
    "partnership": {
        "company_name": "Solaria",
        "announcement_type": "a partnership",
        "partner": "Banco Azul",
        "benefit": "offer loans for solar roofs within one day",
        "start": "on March 1, 2027",
        "scope": "The partnership covers Spain and Portugal for three years.",
        "partner_boilerplate": "Banco Azul is a bank in Seville.",
        "partner_agrees": "yes",
        "detail": "Solaria has built 3,000 roofs.",
        "headline": "Solaria and Banco Azul finance solar roofs",
        "subhead": "Loans come within one day",
        "quote": "Nobody should wait for the sun.",
        "quote_speaker": "Carmen Ruiz",
        "quote_role": "founder of Solaria",
        "quote_2": "Our customers have asked for this.",
        "quote_speaker_2": "Luis Prado",
        "quote_role_2": "director of Banco Azul",
        "city": "Seville, Spain",
        "release_date": "today",
        "boilerplate": "Solaria builds solar roofs. It was founded in 2015.",
        "media_contact": "Eva Gil, eva@solaria.example, +34 912 345 678",
        "link": "https://solaria.example/press",
    },
    "other": {
        "company_name": "Negev Foods",
        "announcement_type": "something else",
        "news": "Negev Foods opens its first factory in Eilat.",
        "when": "on May 14, 2027",
        "where": "in Eilat, Israel",
        "detail": "The factory will employ 60 people.",
        "headline": "Negev Foods opens a factory in Eilat",
        "subhead": "The factory will employ 60 people",
        "quote": "We are glad to come to Eilat at last.",
        "quote_speaker": "Noa Levi",
        "quote_role": "chief executive of Negev Foods",
        "city": "Eilat, Israel",
        "release_date": "today",
        "boilerplate": "Negev Foods makes date syrup. It was founded in 2001.",
        "media_contact": "Dan Cohen, dan@negev.example, +972 3 123 4567",
        "link": "https://negev.example",
    },
}
"""Announcement type -> what a user answers, by the keys of the facts, in the order of the questions."""


@dataclass(kw_only=True)
class DatabaseContext:
    """What a turn lends the interviewer, on the test's own connection and without a lease."""

    messages: Sequence[str]
    phone: str = PHONE
    token: uuid.UUID = field(default_factory=uuid.uuid4)
    earlier: Sequence[str] = ()
    person_wanted: str = ""
    """Why a person was asked for."""
    user: str = field(init=False)
    language: str = field(default_factory=translation.language)
    turn: UserTurn = field(init=False)

    def __post_init__(self) -> None:
        self.user = pseudonym(self.phone)
        self.turn = turn_of(
            *self.messages,
            phone=self.phone,
            token=self.token,
            earlier=self.earlier,
            language=self.language,
        )

    async def run(self, change: Callable[..., T], **values: object) -> T:
        return await sync_to_async(self._run, thread_sensitive=True)(change, **values)

    async def note(self, change: Callable[..., object], **values: object) -> None:
        await sync_to_async(self._run, thread_sensitive=True)(change, **values)

    def _run(self, change: Callable[..., T], **values: object) -> T:
        with transaction.atomic():
            return change(self.turn, **values)

    async def ask_for_person(self, *, reason: str) -> None:
        self.person_wanted = reason


def turn_of(
    *texts: str,
    phone: str = PHONE,
    token: uuid.UUID | None = None,
    earlier: Sequence[str] = (),
    language: str = "en",
) -> UserTurn:
    """Return a turn in which the user says `texts`, after what they said `earlier` in the session."""
    return UserTurn(
        phone=phone,
        token=token or uuid.uuid4(),
        messages=[_heard(text) for text in texts],
        earlier=lambda: [_heard(text) for text in earlier],
        language=language,
    )


def _heard(text: str) -> UserMessage:
    return UserMessage(text=text, at=timezone.now(), sid=f"SM{next(_count):032x}")


def save(key: str, text: str, *, phone: str = PHONE) -> Saved:
    """Save what a user answers, in a turn of its own. Fails if it is refused."""
    outcome = saving.save(turn_of(text, phone=phone), key=key, value=text, said=text)
    assert isinstance(outcome, Saved), outcome
    return outcome


def refused(key: str, value: str, said: str, **turn: object) -> Refused:
    """Return why a value is not saved that the user says in these words. Fails if it is saved."""
    outcome = saving.save(turn_of(said, **turn), key=key, value=value, said=said)  # type: ignore[arg-type]
    assert isinstance(outcome, Refused)
    return outcome


def tell(kind: str, *, phone: str = PHONE, without: Sequence[str] = (), **changes: str) -> PressRelease:
    """Store the answers of a whole interview, apart from those `without`, and return the release."""
    release, now = press_release.current_or_new(phone), timezone.now()
    told = {key: text for key, text in (STORIES[kind] | changes).items() if key not in without}
    release.facts.filter(key__in=told, superseded_at=None).update(superseded_at=now)
    kept = {key: _kept(key, text, phone) for key, text in told.items()}
    Fact.objects.bulk_create(
        Fact(release=release, key=key, value=value, said=told[key], created_at=now, confirmed_at=now)
        for key, value in kept.items()
    )
    return release


def _kept(key: str, text: str, phone: str) -> str:
    todays = possible_dates(phone, timezone.now())
    return canonical(type_of(key).kind, text, region=region_of(phone), todays=todays, language="en")


def first_version(kind: str = "funding", *, phone: str = PHONE) -> ReleaseVersion:
    """Return the first version of a release that is all told."""
    return versions.write_version(tell(kind, phone=phone))


def approved_version(kind: str = "funding", *, phone: str = PHONE) -> ReleaseVersion:
    version = first_version(kind, phone=phone)
    assert versions.approve(version, words="yes")
    return version


def values(phone: str = PHONE) -> dict[str, str]:
    """Return the values of the current release by key."""
    return facts.gathered(phone).values


def latest(phone: str = PHONE) -> ReleaseVersion:
    """Return the newest version of the current release."""
    version = versions.latest(press_release.current(phone))
    assert version is not None
    return version
