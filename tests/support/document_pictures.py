"""docs/documents/*.png, made of real PDFs: `.venv/bin/python -m tests.support.document_pictures`.

Needs pdftoppm (Debian's poppler-utils).
"""

import subprocess
from pathlib import Path

from tests.support.interviews import database

FOLDER = Path(__file__).parent.parent.parent / "docs" / "documents"
DOTS_PER_INCH = 60


def main() -> None:
    """Print a funding round in each language, and make a picture of its page."""
    with database():
        from assistant import versions
        from assistant.documents import pdf
        from assistant.documents.printed import printed
        from tests.assistant.translated_releases import RELEASES
        from tests.support.releases import make_release

        for language, kinds in RELEASES.items():
            release = make_release({**kinds["funding"], "language": language}, status="parked")
            version = versions.write_version(release)
            version.approved_at = version.created_at
            _picture(pdf.render(printed(version)), FOLDER / language)


def _picture(content: bytes, path: Path) -> None:
    """Write the first page as `path` with ".png" behind it: gray, which is small."""
    command = ["pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", "-png", "-singlefile", "-", str(path)]
    subprocess.run(command, input=content, check=True)


if __name__ == "__main__":
    main()
