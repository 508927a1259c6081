"""Emergency rollback to the older service's sessions, and back: from any folder, with any Python.

python scripts/rollback_session_manager.py --dry-run
python scripts/rollback_session_manager.py
python scripts/rollback_session_manager.py --restore var/backups/sessions-….jsonl

`manage.py rollback_sessions` and `restore_sessions`, with their other options.
"""

import argparse
import os
import runpy
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
VENV_PYTHON = BASE_DIR / ".venv/bin/python"


def main() -> None:
    sys.path.insert(0, str(BASE_DIR))
    try:
        from django.core.exceptions import ImproperlyConfigured
    except ImportError:  # called with the system's Python
        if Path(sys.prefix) == VENV_PYTHON.parent.parent:
            raise
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), *sys.argv])
    sys.argv = ["manage.py", *command_line(sys.argv[1:])]
    os.chdir(BASE_DIR)
    try:
        prepare_environment()
    except ImproperlyConfigured as error:
        sys.exit(f"Please fix the configuration first: {error}")
    runpy.run_path("manage.py", run_name="__main__")


def command_line(arguments: list[str]) -> list[str]:
    """Return the command of manage.py; paths of files are those of the folder we are called in."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--restore", type=Path)
    parser.add_argument("--legacy", type=Path)
    options, others = parser.parse_known_args(arguments)
    legacy = ["--legacy", str(options.legacy.absolute())] if options.legacy else []
    if options.restore is None:
        return ["rollback_sessions", *legacy, *others]
    return ["restore_sessions", str(options.restore.absolute()), *legacy, *others]


def prepare_environment() -> None:
    """Name the default database if its folder does not exist: the settings would make the folder."""
    from whatspr.environment import Environment

    Environment.read_file()
    if not (BASE_DIR / "var").exists():
        os.environ.setdefault("DATABASE_URL", "sqlite:///var/whatspr.sqlite3")


if __name__ == "__main__":
    main()
