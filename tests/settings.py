"""The project's settings under test: nothing of the machine's environment or `.env` gets in.

SQLite in a file by default; PostgreSQL where TEST_DATABASE_URL names one (`tests/run.py` does).
"""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

import certifi

_EXAMPLE = Path(__file__).resolve().parent.parent / ".env.example"
VARIABLES = re.findall(r"^(?:# )?([A-Z_]+)=", _EXAMPLE.read_text(), re.MULTILINE)
_SCRATCH = tempfile.mkdtemp(prefix="whatspr-test-")
atexit.register(shutil.rmtree, _SCRATCH, ignore_errors=True)

# Each client of a vendor reads all authorities there are, which takes 30 ms; no test talks TLS, one will do.
_authority = Path(_SCRATCH, "authority.pem")
_authority.write_text("".join(Path(certifi.where()).read_text().partition("-----END CERTIFICATE-----")[:2]))
os.environ["SSL_CERT_FILE"] = str(_authority)

for _name in VARIABLES:
    os.environ.pop(_name, None)
os.environ.update(
    ENV_FILE=os.devnull,
    DEBUG="on",  # for the plain static files; pytest-django switches settings.DEBUG off
    SECRET_KEY="a-secret-key-for-tests-only-0123456789-abcdefghij",
    MAKE_RUN="on",
    PUBLIC_URL="https://pr.example.org",
    TWILIO_AUTH_TOKEN="test-auth-token",
    LOG_FORMAT="console",
    OPERATOR_TWO_FACTOR="off",  # tests/operators/test_second_factor.py has it on
    TURN_QUIET_SECONDS="0",  # tests/turns/test_quiet.py has the defaults
    PHONE_TURNS_PER_MINUTE="0",  # tests/turns/test_limits.py has limits
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{_SCRATCH}/db.sqlite3",
)

from whatspr.settings import *  # noqa: E402, F403
from whatspr.settings import DATABASES  # noqa: E402

WHITENOISE_AUTOREFRESH = True  # no collected static files are needed
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the worker's database threads have connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": f"{_SCRATCH}/test.sqlite3"}
    # As the tests' PostgreSQL: nobody pulls the plug.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
