"""The wire of `POST /v1/audio/transcriptions`: what a request must hold, and the answer.

Sources: transcription_create_params.py and transcription.py of the openai package, 3.54; the file name
decides the format: the same bytes named `.opus` are refused.
"""

from __future__ import annotations

from typing import Any

from tests.fakes.openai_items import invalid

MODEL = "gpt-transcribe"
"""The only one that is not shut down on 2027-02-26."""
_KNOWN = {
    "file",
    "model",
    "response_format",
    "keywords[]",
    "languages[]",
    "language",
    "prompt",
    "temperature",
}
_FORMATS = {
    "flac": (0, b"fLaC"),
    "mp3": (0, b"ID3"),
    "mp4": (4, b"ftyp"),
    "m4a": (4, b"ftyp"),
    "ogg": (0, b"OggS"),
    "wav": (8, b"WAVE"),
    "webm": (0, b"\x1a\x45\xdf\xa3"),
}
_MOST_BYTES = 25 * 2**20


def check_transcription(payload: dict[str, Any], content: bytes) -> None:
    """Raises VendorError (400) for what OpenAI refuses, or this project must never send."""
    if unknown := set(payload) - _KNOWN:
        raise invalid(f"Unrecognized request arguments supplied: {sorted(unknown)}", sorted(unknown)[0])
    if payload.get("model") != MODEL:
        raise invalid(f"The model '{payload.get('model')}' does not exist.", "model", "model_not_found")
    if payload.get("response_format", "json") != "json":
        raise invalid("The fake serves JSON only.", "response_format", "unsupported_value")
    for name, longest in (("keywords[]", 100), ("languages[]", 2)):
        if not all(0 < len(word) <= longest for word in payload.get(name, [])):
            raise invalid(f"Invalid value in '{name}'.", name, "invalid_value")
    _check_file(payload, content)


def _check_file(payload: dict[str, Any], content: bytes) -> None:
    name = (payload.get("file") or {}).get("name", "")
    extension = name.rpartition(".")[2]
    if extension not in _FORMATS:
        raise invalid(f"Unsupported file format {extension}", "file", "unsupported_format")
    if not content:
        raise invalid(
            "Audio file is too short. Minimum audio length is 0.1 seconds.", "file", "audio_too_short"
        )
    if len(content) > _MOST_BYTES:
        raise invalid("Maximum content size limit exceeded", "file", status=413)
    offset, signature = _FORMATS[extension]
    if not content.startswith(signature, offset):
        raise invalid("Audio file might be corrupted or unsupported", "file", "invalid_value")


def transcription_json(text: str, seconds: float) -> dict[str, Any]:
    return {"text": text, "languages": [], "usage": {"type": "duration", "seconds": seconds}}
