"""What simulated phones send: kept in files, and served where the worker looks for Twilio's media."""

import re
import secrets
from pathlib import Path

from django.conf import settings

from assistant.invisible import without_invisible

MAX_BYTES = 2 * 2**20
_SID = re.compile(r"ME[0-9a-f]{32}")
_CONTENT_TYPE = re.compile(r"[a-z]+/[a-zA-Z0-9.+-]+")


def keep(content: bytes, content_type: str) -> str:
    """Store what a phone sends and return its SID. Raises ValueError for what no phone could send."""
    plain = without_invisible(content_type).partition(";")[0].strip()
    if not _CONTENT_TYPE.fullmatch(plain):
        plain = "application/octet-stream"
    if len(content) > MAX_BYTES:
        raise ValueError(
            f"The file has more than {MAX_BYTES // 2**20} MB, the most that the simulator takes."
        )
    sid = f"ME{secrets.token_hex(16)}"
    path = _path(sid)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(plain.encode() + b"\n" + content)
    return sid


def find(sid: str) -> tuple[bytes, str] | None:
    """Return content and type of what was kept, None for nothing."""
    if not _SID.fullmatch(sid) or not _path(sid).exists():
        return None
    content_type, _, content = _path(sid).read_bytes().partition(b"\n")
    return content, content_type.decode()


def _path(sid: str) -> Path:
    return Path(settings.SIMULATOR_MEDIA_FOLDER) / sid
