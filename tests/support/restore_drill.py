"""A restore drill with real processes and a real dump: a backup, an eventful time, the loss, a restore.

    with drill_site(folder) as drill:
        tally = drill.run()

The vendors are the fakes, which live on as the real ones would. Counted is at the fakes.
"""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

from sessions_app.conversations.consent import GOODBYE
from tests.fakes.background_server import wait_until
from tests.fakes.openai_model import seconds_asked_for
from tests.fakes.openai_server import FakeOpenAI
from tests.fakes.twilio_messages import phone_of
from tests.fakes.twilio_server import FakeTwilio
from tests.support import postgres
from tests.support.factories import phone_number
from tests.support.processes import Installation, installation
from tests.support.waiting import wait_until_thinking

STEP_SECONDS = 90.0
ANNA, BEN, CARA, DORA, EMIL, FAY, GINA, HUGO, IDA = (phone_number(number) for number in range(9))
SECRET = "zorblax"


@dataclass
class Tally:
    """What became of everything that was said, after all of it."""

    said: int = 0
    answered_once: int = 0
    not_answered: list[str] = field(default_factory=list)
    answered_twice: list[str] = field(default_factory=list)
    goodbyes: int = 0
    replies_after_stop: int = 0
    rows_with_the_secret: int = 0
    threads_at_openai: int = 0
    threads_leaked: int = 0
    """At OpenAI, but in use nowhere."""


class Drill:
    def __init__(
        self, site: Installation, openai: FakeOpenAI, twilio: FakeTwilio, say: Callable[[str], object]
    ) -> None:
        """`say` gets a line for each step."""
        self.site, self.openai, self.twilio, self.say = site, openai, twilio, say
        self.said: list[tuple[str, str]] = []
        self.backup = site.folder / ("whatspr.dump" if site.database.is_postgresql else "whatspr.backup")

    def run(self) -> Tally:
        self._start()
        for phone in (ANNA, BEN, CARA):
            self._says(phone, f"Hello from {SECRET if phone == BEN else phone[-1]}")
        with self._flowing():
            self._writes(DORA, "Think 3 of what is under way")
            wait_until_thinking(self.openai, "under way")
            self._back_up()
        self._live_on()
        self._lose_everything()
        self._writes(FAY, "Nobody heard this", arrives=False)
        self._restore()
        self._after_restore()
        self._start()
        self._repeat(said=[pair for pair in self.said if pair[0] in (ANNA, GINA)])
        self._wait_for_replies()
        self._says_nothing_to(CARA)
        self._wait_for_deletions()
        return self._count()

    def _start(self) -> None:
        self.site.serve()
        self.site.answer_messages()
        self.site.start("run_schedules")
        ran = "SELECT count(*) FROM sessions_app_housekeepingjob WHERE last_started_at IS NOT NULL"
        wait_until(lambda: self.site.database.query(ran) != [0], STEP_SECONDS, every=0.2)
        self.say("web, worker and schedules run")

    def _writes(self, phone: str, text: str, *, arrives: bool = True) -> None:
        sid = self.twilio.receive(phone, text).sid
        self.said.append((phone, text))
        if arrives:
            self.site.say(phone, text, sid=sid)

    def _says(self, phone: str, text: str) -> None:
        """Write, and wait for the reply."""
        before = len(self.twilio.bodies_to(phone))
        self._writes(phone, text)
        wait_until(lambda: len(self.twilio.bodies_to(phone)) > before, STEP_SECONDS, every=0.05)

    @contextmanager
    def _flowing(self) -> Iterator[None]:
        """HUGO writes and is answered, again and again, while this block runs."""
        stop = Event()

        def flow() -> None:
            number = 0
            while not stop.is_set():
                number += 1
                self._says(HUGO, f"Flow {number}.")

        writer = Thread(target=flow)
        writer.start()
        try:
            yield
        finally:
            stop.set()
            writer.join()

    def _back_up(self) -> None:
        if self.site.database.is_postgresql:
            self._client("pg_dump", "-Fc", "-f", str(self.backup), self.site.database.url)
        else:
            done = self.site.run("backup", str(self.backup))
            assert done.returncode == 0, done.stdout
        self.say(f"a backup is made while messages flow: {self.backup.stat().st_size:,} bytes")

    def _live_on(self) -> None:
        self._says(ANNA, "More of Anna")
        self._says(EMIL, "Emil is new")
        self._says(CARA, "stop")
        self._says(BEN, "delete my data")
        self._says(BEN, "1")
        self._wait_for_replies(but=())
        self._writes(IDA, "Think 2 of Ida")
        wait_until_thinking(self.openai, "of Ida")
        self._writes(IDA, "Think 4 of what came meanwhile")
        wait_until_thinking(self.openai, "came meanwhile")
        self._writes(GINA, "Think 3 of Gina")
        wait_until_thinking(self.openai, "of Gina")
        self.say("then: replies, a new user, an opt-out, an erasure, a turn under way")

    def _lose_everything(self) -> None:
        for started in self.site.started:
            started.kill()
        self.say("all processes are killed, the database is lost; Fay writes to nobody")

    def _restore(self) -> None:
        database = self.site.database
        if database.is_postgresql:
            database.recreate()
            self._client("pg_restore", "--exit-on-error", "-d", database.url, str(self.backup))
        else:
            for ending in ("", "-wal", "-shm"):
                database.file.with_name(database.file.name + ending).unlink(missing_ok=True)
            shutil.copyfile(self.backup, database.file)
        # The drill does not wait for the minute in which the dead worker of the backup seems alive.
        database.query("DELETE FROM sessions_app_heartbeat")
        self.say("the backup is restored")

    def _after_restore(self) -> None:
        logs = [str(started.log) for started in self.site.started]
        done = self.site.run("after_restore", "--logs", *logs)
        assert done.returncode == 0, done.stdout
        said = [line for line in done.stdout.splitlines() if not line.startswith("{")]  # without its log
        self.say("\n".join(["after_restore says:", *said]))

    def _repeat(self, *, said: list[tuple[str, str]]) -> None:
        """Twilio repeats what it was not sure to have delivered."""
        for message in self.twilio.stored:
            if (phone_of(message.from_), message.body) in said:
                self.site.say(phone_of(message.from_), message.body, sid=message.sid)

    def _wait_for_replies(self, *, but: tuple[str, ...] = (BEN, CARA)) -> None:
        def all_answered() -> bool:
            return not [1 for phone, text in self.said if phone not in but and not self._replies(phone, text)]

        wait_until(all_answered, STEP_SECONDS, every=0.1)

    def _replies(self, phone: str, text: str) -> int:
        """Return how many replies repeat what was said, or come to the commands, which are said once."""
        fixed = {"stop": GOODBYE, "delete my data": "Shall I delete", "1": "All that I had of you"}
        mark = re.escape(fixed.get(text, text))
        return sum(bool(re.search(mark, body)) for body in self.twilio.bodies_to(phone))

    def _says_nothing_to(self, phone: str) -> None:
        """Let somebody who has opted out write, and wait until that is settled."""
        self.site.say(phone, "Am I heard?")
        ignored = (
            f"SELECT count(*) FROM sessions_app_inboundmessage WHERE phone = '{phone}' AND state = 'ignored'"
        )
        wait_until(lambda: self.site.database.query(ignored) == [1], STEP_SECONDS, every=0.1)

    def _wait_for_deletions(self) -> None:
        doomed = "SELECT count(*) FROM sessions_app_remotethread WHERE state IN ('doomed', 'planned')"
        wait_until(lambda: self.site.database.query(doomed) == [0], 2 * STEP_SECONDS, every=0.2)

    def _count(self) -> Tally:
        tally, query = Tally(said=len(self.said)), self.site.database.query
        for phone, text in self.said:
            replies = self._replies(phone, text)
            tally.answered_once += replies == 1
            if replies == 0:
                tally.not_answered.append(text)
            elif replies > 1:
                tally.answered_twice.append(text)
        to_cara = self.twilio.bodies_to(CARA)
        tally.goodbyes = to_cara.count(GOODBYE)
        tally.replies_after_stop = len(to_cara) - 1 - to_cara.index(GOODBYE)
        bodies = [*query("SELECT body FROM sessions_app_inboundmessage")]
        bodies += query("SELECT body FROM sessions_app_outboundmessage")
        tally.rows_with_the_secret = sum(SECRET in body for body in bodies)
        live = set(query("SELECT thread_id FROM sessions_app_remotethread WHERE state = 'live'"))
        tally.threads_at_openai = len(self.openai.conversations)
        tally.threads_leaked = len(self.openai.conversations.keys() - live)
        return tally

    @staticmethod
    def _client(program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL, of the version that the tests' server has."""
        subprocess.run([postgres.programs() / program, *arguments], check=True)


@contextmanager
def drill_site(folder: Path, *, say: Callable[[str], object] = print) -> Iterator[Drill]:
    """An installation for a drill, with both vendors."""
    with (
        FakeOpenAI(think=seconds_asked_for) as openai,
        FakeTwilio() as twilio,
        installation(folder, migrated=False) as site,
    ):
        site.migrate()
        kept = {"TRANSCRIPT_RETENTION_DAYS": "1"}
        site.configure(openai=openai, twilio=twilio, DELIVERY_PART_WAIT_SECONDS="1", **kept)
        yield Drill(site, openai, twilio, say)
