"""What the end of a session costs the schedules: the processor's time of each of their jobs, for a session.

`benchmarks units` runs this in its installation, after what it has measured, three hours later by the clock
of this process: all of its sessions have expired then, and their transcripts are erased at once.
"""

import os
import time
from datetime import UTC, datetime, timedelta

import time_machine

LATER = timedelta(hours=3)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whatspr.settings")
    import django

    django.setup()

    from sessions_app.housekeeping.schedules import JOBS
    from sessions_app.manager import CLEANUP_JOB
    from sessions_app.models import ConversationSession
    from sessions_app.telemetry.job_runs import DELETE_THREADS

    sessions = ConversationSession.objects.count()
    with time_machine.travel(datetime.now(UTC) + LATER):
        for name in ("count_turns", CLEANUP_JOB, "erase_transcripts", "prune_conversations", DELETE_THREADS):
            began = time.process_time()
            done = JOBS[name].run()
            milliseconds = (time.process_time() - began) * 1000
            print(f"{name} {done} of {sessions}: {milliseconds / sessions:.2f}", flush=True)


if __name__ == "__main__":
    main()
