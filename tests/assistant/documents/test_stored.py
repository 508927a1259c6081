"""The documents of a version are made once and stay the same."""

import hashlib
import os
import subprocess
import sys

import pytest

from assistant.documents import stored
from assistant.documents.files import content_type, file_name
from assistant.models import ReleaseDocument
from tests.assistant.documents.conftest import Approve

Format = ReleaseDocument.Format


def test_an_approved_version_becomes_each_format_once(approve: Approve) -> None:
    version = approve()
    first, second = stored.made(version), stored.made(version)
    assert [one.format for one in first] == [one for one in Format if one in stored.RENDERERS]
    assert [one.pk for one in first] == [one.pk for one in second]


def test_a_document_has_the_digest_of_its_bytes(approve: Approve) -> None:
    for document in stored.made(approve()):
        assert document.sha256 == hashlib.sha256(document.content).hexdigest()


def test_a_version_that_is_not_approved_becomes_no_document(approve: Approve) -> None:
    version = approve()
    version.approved_at = None
    with pytest.raises(ValueError, match="approved"):
        stored.made(version)


@pytest.mark.parametrize(
    ("company", "expected"),
    [
        ("Acme", "acme.docx"),
        ("Kelp & Co", "kelp-co.docx"),
        ("Bäckerei Groß", "backerei-gross.docx"),
        ("L'Oréal", "loreal.docx"),
        ("Łódź Øre", "lodz-ore.docx"),
        ("International Business Machines", "international-b.docx"),
        ("Ten-Letter Wordy-X", "ten-letter-word.docx"),
        ("וינולוג", "press-release.docx"),
        ("Яндекс", "press-release.docx"),
        ("🚀", "press-release.docx"),
        ("Con", "press-release.docx"),
        ('../../etc/"; x', "etc-x.docx"),
    ],
)
def test_a_file_is_called_like_the_company(approve: Approve, company: str, expected: str) -> None:
    document = ReleaseDocument(version=approve(company_name=company), format=Format.DOCX)
    assert file_name(document) == expected
    assert len(expected) <= 20


def test_every_format_has_a_content_type() -> None:
    for form in Format:
        assert "/" in content_type(ReleaseDocument(format=form))


RENDER = """
import hashlib
import django
django.setup()
from datetime import datetime, timedelta, timezone
from dataclasses import replace
from assistant.documents import docx, html, ninjs, pdf, plain_text
from tests.assistant.documents.releases import release_of

for language in ("en", "he"):
    release = release_of("Acme 漢 שלום", language=language)
    release = replace(release, embargo=datetime(2027, 2, 9, tzinfo=timezone(timedelta(hours=1))))
    for one in (docx, pdf, html, ninjs, plain_text):
        print(language, one.__name__, hashlib.sha256(one.render(release)).hexdigest())
"""


def test_two_processes_make_the_same_bytes() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", RENDER],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    ]
    assert runs[0] == runs[1]
    assert len(set(runs[0].splitlines())) == 10
