"""What is left of a person after everything of theirs was erased: what, at whom, until when."""

from collections.abc import Collection
from typing import TypedDict

from django.conf import settings

from sessions_app.messages import blocks, opt_outs
from sessions_app.models import AuditEntry
from sessions_app.privacy import pseudonyms


class Rest(TypedDict):
    what: str
    at: str
    until: str


def of(addresses: Collection[str], *, threads: int) -> list[Rest]:
    """Return what is left of the person with these addresses, whose `threads` are doomed at OpenAI."""
    rest = [
        Rest(
            what="log lines with the pseudonym",
            at="the system that collects our logs",
            until="it drops them",
        )
    ]
    if threads:
        rest.append(
            Rest(
                what=f"conversations that were open: {threads}",
                at="OpenAI",
                until="OpenAI confirms that they are deleted; it is asked every minute",
            )
        )
    if settings.OPENAI_API_KEY:
        # https://developers.openai.com/api/docs/guides/your-data, "abuse monitoring logs"
        rest.append(
            Rest(
                what="logs with what was sent and answered",
                at="OpenAI",
                until="30 days after each call, as OpenAI says",
            )
        )
    if settings.TWILIO_ACCOUNT_SID:
        rest.append(
            Rest(
                what="messages and media",
                at="Twilio",
                # Source: Twilio, "Message resource", on deletion.
                until="Twilio confirms that they are deleted; it is asked every minute, and keeps backups of "
                "the texts for up to 30 days",
            )
        )
    shown = [one for address in addresses for one in pseudonyms(address)]
    if AuditEntry.objects.filter(user__in=shown).exists():
        days = settings.AUDIT_RETENTION_DAYS
        rest.append(Rest(what="audit lines with the pseudonym", at="us", until=f"{days} days after each"))
    if any(map(opt_outs.is_opted_out, addresses)):
        rest.append(
            Rest(
                what="a keyed hash of each address: the user wants no messages",
                at="us",
                until="the user sends START",
            )
        )
    if any(map(blocks.is_blocked, addresses)):
        rest.append(Rest(what="that the number is blocked", at="us", until="it is unblocked by hand"))
    legacy = settings.LEGACY_SESSIONS_FILE
    if [*settings.SESSION_BACKUP_FOLDER.glob("*"), *legacy.parent.glob(f"{legacy.name}.*-*")]:
        days = settings.BACKUP_RETENTION_DAYS
        rest.append(Rest(what="backups of sessions", at="us", until=f"{days} days after each"))
    return rest
