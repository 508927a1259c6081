"""The documents of an approved version, for those who may read the release."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from assistant import versions
from assistant.documents import stored
from assistant.documents.files import content_type, file_name
from assistant.models import ReleaseDocument, ReleaseVersion
from sessions_app.console.press_releases.page import LIST, PAGE, ReleasePage, find, record_reading


class DownloadDocuments(ReleasePage):
    """`<pk>/versions/<number>/<format>/`: a file; it is made now if older code approved the version."""

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view(self.document_view), "assistant_pressrelease_document"
        route = path("<int:pk>/versions/<int:number>/<slug:format_>/", view, name=name)
        return [route, *super().get_urls()]

    def document_view(self, request: HttpRequest, pk: int, number: int, format_: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        release = find(str(pk))
        if release is None:
            messages.warning(request, "There is no such press release.")
            return redirect(LIST)
        version = release.versions.filter(number=min(number, versions.MAX_VERSIONS + 1)).first()
        document = _document(version, format_)
        if document is None:
            messages.warning(request, f"Version {number} has no such document: it has to be approved first.")
            return redirect(PAGE, pk)
        record_reading(request, release)
        return _file(document)


def _document(version: ReleaseVersion | None, format_: str) -> ReleaseDocument | None:
    if version is None or version.approved_at is None:
        return None
    return next((one for one in stored.made(version) if one.format == format_), None)


def _file(document: ReleaseDocument) -> HttpResponse:
    """Return what a browser stores and does not show. (The admin's pages are all `no-store`, `nosniff`.)"""
    return HttpResponse(
        bytes(document.content),
        content_type=content_type(document),
        headers={"Content-Disposition": f'attachment; filename="{file_name(document)}"'},
    )
