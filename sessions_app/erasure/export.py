"""All that is stored of one person as a ZIP: for a request for access (GDPR, article 15).

Made from the registry: a table that names a `person` there is in it. What names others is left out: users of
the console appear as "an operator".
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from asgiref.sync import async_to_sync
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet
from django.utils import timezone

from assistant.documents.files import file_name
from assistant.models import ReleaseDocument
from sessions_app import private_file
from sessions_app.data_registry import TABLES, Erasure, Shown
from sessions_app.erasure import export_texts, person, remains
from sessions_app.messages import attachments, containers, media, user_addresses
from sessions_app.messages.twilio_api import DeliveryError
from sessions_app.models import AuditEntry, InboundMessage, MediaDeletion, OptOut, OutboundMessage
from sessions_app.privacy import hashes, pseudonyms

OPERATORS = frozenset({"operator", "paused_by", "assigned_to", "approved_by", "written_by"})
"""Fields with the user name of an operator."""
LEFT_OUT = frozenset(
    {
        ("sessions_app.AuditEntry", "details"),  # they may name operators
        ("assistant.ReleaseDocument", "content"),  # a file of its own
    }
)
_OPERATOR = "an operator"
_WHY = {"gone": "no longer there", "too_big": "too big"}


@dataclass(frozen=True, kw_only=True)
class Exported:
    rows: int
    files: int
    missing: list[str] = field(default_factory=list)
    """Which media could not be fetched from Twilio, and why."""


def write(phone: str, file: Path) -> Exported:
    """Write all of the person with the address `phone` to a new ZIP, which only its owner can read.

    Media that are still at Twilio are fetched. Raises FileExistsError and other OSErrors.
    """
    addresses = user_addresses.all_of(phone)
    with private_file.create(file) as out, ZipFile(out.buffer, "w", ZIP_DEFLATED) as archive:
        tables = {label: [row_of(row) for row in found] for label, found in _rows(addresses).items()}
        data = {"exported_at": timezone.now(), "addresses": addresses, "tables": tables}
        archive.writestr(
            "data.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"
        )
        archive.writestr("transcript.txt", _transcript(addresses))
        files = 0
        for document in _documents(addresses):
            version = document.version
            folder = f"documents/{version.release_id}-version-{version.number}"
            archive.writestr(f"{folder}/{file_name(document)}", document.content)
            files += 1
        missing = []
        for name, url in _media(addresses):
            try:
                content = async_to_sync(media.fetch)(url)
            except (media.MediaError, DeliveryError) as error:
                missing.append(f"{name}: {_WHY.get(error.code, error.code)}")
            else:
                archive.writestr(f"media/{name}{_ending(content)}", content)
                files += 1
        archive.writestr("README.txt", _readme(addresses, tables, missing))
    return Exported(rows=sum(map(len, tables.values())), files=files, missing=missing)


def row_of(row: Model) -> dict[str, Any]:
    """Return the fields of `row` that its person may have, by their names in the database."""
    label = row._meta.label
    return {
        one.attname: _OPERATOR if one.name in OPERATORS and value else value
        for one in row._meta.concrete_fields
        if TABLES[label].texts.get(one.name) is not Shown.NEVER and (label, one.name) not in LEFT_OUT
        for value in [one.value_from_object(row)]
    }


def _rows(addresses: Collection[str]) -> dict[str, QuerySet[Any]]:
    """Return all rows of a person: by `person` in the registry, and those that name nobody by number."""
    shown = [one for address in addresses for one in pseudonyms(address)]
    hashed = [one for address in addresses for one in hashes(address)]
    found = {
        **person.rows(addresses, erasure=list(Erasure)),
        MediaDeletion._meta.label: MediaDeletion.objects.filter(url__in=_urls(addresses)),
        AuditEntry._meta.label: AuditEntry.objects.filter(user__in=shown),
        OptOut._meta.label: OptOut.objects.filter(hash__in=hashed),
    }
    return {label: found[label].order_by("pk") for label in TABLES if label in found}


def _transcript(addresses: Collection[str]) -> str:
    return export_texts.transcript(
        InboundMessage.objects.filter(phone__in=addresses).order_by("pk"),
        OutboundMessage.objects.filter(phone__in=addresses).order_by("pk"),
    )


def _readme(addresses: Collection[str], tables: Mapping[str, Collection[Any]], missing: list[str]) -> str:
    kept_elsewhere = remains.of(addresses, threads=len(tables["sessions_app.ConversationSession"]))
    filled = [label for label, rows in tables.items() if rows]
    return export_texts.readme(addresses, filled, kept_elsewhere, missing)


def _documents(addresses: Collection[str]) -> QuerySet[ReleaseDocument]:
    theirs = ReleaseDocument.objects.filter(version__release__phone__in=addresses)
    return theirs.select_related("version").order_by("pk")


def _media(addresses: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield a name for each file that the person has sent, and where it is at Twilio."""
    for message in InboundMessage.objects.filter(phone__in=addresses).order_by("pk"):
        for number, item in enumerate(message.media, start=1):
            if not attachments.is_place(item):
                yield f"message-{message.pk}-{number}", item.get("url", "")


def _urls(addresses: Collection[str]) -> list[str]:
    return [url for _, url in _media(addresses)]


def _ending(content: bytes) -> str:
    container = containers.sniff(content)
    return f".{container.extension}" if container else ".bin"
