"""`manage.py release_documents ID --to DIR`: write the documents of an approved press release as files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assistant import earlier_fields
from assistant.documents import stored
from assistant.documents.files import file_name
from assistant.models import PressRelease, ReleaseDocument, ReleaseVersion
from sessions_app.management import SETTINGS_CHECKS


class Command(BaseCommand):
    help = "Write the documents of a press release's last approved version: Word, PDF, text, HTML and ninjs."
    requires_system_checks = [SETTINGS_CHECKS]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int, help="of the press release, as in the address of its page")
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="a folder that is there")

    def handle(self, *args: Any, id: int, to: Path, **options: Any) -> None:
        version = _approved(id)
        if not to.is_dir():
            raise CommandError(f"{to} is not a folder. Nothing was written.")
        documents = stored.made(version)
        files = {to / file_name(document): document for document in documents}
        if there := [str(path) for path in files if path.exists() or path.is_symlink()]:
            raise CommandError(f"{', '.join(there)}: there already. Nothing was written.")
        for path, document in files.items():
            self._write(path, document)

    def _write(self, path: Path, document: ReleaseDocument) -> None:
        try:
            with path.open("xb") as file:
                file.write(document.content)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{path}  {document.sha256}")


def _approved(pk: int) -> ReleaseVersion:
    release = PressRelease.objects.filter(pk=pk).first() if 0 < pk < 2**63 else None
    if release is None:
        raise CommandError(f"There is no press release {pk}.")
    earlier_fields.adopt(release)
    version = release.versions.exclude(approved_at=None).order_by("-number").first()
    if version is None:
        raise CommandError(f"Press release {pk} has no approved version.")
    return version
