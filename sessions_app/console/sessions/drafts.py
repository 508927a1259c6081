"""Answers to forms whose draft a script keeps until the server has it (drafts.js). They work without it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from sessions_app.console.sessions.page import PAGE


def done(request: HttpRequest, person: int, *, told: str = "") -> HttpResponse:
    """Answer that the server has the text, now or from an earlier attempt; `told` says so."""
    if _is_by_script(request):
        return JsonResponse({"isDone": True, "isUsed": True, "told": told})
    if told:
        messages.warning(request, told)
    return redirect(PAGE, person)


def refused(
    request: HttpRequest, why: str, *, page: Callable[[], HttpResponse], is_used: bool = False
) -> HttpResponse:
    """Answer that the server does not take the text; `page` has it in its box again.

    `is_used` is True if the id of the form is of no use: it stands for another text by now, or is no id.
    """
    if _is_by_script(request):
        return JsonResponse({"isDone": False, "isUsed": is_used, "told": why}, status=409)
    messages.warning(request, why)
    return page()


def _is_by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
