"""The documents of an approved version: made once, stored, and the same bytes ever after."""

import hashlib
from collections.abc import Callable, Mapping

from django.utils import timezone

from assistant.documents import docx, html, ninjs, pdf, plain_text
from assistant.documents.printed import PrintedRelease, printed
from assistant.models import ReleaseDocument, ReleaseVersion

Format = ReleaseDocument.Format
RENDERERS: Mapping[ReleaseDocument.Format, Callable[[PrintedRelease], bytes]] = {
    Format.DOCX: docx.render,
    Format.PDF: pdf.render,
    Format.TEXT: plain_text.render,
    Format.HTML: html.render,
    Format.NINJS: ninjs.render,
}


def made(version: ReleaseVersion) -> list[ReleaseDocument]:
    """Return the documents of an approved `version`, in the order of `Format`; what is missing is made now.

    Rendering takes some 100 ms and needs no transaction. Where two callers make the same document at once,
    the first one's is kept. Raises ValueError for a version that is not approved.
    """
    if version.approved_at is None:
        raise ValueError("only an approved version becomes documents")
    there = {document.format: document for document in version.documents.all()}
    if missing := [one for one in RENDERERS if one not in there]:
        release = printed(version)
        for one in missing:
            there[one] = _stored(version, one, RENDERERS[one](release))
    return [there[one] for one in Format if one in there]


def _stored(version: ReleaseVersion, form: ReleaseDocument.Format, content: bytes) -> ReleaseDocument:
    document, _ = version.documents.get_or_create(
        format=form,
        defaults={
            "content": content,
            "sha256": hashlib.sha256(content).hexdigest(),
            "created_at": timezone.now(),
        },
    )
    return document
