"""What is attached to a message, in words: the places and files of users, and our documents."""

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
_KINDS = {"picture": "picture", "video": "video", "voice message": "voice", "sticker": "sticker"}

_DOCUMENTS = {"docx": "Word document", "pdf": "PDF"}


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
    counts = Counter(file_name(item) for item in media if not is_place(item))
    words = [f"a {name}" if count == 1 else f"{count} {_NAMES[name]}" for name, count in counts.items()]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def kind_of_document(name: str) -> str:
    """Return what people call a document of ours, by the ending of its name."""
    return _DOCUMENTS.get(name.rpartition(".")[2], "document")


def type_of(item: Mapping[str, str]) -> str:
    """Return the content type by its sender, without parameters such as the codec."""
    return item.get("content_type", "").partition(";")[0].strip().lower()


def file_name(item: Mapping[str, str]) -> str:
    """Return what people call a file."""
    content_type = type_of(item)
    if content_type in ("text/vcard", "text/x-vcard"):
        return "contact card"
    if content_type == "image/webp" and not item.get("sent_as"):  # WhatsApp's pictures are JPEG and PNG
        return "sticker"
    kinds = {"image": "picture", "video": "video", "audio": "voice message"}
    return kinds.get(content_type.partition("/")[0], "document")


def kind_of(item: Mapping[str, str]) -> str:
    """Return what a file seems to be: "voice", "picture", "video", "sticker" or "file"."""
    return _KINDS.get(file_name(item), "file")
