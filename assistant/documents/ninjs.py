"""News in JSON, for newsrooms' systems: IPTC's ninjs 3.1.

https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json. What is not known is left out.
"""

import json
from typing import Any

from assistant.documents.contact import contact_of
from assistant.documents.printed import PrintedRelease
from assistant.parts import PartName

NEWSCODES = "http://cv.iptc.org/newscodes"
BY_MODEL = {
    "name": "Composite including generative AI elements",
    "uri": f"{NEWSCODES}/digitalsourcetype/compositeSynthetic",
}
"""A model wrote paragraphs; quotations, boilerplate and contact are people's words."""
BY_PEOPLE = {"name": "Digital creation", "uri": f"{NEWSCODES}/digitalsourcetype/digitalCreation"}
"""People's words, put together without a model."""


def render(release: PrintedRelease) -> bytes:
    item = {key: value for key, value in _item(release).items() if value}
    return f"{json.dumps(item, ensure_ascii=False, indent=2)}\n".encode()


def _item(release: PrintedRelease) -> dict[str, Any]:
    return {
        "standard": {
            "name": "ninjs",
            "version": "3.1",
            "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json",
        },
        "uri": release.uri,
        "type": "text",
        "representationType": "full",
        "version": str(release.version),
        "versionCreated": release.approved_at.isoformat(),
        "embargoedUntil": release.embargo.isoformat() if release.embargo else None,
        "pubStatus": "usable",
        "language": release.language,
        "genres": [{"name": "Press Release", "uri": f"{NEWSCODES}/genre/Press_Release"}],
        "title": release.title,
        "headlines": _headlines(release),
        "bodies": [
            {
                "role": "main",
                "contentType": "text/plain",
                "charCount": len(release.body),
                "wordCount": len(release.body.split()),
                "value": release.body,
            }
        ],
        "edNote": release.text_of(PartName.RELEASE_LINE),
        "located": release.city,
        "infoSources": _sources(release),
        "digitalSourceType": BY_MODEL if release.is_by_model else BY_PEOPLE,
    }


def _headlines(release: PrintedRelease) -> list[dict[str, str]]:
    lines = {"main": release.title, "subhead": release.text_of(PartName.SUBHEAD)}
    return [
        {"role": role, "contentType": "text/plain", "value": line} for role, line in lines.items() if line
    ]


def _sources(release: PrintedRelease) -> list[dict[str, Any]]:
    """Return the company, with its media contact."""
    contact = contact_of(release.contact)
    ways = [("email", one) for one in contact.emails] + [("phone", one) for one in contact.phones]
    contacts = [{"type": kind, "role": "media", "name": contact.name, "value": value} for kind, value in ways]
    source = {"name": release.company, "role": "originator", "contactInfo": contacts}
    return [{key: value for key, value in source.items() if value}] if release.company else []
