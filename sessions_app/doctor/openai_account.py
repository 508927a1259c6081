"""OpenAI: the key, and the models that the settings name. Costs nothing."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from assistant.interview import AssistantError
from assistant.openai.api import OpenAIApi
from sessions_app.doctor.findings import Finding, fail, note, ok, warn

CALL_SECONDS = 8.0
MODELS = {
    "OPENAI_MODEL": "the interview",
    "OPENAI_WRITER_MODEL": "the text",
    "OPENAI_TRANSCRIPTION_MODEL": "voice messages",
}
_TODO = {
    "invalid_api_key": "Set OPENAI_API_KEY to a key of platform.openai.com/api-keys.",
    "insufficient_quota": "Add credit at platform.openai.com/settings/organization/billing.",
    "billing_hard_limit_reached": "Raise the limit at platform.openai.com/settings/organization/limits.",
    "billing_not_active": "See platform.openai.com/settings/organization/billing.",
    "timeout": "See status.openai.com, and whether a firewall lets us out.",
    "connection": "See status.openai.com, whether a firewall lets us out, and OPENAI_BASE_URL if it is set.",
    "unreadable_answer": "See whether a proxy answers in OpenAI's place, and OPENAI_BASE_URL if it is set.",
    "model_not_found": "Correct the setting, or let the key's project use the model.",
}
"""By OpenAI's codes (error guide) and ours."""


def check() -> Iterator[Finding]:
    """Ask OpenAI for each model."""
    if not settings.OPENAI_API_KEY:
        yield note("OPENAI_API_KEY is not set: the scripted interview answers")
        return
    with opened_api(seconds=CALL_SECONDS) as (client, runner):
        yield from _models(client, runner)


def _models(client: OpenAIApi, runner: asyncio.Runner) -> Iterator[Finding]:
    for name, purpose in MODELS.items():
        model = getattr(settings, name)
        try:
            shutdown = runner.run(client.shutdown_of(model))
        except AssistantError as error:
            is_unknown = error.code == "model_not_found"
            yield refusal(f"{model} for {purpose} ({name})" if is_unknown else "the account", error)
            if is_unknown:
                continue
            return
        if shutdown:
            what = f"OpenAI will shut {model} for {purpose} down on {shutdown}"
            yield warn(what, f"Set {name} to another model before that day.")
        else:
            yield ok(f"the key may use {model} for {purpose}")


@contextmanager
def opened_api(*, seconds: float) -> Iterator[tuple[OpenAIApi, asyncio.Runner]]:
    """Yield the API, with a time-out in seconds of the doctor's own, and what runs its calls."""
    client = OpenAIApi(
        api_key=settings.OPENAI_API_KEY, base_url=settings.OPENAI_BASE_URL or None, timeout=seconds
    )
    with asyncio.Runner() as runner:
        try:
            yield client, runner
        finally:
            runner.run(client.close())


def refusal(what: str, error: AssistantError) -> Finding:
    """Return what a failed call means."""
    if error.account:
        return fail(f"OpenAI refuses {what} ({error.code})", _TODO.get(error.code, _TODO["invalid_api_key"]))
    todo = _TODO.get(error.code, "Try again; see status.openai.com.")
    return fail(f"OpenAI fails ({error.code})", todo)
