"""Emergency rollback to the older service's sessions: `manage.py rollback_sessions` from anywhere.

python scripts/rollback_session_manager.py --dry-run
python scripts/rollback_session_manager.py
"""

import os
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
VENV_PYTHON = BASE_DIR / ".venv/bin/python"


def main() -> None:
    sys.path[:0] = [str(BASE_DIR), str(BASE_DIR / "scripts")]
    try:
        from django.core.management import execute_from_command_line
    except ImportError:  # called with the system's Python
        if Path(sys.prefix) == VENV_PYTHON.parent.parent:
            raise
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), *sys.argv])
    import environ

    environ.Env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "whatspr.settings")
    if not os.environ.get("SECRET_KEY"):  # started by `make run`, which keeps its own
        from run import prepare_environment

        prepare_environment(8000, BASE_DIR / "var")
    execute_from_command_line(["manage.py", "rollback_sessions", *sys.argv[1:]])


if __name__ == "__main__":
    main()
