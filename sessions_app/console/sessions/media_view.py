"""What a user has sent, fetched from Twilio for an operator: no page ever links to Twilio."""

from asgiref.sync import async_to_sync
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header

from sessions_app.console.read_only import ReadOnlyAdmin
from sessions_app.messages import attachments, containers, media
from sessions_app.messages.twilio_api import DeliveryError
from sessions_app.models import ConversationSession, InboundMessage, Person
from sessions_app.operators import audit

_INLINE = ("voice", "picture")
"""Kinds that a browser shows as they are; all others are saved as files."""
_HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
}


class PersonMedia(ReadOnlyAdmin):
    """`person/<pk>/media/<message>/<number>/`: for those who may steer conversations."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.media_view)
        name = "sessions_app_conversationsession_media"
        return [
            path("person/<int:pk>/media/<int:message>/<int:number>/", view, name=name),
            *super().get_urls(),
        ]

    def media_view(self, request: HttpRequest, pk: int, message: int, number: int) -> HttpResponse:
        if not (self.has_view_permission(request) and self.has_steer_permission(request)):
            raise PermissionDenied
        person = get_object_or_404(Person, pk=pk)
        item = _item(person.phone, message, number)
        session = ConversationSession.objects.filter(phone=person.phone).first()
        operator = request.user.get_username()
        audit.record_reading("transcript", operator=operator, phone=person.phone, session=session)
        try:
            content = async_to_sync(media.fetch)(item.get("url", ""))
        except media.MediaError as error:
            told = "It is no longer at Twilio." if error.code == "gone" else "It is too big."
            return HttpResponse(told, status=404, content_type="text/plain", headers=_HEADERS)
        except DeliveryError as error:
            told = f"Twilio did not give it to us ({error.code}). Try again later."
            return HttpResponse(told, status=503, content_type="text/plain", headers=_HEADERS)
        return _response(content, declared=attachments.type_of(item), name=f"medium-{message}-{number}")


def _item(phone: str, message: int, number: int) -> dict[str, str]:
    """Return a medium that the user of `phone` has sent. Raises `Http404`."""
    found = InboundMessage.objects.filter(pk=message, phone=phone).first()
    items: list[dict[str, str]] = found.media if found else []
    if number >= len(items) or attachments.is_place(items[number]):
        raise Http404
    return items[number]


def _response(content: bytes, *, declared: str, name: str) -> HttpResponse:
    """Return the file under the type of its bytes."""
    container = containers.sniff(content)
    content_type = container.content_type if container else "application/octet-stream"
    if container in (containers.MP4, containers.WEBM) and declared.startswith("video/"):
        content_type = content_type.replace("audio/", "video/")
    is_inline = bool(container and container.kind in _INLINE)
    name = f"{name}.{container.extension if container else 'bin'}"
    disposition = content_disposition_header(not is_inline, name) or f'inline; filename="{name}"'
    return HttpResponse(
        content, content_type=content_type, headers={**_HEADERS, "Content-Disposition": disposition}
    )
