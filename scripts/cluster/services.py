"""One service of the cluster: its processes, what they cost and how they come back."""

import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from tests.fakes.background_server import wait_until
from tests.support.processes import BASE_DIR, START_SECONDS

Ready = Callable[["Service"], bool]
"""Return True once a service does its work."""


class Service:
    """A command that runs in a session of its own, and is started anew in the same place.

    `cpu_seconds` and `memory_bytes` are those of the process and of all that descend from it.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        log: Path,
        is_ready: Ready,
        user: str | None = None,
        grace: float = 10.0,
    ) -> None:
        """`grace` is for how many seconds a stop waits. `user` runs it, by default we."""
        self.name = name
        self.log = log
        self.starts = 0
        self._command = list(command)
        self._environment = dict(environment)
        self._is_ready = is_ready
        self._user = user
        self._grace = grace
        self._log_begins = 0
        self._cpu_of_ended = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and return at once."""
        with self.log.open("ab") as output:
            self._log_begins = output.tell()
            self._process = subprocess.Popen(
                self._command,
                cwd=BASE_DIR,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self._user,
            )
        self.starts += 1

    def wait_until_ready(self) -> None:
        """Wait until it does its work. AssertionError, with its log, where it ends first."""
        wait_until(lambda: self.has_ended() or self._is_ready(self), START_SECONDS, every=0.05)
        assert not self.has_ended(), f"{self.name} has ended:\n{self.output()}"

    def output(self) -> str:
        """What it has written since its last start."""
        with self.log.open("rb") as file:
            file.seek(self._log_begins)
            return file.read().decode(errors="replace")

    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def kill(self) -> None:
        """SIGKILL to all its processes, as where a container is killed."""
        self._cpu_of_ended = self.cpu_seconds()
        processes = self._processes()
        for process in reversed(processes):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes, timeout=self._grace)
        assert self._process is not None
        self._process.wait()

    def stop(self, signum: signal.Signals = signal.SIGTERM) -> int:
        """Stop the first process, as Docker does, and return its exit status.

        Raises subprocess.TimeoutExpired if it has not ended after `grace` seconds.
        """
        assert self._process is not None
        before = self.cpu_seconds()
        self._process.send_signal(signum)
        status = self._process.wait(self._grace)
        # What it used to end is lost: the kernel tells that only to the parent, which are we.
        self._cpu_of_ended = before
        return status

    def cpu_seconds(self) -> float:
        """User and system time since the first start, that of ended processes too."""
        total = self._cpu_of_ended
        for process in self._processes():
            with suppress(psutil.NoSuchProcess):  # it has ended, and its parent has what it used
                times = process.cpu_times()
                total += times.user + times.system + times.children_user + times.children_system
        return total

    def memory_bytes(self) -> int:
        """The proportional set size: a page that several processes share counts once."""
        total = 0
        for process in self._processes():
            with suppress(psutil.NoSuchProcess):
                total += process.memory_full_info().pss
        return total

    def _processes(self) -> list[psutil.Process]:
        if self.has_ended():
            return []
        assert self._process is not None
        first = psutil.Process(self._process.pid)
        return [*first.children(recursive=True), first]
