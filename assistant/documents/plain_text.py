"""Plain text as newsrooms take it: UTF-8, a paragraph a line, blank lines between paragraphs."""

from assistant.documents.printed import PrintedRelease


def render(release: PrintedRelease) -> bytes:
    return f"{release.text}\n".encode()
