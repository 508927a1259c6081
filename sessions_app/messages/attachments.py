"""What users attach to a message, in words: places and files."""

from collections import Counter
from collections.abc import Iterable, Mapping

_NAMES = {
    "picture": "pictures",
    "video": "videos",
    "voice message": "voice messages",
    "document": "documents",
    "contact card": "contact cards",
    "sticker": "stickers",
}


def is_place(item: Mapping[str, str]) -> bool:
    return "latitude" in item


def place(item: Mapping[str, str]) -> str:
    """Return the name and the address of a location, as far as it has them, and its coordinates."""
    coordinates = f"{item['latitude']}, {item.get('longitude', '')}"
    name = ", ".join(filter(None, (item.get("label"), item.get("address"))))
    return f"{name} ({coordinates})" if name else coordinates


def places(media: Iterable[Mapping[str, str]]) -> list[str]:
    return [place(item) for item in media if is_place(item)]


def files(media: Iterable[Mapping[str, str]]) -> str:
    """Return "a picture and 2 documents", "" without a file."""
    types = [item.get("content_type", "") for item in media if not is_place(item)]
    counts = Counter(map(file_name, types))
    words = [f"a {name}" if count == 1 else f"{count} {_NAMES[name]}" for name, count in counts.items()]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def file_name(content_type: str) -> str:
    """Return what people call a file of this content type."""
    if content_type.startswith(("text/vcard", "text/x-vcard")):
        return "contact card"
    if content_type.startswith("image/webp"):  # WhatsApp's pictures are JPEG and PNG
        return "sticker"
    kinds = {"image": "picture", "video": "video", "audio": "voice message"}
    return kinds.get(content_type.partition("/")[0], "document")
