"""`python -m scripts.restore_drill [--postgres]`: a restore drill against fakes of the vendors.

It makes a database of its own, backs it up under load, kills everything, restores, and counts. What the
processes log is not shown.
"""

import os
import sys
import tempfile
from contextlib import ExitStack, redirect_stdout
from dataclasses import asdict
from io import StringIO
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.support.postgres import database_url
    from tests.support.restore_drill import drill_site

    def say(line: object) -> None:
        print(line, file=sys.stderr, flush=True)

    with ExitStack() as stack:
        if "--postgres" in sys.argv[1:]:
            os.environ["TEST_DATABASE_URL"] = stack.enter_context(database_url())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stack.enter_context(redirect_stdout(StringIO()))  # an installation prints its logs at the end
        tally = stack.enter_context(drill_site(folder, say=say)).run()
    for what, amount in asdict(tally).items():
        print(f"{what.replace('_', ' '):24}{amount}")


if __name__ == "__main__":
    main()
