"""Requests as Twilio sends them: form-encoded, signed, and only ever to loopback."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Iterable, Mapping
from urllib.parse import urldefrag, urlencode, urlsplit

from multidict import MultiDict
from twilio.request_validator import RequestValidator

Params = Mapping[str, str] | Iterable[tuple[str, str]]


def signed_request(url: str, params: Params, auth_token: str) -> tuple[dict[str, str], bytes]:
    """(headers, body) of Twilio's POST to the public address `url`, for any HTTP client to send.

    The signature is made by twilio's own RequestValidator; a `#fragment` (connection overrides such
    as `#rc=5`) is not signed. `params` may be pairs, since blank and repeated parameters count.
    """
    pairs = list(params.items()) if isinstance(params, Mapping) else list(params)
    signature = RequestValidator(auth_token).compute_signature(urldefrag(url).url, MultiDict(pairs))
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "User-Agent": "TwilioProxy/1.1",
        "Accept": "*/*",
        "I-Twilio-Idempotency-Token": secrets.token_hex(16),
        "X-Twilio-Signature": signature,
    }
    return headers, urlencode(pairs).encode()


def is_loopback(url: str) -> bool:
    """Whether the host of `url` is loopback: the fakes talk to nobody else."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
