"""The warnings of `/health/sessions`. Their thresholds are the settings `HEALTH_…`, read at each use."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from sessions_app.config import SessionConfig
from sessions_app.erasure import receipts
from sessions_app.health import report
from sessions_app.models import ContentTemplate, Heartbeat, TurnAttempt, VendorAccount
from sessions_app.sessions import backend
from sessions_app.telemetry import budget, heartbeats, vendor_accounts

Vendor = VendorAccount.Vendor
Outcome = TurnAttempt.Outcome

JUDGED_TURNS = 10
NEWEST_ATTEMPTS = 100
"""Among them the judged turns are looked for: retries and operators' replies count for nothing."""
JUDGED_FOR = timedelta(hours=1)
"""After the newest of them nothing is said of the turns any more: nobody writes."""

_REFUSALS = {
    "invalid_api_key": "refuses the key",
    "http_401": "refuses the key",
    "insufficient_quota": "says that the quota is used up",
    "billing_hard_limit_reached": "says that the billing limit is reached",
    "billing_not_active": "says that billing is not active",
    "model_not_found": "does not know the model",
    "unsupported_model": "does not support the model",
    "20003": "refuses the account's credentials",
    "20005": "says that the account is not active",
    "30002": "says that the account is suspended",
}
"""Codes of OpenAI (error guide) and Twilio (twilio.com/docs/api/errors)."""


def warnings() -> list[str]:
    """Return a sentence for each problem.

    Each deadline starts at the last migration at the earliest, because no process could run before it.
    """
    return [*of_the_work(), *_found_by([_worker, _scheduler])]


def of_the_work() -> list[str]:
    """Return the warnings that are not about which processes are alive."""
    checks: list[Callable[[], str]] = [_backend, _openai, _twilio, budget.warning, _failed_turns]
    checks += [_buttons, _oldest_message, _erasures]
    if not backend.is_legacy():  # in legacy mode sessions never expire, and threads are not deleted
        checks = [_cleanup, *checks, _doomed_threads]
    return _found_by(checks)


def _found_by(checks: Iterable[Callable[[], str]]) -> list[str]:
    return [finding for check in checks if (finding := check())]


def _backend() -> str:
    current = backend.current()
    if current == settings.SESSION_BACKEND:
        return ""
    mine = settings.SESSION_BACKEND
    return f"Messages wait: SESSION_BACKEND is {mine} here, but the sessions are in {current}."


def _openai() -> str:
    return _refusal(Vendor.OPENAI, "turns wait")


def _twilio() -> str:
    return _refusal(Vendor.TWILIO, "replies wait")


def _buttons() -> str:
    refused = ContentTemplate.objects.exclude(refused_at=None)
    code = refused.values_list("refused_code", flat=True).first()
    if code is None:
        return ""
    return f"Twilio refuses buttons (error {code}), so replies have only numbers: run manage.py make_content."


def _refusal(vendor: VendorAccount.Vendor, consequence: str) -> str:
    found = vendor_accounts.refusal(vendor)
    if found is None:
        return ""
    if last := vendor_accounts.untried_since(found):
        tried = f"nothing has been tried since {last:%Y-%m-%d %H:%M} UTC"
        return f"{vendor.label} refused the account (error {found.code}), and {tried}."
    what = _REFUSALS.get(found.code, "refuses the account")
    since = f"{found.refused_since:%Y-%m-%d %H:%M} UTC"
    return f"{vendor.label} {what} since {since}, so {consequence} (error {found.code})."


def _failed_turns() -> str:
    """Find out whether at least half of the newest turns failed for good."""
    newest = TurnAttempt.objects.order_by("-pk").values_list("outcome", "error", "ended_at")
    ended = [one for one in newest[:NEWEST_ATTEMPTS] if one[0] in (Outcome.ANSWERED, Outcome.FAILED)]
    judged = ended[:JUDGED_TURNS]
    if len(judged) < JUDGED_TURNS or judged[0][2] <= timezone.now() - JUDGED_FOR:
        return ""
    errors = Counter(error for outcome, error, _ in judged if outcome == Outcome.FAILED)
    if 2 * errors.total() < JUDGED_TURNS:
        return ""
    [(error, _)] = errors.most_common(1)
    return f"{errors.total()} of the last {JUDGED_TURNS} turns failed: {error}."


def _cleanup() -> str:
    allowed = SessionConfig().cleanup_interval_seconds + settings.HEALTH_CLEANUP_GRACE_SECONDS
    finished = report.cleanup()["last_finished_at"]
    since = finished or report.migrated_at()
    if since and abs(_ago(since)) <= allowed:
        return ""
    last = "none has finished yet"
    if finished:
        last = f"the last one finished {_ago(finished):.0f} s ago"
    if finished and _ago(finished) < 0:  # the clock was wrong then, or has been set back since
        last = f"the recorded end of the last one is {-_ago(finished):.0f} s in the future"
    return f"Cleanup is overdue: {last}."


def _oldest_message() -> str:
    waited = report.oldest_waiting_seconds()
    if waited <= settings.HEALTH_MESSAGE_WAIT_SECONDS:
        return ""
    return f"The oldest unanswered message has waited for {waited:.0f} s."


def _worker() -> str:
    return _silent(Heartbeat.Kind.WORKER, "worker", settings.HEALTH_WORKER_SILENT_SECONDS)


def _scheduler() -> str:
    return _silent(Heartbeat.Kind.SCHEDULES, "scheduler", settings.HEALTH_SCHEDULER_SILENT_SECONDS)


def _silent(kind: Heartbeat.Kind, name: str, seconds: float) -> str:
    if heartbeats.is_alive(kind, within=seconds):
        return ""
    migrated = report.migrated_at()
    if migrated and abs(_ago(migrated)) <= seconds:
        return ""
    return f"No {name} was alive in the last {seconds:g} s."


def _doomed_threads() -> str:
    allowed = settings.HEALTH_DOOMED_THREADS
    if report.doomed_threads(limit=allowed + 1) <= allowed:
        return ""
    return f"More than {allowed} threads wait to be deleted at OpenAI."


def _erasures() -> str:
    late = receipts.overdue()
    if not late:
        return ""
    hours = receipts.CONFIRMED_WITHIN // timedelta(hours=1)
    return f"{late} erasure{'s' if late > 1 else ''} of a user's data not confirmed after {hours} hours."


def _ago(time: datetime) -> float:
    return (timezone.now() - time) / timedelta(seconds=1)
