"""What a file is by its first bytes, whatever its sender calls it."""

from dataclasses import dataclass

_BOM = b"\xef\xbb\xbf"
_START = 64
"""Bytes that are looked at."""


@dataclass(frozen=True)
class Container:
    kind: str
    """ "voice", "picture", "pdf", "zip", "contact" or "amr"."""
    content_type: str
    extension: str


OGG = Container("voice", "audio/ogg", "ogg")
MP4 = Container("voice", "audio/mp4", "m4a")
MP3 = Container("voice", "audio/mpeg", "mp3")
WAV = Container("voice", "audio/wav", "wav")
WEBM = Container("voice", "audio/webm", "webm")
FLAC = Container("voice", "audio/flac", "flac")
AMR = Container("amr", "audio/amr", "amr")
JPEG = Container("picture", "image/jpeg", "jpg")
PNG = Container("picture", "image/png", "png")
WEBP = Container("picture", "image/webp", "webp")
PDF = Container("pdf", "application/pdf", "pdf")
ZIP = Container("zip", "application/zip", "zip")
VCARD = Container("contact", "text/vcard", "vcf")

_SIGNATURES = (
    (0, b"OggS", OGG),
    (4, b"ftyp", MP4),
    (0, b"ID3", MP3),
    (8, b"WAVE", WAV),
    (8, b"WEBP", WEBP),
    (0, b"\x1a\x45\xdf\xa3", WEBM),
    (0, b"fLaC", FLAC),
    (0, b"#!AMR", AMR),
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"%PDF-", PDF),
    (0, b"PK\x03\x04", ZIP),
)


def sniff(content: bytes) -> Container | None:
    """Return what `content` is, None for anything that we cannot use."""
    for offset, signature, container in _SIGNATURES:
        if content.startswith(signature, offset):
            return container
    if content[:_START].removeprefix(_BOM).lstrip().upper().startswith(b"BEGIN:VCARD"):
        return VCARD
    return MP3 if _is_mpeg_frame(content) else None


def _is_mpeg_frame(content: bytes) -> bool:
    """Return True for the header of an MP3 frame: eleven set bits, then the layer, which AAC leaves at 0."""
    return content[:1] == b"\xff" and len(content) > 1 and content[1] & 0xE0 == 0xE0 and bool(content[1] & 6)
