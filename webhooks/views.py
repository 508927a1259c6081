"""The webhooks as a Django view, for Django's test client: the web process answers by `webhooks.asgi`."""

import time

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from webhooks.doorstep import STORED, Head, admit, count, refusal


@csrf_exempt
def webhook(request: HttpRequest) -> HttpResponse:
    """Answer one of Twilio's requests, one commit each."""
    began = time.perf_counter()
    head = Head(
        method=request.method or "",
        path=request.path,
        query=request.META.get("QUERY_STRING", ""),
        headers=request.headers,
    )
    try:
        job = admit(head)(request.body)
        job.store([job.item])
        answer = STORED
        count(head.path, "stored", began=began)
    except Exception as error:
        answer = refusal(error, path=head.path, began=began)
    return HttpResponse(
        answer.text, status=answer.status, content_type=answer.content_type, headers=answer.headers
    )
