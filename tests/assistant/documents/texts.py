"""What stands in a document, read back from its bytes."""

import io
import shutil
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import regex
from docx import Document

from assistant.bidi import END, START

_MARKS = regex.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\x0c]")
PDFTOTEXT = shutil.which("pdftotext")
PDFINFO = shutil.which("pdfinfo")


def of_docx(content: bytes) -> list[str]:
    """Return the paragraphs of a Word file, without isolates."""
    paragraphs = Document(io.BytesIO(content)).paragraphs
    return [paragraph.text.replace(START, "").replace(END, "") for paragraph in paragraphs]


def of_pdf(content: bytes) -> str:
    """Return the text of a PDF with single spaces, as pypdf reads it."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return squeezed(" ".join(pages))


def by_poppler(content: bytes, folder: Path) -> str:
    """Return the text of a PDF with single spaces, as pdftotext reads it."""
    path = folder / "release.pdf"
    path.write_bytes(content)
    done = subprocess.run([str(PDFTOTEXT), str(path), "-"], capture_output=True, check=True)
    return squeezed(done.stdout.decode())


def squeezed(text: str) -> str:
    """Return `text` with single spaces, without the marks of directions and of places to break a word."""
    return " ".join(_MARKS.sub("", text).split())


def words(text: str) -> Counter[str]:
    """Return how often each word stands in `text`: a PDF in Hebrew has them in the order of the page."""
    return Counter(regex.findall(r"\p{Hebrew}+|\p{Latin}+|\p{N}+", text))


class _Page(HTMLParser):
    """Collects what stands in the body."""

    def __init__(self) -> None:
        super().__init__()
        self.body = False
        self.data: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.body = self.body or tag == "body"

    def handle_data(self, data: str) -> None:
        if self.body:
            self.data.append(data)


def of_html(content: bytes) -> str:
    """Return the text that a browser shows."""
    page = _Page()
    page.feed(content.decode())
    return "".join(page.data)
