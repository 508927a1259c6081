"""The documents of an approved release: downloaded from its page, or written by a command."""

import hashlib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from assistant import versions
from assistant.models import PressRelease, ReleaseDocument
from tests.support import console_pages
from tests.support.console_pages import RELEASES
from tests.support.press_releases import say_all
from tests.support.release_pages import page_of

pytestmark = pytest.mark.django_db

operator = pytest.fixture(console_pages.operator)
viewer = pytest.fixture(console_pages.viewer)
NAMES = ["kelp-co.docx", "kelp-co.html", "kelp-co.json", "kelp-co.pdf", "kelp-co.txt"]


@pytest.fixture
def draft() -> PressRelease:
    return say_all()


@pytest.fixture
def release(draft: PressRelease) -> PressRelease:
    assert versions.approve(versions.write_version(draft), words="yes")
    return draft


def address(release: PressRelease, format_: str, *, version: int = 1) -> str:
    return f"{RELEASES}{release.pk}/versions/{version}/{format_}/"


@pytest.mark.parametrize(
    ("format_", "content_type", "begins"),
    [
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("pdf", "application/pdf", b"%PDF-1.7"),
        ("txt", "text/plain; charset=utf-8", b"FOR "),
        ("html", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        ("json", "application/json", b"{"),
    ],
)
def test_an_account_that_may_read_the_release_may_download_its_documents(
    viewer: Client, release: PressRelease, format_: str, content_type: str, begins: bytes
) -> None:
    assert address(release, format_) in page_of(viewer, release)
    response = viewer.get(address(release, format_))
    assert response.content.startswith(begins)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="kelp-co.{format_}"'
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response["X-Content-Type-Options"] == "nosniff"


def test_each_download_has_the_same_bytes(operator: Client, release: PressRelease) -> None:
    first, second = (operator.get(address(release, "docx")).content for _ in range(2))
    assert first == second
    assert ReleaseDocument.objects.get(format="docx").sha256 == hashlib.sha256(first).hexdigest()


def test_a_version_that_is_not_approved_has_no_documents(operator: Client, draft: PressRelease) -> None:
    versions.write_version(draft)
    assert "/versions/" not in page_of(operator, draft)
    response = operator.get(address(draft, "pdf"), follow=True)
    assert "has to be approved first" in response.content.decode()
    assert not ReleaseDocument.objects.exists()


@pytest.mark.parametrize(("format_", "version"), [("exe", 1), ("pdf", 2), ("pdf", 10**30)])
def test_what_is_not_there_leads_back_to_the_page(
    operator: Client, release: PressRelease, format_: str, version: int
) -> None:
    response = operator.get(address(release, format_, version=version))
    assert response.headers["Location"] == f"{RELEASES}{release.pk}/change/"


def test_a_release_that_is_gone_leads_to_the_list(operator: Client, release: PressRelease) -> None:
    for pk in (release.pk + 1, 10**30):
        assert operator.get(f"{RELEASES}{pk}/versions/1/pdf/").headers["Location"] == RELEASES


def test_nobody_else_downloads_anything(client: Client, release: PressRelease) -> None:
    assert client.get(address(release, "pdf")).status_code == 302
    assert console_pages.client_with().get(address(release, "pdf")).status_code == 403
    assert not ReleaseDocument.objects.exists()


def test_the_command_writes_all_documents(release: PressRelease, tmp_path: Path) -> None:
    call_command("release_documents", release.pk, to=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == NAMES
    stored = {one.format: one.sha256 for one in ReleaseDocument.objects.all()}
    for path in tmp_path.iterdir():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == stored[path.suffix[1:]]


def test_the_command_writes_over_no_file(release: PressRelease, tmp_path: Path) -> None:
    (tmp_path / "kelp-co.pdf").write_text("mine")
    with pytest.raises(CommandError, match=r"kelp-co\.pdf: there already\. Nothing was written\."):
        call_command("release_documents", release.pk, to=tmp_path)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("pk", [0, -1, 987654321, 10**30])
def test_the_command_says_that_there_is_no_such_release(tmp_path: Path, pk: int) -> None:
    with pytest.raises(CommandError, match=f"There is no press release {pk}"):
        call_command("release_documents", pk, to=tmp_path)


def test_the_command_says_that_nothing_is_approved(draft: PressRelease, tmp_path: Path) -> None:
    versions.write_version(draft)
    with pytest.raises(CommandError, match="has no approved version"):
        call_command("release_documents", draft.pk, to=tmp_path)


def test_the_command_says_that_there_is_no_folder(release: PressRelease, tmp_path: Path) -> None:
    for path in (tmp_path / "missing", Path(__file__)):
        with pytest.raises(CommandError, match="is not a folder"):
            call_command("release_documents", release.pk, to=path)


def test_the_command_says_that_it_may_not_write(release: PressRelease) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("release_documents", release.pk, to=Path("/proc/self"))
