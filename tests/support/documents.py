"""Documents of an approved release, without the time that making them takes."""

import hashlib

from django.utils import timezone

from assistant import versions
from assistant.models import ReleaseDocument
from tests.support.chat import ADA
from tests.support.releases import COMPLETE, make_release

CONTENTS = {"docx": b"PK\x03\x04 Word", "pdf": b"%PDF-1.7 \xe2\xe3 PDF"}


def make_documents(phone: str = ADA) -> list[ReleaseDocument]:
    """Make an approved release of `phone`; return its Word document and its PDF."""
    version = versions.write_version(make_release(COMPLETE, phone=phone))
    assert versions.approve(version, words="yes")
    now = timezone.now()
    return [
        ReleaseDocument.objects.create(
            version=version,
            format=form,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            created_at=now,
        )
        for form, content in CONTENTS.items()
    ]
