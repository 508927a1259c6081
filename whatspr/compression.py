"""Pages, answers of the API and the static files of development leave compressed, also without a front."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT_TYPES = ("text/", "application/json", "application/javascript", "application/vnd.oai.openapi")
"""Beginnings of content types. Pictures, recordings, fonts and documents are compressed already."""


class CompressText(GZipMiddleware):
    """Django's, which pads each answer by a random length against BREACH, for texts only.

    Twilio's webhooks do not come here, and an answer below 200 bytes stays as it is.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Let WhiteNoise know its ETag again: compressed, it has left as a weak one."""
        if tag := request.META.get("HTTP_IF_NONE_MATCH"):
            request.META["HTTP_IF_NONE_MATCH"] = tag.removeprefix("W/")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(TEXT_TYPES):
            return response
        return super().process_response(request, response)
