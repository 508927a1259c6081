"""Settings. Every value comes from the environment, the optional `.env` file, or what `make run` has made.

`.env.example` explains each variable. Code reads a setting when it uses it, through
`django.conf.settings`, never at import.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.templatetags.static import static

from whatspr import __version__, development
from whatspr.environment import Environment, host_of, is_loopback
from whatspr.logging import configure_logging

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment()
env.read_file()
USES_DEVELOPMENT_FILE = development.use(BASE_DIR / "var" / "development.env")
OWN_ENVIRONMENT = Environment.own or frozenset()
"""Names of the variables that override the `.env` file."""
VERSION = __version__

# --- Django ---------------------------------------------------------------------------------

DEVELOPMENT = env.bool("DEBUG", default=False)
"""The variable DEBUG: a missing setting is a warning instead of an error."""
SECRET_KEY = env.str("SECRET_KEY", default="")
PSEUDONYM_KEY = env.str("PSEUDONYM_KEY", default="")
"""What pseudonyms and opt-outs are hashed with: one key, or "new,old"; blank: SECRET_KEY."""
PUBLIC_URL = env.address("PUBLIC_URL")
"""The address at which Twilio reaches us; webhook signatures are computed over it."""

DEBUG = DEVELOPMENT and (not PUBLIC_URL or is_loopback(host_of(PUBLIC_URL)))
"""Opens Django's error pages, the simulator, the health API and its docs: never under a public address."""
MAKE_RUN = env.bool("MAKE_RUN", default=False)
"""Allows DEVELOPMENT under a public address, that of a tunnel to this machine."""

# Health checks come over loopback, whatever the public name is.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.list("ALLOWED_HOSTS", default=[])]
if PUBLIC_URL:
    ALLOWED_HOSTS.append(host_of(PUBLIC_URL))
# As browsers write it: in lower case and without the scheme's own port.
_origin = PUBLIC_URL.lower().removesuffix(":443")
CSRF_TRUSTED_ORIGINS = [_origin] if _origin.startswith("https://") else []

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_q",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
    "assistant",
    "sessions_app",
    "webhooks",
    "whatspr",
]

MIDDLEWARE = [
    "whatspr.compression.CompressText",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "whatspr.any_host.CommonMiddlewareForPages",
    "sessions_app.error_pages.middleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "sessions_app.operators.second_factor.middleware",
    "sessions_app.operators.sign_in_time.middleware",
    "sessions_app.operators.time_zone.middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "whatspr.urls"
WSGI_APPLICATION = "whatspr.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "sessions_app/templates"],  # before unfold's, of which it has a few of its own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
# A cookie would hold what was said about users.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "German"), ("es", "Spanish"), ("he", "Hebrew")]
"""What users are answered in; pages for operators are English, as no middleware chooses a language."""
# Before the catalogues of Django's own apps, which translate words like "Link" and "Date" for their pages.
LOCALE_PATHS = [BASE_DIR / "sessions_app/locale", BASE_DIR / "assistant/locale"]
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = "whatspr.formats"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20 if DEBUG else 256 * 1024
"""In bytes; in development the simulator's phones send files."""

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEVELOPMENT
# `scheme` of requests behind our own TLS front (deploy/); the front sets and strips this header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
_is_https = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
# With __Host- a browser takes a cookie over https only, and sends it to this very host only.
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-sessionid", "__Host-csrftoken") if _is_https else ("sessionid", "csrftoken")
)
# Behind a tunnel, `make run` is opened on this machine without TLS.
SECURE_SSL_REDIRECT = _is_https and not DEVELOPMENT
SECURE_SSL_HOST = PUBLIC_URL.partition("://")[2]
SECURE_REDIRECT_EXEMPT = ["^health/", "^metrics$", "^webhooks/"]
"""Probes and Prometheus call without TLS; a webhook without TLS is refused, as Twilio did not sign it."""
SECURE_HSTS_SECONDS = 365 * 86400 if SECURE_SSL_REDIRECT else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # HSTS for subdomains: other people's subdomains are not ours to decide about
    "security.W021",  # HSTS preload: it includes subdomains
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": "'none'",
        # unfold's Alpine evaluates the expressions in its templates.
        "script-src": ["'self'", "'unsafe-eval'"],
        **dict.fromkeys(("style-src", "font-src", "media-src", "connect-src", "form-action"), "'self'"),
        "img-src": ["'self'", "data:"],
        **dict.fromkeys(("base-uri", "frame-ancestors"), "'none'"),
    }
}
"""The console's. The simulator, the API's page, documents and users' files have stricter ones."""

# --- Database -------------------------------------------------------------------------------

if not env.str("DATABASE_URL", default=""):
    (BASE_DIR / "var").mkdir(exist_ok=True)
DATABASES = {"default": env.db("DATABASE_URL", default="sqlite:///var/whatspr.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A relative path is relative to this folder, not to the working folder.
    if DATABASES["default"]["NAME"] != ":memory:":
        DATABASES["default"]["NAME"] = BASE_DIR / DATABASES["default"]["NAME"]
    # Several processes write one file: WAL lets readers go on, IMMEDIATE makes writers queue up
    # (deferred transactions fail at once with "database is locked"), FULL keeps what a 200 promised.
    # A batch of a mass expiry touches 1700 random pages, 4500 with a million sessions: 16 MiB hold 4096, the
    # statement journal stays in memory, and 125 MiB of WAL let the pages of many batches be written together.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
        "PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=32000;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A host that has vanished is noticed in some 20 s; TCP alone takes hours. The URL may override this.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 10,
        "tcp_user_timeout": 20_000,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        "server_side_binding": True,
        **DATABASES["default"]["OPTIONS"],
    }
# Connections stay open; a broken connection is dropped after its error.
DATABASES["default"].setdefault("CONN_MAX_AGE", None)
# A pooler may give each statement another session, where the cursor of the one before is unknown.
DATABASES["default"].setdefault("DISABLE_SERVER_SIDE_CURSORS", True)

# --- Conversation sessions ------------------------------------------------------------------

SESSION_TTL_SECONDS = env.int("SESSION_TTL_SECONDS", default=3600)
SESSION_CLEANUP_INTERVAL = env.int("SESSION_CLEANUP_INTERVAL", default=300)
TRANSCRIPT_RETENTION_DAYS = env.int("TRANSCRIPT_RETENTION_DAYS", default=0)
RELEASE_RETENTION_DAYS = env.int("RELEASE_RETENTION_DAYS", default=90)
AUDIT_RETENTION_DAYS = env.int("AUDIT_RETENTION_DAYS", default=730)
BACKUP_RETENTION_DAYS = env.int("BACKUP_RETENTION_DAYS", default=30)

SESSION_BACKEND = env.choice("SESSION_BACKEND", ("database", "legacy"), default="database")
"""`manage.py rollback_sessions` and `restore_sessions` change it; see README."""
LEGACY_SESSIONS_FILE = BASE_DIR / (env.str("LEGACY_SESSIONS_FILE", default="") or "var/legacy_sessions.json")
SESSION_BACKUP_FOLDER = BASE_DIR / (env.str("SESSION_BACKUP_FOLDER", default="") or "var/backups")

# --- Turns: all in seconds ------------------------------------------------------------------

TURN_CONCURRENCY = env.int("TURN_CONCURRENCY", default=256)
TURN_DEADLINE_SECONDS = env.float("TURN_DEADLINE_SECONDS", default=120)
TURN_LEASE_SECONDS = env.float("TURN_LEASE_SECONDS", default=15)
TURN_LEASE_RENEWAL_SECONDS = env.float("TURN_LEASE_RENEWAL_SECONDS", default=4)
TURN_MAX_ATTEMPTS = env.int("TURN_MAX_ATTEMPTS", default=8)
TURN_QUIET_SECONDS = env.float("TURN_QUIET_SECONDS", default=1.5)
"""After the newest message of a phone: what comes meanwhile is answered together. 0 is off."""
TURN_QUIET_MOST_SECONDS = env.float("TURN_QUIET_MOST_SECONDS", default=4)
"""After the first message that waits: for the user who writes on and on."""
PHONE_TURNS_PER_MINUTE = env.int("PHONE_TURNS_PER_MINUTE", default=10)
PHONE_TURNS_PER_DAY = env.int("PHONE_TURNS_PER_DAY", default=200)
"""Turns of a phone that the model is asked in. 0 is off."""
TURN_STOP_SECONDS = env.float("TURN_STOP_SECONDS", default=3 if DEVELOPMENT else 60)
SCHEDULES_STOP_SECONDS = env.float("SCHEDULES_STOP_SECONDS", default=2 if DEVELOPMENT else 60)
DELIVERY_MAX_ATTEMPTS = env.int("DELIVERY_MAX_ATTEMPTS", default=20)
DELIVERY_STALE_SECONDS = env.float("DELIVERY_STALE_SECONDS", default=30)
"""How long a part may be in transit to Twilio before it is looked up; well over TWILIO_TIMEOUT_SECONDS."""
DELIVERY_PART_WAIT_SECONDS = env.float("DELIVERY_PART_WAIT_SECONDS", default=5)

# --- OpenAI ---------------------------------------------------------------------------------

OPENAI_API_KEY = env.str("OPENAI_API_KEY", default="")
OPENAI_BASE_URL = env.address("OPENAI_BASE_URL")
OPENAI_MODEL = env.str("OPENAI_MODEL", default="") or "gpt-6-luna"
HEADLINE_CASE = env.choice("HEADLINE_CASE", ("sentence", "title"), default="sentence")
OPENAI_WRITER_MODEL = env.str("OPENAI_WRITER_MODEL", default="") or "gpt-6.1-terra"
OPENAI_TRANSCRIPTION_MODEL = env.str("OPENAI_TRANSCRIPTION_MODEL", default="") or "gpt-transcribe"
OPENAI_TIMEOUT_SECONDS = env.float("OPENAI_TIMEOUT_SECONDS", default=45)
OPENAI_PRICES = env.str("OPENAI_PRICES", default="")
"""Of each model, in US dollars: see `assistant.prices`."""
OPENAI_DAILY_BUDGET = env.float("OPENAI_DAILY_BUDGET", default=0)
"""US dollars that the calls of a day (UTC) may cost before new interviews have to wait; 0 is no limit."""

# --- Twilio ---------------------------------------------------------------------------------

TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", default="")
TWILIO_AUTH_TOKEN = ",".join(env.list("TWILIO_AUTH_TOKEN", default=[]))
"""One token, or several separated by commas during a rotation: the first one signs our calls."""
TWILIO_WEBHOOK_KEYS = dict(pair.partition(":")[::2] for pair in env.list("TWILIO_WEBHOOK_KEYS", default=[]))
"""Shared keys of Twilio's webhook rules: id -> secret."""
TWILIO_WHATSAPP_FROM = env.str("TWILIO_WHATSAPP_FROM", default="")
TWILIO_API_BASE_URL = env.address("TWILIO_API_BASE_URL")
SIMULATOR_MEDIA_FOLDER = BASE_DIR / "var/simulator"
"""What simulated phones have sent, in development."""
STATUS_CALLBACK_PATH = "/webhooks/twilio/status/"
"""Path below PUBLIC_URL, before the UUID of our message, of Twilio's status callbacks."""
TWILIO_DELETE_RECORDINGS = env.bool("TWILIO_DELETE_RECORDINGS", default=True)
TWILIO_TIMEOUT_SECONDS = env.float("TWILIO_TIMEOUT_SECONDS", default=10)

# --- Schedules (django-q2 drives the housekeeping only) -------------------------------------

# All in seconds. A tick comes every 30 and is ended after SCHEDULES_TIMEOUT_SECONDS. If none came for
# SCHEDULES_STALE_SECONDS (for the first one: SCHEDULES_START_SECONDS), the cluster is restarted.
SCHEDULES_TIMEOUT_SECONDS = env.int("SCHEDULES_TIMEOUT_SECONDS", default=60)
SCHEDULES_STALE_SECONDS = env.float("SCHEDULES_STALE_SECONDS", default=SCHEDULES_TIMEOUT_SECONDS + 40)
SCHEDULES_START_SECONDS = env.float("SCHEDULES_START_SECONDS", default=60)
SCHEDULES_CHECK_SECONDS = env.float("SCHEDULES_CHECK_SECONDS", default=1)
Q_CLUSTER = {
    "name": "whatspr",
    "orm": "default",
    "workers": 1,
    # Replacing a worker means a restart: once a week is enough.
    "recycle": 20_000,
    "timeout": SCHEDULES_TIMEOUT_SECONDS,
    # Time until a tick is delivered again, if the cluster that took it died.
    "retry": 5 * SCHEDULES_TIMEOUT_SECONDS,
    "poll": 1,
    "max_attempts": 1,
    "ack_failures": True,
    "save_limit": -1,
    "catch_up": False,
    "label": "Housekeeping",
    "log_level": "WARNING",
}

# --- Operators ------------------------------------------------------------------------------

LOGIN_REDIRECT_URL = "admin:index"
AUTHENTICATION_BACKENDS = [
    # First: a locked log-in costs no hash.
    "sessions_app.operators.log_in.Backend",
    "django.contrib.auth.backends.ModelBackend",
    "sessions_app.operators.second_factor.Backend",
]
OPERATOR_TWO_FACTOR = env.bool("OPERATOR_TWO_FACTOR", default=not DEBUG)
"""After the password operators enter a code of an app, which they set up at the first log-in."""
OTP_TOTP_ISSUER = "WhatsPR"
SESSION_COOKIE_AGE = 30 * 60
"""In seconds, after the last page of the console that an operator has opened."""
SIGN_IN_SECONDS = 12 * 3600
"""After which operators sign in again, however busy they are."""
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
"""How many proxies in front of us add the address of their client to X-Forwarded-For."""
AXES_HANDLER = "sessions_app.operators.log_in.Handler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Attempts during a lock do not prolong it.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "sessions_app.operators.log_in.client_address"
AXES_USERNAME_CALLABLE = "sessions_app.operators.log_in.account_name"
AXES_LOCKOUT_CALLABLE = "sessions_app.operators.log_in.locked_response"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

OPERATOR_EMAILS = env.list("OPERATOR_EMAILS", default=[])
"""Addresses that get an e-mail if a conversation needs a person; none by default."""
OPERATOR_WEBHOOK_URL = env.str("OPERATOR_WEBHOOK_URL", default="")
"""What is told by signed JSON if a conversation needs a person; nothing by default."""
OPERATOR_WEBHOOK_SECRET = env.str("OPERATOR_WEBHOOK_SECRET", default="")
vars().update(env.email("EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="") or "WhatsPR <whatspr@localhost>"

# --- Health API -----------------------------------------------------------------------------

HEALTH_API_TOKEN = env.str("HEALTH_API_TOKEN", default="")
HEALTH_CLEANUP_GRACE_SECONDS = env.float("HEALTH_CLEANUP_GRACE_SECONDS", default=120)
HEALTH_MESSAGE_WAIT_SECONDS = env.float("HEALTH_MESSAGE_WAIT_SECONDS", default=180)
HEALTH_DOOMED_THREADS = env.int("HEALTH_DOOMED_THREADS", default=1000)
HEALTH_WORKER_SILENT_SECONDS = env.float("HEALTH_WORKER_SILENT_SECONDS", default=60)
HEALTH_SCHEDULER_SILENT_SECONDS = env.float("HEALTH_SCHEDULER_SILENT_SECONDS", default=180)

# --- The rest -------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "WhatsPR",
    "DESCRIPTION": "Health, metrics and cleanup of the conversation sessions.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [
        "sessions_app.health.access.BearerToken",
        "sessions_app.health.access.SignedInUser",
    ],
    "SERVE_PERMISSIONS": ["sessions_app.health.access.MayReadSchema"],
    # The page loads nothing from other hosts and sends nothing to them.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
}
UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "WhatsPR",
    "SITE_HEADER": "WhatsPR",
    "SITE_SYMBOL": "forum",
    # "View site" is the way to the simulator, and without one would lead back to where it stands.
    "SITE_URL": "/" if DEBUG else "",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("sessions_app/icon.svg")}
    ],
    "STYLES": [lambda request: static("sessions_app/console/every_page.css")],
    "SCRIPTS": [
        lambda request: static("sessions_app/console/every_page.js"),
        lambda request: static("sessions_app/console/keys.js"),
        lambda request: static("sessions_app/console/neighbours.js"),
        lambda request: static("sessions_app/console/attention.js"),
    ],
    "GLOBAL_CALLBACK": "sessions_app.console.attention_line.context",
    # They are in every_page.css: in each page they would be an inline style.
    "COLORS": lambda request: {},
    "SIDEBAR": {"navigation": "sessions_app.console.sidebar.navigation"},
    "DASHBOARD_CALLBACK": "sessions_app.console.dashboard.add_dashboard",
}

LOG_FORMAT = env.choice("LOG_FORMAT", ("json", "console"), default="console" if DEVELOPMENT else "json")
LOG_LEVEL = env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), default="INFO")
LOGGING_CONFIG = None
configure_logging(log_format=LOG_FORMAT, level=LOG_LEVEL)
