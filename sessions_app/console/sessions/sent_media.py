"""What a user has sent beside text, for the transcript: what it is, what it says, whether it is there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sessions_app.messages import attachments, heard
from sessions_app.messages.attachments import is_place, place
from sessions_app.models import InboundMessage


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """`heard` is what it says, `note` why that is not known, or that it is gone from Twilio."""

    kind: str
    icon: str
    number: int = 0
    heard: str = ""
    note: str = ""
    is_there: bool = False
    """True if it may be fetched from Twilio."""
    is_voice: bool = False

    @property
    def in_words(self) -> str:
        """Its kind, and what it says."""
        return f"{self.kind}: “{self.heard}”" if self.heard else self.kind


def of(row: InboundMessage, deleted: Mapping[str, datetime | None]) -> tuple[Attachment, ...]:
    """Return the media of a message; `deleted` are those that Twilio deletes, or has deleted by then."""
    return tuple(_heard(row, number, deleted) for number in range(len(row.media)))


_KINDS = {
    "audio": ("voice note", "mic"),
    "image": ("image", "image"),
    "video": ("video", "videocam"),
}


def _heard(row: InboundMessage, number: int, deleted: Mapping[str, datetime | None]) -> Attachment:
    item, entry = row.media[number], heard.of(row, number)
    url = item.get("url", "")
    note = f"not used: {entry['problem'].replace('_', ' ')}" if entry.get("problem") else ""
    if url in deleted:
        note = "the recording was deleted" if deleted[url] else "the recording is being deleted"
    return replace(
        _attachment(item),
        number=number,
        heard=entry.get("text", ""),
        note=note,
        is_there=bool(url) and not deleted.get(url),
        is_voice=attachments.kind_of(item) == "voice",
    )


def _attachment(item: dict[str, str]) -> Attachment:
    """Describe an attachment by its content type, without fetching it."""
    if is_place(item):
        return Attachment(kind=f"location {place(item)}", icon="location_on")
    content_type = item.get("content_type", "")
    kind, icon = _KINDS.get(content_type.partition("/")[0], ("file", "attach_file"))
    if content_type.startswith(("text/vcard", "text/x-vcard")):
        kind, icon = "contact", "contact_page"
    return Attachment(kind=f"{kind} ({content_type})" if content_type else kind, icon=icon)
