"""The simulator: a page that plays the phones, for development without Twilio's credentials.

The browser asks for a signed form and posts it to the same webhooks that Twilio calls. A user of this
page can speak as any phone, so in every other set-up its addresses do not exist.
"""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect, ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from assistant.interview import get_interviewer
from sessions_app.messages import delivery_status, outbox, user_addresses
from sessions_app.models import ConversationSession, OutboundMessage
from sessions_app.turns import menus
from webhooks.simulator import forms, transcript
from webhooks.simulator import media as simulator_media
from webhooks.simulator import phones as simulator_phones

STARTING_PHONES = ("+15005550001", "+15005550002")
QUICK_REPLIES = ("1", "2", "3", "menu", "/status", "/drafts", "/language", "/help")
MAX_PHONES = 12
MAX_BODY = 4096
"""Characters in a WhatsApp message."""
MAX_ID = 2**63 - 1
INTERVIEWERS = {"offline": "Offline scripted demo", "openai": "OpenAI"}
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

View = Callable[..., HttpResponse]


class BadInput(ValueError):
    """The page sent an invalid value. The message is shown to the user."""


def simulator_only(view: View) -> View:
    """Hide `view` where messages go to Twilio, and answer bad input with a 400 and its reason.

    The outer `csrf_exempt` only moves the CSRF check behind this one, so that a 404 comes before a 403.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, **path: str) -> HttpResponse:
        if not outbox.simulated():
            raise Http404
        request.get_host()  # raises for a foreign Host, whose name may resolve to this machine
        try:
            response = csrf_protect(view)(request, **path)
        except (BadInput, simulator_phones.UnknownPhone) as error:
            response = JsonResponse({"error": str(error)}, status=400)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


@simulator_only
@require_safe
@ensure_csrf_cookie
def page(request: HttpRequest) -> HttpResponse:
    """Show the phones."""
    context = {
        "interviewer": _interviewer(),
        "auth_token_missing": not settings.TWILIO_AUTH_TOKEN,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "starting_phones": " ".join(STARTING_PHONES),
        "quick_replies": QUICK_REPLIES,
        "max_phones": MAX_PHONES,
    }
    response = render(request, "webhooks/simulator.html", context)
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


def _interviewer() -> str:
    name = get_interviewer().name
    model = f" ({settings.OPENAI_MODEL})" if name == "openai" else ""
    return INTERVIEWERS.get(name, name) + model


@simulator_only
@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Return the signed webhook request that the page asks for, for the browser to post."""
    if not settings.TWILIO_AUTH_TOKEN:
        raise BadInput("TWILIO_AUTH_TOKEN is empty, so nothing can be signed. Set it to any word.")
    wish = _json_object(request)
    return JsonResponse(_status_callback(wish) if "uuid" in wish else _message(wish))


def _json_object(request: HttpRequest) -> dict[str, Any]:
    try:
        wish = json.loads(request.body)
    except (ValueError, RecursionError, RequestDataTooBig):
        raise BadInput("The request is not valid JSON.") from None
    if not isinstance(wish, dict):
        raise BadInput("A JSON object was expected.")
    return wish


def _message(wish: dict[str, Any]) -> dict[str, str]:
    phone = simulator_phones.canonical(_text(wish, "phone"))
    if "tapped" in wish:
        return _tap(phone, wish)
    if wish.get("location") is True:
        return forms.location(phone=phone)
    if "medium" in wish:
        return _media_message(wish, phone)
    body = _text(wish, "body")
    if not body.strip():
        raise BadInput("The message is blank.")
    if len(body) > MAX_BODY:
        raise BadInput(f"The message has {len(body)} characters; WhatsApp takes at most {MAX_BODY}.")
    return forms.text_message(phone=phone, body=body)


def _tap(phone: str, wish: dict[str, Any]) -> dict[str, str]:
    message = _reply(_text(wish, "tapped"))
    buttons, number = menus.titles([label for label, _ in message.choices]), wish.get("number")
    if not isinstance(number, int) or not 1 <= number <= len(buttons):
        raise BadInput("There is no such button.")
    return forms.tap(
        phone=phone,
        tapped_sid=message.sid,
        title=buttons[number - 1],
        digit=str(number),
        is_list=len(buttons) > menus.MOST_BUTTONS,
    )


def _media_message(wish: dict[str, Any], phone: str) -> dict[str, str]:
    sid = _text(wish, "medium")
    found = simulator_media.find(sid)
    if found is None:
        raise BadInput("There is no such file any more.")
    return forms.media_message(phone=phone, medium=sid, content_type=found[1])


@simulator_only
@require_POST
def keep_medium(request: HttpRequest) -> HttpResponse:
    """Keep the file that a phone is about to send; return its SID."""
    try:
        sid = simulator_media.keep(request.body, request.headers.get("Content-Type", ""))
    except (ValueError, RequestDataTooBig) as error:
        raise BadInput(str(error)) from None
    return JsonResponse({"medium": sid})


@simulator_only
@require_safe
def medium(request: HttpRequest, account: str, message: str, sid: str) -> HttpResponse:
    """Play Twilio's media API for the worker: return what a phone has sent."""
    found = simulator_media.find(sid)
    if found is None:
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment"}
    return HttpResponse(found[0], content_type=found[1], headers=headers)


def _status_callback(wish: dict[str, Any]) -> dict[str, str]:
    word = _text(wish, "status")
    if word not in delivery_status.STATE_OF_WORD:
        raise BadInput("Twilio does not have this message status.")
    message = _reply(_text(wish, "uuid"))
    return forms.status_callback(
        phone=message.recipient,
        uuid=message.uuid,
        sid=message.sid,
        word=word,
        has_document=message.document is not None,
    )


def _reply(wanted: str) -> OutboundMessage:
    try:
        message = OutboundMessage.objects.filter(uuid=uuid.UUID(wanted)).first()
    except ValueError:
        message = None
    if message is None:
        raise BadInput("There is no reply with this uuid.")
    if not message.sid:
        raise BadInput("This reply has not been sent yet.")
    return message


def _text(wish: dict[str, Any], key: str) -> str:
    value = wish.get(key)
    if not isinstance(value, str):
        raise BadInput(f"“{key}” must be a text.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadInput(f"“{key}” holds half a character (a lone surrogate).") from None
    return value


@simulator_only
@require_POST
def expire(request: HttpRequest) -> HttpResponse:
    """Set the clock of a phone's session ahead past its TTL; return whether it has one.

    The next message begins a new session, or the next cleanup ends this one.
    """
    phone = user_addresses.phone_of(simulator_phones.canonical(_text(_json_object(request), "phone")))
    past = timezone.now() - timedelta(seconds=settings.SESSION_TTL_SECONDS + 1)
    expired = ConversationSession.objects.filter(phone=phone, last_accessed__gt=past)
    return JsonResponse({"expired": bool(expired.update(last_accessed=past))})


@simulator_only
@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """Redirect to the console's page of a phone's session, or to the list if none is open."""
    phone = user_addresses.phone_of(simulator_phones.canonical(request.GET.get("phone", "")))
    open_one = ConversationSession.objects.filter(phone=phone).first()
    if open_one is None:
        return redirect("admin:sessions_app_conversationsession_changelist")
    return redirect("admin:sessions_app_conversationsession_change", open_one.pk)


@simulator_only
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Return what is new on each `phone` since the reply with the id `after`.

    One `after` applies to all phones; several belong to the phones in the same order.
    """
    phones = [simulator_phones.canonical(phone) for phone in request.GET.getlist("phone")]
    if len(phones) > MAX_PHONES:
        raise BadInput(f"At most {MAX_PHONES} phones at a time.")
    cursors = _cursors(request.GET.getlist("after") or ["0"], len(phones))
    looks = zip(phones, cursors, strict=True)
    return JsonResponse({"phones": [transcript.look(phone=phone, after=after) for phone, after in looks]})


def _cursors(sent: list[str], phones: int) -> list[int]:
    if not all(after.isascii() and after.isdigit() and len(after) < 20 for after in sent):
        raise BadInput("“after” must be the id of a reply, or 0.")
    cursors = [min(int(after), MAX_ID) for after in sent]
    if len(cursors) == 1:
        return cursors * phones
    if len(cursors) != phones:
        raise BadInput("One “after” for all phones, or one for each.")
    return cursors
