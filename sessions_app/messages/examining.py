"""What came as a file: is it one that can be heard or read? Nothing here calls anybody."""

import zipfile
from dataclasses import dataclass, replace
from io import BytesIO

from docx import Document
from pypdf import PdfReader
from tinytag import TinyTag

from assistant.interview import Medium
from sessions_app.messages import contact_cards, containers
from sessions_app.messages.containers import Container

MAX_SECONDS = 15 * 60
MAX_PAGES = 50
MAX_UNZIPPED = 64 * 2**20
"""Bytes of all files in a DOCX together."""
MAX_ZIPPED_FILES = 2000
_WORD = "word/document.xml"


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A file that may be used (`medium`), whose `text` is known already, or with a `problem`."""

    kind: str
    """ "voice", "picture", "file", "contact", "video" or "unknown"."""
    medium: Medium | None = None
    text: str = ""
    problem: str = ""
    """See `turns.heard_texts`."""


def examine(content: bytes, *, declared: str) -> Examined:
    """Judge `content` by its bytes. `declared` is the type by its sender, without parameters."""
    if not content:
        return Examined(kind=_KINDS.get(declared.partition("/")[0], "file"), problem="empty")
    container = containers.sniff(content)
    if container is None:
        return Examined(kind="unknown", problem="unknown")
    if declared.startswith("video/") and container.kind == "voice":
        return Examined(kind="video", problem="video")
    return _EXAMINE[container.kind](content, container)


_KINDS = {"audio": "voice", "image": "picture", "video": "video"}


def _voice(content: bytes, container: Container) -> Examined:
    seconds = _seconds(content, container)
    if seconds and seconds > MAX_SECONDS:
        return Examined(kind="voice", problem="too_long")
    return Examined(kind="voice", medium=replace(_medium(content, container), seconds=seconds))


def _seconds(content: bytes, container: Container) -> float | None:
    try:
        return TinyTag.get(f"voice.{container.extension}", file_obj=BytesIO(content)).duration
    except Exception:  # whatever a broken file makes of the parser: OpenAI judges it
        return None


def _amr(content: bytes, container: Container) -> Examined:
    return Examined(kind="voice", problem="format")


def _picture(content: bytes, container: Container) -> Examined:
    return Examined(kind="picture", medium=_medium(content, container))


def _pdf(content: bytes, container: Container) -> Examined:
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            return Examined(kind="file", problem="encrypted")
        pages = len(reader.pages)
    except Exception:  # a broken file may raise anything
        return Examined(kind="file", problem="unreadable")
    if pages > MAX_PAGES:
        return Examined(kind="file", problem="too_many_pages")
    return Examined(kind="file", medium=_medium(content, container))


def _zip(content: bytes, container: Container) -> Examined:
    """Read a Word file. Its sizes are looked at first; no more than it says is ever unzipped of a file."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            files = archive.infolist()
    except Exception:  # as above
        return Examined(kind="file", problem="unreadable")
    if len(files) > MAX_ZIPPED_FILES or sum(file.file_size for file in files) > MAX_UNZIPPED:
        return Examined(kind="file", problem="too_big")
    if _WORD not in {file.filename for file in files}:
        return Examined(kind="unknown", problem="unknown")
    try:
        text = _word_text(content)
    except Exception:  # as above
        return Examined(kind="file", problem="unreadable")
    return Examined(kind="file", text=text, problem="" if text else "no_text")


def _word_text(content: bytes) -> str:
    """Return the paragraphs and the cells of tables of a Word file, in their order."""
    lines = []
    for block in Document(BytesIO(content)).iter_inner_content():
        if hasattr(block, "rows"):
            lines += [" | ".join(dict.fromkeys(cell.text for cell in row.cells)) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(line for line in lines if line.strip())


def _contact(content: bytes, container: Container) -> Examined:
    text = contact_cards.as_text(content)
    return Examined(kind="contact", text=text, problem="" if text else "unreadable")


def _medium(content: bytes, container: Container) -> Medium:
    return Medium(content=content, content_type=container.content_type, extension=container.extension)


_EXAMINE = {
    "voice": _voice,
    "amr": _amr,
    "picture": _picture,
    "pdf": _pdf,
    "zip": _zip,
    "contact": _contact,
}
