"""Documents by signed links: Twilio fetches them here, and so do users to whom we have sent a link."""

import structlog
from django.db import Error as DatabaseFailure
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from assistant.documents.files import content_type, file_name
from assistant.models import ReleaseDocument
from sessions_app.db import faults
from sessions_app.messages import document_links

log = structlog.get_logger(__name__)

# A document loads and runs nothing; of a page only its own style is applied.
PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}
METHODS = ("GET", "HEAD")


@csrf_exempt
def document(request: HttpRequest) -> HttpResponse:
    """Answer with the document that a link stands for; any other address gets one and the same 404.

    Nothing is raised: Django logs the path of what fails, and the token is in it.
    """
    if request.method not in METHODS:
        response = _plain(405, "GET or HEAD only")
        response["Allow"] = ", ".join(METHODS)
        return response
    try:
        found = _find(request.path)
    except DatabaseFailure as error:
        log.warning("document_refused", fault=faults.reason(error), code=faults.code(error))
        return _plain(503, "try again later")
    return _file(found) if found else _plain(404, "not found")


def _find(path: str) -> ReleaseDocument | None:
    token, _, name = path.removeprefix(document_links.PREFIX).partition("/")
    uuid = document_links.check(token)
    if uuid is None:
        return None
    found = ReleaseDocument.objects.filter(uuid=uuid).first()
    return found if found and file_name(found) == name else None


def _file(found: ReleaseDocument) -> HttpResponse:
    headers = {
        "Content-Disposition": f'inline; filename="{file_name(found)}"',
        "ETag": f'"{found.sha256}"',
    }
    if found.format == ReleaseDocument.Format.PDF:  # not every browser shows one in a sandbox
        headers["Content-Security-Policy"] = PRIVATE["Content-Security-Policy"].removesuffix("; sandbox")
    return HttpResponse(
        bytes(found.content), content_type=content_type(found), headers={**PRIVATE, **headers}
    )


def _plain(status: int, text: str) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain", headers=PRIVATE)
