"""How long the lists' search boxes take with a million sessions and 100,000 press releases.

Requests through Django's test client, as a superuser: the form, and the list to which it leads. What is
searched for stands in one press release, in the oldest, or in all of them.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.databases import in_each_database, make_tables, progress

if TYPE_CHECKING:
    from django.test import Client

ROWS = 1_000_000
RELEASES_OF = 10
"""One session in so many has a press release."""
EMPTIED_OF = 2
"""Of two sessions' messages one is emptied, the newest half."""
REQUESTS = 5
WORDS_OF_A_TEXT = 350
VOCABULARY = 20_000
FACTS = (
    "headline",
    "city",
    "detail",
    "quote",
    "quote_speaker",
    "boilerplate",
    "media_contact",
    "product_name",
)
LISTS = {
    "sessions": "/admin/sessions_app/conversationsession/",
    "inbox": "/admin/sessions_app/inboundmessage/",
    "outbox": "/admin/sessions_app/outboundmessage/",
    "press releases": "/admin/assistant/pressrelease/",
}
RARE, OLDEST, COMMON = "Quixotron", "Zephyrine", "launch"
_AT = datetime(2026, 11, 1, tzinfo=UTC)
_randomness = random.Random(20260102)


def measure(database: str, rows: int) -> None:
    """Fill the database of DATABASE_URL and print the milliseconds of each search."""
    make_tables()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"  # whatever was collected, or was not
    settings.STORAGES = {"staticfiles": {"BACKEND": plain}}
    phone = _fill(rows)
    client = Client(headers={"Host": "localhost"})
    words = {
        "one has it": RARE,
        "the oldest has it": OLDEST,
        "all have it": COMMON,
        "nobody has it": "Brobdingnag",
    }
    for name, path in LISTS.items():
        client.force_login(User.objects.create_superuser(name))  # of whom each has so many searches by number
        _print(database, f"{name}, the list", client, path, None)
        for how, term in {"last 4": phone[-4:], "full number": phone}.items():
            _print(database, f"{name}, {how}", client, path, term)
        _print(database, f"{name}, number as dialled at home", client, path, f"0{phone[3:].lstrip('0')}")
        for how, term in words.items():
            _print(database, f"{name}, words: {how}", client, path, term)


def _print(database: str, name: str, client: Client, path: str, term: str | None) -> None:
    times = []
    for _ in range(REQUESTS):
        started = time.perf_counter()
        shown: Any = (
            client.get(path) if term is None else client.post(f"{path}search/", {"q": term}, follow=True)
        )
        times.append((time.perf_counter() - started) * 1000)
        assert shown.status_code == 200
    rows = shown.content.count(b"data-row")
    print(f"{database:10}  {name:44}{median(times):8.1f} ms {max(times):8.1f} ms {rows:4} rows", flush=True)


def _fill(rows: int) -> str:
    """Make the rows; return the phone of a session with a press release."""
    from django.db import connection

    from assistant.models import Fact, PressRelease, ReleaseVersion
    from benchmarks.session_rows import TTL, fill, settle
    from sessions_app.models import InboundMessage

    phones = fill(rows, idle=(0, 2 * TTL), messages=2)
    with_release = phones[::RELEASES_OF]
    progress(f"storing {len(with_release)} press releases")
    words = [
        "".join(_randomness.choices("aeioulnrstdkm", k=_randomness.randint(3, 10))) for _ in range(VOCABULARY)
    ]

    def some(count: int) -> str:
        return " ".join(_randomness.choices(words, k=count))

    def versions() -> Iterator[ReleaseVersion]:
        for place in range(1, len(with_release) + 1):
            for number in (1, 2):
                rare = {len(with_release) // 2: RARE, 1: OLDEST}.get(place, "")
                text = f"{some(WORDS_OF_A_TEXT)} We {COMMON} {rare}."
                yield ReleaseVersion(release_id=place, number=number, text=text, facts=[], created_at=_AT)

    def facts() -> Iterator[Fact]:
        for place in range(1, len(with_release) + 1):
            for key in ("company_name", *FACTS):
                value = some(2 if key == "company_name" else 8)
                yield Fact(release_id=place, key=key, value=value, said="", created_at=_AT, confirmed_at=_AT)

    made: Iterator[Any] = (PressRelease(pk=place, phone=phone) for place, phone in enumerate(with_release, 1))
    stored: Any
    for stored, objects in ((PressRelease, made), (Fact, facts()), (ReleaseVersion, versions())):
        while batch := [one for _, one in zip(range(2000), objects, strict=False)]:
            stored.objects.bulk_create(batch)
    progress("emptying messages")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {InboundMessage._meta.db_table} SET phone = '', body = '' WHERE id > %s",
            [rows // EMPTIED_OF],
        )
    settle()
    return with_release[len(with_release) // 2]


def main(*, rows: int = ROWS) -> None:
    """Run each database's measurement in a process of its own and print the table."""
    print(f"\nSearch: {rows} sessions, {rows // RELEASES_OF} press releases, half of the messages emptied.")
    print(f"Median and slowest of {REQUESTS}; rows of the list that is shown.", flush=True)
    in_each_database("benchmarks.search", rows)


if __name__ == "__main__":
    measure(sys.argv[1], int(sys.argv[2]))
