"""How long the lists' search boxes take with many sessions, and press releases of a tenth of them.

Requests through Django's test client, as a superuser: the form, and the list to which it leads. What is
searched for stands in one press release, in the oldest, or in all of them. The PostgreSQL of the tests has no
pg_trgm: TEST_DATABASE_URL names one that has.
"""

from __future__ import annotations

import random
import sys
import time
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks import figures
from benchmarks.databases import in_each_database, make_tables, progress, sizes_up_to

if TYPE_CHECKING:
    from django.test import Client

ROWS = 100_000
RELEASES_OF = 10
"""One session in so many has a press release."""
EMPTIED_OF = 2
"""Of two sessions' messages one is emptied, the newest half."""
REQUESTS = 3
WORDS_OF_A_TEXT, WORDS_OF_A_FACT = 350, 8
VOCABULARY, POOL = 20_000, 4_999
FACTS = (
    "company_name",
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
PLOTTED = "words: one has it"
RARE, OLDEST, COMMON = "Quixotron", "Zephyrine", "launch"
_randomness = random.Random(20260102)


def measure(database: str, rows: int) -> None:
    """Fill the database of DATABASE_URL and print the milliseconds of each search."""
    make_tables()
    from django.conf import settings
    from django.test import Client

    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"  # whatever was collected, or was not
    settings.STORAGES = {"staticfiles": {"BACKEND": plain}}
    _search(database, rows, _fill(rows), Client(headers={"Host": "localhost"}))


def _search(database: str, rows: int, phone: str, client: Client) -> None:
    from django.contrib.auth.models import User

    terms = {
        "last 4": phone[-4:],
        "full number": phone,
        "number as dialled at home": f"0{phone[3:].lstrip('0')}",
        "words: one has it": RARE,
        "words: the oldest has it": OLDEST,
        "words: all have it": COMMON,
        "words: nobody has it": "Brobdingnag",
    }
    for name, path in LISTS.items():
        client.force_login(User.objects.create_superuser(name))  # of whom each has so many searches by number
        _print(database, f"{name}, the list", client, path, None)
        for how, term in terms.items():
            took = _print(database, f"{name}, {how}", client, path, term)
            if how == PLOTTED:
                figures.point(database, f"Search: ms, {PLOTTED}", name, rows, took)
                figures.add(database, f"search of {name} for words, {rows:,} sessions", took, unit="ms")


def _print(database: str, name: str, client: Client, path: str, term: str | None) -> float:
    """Print and return the median milliseconds of a search, or of the list without one."""
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
    return median(times)


def _fill(rows: int) -> str:
    """Make the rows; return the phone of a session with a press release."""
    from django.db import connection

    from benchmarks.session_rows import TTL, fill, settle
    from sessions_app.models import InboundMessage

    phones = fill(rows, idle=(0, 2 * TTL), messages=2)
    _store_releases(phones[::RELEASES_OF])
    progress("emptying messages")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {InboundMessage._meta.db_table} SET phone = '', body = '' WHERE id > %s",
            [rows // EMPTIED_OF],
        )
    settle()
    return phones[::RELEASES_OF][rows // RELEASES_OF // 2]


def _store_releases(phones: list[str]) -> None:
    """Store a press release for each of `phones`, whose texts come from a pool, and then make the indexes."""
    from django.core.management import call_command
    from django.db import connection

    from assistant.models import Fact, PressRelease, ReleaseVersion

    progress(f"storing {len(phones)} press releases")
    words = [
        "".join(_randomness.choices("aeioulnrstdkm", k=_randomness.randint(3, 10))) for _ in range(VOCABULARY)
    ]
    pool: list[tuple[int | str, ...]] = [
        (
            place,
            *(" ".join(_randomness.choices(words, k=count)) for count in (WORDS_OF_A_FACT, WORDS_OF_A_TEXT)),
        )
        for place in range(POOL)
    ]
    PressRelease.objects.bulk_create(
        [PressRelease(pk=place, phone=phone) for place, phone in enumerate(phones, 1)], batch_size=5000
    )
    call_command("migrate", "assistant", "0005", verbosity=0)
    releases = PressRelease._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE pool (id integer PRIMARY KEY, fact text, words text)")
        cursor.executemany("INSERT INTO pool VALUES (%s, %s, %s)", pool)
        for place, key in enumerate(FACTS):
            cursor.execute(
                f"INSERT INTO {Fact._meta.db_table} (release_id, key, value, said, source, message_sid,"
                " operator, reason, created_at, confirmed_at)"
                f" SELECT r.id, '{key}', fact, '', 'text', '', '', '', r.created_at, r.created_at"
                f" FROM {releases} r JOIN pool ON pool.id = (r.id * 7919 + {place}) % {POOL}"
            )
        for number in (1, 2):
            cursor.execute(
                f"INSERT INTO {ReleaseVersion._meta.db_table} (release_id, number, text, facts, created_at,"
                " approved_by, approval)"
                f" SELECT r.id, {number}, words || ' We {COMMON} it.', '[]', r.created_at, '', ''"
                f" FROM {releases} r JOIN pool ON pool.id = (r.id * 104729 + {number}) % {POOL}"
            )
        for word, release in {RARE: len(phones) // 2, OLDEST: 1}.items():
            cursor.execute(
                f"UPDATE {ReleaseVersion._meta.db_table} SET text = text || %s WHERE release_id = %s",
                [word, release],
            )
    progress("making the indexes")
    call_command("migrate", verbosity=0)


def main(*, rows: int = ROWS) -> None:
    """Run each database's measurement in a process of its own and print the table."""
    print(f"\nSearch: {rows} sessions, {rows // RELEASES_OF} press releases, half of the messages emptied.")
    print(f"Median and slowest of {REQUESTS}; rows of the list that is shown.", flush=True)
    for size in sizes_up_to(rows):
        in_each_database("benchmarks.search", size)


if __name__ == "__main__":
    measure(sys.argv[1], int(sys.argv[2]))
