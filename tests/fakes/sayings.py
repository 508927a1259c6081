"""Files that say something: the fake model finds in them what a real one would hear or read.

voice_note("We raised 4.2 million euros")  # an Ogg file of some seconds
"""

from __future__ import annotations

import re
import struct
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from io import BytesIO

_SAYS = re.compile(rb"says:([A-Za-z0-9_=-]*);")


def marked(text: str) -> bytes:
    """Return the bytes by which `said_in` finds `text` in any file."""
    return b"says:" + urlsafe_b64encode(text.encode()) + b";"


def said_in(content: bytes) -> str:
    """Return what a file says, "" for nothing."""
    found = _SAYS.search(content)
    return urlsafe_b64decode(found[1]).decode() if found else ""


def voice_note(text: str, *, seconds: float = 5.0) -> bytes:
    """Return an Ogg file with Opus of that length, as WhatsApp makes them (RFC 7845)."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48_000, 0, 0)
    vendor = b"whatspr"
    comment = b"COMMENT=" + marked(text)
    tags = (
        b"OpusTags" + struct.pack("<I", len(vendor)) + vendor + struct.pack("<II", 1, len(comment)) + comment
    )
    return _page(head, 0, 0, 2) + _page(tags, 0, 1, 0) + _page(b"\xfc\xff\xfe", int(seconds * 48_000), 2, 4)


def _page(packet: bytes, granule: int, number: int, flags: int) -> bytes:
    lacing = bytes([255] * (len(packet) // 255) + [len(packet) % 255])
    header = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, granule, 1, number, 0, len(lacing))
    whole = header + lacing + packet
    return whole[:22] + struct.pack("<I", _crc(whole)) + whole[26:]


def _crc(data: bytes) -> int:
    """Return Ogg's own checksum: polynomial 0x04C11DB7, nothing reflected."""
    crc = 0
    for byte in data:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1) ^ 0x04C11DB7 if crc & 0x80000000 else crc << 1
            crc &= 0xFFFFFFFF
    return crc


def picture(text: str) -> bytes:
    """Return a PNG of one pixel."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
        + _chunk(b"tEXt", b"Comment\0" + marked(text))
        + _chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff"))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pdf(text: str, *, pages: int = 1, password: str = "") -> bytes:
    """Return a PDF of blank pages."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    return made.getvalue() + b"\n% " + marked(text) + b"\n"


def word_file(*paragraphs: str) -> bytes:
    """Return a DOCX."""
    from docx import Document

    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    made = BytesIO()
    document.save(made)
    return made.getvalue()
