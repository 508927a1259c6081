"""What is stored: whose data it is, how long it is kept, what erasure does with it, and what may show it.

An entry for each table, by its model's label, and for each file. The jobs that delete take their periods
from here; tests hold that no table and no text of one is missing and that the console's lists show no more
than an entry says. docs/data.md is this file as a table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.utils import timezone


class Whose(Enum):
    USERS = "users"
    OPERATORS = "operators"
    BOTH = "users and operators"
    NOBODY = "no person"


class Erasure(Enum):
    """What has to happen when everything of one phone is to be erased."""

    DELETE = "deleted"
    EMPTY = "phone and texts are emptied"
    THREAD = "deleted at OpenAI first"
    TWILIO = "deleted when Twilio has deleted its copies"
    STAYS = "stays: it names users by pseudonym"
    BY_HAND = "by hand"
    NOTHING = "nothing to erase"


class Shown(Enum):
    """Where a text may appear."""

    OPEN = "everywhere"
    CONSOLE = "only in the console and its exports"
    MASKED = "only as a pseudonym"
    NEVER = "nowhere"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How long: a period, and what a setting says (in the unit that its name ends in: DAYS or SECONDS)."""

    since: str
    """From when that counts, in words."""
    period: timedelta = timedelta()
    setting: str = ""
    job: str = ""
    """Which of the schedules carries it out, if that is not `housekeeping.pruning`."""
    pruned_by: str = ""
    """The time that `housekeeping.pruning` goes by."""
    pruned_if: Mapping[str, str | bool] = field(default_factory=dict)
    """Which rows `housekeeping.pruning` may delete."""

    def length(self) -> timedelta:
        """Return for how long, as the setting is now."""
        if not self.setting:
            return self.period
        unit = self.setting.rpartition("_")[2].lower()
        return self.period + timedelta(**{unit: getattr(settings, self.setting)})

    def cutoff(self) -> datetime:
        """Return the moment before which something is past its time now."""
        return timezone.now() - self.length()


@dataclass(frozen=True, kw_only=True)
class Data:
    holds: str
    whose: Whose = Whose.NOBODY
    kept: tuple[Kept, ...] = ()
    """Nothing: without a limit."""
    erasure: Erasure = Erasure.NOTHING
    person: Sequence[str] = ()
    """Lookups from a row to the phone whose it is; none where it names nobody by number."""
    texts: Mapping[str, Shown] = field(default_factory=dict)
    """Each field that can hold a text; `phone` is the user whose row it is."""


SESSIONS = Kept(
    setting="SESSION_TTL_SECONDS",
    since="after the last message, or until that is answered",
    job="expire_sessions",
)
IDLE_CONVERSATIONS = Kept(
    setting="SESSION_TTL_SECONDS",
    period=timedelta(hours=1),
    since="after anything happened there",
    job="prune_conversations",
)
REQUESTS_FOR_A_PERSON = Kept(
    # After that WhatsApp takes no reply any more.
    period=timedelta(hours=24),
    since="after a person was asked for",
    job="prune_conversations",
)
TRANSCRIPTS = Kept(
    setting="TRANSCRIPT_RETENTION_DAYS", since="after the session ended", job="erase_transcripts"
)
RELEASES = Kept(
    setting="RELEASE_RETENTION_DAYS", since="after it was last changed or approved", job="erase_releases"
)
BACKUPS = Kept(
    setting="BACKUP_RETENTION_DAYS",
    since="after it was written or put aside, unless sessions are in legacy mode",
    job="erase_backups",
)
UNSENT = Kept(
    period=timedelta(days=7),
    since="after the session ended, where not sent or counted yet",
    job="erase_transcripts",
)
MESSAGE_SIDS = Kept(
    # So that replays are still absorbed.
    period=timedelta(days=30),
    since="after it was received: a hash of the SID alone",
    job="prune_message_sids",
)
_AS_LONG_AS_THE_REST = Kept(
    # Calls to the models, with the phone, are kept for some time after a user's last words.
    since="until nothing else of the user is left",
    job="erase_addresses",
)
_DJANGO = "Django's list of what there is"
_OF_A_LOG_IN = ("username", "ip_address", "user_agent", "http_accept", "path_info")
_BY_HAND = Kept(since="until it is deleted by hand")
_SECOND_FACTOR = Kept(since="until it is reset, or the account deleted")

TABLES = {
    "sessions_app.ConversationSession": Data(
        holds="who is in a conversation, and its thread",
        whose=Whose.USERS,
        kept=(SESSIONS,),
        person=("phone",),
        erasure=Erasure.DELETE,
        texts={"phone": Shown.MASKED, "thread_id": Shown.OPEN},
    ),
    "sessions_app.Conversation": Data(
        holds="whose turn runs, which operator talks, why a person is needed",
        whose=Whose.BOTH,
        kept=(IDLE_CONVERSATIONS, REQUESTS_FOR_A_PERSON),
        person=("phone",),
        erasure=Erasure.DELETE,
        texts={
            "phone": Shown.MASKED,
            "paused_by": Shown.CONSOLE,
            "attention": Shown.CONSOLE,
            "waits_for": Shown.OPEN,
        },
    ),
    "sessions_app.EndedSession": Data(
        holds="up to when the transcript of a phone is to be erased",
        whose=Whose.USERS,
        kept=(TRANSCRIPTS, UNSENT),
        person=("phone",),
        erasure=Erasure.DELETE,
        texts={"phone": Shown.MASKED},
    ),
    "sessions_app.InboundMessage": Data(
        holds="what users wrote",
        whose=Whose.BOTH,
        kept=(TRANSCRIPTS, MESSAGE_SIDS),
        person=("phone",),
        erasure=Erasure.EMPTY,
        texts={
            "message_sid": Shown.OPEN,
            "phone": Shown.MASKED,
            "address": Shown.MASKED,
            "body": Shown.CONSOLE,
            "media": Shown.CONSOLE,
            "heard": Shown.CONSOLE,
            "details": Shown.CONSOLE,
            "error": Shown.OPEN,
            "operator": Shown.CONSOLE,
        },
    ),
    "sessions_app.MediaDeletion": Data(
        holds="recordings that Twilio is to delete",
        whose=Whose.USERS,
        kept=(Kept(period=timedelta(days=7), since="after Twilio deleted it", pruned_by="deleted_at"),),
        erasure=Erasure.DELETE,
        texts={"url": Shown.CONSOLE, "error": Shown.OPEN},
    ),
    "sessions_app.BlockedPhone": Data(
        holds="who gets no answers, why and by whom",
        whose=Whose.BOTH,
        kept=(_BY_HAND,),
        person=("phone",),
        erasure=Erasure.BY_HAND,
        texts={"phone": Shown.MASKED, "reason": Shown.CONSOLE, "operator": Shown.CONSOLE},
    ),
    "sessions_app.PhoneTurn": Data(
        holds="when turns began, for the limits of each phone",
        whose=Whose.USERS,
        kept=(Kept(period=timedelta(days=1), since="after it began", pruned_by="begun_at"),),
        person=("phone",),
        erasure=Erasure.DELETE,
        texts={"phone": Shown.MASKED},
    ),
    "sessions_app.OptOut": Data(
        # Kept for good: who wants no messages must not get one because a transcript was erased.
        holds="who wants no messages, by the keyed hash that pseudonyms begin with",
        whose=Whose.USERS,
        erasure=Erasure.STAYS,
        texts={"hash": Shown.OPEN},
    ),
    "sessions_app.OutboundMessage": Data(
        holds="what users were told",
        whose=Whose.BOTH,
        kept=(TRANSCRIPTS, UNSENT),
        person=("phone",),
        erasure=Erasure.DELETE,
        texts={
            "phone": Shown.MASKED,
            "address": Shown.MASKED,
            "body": Shown.CONSOLE,
            "choices": Shown.CONSOLE,
            "operator": Shown.CONSOLE,
            "sid": Shown.OPEN,
            "error_code": Shown.OPEN,
            "content_sid": Shown.OPEN,
            "content_variables": Shown.CONSOLE,
        },
    ),
    "sessions_app.ContentTemplate": Data(
        holds="which lists of choices have buttons at Twilio",
        texts=dict.fromkeys(("name", "language", "sid", "digest", "body", "refused_code"), Shown.OPEN),
    ),
    "sessions_app.UserAddress": Data(
        holds="which addresses belong to one user",
        whose=Whose.USERS,
        kept=(_AS_LONG_AS_THE_REST,),
        person=("phone",),
        erasure=Erasure.DELETE,
        texts={"address": Shown.MASKED, "phone": Shown.MASKED},
    ),
    "sessions_app.ChatLanguage": Data(
        holds="in which language users are answered",
        whose=Whose.USERS,
        kept=(_AS_LONG_AS_THE_REST,),
        person=("phone",),
        erasure=Erasure.DELETE,
        texts={"phone": Shown.MASKED},
    ),
    "sessions_app.Person": Data(
        holds="who has a page in the console, and which operator looks after them",
        whose=Whose.BOTH,
        kept=(_AS_LONG_AS_THE_REST,),
        person=("phone",),
        erasure=Erasure.DELETE,
        texts={"phone": Shown.MASKED, "assigned_to": Shown.CONSOLE},
    ),
    "sessions_app.Note": Data(
        holds="what operators noted about a user for colleagues",
        whose=Whose.BOTH,
        kept=(Kept(since="as long as the page of its user"),),
        person=("person__phone",),
        erasure=Erasure.DELETE,
        texts={"operator": Shown.CONSOLE, "text": Shown.CONSOLE},
    ),
    "sessions_app.TurnAttempt": Data(
        holds="how long each reply took, and what failed",
        whose=Whose.USERS,
        kept=(TRANSCRIPTS, UNSENT),
        person=("phone",),
        erasure=Erasure.DELETE,
        texts={"phone": Shown.MASKED, "error": Shown.OPEN, "steps": Shown.OPEN},
    ),
    "assistant.PressRelease": Data(
        holds="press releases, with the names and addresses in them",
        whose=Whose.USERS,
        kept=(RELEASES,),
        person=("phone",),
        erasure=Erasure.DELETE,
        texts={
            "phone": Shown.MASKED,
            "fields": Shown.CONSOLE,
            "text": Shown.CONSOLE,
            "skipped": Shown.OPEN,
            "refused": Shown.OPEN,
            "language": Shown.OPEN,
            "pending_question": Shown.OPEN,
            "pending_thread": Shown.OPEN,
        },
    ),
    "assistant.Fact": Data(
        holds="the facts of press releases, each with the user's words",
        whose=Whose.BOTH,
        kept=(RELEASES,),
        person=("release__phone",),
        erasure=Erasure.DELETE,
        texts={
            "key": Shown.OPEN,
            "value": Shown.CONSOLE,
            "said": Shown.CONSOLE,
            "message_sid": Shown.OPEN,
            "operator": Shown.CONSOLE,
            "reason": Shown.CONSOLE,
        },
    ),
    "assistant.ReleaseVersion": Data(
        holds="the texts of press releases, and who approved which",
        whose=Whose.BOTH,
        kept=(RELEASES,),
        person=("release__phone",),
        erasure=Erasure.DELETE,
        texts={
            "text": Shown.CONSOLE,
            "parts": Shown.CONSOLE,
            "problems": Shown.CONSOLE,
            "written_by": Shown.CONSOLE,
            "facts": Shown.OPEN,
            "approved_by": Shown.CONSOLE,
            "approval": Shown.CONSOLE,
        },
    ),
    "assistant.ReleaseDocument": Data(
        holds="the files of approved versions: Word, PDF and others",
        whose=Whose.BOTH,
        kept=(RELEASES,),
        person=("version__release__phone",),
        erasure=Erasure.DELETE,
        texts={"content": Shown.CONSOLE, "sha256": Shown.OPEN},
    ),
    "assistant.ModelCall": Data(
        holds="calls to the models, what they cost, and what was written",
        whose=Whose.USERS,
        kept=(
            Kept(since="as long as its press release"),
            Kept(
                period=timedelta(days=90),
                since="where it was for none",
                pruned_by="asked_at",
                pruned_if={"release__isnull": True, "counted": True},
            ),
        ),
        person=("phone", "release__phone"),
        erasure=Erasure.DELETE,
        texts={
            "phone": Shown.MASKED,
            "model": Shown.OPEN,
            "request": Shown.OPEN,
            "answer": Shown.CONSOLE,
            "error": Shown.OPEN,
            "audio_seconds": Shown.OPEN,
            "cost": Shown.OPEN,
        },
    ),
    "assistant.ModelUsage": Data(
        # For good: counters never go down, and no user is in them.
        holds="what the models used and cost on each day",
        texts=dict.fromkeys(("day", "model", "audio_seconds", "cost"), Shown.OPEN),
    ),
    "sessions_app.RemoteThread": Data(
        holds="the threads at OpenAI, where a copy of each conversation is",
        whose=Whose.USERS,
        kept=(
            Kept(
                period=timedelta(days=7),
                since="after OpenAI deleted it, which begins when its session ends",
                pruned_by="deleted_at",
                pruned_if={"state": "deleted"},
            ),
        ),
        erasure=Erasure.THREAD,
        texts={"thread_id": Shown.OPEN, "error": Shown.OPEN, "last_item_id": Shown.OPEN},
    ),
    "sessions_app.AuditEntry": Data(
        holds="what operators did and read, of whom and why; log-ins, with the address; changes of accounts",
        whose=Whose.BOTH,
        kept=(Kept(setting="AUDIT_RETENTION_DAYS", since="after the action", pruned_by="at"),),
        erasure=Erasure.STAYS,
        texts={
            "operator": Shown.CONSOLE,
            "action": Shown.OPEN,
            "user": Shown.OPEN,
            "reason": Shown.CONSOLE,
            "details": Shown.CONSOLE,
        },
    ),
    "sessions_app.ErasureReceipt": Data(
        holds="that somebody's data were erased: how much and by whom, not whose",
        whose=Whose.OPERATORS,
        kept=(Kept(setting="AUDIT_RETENTION_DAYS", since="after the erasure", pruned_by="at"),),
        texts={
            "operator": Shown.CONSOLE,
            "reason": Shown.CONSOLE,
            "erased": Shown.OPEN,
            "remains": Shown.OPEN,
            "threads": Shown.OPEN,
        },
    ),
    "sessions_app.TwilioErasure": Data(
        holds="addresses whose messages Twilio has still to delete",
        whose=Whose.USERS,
        kept=(Kept(since="until Twilio has confirmed it"),),
        person=("address",),
        erasure=Erasure.TWILIO,
        texts={"address": Shown.MASKED, "error": Shown.OPEN},
    ),
    "sessions_app.SessionChange": Data(
        holds="counts of sessions", kept=(Kept(since="until added up, in minutes"),)
    ),
    "sessions_app.SessionTotal": Data(holds="counts of sessions"),
    "sessions_app.HourlyCount": Data(
        holds="counts of sessions, messages, replies, press releases and errors",
        kept=(Kept(period=timedelta(days=400), since="after the hour", pruned_by="hour"),),
        texts={"name": Shown.OPEN},
    ),
    "sessions_app.CountedRelease": Data(
        holds="how a press release is counted: approved, or where its user stopped",
        whose=Whose.USERS,
        kept=(Kept(since="as long as its press release"),),
        person=("release__phone",),
        erasure=Erasure.DELETE,
        texts={"stopped_at": Shown.OPEN},
    ),
    "sessions_app.NewUser": Data(
        holds="who was answered and has told nothing of a press release yet",
        whose=Whose.USERS,
        kept=(
            Kept(
                setting="SESSION_TTL_SECONDS",
                since="after the last answer, or until the first fact",
                job="count_stops",
            ),
        ),
        person=("phone",),
        erasure=Erasure.DELETE,
        texts={"phone": Shown.MASKED},
    ),
    "sessions_app.Heartbeat": Data(
        holds="which of our processes are alive",
        kept=(Kept(period=timedelta(days=1), since="after the last sign of life", pruned_by="at"),),
        texts={"host": Shown.OPEN},
    ),
    "sessions_app.ProcessMetrics": Data(
        holds="what our processes have counted and timed, for Prometheus",
        texts={"host": Shown.OPEN, "samples": Shown.OPEN},
    ),
    "sessions_app.RefusedWebhook": Data(
        holds="how many webhooks were refused in an hour, why, and for which of our URLs",
        kept=(Kept(period=timedelta(days=7), since="after the last of them", pruned_by="last_at"),),
        texts={"reason": Shown.OPEN, "checked_for": Shown.OPEN},
    ),
    "sessions_app.HousekeepingJob": Data(holds="when each job last ran", texts={"name": Shown.OPEN}),
    "sessions_app.VendorAccount": Data(
        holds="which vendor refuses our account, since when and why",
        kept=(Kept(since="until the account works again"),),
        texts={"code": Shown.OPEN},
    ),
    "sessions_app.SessionBackend": Data(holds="whether sessions are in the table or in the legacy file"),
    "django_q.Task": Data(
        holds="how the scheduler's runs went",
        kept=(Kept(period=timedelta(days=7), since="after the run", pruned_by="stopped"),),
        texts=dict.fromkeys(
            ("id", "name", "func", "hook", "args", "kwargs", "result", "group", "cluster"), Shown.OPEN
        ),
    ),
    "django_q.OrmQ": Data(
        holds="the scheduler's next run",
        kept=(Kept(since="until it has run"),),
        texts=dict.fromkeys(("key", "payload"), Shown.OPEN),
    ),
    "django_q.Schedule": Data(
        holds="when the scheduler runs",
        texts=dict.fromkeys(
            ("name", "func", "hook", "args", "kwargs", "cron", "task", "cluster", "intended_date_kwarg"),
            Shown.OPEN,
        ),
    ),
    "auth.User": Data(
        holds="operators' accounts",
        whose=Whose.OPERATORS,
        kept=(_BY_HAND,),
        texts={
            "password": Shown.NEVER,
            **dict.fromkeys(("username", "first_name", "last_name", "email"), Shown.CONSOLE),
        },
    ),
    "sessions.Session": Data(
        holds="operators' sign-ins, and notices (with pseudonyms) until their next page shows them",
        whose=Whose.OPERATORS,
        kept=(
            Kept(
                since="until it expires, 30 minutes after the last page and 12 hours after the sign-in",
                pruned_by="expire_date",
            ),
        ),
        texts=dict.fromkeys(("session_key", "session_data"), Shown.NEVER),
    ),
    "otp_totp.TOTPDevice": Data(
        holds="the keys of the apps that make operators' codes",
        whose=Whose.OPERATORS,
        kept=(_SECOND_FACTOR,),
        texts=dict.fromkeys(("name", "key"), Shown.NEVER),
    ),
    "otp_static.StaticDevice": Data(
        holds="which operators have recovery codes",
        whose=Whose.OPERATORS,
        kept=(_SECOND_FACTOR,),
        texts={"name": Shown.NEVER},
    ),
    "otp_static.StaticToken": Data(
        holds="keyed hashes of recovery codes",
        whose=Whose.OPERATORS,
        kept=(Kept(since="until it is used or replaced"),),
        texts={"token": Shown.NEVER},
    ),
    "axes.AccessAttempt": Data(
        holds="how many wrong passwords came from an address for a name",
        whose=Whose.OPERATORS,
        kept=(Kept(period=timedelta(hours=1), since="after the last one", pruned_by="attempt_time"),),
        texts=dict.fromkeys((*_OF_A_LOG_IN, "get_data", "post_data"), Shown.NEVER),
    ),
    "axes.AccessLog": Data(
        holds="which operator signed in from which address",
        whose=Whose.OPERATORS,
        kept=(Kept(period=timedelta(days=90), since="after the sign-in", pruned_by="attempt_time"),),
        texts=dict.fromkeys((*_OF_A_LOG_IN, "session_hash"), Shown.NEVER),
    ),
    "axes.AccessFailureLog": Data(
        holds="nothing: we do not use it", texts=dict.fromkeys(_OF_A_LOG_IN, Shown.NEVER)
    ),
    "axes.AccessAttemptExpiration": Data(holds="nothing: we do not use it"),
    "admin.LogEntry": Data(
        holds="which accounts and groups were edited, and by whom",
        whose=Whose.OPERATORS,
        texts=dict.fromkeys(("object_id", "object_repr", "change_message"), Shown.CONSOLE),
    ),
    "auth.Group": Data(holds="groups of operators", texts={"name": Shown.OPEN}),
    "auth.Permission": Data(holds=_DJANGO, texts=dict.fromkeys(("name", "codename"), Shown.OPEN)),
    "contenttypes.ContentType": Data(holds=_DJANGO, texts=dict.fromkeys(("app_label", "model"), Shown.OPEN)),
    "migrations.Migration": Data(holds=_DJANGO, texts=dict.fromkeys(("app", "name"), Shown.OPEN)),
}
"""By the model's label. Proxies and tables that only link two others have no entry."""

FILES = {
    "DATABASE_URL": Data(
        holds="the database: all of the tables (SQLite: with `-wal` and `-shm` beside it)",
        whose=Whose.BOTH,
        kept=(Kept(since="as each table"),),
        erasure=Erasure.DELETE,
    ),
    "backups of the database": Data(
        holds="all of the tables as they were: the files of `manage.py backup` and pg_dump",
        whose=Whose.BOTH,
        kept=(_BY_HAND,),
        erasure=Erasure.BY_HAND,
    ),
    "SESSION_BACKUP_FOLDER": Data(
        holds="phone numbers and threads of all sessions, from each rollback with a backup",
        whose=Whose.USERS,
        kept=(BACKUPS,),
        erasure=Erasure.BY_HAND,
    ),
    "LEGACY_SESSIONS_FILE": Data(
        holds="phone numbers and threads of all sessions in legacy mode; older files lie beside it",
        whose=Whose.USERS,
        kept=(Kept(since="until a restore puts it aside"), BACKUPS),
        erasure=Erasure.BY_HAND,
    ),
    "ENV_FILE": Data(holds="`.env`: our secrets, and whom to mail", whose=Whose.OPERATORS, kept=(_BY_HAND,)),
    "SIMULATOR_MEDIA_FOLDER": Data(
        holds="what simulated phones have sent, in development",
        whose=Whose.USERS,
        kept=(_BY_HAND,),
        erasure=Erasure.BY_HAND,
    ),
    "var/development.env": Data(holds="secrets that `make run` made", kept=(_BY_HAND,)),
    "logs (standard error)": Data(
        holds="what our processes do; pseudonyms, SIDs and threads, no number and no message; accounts and "
        "addresses of failed log-ins",
        whose=Whose.BOTH,
        kept=(Kept(since="as the system that collects them says"),),
        erasure=Erasure.STAYS,
    ),
}
"""By the variable that says where it is, or by its place."""
